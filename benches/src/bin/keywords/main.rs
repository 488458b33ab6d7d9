//! How good keywords are on labelled data: `cargo xtask bench keywords`.
//!
//! - `keywords [FOLDER]`: mining on every set of the folder, each in a process of its own, so that time and memory are its own.
//! - `keywords [FOLDER] --set NAME [--show]`: one set; `--show` prints what is proposed.
//! - `keywords [FOLDER] --generated MESSAGES`: so many messages made from the sets' lines.

#![allow(clippy::print_stdout)]

mod mine;
mod phrases;
mod sets;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut data, mut set, mut show, mut generated) = (None, None, false, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--set" => set = arguments.next(),
            "--show" => show = true,
            "--generated" => generated = arguments.next().map(|count| count.parse()).transpose()?,
            unknown if unknown.starts_with("--") => return Err(format!("there is no {unknown}").into()),
            _ => data = Some(PathBuf::from(argument)),
        }
    }
    let data = data.or_else(|| std::env::var_os("SCRM_DATA").map(PathBuf::from));
    let data = data.unwrap_or_else(|| PathBuf::from("../shared/data"));
    if let Some(count) = generated {
        mine::measure_generated(&data, count)
    } else if let Some(name) = set {
        mine::measure_set(&data, &name, show)
    } else {
        mine::measure_all(&data)
    }
}
