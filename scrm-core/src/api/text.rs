//! Text: folding.

use serde::{Deserialize, Serialize};

use super::operation::operations;
use crate::foundation::ErrorInfo;
use crate::foundation::text::fold;
use crate::workspace::Engines;

operations! { Engines;
    /// Folds a text for comparison: case, width, diacritics, digits and invisible characters stop mattering.
    "text.fold"("text") = fold_text: TextRequest => FoldedText;
}

/// A text.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct TextRequest {
    /// As it was written.
    pub(super) text: String,
}

/// A text after folding.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct FoldedText {
    /// The folded text.
    pub(super) text: String,
}

fn fold_text(_: &Engines, request: TextRequest) -> Result<FoldedText, ErrorInfo> {
    Ok(FoldedText { text: fold(&request.text).into() })
}
