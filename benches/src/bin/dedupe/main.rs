//! How good dedupe is on labelled data: `cargo xtask bench dedupe`.

#![allow(clippy::print_stdout)]

mod labelled;
mod linkage;
mod names;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let data = std::env::args().nth(1).map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    names::measure(&data)?;
    linkage::measure(&data)
}
