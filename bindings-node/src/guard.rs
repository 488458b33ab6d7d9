//! Panics end here: the caller gets an error, and the next call works.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use scrm_core::api::defect;
use scrm_core::foundation::ErrorInfo;

thread_local! {
    static GUARDED: Cell<u32> = const { Cell::new(0) };
}

static HOOK: Once = Once::new();

/// Runs one exported function. A panic becomes an error.
pub(crate) fn guarded<T>(name: &str, work: impl FnOnce() -> Result<T, ErrorInfo>) -> Result<T, ErrorInfo> {
    HOOK.call_once(report_places_only);
    GUARDED.set(GUARDED.get() + 1);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        on_demand::panic_if_told(name);
        work()
    }));
    GUARDED.set(GUARDED.get() - 1);
    outcome.unwrap_or_else(|_| Err(defect()))
}

/// What a guarded function panics with may quote a customer: only the place in the program is printed.
fn report_places_only() {
    let before = take_hook();
    set_hook(Box::new(move |panic| {
        if GUARDED.get() == 0 {
            return before(panic);
        }
        if let Some(place) = panic.location() {
            eprintln!("scrm: a defect at {place}");
        }
    }));
}

#[cfg(feature = "panics")]
pub(crate) mod on_demand {
    //! Panics for tests.

    use std::sync::Mutex;

    use napi_derive::napi;

    static TOLD: Mutex<Option<String>> = Mutex::new(None);

    /// The next call of the function of this name panics.
    #[napi]
    pub(crate) fn panic_next(name: String) {
        *TOLD.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(name);
    }

    /// Whether the panic that was ordered has not happened yet.
    #[napi]
    pub(crate) fn panic_is_due() -> bool {
        TOLD.lock().unwrap_or_else(std::sync::PoisonError::into_inner).is_some()
    }

    pub(super) fn panic_if_told(name: &str) {
        let mut told = TOLD.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if told.as_deref() == Some(name) {
            *told = None;
            drop(told);
            #[allow(clippy::panic)]
            {
                panic!("Anna Walker +447400123456");
            }
        }
    }
}

#[cfg(not(feature = "panics"))]
mod on_demand {
    pub(super) const fn panic_if_told(_name: &str) {}
}
