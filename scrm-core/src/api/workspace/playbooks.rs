//! What another playbook would change.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::api::error::info;
use crate::api::operation::operations;
use crate::foundation::ErrorInfo;
use crate::foundation::time::Instant;
use crate::playbook::Playbook;
use crate::workspace::{PlaybookDiff, PlaybookDiffOptions, Workspace};

operations! { Workspace;
    /// Says who would change tags, tier, priority, owner, value class or segment if another playbook were in force in place of
    /// the present one. Every customer is decided again under both, and nothing is written.
    "diff_playbook"("playbook") = diff_playbook: DiffPlaybookRequest => ComparedPlaybooks;
    /// Says who would change tags, tier, priority, owner, value class or segment if the playbook `b` were in force in place of
    /// `a`. Every customer is decided again under both, and nothing is written.
    "diff_playbooks"("a", "b") = diff_playbooks: DiffPlaybooksRequest => ComparedPlaybooks;
}

fn usual_score_change() -> f64 {
    PlaybookDiffOptions::default().score_change
}

fn usual_samples() -> usize {
    PlaybookDiffOptions::default().samples
}

/// Another playbook, and what to compare.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct DiffPlaybookRequest {
    /// The playbook as a document over the standard one: TOML, or JSON where it begins with `{`.
    playbook: String,
    /// Only customers of this segment are compared: an expression, held against what the playbook in force decides.
    #[serde(default)]
    segment: Option<String>,
    /// Expressions whose members are compared, by a name of the caller's: who would enter, and who would leave.
    #[serde(default)]
    segments: BTreeMap<String, String>,
    /// A score counts as changed where it moves by more than this, of 100.
    #[serde(default = "usual_score_change")]
    score_change: f64,
    /// At most so many customers are named for each change.
    #[serde(default = "usual_samples")]
    samples: usize,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn diff_playbook(
    workspace: &Workspace,
    request: DiffPlaybookRequest,
) -> Result<ComparedPlaybooks, ErrorInfo> {
    let DiffPlaybookRequest { playbook, segment, segments, score_change, samples, now } = request;
    let options = PlaybookDiffOptions { segment, segments, score_change, samples };
    let playbook = read("playbook", &playbook)?;
    workspace.diff_playbook(&playbook, &options, now).map(ComparedPlaybooks::of).map_err(info)
}

/// Two playbooks, and what to compare.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct DiffPlaybooksRequest {
    /// The first playbook as a document over the standard one: TOML, or JSON where it begins with `{`.
    a: String,
    /// The second playbook, in the same form.
    b: String,
    /// Only customers of this segment are compared: an expression, held against what the first playbook decides.
    #[serde(default)]
    segment: Option<String>,
    /// Expressions whose members are compared, by a name of the caller's: who would enter, and who would leave.
    #[serde(default)]
    segments: BTreeMap<String, String>,
    /// A score counts as changed where it moves by more than this, of 100.
    #[serde(default = "usual_score_change")]
    score_change: f64,
    /// At most so many customers are named for each change.
    #[serde(default = "usual_samples")]
    samples: usize,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn diff_playbooks(
    workspace: &Workspace,
    request: DiffPlaybooksRequest,
) -> Result<ComparedPlaybooks, ErrorInfo> {
    let DiffPlaybooksRequest { a, b, segment, segments, score_change, samples, now } = request;
    let options = PlaybookDiffOptions { segment, segments, score_change, samples };
    let (a, b) = (read("a", &a)?, read("b", &b)?);
    workspace.diff_playbooks(&a, &b, &options, now).map(ComparedPlaybooks::of).map_err(info)
}

/// Reads a document that a field of the request holds; what is wrong with it is found under the field's name.
fn read(field: &str, document: &str) -> Result<Playbook, ErrorInfo> {
    Playbook::read(document).map_err(|error| {
        let inner = info(error);
        let path = inner.field.map_or_else(|| field.to_owned(), |path| format!("{field}.{path}"));
        ErrorInfo { field: Some(path), ..inner }
    })
}

/// What two playbooks decide differently.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ComparedPlaybooks {
    /// As data.
    diff: PlaybookDiff,
    /// The same as lines of text, with the ends of ids.
    text: String,
}

impl ComparedPlaybooks {
    fn of(diff: PlaybookDiff) -> Self {
        Self { text: diff.to_text(), diff }
    }
}
