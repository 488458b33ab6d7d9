//! Random merges, what happens afterwards, and the way back.

use std::collections::BTreeMap;

use super::merge::{consent, image, tag, timer};
use super::{customer, day, phone, text};
use crate::customer::{Customer, FieldName, IdentifierKey, PriorityState};
use crate::dedupe::{DedupeConfig, MergePlan, UndoPlan, plan_merge, plan_undo, unite_tags};
use crate::desk::Conversation;
use crate::foundation::{AccountId, ConversationId, TagId, TimerKey};
use crate::store::{PriorImage, Timer, TimerPurpose};
use crate::transport::Channel;
use crate::trust::consent::{ConsentAction, ConsentEntry, Purpose};

const HISTORIES: u64 = 10_000;

/// Numbers that follow from a seed.
struct Dice {
    seed: u64,
    rolls: u64,
}

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.rolls += 1;
        let mut mixed = self
            .seed
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .wrapping_add(self.rolls.wrapping_mul(0xbf58_476d_1ce4_e5b9));
        mixed ^= mixed >> 31;
        mixed = mixed.wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 29;
        mixed % sides
    }

    fn day(&mut self) -> i64 {
        self.roll(20).cast_signed()
    }
}

const FIELDS: [FieldName; 4] = [FieldName::Company, FieldName::Remark, FieldName::Address, FieldName::Owner];
const TAGS: [&str; 3] = ["quoted", "sample", "vip"];

fn person(dice: &mut Dice, id: &str) -> PriorImage {
    let mut made = customer(id, ["", "Анна", "王伟"][dice.roll(3) as usize], &[]);
    made.created_at = day(-dice.day());
    for name in FIELDS {
        if dice.roll(2) == 0 {
            made.set_field(name, text(["x", "yy", "z z"][dice.roll(3) as usize], day(dice.day())));
        }
    }
    for number in 0..4 {
        if dice.roll(3) == 0 {
            made.identifiers.push(phone(&number.to_string()));
        }
    }
    for _ in 0..dice.roll(4) {
        made.consents.push(any_consent(dice));
    }
    made.consents.sort_by_key(|entry| entry.at);
    let mut timers = Vec::new();
    for name in TAGS {
        if dice.roll(2) == 0 {
            made.tags.push(tag(name, dice.day()));
        }
    }
    made.tags_taken = TAGS.iter().filter(|_| dice.roll(4) == 0).map(|tag| (*tag).into()).collect();
    if dice.roll(2) == 0 {
        let due = dice.day();
        made.tags_due = Some(day(due));
        timers.push(timer(&format!("tag/{id}/due"), id, due, TimerPurpose::TagsDue {}));
    }
    if dice.roll(2) == 0 {
        timers.push(timer(&format!("follow|{id}"), id, dice.day(), TimerPurpose::FollowUp {}));
    }
    if dice.roll(3) == 0 {
        let since = day(dice.day());
        made.priority = Some(PriorityState {
            level: 1 + dice.roll(3) as u8,
            score: 1.0,
            since,
            respond_by: since,
            responded_at: None,
            reasons: vec![],
        });
    }
    made.archived_at = (dice.roll(4) == 0).then(|| day(3));
    let conversations =
        (0..dice.roll(2)).map(|number| ConversationId::new(format!("v_{id}_{number}"))).collect();
    PriorImage { conversations, ..image(&made, &timers) }
}

fn any_consent(dice: &mut Dice) -> ConsentEntry {
    let action = if dice.roll(2) == 0 { ConsentAction::Given } else { ConsentAction::Withdrawn };
    ConsentEntry {
        purpose: [None, Some(Purpose::Marketing), Some(Purpose::Transactional)][dice.roll(3) as usize],
        channel: [None, Some(Channel::Whatsapp)][dice.roll(2) as usize],
        ..consent(dice.day(), action)
    }
}

fn conversation(id: &ConversationId, of: &Customer, address: &str) -> Conversation {
    let address = IdentifierKey::from_stored(address);
    Conversation::new(id.clone(), of.id.clone(), Channel::Whatsapp, AccountId::new("main"), address, day(0))
}

type Timers = BTreeMap<TimerKey, Timer>;

fn apply(timers: &mut Timers, cancelled: &[TimerKey], set: &[Timer]) {
    for key in cancelled {
        timers.remove(key);
    }
    timers.extend(set.iter().map(|timer| (timer.key.clone(), timer.clone())));
}

/// A merge that happened.
struct Merged {
    survivor: PriorImage,
    absorbed: PriorImage,
    plan: MergePlan,
    timers: Timers,
    conversations: Vec<Conversation>,
}

fn merged(dice: &mut Dice) -> Merged {
    let (survivor, absorbed) = (person(dice, "c_1"), person(dice, "c_2"));
    let mut tags = unite_tags(&survivor.customer.tags, &absorbed.customer.tags);
    if dice.roll(4) == 0 {
        tags.pop();
    }
    let config = DedupeConfig::standard().survivorship;
    let plan = plan_merge(survivor.clone(), absorbed.clone(), tags, &[], &config, vec![], day(30)).unwrap();
    let mut timers: Timers = survivor
        .timers
        .iter()
        .chain(&absorbed.timers)
        .map(|timer| (timer.key.clone(), timer.clone()))
        .collect();
    apply(&mut timers, &plan.cancelled_timers, &plan.set_timers);
    assert!(timers.values().all(|timer| timer.customer == survivor.customer.id));
    let ids = survivor.conversations.iter().chain(&absorbed.conversations);
    let conversations = ids.map(|id| conversation(id, plan.survivor(), "tel:none")).collect();
    Merged { survivor, absorbed, plan, timers, conversations }
}

fn undo(merged: &Merged, now: &Customer) -> UndoPlan {
    let timers: Vec<Timer> = merged.timers.values().cloned().collect();
    plan_undo(&merged.plan.record, &[], now, &merged.conversations, &timers, day(60)).unwrap()
}

fn as_json(customer: &Customer) -> String {
    let mut customer = customer.clone();
    customer.updated_at = day(0);
    serde_json::to_string(&customer).unwrap()
}

#[test]
fn trust_d4_undo_restores_exactly_what_was_there() {
    for seed in 0..HISTORIES {
        let merged = merged(&mut Dice { seed, rolls: 0 });
        if seed % 20 == 0 {
            let stored = serde_json::to_string(&merged.plan.record).unwrap();
            assert_eq!(merged.plan.record, serde_json::from_str(&stored).unwrap(), "seed {seed}");
        }
        let back = undo(&merged, merged.plan.survivor());
        assert_eq!(as_json(&back.survivor), as_json(&merged.survivor.customer), "seed {seed}");
        assert_eq!(as_json(&back.restored), as_json(&merged.absorbed.customer), "seed {seed}");
        assert_eq!(back.returned_conversations, merged.absorbed.conversations, "seed {seed}");
        assert!(back.kept_edits.is_empty(), "seed {seed}");
        let mut timers = merged.timers.clone();
        apply(&mut timers, &back.cancelled_timers, &back.set_timers);
        let before = merged.survivor.timers.iter().chain(&merged.absorbed.timers);
        let before: Timers = before.map(|timer| (timer.key.clone(), timer.clone())).collect();
        assert_eq!(timers, before, "seed {seed}");
    }
}

#[test]
fn trust_d4_the_stricter_consent_survives_merge_and_undo() {
    let channels = [Channel::Whatsapp, Channel::Email, Channel::Sms, Channel::Wecom, Channel::Other];
    for seed in 0..HISTORIES / 5 {
        let mut dice = Dice { seed, rolls: 0 };
        let merged = merged(&mut dice);
        let withdrawn = |customer: &Customer, purpose, channel| {
            let covers = |entry: &&ConsentEntry| {
                entry.purpose.is_none_or(|of| of == purpose) && entry.channel.is_none_or(|of| of == channel)
            };
            let latest = customer.consents.iter().filter(covers).map(|entry| entry.at).max();
            customer
                .consents
                .iter()
                .filter(covers)
                .any(|entry| Some(entry.at) == latest && entry.action == ConsentAction::Withdrawn)
        };
        for purpose in [Purpose::Transactional, Purpose::Marketing] {
            for channel in channels {
                let before = withdrawn(&merged.survivor.customer, purpose, channel)
                    || withdrawn(&merged.absorbed.customer, purpose, channel);
                assert_eq!(withdrawn(merged.plan.survivor(), purpose, channel), before, "seed {seed}");
            }
        }
        let mut later = merged.plan.survivor().clone();
        later.consents.push(ConsentEntry { purpose: None, ..consent(50, ConsentAction::Withdrawn) });
        let back = undo(&merged, &later);
        for customer in [&back.survivor, &back.restored] {
            assert!(withdrawn(customer, Purpose::Marketing, Channel::Sms), "seed {seed}");
        }
    }
}

#[test]
fn later_changes_are_kept() {
    for seed in 0..HISTORIES / 5 {
        let mut dice = Dice { seed, rolls: 0 };
        let mut merged = merged(&mut dice);
        let mut later = merged.plan.survivor().clone();
        let edited = FIELDS[dice.roll(4) as usize].clone();
        let removes = dice.roll(2) == 0;
        if removes {
            later.remove_field(&edited);
        } else {
            later.set_field(edited.clone(), text("edited", day(40)));
        }
        later.identifiers.push(phone("99"));
        let gone = later.identifiers.first().map(|identifier| identifier.key.clone()).unwrap();
        later.identifiers.retain(|identifier| identifier.key != gone);
        later.tags.push(tag("added", 40));
        let given = consent(45, ConsentAction::Given);
        later.consents.push(given.clone());
        later.archived_at = Some(day(41));
        let began = ConversationId::new("v_new");
        merged.conversations.push(conversation(&began, &later, "tel:3"));
        let absorbed_alone = |number: &str| {
            let key = IdentifierKey::from_stored(format!("tel:{number}"));
            merged.absorbed.customer.has_identifier(&key) && !merged.survivor.customer.has_identifier(&key)
        };
        let moved = merged.timers.values().next().cloned();
        if let Some(moved) = &moved {
            merged.timers.insert(moved.key.clone(), Timer { due: day(70), ..moved.clone() });
        }

        let back = undo(&merged, &later);
        let expected = if removes { None } else { Some("edited") };
        assert_eq!(back.survivor.text(&edited), expected, "seed {seed}");
        for name in FIELDS.iter().filter(|name| **name != edited) {
            assert_eq!(back.survivor.field(name), merged.survivor.customer.field(name), "seed {seed}");
        }
        assert_eq!(back.restored.fields, merged.absorbed.customer.fields, "seed {seed}");
        assert!(back.survivor.has_identifier(&phone("99").key) || gone == phone("99").key, "seed {seed}");
        assert!(!back.restored.has_identifier(&phone("99").key), "seed {seed}");
        assert!(!back.survivor.has_identifier(&gone) && !back.restored.has_identifier(&gone), "seed {seed}");
        assert!(back.survivor.tag(&TagId::new("added")).is_some(), "seed {seed}");
        assert!(back.restored.tag(&TagId::new("added")).is_none(), "seed {seed}");
        assert!(
            back.survivor.consents.contains(&given) && !back.restored.consents.contains(&given),
            "seed {seed}"
        );
        assert_eq!(back.survivor.archived_at, Some(day(41)), "seed {seed}");
        assert_eq!(back.restored.archived_at, merged.absorbed.customer.archived_at, "seed {seed}");
        assert_eq!(back.returned_conversations.contains(&began), absorbed_alone("3"), "seed {seed}");
        if let Some(moved) = moved {
            let mut timers = merged.timers.clone();
            apply(&mut timers, &back.cancelled_timers, &back.set_timers);
            assert_eq!(timers.get(&moved.key).map(|timer| timer.due), Some(day(70)), "seed {seed}");
        }
    }
}

#[test]
fn a_conversation_takes_its_timers_along() {
    let mut seen = 0;
    for seed in 0..500 {
        let mut merged = merged(&mut Dice { seed, rolls: 0 });
        let Some(thread) = merged.absorbed.conversations.first().cloned() else { continue };
        seen += 1;
        let since =
            Timer { conversation: Some(thread), ..timer("unread|1", "c_1", 50, TimerPurpose::FollowUp {}) };
        merged.timers.insert(since.key.clone(), since.clone());
        let back = undo(&merged, merged.plan.survivor());
        apply(&mut merged.timers, &back.cancelled_timers, &back.set_timers);
        let now = merged.timers.get(&since.key).unwrap();
        assert_eq!((&now.customer, now.due), (&merged.absorbed.customer.id, since.due), "seed {seed}");
    }
    assert!(seen > 0);
}

#[test]
fn a_timer_that_fired_does_not_come_back() {
    let mut fired = 0;
    for seed in 0..500 {
        let mut merged = merged(&mut Dice { seed, rolls: 0 });
        merged.timers.clear();
        let later = Customer { tags: Vec::new(), ..merged.plan.survivor().clone() };
        let back = undo(&merged, &later);
        for timer in &back.set_timers {
            let theirs = merged.absorbed.timers.contains(timer) || merged.survivor.timers.contains(timer);
            assert!(theirs, "seed {seed}");
            let stood =
                merged.plan.set_timers.iter().any(|set| set.purpose == timer.purpose && set.due == timer.due);
            assert!(!stood, "seed {seed}");
            fired += 1;
        }
    }
    assert!(fired > 0, "no timer ever gave way");
}
