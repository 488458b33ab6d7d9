//! The report: its numbers, and the pages that show them.

mod chart;
mod data;
mod html;
mod language_names;
mod markdown;
mod terminal;
mod value_figures;
mod value_words;
pub(crate) mod words;

pub use data::{
    AnsweredBy, ConversationFigures, CustomerFigures, DataNote, DayFigures, Distribution, FieldEvidence,
    FieldGap, Funnel, GroupCompleteness, Headline, ImportFigures, LevelFigures, NextAudit, OutboxFigures,
    PossibleDuplicate, PriorityFigures, QuestionFigures, QuestionGroup, QueueRow, Report, ResponseFigures,
    RuleCount, TagCount, TagFigures, WaitClass,
};
pub use value_figures::{
    ClassFigures, DayCounts, Expectation, ExpectationRow, FrequencyRow, RecencyCell, StillBuying,
    ValueFigures, ValueLeftOut,
};
