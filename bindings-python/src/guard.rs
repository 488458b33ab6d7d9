//! Panics end here: whatever breaks inside an exported function reaches Python as an ordinary exception, and the
//! next call works.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};

use pyo3::prelude::*;
use scrm_core::foundation::ErrorInfo;

use crate::errors::raise;

thread_local! {
    /// Where the last panic of this thread began.
    static PLACE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Remembers where panics begin instead of printing them: a panic's words may hold a customer's.
pub(crate) fn hush_panics() {
    std::panic::set_hook(Box::new(|panic| PLACE.set(Some(place(panic)))));
}

/// The file without the folders of the machine that built it, and the line.
fn place(panic: &PanicHookInfo<'_>) -> String {
    let Some(location) = panic.location() else { return "an unknown place".to_owned() };
    let file = location.file();
    let from = file
        .rfind("/src/")
        .map_or(0, |src| file.get(..src).and_then(|folder| folder.rfind('/')).map_or(0, |slash| slash + 1));
    format!("{} line {}", file.get(from..).unwrap_or(file), location.line())
}

/// Runs an exported function of this name.
pub(crate) fn guard<T>(
    py: Python<'_>,
    name: &'static str,
    work: impl FnOnce() -> PyResult<T>,
) -> PyResult<T> {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        panic_if_asked(name);
        work()
    }));
    outcome.unwrap_or_else(|_| {
        let place = PLACE.take().unwrap_or_default();
        let defect = scrm_core::api::defect();
        let message = format!("{} ({name}, {place})", defect.message);
        Err(raise(py, ErrorInfo { message, ..defect }))
    })
}

/// Panics in the builds of the test that asks for it; nothing in any other.
pub(crate) use planted::panic_if_asked;

/// Panics on demand, for the test that no exported function lets one through.
#[cfg(feature = "planted-panic")]
pub(crate) mod planted {
    use std::sync::{Mutex, PoisonError};

    use pyo3::prelude::*;

    static NAME: Mutex<Option<String>> = Mutex::new(None);

    /// Makes the next calls of one exported function panic; None ends that.
    #[pyfunction]
    pub(crate) fn plant_panic(name: Option<String>) {
        *NAME.lock().unwrap_or_else(PoisonError::into_inner) = name;
    }

    #[allow(clippy::panic)]
    pub(crate) fn panic_if_asked(name: &str) {
        let asked = NAME.lock().unwrap_or_else(PoisonError::into_inner).as_deref() == Some(name);
        if asked {
            panic!("planted");
        }
    }
}

#[cfg(not(feature = "planted-panic"))]
mod planted {
    pub(crate) const fn panic_if_asked(_: &str) {}
}
