//! Opt-out words: what stops, what does not, and a hundred thousand ways to write it.

use crate::foundation::Coded;
use crate::foundation::text::{Folded, Language};
use crate::trust::*;

fn words() -> OptOutWords {
    OptOutWords::new(&TrustConfig::standard()).unwrap()
}

fn recognise(words: &OptOutWords, message: &str) -> Option<OptOutKind> {
    words.recognise(&Folded::new(message)).map(|hit| hit.kind)
}

#[test]
fn people_stop_in_many_ways() {
    let words = words();
    for message in [
        "STOP",
        "stop.",
        "Stop!!!",
        "please stop",
        "Stop please 🙏",
        "stop stop stop",
        "STOPALL",
        "Unsubscribe",
        "opt-out",
        "OPT OUT",
        "END",
        "quit",
        "ｓｔｏｐ",
        "S\u{200b}T\u{200b}O\u{200b}P",
        "\u{202e}stop\u{202c}",
        "Hi, please unsubscribe me",
        "Take me off your list!",
        "don’t text me again",
        "dont text me again",
        "Стоп",
        "ОТПИСАТЬСЯ",
        "отпишите меня",
        "Здравствуйте, отпишите пожалуйста",
        "больше не пишите мне рекламу",
        "Хочу отписаться от рассылки",
        "إلغاء الاشتراك",
        "الغاء الاشتراك من فضلك",
        "توقف",
        "أَلْغِ",
        "ألغِ",
        "تـوقـف",
        "لا ترسلوا لي رسائل",
        "बंद करो",
        "रोकें",
        "अनसब्सक्राइब",
        "कृपया बंद करें",
        "मुझे मैसेज मत भेजो",
        "message mat bhejo",
        "退订",
        "退訂",
        "取消订阅",
        "取消訂閱",
        "TD",
        "ＴＤ",
        "请退订",
        "退订，谢谢",
        "不要再发广告",
        "不要再傳廣告",
        "拒收",
        "別再傳了",
    ] {
        assert_eq!(recognise(&words, message), Some(OptOutKind::Stop), "{message}");
    }
}

#[test]
fn people_resume() {
    let words = words();
    for message in
        ["START", "unstop", "Subscribe", "подписаться", "ابدأ", "शुरू करें", "订阅", "訂閱", "恢復接收"]
    {
        assert_eq!(recognise(&words, message), Some(OptOutKind::Resume), "{message}");
    }
    assert_eq!(recognise(&words, "unsubscribe me, do not opt me back in"), Some(OptOutKind::Stop));
}

#[test]
fn the_language_is_the_words_own() {
    let words = words();
    let language = |message| words.recognise(&Folded::new(message)).map(|hit| hit.language);
    assert_eq!(language("stop"), Some(Language::En));
    assert_eq!(language("стоп"), Some(Language::Ru));
    assert_eq!(language("توقف"), Some(Language::Ar));
    assert_eq!(language("बंद करो"), Some(Language::Hi));
    assert_eq!(language("退订"), Some(Language::ZhHans));
    assert_eq!(language("不要再寄廣告"), Some(Language::ZhHant));
}

#[test]
fn ordinary_messages_do_not_stop_anything() {
    let words = words();
    for message in [
        "where is the bus stop?",
        "when does the offer end",
        "cancel my order",
        "please cancel my order",
        "non-stop",
        "Is the shop a one stop shop",
        "I can't stop laughing",
        "start of the week",
        "quit smoking kit?",
        "how do I end the subscription of my phone plan",
        "TD Bank",
        "LTD",
        "stopwatch",
        "cancel",
        "取消",
        "إلغاء",
        "не стоп, а старт",
        "где остановка?",
        "стоп-кран есть?",
        "отменить заказ",
        "записаться",
        "أين موقف الباص",
        "أريد إلغاء الطلب",
        "متى يتوقف العرض",
        "दुकान कब बंद होगी",
        "बंद है क्या",
        "कीमत क्या है",
        "退货",
        "取消订单",
        "取消訂單",
        "退订房间多少钱",
        "不要再发错货了",
        "什么时候停止营业",
        "订阅多少钱一个月",
        "",
        "👍",
        "please",
        "thanks",
        "?",
        "1",
    ] {
        assert_eq!(recognise(&words, message), None, "{message}");
    }
}

/// A small generator of its own, so that a seed gives the same messages for ever.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

const UNSEEN: [&str; 8] =
    ["\u{200b}", "\u{200d}", "\u{200c}", "\u{2060}", "\u{feff}", "\u{200f}", "\u{ad}", "\u{fe0f}"];
const BEFORE: [&str; 8] = ["", " ", "!", "«", "“", "\u{202e}", "\u{2067}", "🙏 "];
const AFTER: [&str; 10] = ["", " ", "!!!", ".", "。", "؟", "»", "\u{202c}", " 🙏🏽", "…\n"];

/// One way to write a word: other case, full width, invisible characters, tatweel, decoration.
fn disguise(word: &str, chance: &mut Chance) -> String {
    let mut out = chance.one(&BEFORE).to_owned();
    let style = chance.below(4);
    for character in word.chars() {
        let arabic = matches!(character, '\u{620}'..='\u{64a}');
        match style {
            0 => out.push(character),
            1 => out.extend(character.to_uppercase()),
            2 if character.is_ascii_graphic() => {
                out.push(char::from_u32(character as u32 + 0xFEE0).unwrap_or(character));
            }
            3 if chance.below(2) == 0 => out.extend(character.to_uppercase()),
            _ => out.push(character),
        }
        if arabic && chance.below(3) == 0 {
            out.push(['\u{640}', '\u{64e}', '\u{651}'][chance.below(3)]);
        }
        if chance.below(4) == 0 {
            out.push_str(chance.one(&UNSEEN));
        }
        if character == ' ' && chance.below(3) == 0 {
            out.push_str(chance.one(&[" ", "\u{a0}", "\t", "\u{3000}"]));
        }
    }
    out + chance.one(&AFTER)
}

#[test]
fn trust_a5_words_are_recognised_in_every_disguise() {
    const SEED: u64 = 20_260_105;
    const VARIANTS: usize = 100_000;
    println!("seed {SEED}");
    let (config, words, mut chance) = (TrustConfig::standard(), words(), Chance(SEED));
    let stops: Vec<(&str, bool)> = config
        .opt_out
        .words
        .values()
        .flat_map(|texts| {
            let messages = texts.stop_messages.iter().map(|text| (text.as_str(), false));
            messages.chain(texts.stop_phrases.iter().map(|text| (text.as_str(), true)))
        })
        .collect();
    let mut missed = Vec::new();
    for round in 0..VARIANTS {
        let (word, anywhere) = stops[round % stops.len()];
        let mut message = disguise(word, &mut chance);
        if anywhere && chance.below(3) == 0 {
            message = format!("ok, {message} , ok");
        }
        if recognise(&words, &message) != Some(OptOutKind::Stop) {
            missed.push((word, message));
        }
    }
    assert!(missed.is_empty(), "{} of {VARIANTS} missed: {:?}", missed.len(), &missed[..missed.len().min(5)]);
}

#[test]
fn mistakes_are_named_with_their_place() {
    let mut config = TrustConfig::standard();
    let english = config.opt_out.words.get_mut(&Language::En).unwrap();
    english.stop_messages[1] = "!!".to_owned();
    let error = OptOutWords::new(&config).unwrap_err();
    assert_eq!(error.code(), "trust.opt_out.blank");
    assert_eq!(error.field().unwrap(), "opt_out.words.en.stop_messages[1]");
    let english = config.opt_out.words.get_mut(&Language::En).unwrap();
    english.stop_messages[1] = "START".to_owned();
    let error = OptOutWords::new(&config).unwrap_err();
    assert_eq!(error.code(), "trust.opt_out.contradiction");
    assert!(ERRORS.iter().any(|entry| entry.code == error.code()));
}
