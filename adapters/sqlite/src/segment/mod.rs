//! Segments as SQL: what SQLite can say of them exactly, and nothing for the rest.
//!
//! An expression has three values in SQL as it has in a record, but they mean something else: 1 is a customer of whom the
//! condition holds, 0 one of whom it does not (nobody knows, or it is false), and NULL one of whom SQL cannot say. AND, OR and
//! comparisons carry NULL through as they should, so that what SQL cannot say spoils no more than it must.

mod fields;
mod happened;
mod ranges;
mod text;
mod write;

pub use text::{SegmentSql, SqlParameter};
