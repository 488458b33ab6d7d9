//! Linking records by what they say where no identifier decides: the same person in other words.
//!
//! A [`RecordTable`] of any columns becomes a [`Deduper`]:
//!
//! 1. `field`: what the columns hold, by their headers;
//! 2. `value`, `street` and [`compare`](super::ComparableName): each value taken apart once, two of them compared in grades
//!    that a person can name;
//! 3. `blocking`: the pairs that are looked at, because they share one of many keys;
//! 4. `model`: what each grade is worth, after Fellegi and Sunter, learned without labels; `rarity`: what it is worth
//!    for a rare value and for a common one;
//! 5. `cluster`: from pairs to people, without chaining strangers together.

mod birthday;
mod blocking;
mod certificate;
mod cluster;
mod column;
mod config;
mod deduper;
mod expectation;
mod explanation;
mod field;
mod index;
mod learned;
#[cfg(test)]
mod learned_tests;
mod model;
mod newcomer;
mod pattern;
mod rarity;
mod read;
mod record;
mod scale;
mod source;
mod street;
mod table;
#[cfg(test)]
mod tests;
mod value;

pub use certificate::{Certificate, CurvePoint, Estimate, LabelledPair, Labels, Quality, ThresholdFor};
pub use column::ColumnKind;
pub(super) use column::kind_of_header;
pub use config::{DeduperConfig, Verdict};
pub use deduper::{Deduper, FieldUse, LinkedPair};
pub use explanation::{ClusterExplanation, FieldWeight, PairExplanation};
pub use field::FieldKind;
pub use learned::LearnedModel;
pub use newcomer::{Match, Subject};
pub use table::RecordTable;
