//! What a customer is known by. A customer may have no phone at all.

use std::fmt;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{email, phone};
pub use crate::foundation::IdentifierKey;
use crate::foundation::time::Instant;
use crate::foundation::{Coded, ErrorEntry};

/// What kind of identifier it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum IdentifierKind {
    /// A phone number in E.164.
    Phone,
    /// A WhatsApp number id: the number without `+`, as WhatsApp spells it.
    WhatsappId,
    /// A WhatsApp business-scoped user id; changes when the person changes number.
    ScopedUserId,
    /// The parent form of a scoped user id, shared by linked portfolios.
    ParentScopedUserId,
    /// An e-mail address.
    Email,
    /// A WeCom external user id.
    WecomUserId,
    /// An id in another system, by the system's name. One customer has at most one per system.
    System(#[cfg_attr(feature = "schema", schemars(with = "String"))] CompactString),
}

impl IdentifierKind {
    /// The name used in data and keys.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone => "phone",
            Self::WhatsappId => "whatsapp_id",
            Self::ScopedUserId => "scoped_user_id",
            Self::ParentScopedUserId => "parent_scoped_user_id",
            Self::Email => "email",
            Self::WecomUserId => "wecom_user_id",
            Self::System(system) => system,
        }
    }
}

impl IdentifierKey {
    /// The key of a WhatsApp number id as webhooks spell it: digits with the calling code, no `+`. Costs no
    /// parsing, and for a valid number gives the key that [`Identifier::phone`] gives.
    ///
    /// ```
    /// use scrm_core::customer::IdentifierKey;
    /// assert_eq!(IdentifierKey::whatsapp_id("886912000456").as_str(), "tel:+886912000456");
    /// // The same Brazilian subscriber, with and without the ninth digit.
    /// assert_eq!(IdentifierKey::whatsapp_id("554188887777"), IdentifierKey::whatsapp_id("5541988887777"));
    /// ```
    #[must_use]
    pub fn whatsapp_id(digits: &str) -> Self {
        phone::key(digits.strip_prefix('+').unwrap_or(digits))
    }

    /// The key of a business-scoped user id.
    #[must_use]
    pub fn scoped_user_id(id: &str) -> Self {
        Self(compact_str::format_compact!("scoped:{id}"))
    }

    /// The key of the parent form of a business-scoped user id.
    #[must_use]
    pub fn parent_scoped_user_id(id: &str) -> Self {
        Self(compact_str::format_compact!("parent:{id}"))
    }
}

/// One identifier of a customer. `Debug` hides the value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identifier {
    /// What it is.
    pub kind: IdentifierKind,
    /// Normalised: E.164, lower-case e-mail domain, as the system spells it.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub value: CompactString,
    /// What was written, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub raw: Option<CompactString>,
    /// The key it is matched by.
    pub key: IdentifierKey,
    /// Where it came from.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub source: CompactString,
    /// When.
    #[serde(with = "Instant")]
    pub at: DateTime<Utc>,
    /// Messages to it failed for good.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undeliverable: bool,
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identifier")
            .field("key", &self.key)
            .field("source", &self.source)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// Bytes of the longest id of another system that is kept.
const LONGEST_ID: usize = 256;

impl Identifier {
    /// A phone number from any spelling, as E.164.
    ///
    /// `default_region` (ISO 3166-1 alpha-2, may be empty) is the country of numbers written without their
    /// calling code. Numbers written with it need the right length; numbers written without it must be known
    /// to the numbering plan of the region or, read with a `+` in front, of any country.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use scrm_core::customer::Identifier;
    /// let phone = Identifier::phone("0912-000-456", "TW", "import:crm", DateTime::UNIX_EPOCH)?;
    /// assert_eq!(phone.value, "+886912000456");
    /// assert_eq!(phone.raw.as_deref(), Some("0912-000-456"));
    /// assert_eq!(phone.key.as_str(), "tel:+886912000456");
    /// assert!(Identifier::phone("7.91E+10", "RU", "import:crm", DateTime::UNIX_EPOCH).is_err());
    /// # Ok::<(), scrm_core::customer::IdentifierError>(())
    /// ```
    ///
    /// # Errors
    /// [`IdentifierError`] says why the text is not a phone number.
    pub fn phone(
        raw: &str,
        default_region: &str,
        source: &str,
        at: DateTime<Utc>,
    ) -> Result<Self, IdentifierError> {
        let value = phone::normalise(raw, default_region)?;
        let key = phone::key(value.strip_prefix('+').unwrap_or(&value));
        Ok(Self::normalised(IdentifierKind::Phone, value, raw, key, source, at))
    }

    /// The digits by which people look for a number: with its calling code, as it is dialled within its country, and without the
    /// prefix that is dialled before it there, each once. Empty for what is no number.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use scrm_core::customer::Identifier;
    /// let phone = Identifier::phone("8 (999) 123-45-67", "RU", "import:crm", DateTime::UNIX_EPOCH)?;
    /// assert_eq!(phone.searched_digits(), ["79991234567", "89991234567", "9991234567"]);
    /// # Ok::<(), scrm_core::customer::IdentifierError>(())
    /// ```
    #[must_use]
    pub fn searched_digits(&self) -> Vec<CompactString> {
        if !matches!(self.kind, IdentifierKind::Phone | IdentifierKind::WhatsappId) {
            return Vec::new();
        }
        let international = self.value.strip_prefix('+').unwrap_or(&self.value);
        let mut digits = vec![CompactString::new(international)];
        for national in phone::national_digits(international).into_iter().flatten() {
            if !digits.contains(&national) {
                digits.push(national);
            }
        }
        digits
    }

    /// A WhatsApp number id: digits with the calling code, as webhooks spell it.
    ///
    /// # Errors
    /// The text is blank or not 7 to 15 digits.
    pub fn whatsapp_id(raw: &str, source: &str, at: DateTime<Utc>) -> Result<Self, IdentifierError> {
        let value = phone::normalise_whatsapp_id(raw)?;
        let key = phone::key(&value);
        Ok(Self::normalised(IdentifierKind::WhatsappId, value, raw, key, source, at))
    }

    /// An e-mail address. The value keeps the local part as written; the key is lower-case, and for Gmail
    /// free of dots and `+tags`.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use scrm_core::customer::Identifier;
    /// let email = Identifier::email("Anna.Petrova+crm@GMAIL.com", "import:crm", DateTime::UNIX_EPOCH)?;
    /// assert_eq!(email.value, "Anna.Petrova+crm@gmail.com");
    /// assert_eq!(email.key.as_str(), "email:annapetrova@gmail.com");
    /// # Ok::<(), scrm_core::customer::IdentifierError>(())
    /// ```
    ///
    /// # Errors
    /// The text is blank or not one address.
    pub fn email(raw: &str, source: &str, at: DateTime<Utc>) -> Result<Self, IdentifierError> {
        let value = email::normalise(raw)?;
        let key = email::key(&value);
        Ok(Self::normalised(IdentifierKind::Email, value, raw, key, source, at))
    }

    /// A WhatsApp business-scoped user id.
    ///
    /// # Errors
    /// The id is blank, longer than 256 bytes, or holds white space or control characters.
    pub fn scoped_user_id(raw: &str, source: &str, at: DateTime<Utc>) -> Result<Self, IdentifierError> {
        let value = opaque_id(raw)?;
        let key = IdentifierKey::scoped_user_id(&value);
        Ok(Self::normalised(IdentifierKind::ScopedUserId, value, raw, key, source, at))
    }

    /// The parent form of a business-scoped user id.
    ///
    /// # Errors
    /// As [`Identifier::scoped_user_id`].
    pub fn parent_scoped_user_id(
        raw: &str,
        source: &str,
        at: DateTime<Utc>,
    ) -> Result<Self, IdentifierError> {
        let value = opaque_id(raw)?;
        let key = IdentifierKey::parent_scoped_user_id(&value);
        Ok(Self::normalised(IdentifierKind::ParentScopedUserId, value, raw, key, source, at))
    }

    /// A WeCom external user id.
    ///
    /// # Errors
    /// As [`Identifier::scoped_user_id`].
    pub fn wecom(raw: &str, source: &str, at: DateTime<Utc>) -> Result<Self, IdentifierError> {
        let value = opaque_id(raw)?;
        let key = IdentifierKey(compact_str::format_compact!("wecom:{value}"));
        Ok(Self::normalised(IdentifierKind::WecomUserId, value, raw, key, source, at))
    }

    /// An id in another system. `system` is a name of lower-case letters, digits, `_`, `-` and `.`.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use scrm_core::customer::Identifier;
    /// let id = Identifier::system("erp", " K-1042 ", "import:erp", DateTime::UNIX_EPOCH)?;
    /// assert_eq!(id.key.as_str(), "system/erp:K-1042");
    /// # Ok::<(), scrm_core::customer::IdentifierError>(())
    /// ```
    ///
    /// # Errors
    /// The name or the id is not usable; ids may hold inner spaces but no control characters.
    pub fn system(system: &str, raw: &str, source: &str, at: DateTime<Utc>) -> Result<Self, IdentifierError> {
        if !is_system_name(system) {
            return Err(IdentifierError::SystemName);
        }
        let value = bounded_id(raw)?;
        let key = IdentifierKey(compact_str::format_compact!("system/{system}:{value}"));
        Ok(Self::normalised(IdentifierKind::System(system.into()), value, raw, key, source, at))
    }

    /// An identifier of any kind.
    ///
    /// # Errors
    /// As the constructor of that kind.
    pub fn from_raw(
        kind: &IdentifierKind,
        raw: &str,
        default_region: &str,
        source: &str,
        at: DateTime<Utc>,
    ) -> Result<Self, IdentifierError> {
        match kind {
            IdentifierKind::Phone => Self::phone(raw, default_region, source, at),
            IdentifierKind::WhatsappId => Self::whatsapp_id(raw, source, at),
            IdentifierKind::ScopedUserId => Self::scoped_user_id(raw, source, at),
            IdentifierKind::ParentScopedUserId => Self::parent_scoped_user_id(raw, source, at),
            IdentifierKind::Email => Self::email(raw, source, at),
            IdentifierKind::WecomUserId => Self::wecom(raw, source, at),
            IdentifierKind::System(system) => Self::system(system, raw, source, at),
        }
    }

    fn normalised(
        kind: IdentifierKind,
        value: CompactString,
        raw: &str,
        key: IdentifierKey,
        source: &str,
        at: DateTime<Utc>,
    ) -> Self {
        let raw = (value != raw).then(|| CompactString::new(raw));
        Self { kind, value, raw, key, source: CompactString::new(source), at, undeliverable: false }
    }
}

/// Whether `name` can name another system.
pub(crate) fn is_system_name(name: &str) -> bool {
    let allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'.');
    !name.is_empty() && name.len() <= 64 && name.bytes().all(allowed)
}

fn bounded_id(raw: &str) -> Result<CompactString, IdentifierError> {
    let id = raw.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'));
    if id.is_empty() {
        return Err(IdentifierError::Blank);
    }
    if id.len() > LONGEST_ID || id.chars().any(char::is_control) {
        return Err(IdentifierError::IdUnusable);
    }
    Ok(CompactString::new(id))
}

fn opaque_id(raw: &str) -> Result<CompactString, IdentifierError> {
    let id = bounded_id(raw)?;
    if id.chars().any(char::is_whitespace) { Err(IdentifierError::IdUnusable) } else { Ok(id) }
}

/// Why a text is not an identifier. Never holds the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IdentifierError {
    /// Nothing was written.
    #[error("the identifier is blank")]
    Blank,
    /// Not a phone number of any country.
    #[error("the text is not a phone number that can be dialled")]
    PhoneUnreadable,
    /// No calling code, and no country to take it from.
    #[error("the phone number has no calling code and no default region is set")]
    PhoneWithoutCountry,
    /// A spreadsheet rounded the number.
    #[error("a spreadsheet cut digits off the phone number")]
    PhoneDigitsLost,
    /// Not an address.
    #[error("the text is not an e-mail address")]
    EmailUnreadable,
    /// Too long, or holds characters that no id holds.
    #[error("the id is longer than 256 bytes or holds white space or control characters")]
    IdUnusable,
    /// Not a name for a system.
    #[error("a system's name has 1 to 64 lower-case letters, digits, `_`, `-` and `.`")]
    SystemName,
}

impl Coded for IdentifierError {
    fn code(&self) -> &'static str {
        match self {
            Self::Blank => "identifier.blank",
            Self::PhoneUnreadable => "identifier.phone.unreadable",
            Self::PhoneWithoutCountry => "identifier.phone.without_country",
            Self::PhoneDigitsLost => "identifier.phone.digits_lost",
            Self::EmailUnreadable => "identifier.email.unreadable",
            Self::IdUnusable => "identifier.id.unusable",
            Self::SystemName => "identifier.system.name",
        }
    }
}

/// The catalogue lines of identifiers.
pub const IDENTIFIER_ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "identifier.blank",
        message: "The identifier is blank.",
        help: "Leave the cell out, or write the number, address or id.",
        retryable: false,
    },
    ErrorEntry {
        code: "identifier.phone.unreadable",
        message: "The text is not a phone number that can be dialled.",
        help: "Write the number with + and its calling code, for example +886 912 000 456.",
        retryable: false,
    },
    ErrorEntry {
        code: "identifier.phone.without_country",
        message: "The phone number has no calling code and no country is known.",
        help: "Set the default region, add a region column, or write the number with + and its calling code.",
        retryable: false,
    },
    ErrorEntry {
        code: "identifier.phone.digits_lost",
        message: "A spreadsheet turned the phone number into a rounded figure such as 7.91E+10.",
        help: "Format the column as text in the spreadsheet, enter the numbers again and export once more.",
        retryable: false,
    },
    ErrorEntry {
        code: "identifier.email.unreadable",
        message: "The text is not an e-mail address.",
        help: "Write one address such as anna@example.com.",
        retryable: false,
    },
    ErrorEntry {
        code: "identifier.id.unusable",
        message: "The id is too long or holds white space or control characters.",
        help: "Give the id as the other system shows it, at most 256 bytes.",
        retryable: false,
    },
    ErrorEntry {
        code: "identifier.system.name",
        message: "The name of the other system is not usable.",
        help: "Use 1 to 64 lower-case letters, digits, `_`, `-` and `.`.",
        retryable: false,
    },
];

#[cfg(test)]
#[path = "identifier_tests.rs"]
mod tests;
