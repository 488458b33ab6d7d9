//! What records are compared by: columns that say one thing together.

use serde::{Deserialize, Serialize};

use super::value::Level;
use crate::dedupe::compare::NameKind;
use crate::import::DateOrder;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FieldKind {
    /// A person's name, from one column or several.
    #[serde(rename = "name")]
    PersonName,
    /// A company's name.
    #[serde(rename = "company")]
    CompanyName,
    /// A day of birth.
    Birthday,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A number that one person or company has: a passport, a tax number.
    IdentityNumber,
    /// The customer's number in a system that gives each customer one.
    SystemId,
    /// Street and house.
    Street,
    /// A town or a part of one.
    Place,
    /// A postal code.
    PostalCode,
    /// A country, a state, a province.
    Region,
    /// One of few values: a gender, an industry.
    Category,
}

impl FieldKind {
    /// The name under which it is explained.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PersonName => "name",
            Self::CompanyName => "company",
            Self::Birthday => "birthday",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::IdentityNumber => "identity_number",
            Self::SystemId => "system_id",
            Self::Street => "street",
            Self::Place => "place",
            Self::PostalCode => "postal_code",
            Self::Region => "region",
            Self::Category => "category",
        }
    }

    /// What agreement of each grade means, the closest first. The last is a contradiction.
    #[must_use]
    pub const fn levels(self) -> &'static [&'static str] {
        match self {
            Self::PersonName => &[
                "the same",
                "spelled otherwise",
                "a shorter form, or misspelt",
                "most words in common",
                "the given name, and another of a family",
                "a name in common",
                "another",
            ],
            Self::CompanyName => &[
                "the same",
                "spelled otherwise",
                "a shorter form, or misspelt",
                "most words in common",
                "a word in common",
                "another",
            ],
            Self::Birthday => &[
                "the same",
                "a slip or swapped",
                "off by a month, a year or a decade",
                "the same year or day",
                "another",
            ],
            Self::Email => {
                &["the same", "the same of an office", "the same name at another host", "alike", "another"]
            }
            Self::Phone => &["the same", "one slip", "the same last digits", "another"],
            Self::IdentityNumber => &["the same", "one slip", "another"],
            Self::Street => &[
                "the same",
                "misspelt",
                "the same house of a street alike",
                "another house of the street",
                "another",
            ],
            Self::Place => &["the same", "misspelt", "another"],
            Self::PostalCode => &["the same", "one slip", "another"],
            Self::SystemId | Self::Region | Self::Category => &["the same", "another"],
        }
    }

    /// The last level: a contradiction.
    pub(super) const fn contradiction(self) -> Level {
        (self.levels().len() - 1) as Level
    }

    pub(super) const fn is_name(self) -> bool {
        matches!(self, Self::PersonName | Self::CompanyName)
    }

    /// How what two records share in it is judged by how many others have the same.
    pub(super) const fn rarity(self) -> RarityRule {
        match self {
            Self::PersonName | Self::CompanyName | Self::Place | Self::Region | Self::Category => {
                RarityRule::Shared
            }
            Self::Birthday | Self::Email | Self::Phone | Self::IdentityNumber | Self::SystemId => {
                RarityRule::Own
            }
            Self::Street => RarityRule::Own,
            Self::PostalCode => RarityRule::Shared,
        }
    }

    /// Whether each person has one of it, and another is somebody else's.
    pub(super) const fn is_one_for_each(self) -> bool {
        matches!(self, Self::Birthday | Self::IdentityNumber | Self::SystemId)
    }

    /// Whether it says where somebody lives: who moves changes all of it.
    pub(super) const fn is_of_an_address(self) -> bool {
        matches!(self, Self::Street | Self::Place | Self::PostalCode | Self::Region)
    }

    pub(super) const fn name_kind(self) -> NameKind {
        match self {
            Self::CompanyName => NameKind::Company,
            Self::Place | Self::Street => NameKind::Place,
            _ => NameKind::Person,
        }
    }
}

/// How the value that two records share is judged by how many records have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RarityRule {
    /// Strangers often have the same: a rare value says more than a usual one, a common one less.
    Shared,
    /// Hardly anybody has the same: a value that others have as well says less.
    Own,
}

/// Columns that say one thing together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LinkField {
    /// What they hold.
    pub(super) kind: FieldKind,
    /// Groups of columns by their positions: those of a group are parts of one value, and each group is a value of its
    /// own, such as a name in another script.
    pub(super) values: Vec<Vec<usize>>,
    /// Of a name in parts, its first value: how many of its columns stand before those of the family name.
    pub(super) before_family: usize,
    /// Columns of whole addresses: a postal code that has no column of its own may stand there.
    pub(super) within: Vec<usize>,
    /// Which number of `03/04/1990` is the day, in a field of days: what the table proves, or the day first.
    pub(super) date_order: DateOrder,
}

impl LinkField {
    pub(super) const fn new(kind: FieldKind, values: Vec<Vec<usize>>) -> Self {
        Self { kind, values, before_family: 0, within: Vec::new(), date_order: DateOrder::DayFirst }
    }

    /// All columns that it is read from.
    pub(super) fn columns(&self) -> impl Iterator<Item = &usize> {
        self.values.iter().flatten().chain(&self.within)
    }
}
