//! What one playbook decides about one customer, as if it came into force now.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::report::{PlaybookChange, PlaybookDiffOptions};
use crate::customer::Customer;
use crate::foundation::{Event, EventKind, TagId};
use crate::playbook::Playbook;
use crate::segment::{CustomerHistory, Segment};
use crate::value::{OrderLines, RfmClass, day_number};
use crate::workspace::{Engines, WorkspaceError};

/// A playbook that decides, and the segments as it reads them.
pub(super) struct Judge {
    pub(super) engines: Engines,
    segments: BTreeMap<String, Segment>,
}

impl Judge {
    pub(super) fn new(playbook: &Playbook, options: &PlaybookDiffOptions) -> Result<Self, WorkspaceError> {
        let engines = Engines::new(playbook)?;
        let segments = compared_segments(&engines, options)?;
        Ok(Self { engines, segments })
    }

    /// Whether what happened to a customer plays a part in who belongs to a segment, or has a tag.
    pub(super) fn reads_history(&self) -> bool {
        self.segments.values().any(|segment| segment.reads().has_events())
            || self.engines.tag.expressions_read_events()
    }

    pub(super) fn decide(
        &self,
        customer: &Customer,
        history: &CustomerHistory,
        now: DateTime<Utc>,
    ) -> Decided<'_> {
        let mut record = customer.clone();
        let _ = self.engines.tag.come_into_force(&mut record, history, now);
        if let Some(state) = self.engines.priority.decide_again(&record, now) {
            record.priority = Some(state);
        }
        Decided { judge: self, record }
    }

    /// The class of value of the customer whose events these are; nothing where no purchase is known.
    pub(super) fn value_class(
        &self,
        events: &[Event],
        lines: &mut OrderLines,
        now: DateTime<Utc>,
    ) -> Option<RfmClass> {
        lines.clear();
        for event in events {
            if let EventKind::OrderPlaced { order } = &event.kind {
                lines.add(|| 0, event.at, order, &self.engines.calendar, self.engines.currency());
            }
        }
        let today = day_number(self.engines.calendar.local_date(now));
        // Amounts of orders are whole numbers of minor units: no column can be refused.
        let table = self.engines.rfm.table(&lines.columns(), today).ok()?;
        table.rows.first().map(|row| row.class)
    }
}

/// The segments whose members are compared, by name, as a playbook reads them: those that it saves, and those that the call
/// gives. One that a single playbook has counts as empty under the other.
fn compared_segments(
    engines: &Engines,
    options: &PlaybookDiffOptions,
) -> Result<BTreeMap<String, Segment>, WorkspaceError> {
    let read = |(name, text): (&String, &String)| {
        let segment = engines.read_segment(&format!("segments.{name}"), text)?;
        Ok((name.clone(), segment))
    };
    let saved = engines.saved_segments.iter().map(|saved| Ok((saved.id.to_string(), saved.segment.clone())));
    saved.chain(options.segments.iter().map(read)).collect()
}

/// A customer's record as a playbook would have it.
pub(super) struct Decided<'j> {
    judge: &'j Judge,
    pub(super) record: Customer,
}

impl<'j> Decided<'j> {
    /// The tag of each exclusive group that the customer has.
    fn groups(&self) -> BTreeMap<&'j str, &TagId> {
        let mut first: BTreeMap<&str, (usize, &TagId)> = BTreeMap::new();
        for applied in &self.record.tags {
            if let Some((position, Some(group))) = self.judge.engines.tag.place(&applied.tag) {
                let held = first.entry(group).or_insert((position, &applied.tag));
                *held = (*held).min((position, &applied.tag));
            }
        }
        first.into_iter().map(|(group, (_, tag))| (group, tag)).collect()
    }

    /// Whether the customer has a tag that the playbook knows.
    fn has(&self, tag: &TagId) -> bool {
        self.record.tag(tag).is_some() && self.judge.engines.tag.place(tag).is_some()
    }

    /// The exclusive group of a tag; `None` where the playbook does not know the tag.
    fn group_of(&self, tag: &TagId) -> Option<Option<&'j str>> {
        self.judge.engines.tag.place(tag).map(|(_, group)| group)
    }

    /// Everything that `other` decides otherwise, except the class of value.
    pub(super) fn changes_to(
        &self,
        other: &Decided<'_>,
        history: &CustomerHistory,
        score_change: f64,
        now: DateTime<Utc>,
    ) -> Vec<PlaybookChange> {
        let mut changes = Vec::new();
        self.tag_changes(other, &mut changes);
        self.group_changes(other, &mut changes);
        self.priority_changes(other, score_change, &mut changes);
        let (from, to) = (self.takes_over(), other.takes_over());
        if from != to {
            changes.push(PlaybookChange::Owner { from: from.to_owned(), to: to.to_owned() });
        }
        self.segment_changes(other, history, now, &mut changes);
        changes
    }

    fn tag_changes(&self, other: &Decided<'_>, changes: &mut Vec<PlaybookChange>) {
        let tags = |decided: &Decided<'_>| -> Vec<TagId> {
            decided.record.tags.iter().map(|applied| applied.tag.clone()).collect()
        };
        let mut tags = [tags(self), tags(other)].concat();
        tags.sort();
        tags.dedup();
        for tag in tags {
            if self.has(&tag) == other.has(&tag) || told_by_group(self.group_of(&tag), other.group_of(&tag)) {
                continue;
            }
            changes.push(match other.has(&tag) {
                true => PlaybookChange::TagSet { tag },
                false => PlaybookChange::TagRemoved { tag },
            });
        }
    }

    fn group_changes(&self, other: &Decided<'_>, changes: &mut Vec<PlaybookChange>) {
        let (before, after) = (self.groups(), other.groups());
        let mut names: Vec<&str> = before.keys().chain(after.keys()).copied().collect();
        names.sort_unstable();
        names.dedup();
        for group in names {
            let (from, to) = (before.get(group).copied(), after.get(group).copied());
            if from != to {
                let group = group.to_owned();
                changes.push(PlaybookChange::Group { group, from: from.cloned(), to: to.cloned() });
            }
        }
    }

    fn priority_changes(&self, other: &Decided<'_>, score_change: f64, changes: &mut Vec<PlaybookChange>) {
        let waits = |decided: &Decided<'_>| {
            let state = decided.record.priority.as_ref()?;
            let waits = state.is_waiting() && decided.record.archived_at.is_none();
            waits.then_some((state.level, state.score))
        };
        let (Some((from, before)), Some((to, after))) = (waits(self), waits(other)) else { return };
        if from != to {
            changes.push(PlaybookChange::PriorityLevel { from, to });
        }
        if (after - before).abs() > score_change {
            changes.push(match after > before {
                true => PlaybookChange::ScoreRises {},
                false => PlaybookChange::ScoreFalls {},
            });
        }
    }

    fn takes_over(&self) -> &str {
        self.judge.engines.reply.takes_over(&self.record)
    }

    fn segment_changes(
        &self,
        other: &Decided<'_>,
        history: &CustomerHistory,
        now: DateTime<Utc>,
        changes: &mut Vec<PlaybookChange>,
    ) {
        let is_in = |decided: &Decided<'_>, name: &str| {
            let segment = decided.judge.segments.get(name);
            segment.is_some_and(|segment| segment.contains(&decided.record, history, now))
        };
        let names: BTreeSet<&String> =
            self.judge.segments.keys().chain(other.judge.segments.keys()).collect();
        for name in names {
            let segment = name.clone();
            match (is_in(self, name), is_in(other, name)) {
                (false, true) => changes.push(PlaybookChange::SegmentEntered { segment }),
                (true, false) => changes.push(PlaybookChange::SegmentLeft { segment }),
                _ => {}
            }
        }
    }
}

/// Whether the change of a group says what became of a tag: every playbook that knows the tag has it in that group.
fn told_by_group(first: Option<Option<&str>>, second: Option<Option<&str>>) -> bool {
    match (first, second) {
        (Some(Some(one)), Some(Some(other))) => one == other,
        (Some(group), None) | (None, Some(group)) => group.is_some(),
        _ => false,
    }
}
