//! The runner of Rust: calls every expanded case through the operations table, as other languages do.

use std::panic::{AssertUnwindSafe, catch_unwind};

use scrm_core::api::{defect, engine_operation, unknown_operation};
use scrm_core::foundation::ErrorInfo;
use scrm_core::store::MemoryStore;
use scrm_core::workspace::Workspace;
use serde_json::Value;

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
    let mut aliases = Aliases::new();
    let mut answers = Vec::with_capacity(case.steps.len());
    for step in &case.steps {
        let Ok(request) = resolve(&step.request, &aliases) else { break };
        let call = || match composite::run(&step.op, &workspace, &request) {
            Some(answer) => answer,
            None => composite::call(&workspace, &step.op, &request),
        };
        let answer = catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| Err(defect()));
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
