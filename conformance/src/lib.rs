//! Cases as data, the same in every language: read, expanded into whole requests, called through the
//! operations table, and judged.

mod answers;
mod brief;
mod case;
mod composite;
mod expanded;
mod expectation;
mod files;
mod judge;
mod left_out;
mod playbooks;
mod rust;
mod summary;
mod table;
#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};

pub use answers::{AnswerLine, Answered, Answers};
pub use case::{Case, CaseFile, Expected, Match, Step};
pub use expanded::{EngineCase, Expanded, ExpandedStep, WorkspaceCase};
pub use expectation::mismatch;
pub use files::AREAS;
pub use summary::{Count, Summary};

use files::Cases;
use judge::Judge;
use left_out::LeftOut;
use playbooks::Playbooks;

/// The language of this crate's own runner.
const RUST: &str = "rust";

/// Where things are in the repository.
#[derive(Clone, Debug)]
pub struct Places {
    /// The case files.
    pub cases: PathBuf,
    /// What languages leave out.
    pub left_out: PathBuf,
    /// The summaries that runs keep.
    pub summaries: PathBuf,
}

impl Default for Places {
    fn default() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self {
            cases: folder.join("cases"),
            left_out: folder.join("left-out.json"),
            summaries: folder.join("../target/conformance"),
        }
    }
}

/// Runs every case in Rust.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn run(places: &Places) -> io::Result<Summary> {
    let mut playbooks = Playbooks::default();
    let cases = Cases::read(&places.cases, &mut playbooks)?;
    let answers = rust::run(&cases.expanded, &mut playbooks);
    Ok(Judge::new(RUST, &answers, &LeftOut::default()).judge(&cases))
}

/// Every case, ready to call.
///
/// # Errors
/// A folder or file that cannot be read, or a case that is written wrongly.
pub fn expand(places: &Places) -> io::Result<Expanded> {
    let cases = Cases::read(&places.cases, &mut Playbooks::default())?;
    match cases.mistakes.as_slice() {
        [] => Ok(cases.expanded),
        mistakes => Err(io::Error::other(mistakes.join("\n"))),
    }
}

/// Judges the answers of a language.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn judge(places: &Places, language: &str, answers: &Answers) -> io::Result<Summary> {
    let cases = Cases::read(&places.cases, &mut Playbooks::default())?;
    let left_out = left_out::read(&places.left_out)?.remove(language).unwrap_or_default();
    Ok(Judge::new(language, answers, &left_out).judge(&cases))
}

/// The table of all operations and of the languages whose summaries are kept.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn table(places: &Places) -> io::Result<String> {
    Ok(table::table(&table::kept(&places.summaries)?, &left_out::read(&places.left_out)?))
}
