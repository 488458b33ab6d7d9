//! Runs the cases in Rust, hands them to other languages, judges what these answer, and prints the table of all.

#![allow(clippy::print_stdout)]

use std::fs;
use std::process::ExitCode;

use scrm_conformance::{Answers, Places, Summary};

const USAGE: &str = "\
conformance                                  runs the cases in Rust
conformance expand FILE                      writes all cases, ready to call
conformance judge ANSWERS --language NAME    judges a language's answers, one JSON object a line
conformance table                            prints operations and languages, as far as they were run";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match command(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything holds.
fn command(arguments: &[&str]) -> Result<bool, Box<dyn std::error::Error>> {
    let places = Places::default();
    match arguments {
        [] => keep(&places, &scrm_conformance::run(&places)?),
        ["expand", file] => {
            let expanded = scrm_conformance::expand(&places)?;
            fs::write(file, serde_json::to_vec(&expanded)?)?;
            println!("{} single calls, {} workspaces", expanded.engines.len(), expanded.workspace.len());
            Ok(true)
        }
        ["judge", file, "--language", language] => {
            let answers = Answers::read(&fs::read_to_string(file)?)?;
            keep(&places, &scrm_conformance::judge(&places, language, &answers)?)
        }
        ["table"] => {
            print!("{}", scrm_conformance::table(&places)?);
            Ok(true)
        }
        _ => Err(USAGE.into()),
    }
}

fn keep(places: &Places, summary: &Summary) -> Result<bool, Box<dyn std::error::Error>> {
    summary.keep(&places.summaries)?;
    println!("{summary}");
    Ok(summary.holds())
}
