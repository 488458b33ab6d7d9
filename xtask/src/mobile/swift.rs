//! Swift, where there is a toolchain: `swiftc` on the path, or a system tree named by `SCRM_SWIFT_ROOT` that is
//! entered with `chroot`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::library::{self, Library};
use crate::command::{self, Outcome, root};

/// The sources of the package.
const PACKAGE: &str = "bindings-mobile/swift";

/// Compiles the sources with their checks and runs them.
pub(super) fn test(built: &Library) -> Outcome {
    let Some(toolchain) = Toolchain::find() else {
        println!("skipped: no Swift toolchain");
        return Ok(());
    };
    let (outside, inside) = toolchain.folder();
    library::fresh(&outside)?;
    library::copy_all(&root().join(PACKAGE).join("Sources/Scrm"), &outside, ".swift")?;
    library::copy_all(&root().join(PACKAGE).join("Checks"), &outside, ".swift")?;
    library::copy_all(&built.swift, &outside, "")?;
    library::copy_all(&built.folder, &outside, ".so")?;
    let sources = std::fs::read_dir(&outside).map_err(|error| error.to_string())?;
    let sources = sources.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let sources = sources.filter(|name| name.ends_with(".swift")).map(|name| inside.join(name));
    let flag = |flag: &str| format!("{flag}{}", inside.display());
    let map = inside.join("ScrmFFI.modulemap");
    let mut compiler = toolchain.command("swiftc");
    compiler.args(["-parse-as-library", "-Xcc"]).arg(format!("-fmodule-map-file={}", map.display()));
    compiler.args([flag("-I"), flag("-L")]).args(["-lscrm_mobile", "-Xlinker", "-rpath", "-Xlinker"]);
    compiler.arg(&inside).args(sources).arg("-o").arg(inside.join("checks"));
    command::run(&mut compiler)?;
    let (succeeded, told) =
        command::output(&mut toolchain.command(&inside.join("checks").to_string_lossy()))?;
    let last = told.lines().last().unwrap_or_default();
    println!("Swift: {last}");
    if !succeeded || last.starts_with('0') || !last.ends_with(" 0 failed") {
        return Err(format!("the Swift checks do not hold:\n{told}"));
    }
    Ok(())
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

    fn command(&self, program: &str) -> Command {
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
