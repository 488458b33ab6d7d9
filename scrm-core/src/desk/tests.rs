use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::customer::IdentifierKey;
use crate::foundation::{AgentId, MessageId, OutboxId};
use crate::transport::Channel;

fn at(seconds: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap() + TimeDelta::seconds(seconds)
}

fn thread() -> Conversation {
    let address = IdentifierKey::from_stored("tel:+886912000456");
    Conversation::new("v_1".into(), "c_1".into(), Channel::Whatsapp, "main".into(), address, at(0))
}

fn limits() -> TurnLimits {
    TurnLimits { debounce: TimeDelta::seconds(3), longest: TimeDelta::seconds(30), text_bytes: 64 }
}

fn write(thread: &mut Conversation, words: &str, when: DateTime<Utc>) -> TurnJoin {
    receive(thread, &MessageId::new("m"), Some(words), when, limits(), false)
}

#[test]
fn a_message_joins_before_the_debounce_and_not_at_it() {
    let mut thread = thread();
    assert_eq!(write(&mut thread, "a", at(0)), TurnJoin::NewTurn);
    assert_eq!(write(&mut thread, "b", at(3) - TimeDelta::milliseconds(1)), TurnJoin::Joined);
    assert_eq!(write(&mut thread, "c", at(6) - TimeDelta::milliseconds(1)), TurnJoin::NewTurn);
    assert_eq!((thread.turn.number, &*thread.turn.text), (2, "c"));
    assert_eq!(thread.waiting_since, Some(at(0)));
}

#[test]
fn a_turn_ends_at_its_longest() {
    let mut thread = thread();
    write(&mut thread, "a", at(0));
    for second in 1..30 {
        assert_eq!(write(&mut thread, "a", at(second)), TurnJoin::Joined, "{second}");
    }
    assert_eq!(write(&mut thread, "a", at(30)), TurnJoin::NewTurn);
}

#[test]
fn nothing_joins_a_turn_whose_reply_left() {
    let mut thread = thread();
    write(&mut thread, "a", at(0));
    thread.turn.reply = Some(OutboxId::new("o_1"));
    let join = receive(&mut thread, &MessageId::new("m_2"), None, at(1), limits(), true);
    assert_eq!(join, TurnJoin::NewTurn);
    assert_eq!(thread.turn.reply, None);
}

#[test]
fn a_late_message_counts_as_sent_with_the_latest() {
    let mut thread = thread();
    write(&mut thread, "second", at(10));
    assert_eq!(write(&mut thread, "first", at(1)), TurnJoin::Joined);
    assert_eq!(thread.turn.last_at, Some(at(10)));
    assert_eq!(thread.last_inbound_at, Some(at(10)));
}

#[test]
fn the_text_of_a_turn_is_bounded_at_a_character() {
    let mut thread = thread();
    write(&mut thread, &"价格是多少😀".repeat(10), at(0));
    assert!(thread.turn.text.len() <= 64 && thread.turn.text.len() > 60);
    write(&mut thread, "more", at(1));
    assert!(thread.turn.text.len() <= 64);
}

#[test]
fn an_agent_who_writes_holds_the_thread_and_the_waiting_reply_goes() {
    let mut thread = thread();
    write(&mut thread, "a", at(0));
    thread.turn.reply = Some(OutboxId::new("o_1"));
    let anna = AgentId::new("anna");
    assert_eq!(agent_wrote(&mut thread, Some(&anna), at(1)), Some(OutboxId::new("o_1")));
    assert_eq!(thread.holder, Holder::Human { agent: Some(anna.clone()), since: at(1) });
    assert_eq!(thread.waiting_since, None);
    assert_eq!(agent_wrote(&mut thread, None, at(5)), None);
    assert_eq!(thread.holder, Holder::Human { agent: Some(anna), since: at(1) });
    assert_eq!(last_touched(&thread), Some(at(5)));
}

#[test]
fn an_older_message_of_an_agent_does_not_take_a_closed_thread_back() {
    let mut thread = thread();
    let _ = agent_wrote(&mut thread, None, at(10));
    let _ = closed(&mut thread, at(20));
    let _ = agent_wrote(&mut thread, None, at(5));
    assert_eq!(thread.holder, Holder::Bot);
    assert_eq!(thread.last_agent_at, Some(at(10)));
}

#[test]
fn an_agents_message_sent_before_the_question_leaves_the_customer_waiting() {
    let mut thread = thread();
    write(&mut thread, "a", at(10));
    let _ = agent_wrote(&mut thread, None, at(5));
    assert_eq!(thread.waiting_since, Some(at(10)));
}

#[test]
fn taking_over_does_not_answer() {
    let mut thread = thread();
    write(&mut thread, "a", at(0));
    let _ = taken_by(&mut thread, &AgentId::new("anna"), at(1));
    assert_eq!(thread.waiting_since, Some(at(0)));
}

#[test]
fn a_hand_over_keeps_the_place_and_the_higher_level() {
    let mut thread = thread();
    assert!(hand_over(&mut thread, 1, at(0)));
    assert!(!hand_over(&mut thread, 1, at(5)));
    assert!(hand_over(&mut thread, 3, at(5)));
    assert!(!hand_over(&mut thread, 2, at(6)));
    assert_eq!(thread.holder, Holder::Queue { since: at(0), level: 3 });
    let _ = taken_by(&mut thread, &AgentId::new("anna"), at(7));
    assert!(!hand_over(&mut thread, 3, at(8)));
}

#[test]
fn a_reply_answers_unless_a_person_was_promised() {
    let mut thread = thread();
    write(&mut thread, "a", at(0));
    reply_sent(&mut thread, false, at(3));
    assert_eq!(thread.waiting_since, Some(at(0)));
    hand_over(&mut thread, 1, at(3));
    reply_sent(&mut thread, true, at(4));
    assert_eq!(thread.waiting_since, Some(at(0)));
    let _ = closed(&mut thread, at(5));
    assert_eq!((thread.waiting_since, &thread.holder), (None, &Holder::Bot));
    write(&mut thread, "b", at(60));
    reply_sent(&mut thread, true, at(63));
    assert_eq!((thread.waiting_since, thread.last_reply_at), (None, Some(at(63))));
}

#[test]
fn history_moves_times_and_nothing_else() {
    let mut thread = thread();
    record_history(&mut thread, &Author::Customer, at(-100));
    record_history(&mut thread, &Author::Agent { agent: None }, at(-90));
    record_history(&mut thread, &Author::Customer, at(-200));
    assert_eq!(thread.last_inbound_at, Some(at(-100)));
    assert_eq!(thread.last_agent_at, Some(at(-90)));
    assert_eq!(thread.opened_at, at(-200));
    assert_eq!((thread.turn.number, thread.waiting_since, &thread.holder), (0, None, &Holder::Bot));
}

proptest! {
    #[test]
    fn times_only_move_forward(
        steps in proptest::collection::vec((0_u8..6, -50_i64..50, "\\PC{0,12}", any::<bool>()), 1..40),
    ) {
        let mut thread = thread();
        for (what, second, words, left) in steps {
            let before = thread.clone();
            let when = at(second);
            match what {
                0 | 1 => drop(receive(&mut thread, &MessageId::new("m"), Some(&words), when, limits(), left)),
                2 => drop(agent_wrote(&mut thread, None, when)),
                3 => drop(hand_over(&mut thread, 2, when)),
                4 => drop(closed(&mut thread, when)),
                _ => reply_sent(&mut thread, left, when),
            }
            prop_assert!(thread.last_inbound_at >= before.last_inbound_at);
            prop_assert!(thread.last_agent_at >= before.last_agent_at);
            prop_assert!(thread.last_reply_at >= before.last_reply_at);
            prop_assert!(thread.turn.number >= before.turn.number);
            prop_assert!(thread.turn.started_at <= thread.turn.last_at);
            prop_assert!(thread.turn.text.len() <= limits().text_bytes);
        }
    }
}
