//! The folder of case files.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use scrm_core::api::{DEDUPER_OPERATIONS, ENGINE_OPERATIONS, WORKSPACE_OPERATIONS};

use crate::case::CaseFile;
use crate::composite;
use crate::expanded::{DEDUPER, Expanded, WORKSPACE, expand, name_of_call};
use crate::playbooks::Playbooks;

/// The areas, each a folder of case files. None may be without cases.
pub const AREAS: &[&str] = &[
    "audit",
    "customer",
    "dedupe",
    "import",
    "keyword",
    "message",
    "playbook",
    "priority",
    "reply",
    "segment",
    "tag",
    "text",
    "time",
    "trust",
    "value",
    "workspace",
];

/// All cases, as they are written and as they are called.
#[derive(Debug)]
pub(crate) struct Cases {
    /// Case files by name.
    pub(crate) files: Vec<(String, CaseFile)>,
    /// Their cases, ready to call.
    pub(crate) expanded: Expanded,
    /// What is wrong with the cases themselves.
    pub(crate) mistakes: Vec<String>,
    /// Every operation and call that there is.
    pub(crate) operations: BTreeSet<String>,
}

impl Default for Cases {
    fn default() -> Self {
        let engines = ENGINE_OPERATIONS.iter().copied().flatten().map(|operation| operation.name);
        let workspace = WORKSPACE_OPERATIONS.iter().copied().flatten().map(|operation| operation.name);
        let of_table = engines.chain(workspace).chain(composite::CALLS).map(str::to_owned);
        let deduper = DEDUPER_OPERATIONS.iter().map(|operation| name_of_call(DEDUPER, operation.name));
        Self {
            files: Vec::new(),
            expanded: Expanded { v: 1, engines: Vec::new(), workspace: Vec::new(), deduper: Vec::new() },
            mistakes: Vec::new(),
            operations: of_table.chain(deduper).collect(),
        }
    }
}

impl Cases {
    /// Reads the cases of every area under `folder`.
    pub(crate) fn read(folder: &Path, playbooks: &mut Playbooks) -> io::Result<Self> {
        let mut cases = Self::default();
        for area in AREAS {
            let paths = json_files(&folder.join(area))?;
            if paths.is_empty() {
                cases.mistakes.push(format!("{area}: the area has no cases"));
            }
            for path in paths {
                let name = format!("{area}/{}", path.file_name().unwrap_or_default().to_string_lossy());
                cases.add(&name, &fs::read_to_string(&path)?, playbooks);
            }
        }
        for entry in fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !AREAS.contains(&name.as_str()) {
                cases.mistakes.push(format!("{name}: no area of this name is known"));
            }
        }
        cases.require_all_operations();
        Ok(cases)
    }

    /// Takes a file in.
    pub(crate) fn add(&mut self, name: &str, text: &str, playbooks: &mut Playbooks) {
        let file: CaseFile = match serde_json::from_str(text) {
            Ok(file) => file,
            Err(error) => return self.mistakes.push(format!("{name}: {error}")),
        };
        if file.v != 1 {
            self.mistakes.push(format!("{name}: version {} is not known", file.v));
        }
        if file.cases.is_empty() {
            self.mistakes.push(format!("{name}: the file has no cases"));
        }
        let mut names = BTreeSet::new();
        for case in &file.cases {
            if !names.insert(&case.name) {
                self.mistakes.push(format!("{name}: two cases are called {:?}", case.name));
            }
        }
        let mistakes = expand(name, &file, playbooks, &mut self.expanded);
        self.mistakes.extend(mistakes);
        self.files.push((name.to_owned(), file));
    }

    /// Every operation and every call has a case.
    pub(crate) fn require_all_operations(&mut self) {
        let mut called = BTreeSet::new();
        for (_, file) in &self.files {
            called.insert(file.op.clone());
            let steps = file.cases.iter().flat_map(|case| &case.steps);
            called.extend(steps.map(|step| name_of_call(&file.op, &step.call)));
        }
        let missing = self.operations.iter().filter(|name| !called.contains(*name));
        self.mistakes.extend(missing.map(|name| format!("{name}: the operation has no cases")));
        if !called.contains(WORKSPACE) {
            self.mistakes.push("there are no workspace cases".to_owned());
        }
    }
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
