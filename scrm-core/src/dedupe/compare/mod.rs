//! How alike two values are: names, in any order, with slips, pet names and initials, across scripts.

mod name;
mod read;
mod sound;
#[cfg(test)]
mod tests;
mod vocabulary;
mod word;

pub(super) use name::both_have_others;
pub use name::{ComparableName, NameKind};
pub(super) use read::MOST_WORDS;
pub(super) use vocabulary::{Vocabulary, WordId};
pub(super) use word::{Word, letters_in};
