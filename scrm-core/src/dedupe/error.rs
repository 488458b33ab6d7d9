//! What can go wrong with duplicates.

use thiserror::Error;

use crate::foundation::{Coded, CustomerId, ErrorEntry, MergeId};

/// An error of this area. Nothing was decided.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum DedupeError {
    /// A setting is wrong.
    #[error("{field}: {problem}")]
    Config {
        /// Path inside the section.
        field: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A customer cannot be merged with itself.
    #[error("customer {customer} cannot be merged with itself")]
    SameCustomer {
        /// Which.
        customer: CustomerId,
    },
    /// One of the two was merged away before.
    #[error("customer {customer} was merged away before")]
    MergedAway {
        /// Which.
        customer: CustomerId,
    },
    /// The two have different ids in one system.
    #[error("the customers have different ids in the system {system}")]
    DifferentSystemIds {
        /// The system's name.
        system: String,
    },
    /// A merge was undone before.
    #[error("merge {merge} was undone before")]
    AlreadyUndone {
        /// Which.
        merge: MergeId,
    },
    /// The survivor has been merged away since.
    #[error("the survivor of merge {merge} was merged into {into} since")]
    SurvivorGone {
        /// The merge that should be undone.
        merge: MergeId,
        /// Where the survivor went.
        into: CustomerId,
    },
    /// The survivor has absorbed another customer since.
    #[error("merge {later} came after merge {merge}: undo it first")]
    LaterMerge {
        /// The merge that should be undone.
        merge: MergeId,
        /// The merge that stands in the way.
        later: MergeId,
    },
    /// A pair was decided before.
    #[error("the pair {first}, {second} was decided before")]
    PairDecided {
        /// The smaller id.
        first: CustomerId,
        /// The greater id.
        second: CustomerId,
    },
    /// Who is to stay is none of the pair.
    #[error("customer {customer} is none of the pair")]
    NotOfPair {
        /// Which.
        customer: CustomerId,
    },
    /// The record given as the survivor is another customer.
    #[error("merge {merge} has another survivor than the customer given")]
    WrongSurvivor {
        /// The merge.
        merge: MergeId,
    },
    /// The configuration names a column that the records do not have.
    #[error("there is no column {column}")]
    UnknownColumn {
        /// Its name.
        column: String,
    },
    /// Two records have one id.
    #[error("record {record}: another record has the same id")]
    SameId {
        /// The later record, counted from 0.
        record: usize,
    },
    /// An id that no record has.
    #[error("{field}: no record has this id")]
    UnknownRecord {
        /// Which of the arguments.
        field: &'static str,
    },
    /// A document is not what a deduper learned.
    #[error("{field}: {problem}")]
    NoModel {
        /// Path inside the document.
        field: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// What a deduper learned was written by a newer version.
    #[error("what was learned has format {found}, this version knows {known}")]
    NewerModel {
        /// The document's format.
        found: u32,
        /// The newest format known here.
        known: u32,
    },
    /// There is nothing to learn from labels.
    #[error("labels: they name no two known records of one person")]
    NothingLabelled,
    /// A table holds other records than a deduper.
    #[error("record {record}: the deduper has another")]
    OtherRecord {
        /// The first that is another, counted from 0.
        record: usize,
    },
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "dedupe.config.invalid",
        message: "A setting of the section on duplicates is wrong.",
        help: "Correct the field that is named; the playbook's reference lists what it may hold.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.merge.same_customer",
        message: "A customer cannot be merged with itself.",
        help: "Name two different customers.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.merge.merged_away",
        message: "One of the two customers was merged away before.",
        help: "Follow `merged_into` to the customer it became and merge that one.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.merge.different_system_ids",
        message: "The two customers have different ids in one system, so they are two customers there.",
        help: "Merge them in that system first, or remove the wrong id, then merge here.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.merge.already_undone",
        message: "The merge was undone before.",
        help: "Nothing to do: both customers are there.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.merge.survivor_gone",
        message: "The survivor of the merge has been merged into another customer since.",
        help: "Undo merges in reverse order: the later one first.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.merge.later_merge",
        message: "The survivor of the merge has absorbed another customer since.",
        help: "Undo merges in reverse order: the later one first.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.review.decided",
        message: "A person decided about the pair before.",
        help: "Two people stay two; if that was wrong, merge them by their ids.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.review.not_of_pair",
        message: "The customer that is to stay is none of the pair.",
        help: "Name one of the two, or leave it out: who is known for longest stays.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.merge.wrong_survivor",
        message: "The merge has another survivor than the customer given.",
        help: "Load the survivor that the merge names.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.linkage.unknown_column",
        message: "The configuration, or what was learned before, names a column that the records do not have.",
        help: "Write the column's name as it stands in the header; leave it out of the configuration.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.linkage.same_id",
        message: "Two records have one id.",
        help: "Give each record an id of its own; the later of the two is named, counted from 0.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.linkage.unknown_record",
        message: "No record has an id that is asked for.",
        help: "Name a record that was fitted or added and not removed, or give what it says.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.linkage.no_model",
        message: "The document is not what a deduper learned, or it is damaged.",
        help: "Give the document as it was written, or fit the records anew.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.linkage.newer_model",
        message: "What the deduper learned was written by a newer version.",
        help: "Upgrade scrm, or fit the records anew.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.linkage.nothing_labelled",
        message: "The labels name no two known records that are one person.",
        help: "Use the ids of the records that were fitted, and label at least one pair as the same.",
        retryable: false,
    },
    ErrorEntry {
        code: "dedupe.linkage.other_record",
        message: "The table holds other records than the deduper, or the same in another order.",
        help: "Give the records that were fitted and added, in the order in which they came, without those removed.",
        retryable: false,
    },
];

impl Coded for DedupeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Config { .. } => "dedupe.config.invalid",
            Self::SameCustomer { .. } => "dedupe.merge.same_customer",
            Self::MergedAway { .. } => "dedupe.merge.merged_away",
            Self::DifferentSystemIds { .. } => "dedupe.merge.different_system_ids",
            Self::AlreadyUndone { .. } => "dedupe.merge.already_undone",
            Self::SurvivorGone { .. } => "dedupe.merge.survivor_gone",
            Self::LaterMerge { .. } => "dedupe.merge.later_merge",
            Self::PairDecided { .. } => "dedupe.review.decided",
            Self::NotOfPair { .. } => "dedupe.review.not_of_pair",
            Self::WrongSurvivor { .. } => "dedupe.merge.wrong_survivor",
            Self::UnknownColumn { .. } => "dedupe.linkage.unknown_column",
            Self::SameId { .. } => "dedupe.linkage.same_id",
            Self::UnknownRecord { .. } => "dedupe.linkage.unknown_record",
            Self::NoModel { .. } => "dedupe.linkage.no_model",
            Self::NewerModel { .. } => "dedupe.linkage.newer_model",
            Self::OtherRecord { .. } => "dedupe.linkage.other_record",
            Self::NothingLabelled => "dedupe.linkage.nothing_labelled",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Config { field, .. } | Self::NoModel { field, .. } => Some(field.clone()),
            Self::UnknownColumn { column } => Some(column.clone()),
            Self::UnknownRecord { field } => Some((*field).to_owned()),
            Self::NotOfPair { .. } => Some("survivor".to_owned()),
            Self::NothingLabelled => Some("labels".to_owned()),
            _ => None,
        }
    }

    fn row(&self) -> Option<u64> {
        match self {
            Self::SameId { record } | Self::OtherRecord { record } => Some(*record as u64),
            _ => None,
        }
    }
}
