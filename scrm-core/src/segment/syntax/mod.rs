//! How expressions are written: as a text and as a tree.

mod parse;
mod print;
mod token;
mod tree;

#[cfg(test)]
mod tests;

pub(super) use parse::read;
pub(super) use token::place;
pub use tree::{Comparison, Expression};
pub(super) use tree::{DEEPEST, MOST_PARTS};
