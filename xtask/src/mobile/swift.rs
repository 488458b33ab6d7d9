//! Swift, where there is a toolchain: `swiftc` on the path, or a system tree named by `SCRM_SWIFT_ROOT` that is
//! entered with `chroot`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::cases;
use super::library::{self, Library};
use crate::command::{self, Outcome, root};

/// The sources of the package.
const PACKAGE: &str = "bindings-mobile/swift";

/// Compiles the sources with their checks, runs these, and has the answers to the shared cases judged.
pub(super) fn test(built: &Library) -> Outcome {
    let Some(toolchain) = Toolchain::find() else {
        println!("skipped: no Swift toolchain");
        return Ok(());
    };
    let (outside, inside) = toolchain.folder();
    library::fresh(&outside)?;
    let package = root().join(PACKAGE);
    let mut sources = library::files(&package.join("Sources/Scrm"), ".swift")?;
    sources.extend(library::files(&package.join("Checks"), ".swift")?);
    sources.extend(library::files(&built.swift, ".swift")?);
    let mut names = Vec::new();
    for source in &sources {
        let name = source.file_name().unwrap_or_default();
        library::copy(source, &outside.join(name))?;
        names.push(inside.join(name));
    }
    for file in library::files(&built.swift, "")?.iter().chain(&library::files(&built.folder, "")?) {
        library::copy(file, &outside.join(file.file_name().unwrap_or_default()))?;
    }
    let mut compiler = toolchain.command(Path::new("swiftc"));
    let map = inside.join("ScrmFFI.modulemap");
    compiler.args(["-module-name", "Scrm", "-parse-as-library", "-suppress-warnings", "-Xcc"]);
    compiler.arg(format!("-fmodule-map-file={}", map.display()));
    compiler.args([format!("-I{}", inside.display()), format!("-L{}", inside.display())]);
    compiler.args(["-lscrm_mobile", "-Xlinker", "-rpath", "-Xlinker"]).arg(&inside);
    command::run(compiler.args(names).arg("-o").arg(inside.join("checks")))?;
    check(&toolchain, &outside, &inside)
}

fn check(toolchain: &Toolchain, outside: &Path, inside: &Path) -> Outcome {
    cases::expand(&outside.join("cases.json"))?;
    let mut checks = toolchain.command(&inside.join("checks"));
    checks.env("SCRM_CASES", inside.join("cases.json")).env("SCRM_ANSWERS", inside.join("answers.jsonl"));
    let (succeeded, told) = command::output(&mut checks)?;
    let last = told.lines().last().unwrap_or_default();
    println!("Swift: {last}");
    if !succeeded || last.starts_with('0') || !last.ends_with(" 0 failed") {
        return Err(format!("the Swift checks do not hold:\n{told}"));
    }
    cases::judge(&outside.join("answers.jsonl"), "swift")
}

/// Writes the folder of the package. Its library comes from bindings-mobile/apple on a Mac, or from this build on
/// Linux.
pub(super) fn dist(built: &Library) -> Outcome {
    let package = root().join("target/dist/swift");
    library::fresh(&package)?;
    library::copy_all(&root().join(PACKAGE), &package, ".swift")?;
    library::copy_all(&built.swift, &package.join("Sources/Scrm"), ".swift")?;
    library::copy_all(&built.swift, &package.join("Sources/ScrmFFI"), ".h")?;
    library::copy(&built.swift.join("ScrmFFI.modulemap"), &package.join("Sources/ScrmFFI/module.modulemap"))?;
    library::copy_all(&built.folder, &package.join("linux-x86-64"), ".so")
}

/// Where Swift's programs are.
enum Toolchain {
    OnPath,
    In(PathBuf),
}

impl Toolchain {
    fn find() -> Option<Self> {
        if let Some(tree) = std::env::var_os("SCRM_SWIFT_ROOT").map(PathBuf::from) {
            return tree.join("usr/bin/swiftc").exists().then_some(Self::In(tree));
        }
        let mut version = Command::new("swiftc");
        version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        version.status().is_ok_and(|status| status.success()).then_some(Self::OnPath)
    }

    fn command(&self, program: &Path) -> Command {
        match self {
            Self::OnPath => Command::new(program),
            Self::In(tree) => {
                let mut chroot = Command::new("chroot");
                chroot.arg(tree).arg(program);
                chroot
            }
        }
    }

    /// The folder to build in: as this program sees it, and as Swift's programs do.
    fn folder(&self) -> (PathBuf, PathBuf) {
        match self {
            Self::OnPath => {
                let folder = root().join("target/mobile/swift");
                (folder.clone(), folder)
            }
            Self::In(tree) => (tree.join("tmp/scrm-swift"), Path::new("/tmp/scrm-swift").to_owned()),
        }
    }
}
