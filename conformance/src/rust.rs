//! The runner of Rust: calls every expanded case through the operations table, as other languages do.

use std::panic::{AssertUnwindSafe, catch_unwind};

use scrm_core::api::{DeduperHandle, deduper_operation, defect, engine_operation, unknown_operation};
use scrm_core::foundation::ErrorInfo;
use scrm_core::store::MemoryStore;
use scrm_core::workspace::Workspace;
use serde_json::{Map, Value};

use crate::answers::{AnswerLine, Answered, Answers};
use crate::composite;
use crate::expanded::{EngineCase, Expanded, WorkspaceCase};
use crate::expectation::{Aliases, resolve};
use crate::playbooks::{Playbooks, info};

/// The answers of Rust.
pub(crate) fn run(expanded: &Expanded, playbooks: &mut Playbooks) -> Answers {
    let mut answers = Answers::default();
    for case in &expanded.engines {
        let answer =
            catch_unwind(AssertUnwindSafe(|| ask(case, playbooks))).unwrap_or_else(|_| Err(defect()));
        add(&mut answers, &case.file, &case.name, None, answer);
    }
    for case in &expanded.workspace {
        for (step, answer) in (1..).zip(play(case, playbooks)) {
            add(&mut answers, &case.file, &case.name, Some(step), answer);
        }
    }
    for case in &expanded.deduper {
        for (step, answer) in (1..).zip(play_on_deduper(case)) {
            add(&mut answers, &case.file, &case.name, Some(step), answer);
        }
    }
    answers
}

/// The names of cases are unique, so that no answer is there already.
fn add(answers: &mut Answers, file: &str, name: &str, step: Option<usize>, answer: Result<Value, ErrorInfo>) {
    let answer = match answer {
        Ok(value) => Answered::Ok(value),
        Err(error) => Answered::Error(serde_json::to_value(error).unwrap_or_default()),
    };
    let _ = answers.add(AnswerLine { file: file.to_owned(), name: name.to_owned(), step, answer });
}

fn ask(case: &EngineCase, playbooks: &mut Playbooks) -> Result<Value, ErrorInfo> {
    let compiled = playbooks.compiled(case.config.as_ref())?;
    let operation = engine_operation(&case.op).ok_or_else(unknown_operation)?;
    let answer = operation.read_json(&case.request.to_string())?.run(&compiled.engines)?;
    serde_json::to_value(answer).map_err(|_| defect())
}

/// The answers of the steps, up to the first that cannot be made.
fn play(case: &WorkspaceCase, playbooks: &mut Playbooks) -> Vec<Result<Value, ErrorInfo>> {
    let opened = playbooks.compiled(case.config.as_ref()).and_then(|compiled| {
        Workspace::new(Box::new(MemoryStore::default()), &compiled.playbook).map_err(info)
    });
    let workspace = match opened {
        Ok(workspace) => workspace,
        Err(error) => return vec![Err(error)],
    };
    each_step(case, |op, request| match composite::run(op, &workspace, request) {
        Some(answer) => answer,
        None => composite::call(&workspace, op, request),
    })
}

/// The answers of the steps on a deduper.
fn play_on_deduper(case: &WorkspaceCase) -> Vec<Result<Value, ErrorInfo>> {
    let config = case.config.clone().unwrap_or_else(|| Value::Object(Map::new()));
    let deduper = match DeduperHandle::new(&config.into()) {
        Ok(deduper) => deduper,
        Err(error) => return case.steps.iter().map(|_| Err(error.clone())).collect(),
    };
    each_step(case, |op, request| {
        let operation = deduper_operation(op).ok_or_else(unknown_operation)?;
        let answer = operation.read_json(&request.to_string())?.run(&deduper)?;
        serde_json::to_value(answer).map_err(|_| defect())
    })
}

/// The answers of a call for each step, up to the first that cannot be made.
fn each_step(
    case: &WorkspaceCase,
    run: impl Fn(&str, &Value) -> Result<Value, ErrorInfo>,
) -> Vec<Result<Value, ErrorInfo>> {
    let mut aliases = Aliases::new();
    let mut answers = Vec::with_capacity(case.steps.len());
    for step in &case.steps {
        let Ok(request) = resolve(&step.request, &aliases) else { break };
        let answer =
            catch_unwind(AssertUnwindSafe(|| run(&step.op, &request))).unwrap_or_else(|_| Err(defect()));
        if let Ok(value) = &answer {
            let saved = step.save.iter().filter_map(|(alias, pointer)| {
                value.pointer(pointer).map(|saved| (alias.clone(), saved.clone()))
            });
            aliases.extend(saved);
        }
        answers.push(answer);
    }
    answers
}
