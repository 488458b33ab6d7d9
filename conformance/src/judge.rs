//! Compares a language's answers with what the cases expect.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use scrm_core::playbook::error_catalogue;
use serde_json::Value;

use crate::answers::{Answered, Answers};
use crate::case::{Case, Expected, Match};
use crate::expanded::{DEDUPER, WORKSPACE, name_of_call};
use crate::expectation::{Aliases, mismatch, resolve};
use crate::files::Cases;
use crate::left_out::LeftOut;
use crate::summary::{Outcome, Summary};

/// Judges the answers of a language.
#[derive(Debug)]
pub(crate) struct Judge<'a> {
    answers: &'a Answers,
    left_out: &'a LeftOut,
    known_codes: BTreeSet<&'static str>,
    summary: Summary,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(language: &str, answers: &'a Answers, left_out: &'a LeftOut) -> Self {
        Self {
            answers,
            left_out,
            known_codes: error_catalogue().iter().map(|entry| entry.code).collect(),
            summary: Summary::of(language),
        }
    }

    /// What the answers come to.
    pub(crate) fn judge(mut self, cases: &Cases) -> Summary {
        self.summary.failures.extend(cases.mistakes.iter().cloned());
        for (name, file) in &cases.files {
            for case in &file.cases {
                match file.op.as_str() {
                    op @ (WORKSPACE | DEDUPER) => self.judge_steps(name, op, case),
                    op => self.judge_single(name, op, case),
                }
            }
        }
        let unused = self.left_out.operations().filter(|name| !cases.operations.contains(*name));
        self.summary.failures.extend(unused.map(|name| format!("{name}: left out, and no such operation")));
        self.summary
    }

    fn judge_single(&mut self, file: &str, op: &str, case: &Case) {
        let outcome = match (self.answers.get(file, &case.name, None), self.left_out.reason(op)) {
            (Some(_), Some(_)) => Err("is answered, and listed as left out".to_owned()),
            (None, Some(_)) => return self.summary.leave_out(op),
            (None, None) => Err("has no answer".to_owned()),
            (Some(answer), None) => match &case.expect {
                Some(expected) => self.compare(expected, answer, case.compare).map(drop),
                None => Err("the case expects nothing".to_owned()),
            },
        };
        let outcome = pending(case, outcome);
        self.summary.count_operation(op, &outcome);
        self.summary.note(&format!("{file}: {}", case.name), outcome);
    }

    fn judge_steps(&mut self, file: &str, op: &str, case: &Case) {
        let is_left_out =
            case.steps.iter().any(|step| self.left_out.reason(&name_of_call(op, &step.call)).is_some());
        let has_answers = self.answers.get(file, &case.name, Some(1)).is_some();
        if is_left_out && !has_answers {
            case.steps.iter().for_each(|step| self.summary.leave_out_call(&name_of_call(op, &step.call)));
            return self.summary.leave_out(op);
        }
        let outcome = pending(case, self.steps_hold(file, op, case));
        self.summary.count_operation(op, &outcome);
        self.summary.note(&format!("{file}: {}", case.name), outcome);
    }

    fn steps_hold(&mut self, file: &str, op: &str, case: &Case) -> Result<(), String> {
        let mut aliases = Aliases::new();
        for (step, number) in case.steps.iter().zip(1_usize..) {
            let place = |why: String| format!("step {number} ({}): {why}", step.call);
            let judged = self.step_holds(file, op, case, number, &mut aliases).map_err(place);
            self.summary.count_call(&name_of_call(op, &step.call), judged.is_ok());
            judged?;
        }
        Ok(())
    }

    fn step_holds(
        &self,
        file: &str,
        op: &str,
        case: &Case,
        number: usize,
        aliases: &mut Aliases,
    ) -> Result<(), String> {
        let step = case.steps.get(number - 1).ok_or("no such step")?;
        if self.left_out.reason(&name_of_call(op, &step.call)).is_some() {
            return Err("is answered, and listed as left out".to_owned());
        }
        let answer = self.answers.get(file, &case.name, Some(number)).ok_or("has no answer")?;
        let value = match &step.expect {
            Some(Expected::Ok(wanted)) => {
                self.compare(&Expected::Ok(resolve(wanted, aliases)?), answer, step.compare)?
            }
            Some(expected) => self.compare(expected, answer, step.compare)?,
            None => match answer {
                Answered::Ok(value) => value.clone(),
                Answered::Error(error) => return Err(show(error)),
            },
        };
        for (alias, pointer) in &step.save {
            let saved = value.pointer(pointer);
            let saved = saved.ok_or_else(|| format!("nothing at {pointer:?} in {value}"))?;
            aliases.insert(alias.clone(), saved.clone());
        }
        Ok(())
    }

    fn compare(&self, expected: &Expected, answer: &Answered, compare: Match) -> Result<Value, String> {
        match (expected, answer) {
            (Expected::Ok(wanted), Answered::Ok(found)) => {
                mismatch(wanted, found, compare).map_or_else(|| Ok(found.clone()), Err)
            }
            (Expected::Ok(_), Answered::Error(error)) => Err(show(error)),
            (Expected::Error(wanted), Answered::Ok(found)) => {
                Err(format!("expected {wanted}, found {found}"))
            }
            (Expected::Error(wanted), Answered::Error(error)) => {
                let code = error.get("code").and_then(Value::as_str).unwrap_or_default();
                if !self.known_codes.contains(code) {
                    return Err(format!("{} is not in the error catalogue", show(error)));
                }
                // Messages are for people and may be reworded; a case names the code and the place.
                mismatch(wanted, error, Match::Subset).map_or(Ok(Value::Null), Err)
            }
        }
    }
}

/// The outcome of a case, by whether the engine is known not to do it yet.
fn pending(case: &Case, outcome: Result<(), String>) -> Outcome {
    match (outcome, &case.pending) {
        (Ok(()), None) => Outcome::Passed,
        (Err(why), None) => Outcome::Failed(why),
        (Err(_), Some(reason)) => Outcome::Pending(reason.clone()),
        (Ok(()), Some(_)) => Outcome::Failed("passes now: remove `pending`".to_owned()),
    }
}

fn show(error: &Value) -> String {
    let part = |name: &str| error.get(name).and_then(Value::as_str);
    let mut text = format!("error {}", part("code").unwrap_or("without a code"));
    if let Some(field) = part("field") {
        let _ = write!(text, " at {field}");
    }
    let _ = write!(text, ": {}", part("message").unwrap_or_default());
    text
}
