//! A merge taken back: exactly what was there, and what changed since.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::error::DedupeError;
use super::merge::{rekey, timers_after_merge};
use crate::customer::survivorship::{insert_consent, same_value};
use crate::customer::{AppliedTag, Customer, Field, FieldName, Identifier, SegmentMembership};
use crate::desk::Conversation;
use crate::foundation::{ConversationId, CustomerId, Event, EventId, EventKind, Reason, TagId, TimerKey};
use crate::store::{DuplicateReview, MergeRecord, ReviewState, Timer};
use crate::trust::consent::{ConsentAction, ConsentEntry};

/// The undoing of a merge before it happens: all that has to be written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UndoPlan {
    /// The survivor without what came by the merge.
    pub survivor: Customer,
    /// The absorbed customer, back.
    pub restored: Customer,
    /// Fields that were edited after the merge and stay with the survivor.
    pub kept_edits: Vec<FieldName>,
    /// Conversations whose `customer` becomes the restored one again.
    pub returned_conversations: Vec<ConversationId>,
    /// Timers to cancel, before the others are set.
    pub cancelled_timers: Vec<TimerKey>,
    /// Timers to set.
    pub set_timers: Vec<Timer>,
    /// The merge, marked as undone.
    pub record: MergeRecord,
    /// The pair as two people for ever, so that the next import does not merge them again.
    pub review: DuplicateReview,
    /// What the log says.
    pub event: Event,
}

/// Plans to take a merge back. Both customers become exactly what they were, except for what happened since:
///
/// - A **field** of the survivor that differs from the merge's result was edited later and stays with the
///   survivor (removed stays removed); the restored customer has what it had.
/// - An **identifier** or **tag** that was there at the merge goes back to whoever had it, in its present state; one
///   added later stays with the survivor; one removed later is gone from both. One that the merge itself
///   dropped (an exclusive tag) comes back.
/// - **Consents** given later stay with the survivor; withdrawals count for both. The withdrawals that the merge
///   itself wrote go with it.
/// - **Priority** and the archive mark stay with the survivor if they changed, otherwise all is as it was.
/// - **Conversations** that came with the absorbed customer go back, and so do those begun since at an address that
///   was the absorbed one's alone; the others stay.
/// - **Timers** that still stand as the merge left them go back with their old keys; those that fired, were
///   cancelled or moved since stay as they are, but that those of a conversation that goes back go with it. A timer that had to give way at the merge comes back (and fires
///   at once if it came due meanwhile). The one for the tags is set anew by
///   [`TagEngine::reschedule`](crate::tag::TagEngine::reschedule).
///
/// - **Messages and events** stay under the id they were written under. Since the merge that is the survivor's, but for
///   notes that name the absorbed customer: these go back with it.
///
/// `merges` are the other merges known, to find those that came later; other customers' are passed over.
///
/// # Errors
/// [`DedupeError::AlreadyUndone`]; [`DedupeError::SurvivorGone`] and [`DedupeError::LaterMerge`] when another merge
/// has to be undone first; [`DedupeError::WrongSurvivor`].
pub fn plan_undo(
    record: &MergeRecord,
    merges: &[&MergeRecord],
    survivor_now: &Customer,
    conversations_now: &[Conversation],
    timers_now: &[Timer],
    now: DateTime<Utc>,
) -> Result<UndoPlan, DedupeError> {
    check(record, merges, survivor_now)?;
    let absorbed_id = &record.absorbed.customer.id;
    let (fields, kept_edits) = fields_after(record, survivor_now);
    let mut survivor = record.survivor.customer.clone();
    let mut restored = record.absorbed.customer.clone();
    survivor.fields = fields;
    for side in [&mut survivor, &mut restored] {
        side.updated_at = now;
        side.merged_into = None;
        side.identifiers = returned(&side.identifiers, &record.result.identifiers, &survivor_now.identifiers);
        side.tags = returned(&side.tags, &record.result.tags, &survivor_now.tags);
    }
    survivor.tags_taken = taken_after(record, survivor_now);
    survivor.segments = segments_after(&record.survivor.customer, survivor_now);
    keep_added(&mut survivor.identifiers, &record.result.identifiers, &survivor_now.identifiers);
    keep_added(&mut survivor.tags, &record.result.tags, &survivor_now.tags);
    for entry in consents_since(record, survivor_now) {
        if entry.action == ConsentAction::Withdrawn {
            insert_consent(&mut restored.consents, entry.clone());
        }
        insert_consent(&mut survivor.consents, entry.clone());
    }
    if survivor_now.priority != record.result.priority {
        survivor.priority.clone_from(&survivor_now.priority);
    }
    if survivor_now.archived_at != record.result.archived_at {
        survivor.archived_at = survivor_now.archived_at;
    }
    let returned_conversations = conversations_back(record, conversations_now);
    let timers = timers_back(record, (&survivor.id, &restored.id), &returned_conversations, timers_now);
    let mut undone = record.clone();
    undone.undone_at = Some(now);
    Ok(UndoPlan {
        returned_conversations,
        cancelled_timers: timers.cancelled,
        set_timers: timers.set,
        review: apart(&survivor.id, absorbed_id, now),
        event: Event {
            v: 1,
            id: EventId::derive(now, 0, &[b"undo", record.id.as_str().as_bytes()]),
            at: now,
            customer: Some(survivor.id.clone()),
            conversation: None,
            kind: EventKind::MergeUndone { restored: absorbed_id.clone() },
        },
        record: undone,
        kept_edits,
        survivor,
        restored,
    })
}

fn check(record: &MergeRecord, merges: &[&MergeRecord], survivor: &Customer) -> Result<(), DedupeError> {
    let merge = record.id.clone();
    if record.undone_at.is_some() {
        return Err(DedupeError::AlreadyUndone { merge });
    }
    if survivor.id != record.result.id {
        return Err(DedupeError::WrongSurvivor { merge });
    }
    if let Some((into, _)) = &survivor.merged_into {
        return Err(DedupeError::SurvivorGone { merge, into: into.clone() });
    }
    // Two merges of one survivor at one instant: the second one's image already holds the first one's result.
    let later = merges.iter().filter(|other| {
        other.id != record.id && other.undone_at.is_none() && other.result.id == record.result.id
    });
    let later = later.filter(|other| {
        other.at > record.at || (other.at == record.at && other.survivor.customer == record.result)
    });
    match later.max_by_key(|other| other.at) {
        Some(other) => Err(DedupeError::LaterMerge { merge, later: other.id.clone() }),
        None => Ok(()),
    }
}

/// The tags that people took away: as before the merge, except for what was taken, or came back, since.
fn taken_after(record: &MergeRecord, survivor_now: &Customer) -> Vec<TagId> {
    let (before, result) = (&record.survivor.customer.tags_taken, &record.result.tags_taken);
    let now = &survivor_now.tags_taken;
    let kept = before.iter().filter(|tag| now.contains(tag) || !result.contains(tag));
    let since = now.iter().filter(|tag| !result.contains(tag) && !before.contains(tag));
    kept.chain(since).cloned().collect()
}

/// The segments that the survivor belongs to, since when it did before the merge. Which of them it leaves now is for the
/// workspace to ask.
fn segments_after(before: &Customer, survivor_now: &Customer) -> Vec<SegmentMembership> {
    let mut segments = survivor_now.segments.clone();
    for membership in &mut segments {
        membership.since = before.in_segment_since(&membership.segment).unwrap_or(membership.since);
    }
    segments
}

/// The survivor's fields: as before the merge, except for those edited since.
fn fields_after(record: &MergeRecord, survivor_now: &Customer) -> (Vec<(FieldName, Field)>, Vec<FieldName>) {
    let before = &record.survivor.customer;
    let mut names: Vec<&FieldName> = before
        .fields
        .iter()
        .chain(&record.result.fields)
        .chain(&survivor_now.fields)
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut fields = Vec::with_capacity(names.len());
    let mut edits = Vec::new();
    for name in names {
        let present = survivor_now.field(name);
        let edited = !same_field(present, record.result.field(name));
        if edited {
            edits.push(name.clone());
        }
        if let Some(field) = if edited { present } else { before.field(name) } {
            fields.push((name.clone(), field.clone()));
        }
    }
    (fields, edits)
}

fn same_field(left: Option<&Field>, right: Option<&Field>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => {
            left.at == right.at && left.source == right.source && same_value(&left.value, &right.value)
        }
        (None, None) => true,
        _ => false,
    }
}

/// Something a customer carries at most once.
trait Entry: Clone + PartialEq {
    fn is_same(&self, other: &Self) -> bool;
}

impl Entry for Identifier {
    fn is_same(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Entry for AppliedTag {
    fn is_same(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

/// What goes back to a customer: its entries as they were, those changed since in their present state, without
/// those removed since. What the merge itself dropped comes back as it was.
fn returned<E: Entry>(before: &[E], result: &[E], now: &[E]) -> Vec<E> {
    let state = |entry: &E| {
        let of = |all: &[E]| all.iter().find(|other| other.is_same(entry)).cloned();
        match (of(result), of(now)) {
            (Some(_), None) => None,
            (Some(merged), Some(present)) if merged != present => Some(present),
            _ => Some(entry.clone()),
        }
    };
    before.iter().filter_map(state).collect()
}

/// Adds what was added since the merge; what the merge had dropped and was added again has its new state.
fn keep_added<E: Entry>(entries: &mut Vec<E>, result: &[E], now: &[E]) {
    for entry in now.iter().filter(|entry| !result.iter().any(|other| other.is_same(entry))) {
        match entries.iter_mut().find(|present| present.is_same(entry)) {
            Some(present) => present.clone_from(entry),
            None => entries.push(entry.clone()),
        }
    }
}

/// Entries of the ledger that the merge's result does not have.
fn consents_since<'a>(
    record: &'a MergeRecord,
    survivor_now: &'a Customer,
) -> impl Iterator<Item = &'a ConsentEntry> {
    survivor_now.consents.iter().filter(|entry| !record.result.consents.contains(entry))
}

fn conversations_back(record: &MergeRecord, conversations_now: &[Conversation]) -> Vec<ConversationId> {
    let (survivor, absorbed) = (&record.survivor, &record.absorbed);
    let goes_back = |conversation: &&Conversation| {
        let known = |ids: &[ConversationId]| ids.contains(&conversation.id);
        let has = |customer: &Customer| customer.has_identifier(&conversation.address);
        known(&absorbed.conversations)
            || (!known(&survivor.conversations) && has(&absorbed.customer) && !has(&survivor.customer))
    };
    conversations_now.iter().filter(goes_back).map(|conversation| conversation.id.clone()).collect()
}

#[derive(Default)]
struct TimersBack {
    cancelled: Vec<TimerKey>,
    set: Vec<Timer>,
}

fn timers_back(
    record: &MergeRecord,
    (survivor, restored): (&CustomerId, &CustomerId),
    conversations: &[ConversationId],
    timers_now: &[Timer],
) -> TimersBack {
    let (merged, came) = timers_after_merge(record);
    let of = |all: &[Timer], key: &TimerKey| all.iter().find(|timer| timer.key == *key).cloned();
    let mut back = TimersBack::default();
    // The absorbed customer's first: where both share a key, the survivor's then takes its place again.
    let theirs = record.absorbed.timers.iter().map(|timer| (timer, rekey(timer, restored, survivor)));
    for (timer, moved) in theirs {
        let (left, present) = (of(&merged, &moved.key), of(timers_now, &moved.key));
        if !came.contains(&moved) {
            back.set.push(timer.clone());
        } else if present == left {
            if moved.key != timer.key {
                back.cancelled.push(moved.key);
            }
            back.set.push(timer.clone());
        }
    }
    for timer in &record.survivor.timers {
        let (left, present) = (of(&merged, &timer.key), of(timers_now, &timer.key));
        let gave_way = left.as_ref() != Some(timer);
        let untouched = present.is_none() || present == left;
        if gave_way && untouched {
            back.cancelled.retain(|key| *key != timer.key);
            back.set.push(timer.clone());
        }
    }
    // A conversation takes its timers along, also those that were set or moved since.
    for timer in timers_now {
        if timer.conversation.as_ref().is_some_and(|id| conversations.contains(id)) {
            let rekeyed = rekey(timer, survivor, restored);
            if back.set.iter().any(|set| set.key == rekeyed.key) {
                continue;
            }
            if rekeyed.key != timer.key {
                back.cancelled.push(timer.key.clone());
            }
            back.set.push(rekeyed);
        }
    }
    back
}

fn apart(survivor: &CustomerId, absorbed: &CustomerId, now: DateTime<Utc>) -> DuplicateReview {
    let (first, second) = if survivor <= absorbed { (survivor, absorbed) } else { (absorbed, survivor) };
    DuplicateReview {
        v: 1,
        first: first.clone(),
        second: second.clone(),
        at: now,
        reasons: vec![Reason::new("dedupe.merge_undone")],
        state: ReviewState::Apart,
    }
}
