//! Customers: the record with its provenance, identifiers, completeness and the follow-up flag.

mod field;
mod identifier;
mod record;
pub(crate) mod survivorship;

pub use field::{Field, FieldName, FieldValue, HeadCount, Position, Stage};
pub use identifier::{Identifier, IdentifierKey, IdentifierKind};
pub use record::{AppliedTag, Customer, PriorityState, TagPhase};
pub use survivorship::{
    FieldChanges, FieldPolicy, SurvivalCause, SurvivorshipConfig, absorb_fields, would_absorb,
};
