use super::corpus::{Corpus, Gram};
use super::pairs::candidates;
use super::units::Lexicon;
use super::{LabelledMessage, LearnOptions, LearnedPhrase, LearnedRule, LearnedRules, learn_rules, parts};
use crate::foundation::text::Folded;
use crate::keyword::{KeywordConfig, KeywordMatcher, KeywordRule, KeywordTerm, MatchMode};

/// Messages with one of two labels, `cancel` or `status`, where `order` stands in both.
const ORDERS: [(&str, &str); 12] = [
    ("cancel", "Please cancel my order"),
    ("cancel", "I want to cancel the order"),
    ("cancel", "Cancelling order 17, thanks"),
    ("cancel", "can you cancel this"),
    ("cancel", "order cancelled please"),
    ("cancel", "cancel it, please"),
    ("status", "Where is my order?"),
    ("status", "where is the order now"),
    ("status", "Where are my orders"),
    ("status", "where is it"),
    ("status", "hello, where is that order"),
    ("status", "Tell me where my order is"),
];

fn labelled(messages: &[(&'static str, &'static str)]) -> Vec<LabelledMessage<'static>> {
    messages
        .iter()
        .map(|(label, text)| LabelledMessage { text, label: (!label.is_empty()).then_some(*label) })
        .collect()
}

fn answer(learned: &LearnedRules, text: &str) -> Option<String> {
    let matcher = KeywordMatcher::new(&learned.keywords()).unwrap();
    let best = matcher.best(&Folded::new(text))?;
    matcher.rule(&best).map(|rule| rule.label.clone())
}

/// Many messages of many labels, made of a few words each.
fn generated(count: u32) -> Vec<(String, String)> {
    let words = ["card", "pay", "late", "open", "lost", "new", "pin", "rate", "fee", "limit", "app", "bank"];
    let word = |number: u32| words[number as usize % words.len()];
    (0..count)
        .map(|number| {
            let label = number % 6;
            let noise = number.wrapping_mul(2_654_435_761) >> 7;
            let text =
                format!("{} {} the {} {}", word(noise), word(label), word(label + 6), word(noise / 12));
            (format!("label{label}"), text)
        })
        .collect()
}

#[test]
fn rules_say_what_tells_labels_apart() {
    let learned = learn_rules(&labelled(&ORDERS), &LearnOptions::default());
    assert_eq!(answer(&learned, "do cancel that order").as_deref(), Some("cancel"));
    assert_eq!(answer(&learned, "and where is my order").as_deref(), Some("status"));
    assert_eq!(answer(&learned, "an order"), None);
    let texts: Vec<&str> =
        learned.rules.iter().flat_map(|rule| &rule.phrases).map(|phrase| phrase.term.text.as_str()).collect();
    assert!(!texts.contains(&"order"), "{texts:?}");
    assert_eq!(learned.messages, 12);
    assert!(learned.unlearned.is_empty());
}

#[test]
fn the_order_of_messages_makes_no_difference() {
    let made = generated(300);
    let mut messages: Vec<LabelledMessage<'_>> =
        made.iter().map(|(label, text)| LabelledMessage { text, label: Some(label) }).collect();
    let learned = learn_rules(&messages, &LearnOptions::default());
    assert!(!learned.rules.is_empty());
    messages.reverse();
    messages.rotate_left(97);
    assert_eq!(learn_rules(&messages, &LearnOptions::default()), learned);
}

#[test]
fn no_label_has_more_terms_than_asked_for() {
    let made = generated(600);
    let messages: Vec<LabelledMessage<'_>> =
        made.iter().map(|(label, text)| LabelledMessage { text, label: Some(label) }).collect();
    for terms in [0, 1, 2, 5] {
        let learned = learn_rules(&messages, &LearnOptions { terms, ..LearnOptions::default() });
        let most = learned.rules.iter().map(|rule| rule.phrases.len() + rule.negative.len()).max();
        assert!(most.unwrap_or_default() <= terms, "{most:?} of {terms}");
        assert_eq!(learned.rules.len() + learned.unlearned.len(), 6);
    }
}

#[test]
fn priorities_are_distinct_and_figures_agree() {
    let made = generated(600);
    let messages: Vec<LabelledMessage<'_>> =
        made.iter().map(|(label, text)| LabelledMessage { text, label: Some(label) }).collect();
    let learned = learn_rules(&messages, &LearnOptions::default());
    assert!(learned.rules.windows(2).all(|pair| pair[0].priority > pair[1].priority));
    for rule in &learned.rules {
        assert!(rule.right <= rule.fired);
        let interval = rule.interval.unwrap();
        assert!(interval.low <= rule.precision && rule.precision <= interval.high);
        assert!(rule.phrases.iter().all(|phrase| phrase.right <= phrase.fired && phrase.right >= 2));
    }
    assert!(learned.rules.iter().map(|rule| rule.fired).sum::<u32>() <= learned.fired);
}

#[test]
fn a_phrase_fires_in_the_messages_that_it_was_counted_in() {
    let mut texts: Vec<(String, String)> = Vec::new();
    for one in ["my", "old", "two", "red", "big", "her"] {
        for other in ["bags", "bag"] {
            texts.push(("fix_bag".to_owned(), format!("do you fix {one} {other}")));
            texts.push(("fix_shoe".to_owned(), format!("do you fix {one} shoes")));
            texts.push(("colour".to_owned(), format!("what colour are {one} {other}")));
        }
    }
    let messages: Vec<LabelledMessage<'_>> =
        texts.iter().map(|(label, text)| LabelledMessage { text, label: Some(label) }).collect();
    let learned = learn_rules(&messages, &LearnOptions::default());
    let mut companions = 0;
    for rule in &learned.keywords {
        for (term, phrase) in rule.terms.iter().zip(
            learned
                .rules
                .iter()
                .find(|learned| learned.label == rule.label)
                .into_iter()
                .flat_map(|learned| &learned.phrases),
        ) {
            let alone = KeywordRule { terms: vec![term.clone()], negative: Vec::new(), ..rule.clone() };
            let matcher =
                KeywordMatcher::new(&KeywordConfig { rules: vec![alone], ..KeywordConfig::standard() })
                    .unwrap();
            let fired = texts.iter().filter(|(_, text)| matcher.best(&Folded::new(text)).is_some()).count();
            assert_eq!(fired, phrase.fired as usize, "{term:?}");
            companions += term.near.len();
        }
    }
    assert!(companions > 0);
}

#[test]
fn validation_does_not_know_what_it_answers() {
    let words = ["refund", "доставка", "سعر", "दुकान", "warranty", "invoice", "voucher", "parking"];
    let said = |word: &str| [format!("{word} 17 please"), format!("{word} 18 thanks")];
    let texts: Vec<(&str, String)> =
        words.iter().flat_map(|word| said(word).map(|text| (*word, text))).collect();
    let messages: Vec<LabelledMessage<'_>> =
        texts.iter().map(|(label, text)| LabelledMessage { text, label: Some(*label) }).collect();
    let learned = learn_rules(&messages, &LearnOptions { precision: 0.5, ..LearnOptions::default() });
    assert_eq!(learned.rules.len(), words.len());
    // Without the message that is to be answered, every word stands in one message only, which says too little.
    assert_eq!(learned.fired, 0);
}

#[test]
fn messages_without_a_label_teach_silence() {
    let mut messages = labelled(&ORDERS);
    let noise = [
        "the train was cancelled again",
        "my flight was cancelled",
        "was the concert cancelled",
        "school was cancelled today",
        "the match was cancelled",
        "so the show was cancelled",
        "it was cancelled by the airline",
        "the party was cancelled",
    ];
    let before = learn_rules(&messages, &LearnOptions::default());
    assert_eq!(answer(&before, "the tour was cancelled").as_deref(), Some("cancel"));
    messages.extend(noise.map(|text| LabelledMessage { text, label: None }));
    let after = learn_rules(&messages, &LearnOptions::default());
    assert_eq!(answer(&after, "the tour was cancelled"), None);
    assert_eq!(answer(&after, "please cancel my order").as_deref(), Some("cancel"));
}

#[test]
fn a_word_that_says_nothing_is_believed_only_where_silence_was_taught() {
    let questions = ["why so", "why again", "why this one", "why me"];
    let others = ["refund it", "refund mine", "refund them", "refund that", "refund both", "refund all"];
    let mut messages: Vec<(&str, &str)> = questions.map(|text| ("delay", text)).to_vec();
    messages.extend(others.map(|text| ("refund", text)));
    let learned = learn_rules(&labelled(&messages), &LearnOptions::default());
    assert_eq!(answer(&learned, "refund please").as_deref(), Some("refund"));
    assert_eq!(answer(&learned, "why are you closed"), None);
    messages.extend(["hello there", "good evening", "thank you", "a nice shop"].map(|text| ("", text)));
    let learned = learn_rules(&labelled(&messages), &LearnOptions::default());
    assert_eq!(answer(&learned, "why are you closed").as_deref(), Some("delay"));
}

#[test]
fn scripts_without_spaces_are_learned_by_characters() {
    let messages = labelled(&[
        ("price", "请问多少钱"),
        ("price", "这个多少钱呀"),
        ("price", "多少钱一个"),
        ("price", "鞋子多少钱"),
        ("price", "那多少钱呢"),
        ("delivery", "什么时候发货"),
        ("delivery", "今天能发货吗"),
        ("delivery", "还没有发货"),
        ("delivery", "你们发货了吗"),
        ("delivery", "明天发货吧"),
    ]);
    let learned = learn_rules(&messages, &LearnOptions::default());
    assert_eq!(answer(&learned, "一共多少錢?").as_deref(), Some("price"));
    assert_eq!(answer(&learned, "怎么还不发货").as_deref(), Some("delivery"));
    let phrases = || learned.rules.iter().flat_map(|rule| &rule.phrases);
    assert!(phrases().all(|phrase| phrase.term.mode == Some(MatchMode::Substring)));
    assert!(phrases().all(|phrase| phrase.term.text.chars().count() >= 2), "{learned:?}");
}

#[test]
fn inflected_forms_are_one_word_in_every_script() {
    let messages = labelled(&[
        ("discount", "есть скидка?"),
        ("discount", "какие у вас скидки"),
        ("discount", "хочу скидку"),
        ("discount", "со скидкой можно"),
        ("discount", "скидка постоянным"),
        ("price", "كم السعر"),
        ("price", "ما هو سعر هذا"),
        ("price", "بالسعر القديم"),
        ("price", "سعرها كم"),
        ("price", "السعر لو سمحت"),
    ]);
    let learned = learn_rules(&messages, &LearnOptions::default());
    assert_eq!(answer(&learned, "А СКИДКУ дадите").as_deref(), Some("discount"));
    assert_eq!(answer(&learned, "والسعر؟").as_deref(), Some("price"));
}

#[test]
fn nothing_breaks_on_odd_messages() {
    let odd = [
        "",
        " ",
        "?!",
        "\u{200b}",
        "🙂🙂",
        "a",
        "'",
        "0",
        "\u{301}",
        "ab\u{301}价c ก็",
        &"long ".repeat(5_000),
    ];
    for label in [None, Some(""), Some("x")] {
        let messages: Vec<LabelledMessage<'_>> =
            odd.iter().cycle().take(44).map(|text| LabelledMessage { text, label }).collect();
        for options in [
            LearnOptions::default(),
            LearnOptions { precision: 1.0, within: 0, ..LearnOptions::default() },
            LearnOptions { precision: f64::NAN, within: 255, ..LearnOptions::default() },
            LearnOptions { precision: -3.0, terms: usize::MAX, ..LearnOptions::default() },
        ] {
            let learned = learn_rules(&messages, &options);
            odd.iter().for_each(|text| drop(answer(&learned, text)));
        }
    }
    assert!(learn_rules(&[], &LearnOptions::default()).rules.is_empty());
}

#[test]
fn a_companion_stands_near_on_either_side_and_not_too_far() {
    let term = |text: &str, mode, near: &[&str]| {
        let near = near.iter().map(|&near| near.to_owned()).collect();
        LearnedPhrase {
            term: KeywordTerm { mode: Some(mode), near, within: 2, ..KeywordTerm::new(text) },
            fired: 0,
            right: 0,
        }
    };
    let phrase = term("late", MatchMode::Stem, &["my order"]);
    let part = term("vitamin", MatchMode::Substring, &[]);
    let rule = LearnedRule {
        label: "delay".to_owned(),
        phrases: vec![phrase, part],
        negative: vec!["not late".to_owned()],
        priority: 1,
        fired: 0,
        right: 0,
        precision: 0.0,
        interval: None,
    };
    let learned = LearnedRules {
        keywords: vec![rule.keyword_rule("learned.delay".into(), None)],
        rules: vec![rule],
        unlearned: Vec::new(),
        messages: 0,
        fired: 0,
        right: 0,
        language: None,
    };
    for (text, fires) in [
        ("My orders are late", true),
        ("late: my order", true),
        ("my order is very late", true),
        ("my order is so very late", false),
        ("the order is late", false),
        ("late", false),
        ("my order is not late", false),
        ("MULTIVITAMINS", true),
        ("vita min", false),
    ] {
        assert_eq!(answer(&learned, text).is_some(), fires, "{text}");
    }
    let text = serde_json::to_string(&learned).unwrap();
    assert_eq!(serde_json::from_str::<LearnedRules>(&text).unwrap(), learned);
}

#[test]
fn a_contraction_is_one_word_with_or_without_its_apostrophe() {
    let mut lexicon = Lexicon::default();
    let mut units = |text: &str| -> Vec<u32> {
        lexicon.learn(text, None).tokens.iter().map(|token| token.unit).collect()
    };
    assert_eq!(units("It hasn't come"), units("it hasn’t come"));
    assert_eq!(units("It hasn't come"), units("it hasnt come"));
    assert_eq!(units("the card's"), units("the cards"));
    assert_eq!(units("l'app").len(), 2);
    assert_eq!(units("'t").len(), 1);
}

#[test]
fn parts_are_what_words_of_several_stems_share() {
    let mut lexicon = Lexicon::default();
    let lines = ["delivery delivered multivitamin", "vitamins order 1234567 12345678"]
        .map(|text| lexicon.learn(text, None));
    let mut parts: Vec<String> = parts::shared(&lines).into_keys().collect();
    parts.sort_unstable();
    assert_eq!(parts, ["deliver", "vitamin"]);
}

#[test]
fn a_word_that_is_all_that_a_message_says_is_learned_from_one_message() {
    let mut messages = labelled(&ORDERS);
    let products = [("product", "Biotin"), ("product", "I need creatine"), ("product", "a 4711 for me")];
    messages.extend(labelled(&products));
    messages
        .extend(labelled(&[("cancel", "cancel my subscription"), ("status", "where is the invoice for it")]));
    let learned = learn_rules(&messages, &LearnOptions::default());
    for text in ["do you have biotin?", "CREATINE"] {
        assert_eq!(answer(&learned, text).as_deref(), Some("product"), "{text}");
    }
    // One of several words, and a number, may say anything.
    for text in ["my subscription", "4711"] {
        assert_eq!(answer(&learned, text), None, "{text}");
    }
    let phrases = || learned.rules.iter().flat_map(|rule| &rule.phrases);
    assert!(phrases().any(|phrase| phrase.fired == 1));
    let surer = learn_rules(&messages, &LearnOptions { precision: 0.97, ..LearnOptions::default() });
    assert_eq!(answer(&surer, "do you have biotin?"), None);
}

#[test]
fn a_short_part_stands_alone() {
    let mut lexicon = Lexicon::default();
    let texts = ["haircut today", "hairspray today", "vitamin today", "multivitamin today"];
    let lines = texts.map(|text| lexicon.learn(text, None));
    let corpus = Corpus::new(&lines, vec![Some(0); 4], 1, None);
    let mut paired: Vec<(&str, bool)> = candidates(&corpus, 12)
        .iter()
        .flatten()
        .filter_map(|candidate| Some((corpus.gram(candidate.term.phrase)?, candidate.term.near.is_some())))
        .filter(|(phrase, _)| phrase.part)
        .map(|(phrase, paired)| (phrase.surface.as_str(), paired))
        .collect();
    paired.sort_unstable();
    assert_eq!(paired, [("hair", false), ("vitamin", false)]);
    let takes = |part: &str| {
        let gram = corpus.grams.iter().find(|gram| gram.part && gram.surface == part);
        gram.is_some_and(Gram::takes_companion)
    };
    assert_eq!(["hair", "vitamin"].map(takes), [false, true]);
}

#[test]
fn a_word_in_two_pieces_means_what_it_means_in_one() {
    let whole = [
        "do you bring it to my pincode",
        "is my pincode served",
        "pincode 110001 please",
        "which pincode do you serve",
        "check a pincode",
        "can you check my pincode",
    ];
    let others =
        ["a coupon code", "the code fails", "which code is it", "my code is late", "code for friends"];
    let mut messages: Vec<(&str, &str)> = whole.map(|text| ("area", text)).to_vec();
    messages.extend(others.map(|text| ("coupon", text)));
    messages.push(("area", "and what of the pin-code"));
    let learned = learn_rules(&labelled(&messages), &LearnOptions::default());
    for text in ["any trouble with Pin Codes?", "pin-code 560001", "PINCODE 560001"] {
        assert_eq!(answer(&learned, text).as_deref(), Some("area"), "{text}");
    }
    assert_eq!(answer(&learned, "a pin, a code").as_deref(), Some("coupon"));
    let phrases = || learned.rules.iter().flat_map(|rule| &rule.phrases);
    let cut =
        phrases().find(|phrase| phrase.term.text == "pin-code").map(|phrase| (phrase.right, phrase.fired));
    assert_eq!(cut, Some((1, 1)));

    // Where nobody writes it in one piece, one message says too little.
    let alone: Vec<(&str, &str)> =
        messages.iter().filter(|(_, text)| !text.contains("pincode")).copied().collect();
    let learned = learn_rules(&labelled(&alone), &LearnOptions::default());
    assert_ne!(answer(&learned, "pin-code 560001").as_deref(), Some("area"));
}

#[test]
fn two_words_are_one_in_pieces_only_where_it_is_long_and_they_stand_side_by_side() {
    let mut lexicon = Lexicon::default();
    let texts = [
        "pincode away 价格表格 iphone12",
        "a way in",
        "pin, code",
        "pin code",
        "PIN-code",
        "iphone 12",
        "价格 表格",
    ];
    let lines = texts.map(|text| lexicon.learn(text, None));
    let corpus = Corpus::new(&lines, vec![Some(0); texts.len()], 1, None);
    let cut: Vec<(&str, &[u32])> = corpus
        .grams
        .iter()
        .filter(|gram| gram.whole.is_some())
        .map(|gram| (gram.surface.as_str(), gram.lines.as_slice()))
        .collect();
    assert_eq!(cut, [("pin code", [3, 4].as_slice())]);
}
