//! The playbook: one document with every rule and number of a workspace.
//!
//! A playbook is TOML or JSON. What it does not say is as the [standard](Playbook::standard) has it:
//! objects are laid over the standard key by key, lists replace the standard's list. Reading is strict: an
//! unknown key, a wrong type or a rule that an engine refuses is an error with its line and column.
//!
//! Each section is an area's own configuration; docs/playbook.md lists every key with its default.

mod document;
mod error;
mod place;
#[cfg(test)]
mod tests;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use error::{ERRORS, PlaybookError};

use crate::audit::AuditConfig;
use crate::customer::CustomerConfig;
use crate::dedupe::DedupeConfig;
use crate::foundation::text::Language;
use crate::foundation::time::CalendarConfig;
use crate::foundation::{CurrencyTable, ErrorEntry, Fingerprint, Given, fingerprint};
use crate::import::ImportConfig;
use crate::keyword::KeywordConfig;
use crate::priority::PriorityConfig;
use crate::reply::ReplyConfig;
use crate::segment::SegmentConfig;
use crate::tag::TagConfig;
use crate::transport::OutboxConfig;
use crate::trust::TrustConfig;
use crate::value::ValueConfig;

/// Who the workspace is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WorkspaceConfig {
    /// The name customers know, as reply texts use it.
    pub name: String,
    /// Country or region (ISO 3166-1 alpha-2) of numbers that are written without one.
    pub region: String,
    /// Language of texts where the customer's is not known.
    pub language: Language,
}

/// One document with every rule and number.
///
/// ```
/// use scrm_core::playbook::Playbook;
///
/// let playbook = Playbook::read("[workspace]\nname = \"Harbour Tea\"\n")?;
/// assert_eq!(playbook.workspace.name, "Harbour Tea");
/// assert_eq!(playbook.tags, Playbook::standard().tags);
///
/// let error = Playbook::read("[workspace]\nnmae = \"Harbour Tea\"\n").unwrap_err();
/// assert!(error.to_string().starts_with("workspace.nmae (line 2, column 1)"), "{error}");
/// # Ok::<(), scrm_core::playbook::PlaybookError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Playbook {
    /// Format version of the document.
    pub v: u32,
    /// Who the workspace is.
    pub workspace: WorkspaceConfig,
    /// Zone, business hours and holidays.
    pub calendar: CalendarConfig,
    /// The currency of thresholds, and what others are worth in it.
    pub currency: CurrencyTable,
    /// Required fields, industries, follow-up.
    pub customer: CustomerConfig,
    /// How files are read.
    pub import: ImportConfig,
    /// Who is the same customer, and which value survives a merge.
    pub dedupe: DedupeConfig,
    /// The taxonomy of tags with their rules and lives.
    pub tags: TagConfig,
    /// Segments that are kept up to date.
    pub segments: SegmentConfig,
    /// Levels, deadlines and the score.
    pub priority: PriorityConfig,
    /// Keyword rules.
    pub keywords: KeywordConfig,
    /// Automatic and quick replies.
    pub replies: ReplyConfig,
    /// Masking, opt-out words.
    pub trust: TrustConfig,
    /// Leases, retries.
    pub outbox: OutboxConfig,
    /// Checks, schedule, remedies.
    pub audit: AuditConfig,
    /// What customers are worth, who is about to be lost, how likely a deal is.
    pub value: ValueConfig,
}

/// Every area's standard section under its name in the document.
const SECTIONS: &[(&str, &str)] = &[
    ("", include_str!("standard.toml")),
    ("calendar", crate::foundation::time::STANDARD),
    ("customer", crate::customer::STANDARD),
    ("import", crate::import::STANDARD),
    ("dedupe", crate::dedupe::STANDARD),
    ("tags", crate::tag::STANDARD),
    ("segments", crate::segment::STANDARD),
    ("priority", crate::priority::STANDARD),
    ("keywords", crate::keyword::STANDARD),
    ("replies", crate::reply::config::STANDARD),
    ("trust", crate::trust::STANDARD),
    ("outbox", crate::transport::config::STANDARD),
    ("audit", crate::audit::STANDARD),
    ("value", crate::value::STANDARD),
];

impl Playbook {
    /// The format of documents that this version reads.
    pub(crate) const FORMAT: u32 = 1;

    /// The built-in playbook: every number of the product's capability list, texts in six languages.
    #[must_use]
    pub fn standard() -> Self {
        standard_part(&document::standard(SECTIONS))
    }

    /// Reads a TOML or JSON document over the standard one, strictly. A document that begins with `{` is
    /// JSON.
    ///
    /// # Errors
    /// [`PlaybookError`] names the path, the line and the column, and what was expected.
    pub fn read(text: &str) -> Result<Self, PlaybookError> {
        let source = document::Source::new(text);
        let playbook = document::read(&source, document::standard(SECTIONS))?;
        crate::workspace::Engines::check(&playbook, &|section, field, code, message| {
            source.refused(section, field, code, message)
        })?;
        Ok(playbook)
    }

    /// Stands for the content of the playbook: equal playbooks have equal fingerprints.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        fingerprint(&[&serde_json::to_vec(self).unwrap_or_default()])
    }
}

impl Default for Playbook {
    fn default() -> Self {
        Self::standard()
    }
}

/// Reads an area's embedded standard section.
pub(crate) fn standard_section<T: DeserializeOwned>(text: &str) -> T {
    standard_part(&document::standard_values(text))
}

/// Reads a part of the standard document. A test reads every one, so a failure here is a defect of the build, not of
/// any input.
#[allow(clippy::panic)]
fn standard_part<T: DeserializeOwned>(values: &Given) -> T {
    match values.read() {
        Ok(part) => part,
        Err(misfit) => panic!("an embedded standard section is broken: {misfit:?}"),
    }
}

/// Every error of every area: code, message, help. Sorted by code.
#[must_use]
pub fn error_catalogue() -> Vec<ErrorEntry> {
    let mut entries: Vec<ErrorEntry> = [
        ERRORS,
        crate::store::ERRORS,
        crate::workspace::ERRORS,
        crate::foundation::time::ERRORS,
        crate::customer::CUSTOMER_ERRORS,
        crate::customer::IDENTIFIER_ERRORS,
        crate::customer::NAME_ERRORS,
        crate::import::ERRORS,
        crate::export::ERRORS,
        crate::dedupe::ERRORS,
        crate::tag::ERRORS,
        crate::priority::ERRORS,
        crate::keyword::ERRORS,
        crate::reply::ERRORS,
        crate::trust::ERRORS,
        crate::transport::ERRORS,
        crate::audit::ERRORS,
        crate::segment::ERRORS,
        crate::value::ERRORS,
        crate::api::ERRORS,
    ]
    .concat();
    entries.sort_by_key(|entry| entry.code);
    entries
}
