//! What is refused, with its place; and the quick replies.

use super::*;
use crate::foundation::Coded;
use crate::foundation::text::Language;
use crate::reply::config::STANDARD;

fn refused(change: impl FnOnce(&mut ReplyConfig)) -> (&'static str, String) {
    static STANDARD: std::sync::LazyLock<ReplyConfig> = std::sync::LazyLock::new(ReplyConfig::standard);
    let mut config = STANDARD.clone();
    change(&mut config);
    let error =
        ReplyEngine::new(&config, matcher(), opt_out_words(), calendar(), "Blue Lamp").expect_err("refused");
    assert!(ERRORS.iter().any(|entry| entry.code == error.code()));
    (error.code(), error.field().unwrap())
}

#[test]
fn wrong_settings_are_refused_with_their_place() {
    let en = Language::En;
    let cases = [
        (
            refused(|c| drop(c.welcome.texts.insert(en, "Hello {name".into()))),
            ("reply.text.template", "welcome.texts.en"),
        ),
        (
            refused(|c| drop(c.away.texts.insert(en, "Back {back_on}".into()))),
            ("reply.text.unknown_variable", "away.texts.en"),
        ),
        (
            refused(|c| drop(c.welcome.texts.insert(en, String::new()))),
            ("reply.text.blank", "welcome.texts.en"),
        ),
        (refused(|c| drop(c.fallback.texts.remove(&en))), ("reply.text.missing_language", "fallback.texts")),
        (refused(|c| c.repeat.similarity = 0.0), ("reply.setting.out_of_range", "repeat.similarity")),
        (refused(|c| c.repeat.similarity = f64::NAN), ("reply.setting.out_of_range", "repeat.similarity")),
        (refused(|c| c.repeat.times = 1), ("reply.setting.out_of_range", "repeat.times")),
        (refused(|c| c.longest_turn = "2s".parse().unwrap()), ("reply.setting.out_of_range", "longest_turn")),
        (
            refused(|c| c.fallback.hand_over_after = 0),
            ("reply.setting.out_of_range", "fallback.hand_over_after"),
        ),
        (
            refused(|c| c.away.windows[0].days = Default::default()),
            ("reply.setting.out_of_range", "away.windows[0].days"),
        ),
        (
            refused(|c| c.human_request.phrases.get_mut(&en).unwrap()[1] = "…".into()),
            ("reply.phrase.bad", "human_request.phrases.en[1]"),
        ),
        (
            refused(|c| c.human_request.messages.get_mut(&en).unwrap()[1] = "…".into()),
            ("reply.phrase.bad", "human_request.messages.en[1]"),
        ),
        (
            refused(|c| c.repeat.courtesies.get_mut(&en).unwrap()[1] = "…".into()),
            ("reply.phrase.bad", "repeat.courtesies.en[1]"),
        ),
        (
            refused(|c| drop(c.keyword.insert("keyword.unheard".into(), c.welcome.texts.clone()))),
            ("reply.keyword.unknown", "keyword.\"keyword.unheard\""),
        ),
        (
            refused(|c| drop(c.quick.insert("two words".into(), c.welcome.texts.clone()))),
            ("reply.quick.bad_code", "quick.two words"),
        ),
        (
            refused(|c| drop(c.wording.get_mut(&en).unwrap().months.pop())),
            ("reply.setting.out_of_range", "wording.en.months"),
        ),
    ];
    for ((code, field), (expected_code, expected_field)) in cases {
        assert_eq!((code, field.as_str()), (expected_code, expected_field));
    }
}

#[test]
fn the_standard_section_is_complete_and_strict() {
    let config: ReplyConfig = toml::from_str(STANDARD).unwrap();
    assert_eq!(config, ReplyConfig::standard());
    assert!(toml::from_str::<ReplyConfig>(&STANDARD.replace("debounce", "debounced")).is_err());
    let again: ReplyConfig = toml::from_str(&toml::to_string(&config).unwrap()).unwrap();
    assert_eq!(config, again);
}

#[test]
fn quick_replies_are_completed_and_filled() {
    let engine = Chat::new().engine;
    let found: Vec<String> = engine.complete("/re", Language::En).into_iter().map(|r| r.code).collect();
    assert_eq!(found, ["return", "review"]);
    assert_eq!(engine.complete("", Language::Ar).len(), 27);
    assert_eq!(engine.complete("/ＴＲＡ", Language::Hi)[0].variables, ["order", "tracking"]);

    let none = BTreeMap::new();
    assert_eq!(
        engine.quick_reply("hello", Language::En, &none).unwrap(),
        "Hi there! How can we help you today?"
    );
    let name = BTreeMap::from([("name".to_owned(), "王小姐".to_owned())]);
    assert_eq!(
        engine.quick_reply("/Hello", Language::ZhHant, &name).unwrap(),
        "王小姐，請問有什麼可以為您服務？"
    );
    let missing = engine.quick_reply("/track", Language::Ru, &none).unwrap_err();
    assert_eq!(
        (missing.code(), missing.field().unwrap().as_str()),
        ("reply.quick.missing_variable", "variables.order")
    );
    assert_eq!(
        engine.quick_reply("/nothing", Language::En, &none).unwrap_err().code(),
        "reply.quick.unknown_code"
    );
}

#[test]
fn a_missing_variable_blocks_the_reply_with_a_reason() {
    let mut config = ReplyConfig::standard();
    config.fallback.texts.insert(Language::En, "Dear {name}, pardon?".to_owned());
    let mut chat = Chat::with(&config);
    let decision = chat.say("do you like turtles", local("2026-01-05 12:00:00"));
    assert_eq!((decision.value.kind, &decision.value.rule), (ReplyKind::Silent, &None));
    assert_eq!(codes(&decision)[0], "reply.missing_variable");
    assert!(decision.effects.is_empty());

    let mut chat = Chat::with(&config);
    chat.set(FieldName::Name, "Ann {workspace}");
    let decision = chat.say("do you like turtles", local("2026-01-05 12:00:00"));
    assert_eq!(text(&decision), "Dear Ann {workspace}, pardon?");
}

#[test]
fn debug_shows_no_words() {
    let mut chat = Chat::new();
    chat.set(FieldName::Name, "Secretname");
    let decision = chat.say("my secretword turtles price", local("2026-01-05 12:00:00"));
    let printed = format!("{decision:?} {:?} {:?}", chat.engine, chat.thread);
    assert!(
        !printed.contains("secretword") && !printed.contains("Secretname") && !printed.contains("912000456")
    );
}

#[test]
fn a_text_in_which_nothing_is_to_be_seen_is_refused() {
    let code = |text: &str| {
        let text = text.to_owned();
        refused(|c| drop(c.fallback.texts.insert(Language::Ar, text)))
    };
    for text in
        ["", " \n\t\u{3000}", "\u{200B}\u{FEFF}", "\u{3164}\u{2800}", "{name|}", " {name|\u{2060}}\u{AD}"]
    {
        assert_eq!(code(text).0, "reply.text.blank", "{text:?}");
    }
    for text in ["{name}", "{name|there}", "👍", "؟", "\u{200F}نعم", "।"] {
        let mut config = ReplyConfig::standard();
        config.fallback.texts.insert(Language::Ar, text.to_owned());
        let engine = ReplyEngine::new(&config, matcher(), opt_out_words(), calendar(), "Blue Lamp");
        assert!(engine.is_ok(), "{text:?}");
    }
}
