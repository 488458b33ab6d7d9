//! Linking records by what they say where no identifier decides: the same person in other words.
//!
//! A [`RecordTable`] of any columns becomes a [`Linkage`]:
//!
//! 1. `field`: what the columns hold, by their headers;
//! 2. `value`, `street` and [`compare`](super::ComparableName): each value taken apart once, two of them compared in grades
//!    that a person can name;
//! 3. `blocking`: the pairs that are looked at, because they share one of many keys;
//! 4. `model`: what each grade is worth, after Fellegi and Sunter, learned without labels; `rarity`: what it is worth
//!    for a rare value and for a common one;
//! 5. `cluster`: from pairs to people, without chaining strangers together.

mod blocking;
mod cluster;
mod field;
mod linker;
mod model;
mod rarity;
mod street;
mod table;
#[cfg(test)]
mod tests;
mod value;

pub use field::{FieldKind, LinkField};
pub use linker::{FieldWeight, LinkConfig, Linkage, LinkedPair};
pub use table::RecordTable;
