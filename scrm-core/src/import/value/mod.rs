//! Readers for the kinds of value that people write in cells, in six languages.

pub(crate) mod amount;
pub(crate) mod choice;
pub(crate) mod date;
pub(crate) mod date_order;
mod fold;
mod lexicon;
mod vocabulary;
pub(crate) mod week;

pub use date_order::DateOrder;
pub(crate) use fold::{fold, is_unspaced};
pub(crate) use vocabulary::DayPart;

#[cfg(test)]
mod amount_tests;
#[cfg(test)]
mod choice_tests;
#[cfg(test)]
mod date_tests;
#[cfg(test)]
mod week_tests;
