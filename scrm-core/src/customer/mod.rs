//! Customers: the record with its provenance, identifiers, completeness and the follow-up flag.

mod email;
mod field;
mod identifier;
mod name;
mod phone;
mod record;

pub use field::{Field, FieldName, FieldValue, HeadCount, Position, Stage};
pub(crate) use identifier::is_system_name;
pub use identifier::{IDENTIFIER_ERRORS, Identifier, IdentifierError, IdentifierKey, IdentifierKind};
pub use name::{NAME_ERRORS, NameProblem, check_name};
pub(crate) use name::{text_digit, tidy};
pub(crate) use phone::is_region;
pub use record::{AppliedTag, Customer, PriorityState, TagPhase};
