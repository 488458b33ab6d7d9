//! Customers: the record with its provenance, identifiers, completeness and the follow-up flag.

mod email;
mod field;
mod identifier;
mod name;
mod phone;
mod record;
pub(crate) mod survivorship;

pub use field::{Field, FieldName, FieldValue, HeadCount, Position, Stage};
pub use identifier::{IDENTIFIER_ERRORS, Identifier, IdentifierError, IdentifierKey, IdentifierKind};
pub use name::{NAME_ERRORS, NameProblem, check_name};
pub use record::{AppliedTag, Customer, PriorityState, TagPhase};
pub use survivorship::{
    FieldChanges, FieldPolicy, SurvivalCause, SurvivorshipConfig, absorb_fields, would_absorb,
};
