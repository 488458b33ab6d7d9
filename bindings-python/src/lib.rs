//! scrm for Python: the native half of the package `scrm`. Python's half, `python/scrm`, is what people import.
//!
//! Requests are read while Python waits, run while it does not, and answered while it waits again. No rule and no
//! number of the engine's is here.

#[rustfmt::skip]
mod answers;
mod bridge;
mod deduper;
mod engines;
mod errors;
mod frame;
mod guard;
mod import;
mod keyword;
mod operations;
mod playbook;
mod table;
mod workspace;

/// The native half of the package `scrm`.
#[pyo3::pymodule]
mod _scrm {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::deduper::Deduper;
    #[pymodule_export]
    use crate::engines::Engines;
    #[cfg(feature = "planted-panic")]
    #[pymodule_export]
    use crate::guard::planted::plant_panic;
    #[pymodule_export]
    use crate::keyword::{Hit, KeywordMatcher, MatchIterator, Matches};
    #[pymodule_export]
    use crate::playbook::Playbook;
    #[pymodule_export]
    use crate::table::Table;
    #[pymodule_export]
    use crate::workspace::Workspace;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::guard::hush_panics();
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
