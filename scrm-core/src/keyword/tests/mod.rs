//! What fires, what does not, and where.

mod cost;
mod forms;
mod near;
mod romanised;

use proptest::prelude::*;

use super::elongation::has_runs;
use super::*;
use crate::foundation::text::{Folded, MayHave, fold};
use crate::foundation::{Coded, RuleId};

fn rule(id: &str, mode: MatchMode, phrases: &[&str]) -> KeywordRule {
    KeywordRule { mode, ..KeywordRule::new(RuleId::new(id), id, phrases.iter().copied()) }
}

fn config(rules: Vec<KeywordRule>) -> KeywordConfig {
    KeywordConfig { limits: KeywordConfig::standard().limits, language: None, rules }
}

fn matcher(rules: Vec<KeywordRule>) -> KeywordMatcher {
    KeywordMatcher::new(&config(rules)).unwrap()
}

fn one(mode: MatchMode, phrase: &str) -> KeywordMatcher {
    matcher(vec![rule("r", mode, &[phrase])])
}

fn standard() -> KeywordMatcher {
    KeywordMatcher::new(&KeywordConfig::standard()).unwrap()
}

#[test]
fn a_mode_says_how_a_phrase_has_to_stand() {
    use MatchMode::{AsWritten, Regex, Substring, WholeMessage, Word};
    for (mode, phrase, message, fires) in [
        (AsWritten, "price", "The PRICE, please", true),
        (AsWritten, "price", "priceless", false),
        (AsWritten, "price", "enterprice", false),
        (AsWritten, "price", "*price*", true),
        (AsWritten, "price", "_price_", true),
        (AsWritten, "price", "price's", true),
        (AsWritten, "price", "这个price是", true),
        (AsWritten, "price list", "send the price-list", true),
        (AsWritten, "price-list", "send the price list", true),
        (AsWritten, "price list", "price \u{200b}\n  LIST", true),
        (AsWritten, "price list", "pricelist", false),
        (AsWritten, "what's the price", "whats the price", true),
        (AsWritten, "what's the price", "What’s the price", true),
        (AsWritten, "价格", "请问价格多少", true),
        (AsWritten, "價格", "请问价格多少", true),
        (AsWritten, "价格", "請問價格多少", true),
        (Substring, "🇸🇦", "🇺🇸🇦🇪", false),
        (Substring, "🇦🇪", "🇺🇸🇦🇪", true),
        (Substring, "🇸🇦", "ok 🇸🇦🇸🇦", true),
        (Substring, "👩", "👩\u{200d}⚕\u{fe0f}", false),
        (Substring, "⚕", "👩\u{200d}⚕\u{fe0f}", false),
        (Substring, "❤", "❤\u{fe0f}\u{200d}🔥", false),
        (Substring, "🏳", "🏳\u{fe0f}\u{200d}🌈", false),
        (Substring, "👩\u{200d}⚕", "ok 👩🏽\u{200d}⚕\u{fe0f}!", true),
        (Substring, "❤", "❤\u{fe0f}🔥", true),
        (AsWritten, "हिंदी", "हिन्दी में", true),
        (AsWritten, "कम्पनी", "कंपनी कहां", true),
        (Regex, "बन्द+", "बंद", true),
        (AsWritten, "dont", "I don’t", true),
        (AsWritten, "whats included", "what's included?", true),
        (AsWritten, "its", "it's", false),
        (Regex, "straße \\d+", "Hauptstrasse 5, STRAßE 7", true),
        (Regex, "№ ?\\d+", "заказ №5", true),
        (AsWritten, "ש״ח", "50 ש\"ח", true),
        (Substring, "น้ำ", "ขอน\u{E4D}\u{E49}าเปล่า", true),
        (AsWritten, "iphone价格", "买iphone价格吗", true),
        (AsWritten, "iphone价格", "myiphone价格吗", false),
        (AsWritten, "سعر", "كم السِّـعر", false),
        (AsWritten, "السعر", "كم السِّـعر؟", true),
        (AsWritten, "कीमत", "कीमत क्या है", true),
        (AsWritten, "कीमत", "कीमतें", false),
        (AsWritten, "क़ीमत", "कीमत?", true),
        (AsWritten, "ещё", "еще раз", true),
        (AsWritten, "👍", "ok 👍🏽!", true),
        (Word, "价格", "请问价格多少", true),
        (Word, "价格", "請問價格多少", true),
        (Word, "价格", "评价格外好", false),
        (Word, "包邮", "请问包邮吗", true),
        (Word, "ราคา", "ราคาเท่าไหร่", true),
        (Word, "คา", "ราคาเท่าไหร่", false),
        (Word, "价格", "请问 价格?", true),
        (Word, "价格", "iphone价格", true),
        (Word, "price", "price-list", true),
        (Word, "price", "priceless", false),
        (Substring, "price", "priceless", true),
        (Substring, "سعر", "كم السعر", true),
        // Within a letter and its sign, not even a substring stands.
        (Substring, "क", "कि", false),
        (Substring, "कि", "किताब", true),
        (WholeMessage, "stop", " STOP!! 🙏 ", true),
        (WholeMessage, "stop", "bus stop", false),
        (WholeMessage, "stop", "stop it", false),
        (WholeMessage, "👍", "👍🏽", true),
        (WholeMessage, "👍", "👍 ok", false),
        (WholeMessage, "退订", "「退訂」。", true),
        (Regex, r"скидк[аиу]", "СКИДКУ дайте", true),
        (Regex, r"\bещё\b", "еще раз", true),
        (Regex, r"多少[錢米]", "多少钱", true),
        (Regex, r"\d{3}", "१२३", true),
        (Regex, r"^ok？$", "OK?", true),
        (Regex, r"\D+x", "ABX", true),
        (Regex, "x*", "abc", false),
    ] {
        let hits = one(mode, phrase).find(message);
        assert_eq!(!hits.is_empty(), fires, "{mode:?} {phrase:?} in {message:?}: {hits:?}");
    }
}

#[test]
fn no_keyword_hides_another() {
    let matcher = matcher(vec![
        rule("list", MatchMode::Auto, &["price list"]),
        rule("price", MatchMode::Auto, &["price"]),
        rule("part", MatchMode::Substring, &["ice li", "price"]),
        rule("same", MatchMode::Auto, &["price list", "PRICE LIST"]),
    ]);
    let found: Vec<_> = matcher
        .find("the price list")
        .into_iter()
        .map(|hit| (hit.rule.to_string(), hit.phrase_index, hit.span.bytes))
        .collect();
    assert_eq!(
        found,
        [
            ("list".to_owned(), 0, 4..14),
            ("same".to_owned(), 0, 4..14),
            ("price".to_owned(), 0, 4..9),
            ("part".to_owned(), 1, 4..9),
            ("part".to_owned(), 0, 6..12),
        ]
    );
}

#[test]
fn spans_point_into_the_message_as_it_was_written() {
    let hits = one(MatchMode::Auto, "价格").find("👍 Ｈｉ 價\u{200d}格 x");
    let span = &hits[0].span;
    assert_eq!(&"👍 Ｈｉ 價\u{200d}格 x"[span.bytes.clone()], "價\u{200d}格");
    assert_eq!((span.chars.clone(), span.utf16.clone()), (5..8, 6..9));
}

#[test]
fn a_negative_phrase_silences_its_own_rule_only() {
    let mut returns = rule("return", MatchMode::Auto, &["return"]);
    returns.negative = vec!["tax return".to_owned()];
    let matcher = matcher(vec![returns, rule("tax", MatchMode::Auto, &["tax"])]);
    assert_eq!(matcher.labels("I return it"), ["return"]);
    assert_eq!(matcher.labels("my TAX-Return"), ["tax"]);
    // A negative phrase may be inflected, as a phrase may.
    assert_eq!(matcher.labels("return the tax returns"), ["tax"]);
    assert_eq!(matcher.labels("return the taxi"), ["return"]);
    assert!(matcher.best(&Folded::new("about the tax return")).is_some_and(|hit| hit.rule.as_str() == "tax"));
}

#[test]
fn the_best_hit_follows_the_documented_order() {
    let best = |rules: Vec<KeywordRule>, message: &str| {
        matcher(rules).best(&Folded::new(message)).map(|hit| (hit.rule.to_string(), hit.phrase_index))
    };
    let short = || rule("short", MatchMode::Auto, &["price"]);
    let long = || rule("long", MatchMode::Auto, &["xx", "price list"]);
    assert_eq!(best(vec![short(), long()], "price list"), Some(("long".to_owned(), 1)));
    let mut urgent = short();
    urgent.priority = 1;
    assert_eq!(best(vec![long(), urgent], "price list"), Some(("short".to_owned(), 0)));
    let (left, right) = (rule("left", MatchMode::Auto, &["left"]), rule("rite", MatchMode::Auto, &["rite"]));
    assert_eq!(best(vec![right.clone(), left.clone()], "left rite"), Some(("left".to_owned(), 0)));
    assert_eq!(best(vec![left, right], "rite left"), Some(("rite".to_owned(), 0)));
    let twin = rule("twin", MatchMode::Auto, &["price"]);
    assert_eq!(best(vec![short(), twin], "price"), Some(("short".to_owned(), 0)));
    assert_eq!(best(vec![short()], "nothing"), None);
}

#[test]
fn small_and_large_sets_find_the_same() {
    let mut few = config(vec![rule("a", MatchMode::Auto, &["price", "多少钱", "сколько стоит"])]);
    let fast = KeywordMatcher::new(&few).unwrap();
    few.limits.fast_automaton_bytes = 0;
    let small = KeywordMatcher::new(&few).unwrap();
    for message in ["price?", "這個多少錢", "а сколько стоит-то", "no"] {
        assert_eq!(fast.find(message), small.find(message));
    }
}

#[test]
fn a_phrase_is_found_however_many_words_come_before_it() {
    let phrases = ["price list of ours", "our prices are low", "its"];
    for mode in [MatchMode::AsWritten, MatchMode::Stem] {
        let mut set = config(vec![rule("a", mode, &phrases)]);
        set.limits.fast_automaton_bytes = 0;
        let matcher = KeywordMatcher::new(&set).unwrap();
        for (before, phrase) in (0..140).flat_map(|before| phrases.map(|phrase| (before, phrase))) {
            for word in ["x ", "слово "] {
                let start = before * word.len();
                let hits = matcher.find(&format!("{}{phrase} x", word.repeat(before)));
                let found: Vec<_> =
                    hits.into_iter().map(|hit| (hit.span.bytes.start, hit.span.bytes.end)).collect();
                assert_eq!(
                    found,
                    [(start, start + phrase.len())],
                    "{mode:?} {phrase:?} after {before} words"
                );
            }
        }
    }
}

#[test]
fn ten_thousand_keywords_are_one_pass() {
    let rules = (0..10_000)
        .map(|number| rule(&format!("r{number}"), MatchMode::Auto, &[&format!("word{number} x")]))
        .collect();
    let hits = matcher(rules).find("word77 x and word9999-x");
    assert_eq!(hits.iter().map(|hit| hit.rule_index).collect::<Vec<_>>(), [77, 9999]);
}

#[test]
fn the_list_of_hits_is_bounded_and_the_best_is_not() {
    let mut set = config(vec![rule("a", MatchMode::Auto, &["a"]), rule("b", MatchMode::Auto, &["bb"])]);
    set.limits.max_hits = 10;
    set.rules[0].negative = vec!["end".to_owned()];
    let matcher = KeywordMatcher::new(&set).unwrap();
    let message = "a ".repeat(50) + "bb";
    assert_eq!(matcher.find(&message).len(), 10);
    assert_eq!(matcher.best(&Folded::new(&message)).unwrap().rule.as_str(), "b");
    assert!(matcher.find(&(message + " end")).iter().all(|hit| hit.rule.as_str() != "a"));
}

#[test]
fn mistakes_are_named_with_their_place() {
    let check = |change: &dyn Fn(&mut KeywordConfig), code: &str, field: &str| {
        let mut set = config(vec![rule("a", MatchMode::Auto, &["x"]), rule("b", MatchMode::Regex, &["y"])]);
        change(&mut set);
        let error = KeywordMatcher::new(&set).unwrap_err();
        assert_eq!((error.code(), error.field().as_deref()), (code, Some(field)), "{error}");
        assert!(ERRORS.iter().any(|entry| entry.code == code));
    };
    check(&|set| set.rules[1].id = RuleId::new("a"), "keyword.rule.duplicate", "rules[1].id");
    check(&|set| set.rules[0].phrases.clear(), "keyword.rule.no_phrases", "rules[0].phrases");
    check(&|set| set.rules[0].phrases.push(" ".into()), "keyword.phrase.blank", "rules[0].phrases[1]");
    check(&|set| set.rules[1].phrases[0] = " ".into(), "keyword.phrase.blank", "rules[1].phrases[0]");
    check(
        &|set| set.rules[0].negative.push("\u{64b}".into()),
        "keyword.phrase.blank",
        "rules[0].negative[0]",
    );
    check(&|set| set.rules[0].phrases[0] = "й".repeat(201), "keyword.phrase.too_long", "rules[0].phrases[0]");
    check(&|set| set.rules[1].phrases[0] = "(".into(), "keyword.regex.invalid", "rules[1].phrases[0]");
    check(&|set| set.rules[1].phrases[0] = r"(?=x)".into(), "keyword.regex.invalid", "rules[1].phrases[0]");
    check(
        &|set| set.rules[1].phrases[0] = r"(\w{1,500}){1,500}".into(),
        "keyword.regex.too_large",
        "rules[1].phrases[0]",
    );
    check(&|set| set.limits.max_rules = 1, "keyword.rules.too_many", "rules");
    check(&|set| set.limits.max_phrases = 1, "keyword.phrases.too_many", "rules");
}

#[test]
fn a_phrase_of_the_longest_allowed_length_is_accepted() {
    let phrase = "й".repeat(200);
    assert_eq!(one(MatchMode::Auto, &phrase).find(&phrase).len(), 1);
}

#[test]
fn the_standard_set_knows_what_people_ask() {
    let matcher = standard();
    for (message, rule) in [
        ("How much is it?", "keyword.price"),
        ("pls send ur PRICE LIST", "keyword.price"),
        ("сколько стоит?", "keyword.price"),
        ("почём", "keyword.price"),
        ("بكم هذا", "keyword.price"),
        ("كم السِّعْر؟", "keyword.price"),
        ("इसकी क़ीमत क्या है", "keyword.price"),
        ("ye kitne ka hai", "keyword.price"),
        ("这个怎么卖", "keyword.price"),
        ("請問價錢", "keyword.price"),
        ("Do you ship to Dubai", "keyword.delivery"),
        ("where's my order", "keyword.delivery"),
        ("есть доставка в Казань?", "keyword.delivery"),
        ("هل يوجد توصيل", "keyword.delivery"),
        ("डिलीवरी कब होगी", "keyword.delivery"),
        ("什么时候发货", "keyword.delivery"),
        ("什麼時候出貨", "keyword.delivery"),
        ("I'd like to book an appointment", "keyword.appointment"),
        ("хочу записаться на среду", "keyword.appointment"),
        ("ممكن موعد بكرة", "keyword.appointment"),
        ("अपॉइंटमेंट चाहिए", "keyword.appointment"),
        ("可以預約嗎", "keyword.appointment"),
        ("can I get a refund", "keyword.return"),
        ("хочу вернуть товар", "keyword.return"),
        ("أريد استرداد المبلغ", "keyword.return"),
        ("पैसे वापस चाहिए", "keyword.return"),
        ("我要退货", "keyword.return"),
        ("我要退貨", "keyword.return"),
    ] {
        let best = matcher.best(&Folded::new(message)).map(|hit| hit.rule.to_string());
        assert_eq!(best.as_deref(), Some(rule), "{message}");
    }
    for message in [
        "I need him at all costs",
        "many happy returns",
        "facebook",
        "how much longer?",
        "hello",
        "спасибо",
        "شكرا",
        "धन्यवाद",
        "谢谢",
        "退订",
        "I'll be there in an hour",
        "priceless",
        "our relationship",
    ] {
        assert!(matcher.find(message).is_empty(), "{message}: {:?}", matcher.labels(message));
    }
}

#[test]
fn every_standard_phrase_finds_itself() {
    let set = KeywordConfig::standard();
    let matcher = standard();
    for (index, rule) in set.rules.iter().enumerate() {
        for phrase in &rule.phrases {
            assert!(matcher.find(phrase).iter().any(|hit| hit.rule_index == index), "{}: {phrase}", rule.id);
        }
        for phrase in &rule.negative {
            assert!(matcher.find(phrase).iter().all(|hit| hit.rule_index != index), "{}: {phrase}", rule.id);
        }
    }
}

/// What the automaton must agree with: look for the phrase at every place.
fn plainly(message: &str, phrase: &str) -> usize {
    let (text, phrase) = (fold(message), fold(phrase));
    let free = |at: Option<char>| at.is_none_or(|at| !at.is_alphanumeric());
    text.char_indices()
        .filter(|(at, _)| {
            text[*at..].starts_with(&phrase)
                && free(text[..*at].chars().next_back())
                && free(text[*at + phrase.len()..].chars().next())
        })
        .count()
}

proptest! {
    #[test]
    fn the_automaton_agrees_with_looking_everywhere(message in "[abAB \u{200b}é.]{0,30}", phrase in "[ab]{1,3}( [ab]{1,2})?") {
        // What is drawn out is read in several ways.
        prop_assume!(!has_runs(&fold(&message), MayHave::ANYTHING));
        let found = one(MatchMode::Auto, &phrase).find(&message).len();
        prop_assert_eq!(found, plainly(&message, &phrase));
    }

    #[test]
    fn many_messages_give_what_each_gives_alone(
        messages in proptest::collection::vec("(price|ЦЕНА|多少钱|the |[a-c ]|\\PC){0,8}", 0..9),
    ) {
        let matcher = standard();
        let mut together = vec![Vec::new(); messages.len()];
        matcher.find_many(messages.iter().map(String::as_str), |message, place| together[message].push(place));
        let alone: Vec<Vec<KeywordPlace>> = messages.iter().map(|message| {
            let hits = matcher.find(message).into_iter();
            hits.map(|KeywordHit { rule_index, phrase_index, span, .. }| {
                KeywordPlace { rule_index, phrase_index, span }
            }).collect()
        }).collect();
        prop_assert_eq!(together, alone);
    }

    #[test]
    fn any_message_can_be_read(message in any::<String>()) {
        let matcher = standard();
        for hit in matcher.find(&message) {
            prop_assert!(message.get(hit.span.bytes).is_some());
        }
        prop_assert!(matcher.best(&Folded::new(&message)).is_none() == matcher.labels(&message).is_empty());
    }
}
