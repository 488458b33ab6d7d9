//! Phrases of other scripts in Latin letters.

use std::time::Instant;

use proptest::prelude::*;

use super::*;

fn rule(phrases: &[&str]) -> KeywordRule {
    KeywordRule { romanised: true, ..KeywordRule::new(RuleId::new("r"), "r", phrases.iter().copied()) }
}

fn set(rules: Vec<KeywordRule>) -> KeywordMatcher {
    KeywordMatcher::new(&KeywordConfig { rules, ..KeywordConfig::standard() }).unwrap()
}

/// What of a message a rule of one phrase finds.
fn written<'m>(matcher: &KeywordMatcher, message: &'m str) -> Vec<&'m str> {
    matcher.find(message).into_iter().map(|hit| &message[hit.span.bytes]).collect()
}

#[test]
fn phrases_are_found_as_people_type_them() {
    for (phrase, message, place) in [
        ("сколько стоит", "Skol'ko STOIT eto?", Some("Skol'ko STOIT")),
        ("доставка", "a dostavku mozhno zavtra", Some("dostavku")),
        ("скидка", "est skidki?", Some("skidki")),
        ("хочу купить", "xo4u kupit", Some("xo4u kupit")),
        ("такси", "gde taxi", Some("taxi")),
        ("कितने का है", "bhai kitne ka h", Some("kitne ka h")),
        ("कीमत", "qeemat kya hai", Some("qeemat")),
        ("कीमत", "keematen batao", Some("keematen")),
        ("बदलना", "size badlna hai", Some("badlna")),
        ("كم السعر", "kam el se3r?", Some("kam el se3r")),
        ("السعر", "w essi3r", Some("essi3r")),
        ("السعر", "bel-se3r dah", Some("bel-se3r")),
        ("توصيل", "fi tawsil l dubai", Some("tawsil")),
        ("مقاسات", "el ma2asat eh", Some("el ma2asat")),
        ("多少钱", "zhege duoshao qian a", Some("duoshao qian")),
        ("多少钱", "zhegeduoshaoqian", Some("duoshaoqian")),
        ("你好", "ni3 hao3!", Some("ni3 hao3")),
        ("女装", "you nǚzhuāng ma", Some("nǚzhuāng")),
        ("便宜", "pian yi dian", Some("pian yi")),
        ("iPhone 价格", "iphone jiage", Some("iphone jiage")),
        ("价格", "jiagele", Some("jiage")),
        // Other words.
        ("цена", "the scene is set", None),
        ("السعر", "sir, is it sure?", None),
        ("价格", "jiagers", None),
        ("доставка", "dostavkaж", None),
    ] {
        let found = written(&set(vec![rule(&[phrase])]), message);
        assert_eq!(found, place.into_iter().collect::<Vec<_>>(), "{phrase} in {message}");
        assert!(written(&set(vec![KeywordRule { romanised: false, ..rule(&[phrase]) }]), message).is_empty());
    }
}

#[test]
fn what_is_short_or_english_is_not_taken() {
    for (phrase, message) in [
        ("कब", "kab"),
        ("кот", "kot"),
        ("كم", "kam"),
        ("买", "mai"),
        ("शाम", "the same day"),
        ("我们", "for women"),
        ("رد", "i read it"),
        ("адрес", "my address"),
        ("长", "change it"),
        ("忙", "I love mango"),
        ("让", "price range"),
        ("साल", "is it on sale"),
        ("हाथ", "hate"),
        ("रंग", "range"),
        ("قميص", "i play games"),
        ("مقاس", "who makes these"),
        ("طرد", "i am so tired"),
        ("ثمن", "as someone said"),
        ("плата", "a plate please"),
        ("роза", "rose"),
        ("лампа", "lamp"),
        ("магазин", "magazines"),
        ("депозит", "deposit"),
        ("шоп", "shop"),
    ] {
        assert!(written(&set(vec![rule(&[phrase])]), message).is_empty(), "{phrase} in {message}");
    }
}

#[test]
fn a_term_may_differ_from_its_rule_and_companions_and_negatives_follow() {
    let near = KeywordTerm { near: vec!["заказ".to_owned()], ..KeywordTerm::new("отмена") };
    let rules = vec![KeywordRule { terms: vec![near.clone()], ..rule(&[]) }];
    assert_eq!(written(&set(rules), "otmena zakaza"), ["otmena"]);
    let rules =
        vec![KeywordRule { terms: vec![KeywordTerm { romanised: Some(false), ..near }], ..rule(&[]) }];
    assert!(written(&set(rules), "otmena zakaza").is_empty());
    let term = KeywordTerm { romanised: Some(true), ..KeywordTerm::new("отмена") };
    let rules = vec![KeywordRule { terms: vec![term], romanised: false, ..rule(&["возврат"]) }];
    assert_eq!(written(&set(rules), "otmena, vozvrat"), ["otmena"]);
    let rules =
        vec![KeywordRule { negative: vec!["налоговый".to_owned()], ..rule(&["возврат"]) }];
    assert_eq!(written(&set(rules.clone()), "vozvrat"), ["vozvrat"]);
    assert!(written(&set(rules), "nalogoviy vozvrat").is_empty());
}

#[test]
fn the_mode_of_a_phrase_holds_in_latin_letters() {
    let of_mode = |mode, phrase: &str, message| {
        !written(&set(vec![KeywordRule { mode, ..rule(&[phrase]) }]), message).is_empty()
    };
    use MatchMode::{AsWritten, Regex, Stem, Substring, WholeMessage};
    for (mode, phrase, message, is_found) in [
        (AsWritten, "скидка", "skidka", true),
        (AsWritten, "скидка", "skidki", false),
        (Stem, "скидка", "skidki", true),
        (AsWritten, "السعر", "el se3r", true),
        (AsWritten, "السعر", "se3r", false),
        (WholeMessage, "доставка", " Dostavka! ", true),
        (WholeMessage, "доставка", "dostavka est?", false),
        (Substring, "доставка", "avtodostavka", false),
        (Regex, "доставка", "dostavka", false),
    ] {
        assert_eq!(of_mode(mode, phrase, message), is_found, "{mode:?} {phrase} in {message}");
    }
}

#[test]
fn an_explanation_says_that_it_was_spelled() {
    let matcher = set(vec![rule(&["доставка"])]);
    let explained = matcher.explain("dostavka или доставка, dostaaaavka");
    let told: Vec<_> = explained.iter().map(|it| (it.phrase.as_str(), it.romanised)).collect();
    assert_eq!(told, [("доставка", true), ("доставка", false), ("доставка", true)]);
}

/// The table of spellings: each is found by its word or phrase, or is one of the few that are not.
#[test]
fn most_spellings_of_the_table_are_found() {
    let table = include_str!("../romanised/spellings.txt");
    let mut language = "";
    let (mut found, mut all) = (0_u32, 0_u32);
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let Some((phrase, spellings)) = line.split_once(": ") else {
            language = line;
            continue;
        };
        let matcher = set(vec![rule(&[phrase])]);
        for spelling in spellings.split(", ") {
            all += 1;
            let hits = matcher.find(spelling);
            found += u32::from(hits.iter().any(|hit| hit.span.bytes == (0..spelling.len())));
        }
    }
    assert_eq!(language, "[zh]");
    assert!(all > 700 && found * 100 >= all * 85, "{found} of {all}");
}

proptest! {
    #[test]
    fn nothing_panics_and_places_lie_on_boundaries(
        message in "[a-z0-9'\\$ \\-aeiouksth7ёаلиक价ü\u{301}\u{200b}🙂]{0,60}",
        phrase in "[а-яскдиअ-हािكمسعر价格多少 \\-'ا]{1,8}",
    ) {
        prop_assume!(!crate::foundation::text::fold(&phrase).is_empty());
        let matcher = set(vec![rule(&[&phrase, "кис", "سعر", "काका", "价格"])]);
        for hit in matcher.find(&message) {
            prop_assert!(message.get(hit.span.bytes.clone()).is_some());
            prop_assert!(!hit.span.bytes.is_empty());
        }
    }

    #[test]
    fn a_phrase_is_found_in_the_spelling_of_its_first_letters(word in "[бдзклмнпрст][аиоу][бдзклмнпрст][аиоу][бдзклмнпрст]") {
        let latin = crate::foundation::text::romanise(&word).unwrap().text;
        let matcher = set(vec![KeywordRule { mode: MatchMode::AsWritten, ..rule(&[&word]) }]);
        let message = format!("{latin}, {latin}");
        let expected = if matcher.find(&latin).is_empty() { 0 } else { 2 };
        prop_assert_eq!(matcher.find(&message).len(), expected);
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a test measures time")]
fn a_long_message_takes_time_in_proportion() {
    let matcher = set(vec![rule(&["ааааааааа", "सससससस", "ااااااا", "الالالال", "啊啊啊啊", "кккккк"])]);
    let time = |piece: &str, times: usize| {
        let message = piece.repeat(times);
        let begun = Instant::now();
        let _ = matcher.find(&message);
        begun.elapsed().as_secs_f64()
    };
    for piece in ["a", "al-", "aa ", "el", "sa", "a'", "k", "a "] {
        let (short, long) = (time(piece, 2_000), time(piece, 32_000));
        assert!(long < 0.5 + 160.0 * short, "{piece}: {short} {long}");
    }
}
