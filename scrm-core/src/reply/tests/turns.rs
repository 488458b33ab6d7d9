//! Split messages are one turn with one reply.

use super::*;
use crate::desk::Holder;

#[test]
fn a_message_within_the_debounce_replaces_the_waiting_reply() {
    let mut chat = Chat::new();
    let first = chat.say("Good day to you, the lamp", local("2026-01-05 12:00:00"));
    assert_eq!(first.value.kind, ReplyKind::Fallback);
    let second = chat.say("what is the price?", local("2026-01-05 12:00:02"));
    assert_eq!(second.value.kind, ReplyKind::Keyword);
    assert_eq!(chat.waiting.len(), 1);
    let reply = chat.waiting.values().next().unwrap();
    assert_eq!(reply.not_before, local("2026-01-05 12:00:05"));
    assert_eq!(chat.thread.unmatched, None);
    chat.deliver(local("2026-01-05 12:00:05"));
    assert_eq!(chat.sent.len(), 1);
}

#[test]
fn the_reply_leaves_three_seconds_after_the_last_message_and_not_before() {
    let mut chat = Chat::new();
    let _ = chat.say("price", local("2026-01-05 12:00:00"));
    chat.deliver(local("2026-01-05 12:00:03") - TimeDelta::milliseconds(1));
    assert!(chat.sent.is_empty());
    chat.deliver(local("2026-01-05 12:00:03"));
    assert_eq!(chat.sent.len(), 1);
}

#[test]
fn a_message_at_the_debounce_is_a_turn_of_its_own() {
    let mut chat = Chat::new();
    let _ = chat.say("price", local("2026-01-05 12:00:00"));
    let _ = chat.say("delivery", local("2026-01-05 12:00:03"));
    chat.deliver(local("2026-01-05 12:01:00"));
    assert_eq!(chat.sent.len(), 2);
}

#[test]
fn who_types_for_ever_is_answered_after_thirty_seconds() {
    let mut chat = Chat::new();
    let begin = local("2026-01-05 12:00:00");
    for second in 0..30 {
        let _ = chat.say("price", begin + TimeDelta::seconds(second));
    }
    assert!(chat.sent.is_empty());
    assert_eq!(chat.waiting.values().next().unwrap().not_before, begin + TimeDelta::seconds(30));
    let _ = chat.say("price", begin + TimeDelta::seconds(30));
    assert_eq!(chat.sent.len(), 1);
}

#[test]
fn deciding_a_turn_again_gives_the_same_reply() {
    for (words, at, first) in [
        ("price", "2026-01-05 12:00:00", true),
        ("price", "2026-01-05 23:00:00", false),
        ("operator", "2026-01-05 12:00:00", false),
        ("sign the contract", "2026-01-05 12:00:00", false),
        ("do you like turtles", "2026-01-05 12:00:00", false),
        ("stop", "2026-01-05 12:00:00", false),
    ] {
        let mut chat = Chat::new();
        chat.first_contact = first;
        let once = chat.say(words, local(at));
        let message = chat.thread.turn.last_message.clone().unwrap();
        let again = chat.decide_again(&message, local(at));
        assert_eq!(once, again, "{words}");
    }
}

#[test]
fn a_request_for_a_person_survives_what_is_said_after_it() {
    let mut chat = Chat::new();
    let _ = chat.say("operator", local("2026-01-05 12:00:00"));
    let joined = chat.say("price", local("2026-01-05 12:00:01"));
    assert_eq!(joined.value.kind, ReplyKind::HumanRequest);
    assert!(matches!(chat.thread.holder, Holder::Queue { level: 1, .. }));
}

#[test]
fn a_turn_that_needs_no_answer_any_more_takes_its_reply_back() {
    let mut chat = Chat::new();
    let _ = chat.say("price", local("2026-01-05 12:00:00"));
    let cancelled = desk::agent_wrote(&mut chat.thread, None, local("2026-01-05 12:00:01")).unwrap();
    chat.carry_out(&[Effect::CancelSend { id: cancelled }]);
    let joined = chat.say("and delivery", local("2026-01-05 12:00:02"));
    assert_eq!(joined.value.kind, ReplyKind::Silent);
    chat.deliver(local("2026-01-05 13:00:00"));
    assert!(chat.sent.is_empty());
}

#[test]
fn a_hand_over_that_the_joined_words_no_longer_ask_for_is_taken_back() {
    let mut chat = Chat::new();
    let _ = chat.say("do you like turtles", local("2026-01-05 12:00:00"));
    let second = chat.say("the weather was lovely", local("2026-01-05 12:01:00"));
    assert_eq!(hand_over_level(&second), Some(1));
    let joined = chat.say("what is the price", local("2026-01-05 12:01:01"));
    assert_eq!(joined.value.kind, ReplyKind::Keyword);
    assert_eq!((&chat.thread.holder, chat.thread.handed_over_turn), (&Holder::Bot, None));
}

#[test]
fn a_reply_that_left_is_not_decided_again() {
    let mut chat = Chat::new();
    let _ = chat.say("price", local("2026-01-05 12:00:00"));
    let decision = chat.engine.decide(
        TurnInput {
            conversation: &chat.thread,
            customer: &chat.customer,
            message: &MessageId::new("m"),
            said_at: local("2026-01-05 12:00:04"),
            resumed: None,
            first_contact: false,
            average_wait: None,
            reply_left: true,
        },
        local("2026-01-05 12:00:04"),
    );
    assert_eq!(codes(&decision), ["reply.already_left"]);
    assert!(decision.effects.is_empty());
    assert_eq!(decision.value.conversation.turn.reply, chat.thread.turn.reply);
}
