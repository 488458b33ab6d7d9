//! R6, level 2: a reply that stays unread for ten minutes.

use super::*;
use crate::store::TimerPurpose;

/// A question at noon, answered three seconds later.
fn answered() -> Chat {
    let mut chat = Chat::new();
    let _ = chat.say("price", local("2026-01-05 12:00:00"));
    chat.deliver(local("2026-01-05 12:00:03"));
    chat
}

fn fire(chat: &mut Chat, read: Option<bool>, now: DateTime<Utc>) -> Decision<ReplyOutcome> {
    let timer = chat.timer.clone().unwrap();
    let decision = chat.engine.on_timer(&chat.thread, &chat.customer, &timer, read, now);
    chat.thread = decision.value.conversation.clone();
    chat.carry_out(&decision.effects);
    decision
}

#[test]
fn the_timer_is_set_ten_minutes_after_the_reply() {
    let chat = answered();
    let timer = chat.timer.unwrap();
    assert_eq!(timer.due, local("2026-01-05 12:10:03"));
    assert_eq!(timer.purpose, TimerPurpose::ReplyUnread { turn: 1 });
    assert_eq!(timer.key.as_str(), "reply_unread:v_1");
    assert_eq!(chat.thread.waiting_since, None);
}

#[test]
fn an_unread_or_unanswered_reply_is_followed_by_one_offer() {
    for read in [Some(false), None] {
        let mut chat = answered();
        let offer = fire(&mut chat, read, local("2026-01-05 12:10:03"));
        assert_eq!(offer.value.kind, ReplyKind::Offer);
        assert_eq!(
            text(&offer),
            "Would you rather talk to a person? Reply 1 and a colleague will take over."
        );
        chat.deliver(local("2026-01-05 12:10:03"));
        let again = fire(&mut chat, read, local("2026-01-05 12:20:03"));
        assert_eq!(codes(&again), ["reply.offered_already"]);
    }
}

#[test]
fn a_read_reply_is_left_alone() {
    let mut chat = answered();
    assert_eq!(codes(&fire(&mut chat, Some(true), local("2026-01-05 12:10:03"))), ["reply.read"]);
}

#[test]
fn an_offer_that_comes_as_late_as_a_reply_expires_is_none() {
    let mut chat = answered();
    assert_eq!(fire(&mut chat, None, local("2026-01-06 12:10:02")).value.kind, ReplyKind::Offer);
    let mut chat = answered();
    assert_eq!(codes(&fire(&mut chat, None, local("2026-01-06 12:10:03"))), ["reply.offer_too_late"]);
}

#[test]
fn an_answer_cancels_the_timer_and_a_late_timer_does_nothing() {
    let mut chat = answered();
    let timer = chat.timer.clone().unwrap();
    let _ = chat.say("thanks", local("2026-01-05 12:05:00"));
    assert_eq!(chat.timer, None);
    let late = chat.engine.on_timer(&chat.thread, &chat.customer, &timer, None, timer.due);
    assert_eq!(codes(&late), ["reply.turn_is_over"]);
}

#[test]
fn no_offer_while_a_person_holds_the_thread_or_nobody_is_there() {
    let mut chat = answered();
    let _ = desk::agent_wrote(&mut chat.thread, None, local("2026-01-05 12:05:00"));
    assert_eq!(codes(&fire(&mut chat, None, local("2026-01-05 12:10:03"))), ["reply.human_holds"]);

    let mut chat = Chat::new();
    let _ = chat.say("price", local("2026-01-05 21:52:00"));
    chat.deliver(local("2026-01-05 21:52:03"));
    assert_eq!(codes(&fire(&mut chat, None, local("2026-01-05 22:02:03"))), ["reply.away"]);
}

#[test]
fn no_offer_after_the_thread_was_closed() {
    let mut chat = answered();
    let _ = desk::closed(&mut chat.thread, local("2026-01-05 12:05:00"));
    assert_eq!(codes(&fire(&mut chat, None, local("2026-01-05 12:10:03"))), ["reply.turn_is_over"]);
}

#[test]
fn hand_overs_and_opt_outs_are_followed_by_no_offer() {
    for words in ["operator", "stop", "sign the contract"] {
        let mut chat = Chat::new();
        let _ = chat.say(words, local("2026-01-05 12:00:00"));
        chat.deliver(local("2026-01-05 12:00:03"));
        assert_eq!(chat.timer, None, "{words}");
    }
}

#[test]
fn one_takes_the_offer_up_in_any_digits_and_only_after_it() {
    for digit in ["1", "１", "١", "१", " 1. ", "один"] {
        let mut chat = answered();
        let _ = fire(&mut chat, None, local("2026-01-05 12:10:03"));
        chat.deliver(local("2026-01-05 12:10:03"));
        let taken = chat.say(digit, local("2026-01-05 12:12:00"));
        assert_eq!(hand_over_level(&taken), Some(2), "{digit}");
        assert_eq!(codes(&taken)[0], "reply.offer_taken");

        let mut chat = answered();
        let ignored = chat.say(digit, local("2026-01-05 12:12:00"));
        assert_eq!(hand_over_level(&ignored), None, "{digit}");
    }
}

#[test]
fn the_offer_stands_for_three_turns() {
    for (turns_between, level) in [(2, Some(2)), (3, None)] {
        let mut chat = answered();
        let _ = fire(&mut chat, None, local("2026-01-05 12:10:03"));
        chat.deliver(local("2026-01-05 12:10:03"));
        for turn in 0..turns_between {
            let at = local("2026-01-05 12:12:00") + TimeDelta::minutes(turn);
            let _ = chat.say(["delivery to Oslo", "an appointment", "return it"][turn as usize], at);
        }
        assert_eq!(hand_over_level(&chat.say("1", local("2026-01-05 12:20:00"))), level);
    }
}

#[test]
fn an_away_message_leaves_the_customer_waiting() {
    let mut chat = Chat::new();
    let _ = chat.say("do you like turtles", local("2026-01-05 23:00:00"));
    chat.deliver(local("2026-01-05 23:00:03"));
    assert_eq!(chat.thread.waiting_since, Some(local("2026-01-05 23:00:00")));
    assert_eq!(chat.timer, None);
}
