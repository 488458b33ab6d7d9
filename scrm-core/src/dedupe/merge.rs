//! Two records become one: what survives, what follows, and what is kept to take it back.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::DedupeError;
use super::exact::different_system_ids;
use crate::customer::survivorship::{SurvivorshipConfig, is_empty, same_value, survive};
use crate::customer::{
    AppliedTag, Customer, Field, FieldName, FieldPolicy, Identifier, PriorityState, SegmentMembership,
    SurvivalCause,
};
use crate::foundation::{
    ConversationId, CustomerId, Event, EventId, EventKind, MergeId, Reason, TagId, TimerKey,
};
use crate::store::{MergeRecord, PriorImage, Timer};
use crate::trust::merge_ledgers;

/// Which of the two records something came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The one that stays.
    Survivor,
    /// The one that goes.
    Absorbed,
}

/// Which value of a field survives, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChoice {
    /// Which field.
    pub field: FieldName,
    /// Whose value it is.
    pub kept: Side,
    /// The policy of the field.
    pub policy: FieldPolicy,
    /// Why this value.
    pub cause: SurvivalCause,
}

/// A merge before it happens: a preview, and all that has to be written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MergePlan {
    /// Every field that either has, in the order of the names.
    pub fields: Vec<FieldChoice>,
    /// The merge with both images and the result, to be stored and to undo by.
    pub record: MergeRecord,
    /// The absorbed customer with `merged_into`: its id leads to the survivor for ever. It keeps its values, is
    /// found by no key, and nothing is due for it.
    pub absorbed: Customer,
    /// Conversations whose `customer` becomes the survivor.
    pub moved_conversations: Vec<ConversationId>,
    /// Timers to cancel, before the others are set.
    pub cancelled_timers: Vec<TimerKey>,
    /// Timers to set for the survivor.
    pub set_timers: Vec<Timer>,
    /// What the log says.
    pub event: Event,
}

impl MergePlan {
    /// The survivor after the merge.
    #[must_use]
    pub const fn survivor(&self) -> &Customer {
        &self.record.result
    }
}

/// Plans the merge of `absorbed` into `survivor`.
///
/// - **Fields** by policy; of equal values the provenance of the later. `witnesses` are further records of the same
///   customer (the rest of a cluster): they have a vote where the policy is `most_frequent`, nothing else.
/// - **Identifiers** are united by key, the survivor's first; one that failed for good on either side has failed.
/// - **Tags** as given in `tags`, by the tag engine or by [`unite_tags`]. **Priority**: what is still due before what was answered, then the lower level, the
///   earlier deadline, the higher score. **Created** is the earlier; the result is archived only if both were.
/// - **Consents**: both ledgers, and where one of the two has withdrawn what the united ledger would
///   allow, a withdrawal at the time of the merge: the stricter wins. Saying nothing is not withdrawing.
/// - **Saved segments** of both, since the earlier; the workspace then asks every one of them.
/// - **Conversations** get the survivor's id. **Timers** too, and in their keys the absorbed id is replaced
///   by the survivor's wherever it stands between characters other than letters, digits, `_` and `-`. Where that
///   meets a timer of the survivor's, the earlier of the two stays. The one for the tags is set anew by
///   [`TagEngine::reschedule`](crate::tag::TagEngine::reschedule).
/// - **Messages, events and the outbox** keep the id they were written under: whoever reads a customer's
///   history asks for all of [`history_ids`](super::history_ids), whoever sends follows `merged_into`.
///
/// # Errors
/// [`DedupeError::SameCustomer`], [`DedupeError::MergedAway`] when either was merged away before, and
/// [`DedupeError::DifferentSystemIds`]: two customers of one system are never one.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use scrm_core::customer::Customer;
/// use scrm_core::dedupe::{DedupeConfig, plan_merge};
/// use scrm_core::foundation::CustomerId;
/// use scrm_core::store::PriorImage;
///
/// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let image = |id| PriorImage {
///     customer: Customer::new(CustomerId::new(id), now),
///     conversations: Vec::new(),
///     timers: Vec::new(),
/// };
/// let policy = DedupeConfig::standard().survivorship;
/// let plan = plan_merge(image("c_1"), image("c_2"), Vec::new(), &[], &policy, Vec::new(), now).unwrap();
/// assert_eq!(plan.survivor().id, CustomerId::new("c_1"));
/// assert_eq!(plan.absorbed.merged_into, Some((CustomerId::new("c_1"), plan.record.id.clone())));
/// ```
pub fn plan_merge(
    survivor: PriorImage,
    absorbed: PriorImage,
    tags: Vec<AppliedTag>,
    witnesses: &[&Customer],
    config: &SurvivorshipConfig,
    reasons: Vec<Reason>,
    now: DateTime<Utc>,
) -> Result<MergePlan, DedupeError> {
    let (stays, goes) = (&survivor.customer, &absorbed.customer);
    check(stays, goes)?;
    let id = MergeId::derive(now, 0, &[stays.id.as_str().as_bytes(), goes.id.as_str().as_bytes()]);
    let (choices, fields) = unite_fields(stays, goes, witnesses, config);
    let result = Customer {
        v: stays.v.max(goes.v),
        id: stays.id.clone(),
        created_at: stays.created_at.min(goes.created_at),
        updated_at: now,
        fields,
        identifiers: unite_identifiers(&stays.identifiers, &goes.identifiers),
        tags,
        tags_due: stays.tags_due.into_iter().chain(goes.tags_due).min(),
        tags_taken: taken_from_either(stays, goes),
        segments: unite_segments(&stays.segments, &goes.segments),
        segments_due: stays.segments_due.into_iter().chain(goes.segments_due).min(),
        consents: merge_ledgers(&stays.consents, &goes.consents, &format!("merge:{id}"), now),
        priority: more_urgent(stays.priority.as_ref(), goes.priority.as_ref()).cloned(),
        archived_at: stays.archived_at.zip(goes.archived_at).map(|(one, other)| one.max(other)),
        merged_into: None,
    };
    let moved = move_timers((&stays.id, &survivor.timers), (&goes.id, &absorbed.timers));
    let mut tombstone = goes.clone();
    tombstone.updated_at = now;
    tombstone.priority = None;
    tombstone.tags_due = None;
    tombstone.tags_taken = Vec::new();
    tombstone.segments = Vec::new();
    tombstone.segments_due = None;
    tombstone.merged_into = Some((stays.id.clone(), id.clone()));
    Ok(MergePlan {
        fields: choices,
        moved_conversations: absorbed.conversations.clone(),
        cancelled_timers: moved.cancelled,
        set_timers: moved.set,
        event: Event {
            v: 1,
            id: EventId::derive(now, 0, &[b"merge", id.as_str().as_bytes()]),
            at: now,
            customer: Some(stays.id.clone()),
            conversation: None,
            kind: EventKind::CustomerMerged { absorbed: goes.id.clone() },
        },
        absorbed: tombstone,
        record: MergeRecord { v: 1, id, at: now, survivor, absorbed, result, reasons, undone_at: None },
    })
}

fn check(survivor: &Customer, absorbed: &Customer) -> Result<(), DedupeError> {
    if survivor.id == absorbed.id {
        return Err(DedupeError::SameCustomer { customer: survivor.id.clone() });
    }
    if let Some(gone) = [survivor, absorbed].into_iter().find(|side| side.merged_into.is_some()) {
        return Err(DedupeError::MergedAway { customer: gone.id.clone() });
    }
    match different_system_ids(&survivor.identifiers, &absorbed.identifiers) {
        Some(system) => Err(DedupeError::DifferentSystemIds { system: system.to_owned() }),
        None => Ok(()),
    }
}

fn unite_fields(
    survivor: &Customer,
    absorbed: &Customer,
    witnesses: &[&Customer],
    config: &SurvivorshipConfig,
) -> (Vec<FieldChoice>, Vec<(FieldName, Field)>) {
    let mut names: Vec<&FieldName> =
        survivor.fields.iter().chain(&absorbed.fields).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    let mut choices = Vec::with_capacity(names.len());
    let mut fields = Vec::with_capacity(names.len());
    for name in names {
        let votes_for = |field: &Field| {
            let agrees = |witness: &&&Customer| {
                witness.value(name).is_some_and(|value| same_value(value, &field.value))
            };
            1 + witnesses.iter().filter(agrees).count()
        };
        let (kept, field, cause) = match (survivor.field(name), absorbed.field(name)) {
            (Some(ours), Some(theirs)) => {
                let votes = (votes_for(ours), votes_for(theirs));
                let survival = survive(name, ours, theirs, votes, config);
                let later_echo = survival.cause == SurvivalCause::Equal && theirs.at > ours.at;
                if survival.replaced || later_echo {
                    (Side::Absorbed, theirs, survival.cause)
                } else {
                    (Side::Survivor, ours, survival.cause)
                }
            }
            (Some(ours), None) => (Side::Survivor, ours, SurvivalCause::OnlyValue),
            (None, Some(theirs)) if !is_empty(&theirs.value) => {
                (Side::Absorbed, theirs, SurvivalCause::OnlyValue)
            }
            (None, _) => continue,
        };
        choices.push(FieldChoice { field: name.clone(), kept, policy: config.policy(name), cause });
        fields.push((name.clone(), field.clone()));
    }
    (choices, fields)
}

fn unite_identifiers(survivor: &[Identifier], absorbed: &[Identifier]) -> Vec<Identifier> {
    let mut united = survivor.to_vec();
    for identifier in absorbed {
        match united.iter_mut().find(|present| present.key == identifier.key) {
            Some(present) => present.undeliverable |= identifier.undeliverable,
            None => united.push(identifier.clone()),
        }
    }
    united
}

/// Unites tags by name: of one tag that both carry the one set later stays, with the earlier place in the list.
#[must_use]
pub fn unite_tags(survivor: &[AppliedTag], absorbed: &[AppliedTag]) -> Vec<AppliedTag> {
    let mut united = survivor.to_vec();
    for tag in absorbed {
        match united.iter_mut().find(|present| present.tag == tag.tag) {
            Some(present) if tag.set_at > present.set_at => *present = tag.clone(),
            Some(_) => {}
            None => united.push(tag.clone()),
        }
    }
    united.sort_by(|a, b| a.set_at.cmp(&b.set_at).then_with(|| a.tag.cmp(&b.tag)));
    united
}

/// What a person took away from either stays away.
fn taken_from_either(survivor: &Customer, absorbed: &Customer) -> Vec<TagId> {
    let mut taken = survivor.tags_taken.clone();
    taken.extend(absorbed.tags_taken.iter().filter(|tag| !survivor.tags_taken.contains(tag)).cloned());
    taken
}

/// Unites memberships by segment: whom two records stand for has belonged to a segment since the earlier of the two.
fn unite_segments(survivor: &[SegmentMembership], absorbed: &[SegmentMembership]) -> Vec<SegmentMembership> {
    let mut united = survivor.to_vec();
    for membership in absorbed {
        match united.iter_mut().find(|present| present.segment == membership.segment) {
            Some(present) => present.since = present.since.min(membership.since),
            None => united.push(membership.clone()),
        }
    }
    united.sort_by(|a, b| (a.since, &a.segment).cmp(&(b.since, &b.segment)));
    united
}

fn more_urgent<'a>(
    left: Option<&'a PriorityState>,
    right: Option<&'a PriorityState>,
) -> Option<&'a PriorityState> {
    let (Some(one), Some(other)) = (left, right) else { return left.or(right) };
    let urgency = |state: &PriorityState| (state.responded_at.is_some(), state.level, state.respond_by);
    let order = urgency(other).cmp(&urgency(one)).then_with(|| one.score.total_cmp(&other.score));
    Some(if order == Ordering::Less { other } else { one })
}

/// What becomes of the timers of two customers.
#[derive(Debug, Default)]
struct MovedTimers {
    /// Keys that go.
    cancelled: Vec<TimerKey>,
    /// The survivor's new or changed timers.
    set: Vec<Timer>,
}

fn move_timers(
    (survivor, ours): (&CustomerId, &[Timer]),
    (absorbed, theirs): (&CustomerId, &[Timer]),
) -> MovedTimers {
    let mut moved = MovedTimers::default();
    for timer in theirs {
        let rekeyed = rekey(timer, absorbed, survivor);
        let present = ours.iter().find(|present| present.key == rekeyed.key);
        let replaces = present.is_none_or(|present| rekeyed.due < present.due);
        if rekeyed.key != timer.key || !replaces {
            moved.cancelled.push(timer.key.clone());
        }
        if replaces {
            moved.set.push(rekeyed);
        }
    }
    moved
}

/// The survivor's timers as the merge left them, and those among them that came from the absorbed customer.
pub(super) fn timers_after_merge(record: &MergeRecord) -> (Vec<Timer>, Vec<Timer>) {
    let (survivor, absorbed) = (&record.survivor, &record.absorbed);
    let moved =
        move_timers((&survivor.customer.id, &survivor.timers), (&absorbed.customer.id, &absorbed.timers));
    let stays = |timer: &&Timer| {
        !moved.cancelled.contains(&timer.key) && !moved.set.iter().any(|other| other.key == timer.key)
    };
    let mut timers: Vec<Timer> = survivor.timers.iter().filter(stays).cloned().collect();
    timers.extend(moved.set.iter().cloned());
    (timers, moved.set)
}

/// The timer as another customer's: its id in the key and in the record.
pub(super) fn rekey(timer: &Timer, from: &CustomerId, to: &CustomerId) -> Timer {
    let mut timer = timer.clone();
    timer.key = TimerKey::from(replace_id(timer.key.as_str(), from.as_str(), to.as_str()));
    timer.customer = to.clone();
    timer
}

/// Replaces an id where it stands alone, not where it is a part of another word.
fn replace_id(key: &str, from: &str, to: &str) -> String {
    let is_word = |character: char| character.is_alphanumeric() || character == '_' || character == '-';
    if from.is_empty() {
        return key.to_owned();
    }
    let mut out = String::with_capacity(key.len());
    let mut copied = 0;
    for (start, found) in key.match_indices(from) {
        let end = start + found.len();
        let alone = !key.get(..start).is_some_and(|before| before.ends_with(is_word))
            && !key.get(end..).is_some_and(|after| after.starts_with(is_word));
        if alone {
            out.push_str(key.get(copied..start).unwrap_or_default());
            out.push_str(to);
            copied = end;
        }
    }
    out.push_str(key.get(copied..).unwrap_or_default());
    out
}
