//! Planted defects: each reliability test must turn red when its defect is switched on.
//!
//! Compiled only with `--cfg plant`. The test command builds once with that flag and runs each reliability
//! test with `SCRM_PLANT` naming its defect; the test must then fail. Never part of a normal build, which
//! is why this module alone may read the environment.

/// Whether the defect `id` is switched on for this process.
#[must_use]
pub fn is_active(id: &str) -> bool {
    static SELECTED: std::sync::LazyLock<Option<String>> =
        std::sync::LazyLock::new(|| std::env::var_os("SCRM_PLANT")?.into_string().ok());
    SELECTED.as_deref() == Some(id)
}
