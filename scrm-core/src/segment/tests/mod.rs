//! What expressions mean, and who belongs to them.

mod classes;
mod custom_fields;
pub(super) mod examples;
mod meaning;
mod mistakes;
pub(super) mod people;
mod steady;

use super::*;
use people::{Person, now, person};

fn segment(text: &str) -> Segment {
    let parsed = Segment::parse(text, &SegmentSchema::standard());
    parsed.unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn holds(text: &str, person: &Person) -> Option<bool> {
    segment(text).holds(&person.customer, &person.history, now())
}
