//! Generated files: written, or compared with what is there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::Model;

/// A path in the repository, and what writes its text.
pub(crate) type File = (&'static str, fn(&Model) -> String);

/// The folder of the repository.
fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// Writes every file whose text has changed, and says which.
pub(crate) fn write(model: &Model, files: &[File]) -> Result<Vec<&'static str>, String> {
    let mut written = Vec::new();
    for (path, emitter) in files {
        let text = emitter(model);
        let place = root().join(path);
        if fs::read_to_string(&place).is_ok_and(|present| present == text) {
            continue;
        }
        let folder = place.parent().unwrap_or(&place);
        fs::create_dir_all(folder).map_err(|error| format!("{path}: {error}"))?;
        fs::write(&place, text).map_err(|error| format!("{path}: {error}"))?;
        written.push(*path);
    }
    Ok(written)
}

/// The files whose text is not what the model says.
pub(crate) fn stale(model: &Model, files: &[File]) -> Vec<&'static str> {
    let is_stale =
        |(path, emitter): &&File| fs::read_to_string(root().join(path)).unwrap_or_default() != emitter(model);
    files.iter().filter(is_stale).map(|(path, _)| *path).collect()
}
