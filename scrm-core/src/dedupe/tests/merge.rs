use super::{customer, day, identifier, phone, system, text};
use crate::customer::{
    AppliedTag, Customer, Field, FieldName, FieldPolicy, FieldValue, IdentifierKind, PriorityState,
    SurvivalCause, TagPhase,
};
use crate::dedupe::{
    DedupeConfig, DedupeError, ERRORS, MergePlan, Side, history_ids, open_merges, plan_merge, plan_undo,
    unite_tags,
};
use crate::foundation::{Coded, CustomerId, MergeId, Reason, RuleId, TagId, TimerKey};
use crate::store::{PriorImage, Timer, TimerPurpose};
use crate::trust::consent::{ConsentAction, ConsentEntry, Purpose};

pub(super) fn image(customer: &Customer, timers: &[Timer]) -> PriorImage {
    PriorImage { customer: customer.clone(), conversations: Vec::new(), timers: timers.to_vec() }
}

pub(super) fn tag(name: &str, set: i64) -> AppliedTag {
    AppliedTag {
        tag: TagId::new(name),
        set_at: day(set),
        confirmed_at: day(set),
        rule: Some(RuleId::new("rule")),
        reason: Reason::new("tag.test"),
        phase: TagPhase::Active,
        expires_at: None,
    }
}

pub(super) fn timer(key: &str, customer: &str, due: i64, purpose: TimerPurpose) -> Timer {
    Timer {
        key: TimerKey::new(key),
        due: day(due),
        customer: CustomerId::new(customer),
        conversation: None,
        purpose,
    }
}

pub(super) fn consent(at: i64, action: ConsentAction) -> ConsentEntry {
    ConsentEntry {
        at: day(at),
        action,
        purpose: Some(Purpose::Marketing),
        channel: None,
        source: "import:test".into(),
        text_version: None,
    }
}

fn merge(survivor: &Customer, absorbed: &Customer, now: i64) -> MergePlan {
    let tags = unite_tags(&survivor.tags, &absorbed.tags);
    let config = DedupeConfig::standard().survivorship;
    plan_merge(image(survivor, &[]), image(absorbed, &[]), tags, &[], &config, vec![], day(now)).unwrap()
}

#[test]
fn each_field_survives_by_its_policy_and_says_why() {
    let mut ann = customer("c_1", "Ann", &[phone("1")]);
    let mut anna = customer("c_2", "Ann", &[phone("1"), phone("2")]);
    ann.set_field(FieldName::Company, text("Old", day(1)));
    anna.set_field(FieldName::Company, text("New", day(2)));
    anna.set_field(FieldName::Remark, text("vip", day(2)));
    let first = |at| Field { value: FieldValue::Instant(day(at)), source: "import:x".into(), at: day(at) };
    ann.set_field(FieldName::FirstContact, first(-3));
    anna.set_field(FieldName::FirstContact, first(-1));
    anna.created_at = day(-9);
    let plan = merge(&ann, &anna, 5);
    let choice = |field: FieldName| plan.fields.iter().find(|choice| choice.field == field).unwrap();
    assert_eq!(
        (choice(FieldName::Company).kept, choice(FieldName::Company).cause),
        (Side::Absorbed, SurvivalCause::Newer)
    );
    assert_eq!(choice(FieldName::Remark).cause, SurvivalCause::OnlyValue);
    assert_eq!(choice(FieldName::Name).cause, SurvivalCause::Equal);
    assert_eq!(choice(FieldName::FirstContact).policy, FieldPolicy::Earliest);
    assert_eq!(choice(FieldName::FirstContact).kept, Side::Survivor);
    assert_eq!(plan.survivor().text(&FieldName::Company), Some("New"));
    assert_eq!(plan.survivor().created_at, day(-9));
    assert_eq!(plan.survivor().identifiers.len(), 2, "one number is kept once");
    assert_eq!(plan.absorbed.merged_into, Some((ann.id.clone(), plan.record.id.clone())));
}

#[test]
fn the_most_frequent_value_counts_witnesses() {
    let mut config = DedupeConfig::standard().survivorship;
    config.fields.insert(FieldName::Company, FieldPolicy::MostFrequent);
    let make = |id, company, at| {
        let mut made = customer(id, "Ann", &[]);
        made.set_field(FieldName::Company, text(company, day(at)));
        made
    };
    let (newer, older, witness) = (make("c_1", "X", 9), make("c_2", "Y", 1), make("c_3", "Y", 2));
    let plan = |witnesses: &[&Customer]| {
        plan_merge(image(&newer, &[]), image(&older, &[]), vec![], witnesses, &config, vec![], day(9))
            .unwrap()
    };
    assert_eq!(plan(&[&witness]).survivor().text(&FieldName::Company), Some("Y"));
    assert_eq!(plan(&[]).survivor().text(&FieldName::Company), Some("X"), "a tie goes to the newer");
}

#[test]
fn the_stricter_consent_wins() {
    let mut ann = customer("c_1", "Ann", &[]);
    let mut anna = customer("c_2", "Ann", &[]);
    ann.consents = vec![consent(1, ConsentAction::Withdrawn)];
    anna.consents = vec![consent(2, ConsentAction::Given)];
    for (survivor, absorbed) in [(&ann, &anna), (&anna, &ann)] {
        let ledger = merge(survivor, absorbed, 5).survivor().consents.clone();
        let last = ledger.last().unwrap();
        assert_eq!(
            (last.action, last.purpose, last.at),
            (ConsentAction::Withdrawn, Some(Purpose::Marketing), day(5))
        );
        assert!(last.source.starts_with("merge:g_"));
        assert!(ledger.iter().all(|entry| entry.purpose != Some(Purpose::Transactional)));
    }
    anna.consents.clear();
    ann.consents = vec![consent(1, ConsentAction::Given)];
    assert_eq!(merge(&ann, &anna, 5).survivor().consents, ann.consents, "saying nothing is not withdrawing");
}

#[test]
fn the_more_urgent_priority_survives() {
    let state = |level, responded: bool| PriorityState {
        level,
        score: 50.0,
        since: day(0),
        respond_by: day(1),
        responded_at: responded.then(|| day(0)),
        reasons: vec![],
    };
    let mut ann = customer("c_1", "Ann", &[]);
    let mut anna = customer("c_2", "Ann", &[]);
    (ann.priority, anna.priority) = (Some(state(3, false)), Some(state(1, false)));
    assert_eq!(merge(&ann, &anna, 5).survivor().priority.as_ref().unwrap().level, 1);
    assert_eq!(merge(&anna, &ann, 5).survivor().priority.as_ref().unwrap().level, 1);
    anna.priority = Some(state(1, true));
    assert_eq!(merge(&ann, &anna, 5).survivor().priority.as_ref().unwrap().level, 3, "answered is not due");
    assert_eq!(merge(&ann, &anna, 5).absorbed.priority, None);
}

#[test]
fn timers_move_to_the_survivor_under_its_key() {
    let (ann, anna) = (customer("c", "Ann", &[]), customer("c_2", "Ann", &[]));
    let ours = [timer("follow|c", "c", 9, TimerPurpose::FollowUp {})];
    let theirs = [
        timer("follow|c_2", "c_2", 7, TimerPurpose::FollowUp {}),
        timer("unread|v_c_2x", "c_2", 8, TimerPurpose::ReplyUnread { turn: 1 }),
    ];
    let config = DedupeConfig::standard().survivorship;
    let plan =
        plan_merge(image(&ann, &ours), image(&anna, &theirs), vec![], &[], &config, vec![], day(5)).unwrap();
    assert_eq!(plan.cancelled_timers, [TimerKey::new("follow|c_2")]);
    assert_eq!(
        plan.set_timers,
        [
            timer("follow|c", "c", 7, TimerPurpose::FollowUp {}),
            timer("unread|v_c_2x", "c", 8, TimerPurpose::ReplyUnread { turn: 1 }),
        ]
    );
}

#[test]
fn what_must_not_be_merged_is_refused() {
    let config = DedupeConfig::standard().survivorship;
    let refused = |left: &Customer, right: &Customer| {
        plan_merge(image(left, &[]), image(right, &[]), vec![], &[], &config, vec![], day(5))
            .unwrap_err()
            .code()
    };
    let ann = customer("c_1", "Ann", &[system("erp", "7")]);
    assert_eq!(refused(&ann, &ann), "dedupe.merge.same_customer");
    assert_eq!(
        refused(&ann, &customer("c_2", "Ann", &[system("erp", "8")])),
        "dedupe.merge.different_system_ids"
    );
    let mut gone = customer("c_2", "Ann", &[]);
    gone.merged_into = Some((CustomerId::new("c_3"), MergeId::new("g")));
    assert_eq!(refused(&ann, &gone), "dedupe.merge.merged_away");
}

#[test]
fn what_people_took_away_stays_away_through_a_merge_and_its_undoing() {
    let taken = |id: &str, tags: &[&str]| {
        let mut made = customer(id, "Anna", &[]);
        made.tags_taken = tags.iter().map(|tag| (*tag).into()).collect();
        made
    };
    let (anna, also_anna) = (taken("c_1", &["a", "b"]), taken("c_2", &["b", "c"]));
    let plan = merge(&anna, &also_anna, 9);
    assert_eq!(plan.survivor().tags_taken, ["a", "b", "c"].map(TagId::from));
    // Since then "a" came back and "d" was taken away.
    let mut later = plan.survivor().clone();
    later.tags_taken = ["b", "c", "d"].map(TagId::from).to_vec();
    let record = plan.record.clone();
    let undone = plan_undo(&record, &[&record], &later, &[], &[], day(10)).unwrap();
    assert_eq!(undone.survivor.tags_taken, ["b", "d"].map(TagId::from));
    assert_eq!(undone.restored.tags_taken, also_anna.tags_taken);
}

#[test]
fn merges_are_undone_once_and_in_reverse_order() {
    let (a, b, c) = (customer("c_1", "A", &[]), customer("c_2", "A", &[]), customer("c_3", "A", &[]));
    let first = merge(&a, &b, 1);
    let second = merge(first.survivor(), &c, 2);
    let records = [&first.record, &second.record];
    assert_eq!(history_ids(&a.id, &records), [a.id.clone(), b.id.clone(), c.id.clone()]);
    assert_eq!(open_merges(&a.id, &records).first().unwrap().id, second.record.id);
    let undo = |record, now: &Customer| plan_undo(record, &records, now, &[], &[], day(3));
    assert_eq!(
        undo(&first.record, second.survivor()).unwrap_err(),
        DedupeError::LaterMerge { merge: first.record.id.clone(), later: second.record.id.clone() }
    );
    let undone = undo(&second.record, second.survivor()).unwrap();
    assert_eq!(undo(&undone.record, &undone.survivor).unwrap_err().code(), "dedupe.merge.already_undone");
    let records = [&first.record, &undone.record];
    let back = plan_undo(&first.record, &records, &undone.survivor, &[], &[], day(4)).unwrap();
    assert_eq!(back.restored.fields, b.fields);
    let mut gone = first.survivor().clone();
    gone.merged_into = Some((c.id.clone(), MergeId::new("g")));
    assert_eq!(undo(&first.record, &gone).unwrap_err().code(), "dedupe.merge.survivor_gone");
    assert_eq!(undo(&first.record, &b).unwrap_err().code(), "dedupe.merge.wrong_survivor");
}

#[test]
fn merge_order_does_not_matter_where_the_policy_is_symmetric() {
    for policy in [FieldPolicy::Newest, FieldPolicy::MostComplete, FieldPolicy::Earliest, FieldPolicy::Latest]
    {
        let mut config = DedupeConfig::standard().survivorship;
        config.default = policy;
        let all: Vec<Customer> =
            [("c_1", "Acme", 3), ("c_2", "Acme Trading House", 1), ("c_3", "Acme", 5), ("c_4", "Zeta", 4)]
                .iter()
                .map(|(id, company, at)| {
                    let mut made = customer(id, "A", &[identifier(IdentifierKind::Email, id)]);
                    made.set_field(FieldName::Company, text(company, day(*at)));
                    made
                })
                .collect();
        let values: Vec<FieldValue> = [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]]
            .iter()
            .map(|order| {
                let mut merged = all.get(order[0]).unwrap().clone();
                for other in order.iter().skip(1) {
                    let (ours, theirs) = (image(&merged, &[]), image(all.get(*other).unwrap(), &[]));
                    merged = plan_merge(ours, theirs, vec![], &[], &config, vec![], day(9))
                        .unwrap()
                        .survivor()
                        .clone();
                }
                merged.value(&FieldName::Company).unwrap().clone()
            })
            .collect();
        assert!(values.iter().all(|value| Some(value) == values.first()), "{policy:?}");
    }
}

#[test]
fn a_tag_that_the_merge_dropped_and_someone_set_again_is_there_once() {
    let mut ann = customer("c_1", "Ann", &[]);
    ann.tags = vec![tag("tier_a", 1)];
    let config = DedupeConfig::standard().survivorship;
    let other = customer("c_2", "Ann", &[]);
    let plan =
        plan_merge(image(&ann, &[]), image(&other, &[]), vec![], &[], &config, vec![], day(2)).unwrap();
    let mut later = plan.survivor().clone();
    later.tags.push(tag("tier_a", 3));
    let back = plan_undo(&plan.record, &[], &later, &[], &[], day(4)).unwrap();
    assert_eq!(back.survivor.tags, [tag("tier_a", 3)]);
}

#[test]
fn every_error_is_in_the_catalogue_once() {
    let merge = MergeId::new("g");
    let customer = CustomerId::new("c");
    let errors = [
        DedupeError::Config { field: "f".into(), problem: "p" },
        DedupeError::SameCustomer { customer: customer.clone() },
        DedupeError::MergedAway { customer: customer.clone() },
        DedupeError::DifferentSystemIds { system: "erp".into() },
        DedupeError::AlreadyUndone { merge: merge.clone() },
        DedupeError::SurvivorGone { merge: merge.clone(), into: customer.clone() },
        DedupeError::PairDecided { first: customer.clone(), second: customer.clone() },
        DedupeError::NotOfPair { customer },
        DedupeError::LaterMerge { merge: merge.clone(), later: merge.clone() },
        DedupeError::WrongSurvivor { merge },
        DedupeError::UnknownColumn { column: "c".into() },
        DedupeError::SameId { record: 1 },
        DedupeError::UnknownRecord { field: "first" },
        DedupeError::NoModel { field: "learned".into(), problem: "p" },
        DedupeError::NewerModel { found: 2, known: 1 },
        DedupeError::OtherRecord { record: 1 },
        DedupeError::NothingLabelled,
    ];
    assert_eq!(errors.len(), ERRORS.len());
    for error in errors {
        assert_eq!(ERRORS.iter().filter(|entry| entry.code == error.code()).count(), 1, "{}", error.code());
    }
}
