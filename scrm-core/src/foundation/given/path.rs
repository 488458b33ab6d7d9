//! Ways into a value, and what is wrong at their end.

use std::fmt::{self, Write};

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into an object, by the name of a field.
    Field(String),
    /// Into a list, by a position from 0.
    Entry(usize),
}

/// Why a value is not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Where in the value.
    pub path: Vec<Step>,
    /// What serde says of it; nothing where all is right but for a field at that place that nobody reads. It may
    /// repeat the value.
    pub message: Option<String>,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", spell(&self.path))?;
        }
        f.write_str(self.message.as_deref().unwrap_or("nobody reads this"))
    }
}

/// A way as people write it: `messages[0].sender`.
pub(crate) fn spell(path: &[Step]) -> String {
    let mut spelled = String::new();
    for step in path {
        // Writing to a text cannot fail.
        let _ = match step {
            Step::Field(name) if spelled.is_empty() => write!(spelled, "{name}"),
            Step::Field(name) => write!(spelled, ".{name}"),
            Step::Entry(index) => write!(spelled, "[{index}]"),
        };
    }
    spelled
}

/// A way that grows with the depth of the reading, and is only written down where something is wrong.
#[derive(Clone, Copy)]
pub(super) enum Way<'w> {
    Start,
    Field(&'w Way<'w>, &'w str),
    Entry(&'w Way<'w>, usize),
}

impl Way<'_> {
    pub(super) fn steps(&self) -> Vec<Step> {
        let (before, step) = match self {
            Self::Start => return Vec::new(),
            Self::Field(before, name) => (before, Step::Field((*name).to_owned())),
            Self::Entry(before, index) => (before, Step::Entry(*index)),
        };
        let mut steps = before.steps();
        steps.push(step);
        steps
    }
}
