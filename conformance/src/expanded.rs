//! Cases ready to call: what the runners of all languages read.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use scrm_core::api::deduper_operation;
use serde::Serialize;
use serde_json::{Value, json};

use crate::brief::{self, Surroundings};
use crate::case::{Case, CaseFile, Step};
use crate::playbooks::Playbooks;

/// The operation of files whose cases have steps.
pub(crate) const WORKSPACE: &str = "workspace";

/// That of files whose cases have steps on a deduper.
pub(crate) const DEDUPER: &str = "deduper";

/// What a step of a file is called among all operations: dedupers and workspaces have some names in common.
pub(crate) fn name_of_call(op: &str, call: &str) -> String {
    if op == DEDUPER { format!("{DEDUPER}.{call}") } else { call.to_owned() }
}

/// Every case, its short forms replaced by whole requests.
#[derive(Clone, Debug, Serialize)]
pub struct Expanded {
    /// Format version, 1.
    pub v: u32,
    /// Single calls of engines.
    pub engines: Vec<EngineCase>,
    /// Steps, each list of them on a fresh workspace in memory.
    pub workspace: Vec<WorkspaceCase>,
    /// Steps, each list of them on a deduper of its own.
    pub deduper: Vec<WorkspaceCase>,
}

/// A single call.
#[derive(Clone, Debug, Serialize)]
pub struct EngineCase {
    /// The case file, `area/topic.json`.
    pub file: String,
    /// The operation.
    pub op: String,
    /// The case's name, unique in its file.
    pub name: String,
    /// The playbook's document of the case, laid over the standard one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<Value>,
    /// The time of the call; the request has it already where the operation takes it.
    pub now: DateTime<Utc>,
    /// The request.
    pub request: Value,
}

/// Steps on one workspace, or on one deduper.
#[derive(Clone, Debug, Serialize)]
pub struct WorkspaceCase {
    /// The case file, `area/topic.json`.
    pub file: String,
    /// The case's name, unique in its file.
    pub name: String,
    /// The playbook's document of the case, laid over the standard one; of a deduper, its configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<Value>,
    /// The calls, in order.
    pub steps: Vec<ExpandedStep>,
}

/// One call on a workspace, or on a deduper.
#[derive(Clone, Debug, Serialize)]
pub struct ExpandedStep {
    /// The call.
    pub op: String,
    /// The request; `{"$ref": "alias"}` stands for a saved value.
    pub request: Value,
    /// Aliases for parts of the answer, each named by its JSON pointer.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub save: BTreeMap<String, String>,
}

/// Expands the cases of a file onto those that are there. What cannot be read is given back as mistakes.
pub(crate) fn expand(
    name: &str,
    file: &CaseFile,
    playbooks: &mut Playbooks,
    onto: &mut Expanded,
) -> Vec<String> {
    let mut mistakes = Vec::new();
    for case in &file.cases {
        let expanded = match file.op.as_str() {
            WORKSPACE => steps(name, case, playbooks).map(|case| onto.workspace.push(case)),
            DEDUPER => steps_of_deduper(name, case).map(|case| onto.deduper.push(case)),
            op => single(name, op, case, playbooks).map(|case| onto.engines.push(case)),
        };
        mistakes.extend(expanded.err().map(|why| format!("{name}: {} — {why}", case.name)));
    }
    mistakes
}

/// Engines for what short forms need of them; those of the standard playbook where the case's own is refused,
/// which is then the answer.
fn surroundings<T>(
    case: &Case,
    playbooks: &mut Playbooks,
    with: impl FnOnce(Surroundings<'_>) -> Result<T, String>,
) -> Result<T, String> {
    let compiled = playbooks.compiled(case.config.as_ref()).or_else(|_| playbooks.compiled(None));
    let compiled = compiled.map_err(|error| error.message)?;
    with(Surroundings { engines: &compiled.engines, now: now(case) })
}

/// The time of a case; the epoch where it does not matter.
fn now(case: &Case) -> DateTime<Utc> {
    case.now.unwrap_or(DateTime::UNIX_EPOCH)
}

fn single(file: &str, op: &str, case: &Case, playbooks: &mut Playbooks) -> Result<EngineCase, String> {
    if !case.steps.is_empty() {
        return Err("only cases of workspaces and dedupers have steps".to_owned());
    }
    if case.expect.is_none() {
        return Err("the case expects nothing".to_owned());
    }
    let request =
        surroundings(case, playbooks, |around| brief::engine_request(op, case.input.clone(), around))?;
    Ok(EngineCase {
        file: file.to_owned(),
        op: op.to_owned(),
        name: case.name.clone(),
        config: case.config.clone(),
        now: now(case),
        request,
    })
}

fn steps(file: &str, case: &Case, playbooks: &mut Playbooks) -> Result<WorkspaceCase, String> {
    if case.steps.is_empty() || case.expect.is_some() || !case.input.is_null() {
        return Err("a workspace case has steps, and no input or expectation of its own".to_owned());
    }
    let steps = surroundings(case, playbooks, |around| {
        let mut around = around;
        let mut expanded = Vec::with_capacity(case.steps.len());
        for (step, number) in case.steps.iter().zip(1_usize..) {
            around.now = step.now.unwrap_or(around.now);
            let request = brief::workspace_request(&step.call, step.input.clone(), around)
                .map_err(|why| format!("step {number} ({}): {why}", step.call))?;
            expanded.push(ExpandedStep { op: step.call.clone(), request, save: step.save.clone() });
        }
        Ok(expanded)
    })?;
    Ok(WorkspaceCase { file: file.to_owned(), name: case.name.clone(), config: case.config.clone(), steps })
}

/// A deduper's requests have no short forms.
fn steps_of_deduper(file: &str, case: &Case) -> Result<WorkspaceCase, String> {
    if case.steps.is_empty() || case.expect.is_some() || !case.input.is_null() {
        return Err("a deduper's case has steps, and no input or expectation of its own".to_owned());
    }
    let expanded = |step: &Step| {
        let operation = deduper_operation(&step.call);
        operation.ok_or_else(|| format!("a deduper has no operation {:?}", step.call))?;
        let request = if step.input.is_null() { json!({}) } else { step.input.clone() };
        Ok(ExpandedStep { op: step.call.clone(), request, save: step.save.clone() })
    };
    let steps = case.steps.iter().map(expanded).collect::<Result<_, String>>()?;
    Ok(WorkspaceCase { file: file.to_owned(), name: case.name.clone(), config: case.config.clone(), steps })
}
