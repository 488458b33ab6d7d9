//! The playbook: one document with every rule and number of a workspace.

use serde::de::DeserializeOwned;

/// Reads an area's embedded standard section.
///
/// The text is part of the program and a test reads every section, so a failure here is a defect of the
/// build, not of any input.
#[allow(clippy::panic)]
pub(crate) fn standard_section<T: DeserializeOwned>(text: &str) -> T {
    match toml::from_str(text) {
        Ok(section) => section,
        Err(error) => panic!("an embedded standard section is broken: {error}"),
    }
}
