//! The report as data: everything that the pages show, in numbers.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::value_figures::ValueFigures;
use crate::audit::check::{CheckId, CheckResult, Verdict, Window};
use crate::audit::config::AuditKind;
use crate::audit::remedy::Remedy;
use crate::customer::{FieldName, Stage};
use crate::foundation::{CustomerId, FactValue, MessageId, Reason, RuleId, TagId};
use crate::store::DuplicateReview;

/// An audit's report. As data it is stable JSON (`"v": 1`); [`to_markdown`](Self::to_markdown),
/// [`to_html`](Self::to_html) and [`to_terminal`](Self::to_terminal) are views of the same numbers.
///
/// Names are masked; customers' words appear only where the settings allow it, and masked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// Format version.
    pub v: u32,
    /// The workspace's name, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<String>,
    /// When the audit was made.
    pub at: DateTime<Utc>,
    /// The workspace's time zone; days and hours of the report are local.
    pub time_zone: String,
    /// `at` minus UTC on local clocks, in seconds: enough to show local times without zone data.
    pub utc_offset_seconds: i32,
    /// The time over which messages and events were counted.
    pub window: Window,
    /// How many checks say what.
    pub headline: Headline,
    /// The checks, in the order of [`CheckId`].
    pub checks: Vec<CheckResult>,
    /// What to do, most urgent first.
    pub remedies: Vec<Remedy>,
    /// Customers.
    pub customers: CustomerFigures,
    /// Conversations.
    pub conversations: ConversationFigures,
    /// Tags.
    pub tags: TagFigures,
    /// The queue.
    pub priorities: PriorityFigures,
    /// Questions and keywords.
    pub questions: QuestionFigures,
    /// The outbox by state, and failures by code.
    pub outbox: OutboxFigures,
    /// From inquiry to order.
    pub funnel: Funnel,
    /// What orders say of the customers' value.
    #[serde(default)]
    pub value: ValueFigures,
    /// Imports, as the host gave them.
    pub imports: Vec<ImportFigures>,
    /// When the next audits run, soonest first.
    pub next_audits: Vec<NextAudit>,
    /// What a reader must know of the data.
    pub notes: Vec<DataNote>,
}

impl Report {
    /// One check's outcome.
    #[must_use]
    pub fn check(&self, id: CheckId) -> Option<&CheckResult> {
        self.checks.iter().find(|check| check.check == id)
    }
}

/// How many checks say what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Headline {
    /// On target.
    pub passed: u32,
    /// Within the tolerance.
    pub watched: u32,
    /// Beyond it.
    pub failed: u32,
    /// Without data.
    pub no_data: u32,
}

impl Headline {
    pub(crate) fn of(checks: &[CheckResult]) -> Self {
        checks.iter().fold(Self::default(), |mut sum, check| {
            match check.verdict {
                Verdict::Pass => sum.passed += 1,
                Verdict::Watch => sum.watched += 1,
                Verdict::Fail => sum.failed += 1,
                Verdict::NoData => sum.no_data += 1,
            }
            sum
        })
    }
}

/// The next time of one scheduled audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NextAudit {
    /// Which.
    pub kind: AuditKind,
    /// When.
    pub at: DateTime<Utc>,
}

/// A required field and how many customers lack it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldGap {
    /// Which field.
    pub field: FieldName,
    /// Customers without a valid value.
    pub missing: u64,
}

/// Completeness of a group of customers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupCompleteness {
    /// The group: an owner, or a source.
    pub name: String,
    /// How many customers.
    pub customers: u64,
    /// Share of required fields that are filled in, in percent.
    pub percent: f64,
}

/// What one field says about two customers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldEvidence {
    /// Which field.
    pub field: String,
    /// How alike the two values are, in words.
    pub level: String,
    /// Above 0 for one person, below for two.
    pub bits: f64,
}

/// Two customers who may be one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PossibleDuplicate {
    /// The smaller id.
    pub first: CustomerId,
    /// The greater id.
    pub second: CustomerId,
    /// How probably they are one person, from 0 to 1.
    pub probability: f64,
    /// What each field says.
    pub evidence: Vec<FieldEvidence>,
}

impl PossibleDuplicate {
    /// A pair for review; nothing where it was not found by what its fields say.
    pub(crate) fn of(review: &DuplicateReview) -> Option<Self> {
        let evidence: Vec<FieldEvidence> = review.reasons.iter().filter_map(FieldEvidence::of).collect();
        let probability = review.probability().filter(|_| !evidence.is_empty())?;
        Some(Self { first: review.first.clone(), second: review.second.clone(), probability, evidence })
    }
}

impl FieldEvidence {
    fn of(reason: &Reason) -> Option<Self> {
        let (field, level, bits) = (reason.fact("field")?, reason.fact("level")?, reason.number("bits")?);
        match (reason.code == DuplicateReview::WEIGHT, field, level) {
            (true, FactValue::Text(field), FactValue::Text(level)) => {
                Some(Self { field: field.to_string(), level: level.to_string(), bits })
            }
            _ => None,
        }
    }
}

/// Figures of the customers. Archived and merged customers are counted apart and nowhere else.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerFigures {
    /// Neither archived nor merged into another.
    pub active: u64,
    /// Archived.
    pub archived: u64,
    /// Of the active ones, those made within the window.
    pub created: u64,
    /// Duplicates merged within the window.
    pub merged: u64,
    /// Merges taken back within the window.
    pub merges_undone: u64,
    /// Pairs that wait for a person's decision.
    pub duplicates_in_review: u64,
    /// Of these, the most probable ones, with what speaks for and against.
    #[serde(default)]
    pub possible_duplicates: Vec<PossibleDuplicate>,
    /// Share of required fields that are filled in over all active customers, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completeness: Option<f64>,
    /// Customers without any gap.
    pub complete: u64,
    /// Gaps per required field, most first.
    pub gaps: Vec<FieldGap>,
    /// Completeness per owner, lowest first; `-` is nobody.
    pub by_owner: Vec<GroupCompleteness>,
    /// Completeness per source, lowest first.
    pub by_source: Vec<GroupCompleteness>,
    /// Customers whose follow-up is due.
    pub follow_ups_due: u64,
    /// Customers whose marketing consent was withdrawn within the window.
    pub opt_outs: u64,
    /// Customers per language as recorded, most first; `-` is unknown.
    pub languages: Vec<(String, u64)>,
    /// Customers per stage.
    pub stages: Vec<(Option<Stage>, u64)>,
}

/// Who answered what customers wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnsweredBy {
    /// A rule.
    pub rule: u64,
    /// A person.
    pub person: u64,
    /// Nobody yet, or nobody before a person closed the thread.
    pub nobody: u64,
    /// Nobody had to: thanks, a thumbs-up, a sticker.
    #[serde(default)]
    pub not_needed: u64,
}

impl AnsweredBy {
    /// All messages.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.wanted().saturating_add(self.not_needed)
    }

    /// Those that wanted an answer.
    #[must_use]
    pub const fn wanted(&self) -> u64 {
        self.rule.saturating_add(self.person).saturating_add(self.nobody)
    }
}

/// A local day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayFigures {
    /// Which day.
    pub date: NaiveDate,
    /// Messages of customers by who answered them.
    pub messages: AnsweredBy,
}

/// How long something took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Distribution {
    /// How many.
    pub count: u64,
    /// Half took at most this long, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median: Option<f64>,
    /// Nine of ten took at most this long, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p90: Option<f64>,
}

/// Waiting times in clock hours and in business hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResponseFigures {
    /// All hours count.
    pub clock: Distribution,
    /// Business hours count.
    pub business: Distribution,
}

/// One class of waiting times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaitClass {
    /// Up to so many seconds; `None` is everything longer.
    pub up_to: Option<u32>,
    /// Waits ended by a rule.
    pub rule: u64,
    /// Waits ended by a person.
    pub person: u64,
}

/// Figures of the conversations within the window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConversationFigures {
    /// Messages of customers.
    pub incoming: u64,
    /// Messages of people in the workspace.
    pub by_people: u64,
    /// Messages of the engine.
    pub by_engine: u64,
    /// Threads in which a customer wrote.
    pub conversations: u64,
    /// Messages of customers by who answered them.
    pub answered_by: AnsweredBy,
    /// Every local day of the window on which a customer wrote, in order.
    pub days: Vec<DayFigures>,
    /// Messages of customers by local weekday (from Monday) and hour.
    pub hours: Vec<Vec<u64>>,
    /// First responses, whoever gave them.
    pub response: ResponseFigures,
    /// First responses by people.
    pub response_by_people: ResponseFigures,
    /// First responses by rules.
    pub response_by_rules: ResponseFigures,
    /// First responses in clock time by length.
    pub wait_classes: Vec<WaitClass>,
    /// Threads that wait for an answer now.
    pub waiting_now: u64,
    /// How long the longest of them has waited, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_wait: Option<i64>,
    /// Notices raised within the window, by kind.
    pub notices: BTreeMap<String, u64>,
}

/// One tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagCount {
    /// Which.
    pub tag: TagId,
    /// What people call it, where the workspace says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Active customers that carry it.
    pub customers: u64,
    /// Of these, past its period.
    pub overdue: u64,
    /// Share of active customers, in percent.
    pub percent: f64,
}

/// Figures of the tags.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagFigures {
    /// Active customers with at least one tag.
    pub tagged: u64,
    /// Active customers without any.
    pub untagged: u64,
    /// Tags set within the window.
    pub set: u64,
    /// Tags removed within the window.
    pub removed: u64,
    /// Every tag in use, most used first.
    pub tags: Vec<TagCount>,
}

/// One level of urgency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LevelFigures {
    /// 1 is most urgent.
    pub level: u8,
    /// Waiting, and still in time.
    pub open: u64,
    /// Waiting past the deadline.
    pub overdue: u64,
    /// Answered in time.
    pub in_time: u64,
    /// Answered too late.
    pub late: u64,
}

/// One customer of the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QueueRow {
    /// Who.
    pub customer: CustomerId,
    /// Masked name, or for whoever has shown none the first identifier, masked.
    pub name: String,
    /// 1 is most urgent.
    pub level: u8,
    /// 0 to 100.
    pub score: f64,
    /// When a first response is due.
    pub respond_by: DateTime<Utc>,
    /// Whether that has passed.
    pub overdue: bool,
}

/// Figures of the queue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PriorityFigures {
    /// By level, most urgent first.
    pub levels: Vec<LevelFigures>,
    /// Who should be answered first.
    pub queue: Vec<QueueRow>,
}

/// One rule and how often it answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleCount {
    /// Which.
    pub rule: RuleId,
    /// Messages that it answered.
    pub messages: u64,
}

/// Similar questions that no keyword rule covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuestionGroup {
    /// The first message of the group: look it up to read it.
    pub message: MessageId,
    /// How many messages.
    pub messages: u64,
    /// The latest.
    pub last_at: DateTime<Utc>,
    /// The first message's words, masked, where the settings allow them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

/// Figures of the questions within the window.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuestionFigures {
    /// Messages that a rule was allowed to answer.
    pub answerable: u64,
    /// Rules that answered, most often first.
    pub rules: Vec<RuleCount>,
    /// Questions of types that a keyword rule covers.
    pub covered: u64,
    /// Questions of other types.
    pub uncovered: u64,
    /// Types without a rule.
    pub uncovered_types: u64,
    /// Messages too short to be questions.
    pub too_short: u64,
    /// The largest types without a rule.
    pub groups: Vec<QuestionGroup>,
}

/// The outbox.
///
/// What was not sent answers nobody: neither the time of the first response nor the share of messages answered by a rule counts it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutboxFigures {
    /// Messages by state.
    pub states: BTreeMap<String, u64>,
    /// Failures by code.
    pub failures: BTreeMap<String, u64>,
    /// Messages that were not sent within the window, by why; those set aside or unknown for as long as they are.
    #[serde(default)]
    pub not_sent: BTreeMap<String, u64>,
}

/// Customers that reached each step within the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Funnel {
    /// Wrote.
    pub inquired: u64,
    /// Got a quote.
    pub quoted: u64,
    /// Got a sample.
    pub sampled: u64,
    /// Ordered.
    pub ordered: u64,
}

/// The counts of one import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportFigures {
    /// What was read.
    pub source: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Rows read.
    pub rows: u64,
    /// New customers.
    pub created: u64,
    /// Rows that completed a known customer.
    pub merged: u64,
    /// Rows that said nothing new.
    pub unchanged: u64,
    /// Rows refused.
    pub rejected: u64,
}

/// What a reader must know of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
#[non_exhaustive]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DataNote {
    /// Messages from before the window or after the audit were left out.
    OutsideWindow {
        /// How many.
        messages: u64,
    },
    /// A message came before one that was fed earlier; waiting times may be wrong.
    OutOfOrder {
        /// How many.
        messages: u64,
    },
    /// Waits that were not over at the audit; those longer than the target count with the time waited so far.
    StillWaiting {
        /// How many.
        waits: u64,
    },
    /// Types of questions beyond the limit count together.
    TypesCut {
        /// Messages in them.
        messages: u64,
    },
    /// Reviews of tags outside of the sample were left out.
    ReviewsOutsideSample {
        /// How many.
        reviews: u64,
    },
    /// The sample of quoted customers was filled up with other tagged customers.
    SampleFilledUp {
        /// With how many.
        customers: u64,
    },
}
