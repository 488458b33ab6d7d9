//! Seeded sample data: a shop's messy customer file and a month of its messages, in six languages.
//!
//! Row `n` is a function of the seed and `n` alone, so a million rows need no memory, and a duplicate is
//! simply the same person written down again in another way.

mod activity;
mod people;
mod phrases;
mod writing;

pub use activity::{Activity, ActivityKind, month};
pub use people::{CUSTOMER_HEADER, CustomerRow, CustomerRows, Person};
