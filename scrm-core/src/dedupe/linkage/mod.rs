//! Linking records by what they say where no identifier decides: the same person in other words.
//!
//! A [`RecordTable`] of any columns becomes a [`Deduper`]:
//!
//! 1. `column`, `field`: what the columns hold, by their headers or by what the caller says;
//! 2. `read`, `value`, `record`: each value taken apart once, its words kept once;
//! 3. `keys`, `blocking`: the pairs that are looked at, because they share one of many keys; `index`: the same for one
//!    record at a time;
//! 4. `value`, `birthday`, `street` and [`compare`](super::ComparableName): two values compared in grades that a person can
//!    name; `pattern`: the grades of two records;
//! 5. `model`: what each grade is worth, after Fellegi and Sunter, learned without labels from what `expectation` expects;
//!    `rarity`: what it is worth for a rare value and for a common one; `scale` puts them together;
//! 6. `cluster`: from pairs to people, without chaining strangers together;
//! 7. `explanation`, `certificate`: why, and how well; `labels`: the truth, to measure by or to learn from.

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
mod keys;
mod labels;
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

pub use certificate::{Certificate, CurvePoint, Estimate, Quality, ThresholdFor};
pub use column::ColumnKind;
pub(super) use column::kind_of_header;
pub use config::{DeduperConfig, LinkVerdict};
pub use deduper::{Deduper, FieldUse, LinkedPair};
pub use explanation::{ClusterExplanation, FieldWeight, PairExplanation};
pub use field::FieldKind;
pub use labels::{LabelledPair, Labels};
pub use learned::LearnedModel;
pub use newcomer::{Match, Subject};
pub use table::RecordTable;
