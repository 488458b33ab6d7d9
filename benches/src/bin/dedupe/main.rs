//! How good dedupe is on labelled data: `cargo xtask bench dedupe`.
//!
//! `dedupe [FOLDER] [--wrong] [--model]`: the folder of the data sets; `--wrong` lists what was merged wrongly and what
//! was missed, `--model` says what each grade of each field is worth.

#![allow(clippy::print_stdout)]

mod labelled;
mod linkage;
mod names;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let data = folder.map(PathBuf::from).or_else(|| std::env::var_os("SCRM_DATA").map(PathBuf::from));
    let data = data.unwrap_or_else(|| PathBuf::from("../shared/data"));
    names::measure(&data)?;
    linkage::measure(&data)
}
