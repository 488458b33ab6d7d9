//! What the caller says about one import: the source, the file, and which column means what.

use std::collections::BTreeMap;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::config::OnBadValue;
use super::csv::CsvOptions;
use super::error::ImportError;
use super::state::StateColumn;
use super::value::DateOrder;
use crate::customer::{FieldName, IdentifierKind, is_system_name};
use crate::foundation::{Currency, Given};
use crate::trust::consent::Purpose;

/// What a rejected row does to the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum OnRejected {
    /// The others are imported; the rejected ones come back to be mended.
    #[default]
    Skip,
    /// Nothing is imported unless every row is good.
    Abort,
}

/// What one import is told beside the file. Everything but the source may be left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportOptions {
    /// Short name of where the data comes from; provenance reads `import:<source>`.
    pub source: String,
    /// Encoding and dialect, as far as they are known.
    #[serde(default)]
    pub csv: CsvOptions,
    /// Whether there is a header; left out, the file decides.
    #[serde(default)]
    pub header: Option<bool>,
    /// Which column means what, beside the headers that are recognised.
    #[serde(default)]
    pub mapping: Mapping,
    /// Country (ISO 3166-1 alpha-2) of phone numbers without calling code. Left out, a workspace takes its own; a
    /// [`CsvImport`](super::CsvImport) by itself, or with an empty one, knows none.
    #[serde(default)]
    pub default_region: Option<String>,
    /// Currency of amounts that name none. Left out, a workspace takes its own; a [`CsvImport`](super::CsvImport) by
    /// itself cannot read such amounts.
    #[serde(default)]
    pub default_currency: Option<Currency>,
    /// IANA zone of times without an offset; UTC where left out.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// Overrides `import.on_bad_value` of the playbook.
    #[serde(default)]
    pub on_bad_value: Option<OnBadValue>,
    /// Overrides `import.keep_unmapped` of the playbook.
    #[serde(default)]
    pub keep_unmapped: Option<bool>,
    /// Whether a rejected row stops the whole import.
    #[serde(default)]
    pub on_rejected: OnRejected,
    /// Nothing is to be stored.
    #[serde(default)]
    pub dry_run: bool,
}

impl ImportOptions {
    /// Options that leave everything to the file.
    #[must_use]
    pub fn new(source: &str) -> Self {
        Self { source: source.to_owned(), ..Self::default() }
    }
}

/// Which column means what.
///
/// A target is a field name (`name`, `budget`, …), an identifier (`phone`, `whatsapp_id`, `email`, `wecom`,
/// `scoped_user_id`, `parent_scoped_user_id`, `system:<name>`), a part of the name (`given_name`,
/// `middle_name`, `family_name`), `organisation`, `consent:<purpose>`, `custom:<name>`, or `ignore`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mapping {
    /// Header, or column number counted from 1, to target. Wins over recognised headers.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// Target to the text that every row gets where its own cell is blank.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// Which number of `03/04/2024` is the day, and of `24-12-31` the year.
    #[serde(default)]
    pub date_order: Option<DateOrder>,
}

impl Mapping {
    /// Reads a mapping document: JSON where it begins with `{`, TOML otherwise.
    ///
    /// # Errors
    /// As [`Mapping::from_toml`].
    pub fn read(text: &str) -> Result<Self, ImportError> {
        if text.trim_start().starts_with('{') { Self::from_json(text) } else { Self::from_toml(text) }
    }

    /// Reads a mapping document in TOML.
    ///
    /// ```
    /// use scrm_core::import::Mapping;
    /// let mapping = Mapping::from_toml("columns = { \"Kunde\" = \"name\", \"3\" = \"phone\" }")?;
    /// assert_eq!(mapping.columns["Kunde"], "name");
    /// assert!(Mapping::from_toml("colums = {}").is_err());
    /// # Ok::<(), scrm_core::import::ImportError>(())
    /// ```
    ///
    /// # Errors
    /// A syntax error, an unknown key, or an unknown target.
    pub fn from_toml(text: &str) -> Result<Self, ImportError> {
        Self::of(Given::from_toml(text).map_err(|error| error.message().to_owned()))
    }

    /// Reads a mapping document in JSON.
    ///
    /// # Errors
    /// As [`Mapping::from_toml`].
    pub fn from_json(text: &str) -> Result<Self, ImportError> {
        Self::of(Given::from_json(text).map_err(|error| error.to_string()))
    }

    fn of(document: Result<Given, String>) -> Result<Self, ImportError> {
        let mapping =
            document.and_then(|document| document.read::<Self>().map_err(|misfit| misfit.to_string()));
        mapping.map_err(|problem| ImportError::Mapping { problem })?.checked()
    }

    pub(super) fn checked(self) -> Result<Self, ImportError> {
        self.columns
            .values()
            .chain(self.constants.keys())
            .try_for_each(|target| Target::parse(target).map(drop))?;
        Ok(self)
    }
}

/// What a column feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Field(FieldName),
    Identifier(IdentifierKind),
    GivenName,
    MiddleName,
    FamilyName,
    Consent(Purpose),
    /// Whose row it is, in an export of the workspace's own.
    CustomerId,
    /// What the workspace itself says of a customer, in such an export: no file tells it.
    State,
    Ignore,
}

impl Target {
    pub(crate) fn parse(text: &str) -> Result<Self, ImportError> {
        let unknown = || ImportError::UnknownTarget { target: text.to_owned() };
        Ok(match text {
            "ignore" => Self::Ignore,
            "given_name" => Self::GivenName,
            "middle_name" => Self::MiddleName,
            "family_name" => Self::FamilyName,
            "organisation" => Self::Field(FieldName::Company),
            "phone" => Self::Identifier(IdentifierKind::Phone),
            "whatsapp_id" => Self::Identifier(IdentifierKind::WhatsappId),
            "email" => Self::Identifier(IdentifierKind::Email),
            "wecom" | "wecom_user_id" => Self::Identifier(IdentifierKind::WecomUserId),
            "scoped_user_id" => Self::Identifier(IdentifierKind::ScopedUserId),
            "parent_scoped_user_id" => Self::Identifier(IdentifierKind::ParentScopedUserId),
            "consent" | "consent:marketing" => Self::Consent(Purpose::Marketing),
            "consent:transactional" => Self::Consent(Purpose::Transactional),
            "consent:service" => Self::Consent(Purpose::Service),
            _ => match text.split_once(':') {
                Some(("system", name)) if is_system_name(name) => {
                    Self::Identifier(IdentifierKind::System(name.into()))
                }
                Some(("custom", name)) if !name.trim().is_empty() => match FieldName::from(name.trim()) {
                    custom @ FieldName::Custom(_) => Self::Field(custom),
                    _ => return Err(unknown()),
                },
                Some(_) => return Err(unknown()),
                None => match FieldName::from(text) {
                    FieldName::Custom(_) => return Err(unknown()),
                    field => Self::Field(field),
                },
            },
        })
    }

    /// The target as a mapping document writes it: also what fingerprints are made of.
    pub(crate) fn key(&self) -> CompactString {
        match self {
            Self::Field(FieldName::Custom(name)) => compact_str::format_compact!("custom:{name}"),
            Self::Field(name) => name.as_str().into(),
            Self::Identifier(IdentifierKind::System(name)) => compact_str::format_compact!("system:{name}"),
            Self::Identifier(kind) => kind.as_str().into(),
            Self::GivenName => "given_name".into(),
            Self::MiddleName => "middle_name".into(),
            Self::FamilyName => "family_name".into(),
            Self::Consent(Purpose::Marketing) => "consent:marketing".into(),
            Self::Consent(Purpose::Transactional) => "consent:transactional".into(),
            Self::Consent(Purpose::Service) => "consent:service".into(),
            Self::CustomerId => StateColumn::Id.as_str().into(),
            Self::State | Self::Ignore => "ignore".into(),
        }
    }

    pub(super) const fn is_name(&self) -> bool {
        matches!(self, Self::Field(FieldName::Name) | Self::GivenName | Self::FamilyName)
    }
}
