//! Kotlin on the JVM, by Maven.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::cases;
use super::library::{self, Library};
use crate::command::{self, Outcome, root};

/// Where JNA looks for the library inside a jar.
const RESOURCE_FOLDER: &str = "linux-x86-64";

/// Runs the tests, the conformance cases among them, and prints how many there were.
pub(super) fn test(built: &Library) -> Outcome {
    let expanded = root().join("target/mobile/cases.json");
    let answers = root().join("target/mobile/kotlin-answers.jsonl");
    cases::expand(&expanded)?;
    let mut maven = maven(built);
    maven.arg(property("scrm.conformance.cases", &expanded));
    maven.arg(property("scrm.conformance.answers", &answers));
    let outcome = command::run(maven.arg("test"));
    let counted = Counts::read(&reports())?;
    println!("Kotlin: {} passed, {} failed", counted.passed(), counted.failed);
    outcome?;
    if counted.passed() == 0 || counted.failed > 0 {
        return Err("the Kotlin tests do not hold".to_owned());
    }
    cases::judge(&answers, "kotlin")
}

/// Writes the jar.
pub(super) fn dist(built: &Library) -> Outcome {
    let resources = root().join("target/mobile/package/resources");
    library::make(&resources.join(RESOURCE_FOLDER))?;
    let file = built.file();
    let name = file.file_name().ok_or("the library has no name")?;
    library::copy(&file, &resources.join(RESOURCE_FOLDER).join(name))?;
    let mut maven = maven(built);
    // The tests need a library that panics when it is told to; this one is to be handed out.
    maven.arg(property("scrm.resources", &resources)).args(["-Dmaven.test.skip=true", "package"]);
    command::run(&mut maven)?;
    let dist = root().join("target/dist");
    library::copy_all(&root().join("target/kotlin"), &dist, ".jar")?;
    // What the jar needs, for whoever puts it into a repository of their own.
    let description = format!("scrm-{}.pom", env!("CARGO_PKG_VERSION"));
    library::copy(&root().join("bindings-mobile/kotlin/pom.xml"), &dist.join(description))
}

fn maven(built: &Library) -> Command {
    let mut maven = Command::new("mvn");
    maven.current_dir(root().join("bindings-mobile/kotlin")).args(["--quiet", "--batch-mode"]);
    maven.arg(property("scrm.calls", &built.kotlin)).arg(property("scrm.library", &built.folder));
    maven
}

fn property(name: &str, path: &Path) -> String {
    format!("-D{name}={}", path.display())
}

fn reports() -> PathBuf {
    root().join("target/kotlin/surefire-reports")
}

/// What Surefire's reports say.
#[derive(Default)]
struct Counts {
    run: u64,
    failed: u64,
    skipped: u64,
}

impl Counts {
    fn read(folder: &Path) -> Result<Self, String> {
        let mut counts = Self::default();
        let files = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for file in files {
            let path = file.map_err(|error| error.to_string())?.path();
            if path.extension().is_some_and(|extension| extension == "xml") {
                let report =
                    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                counts.add(&report);
            }
        }
        Ok(counts)
    }

    fn add(&mut self, report: &str) {
        let suite = report.split_once("<testsuite ").map_or("", |(_, rest)| rest);
        let suite = suite.split('>').next().unwrap_or_default();
        let number = |name: &str| {
            let value = suite.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next());
            value.and_then(|value| value.parse::<u64>().ok()).unwrap_or_default()
        };
        self.run += number("tests");
        self.failed += number("failures") + number("errors");
        self.skipped += number("skipped");
    }

    const fn passed(&self) -> u64 {
        self.run.saturating_sub(self.failed + self.skipped)
    }
}
