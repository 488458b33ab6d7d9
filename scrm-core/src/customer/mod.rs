//! Customers: the record with its provenance, identifiers, completeness and the follow-up flag.

mod field;
mod identifier;
mod record;

pub use field::{Field, FieldName, FieldValue, HeadCount, Position, Stage};
pub use identifier::{Identifier, IdentifierKey, IdentifierKind};
pub use record::{AppliedTag, Customer, PriorityState, TagPhase};
