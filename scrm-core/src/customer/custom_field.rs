//! The fields of a workspace's own: their names, and what their values are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::CustomerError;
use super::field::{FieldName, FieldValue};

/// What the values of a field of the workspace's own are. Each is called as the [kind](FieldValue::kind) of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum CustomFieldType {
    /// One line of text.
    Text,
    /// Several texts.
    List,
    /// A number.
    Number,
    /// An amount of money.
    Money,
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// An instant.
    Instant,
}

impl CustomFieldType {
    /// Every type.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::List, Self::Number, Self::Money, Self::Flag, Self::Date, Self::Instant];

    /// The name used in data.
    ///
    /// ```
    /// use scrm_core::customer::CustomFieldType;
    /// for kind in CustomFieldType::ALL {
    ///     assert_eq!(serde_json::to_value(kind)?, kind.as_str());
    /// }
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::List => "list",
            Self::Number => "number",
            Self::Money => "money",
            Self::Flag => "flag",
            Self::Date => "date",
            Self::Instant => "instant",
        }
    }
}

/// The fields that a workspace has beside those that every customer has, by name, each with the type of its values.
///
/// ```
/// use scrm_core::customer::{CustomFieldType, CustomFields, FieldName};
/// let fields: CustomFields = [("shoe_size", CustomFieldType::Number)].into_iter().collect();
/// assert_eq!(fields.type_of(&FieldName::from("shoe_size")), Some(CustomFieldType::Number));
/// assert_eq!(fields.type_of(&FieldName::Company), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomFields(BTreeMap<String, CustomFieldType>);

impl CustomFields {
    /// The type of a field; nothing for one that is not declared.
    #[must_use]
    pub fn type_of(&self, name: &FieldName) -> Option<CustomFieldType> {
        match name {
            FieldName::Custom(own) => self.0.get(own.as_str()).copied(),
            _ => None,
        }
    }

    /// Every field, in the order of the names.
    ///
    /// ```
    /// use scrm_core::customer::{CustomFieldType, CustomFields};
    /// let fields = CustomFields::from_iter([("vip", CustomFieldType::Flag), ("рост", CustomFieldType::Number)]);
    /// assert_eq!(fields.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["vip", "рост"]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&str, CustomFieldType)> {
        self.0.iter().map(|(name, kind)| (name.as_str(), *kind))
    }

    /// Whether none is declared.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses a value of another kind than its field is declared to have.
    ///
    /// ```
    /// use scrm_core::customer::{CustomFieldType, CustomFields, FieldName, FieldValue};
    /// let fields = CustomFields::from_iter([("vip", CustomFieldType::Flag)]);
    /// let vip = FieldName::from("vip");
    /// assert!(fields.check(&vip, &FieldValue::Flag(true)).is_ok());
    /// let error = fields.check(&vip, &FieldValue::Text("yes".into())).unwrap_err();
    /// assert_eq!(error.to_string(), "fields.vip: declared as flag, given as text");
    /// assert!(fields.check(&FieldName::from("colour"), &FieldValue::Text("azul".into())).is_ok());
    /// ```
    ///
    /// # Errors
    /// [`CustomerError::CustomFieldKind`].
    pub fn check(&self, name: &FieldName, value: &FieldValue) -> Result<(), CustomerError> {
        match self.type_of(name) {
            Some(declared) if declared.as_str() != value.kind() => Err(CustomerError::CustomFieldKind {
                field: format!("fields.{name}"),
                expected: declared.as_str(),
                found: value.kind(),
            }),
            _ => Ok(()),
        }
    }
}

impl<N: Into<String>> FromIterator<(N, CustomFieldType)> for CustomFields {
    fn from_iter<I: IntoIterator<Item = (N, CustomFieldType)>>(fields: I) -> Self {
        Self(fields.into_iter().map(|(name, kind)| (name.into(), kind)).collect())
    }
}
