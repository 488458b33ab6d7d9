//! One customer, one record.
//!
//! - [`ExactDedupe`] decides by strong identifiers alone: who a row or a message belongs to, and which
//!   records of a batch are one customer.
//! - [`compare_names`] says whether two names can be one person's: what keeps a family that shares a number
//!   apart.
//! - [`plan_merge`] and [`plan_undo`] turn "these two are one" into records to write, and back.
//! - [`DuplicateFinder`] looks for duplicates among all customers by linkage: which to merge, and which a person should
//!   look at.
//! - [`linkage`] finds the same person in other words, where no identifier decides; [`ComparableName`] says how
//!   alike two names are, in any two scripts.
//!
//! How good linkage is on labelled pairs, for a table of one's own, has its place beside it: `certificate`.

mod apart;
mod clusters;
mod compare;
mod config;
mod duplicates;
mod earlier_names;
mod error;
mod exact;
mod fingerprint;
mod history;
pub mod linkage;
mod merge;
mod names;
mod undo;

pub use apart::Apart;
pub use clusters::Clusters;
pub use compare::{ComparableName, NameKind};
pub(crate) use config::STANDARD;
pub use config::{DedupeConfig, ExactConfig, IdentifierClass, LinkageConfig};
pub use duplicates::{
    DuplicateFinder, DuplicatePair, DuplicateSearch, Duplicates, LinkedCluster, PairStanding,
};
pub use earlier_names::EarlierNames;
pub use error::{DedupeError, ERRORS};
pub(crate) use exact::is_doubt;
pub use exact::{ExactDedupe, Newcomer, Resolution};
pub use history::{history_ids, open_merges};
pub use merge::{FieldChoice, MergePlan, Side, plan_merge, unite_tags};
pub use names::{NameComparison, compare_names};
pub use undo::{UndoPlan, plan_undo};

#[cfg(test)]
pub(super) mod tests;
