//! `cargo xtask docs`: documents that are generated from the code.

use std::fs;

use crate::command::{Outcome, cargo, output, root};

const DOCUMENTS: &[(&str, &str)] = &[("playbook", "docs/playbook.md"), ("errors", "docs/errors.md")];

/// Writes the documents, or with `check` fails where one is stale.
pub(crate) fn run(check: bool) -> Outcome {
    for (name, file) in DOCUMENTS {
        let mut generator = cargo(&[
            "run",
            "--quiet",
            "--package",
            "scrm-examples",
            "--features",
            "schema",
            "--bin",
            "reference",
            "--",
        ]);
        generator.arg(name);
        let (succeeded, text) = output(&mut generator)?;
        if !succeeded {
            return Err(format!("the generator of {file} failed"));
        }
        let path = root().join(file);
        if check {
            if fs::read_to_string(&path).unwrap_or_default() != text {
                return Err(format!("{file} is stale: run `cargo xtask docs`"));
            }
        } else {
            fs::write(&path, text).map_err(|error| format!("{file}: {error}"))?;
            println!("wrote {file}");
        }
    }
    Ok(())
}
