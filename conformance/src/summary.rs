//! What a language's answers come to.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// How many cases of one operation, or steps of one call on a workspace, did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Did what they say.
    pub passed: usize,
    /// Did not.
    pub failed: usize,
    /// Are known not to do it yet.
    #[serde(default)]
    pub pending: usize,
    /// Were not called in this language.
    #[serde(default)]
    pub left_out: usize,
}

/// What came of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what it says.
    Passed,
    /// It did not; why.
    Failed(String),
    /// It is known not to do it yet; why.
    Pending(String),
}

/// What a run in one language came to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Summary {
    /// The language.
    pub language: String,
    /// Cases by operation; those with steps under `workspace`.
    pub operations: BTreeMap<String, Count>,
    /// Steps by call of the workspace.
    pub calls: BTreeMap<String, Count>,
    /// What is wrong, each with its file and case.
    pub failures: Vec<String>,
    /// What is known to be wrong in the engine.
    pub pending: Vec<String>,
}

impl Summary {
    pub(crate) fn of(language: &str) -> Self {
        Self { language: language.to_owned(), ..Self::default() }
    }

    /// The counts of all operations together.
    #[must_use]
    pub fn total(&self) -> Count {
        self.operations.values().fold(Count::default(), |sum, count| Count {
            passed: sum.passed + count.passed,
            failed: sum.failed + count.failed,
            pending: sum.pending + count.pending,
            left_out: sum.left_out + count.left_out,
        })
    }

    /// Whether everything holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.failures.is_empty() && self.total().passed > 0
    }

    pub(crate) fn count_operation(&mut self, operation: &str, outcome: &Outcome) {
        let count = self.operations.entry(operation.to_owned()).or_default();
        match outcome {
            Outcome::Passed => count.passed += 1,
            Outcome::Failed(_) => count.failed += 1,
            Outcome::Pending(_) => count.pending += 1,
        }
    }

    pub(crate) fn count_call(&mut self, call: &str, holds: bool) {
        let count = self.calls.entry(call.to_owned()).or_default();
        if holds { count.passed += 1 } else { count.failed += 1 }
    }

    pub(crate) fn leave_out(&mut self, operation: &str) {
        self.operations.entry(operation.to_owned()).or_default().left_out += 1;
    }

    pub(crate) fn leave_out_call(&mut self, call: &str) {
        self.calls.entry(call.to_owned()).or_default().left_out += 1;
    }

    pub(crate) fn note(&mut self, place: &str, outcome: Outcome) {
        match outcome {
            Outcome::Passed => {}
            Outcome::Failed(why) => self.failures.push(format!("{place} — {why}")),
            Outcome::Pending(reason) => self.pending.push(format!("{place} — {reason}")),
        }
    }

    /// Keeps the summary in a folder, for the table of all languages.
    ///
    /// # Errors
    /// A folder or file that cannot be written.
    pub fn keep(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join(format!("{}.json", self.language)), serde_json::to_string_pretty(self)?)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (title, list) in [("Pending", &self.pending), ("Failed", &self.failures)] {
            if !list.is_empty() {
                writeln!(f, "{title}:")?;
                list.iter().try_for_each(|entry| writeln!(f, "  {entry}"))?;
                writeln!(f)?;
            }
        }
        let total = self.total();
        write!(f, "{}: {} passed, {} failed", self.language, total.passed, total.failed)?;
        for (number, what) in [(total.pending, "pending"), (total.left_out, "left out")] {
            if number > 0 {
                write!(f, ", {number} {what}")?;
            }
        }
        Ok(())
    }
}
