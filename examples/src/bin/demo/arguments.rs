//! What the caller asked for.

use std::path::{Path, PathBuf};

/// The demo's options.
#[derive(Debug)]
pub(crate) struct Arguments {
    /// A customer file instead of the sample.
    pub(crate) customers: Option<PathBuf>,
    /// A message file instead of the sample.
    pub(crate) messages: Option<PathBuf>,
    /// Which column of the customer file is what.
    pub(crate) map: Option<PathBuf>,
    /// A playbook to lay over the standard one.
    pub(crate) playbook: Option<PathBuf>,
    /// Where the results go.
    pub(crate) out: PathBuf,
    /// No progress bars.
    pub(crate) quiet: bool,
}

impl Arguments {
    /// Reads the command line; file names are meant from `from`.
    pub(crate) fn read(arguments: impl Iterator<Item = String>, from: &Path) -> Result<Self, String> {
        let mut read = Self {
            customers: None,
            messages: None,
            map: None,
            playbook: None,
            out: from.join("demo-out"),
            quiet: false,
        };
        let mut arguments = arguments;
        while let Some(name) = arguments.next() {
            if name == "--quiet" {
                read.quiet = true;
                continue;
            }
            let known =
                matches!(name.as_str(), "--customers" | "--messages" | "--map" | "--playbook" | "--out");
            if !known {
                return Err(format!(
                    "there is no option `{name}`; there are --customers FILE, --messages FILE, --map FILE, --playbook FILE, --out DIR, --quiet"
                ));
            }
            let value = arguments.next().ok_or_else(|| format!("{name} needs a file or folder"))?;
            let path = from.join(value);
            match name.as_str() {
                "--customers" => read.customers = Some(path),
                "--messages" => read.messages = Some(path),
                "--map" => read.map = Some(path),
                "--playbook" => read.playbook = Some(path),
                _ => read.out = path,
            }
        }
        Ok(read)
    }
}
