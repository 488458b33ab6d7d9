//! Writes what the bindings have of the operations table — types, methods, the list of operations — from the
//! table itself, into files that are kept in the repository.
//!
//! The table's schemas become a [`model`] in terms that every language has; one module per language writes its
//! files from the model and nothing else.

mod casing;
mod documentation;
mod files;
mod kotlin;
pub mod model;
mod operations;
mod python;
mod reach;
mod schema;
mod swift;
#[cfg(test)]
mod tests;
mod typescript;

use files::File;
pub use schema::model as model_of_the_table;

fn generated() -> Vec<File> {
    [operations::FILES, python::FILES, typescript::FILES, kotlin::FILES, swift::FILES].concat()
}

/// Writes every file whose text has changed, and gives the paths.
///
/// # Errors
/// What of the table no language could be told, or a file that cannot be written.
pub fn write() -> Result<Vec<&'static str>, String> {
    files::write(&schema::model()?, &generated())
}

/// The paths of files that are not as the table says.
///
/// # Errors
/// What of the table no language could be told.
pub fn stale() -> Result<Vec<&'static str>, String> {
    Ok(files::stale(&schema::model()?, &generated()))
}
