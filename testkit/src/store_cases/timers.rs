//! The timer queue.

use super::prelude::*;

pub fn an_empty_queue_has_nothing_due(store: &StoreUnderTest) {
    assert!(due(store, 99, 9).is_empty());
    assert_eq!(store.next_timer().unwrap(), None);
    assert!(of(store, "c_1").is_empty());
}

pub fn a_timer_is_due_at_its_instant_and_not_before(store: &StoreUnderTest) {
    write(store, |set| set.timers.push(timer("t_1", "c_1", 10)));
    assert!(due(store, 9, 9).is_empty());
    assert_eq!(due(store, 10, 9), ["t_1"]);
    assert_eq!(due(store, 11, 9), ["t_1"]);
}

pub fn due_timers_are_in_the_order_of_time_then_key(store: &StoreUnderTest) {
    write(store, |set| {
        set.timers
            .extend([("t_3", 5), ("t_1", 9), ("t_2", 5), ("t_4", 20)].map(|(key, at)| timer(key, "c_1", at)));
    });
    assert_eq!(due(store, 10, 9), ["t_2", "t_3", "t_1"]);
}

pub fn due_timers_end_at_the_limit(store: &StoreUnderTest) {
    write(store, |set| set.timers.extend((0..9).map(|n| timer(&format!("t_{n}"), "c_1", n))));
    assert_eq!(due(store, 99, 2), ["t_0", "t_1"]);
    assert!(due(store, 99, 0).is_empty());
    assert_eq!(due(store, 99, usize::MAX).len(), 9);
}

pub fn every_part_of_a_timer_comes_back(store: &StoreUnderTest) {
    let purposes = [
        TimerPurpose::TagsDue {},
        TimerPurpose::SegmentsDue {},
        TimerPurpose::ReplyUnread { turn: u64::from(u32::MAX) },
        TimerPurpose::ResponseDeadline {},
    ];
    let timers: Vec<_> = purposes
        .into_iter()
        .enumerate()
        .map(|(n, purpose)| Timer {
            purpose,
            conversation: Some("v_1".into()),
            ..timer(&format!("t_{n}"), "c_1", 5)
        })
        .collect();
    write(store, |set| set.timers.clone_from(&timers));
    assert_eq!(store.due_timers(at(5), 9).unwrap().rows, timers);
    assert_eq!(store.timers_of(&"c_1".into()).unwrap(), timers);
}

pub fn setting_a_timer_again_moves_it(store: &StoreUnderTest) {
    write(store, |set| set.timers.push(timer("t_1", "c_1", 10)));
    write(store, |set| set.timers.push(timer("t_1", "c_1", 50)));
    assert!(due(store, 49, 9).is_empty());
    assert_eq!(due(store, 50, 9), ["t_1"]);
    assert_eq!(of(store, "c_1"), ["t_1"]);
    write(store, |set| set.timers.push(timer("t_1", "c_1", 5)));
    assert_eq!(store.next_timer().unwrap(), Some(at(5)));
}

pub fn a_timer_may_move_to_another_customer(store: &StoreUnderTest) {
    write(store, |set| set.timers.push(timer("t_1", "c_1", 10)));
    write(store, |set| set.timers.push(timer("t_1", "c_2", 10)));
    assert!(of(store, "c_1").is_empty());
    assert_eq!(of(store, "c_2"), ["t_1"]);
    assert_eq!(due(store, 10, 9), ["t_1"]);
}

pub fn a_cancelled_timer_is_gone(store: &StoreUnderTest) {
    write(store, |set| set.timers.push(timer("t_1", "c_1", 10)));
    write(store, |set| set.cancelled_timers.push("t_1".into()));
    assert!(due(store, 99, 9).is_empty() && of(store, "c_1").is_empty());
    assert_eq!(store.next_timer().unwrap(), None);
}

pub fn cancelling_what_is_not_there_is_no_conflict(store: &StoreUnderTest) {
    write(store, |set| set.cancelled_timers.extend(["t_1".into(), "t_1".into()]));
    assert!(due(store, 99, 9).is_empty());
}

pub fn a_timer_may_be_cancelled_and_set_in_one_commit(store: &StoreUnderTest) {
    write(store, |set| set.timers.push(timer("t_1", "c_1", 10)));
    write(store, |set| {
        set.cancelled_timers.push("t_1".into());
        set.timers.push(timer("t_1", "c_1", 20));
    });
    assert_eq!(store.next_timer().unwrap(), Some(at(20)));
}

pub fn a_fired_timer_is_gone(store: &StoreUnderTest) {
    write(store, |set| set.timers.extend([timer("t_1", "c_1", 10), timer("t_2", "c_1", 10)]));
    write(store, |set| set.fired_timers.push(("t_1".into(), at(10))));
    assert_eq!(due(store, 99, 9), ["t_2"]);
    assert_eq!(of(store, "c_1"), ["t_2"]);
}

pub fn a_timer_fires_once(store: &StoreUnderTest) {
    write(store, |set| set.timers.push(timer("t_1", "c_1", 10)));
    write(store, |set| set.fired_timers.push(("t_1".into(), at(10))));
    let conflict = refused(store, |set| set.fired_timers.push(("t_1".into(), at(10))));
    assert_eq!(conflict, (Collection::Timers, "t_1".to_owned()));
}

pub fn firing_what_was_never_set_conflicts(store: &StoreUnderTest) {
    let conflict = refused(store, |set| set.fired_timers.push(("t_1".into(), at(10))));
    assert_eq!(conflict, (Collection::Timers, "t_1".to_owned()));
}

pub fn firing_a_timer_that_was_moved_conflicts(store: &StoreUnderTest) {
    write(store, |set| set.timers.push(timer("t_1", "c_1", 10)));
    write(store, |set| set.timers.push(timer("t_1", "c_1", 11)));
    refused(store, |set| set.fired_timers.push(("t_1".into(), at(10))));
    assert_eq!(due(store, 11, 9), ["t_1"]);
}

pub fn a_timer_listed_twice_as_fired_conflicts(store: &StoreUnderTest) {
    write(store, |set| set.timers.push(timer("t_1", "c_1", 10)));
    refused(store, |set| set.fired_timers.extend([("t_1".into(), at(10)), ("t_1".into(), at(10))]));
    assert_eq!(due(store, 99, 9), ["t_1"]);
}

pub fn a_timer_may_fire_and_be_set_again_in_one_commit(store: &StoreUnderTest) {
    write(store, |set| set.timers.push(timer("t_1", "c_1", 10)));
    write(store, |set| {
        set.fired_timers.push(("t_1".into(), at(10)));
        set.timers.push(timer("t_1", "c_1", 70));
    });
    assert!(due(store, 69, 9).is_empty());
    assert_eq!(due(store, 70, 9), ["t_1"]);
}

pub fn firing_counts_to_the_millisecond(store: &StoreUnderTest) {
    let fine = Timer { due: at(10) + TimeDelta::milliseconds(5), ..timer("t_1", "c_1", 10) };
    write(store, |set| set.timers.push(fine.clone()));
    assert!(due(store, 10, 9).is_empty());
    refused(store, |set| set.fired_timers.push(("t_1".into(), at(10))));
    write(store, |set| set.fired_timers.push(("t_1".into(), fine.due)));
}

pub fn the_next_timer_follows_every_change(store: &StoreUnderTest) {
    write(store, |set| set.timers.extend([timer("t_1", "c_1", 30), timer("t_2", "c_1", 20)]));
    assert_eq!(store.next_timer().unwrap(), Some(at(20)));
    write(store, |set| set.fired_timers.push(("t_2".into(), at(20))));
    assert_eq!(store.next_timer().unwrap(), Some(at(30)));
    write(store, |set| set.timers.push(timer("t_3", "c_1", -5)));
    assert_eq!(store.next_timer().unwrap(), Some(at(-5)));
}

pub fn the_timers_of_a_customer_are_in_the_order_of_their_keys(store: &StoreUnderTest) {
    write(store, |set| {
        set.timers.extend([
            timer("t_3", "c_1", 1),
            timer("t_1", "c_1", 9),
            timer("t_2", "c_1", 5),
            timer("t_0", "c_2", 5),
        ]);
    });
    assert_eq!(of(store, "c_1"), ["t_1", "t_2", "t_3"]);
}

fn due(store: &StoreUnderTest, now: i64, limit: usize) -> Vec<String> {
    let due = store.due_timers(at(now), limit).unwrap();
    assert!(due.unreadable.is_empty());
    due.rows.iter().map(|timer| timer.key.to_string()).collect()
}

fn of(store: &StoreUnderTest, customer: &str) -> Vec<String> {
    store.timers_of(&customer.into()).unwrap().iter().map(|timer| timer.key.to_string()).collect()
}
