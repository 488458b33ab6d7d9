//! What can go wrong with the section on customers, and with values of the fields that it declares.

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry};

/// An error of the playbook's section on customers, or of a value of a field that it declares.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum CustomerError {
    /// A setting is wrong.
    #[error("{field}: {problem}")]
    Config {
        /// Path inside the section.
        field: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The name of a field of the workspace's own cannot be written in an expression.
    #[error(
        "{field}: expressions cannot name it: write letters, digits and _, no digit first, and none of their own words"
    )]
    CustomFieldName {
        /// Path inside the section.
        field: String,
    },
    /// The name of a field of the workspace's own stands for something else.
    #[error("{field}: {by}; choose another name")]
    CustomFieldTaken {
        /// Path inside the section.
        field: String,
        /// What has the name.
        by: &'static str,
    },
    /// A value has another kind than its field is declared to have.
    #[error("{field}: declared as {expected}, given as {found}")]
    CustomFieldKind {
        /// Path of the value.
        field: String,
        /// The kind of the field's values.
        expected: &'static str,
        /// The kind of this one.
        found: &'static str,
    },
}

/// The catalogue lines of the section on customers.
pub const CUSTOMER_ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "customer.config.invalid",
        message: "A setting of the section on customers is wrong.",
        help: "Correct the field that is named; the playbook's reference lists what it may hold.",
        retryable: false,
    },
    ErrorEntry {
        code: "customer.custom_field.name",
        message: "A field of the workspace's own has a name that expressions cannot write.",
        help: "Use letters of any script, digits and _, with no digit first, such as shoe_size.",
        retryable: false,
    },
    ErrorEntry {
        code: "customer.custom_field.taken",
        message: "A field of the workspace's own has the name of something else.",
        help: "Choose another name; the message says what has this one.",
        retryable: false,
    },
    ErrorEntry {
        code: "customer.custom_field.kind",
        message: "A value has another kind than the playbook declares for its field.",
        help: "Give a value of the declared kind, or declare another one under customer.custom_fields.",
        retryable: false,
    },
];

impl Coded for CustomerError {
    fn code(&self) -> &'static str {
        match self {
            Self::Config { .. } => "customer.config.invalid",
            Self::CustomFieldName { .. } => "customer.custom_field.name",
            Self::CustomFieldTaken { .. } => "customer.custom_field.taken",
            Self::CustomFieldKind { .. } => "customer.custom_field.kind",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Config { field, .. }
            | Self::CustomFieldName { field }
            | Self::CustomFieldTaken { field, .. }
            | Self::CustomFieldKind { field, .. } => Some(field.clone()),
        }
    }
}
