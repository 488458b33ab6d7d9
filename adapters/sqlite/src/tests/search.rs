//! Search in any script.

use proptest::prelude::*;
use scrm_core::foundation::text;
use scrm_core::store::{ChangeSet, SearchHit, SearchIndex, SearchQuery, Store, Versioned};

use super::{customer, message, write_customers, write_messages};
use crate::SqliteStore;

fn search(store: &SqliteStore, text: &str) -> Vec<String> {
    let hits = store.search(&SearchQuery { text: text.to_owned(), limit: 10 }).unwrap();
    let mut ids: Vec<String> = hits
        .iter()
        .map(|hit| match hit {
            SearchHit::Customer { id, .. } => id.to_string(),
            SearchHit::Message { id, .. } => id.to_string(),
        })
        .collect();
    ids.sort();
    ids
}

fn sample() -> SqliteStore {
    let store = SqliteStore::in_memory().unwrap();
    write_customers(
        &store,
        vec![
            Versioned::new(customer("c_ru", "Мария Иванова", &["tel:+79161234567"])),
            Versioned::new(customer("c_ar", "فاطمة الزهراء", &[])),
            Versioned::new(customer("c_hi", "प्रिया शर्मा", &[])),
            Versioned::new(customer("c_zh", "王小明", &["tel:+886912000456"])),
            Versioned::new(customer("c_en", "Mary O'Neil", &["email:mary.oneil@example.com"])),
        ],
    );
    write_messages(
        &store,
        vec![
            Versioned::new(message("m_hans", "c_zh", "请问这个产品多少钱？")),
            Versioned::new(message("m_hant", "c_zh", "我想訂購三十箱iPhone手機殼")),
            Versioned::new(message("m_ru", "c_ru", "Сколько стоит доставка в Казань? 🎉")),
            Versioned::new(message("m_ar", "c_ar", "كم سعر الشحن إلى الرياض")),
            Versioned::new(message("m_hi", "c_hi", "दिल्ली तक डिलीवरी का खर्च")),
            Versioned::new(message("m_en", "c_en", "What's the price, please?")),
            Versioned::new(message("m_th", "c_en", "ราคาเท่าไหร่ครับ")),
            Versioned::new(message("m_ja", "c_en", "カタログをください")),
        ],
    );
    store
}

#[test]
fn words_are_found_in_every_script() {
    let store = sample();
    for (query, expected) in [
        ("мария", &["c_ru"][..]),
        ("МАРИЯ иван", &["c_ru"]),
        ("достав каз", &["m_ru"]),
        ("авка", &[]),
        ("فاطمة", &["c_ar"]),
        ("سعر الشحن", &["m_ar"]),
        ("शर्मा", &["c_hi"]),
        ("दिल्ली खर्च", &["m_hi"]),
        ("小明", &["c_zh"]),
        ("明小", &[]),
        ("产品", &["m_hans"]),
        ("多少钱", &["m_hans"]),
        ("訂購 手機", &["m_hant"]),
        ("iphone手機", &["m_hant"]),
        ("เท่าไหร่", &["m_th"]),
        ("ログ", &["m_ja"]),
        ("price", &["m_en"]),
        ("PRI what", &["m_en"]),
        ("oneil mary", &["c_en"]),
        ("79161234", &["c_ru"]),
        ("+886 912 000 456", &["c_zh"]),
        ("", &[]),
        ("?! …", &[]),
    ] {
        assert_eq!(search(&store, query), expected, "{query}");
    }
}

#[test]
fn zero_width_and_direction_marks_do_not_matter() {
    let store = sample();
    assert_eq!(search(&store, "\u{200f}فا\u{200b}طمة\u{200e}"), ["c_ar"]);
    assert_eq!(search(&store, "小\u{200b}明"), ["c_zh"]);
}

#[test]
fn the_index_follows_changes_and_merges() {
    let store = sample();
    assert_eq!(search(&store, "мария"), ["c_ru"]);
    write_customers(&store, vec![Versioned::at(1, customer("c_ru", "Марина Петрова", &[]))]);
    write_messages(&store, vec![Versioned::at(1, message("m_ru", "c_ru", ""))]);
    assert!(search(&store, "мария").is_empty());
    assert!(search(&store, "доставка").is_empty());
    assert_eq!(search(&store, "петрова"), ["c_ru"]);
    let mut gone = customer("c_ru", "Марина Петрова", &[]);
    gone.merged_into = Some(("c_en".into(), "g_1".into()));
    write_customers(&store, vec![Versioned::at(2, gone)]);
    assert_eq!(search(&store, "петрова"), ["c_ru"]);
    write_customers(&store, vec![Versioned::new(customer("c_new", "Петрова", &[]))]);
    assert_eq!(search(&store, "петрова"), ["c_new", "c_ru"]);
}

#[test]
fn a_written_number_is_found_as_written_and_as_one() {
    let store = SqliteStore::in_memory().unwrap();
    let mut record = customer("c_1", "王", &["tel:+886912000456"]);
    record.identifiers[0].raw = Some("0912-000-456".into());
    write_customers(&store, vec![Versioned::new(record)]);
    for query in ["0912-000-456", "0912000456", "0912", "886912000456"] {
        assert_eq!(search(&store, query), ["c_1"], "{query}");
    }
}

#[test]
fn pending_rows_are_indexed_in_portions() {
    let store = sample();
    assert_eq!(store.index_pending(4).unwrap(), 4);
    assert_eq!(store.index_pending(100).unwrap(), 9);
    assert_eq!(store.index_pending(100).unwrap(), 0);
    let limited = store.search(&SearchQuery { text: "м".to_owned(), limit: 0 }).unwrap();
    assert!(limited.is_empty());
}

#[test]
fn better_matches_come_first() {
    let store = SqliteStore::in_memory().unwrap();
    let long = "price ".to_owned() + &"of many other things that were said ".repeat(20);
    write_messages(
        &store,
        vec![
            Versioned::new(message("m_long", "c_1", &long)),
            Versioned::new(message("m_short", "c_1", "price price")),
            Versioned::new(message("m_none", "c_1", "nothing")),
        ],
    );
    let hits = store.search(&SearchQuery { text: "price".to_owned(), limit: 1 }).unwrap();
    assert!(matches!(&hits[..], [SearchHit::Message { id, .. }] if id.as_str() == "m_short"), "{hits:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_query_is_answered(any in "\\PC{0,40}", word in "[\\p{Han}\\p{Devanagari}\\p{Arabic}a-z]{1,8}") {
        let store = SqliteStore::in_memory().unwrap();
        let messages = vec![Versioned::new(message("m_1", "c_1", &format!("{any} {word}")))];
        store.commit(&ChangeSet { messages, ..ChangeSet::default() }).unwrap();
        search(&store, &any);
        let found = search(&store, &word);
        // Some letters fold to nothing: vowel marks, for one.
        prop_assert!(text::words(&text::fold(&word)).next().is_none() || found == ["m_1"], "{:?}", word);
    }
}
