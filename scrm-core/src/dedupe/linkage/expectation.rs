//! What people's data mostly is like: how often each grade of a comparison is met. It is where learning begins, and what
//! holds where a table is too poor to learn from. The order is that of [`FieldKind::levels`].

use serde::{Deserialize, Serialize};

use super::field::FieldKind;

impl FieldKind {
    /// Among pairs of one person.
    pub(super) const fn expected(self) -> &'static [f64] {
        match self {
            Self::PersonName => &[0.56, 0.16, 0.15, 0.07, 0.025, 0.02, 0.015],
            Self::CompanyName => &[0.57, 0.16, 0.15, 0.08, 0.025, 0.015],
            Self::Birthday => &[0.82, 0.09, 0.04, 0.03, 0.02],
            Self::Email => &[0.65, 0.03, 0.09, 0.05, 0.18],
            Self::Phone => &[0.7, 0.07, 0.03, 0.2],
            Self::IdentityNumber => &[0.85, 0.1, 0.05],
            Self::SystemId => &[0.999, 0.001],
            Self::Street => &[0.6, 0.13, 0.08, 0.04, 0.15],
            Self::Place | Self::PostalCode => &[0.75, 0.1, 0.15],
            Self::Region => &[0.85, 0.15],
            Self::Category => &[0.8, 0.2],
        }
    }

    /// Among pairs of two people; a large table says it better.
    pub(super) const fn expected_of_strangers(self) -> &'static [f64] {
        match self {
            Self::PersonName => &[0.0005, 0.0003, 0.001, 0.003, 0.003, 0.007, 0.9852],
            Self::CompanyName => &[0.0005, 0.0003, 0.001, 0.003, 0.01, 0.9852],
            Self::Birthday => &[0.00004, 0.001, 0.008, 0.02, 0.97096],
            Self::Email => &[0.00001, 0.0003, 0.001, 0.0005, 0.99819],
            Self::Phone => &[0.00001, 0.0001, 0.0001, 0.99979],
            Self::IdentityNumber => &[0.00001, 0.0001, 0.99989],
            Self::SystemId => &[0.00001, 0.99999],
            Self::Street => &[0.00003, 0.0001, 0.0005, 0.003, 0.99637],
            Self::Place => &[0.05, 0.02, 0.93],
            Self::PostalCode => &[0.02, 0.02, 0.96],
            Self::Region => &[0.3, 0.7],
            Self::Category => &[0.3, 0.7],
        }
    }

    /// Between two that are not one and yet no strangers.
    pub(super) const fn expected_between(self, relation: Relation) -> &'static [f64] {
        match relation {
            Relation::Household | Relation::Neighbours => self.expected_at_one_address(),
            Relation::Branches => self.expected_of_branches(),
        }
    }

    const fn expected_at_one_address(self) -> &'static [f64] {
        match self {
            Self::PersonName => &[0.01, 0.01, 0.03, 0.1, 0.01, 0.64, 0.2],
            Self::CompanyName => &[0.01, 0.01, 0.03, 0.1, 0.1, 0.75],
            Self::Birthday => &[0.06, 0.01, 0.03, 0.05, 0.85],
            Self::Email => &[0.15, 0.1, 0.03, 0.03, 0.69],
            Self::Phone => &[0.4, 0.02, 0.03, 0.55],
            Self::IdentityNumber => &[0.005, 0.01, 0.985],
            Self::SystemId => &[0.001, 0.999],
            Self::Street => &[0.85, 0.1, 0.02, 0.01, 0.02],
            Self::Place | Self::PostalCode => &[0.9, 0.05, 0.05],
            Self::Region => &[0.95, 0.05],
            Self::Category => &[0.6, 0.4],
        }
    }

    const fn expected_of_branches(self) -> &'static [f64] {
        match self {
            Self::PersonName => &[0.6, 0.15, 0.12, 0.08, 0.02, 0.02, 0.01],
            Self::CompanyName => &[0.6, 0.15, 0.12, 0.08, 0.04, 0.01],
            Self::Birthday => &[0.01, 0.01, 0.01, 0.02, 0.95],
            Self::Email => &[0.2, 0.1, 0.2, 0.1, 0.4],
            Self::Phone => &[0.1, 0.05, 0.05, 0.8],
            Self::IdentityNumber => &[0.1, 0.02, 0.88],
            Self::SystemId => &[0.001, 0.999],
            Self::Street => &[0.01, 0.01, 0.01, 0.02, 0.95],
            Self::Place => &[0.35, 0.05, 0.6],
            Self::PostalCode => &[0.1, 0.05, 0.85],
            Self::Region => &[0.7, 0.3],
            Self::Category => &[0.9, 0.1],
        }
    }
}

/// How two that are not one may belong together. Each field would speak for one of them, and all say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Relation {
    /// Two people of one household: they share what they are reached by, and most of their names.
    Household,
    /// Two companies at one address, or two parts of one.
    Neighbours,
    /// Two branches of one company: they share a name.
    Branches,
}

impl Relation {
    /// In words.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Household => "two of one household",
            Self::Neighbours => "two at one address",
            Self::Branches => "two branches",
        }
    }
}
