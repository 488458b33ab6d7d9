//! The table of operations and languages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::left_out::LeftOut;
use crate::summary::{Count, Summary};

/// The summaries that runs have kept in a folder, Rust's first.
pub(crate) fn kept(folder: &Path) -> io::Result<Vec<Summary>> {
    let mut summaries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            summaries.push(serde_json::from_str::<Summary>(&fs::read_to_string(path)?)?);
        }
    }
    summaries.sort_by_key(|summary| (summary.language != "rust", summary.language.clone()));
    Ok(summaries)
}

/// A line for every operation and every call, a column for every language: how many cases passed, and by a
/// letter why one is left out.
pub(crate) fn table(summaries: &[Summary], left_out: &BTreeMap<String, LeftOut>) -> String {
    let mut reasons = Reasons::default();
    let mut out = String::new();
    let parts: [(&str, Counts); 2] = [
        ("operation: cases", |summary| &summary.operations),
        ("call of a workspace: steps", |summary| &summary.calls),
    ];
    for (title, counts) in parts {
        let _ = write!(out, "{title:<28}");
        for summary in summaries {
            let _ = write!(out, " {:>10}", summary.language);
        }
        out.push('\n');
        let names: BTreeSet<&String> = summaries.iter().flat_map(|summary| counts(summary).keys()).collect();
        for name in names {
            let _ = write!(out, "{name:<28}");
            for summary in summaries {
                let reason = left_out.get(&summary.language).and_then(|list| list.reason(name));
                let _ = write!(out, " {:>10}", cell(counts(summary).get(name), reason, &mut reasons));
            }
            out.push('\n');
        }
        out.push('\n');
    }
    for (reason, letter) in reasons.0.iter().zip('a'..) {
        let _ = writeln!(out, "{letter}: {reason}");
    }
    for summary in summaries {
        let _ = writeln!(out, "{summary}");
    }
    out
}

type Counts = fn(&Summary) -> &BTreeMap<String, Count>;

/// Why operations are left out, each reason once.
#[derive(Default)]
struct Reasons(Vec<String>);

impl Reasons {
    fn letter(&mut self, reason: &str) -> char {
        let known = self.0.iter().position(|known| known == reason);
        let place = known.unwrap_or_else(|| {
            self.0.push(reason.to_owned());
            self.0.len() - 1
        });
        ('a'..='z').nth(place).unwrap_or('*')
    }
}

fn cell(count: Option<&Count>, reason: Option<&str>, reasons: &mut Reasons) -> String {
    match (count, reason) {
        (_, Some(reason)) => format!("({})", reasons.letter(reason)),
        (None, None) => "missing".to_owned(),
        (Some(count), None) => {
            let all = count.passed + count.failed + count.pending + count.left_out;
            if count.passed == all { all.to_string() } else { format!("{}/{all}", count.passed) }
        }
    }
}
