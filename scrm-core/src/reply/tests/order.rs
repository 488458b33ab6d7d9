//! R1: the order of decision, and who may act while a person holds the thread.

use super::*;
use crate::desk::Holder;
use crate::foundation::AgentId;

const NOON: &str = "2026-01-05 12:00:00";
const NIGHT: &str = "2026-01-05 23:00:00";

/// Each case holds everything that comes later in the order; the first in order answers.
#[test]
fn the_first_in_order_answers() {
    let cases = [
        ("stop", true, NIGHT, ReplyKind::OptOut),
        ("operator, I confirm the order, what is the price", true, NIGHT, ReplyKind::HumanRequest),
        ("we are ready to sign, what is the price", true, NIGHT, ReplyKind::HighValue),
        ("what is the price", true, NIGHT, ReplyKind::Welcome),
        ("what is the price", false, NIGHT, ReplyKind::Away),
        ("what is the price", false, NOON, ReplyKind::Keyword),
        ("hello!", false, NOON, ReplyKind::Greeting),
        ("do you like turtles", false, NOON, ReplyKind::Fallback),
        ("ok, thank you 👍", false, NOON, ReplyKind::Silent),
        ("👍🏽", false, NOON, ReplyKind::Silent),
    ];
    for (words, first_contact, at, expected) in cases {
        let mut chat = Chat::new();
        chat.first_contact = first_contact;
        let decision = chat.say(words, local(at));
        assert_eq!(decision.value.kind, expected, "{words} at {at}");
        let sends = decision.effects.iter().filter(|e| matches!(e, Effect::Send { .. })).count();
        assert_eq!(sends, usize::from(expected != ReplyKind::Silent), "{words}");
        assert!(!decision.reasons.is_empty(), "{words}");
    }
}

#[test]
fn an_opt_out_acts_at_once_and_is_confirmed_once() {
    let mut chat = Chat::new();
    let decision = chat.say("STOP", local(NOON));
    assert!(matches!(decision.effects[0], Effect::OptOut { .. }));
    assert!(text(&decision).contains("no more offers from Blue Lamp"));
    assert_eq!(decision.value.rule.as_ref().unwrap().as_str(), "reply.opt_out");
}

#[test]
fn an_opt_out_counts_when_it_is_one_message_of_several() {
    let mut chat = Chat::new();
    let _ = chat.say("what is this about?", local("2026-01-05 12:00:00"));
    let decision = chat.say("stop", local("2026-01-05 12:00:01"));
    assert_eq!(decision.value.kind, ReplyKind::OptOut);
}

#[test]
fn a_stop_in_a_turn_of_which_no_message_is_known_alone_always_counts() {
    let mut chat = Chat::new();
    let at = |second: u32| local(&format!("2026-01-05 12:00:0{second}"));
    let _ = chat.say("STOP", at(0));
    crate::trust::record_opt_out(&mut chat.customer, "message:m_1", None, at(0));
    crate::trust::record_opt_in(&mut chat.customer, "message:m_2", None, at(1));
    assert_eq!(chat.say("how much is it?", at(2)).value.kind, ReplyKind::OptOut);
}

#[test]
fn a_customer_who_opted_out_may_resume_and_others_say_start_in_vain() {
    let mut chat = Chat::new();
    assert_ne!(chat.kind("START", NOON), ReplyKind::OptIn);
    crate::trust::record_opt_out(&mut chat.customer, "message:m_1", None, local(NOON));
    let decision = chat.say("START", local("2026-01-05 12:10:00"));
    assert!(matches!(decision.effects[0], Effect::OptIn { .. }));
    assert!(text(&decision).contains("receive offers from Blue Lamp again"), "{}", text(&decision));
}

#[test]
fn opt_out_words_count_in_six_languages() {
    for words in ["Stop, please!", "СТОП", "إلغاء الاشتراك", "बंद करो", "退订", "取消訂閱"]
    {
        assert_eq!(Chat::new().kind(words, NOON), ReplyKind::OptOut, "{words}");
    }
}

#[test]
fn a_request_for_a_person_hands_over_at_level_1() {
    let mut chat = Chat::new();
    let decision = chat.say("I want to speak to someone", local(NOON));
    assert_eq!(hand_over_level(&decision), Some(1));
    assert_eq!(notices(&decision), [(NoticeKind::HandOver, "support")]);
    assert!(matches!(chat.thread.holder, Holder::Queue { level: 1, .. }));
    assert_eq!(chat.kind("price?", "2026-01-05 12:05:00"), ReplyKind::Silent);
}

#[test]
fn the_owner_is_told_where_there_is_one() {
    let mut chat = Chat::new();
    chat.set(FieldName::Owner, "anna");
    assert_eq!(notices(&chat.say("operator", local(NOON))), [(NoticeKind::HandOver, "owner")]);
}

#[test]
fn high_value_words_hand_over_at_level_3_and_tell_the_supervisor() {
    let mut chat = Chat::new();
    let decision = chat.say("Please send us the contract", local(NOON));
    assert_eq!(hand_over_level(&decision), Some(3));
    assert_eq!(notices(&decision), [(NoticeKind::HighValue, "sales_supervisor")]);
}

#[test]
fn a_request_for_a_person_beside_high_value_words_tells_both() {
    let mut chat = Chat::new();
    let decision = chat.say("operator please, I confirm the order: confirm my order", local(NOON));
    assert_eq!(hand_over_level(&decision), Some(3));
    assert_eq!(
        notices(&decision),
        [(NoticeKind::HighValue, "sales_supervisor"), (NoticeKind::HandOver, "support")]
    );
}

#[test]
fn an_opt_out_beside_something_else_is_confirmed_and_the_rest_goes_to_people() {
    let supervisor = (NoticeKind::HighValue, "sales_supervisor");
    let support = (NoticeKind::HandOver, "support");
    for (words, level, told) in [
        ("STOP, I want to talk to an operator", Some(1), vec![support]),
        ("I want an operator\nstop", Some(1), vec![support]),
        ("I am ready to sign the contract. Stop messages.", Some(3), vec![supervisor]),
        ("STOP. Operator! I confirm the order", Some(3), vec![supervisor, support]),
        ("STOP", None, vec![]),
    ] {
        let mut chat = Chat::new();
        let decision = chat.say(words, local(NOON));
        assert_eq!(decision.value.kind, ReplyKind::OptOut, "{words}");
        assert!(decision.effects.iter().any(|effect| matches!(effect, Effect::OptOut { .. })), "{words}");
        assert_eq!((hand_over_level(&decision), notices(&decision)), (level, told), "{words}");
    }
}

#[test]
fn the_bot_is_silent_while_a_person_holds_the_thread() {
    for words in ["price", "hello", "operator", "something else", "1"] {
        let mut chat = Chat::new();
        let _ = desk::agent_wrote(&mut chat.thread, Some(&AgentId::new("anna")), local(NOON));
        let decision = chat.say(words, local("2026-01-05 12:10:00"));
        assert_eq!(decision.value.kind, ReplyKind::Silent, "{words}");
        assert_eq!(codes(&decision), ["reply.human_holds"], "{words}");
        assert!(decision.effects.is_empty() && !decision.value.answerable, "{words}");
    }
}

#[test]
fn opt_out_and_high_value_words_act_while_a_person_holds_the_thread() {
    let mut chat = Chat::new();
    let _ = desk::agent_wrote(&mut chat.thread, None, local(NOON));
    let decision = chat.say("stop", local("2026-01-05 12:10:00"));
    assert!(matches!(decision.effects[..], [Effect::OptOut { .. }]));
    let decision = chat.say("we sign the contract", local("2026-01-05 12:11:00"));
    assert!(matches!(decision.effects[..], [Effect::Notify { .. }]), "{:?}", decision.effects);
    assert!(matches!(chat.thread.holder, Holder::Human { .. }));
}

#[test]
fn high_value_words_raise_the_level_of_a_waiting_thread() {
    let mut chat = Chat::new();
    let _ = chat.say("operator", local(NOON));
    let decision = chat.say("order confirmation", local("2026-01-05 12:10:00"));
    assert_eq!(hand_over_level(&decision), Some(3));
    assert_eq!(text(&decision), "");
    assert!(matches!(chat.thread.holder, Holder::Queue { level: 3, since } if since == local(NOON)));
}

#[test]
fn the_bot_answers_again_after_the_hold_and_not_before() {
    for (at, expected) in
        [("2026-01-06 09:59:59", ReplyKind::Silent), ("2026-01-06 10:00:00", ReplyKind::Keyword)]
    {
        let mut chat = Chat::new();
        let _ = desk::agent_wrote(&mut chat.thread, None, local("2026-01-05 22:00:00"));
        assert_eq!(chat.kind("price", at), expected, "{at}");
    }
}

#[test]
fn a_closed_thread_is_the_bots_again() {
    let mut chat = Chat::new();
    let _ = chat.say("operator", local(NOON));
    let _ = desk::closed(&mut chat.thread, local("2026-01-05 12:05:00"));
    assert_eq!(chat.kind("price", "2026-01-05 12:06:00"), ReplyKind::Keyword);
}

#[test]
fn the_third_time_the_same_question_goes_to_a_person() {
    let mut chat = Chat::new();
    assert_eq!(chat.kind("How much is the blue lamp?", "2026-01-05 12:00:00"), ReplyKind::Keyword);
    let second = chat.say("how much is the blue lamp please", local("2026-01-05 12:05:00"));
    assert_eq!(second.value.kind, ReplyKind::Keyword);
    assert_eq!(codes(&second)[0], "reply.asked_before");
    assert_eq!(chat.kind("and the delivery to Oslo?", "2026-01-05 12:06:00"), ReplyKind::Keyword);
    let third = chat.say("HOW MUCH is the blue lamp then", local("2026-01-05 12:10:00"));
    assert_eq!(third.value.kind, ReplyKind::Repeated);
    assert_eq!(hand_over_level(&third), Some(1));
}

#[test]
fn a_question_is_forgotten_after_a_day() {
    let mut chat = Chat::new();
    chat.kind("price", "2026-01-05 12:00:00");
    chat.kind("price", "2026-01-05 12:01:00");
    assert_eq!(chat.kind("price", "2026-01-06 12:01:00"), ReplyKind::Keyword);
}

#[test]
fn thanks_and_greetings_are_no_questions() {
    let mut chat = Chat::new();
    for minute in 0..5 {
        let at = local("2026-01-05 12:00:00") + TimeDelta::minutes(minute);
        assert_eq!(chat.say("thank you!", at).value.kind, ReplyKind::Silent);
        let at = at + TimeDelta::seconds(30);
        assert_eq!(chat.say("hello", at).value.kind, ReplyKind::Greeting);
    }
}

#[test]
fn the_second_turn_in_a_row_without_a_match_goes_to_a_person() {
    let mut chat = Chat::new();
    let first = chat.say("do you like turtles", local("2026-01-05 12:00:00"));
    assert_eq!((first.value.kind, hand_over_level(&first)), (ReplyKind::Fallback, None));
    assert_eq!(chat.kind("price", "2026-01-05 12:01:00"), ReplyKind::Keyword);
    let again = chat.say("my cat sleeps all day", local("2026-01-05 12:02:00"));
    assert_eq!(hand_over_level(&again), None);
    let second = chat.say("the weather was lovely", local("2026-01-05 12:03:00"));
    assert_eq!((second.value.kind, hand_over_level(&second)), (ReplyKind::Fallback, Some(1)));
}

#[test]
fn the_welcome_comes_once_and_joins_the_answer() {
    let mut chat = Chat::new();
    chat.first_contact = true;
    let decision = chat.say("hi, what is the price?", local(NOON));
    assert_eq!(decision.value.kind, ReplyKind::Welcome);
    assert_eq!(decision.value.keyword.as_ref().unwrap().as_str(), "keyword.price");
    let said = text(&decision);
    assert!(said.starts_with("Hello and welcome to Blue Lamp! 👋\n\n") && said.contains("quote"), "{said}");
    assert_eq!(chat.kind("what is the price?", "2026-01-05 12:05:00"), ReplyKind::Keyword);

    let mut config = ReplyConfig::standard();
    config.welcome.joins_keyword = false;
    let mut chat = Chat::with(&config);
    chat.first_contact = true;
    assert!(text(&chat.say("price?", local(NOON))).contains("Tell us what you are looking for"));
}

#[test]
fn several_questions_are_answered_in_one_message() {
    let mut chat = Chat::new();
    let decision = chat.say("what is the price, and do you deliver? delivery to Oslo", local(NOON));
    assert!(text(&decision).contains("quote") && text(&decision).contains("order number"));
    assert_eq!(chat.waiting.len(), 1);
}

#[test]
fn media_without_words_are_welcomed_but_want_no_rule() {
    let mut chat = Chat::new();
    let decision = chat.say_if_any(None, local(NOON));
    assert_eq!((decision.value.kind, decision.value.answerable), (ReplyKind::Silent, false));
    assert_eq!(chat.say_if_any(None, local(NIGHT)).value.kind, ReplyKind::Away);
    let mut chat = Chat::new();
    chat.first_contact = true;
    assert_eq!(chat.say_if_any(None, local(NOON)).value.kind, ReplyKind::Welcome);
}

#[test]
fn a_question_is_remembered_for_a_day_to_the_second() {
    for (third, kind) in
        [("2026-01-06 12:00:00", ReplyKind::Repeated), ("2026-01-06 12:00:01", ReplyKind::Keyword)]
    {
        let mut chat = Chat::new();
        for at in [NOON, "2026-01-05 13:00:00"] {
            assert_eq!(chat.kind("how much is the green lamp", at), ReplyKind::Keyword);
        }
        assert_eq!(chat.kind("how much is the green lamp", third), kind, "{third}");
    }
}
