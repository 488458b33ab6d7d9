//! How fast keywords are found, and how well they are learned and mined: `cargo xtask bench keywords`.
//!
//! `keywords [FOLDER] [--only NAME] [--precision SHARE] [--terms COUNT] [--rules]`: the folder of the data sets. With
//! `--only` rules are learned for the sets whose names begin so, and nothing else is measured; `--rules` prints them.
//! `--only romanised` measures phrases in Latin letters alone, `--only speed` how fast keywords are found.
//!
//! `keywords [FOLDER] --write PLACE` measures nothing: it writes keywords and messages for matchers in other languages.

#![allow(clippy::print_stdout)]

mod labelled;
mod learned;
mod messages;
mod mined;
mod peers;
mod romanised;
mod speed;
mod stops;

use std::error::Error;
use std::path::PathBuf;

use self::learned::Asked;

fn main() -> Result<(), Box<dyn Error>> {
    let mut data = None;
    let mut asked = Asked::default();
    let mut write = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--only" => asked.only = arguments.next(),
            "--precision" => asked.options.precision = arguments.next().unwrap_or_default().parse()?,
            "--terms" => asked.options.terms = arguments.next().unwrap_or_default().parse()?,
            "--rules" => asked.rules = true,
            "--write" => write = arguments.next().map(PathBuf::from),
            unknown if unknown.starts_with("--") => return Err(format!("there is no {unknown}").into()),
            _ => data = Some(PathBuf::from(argument)),
        }
    }
    let data = data.or_else(|| std::env::var_os("SCRM_DATA").map(PathBuf::from));
    let data = data.unwrap_or_else(|| PathBuf::from("../shared/data"));
    if let Some(place) = write {
        return speed::write(&data, &place);
    }
    match asked.only.as_deref() {
        Some("romanised") => return romanised::measure(&data),
        Some("speed") => return speed::measure(&data),
        _ => {}
    }
    learned::measure(&data, &asked)?;
    if asked.only.is_none() {
        mined::measure(&data)?;
        stops::measure(&data)?;
        romanised::measure(&data)?;
        speed::measure(&data)?;
    }
    Ok(())
}
