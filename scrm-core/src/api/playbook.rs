//! The playbook as a document.

use serde::Deserialize;

use super::error::info;
use super::operation::operations;
use crate::foundation::ErrorInfo;
use crate::playbook::Playbook;
use crate::workspace::Engines;

operations! { Engines;
    /// Reads a playbook document over the standard one, and gives it whole; an empty document gives the standard.
    "playbook.read"("document") = read: DocumentRequest => Playbook;
}

/// A playbook document.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct DocumentRequest {
    /// TOML, or JSON where it begins with `{`.
    #[serde(default)]
    document: String,
}

fn read(_: &Engines, request: DocumentRequest) -> Result<Playbook, ErrorInfo> {
    Playbook::read(&request.document).map_err(info)
}
