//! The columns of an export, by the names by which an import knows them.

use std::fmt;

use compact_str::CompactString;

use super::cell::{Cell, instant, of_field};
use super::error::ExportError;
use crate::customer::{Customer, FieldName, IdentifierKind};
use crate::import::{StateColumn, Target};
use crate::trust::consent::Purpose;
use crate::trust::{Masker, agrees_everywhere};

/// What one column tells of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    State(StateColumn),
    Field(FieldName),
    Identifiers(IdentifierKind),
    Consent(Purpose),
}

/// One column of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportColumn(Content);

impl ExportColumn {
    /// Reads a column's name: a field, an identifier, `consent:<purpose>` or `custom:<name>` as an import's
    /// [mapping](crate::import::Mapping) writes it, or `id`, `created_at`, `updated_at`, `tags`, `segments`, `priority_level`,
    /// `priority_score`, `respond_by`, `archived_at`.
    ///
    /// ```
    /// use scrm_core::export::ExportColumn;
    /// assert_eq!(ExportColumn::parse("custom:colour").unwrap().to_string(), "custom:colour");
    /// assert_eq!(ExportColumn::parse("colour").unwrap_err().to_string(), "there is no column colour");
    /// ```
    ///
    /// # Errors
    /// [`ExportError::UnknownColumn`].
    pub fn parse(name: &str) -> Result<Self, ExportError> {
        if let Some(column) = StateColumn::parse(name) {
            return Ok(Self(Content::State(column)));
        }
        match Target::parse(name) {
            Ok(Target::Field(field)) => Ok(Self(Content::Field(field))),
            Ok(Target::Identifier(kind)) => Ok(Self(Content::Identifiers(kind))),
            Ok(Target::Consent(purpose)) => Ok(Self(Content::Consent(purpose))),
            _ => Err(ExportError::UnknownColumn { name: name.to_owned() }),
        }
    }

    /// The column of a field.
    ///
    /// ```
    /// use scrm_core::export::ExportColumn;
    /// assert_eq!(ExportColumn::of_field("shoe_size".into()).to_string(), "custom:shoe_size");
    /// ```
    #[must_use]
    pub const fn of_field(field: FieldName) -> Self {
        Self(Content::Field(field))
    }

    /// The columns of an export that names none: who it is, how to reach them, whether they agreed to marketing, every built-in
    /// field, tags, and the place in the queue.
    #[must_use]
    pub fn usual() -> Vec<Self> {
        let identifiers = [IdentifierKind::Phone, IdentifierKind::WhatsappId, IdentifierKind::Email];
        let (name, others) = FieldName::BUILT_IN.split_at(1);
        let mut columns = vec![Content::State(StateColumn::Id)];
        columns.extend(name.iter().cloned().map(Content::Field));
        columns.extend(identifiers.map(Content::Identifiers));
        columns.push(Content::Consent(Purpose::Marketing));
        columns.extend(others.iter().cloned().map(Content::Field));
        let states = [StateColumn::Tags, StateColumn::PriorityLevel, StateColumn::RespondBy];
        columns.extend(states.map(Content::State));
        columns.into_iter().map(Self).collect()
    }

    /// What the column has of a customer, hidden as far as `masker` hides it.
    pub(super) fn cell(&self, customer: &Customer, masker: Option<&Masker>) -> Option<Cell> {
        match &self.0 {
            Content::State(column) => of_state(*column, customer),
            Content::Field(name) => customer.value(name).map(|value| of_field(name, value, masker)),
            Content::Identifiers(kind) => {
                let of_kind = customer.identifiers.iter().filter(|identifier| identifier.kind == *kind);
                list(of_kind.map(|identifier| match masker {
                    Some(masker) => masker.identifier(identifier).into(),
                    None => identifier.value.clone(),
                }))
            }
            Content::Consent(purpose) => agrees_everywhere(&customer.consents, *purpose)
                .map(|agrees| Cell::Text(if agrees { "yes" } else { "no" }.into())),
        }
    }
}

/// What the workspace itself says of a customer.
fn of_state(column: StateColumn, customer: &Customer) -> Option<Cell> {
    match column {
        StateColumn::Id => Some(Cell::Text(customer.id.as_str().into())),
        StateColumn::CreatedAt => Some(instant(customer.created_at)),
        StateColumn::UpdatedAt => Some(instant(customer.updated_at)),
        StateColumn::Tags => list(customer.tags.iter().map(|applied| applied.tag.as_str().into())),
        StateColumn::Segments => list(customer.segments.iter().map(|member| member.segment.as_str().into())),
        StateColumn::PriorityLevel => {
            customer.priority.as_ref().map(|place| Cell::Whole(u32::from(place.level)))
        }
        StateColumn::PriorityScore => customer.priority.as_ref().map(|place| Cell::Number(place.score)),
        StateColumn::RespondBy => customer.priority.as_ref().map(|place| instant(place.respond_by)),
        StateColumn::ArchivedAt => customer.archived_at.map(instant),
    }
}

fn list(entries: impl Iterator<Item = CompactString>) -> Option<Cell> {
    let entries: Vec<CompactString> = entries.collect();
    (!entries.is_empty()).then_some(Cell::List(entries))
}

impl fmt::Display for ExportColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let target = match &self.0 {
            Content::Field(name) => Target::Field(name.clone()),
            Content::Identifiers(kind) => Target::Identifier(kind.clone()),
            Content::Consent(purpose) => Target::Consent(*purpose),
            Content::State(column) => return f.write_str(column.as_str()),
        };
        f.write_str(&target.key())
    }
}
