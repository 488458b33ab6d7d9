//! What a language leaves out, with the reason.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The operations that one language leaves out.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeftOut(BTreeMap<String, String>);

/// Reads the list of all languages: `{"language": {"operation": "reason"}}`.
pub(crate) fn read(path: &Path) -> io::Result<BTreeMap<String, LeftOut>> {
    let text = fs::read_to_string(path)?;
    let languages: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(&text)?;
    Ok(languages.into_iter().map(|(language, operations)| (language, LeftOut(operations))).collect())
}

impl LeftOut {
    /// Why an operation is left out, where it is.
    pub(crate) fn reason(&self, operation: &str) -> Option<&str> {
        self.0.get(operation).map(String::as_str)
    }

    pub(crate) fn operations(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
