//! `api-gen write` writes the generated files of the bindings, `api-gen check` fails where one is stale.

#![allow(clippy::print_stdout)]

use std::process::ExitCode;

fn main() -> ExitCode {
    match run(std::env::args().nth(1).as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("api-gen: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Option<&str>) -> Result<(), String> {
    match command {
        Some("write") => {
            scrm_api_gen::write()?.iter().for_each(|path| println!("wrote {path}"));
            Ok(())
        }
        Some("check") => match scrm_api_gen::stale()?.as_slice() {
            [] => Ok(()),
            stale => Err(format!("{} stale: run `cargo xtask gen`", stale.join(", "))),
        },
        _ => Err("write or check".to_owned()),
    }
}
