//! How well native phrases are found in Latin letters: recall on our own table of spellings, and false alarms on English
//! messages.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use scrm_benches::csv_rows;
use scrm_core::foundation::RuleId;
use scrm_core::keyword::{KeywordConfig, KeywordMatcher, KeywordRule};

/// Spellings written for this: a language in brackets, then a phrase and its spellings a line.
const SPELLINGS: &str = include_str!("../../../../scrm-core/src/keyword/romanised/spellings.txt");

/// What shops look for, fifteen phrases of each language.
const SHOP: &[&str] = &[
    "доставка",
    "сколько стоит",
    "цена",
    "скидка",
    "размер",
    "в наличии",
    "заказ",
    "оплата",
    "возврат",
    "адрес",
    "время работы",
    "запись",
    "самовывоз",
    "гарантия",
    "ремонт",
    "कीमत",
    "कितने का है",
    "कितना",
    "सस्ता",
    "छूट",
    "सामान",
    "कब मिलेगा",
    "वापस",
    "पैसे",
    "दुकान",
    "कहाँ है",
    "चाहिए",
    "फोन नंबर",
    "पता",
    "शिकायत",
    "السعر",
    "كم السعر",
    "توصيل",
    "بكم",
    "متوفر",
    "مقاس",
    "طلب",
    "وين طلبي",
    "استرجاع",
    "موعد",
    "حجز",
    "خصم",
    "عنوان",
    "مفتوح",
    "شحن",
    "多少钱",
    "价格",
    "便宜",
    "送货",
    "快递",
    "退货",
    "有货",
    "地址",
    "在哪里",
    "尺码",
    "颜色",
    "优惠",
    "营业时间",
    "预约",
    "发票",
];

pub(crate) fn measure(data: &Path) -> Result<(), Box<dyn Error>> {
    recall()?;
    alarms(data)
}

fn matcher(phrases: &[&str]) -> Result<KeywordMatcher, Box<dyn Error>> {
    let rule =
        KeywordRule { romanised: true, ..KeywordRule::new(RuleId::new("r"), "r", phrases.iter().copied()) };
    Ok(KeywordMatcher::new(&KeywordConfig { rules: vec![rule], ..KeywordConfig::standard() })?)
}

/// Spellings that are found, and all, of a language and a part of it.
type Counts<'t> = BTreeMap<(&'t str, bool), (usize, usize)>;

fn recall() -> Result<(), Box<dyn Error>> {
    let mut counts: Counts<'_> = BTreeMap::new();
    let (mut language, mut line_number) = ("", 0_usize);
    for line in SPELLINGS.lines().filter(|line| !line.starts_with('#')) {
        let Some((phrase, spellings)) = line.split_once(": ") else {
            (language, line_number) = (line.trim_matches(['[', ']']), 0);
            continue;
        };
        let matcher = matcher(&[phrase])?;
        let (found, all) = counts.entry((language, line_number % 3 == 2)).or_default();
        for spelling in spellings.split(", ") {
            *found +=
                usize::from(matcher.find(spelling).iter().any(|hit| hit.span.bytes == (0..spelling.len())));
            *all += 1;
        }
        line_number += 1;
    }
    println!("\nnative phrases in Latin letters: spellings of our own table that are found");
    for ((language, held_out), (found, all)) in counts {
        let part = if held_out { "held out" } else { "looked at" };
        println!("{language}  {part:9}  {found:3} of {all:3}  {:.1} %", 100.0 * found as f64 / all as f64);
    }
    Ok(())
}

fn alarms(data: &Path) -> Result<(), Box<dyn Error>> {
    let matcher = matcher(SHOP)?;
    println!("\n{} native phrases of shops in messages of other languages", SHOP.len());
    for (name, file, column) in [
        ("English (banking77)", "banking77/train.csv", 0),
        ("English (bitext)", "bitext_support/dev/Bitext_Sample_Customer_Service_Validation_Dataset.csv", 0),
        ("English, some Hinglish (hint3 curekart)", "hint3/v2/test/curekart_test.csv", 0),
    ] {
        let rows = csv_rows(&data.join(file))?.unwrap_or_default();
        let messages: Vec<String> =
            rows.into_iter().skip(1).filter_map(|row| row.into_iter().nth(column)).collect();
        tell(name, &messages, &matcher);
    }
    let clinc = data.join("clinc150/data_full_train_val.json");
    if clinc.exists() {
        let parts: BTreeMap<String, Vec<(String, String)>> =
            serde_json::from_str(&std::fs::read_to_string(clinc)?)?;
        let messages: Vec<String> = parts.into_values().flatten().map(|(message, _)| message).collect();
        tell("English (clinc150)", &messages, &matcher);
    }
    Ok(())
}

fn tell(name: &str, messages: &[String], matcher: &KeywordMatcher) {
    let fired = messages.iter().filter(|message| !matcher.find(message).is_empty()).count();
    if !messages.is_empty() {
        let share = 100.0 * fired as f64 / messages.len() as f64;
        println!("{name:40}  {fired:4} of {:6}  {share:.2} %", messages.len());
    }
}
