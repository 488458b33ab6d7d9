//! What a case file holds.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// One file of cases for one operation.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// Format version, 1.
    pub v: u32,
    /// Operation of every case, or `workspace` where the cases have steps.
    pub op: String,
    /// The cases, with names that are unique in the file.
    pub cases: Vec<Case>,
}

/// One case: a single call, or steps on a fresh workspace.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case shows, as a sentence.
    pub name: String,
    /// What the playbook of this case changes in the standard one.
    #[serde(default)]
    pub config: Option<Value>,
    /// The time of the call.
    #[serde(default)]
    pub now: Option<DateTime<Utc>>,
    /// The operation's input.
    #[serde(default)]
    pub input: Value,
    /// What must come of it.
    #[serde(default)]
    pub expect: Option<Expected>,
    /// How the answer is compared.
    #[serde(default, rename = "match")]
    pub compare: Match,
    /// Calls on one workspace, in order, in place of `input` and `expect`.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Why the engine does not do this yet. The case must fail until it does.
    #[serde(default)]
    pub pending: Option<String>,
}

/// One call on a workspace.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The time of the call; the time of the step before where it is left out.
    #[serde(default)]
    pub now: Option<DateTime<Utc>>,
    /// Name of the call.
    pub call: String,
    /// Its input; `{"$ref": "alias"}` stands for a saved value.
    #[serde(default)]
    pub input: Value,
    /// What must come of it; without it, any answer that is no error.
    #[serde(default)]
    pub expect: Option<Expected>,
    /// How the answer is compared; steps name what matters, so a subset unless said otherwise.
    #[serde(default = "subset", rename = "match")]
    pub compare: Match,
    /// Aliases for parts of the answer, each named by its JSON pointer.
    #[serde(default)]
    pub save: BTreeMap<String, String>,
}

const fn subset() -> Match {
    Match::Subset
}

/// What must come of a call.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// An answer.
    Ok(Value),
    /// An error: its `code`, and `field` and `row` where the case names them.
    Error(Value),
}

/// How an answer is compared with what is expected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// Every key and every element.
    #[default]
    Exact,
    /// The keys that the case names; lists have the same length.
    Subset,
}
