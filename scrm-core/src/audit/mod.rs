//! The audit: is the workspace in good order, how sure is that, and what to do about it.
//!
//! [`Audit`] compiles the settings, [`AuditRun`] is fed customers, messages and events in one pass, and the
//! [`Report`] it gives says for each of seven checks what was measured, how, on which sample and how surely,
//! with a remedy, an owner and a deadline where the target was missed. The report is data; Markdown, a
//! self-contained HTML page and a summary for the terminal are views of it.

mod activity;
mod calendar;
mod check;
mod config;
mod conversations;
mod customers;
mod error;
mod questions;
mod remedy;
mod report;
mod run;
mod sample;
#[cfg(test)]
mod tests;
mod value;

pub use crate::foundation::interval::{Interval, effective_size, median_ranks, wilson};
pub use crate::foundation::proportions::{
    Proportion, ProportionComparison, ProportionTest, compare_proportions, trials_needed,
};
pub(crate) use check::tidy;
pub use check::{
    ChangeUnit, CheckId, CheckResult, Counted, Direction, NeededChange, PastValue, Unit, Verdict, Window,
    judge,
};
#[allow(unused_imports)] // The playbook reads it.
pub(crate) use config::STANDARD;
pub use config::{
    AddKeywords, Assignment, AuditConfig, AuditKind, Clock, CompletenessCheck, FillGaps, GapPlan,
    KeywordCoverageCheck, PlanStaffing, RemedyConfig, ResponseTimeCheck, ScheduledAudit, TagAccuracyCheck,
    Target, ValueReport, WidenCoverage,
};
pub use error::{AuditError, ERRORS};
pub use remedy::{BusyHour, Remedy, RemedyAction};
pub(crate) use report::words;
pub use report::{
    AnsweredBy, ClassFigures, ConversationFigures, CustomerFigures, DataNote, DayCounts, DayFigures,
    Distribution, Expectation, ExpectationRow, FieldEvidence, FieldGap, FrequencyRow, Funnel,
    GroupCompleteness, Headline, ImportFigures, LevelFigures, NextAudit, OutboxFigures, PossibleDuplicate,
    PriorityFigures, QuestionFigures, QuestionGroup, QueueRow, RecencyCell, Report, ResponseFigures,
    RuleCount, StillBuying, TagCount, TagFigures, ValueFigures, ValueLeftOut, WaitClass,
};
pub use run::{Audit, AuditRun, BackupCheck, TagReview};
pub use sample::{StableSample, WaitingTimes};
pub(crate) use value::ValueFacts;
