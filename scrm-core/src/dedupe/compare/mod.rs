//! How alike two values are: names, in any order, with slips, pet names and initials, across scripts.

mod edits;
mod name;
mod romanise;
mod sound;
#[cfg(test)]
mod tests;

pub use name::{ComparableName, NameKind};

/// Whether at most `limit` slips lie between two texts.
pub(super) fn edits_within(left: &[char], right: &[char], limit: usize) -> bool {
    edits::edits(left, right, limit).is_some()
}
