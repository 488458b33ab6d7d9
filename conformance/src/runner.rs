//! Runs every case and counts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use scrm_core::foundation::ErrorInfo;
use scrm_core::playbook::error_catalogue;
use serde_json::Value;

use crate::case::{Case, CaseFile, Expected, Match};
use crate::context::{Playbooks, UNREADABLE_INPUT, unreadable};
use crate::expectation::{Aliases, mismatch, resolve};
use crate::operations::{Run, table};
use crate::steps;

/// The areas, each a folder of case files. None may be without cases.
pub const AREAS: &[&str] = &[
    "audit",
    "customer",
    "dedupe",
    "import",
    "keyword",
    "playbook",
    "priority",
    "reply",
    "tag",
    "text",
    "time",
    "trust",
    "workspace",
];

/// The operation of files whose cases have steps.
const WORKSPACE: &str = "workspace";

/// How many cases one operation, or one call of a workspace, has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OperationCount {
    /// Cases that did what they say.
    pub passed: usize,
    /// Cases that did not.
    pub failed: usize,
    /// Cases that the engine does not do yet.
    pub pending: usize,
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Counts by operation.
    pub operations: BTreeMap<String, OperationCount>,
    /// Steps by call of the workspace.
    pub calls: BTreeMap<String, usize>,
    /// What is wrong, each with its file and case.
    pub failures: Vec<String>,
    /// What is known to be wrong in the engine.
    pub pending: Vec<String>,
}

impl Summary {
    /// The counts of all operations together.
    #[must_use]
    pub fn total(&self) -> OperationCount {
        self.operations.values().fold(OperationCount::default(), |sum, count| OperationCount {
            passed: sum.passed + count.passed,
            failed: sum.failed + count.failed,
            pending: sum.pending + count.pending,
        })
    }

    /// Whether everything holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.failures.is_empty() && self.total().passed > 0
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<28} {:>6} {:>6} {:>7}", "operation", "passed", "failed", "pending")?;
        for (name, count) in &self.operations {
            writeln!(f, "{name:<28} {:>6} {:>6} {:>7}", count.passed, count.failed, count.pending)?;
        }
        writeln!(f, "\n{:<28} {:>6}", "call of the workspace", "steps")?;
        for (name, steps) in &self.calls {
            writeln!(f, "{name:<28} {steps:>6}")?;
        }
        for (title, list) in [("Pending", &self.pending), ("Failed", &self.failures)] {
            if !list.is_empty() {
                writeln!(f, "\n{title}:")?;
                list.iter().try_for_each(|entry| writeln!(f, "  {entry}"))?;
            }
        }
        let total = self.total();
        let others = if total.pending > 0 { format!(", {} pending", total.pending) } else { String::new() };
        write!(f, "\n{} passed, {} failed{others}", total.passed, total.failed)
    }
}

/// Runs the cases of every area under `folder`.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn run(folder: &Path) -> io::Result<Summary> {
    let mut runner = Runner::default();
    for area in AREAS {
        let mut files = 0;
        for path in json_files(&folder.join(area))? {
            files += 1;
            let name = format!("{area}/{}", path.file_name().unwrap_or_default().to_string_lossy());
            runner.run_file(&name, &fs::read_to_string(&path)?);
        }
        if files == 0 {
            runner.summary.failures.push(format!("{area}: the area has no cases"));
        }
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !AREAS.contains(&name.as_str()) {
            runner.summary.failures.push(format!("{name}: no area of this name is known"));
        }
    }
    Ok(runner.finish())
}

fn json_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files: Vec<PathBuf> = entries.collect::<io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    Ok(files)
}

#[derive(Debug)]
struct Runner {
    operations: BTreeMap<&'static str, Run>,
    known_codes: BTreeSet<&'static str>,
    playbooks: Playbooks,
    summary: Summary,
}

impl Default for Runner {
    fn default() -> Self {
        Self {
            operations: table().iter().map(|operation| (operation.name, operation.run)).collect(),
            known_codes: error_catalogue().iter().map(|entry| entry.code).collect(),
            playbooks: Playbooks::default(),
            summary: Summary::default(),
        }
    }
}

impl Runner {
    fn run_file(&mut self, name: &str, text: &str) {
        let file: CaseFile = match serde_json::from_str(text) {
            Ok(file) => file,
            Err(error) => return self.summary.failures.push(format!("{name}: {error}")),
        };
        if file.v != 1 {
            self.summary.failures.push(format!("{name}: version {} is not known", file.v));
        }
        if file.cases.is_empty() {
            self.summary.failures.push(format!("{name}: the file has no cases"));
        }
        let mut names = BTreeSet::new();
        for case in &file.cases {
            if !names.insert(&case.name) {
                self.summary.failures.push(format!("{name}: two cases are called {:?}", case.name));
            }
            let outcome = catch_unwind(AssertUnwindSafe(|| self.run_case(&file.op, case)))
                .unwrap_or_else(|_| Err("the engine panicked".to_owned()));
            self.count(name, &file.op, case, outcome);
        }
    }

    fn count(&mut self, file: &str, operation: &str, case: &Case, outcome: Result<(), String>) {
        let place = format!("{file}: {}", case.name);
        let count = self.summary.operations.entry(operation.to_owned()).or_default();
        match (outcome, &case.pending) {
            (Ok(()), None) => count.passed += 1,
            (Err(why), None) => {
                count.failed += 1;
                self.summary.failures.push(format!("{place} — {why}"));
            }
            (Err(_), Some(reason)) => {
                count.pending += 1;
                self.summary.pending.push(format!("{place} — {reason}"));
            }
            (Ok(()), Some(_)) => {
                count.failed += 1;
                self.summary.failures.push(format!("{place} — passes now: remove `pending`"));
            }
        }
    }

    fn run_case(&mut self, operation: &str, case: &Case) -> Result<(), String> {
        let now = case.now.unwrap_or(DateTime::UNIX_EPOCH);
        if operation == WORKSPACE {
            return self.run_steps(case, now);
        }
        if !case.steps.is_empty() {
            return Err("only workspace cases have steps".to_owned());
        }
        let run = *self.operations.get(operation).ok_or_else(|| format!("no operation {operation:?}"))?;
        let expected = case.expect.as_ref().ok_or("the case expects nothing")?;
        let context = self.playbooks.context(case.config.as_ref(), now);
        let answer = context.and_then(|context| run(&context, case.input.clone()));
        self.compare(expected, answer, case.compare).map(drop)
    }

    fn run_steps(&mut self, case: &Case, now: DateTime<Utc>) -> Result<(), String> {
        if case.steps.is_empty() || case.expect.is_some() || !case.input.is_null() {
            return Err("a workspace case has steps, and no input or expectation of its own".to_owned());
        }
        let context = self.playbooks.context(case.config.as_ref(), now);
        let workspace =
            context.and_then(|context| steps::workspace(&context)).map_err(|error| show(&error))?;
        let mut aliases = Aliases::new();
        let mut now = now;
        for (step, number) in case.steps.iter().zip(1_usize..) {
            now = step.now.unwrap_or(now);
            let place = |why: String| format!("step {number} ({}): {why}", step.call);
            let call = steps::call(&step.call).ok_or_else(|| place("no such call".to_owned()))?;
            *self.summary.calls.entry(step.call.clone()).or_default() += 1;
            let input = resolve(&step.input, &aliases).map_err(place)?;
            let answer = call(&workspace, input, now);
            let expected = match &step.expect {
                Some(Expected::Ok(value)) => Expected::Ok(resolve(value, &aliases).map_err(place)?),
                Some(Expected::Error(value)) => Expected::Error(value.clone()),
                None => Expected::Ok(serde_json::json!({"$any": true})),
            };
            let answer = self.compare(&expected, answer, step.compare).map_err(place)?;
            for (alias, pointer) in &step.save {
                let saved = answer.pointer(pointer);
                let saved = saved.ok_or_else(|| place(format!("nothing at {pointer:?} in {answer}")))?;
                aliases.insert(alias.clone(), saved.clone());
            }
        }
        Ok(())
    }

    fn compare(
        &self,
        expected: &Expected,
        answer: Result<Value, ErrorInfo>,
        compare: Match,
    ) -> Result<Value, String> {
        match (expected, answer) {
            (Expected::Ok(wanted), Ok(answer)) => match mismatch(wanted, &answer, compare) {
                None => Ok(answer),
                Some(why) => Err(why),
            },
            (Expected::Ok(_), Err(error)) => Err(show(&error)),
            (Expected::Error(wanted), Ok(answer)) => Err(format!("expected {wanted}, found {answer}")),
            (Expected::Error(wanted), Err(error)) => {
                if !self.known_codes.contains(error.code.as_str()) {
                    return Err(format!("{} is not in the error catalogue", show(&error)));
                }
                let found = serde_json::to_value(&error).map_err(|error| show(&unreadable(error)))?;
                // Messages are for people and may be reworded; a case names the code and the place.
                mismatch(wanted, &found, Match::Subset).map_or(Ok(Value::Null), Err)
            }
        }
    }

    fn finish(mut self) -> Summary {
        for name in self.operations.keys().filter(|name| !self.summary.operations.contains_key(**name)) {
            self.summary.failures.push(format!("{name}: the operation has no cases"));
        }
        for (name, _) in steps::CALLS.iter().filter(|(name, _)| !self.summary.calls.contains_key(*name)) {
            self.summary.failures.push(format!("{name}: the call of the workspace has no steps"));
        }
        self.summary
    }
}

fn show(error: &ErrorInfo) -> String {
    let mut text = format!("error {}", error.code);
    if let Some(field) = &error.field {
        let _ = write!(text, " at {field}");
    }
    if error.code == UNREADABLE_INPUT {
        let _ = write!(text, " (the case is written wrongly)");
    }
    let _ = write!(text, ": {}", error.message);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(file: &str) -> Summary {
        let mut runner = Runner::default();
        runner.run_file("text/test.json", file);
        runner.summary
    }

    #[test]
    fn a_case_that_holds_passes_and_one_that_does_not_fails() {
        let file = |folded: &str| {
            format!(
                r#"{{"v": 1, "op": "text.fold", "cases": [
                    {{"name": "a", "input": {{"text": "A"}}, "expect": {{"ok": {{"text": "{folded}"}}}}}}]}}"#
            )
        };
        assert!(summary(&file("a")).holds());
        let failed = summary(&file("b"));
        assert!(!failed.holds() && failed.total().failed == 1, "{failed}");
    }

    #[test]
    fn what_a_file_may_not_hold_fails() {
        for (file, why) in [
            (r#"{"v": 1, "op": "text.fold", "cases": []}"#, "has no cases"),
            (r#"{"v": 2, "op": "text.fold", "cases": []}"#, "version 2"),
            (r#"{"v": 1, "op": "text.fold", "cases": [{"name": "a", "inptu": {}}]}"#, "unknown field"),
            (
                r#"{"v": 1, "op": "text.sing", "cases": [{"name": "a", "expect": {"ok": {}}}]}"#,
                "no operation \"text.sing\"",
            ),
            (r#"{"v": 1, "op": "text.fold", "cases": [{"name": "a"}, {"name": "a"}]}"#, "two cases"),
            (
                r#"{"v": 1, "op": "text.fold", "cases": [
                    {"name": "a", "input": {}, "expect": {"error": {"code": "conformance.input"}}}]}"#,
                "not in the error catalogue",
            ),
            (
                r#"{"v": 1, "op": "text.fold", "cases": [
                    {"name": "a", "pending": "later", "input": {"text": "A"}, "expect": {"ok": {"text": "a"}}}]}"#,
                "remove `pending`",
            ),
            (
                r#"{"v": 1, "op": "workspace", "cases": [{"name": "a", "steps": [{"call": "fly"}]}]}"#,
                "no such call",
            ),
        ] {
            let summary = summary(file);
            assert!(!summary.holds(), "{file}");
            assert!(summary.failures.iter().any(|failure| failure.contains(why)), "{why}: {summary}");
        }
    }

    #[test]
    fn an_operation_without_cases_fails_the_run() {
        let summary = Runner::default().finish();
        assert!(summary.failures.iter().any(|failure| failure == "text.fold: the operation has no cases"));
        assert!(summary.failures.iter().any(|failure| failure.starts_with("undo_merge: the call")));
    }
}
