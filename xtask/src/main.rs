//! `cargo xtask`: everything the project does with itself. Standard library only, so that it builds in a
//! second.

mod bench;
mod command;
mod conformance;
mod demo;
mod docs;
mod generate;
mod mobile;
mod node;
mod package;
mod plants;
mod python;
mod test;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  demo [--customers FILE] [--messages FILE] [--map FILE] [--playbook FILE] [--out DIR]
                 import, tag, answer and audit: the main job, on a sample or on your files
  test [rust|python|node|mobile|spark]
                 everything that must hold, in every language, or in one of them; the recipe for Spark only by name
  conformance    the shared cases in Rust, and the table of operations and languages
  plants         every planted defect must turn its test red
  docs [--check] write docs/playbook.md and docs/errors.md, or fail where they are stale
  gen [--check]  write what the bindings have of the operations table, or fail where it is stale
  bench [NAME] [--full]
                 measure: import, receive, dedupe, keywords, python, node; --full: dedupe on a million contacts too
  dist [python|node|mobile]
                 the wheel, the npm packages, the jar and the Swift package, into target/dist
  ci             what runs before a change lands: fmt, clippy, docs, test
";

/// Whether files are only compared.
fn is_check(arguments: &[String]) -> bool {
    arguments.iter().any(|argument| argument == "--check")
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) =
        arguments.split_first().map_or(("help", &[][..]), |(name, rest)| (name.as_str(), rest));
    let outcome = match name {
        "demo" => demo::run(rest),
        "test" => test::run(rest),
        "dist" => test::dist(rest),
        "conformance" => conformance::run(),
        "plants" => plants::run(),
        "docs" => docs::run(is_check(rest)),
        "gen" => generate::run(is_check(rest)),
        "bench" => bench::run(rest),
        "ci" => test::ci(),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("there is no `{other}`\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
