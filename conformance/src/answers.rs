//! What a language's runner writes: one answer for each case or step.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One answer, one line of a runner's output.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerLine {
    /// The case file, `area/topic.json`.
    pub file: String,
    /// The case's name.
    pub name: String,
    /// Of a step, its number, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// What came of the call.
    pub answer: Answered,
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// An answer.
    Ok(Value),
    /// An error: `code`, `message`, and `field` and `row` where it has them.
    Error(Value),
}

/// The answers of one language, by file, case and step.
#[derive(Debug, Default)]
pub struct Answers(HashMap<(String, String, Option<usize>), Answered>);

impl Answers {
    /// Reads a runner's output, one JSON object a line.
    ///
    /// # Errors
    /// The line that is no answer, or the call that is answered twice.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut answers = Self::default();
        for (line, number) in text.lines().zip(1_usize..).filter(|(line, _)| !line.trim().is_empty()) {
            let line = serde_json::from_str(line).map_err(|error| format!("line {number}: {error}"))?;
            answers.add(line).map_err(|why| format!("line {number}: {why}"))?;
        }
        Ok(answers)
    }

    /// Takes an answer in.
    ///
    /// # Errors
    /// The call is answered already.
    pub fn add(&mut self, line: AnswerLine) -> Result<(), String> {
        let AnswerLine { file, name, step, answer } = line;
        let place = format!("{file}: {name}");
        match self.0.insert((file, name, step), answer) {
            None => Ok(()),
            Some(_) => Err(format!("{place} is answered twice")),
        }
    }

    pub(crate) fn get(&self, file: &str, name: &str, step: Option<usize>) -> Option<&Answered> {
        self.0.get(&(file.to_owned(), name.to_owned(), step))
    }
}
