//! Seeded sample data: a shop's messy customer file, a month of its messages, and contacts with the truth about who is
//! who, in six languages.
//!
//! Row `n` is a function of the seed and `n` alone, so a million rows need no memory, and a duplicate is
//! simply the same person written down again in another way.

mod activity;
mod contacts;
mod people;
mod phrases;
mod writing;

pub use activity::{Activity, ActivityKind, month};
pub use contacts::{CONTACT_HEADER, ContactRow, ContactRows};
pub use people::{CUSTOMER_HEADER, CustomerRow, CustomerRows, Person};
