//! Customers: the record with its provenance, identifiers, completeness and the follow-up flag.

mod completeness;
mod config;
mod custom_field;
mod domain;
mod email;
mod error;
mod field;
mod follow_up;
mod identifier;
mod name;
mod phone;
mod record;
mod stored;
pub(crate) mod survivorship;
mod timeline;

#[cfg(test)]
mod completeness_tests;
#[cfg(test)]
mod survivorship_tests;

pub use completeness::{
    Completeness, CompletenessEngine, CompletenessSummary, FieldCounts, Gap, GroupCounts,
};
pub(crate) use config::STANDARD;
pub use config::{CompletenessConfig, CustomerConfig, FollowUpConfig, IndustryConfig};
pub use custom_field::{CustomFieldType, CustomFields};
pub use error::{CUSTOMER_ERRORS, CustomerError};
pub(crate) use field::IMPORTED;
pub use field::{Field, FieldName, FieldValue, HeadCount, Position, Stage};
pub use follow_up::{follow_up_deadline, follow_up_due};
pub(crate) use identifier::is_system_name;
pub use identifier::{IDENTIFIER_ERRORS, Identifier, IdentifierError, IdentifierKey, IdentifierKind};
pub use name::{NAME_ERRORS, NameProblem, check_name};
pub(crate) use name::{is_dashes, says_nothing, text_digit, tidy};
pub(crate) use phone::{is_read_by_region, is_region, may_be_of_another_region};
pub use record::{AppliedTag, Customer, PriorityState, SegmentMembership, TagPhase};
pub use survivorship::{
    FieldChanges, FieldPolicy, SurvivalCause, SurvivorshipConfig, absorb_fields, would_absorb,
};
pub(crate) use survivorship::{contradicted, same_value};
pub use timeline::{TimelineEntry, timeline};
