//! A virtual month: every timer at its minute, once, whatever the clock does.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::*;
use crate::customer::Stage;
use crate::foundation::{AgentId, Effect, TimerKey};
use crate::store::Timer;

/// A host with one customer: timers in a map, notices told once.
struct World {
    engine: TagEngine,
    calendar: Calendar,
    customer: Customer,
    timers: BTreeMap<TimerKey, Timer>,
    told: BTreeSet<String>,
    log: Vec<(DateTime<Utc>, String)>,
}

impl World {
    fn new(zone: &str) -> Self {
        Self {
            engine: engine_in(zone),
            calendar: Calendar::utc().in_zone(zone).unwrap(),
            customer: Customer::new(CustomerId::new("c1"), DateTime::UNIX_EPOCH),
            timers: BTreeMap::new(),
            told: BTreeSet::new(),
            log: Vec::new(),
        }
    }

    fn happens(&mut self, kind: EventKind, local_time: &str) {
        let now = local(&self.calendar, local_time);
        let event = event(kind, now);
        // Whoever is known since 1970 is a customer by now, or long-term work would begin at once.
        put(&mut self.customer, FieldName::Stage, FieldValue::Stage(Stage::NewInquiry));
        put(&mut self.customer, FieldName::FirstContact, FieldValue::Instant(now));
        let decision = self.engine.refresh(&mut self.customer, happened(&event, None), now);
        self.carry_out(decision.effects, now);
    }

    /// Who buys does not become long-term work.
    fn buys(&mut self, local_time: &str) {
        let now = local(&self.calendar, local_time);
        put(&mut self.customer, FieldName::Stage, FieldValue::Stage(Stage::Customer));
        let edited = TagTrigger::Edited { fields: &[FieldName::Stage] };
        let decision = self.engine.refresh(&mut self.customer, edited, now);
        self.carry_out(decision.effects, now);
    }

    fn person_sets(&mut self, tag: &str, local_time: &str) {
        let now = local(&self.calendar, local_time);
        let (agent, tag) = (AgentId::new("a"), TagId::new(tag));
        let person = TagTrigger::Person { agent: &agent, tag: &tag, action: TagAction::Set };
        let decision = self.engine.refresh(&mut self.customer, person, now);
        self.carry_out(decision.effects, now);
    }

    fn carry_out(&mut self, effects: Vec<Effect>, now: DateTime<Utc>) {
        for effect in effects {
            match effect {
                Effect::SetTimer { timer } => {
                    assert_eq!(self.customer.tags_due, Some(timer.due), "the record says when");
                    self.timers.insert(timer.key.clone(), timer);
                }
                Effect::CancelTimer { key } => {
                    self.timers.remove(&key);
                }
                Effect::Notify { notice } => {
                    let tag = notice.key.split('/').nth(2).unwrap().to_owned();
                    if self.told.insert(notice.key) {
                        self.log.push((now, format!("{} {tag}", notice.reason.code)));
                    }
                }
                other => panic!("{other:?}"),
            }
        }
    }

    fn fire(&mut self, timer: &Timer, now: DateTime<Utc>) {
        let decision = self.engine.on_timer(&mut self.customer, timer, now);
        for removed in &decision.value.removed {
            self.log.push((now, format!("{} {}", removed.cause, removed.tag)));
        }
        self.carry_out(decision.effects, now);
    }

    fn tick(&mut self, now: DateTime<Utc>) {
        let mut due: Vec<Timer> = self.timers.values().filter(|timer| timer.due <= now).cloned().collect();
        due.sort_by(|a, b| (a.due, &a.key).cmp(&(b.due, &b.key)));
        for timer in due {
            self.timers.remove(&timer.key);
            self.fire(&timer, now);
        }
    }

    /// Lets time pass: a tick just before each timer, one at its minute, and that one twice.
    fn until(&mut self, local_time: &str) {
        let end = local(&self.calendar, local_time);
        while let Some(due) = self.timers.values().map(|timer| timer.due).min().filter(|due| *due <= end) {
            let told = self.log.len();
            let timers: Vec<_> = self.timers.values().filter(|timer| timer.due <= due).cloned().collect();
            self.tick(due - TimeDelta::minutes(1));
            assert_eq!(self.log.len(), told, "nothing before its time");
            self.tick(due);
            let (told, customer) = (self.log.clone(), self.customer.clone());
            self.tick(due);
            // The timers once more, as after a crash between the work and its record.
            for timer in timers {
                self.fire(&timer, due);
            }
            assert_eq!(self.log, told, "not twice");
            assert_eq!(self.customer, customer, "not twice");
        }
    }

    fn expect(&self, wanted: &[(&str, &str)]) {
        let wanted: Vec<_> = wanted.iter().map(|(at, what)| ((*at).to_owned(), (*what).to_owned())).collect();
        let shown = |at: DateTime<Utc>| {
            let offset = (self.calendar.to_local(at) - at.naive_utc()).num_hours();
            format!("{} +{offset}", self.calendar.to_local(at).format("%Y-%m-%d %H:%M"))
        };
        let log: Vec<_> = self.log.iter().map(|(at, what)| (shown(*at), what.clone())).collect();
        assert_eq!(log, wanted);
    }
}

#[test]
fn trust_t2_virtual_month_over_the_spring_change() {
    let mut world = World::new("Europe/Berlin");
    world.person_sets("behaviour.long_term", "2027-03-01 10:00");
    world.until("2027-03-14 02:30");
    world.happens(EventKind::SampleSent {}, "2027-03-14 02:30");
    world.until("2027-03-24 15:00");
    world.happens(EventKind::QuoteSent { total: None }, "2027-03-24 15:00");
    world.until("2027-03-27 10:00");
    world.happens(reply(), "2027-03-27 10:00");
    world.until("2027-04-05 12:00");
    world.expect(&[
        ("2027-03-08 10:00 +1", "tag.task_due behaviour.long_term"),
        ("2027-03-15 10:00 +1", "tag.task_due behaviour.long_term"),
        ("2027-03-22 10:00 +1", "tag.task_due behaviour.long_term"),
        ("2027-03-28 03:30 +2", "tag.action_due behaviour.sample_sent"), // 02:30 was skipped
        ("2027-03-28 10:00 +2", "tag.ends_soon behaviour.new_customer_24h"), // 23 hours by the clock
        ("2027-03-28 11:00 +2", "tag.expired behaviour.new_customer_24h"),
        ("2027-03-29 02:30 +2", "tag.overdue behaviour.sample_sent"),
        ("2027-03-29 10:00 +2", "tag.task_due behaviour.long_term"),
        ("2027-03-30 15:00 +2", "tag.ends_soon behaviour.quoted"),
        ("2027-03-31 15:00 +2", "tag.expired behaviour.quoted"),
        ("2027-04-01 10:00 +2", "tag.review_due behaviour.long_term"),
        ("2027-04-05 10:00 +2", "tag.task_due behaviour.long_term"),
    ]);
    assert_eq!(carried(&world.customer), ["behaviour.long_term", "behaviour.sample_sent"]);
}

#[test]
fn trust_t2_virtual_month_over_the_autumn_change() {
    let mut world = World::new("Europe/Berlin");
    world.happens(EventKind::SampleSent {}, "2026-10-11 02:30");
    world.happens(EventKind::QuoteSent { total: None }, "2026-10-18 02:30");
    world.until("2026-10-24 12:00");
    world.happens(reply(), "2026-10-24 12:00");
    world.until("2026-11-15 12:00");
    world.expect(&[
        ("2026-10-24 02:30 +2", "tag.ends_soon behaviour.quoted"),
        ("2026-10-25 02:30 +2", "tag.expired behaviour.quoted"), // 02:30 came twice
        ("2026-10-25 02:30 +2", "tag.action_due behaviour.sample_sent"),
        ("2026-10-25 10:00 +1", "tag.ends_soon behaviour.new_customer_24h"),
        ("2026-10-25 11:00 +1", "tag.expired behaviour.new_customer_24h"),
        ("2026-10-26 02:30 +1", "tag.overdue behaviour.sample_sent"),
    ]);
}

#[test]
fn trust_t2_virtual_months_over_a_leap_day() {
    let mut world = World::new("Europe/Berlin");
    world.person_sets("value.strategic", "2027-08-31 09:00");
    world.person_sets("value.tier_a", "2027-11-30 09:00");
    world.happens(EventKind::SampleSent {}, "2028-02-15 10:00");
    world.until("2028-02-23 11:00");
    world.happens(EventKind::QuoteSent { total: None }, "2028-02-23 11:00");
    world.until("2028-02-28 12:00");
    world.happens(reply(), "2028-02-28 12:00");
    world.until("2028-03-15 12:00");
    world.buys("2028-03-15 12:00");
    world.until("2028-09-01 00:00");
    world.expect(&[
        ("2028-02-29 09:00 +1", "tag.review_due value.strategic"),
        ("2028-02-29 09:00 +1", "tag.review_due value.tier_a"),
        ("2028-02-29 10:00 +1", "tag.action_due behaviour.sample_sent"),
        ("2028-02-29 11:00 +1", "tag.ends_soon behaviour.quoted"), // set before the other
        ("2028-02-29 11:00 +1", "tag.ends_soon behaviour.new_customer_24h"),
        ("2028-02-29 12:00 +1", "tag.expired behaviour.new_customer_24h"),
        ("2028-03-01 10:00 +1", "tag.overdue behaviour.sample_sent"),
        ("2028-03-01 11:00 +1", "tag.expired behaviour.quoted"),
        ("2028-05-30 09:00 +2", "tag.review_due value.tier_a"),
        ("2028-08-30 09:00 +2", "tag.review_due value.tier_a"),
        ("2028-08-31 09:00 +2", "tag.review_due value.strategic"),
    ]);
}

#[test]
fn trust_t2_a_host_that_wakes_late_keeps_the_series() {
    let mut world = World::new("Europe/Berlin");
    world.person_sets("behaviour.long_term", "2027-03-01 10:00");
    let late = local(&world.calendar, "2027-03-18 16:20");
    world.tick(late);
    world.until("2027-03-29 10:00");
    world.expect(&[
        ("2027-03-18 16:20 +1", "tag.task_due behaviour.long_term"),
        ("2027-03-22 10:00 +1", "tag.task_due behaviour.long_term"),
        ("2027-03-29 10:00 +2", "tag.task_due behaviour.long_term"),
    ]);
}

/// A small generator: the same numbers for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

#[test]
fn trust_b2_clock_jumps_fire_nothing_twice_and_nothing_early() {
    const POINTS: usize = 100_000;
    const SEED: u64 = 20_270_328;
    println!("seed {SEED}");
    let mut chance = Chance(SEED);
    let mut world = World::new("Europe/Berlin");
    world.person_sets("behaviour.long_term", "2027-03-01 10:00");
    world.person_sets("value.strategic", "2027-03-01 10:00");
    let start = local(&world.calendar, "2027-03-01 10:00");
    let mut now = start;
    let mut fired = 0;
    for point in 0..POINTS {
        let size = [1, 60, 3_600, 86_400, 34_560_000][chance.below(5) as usize];
        let jump = i64::try_from(chance.below(size) + 1).unwrap();
        now += TimeDelta::seconds(if chance.below(2) == 0 { jump } else { -jump });
        if (now - start).abs() > TimeDelta::days(40_000) {
            now = start;
        }
        match chance.below(6) {
            0 => {
                let quote = event(EventKind::QuoteSent { total: None }, now);
                let decision = world.engine.refresh(&mut world.customer, happened(&quote, None), now);
                world.carry_out(decision.effects, now);
            }
            1 => {
                let sample = event(EventKind::SampleSent {}, now);
                let decision = world.engine.refresh(&mut world.customer, happened(&sample, None), now);
                world.carry_out(decision.effects, now);
            }
            _ => {}
        }
        // A worker whose clock is ahead hands over timers that are not due yet.
        let early: Vec<Timer> = world.timers.values().filter(|timer| timer.due > now).cloned().collect();
        let told = world.log.len();
        for timer in &early {
            world.fire(timer, now);
        }
        assert_eq!(world.log.len(), told, "seed {SEED}, point {point}: nothing before its time");
        let told = world.told.len();
        world.tick(now);
        let timers = world.timers.clone();
        let log = world.log.len();
        world.tick(now);
        assert_eq!(world.log.len(), log, "seed {SEED}, point {point}: not twice");
        assert_eq!(world.timers, timers, "seed {SEED}, point {point}: not twice");
        fired += world.told.len() - told;
    }
    assert!(fired > 500, "{fired} notices");
}
