//! No panic leaves this library: each exported function runs behind a guard.

use std::panic::{AssertUnwindSafe, catch_unwind};

use scrm_core::api;
use scrm_core::foundation::ErrorInfo;

use crate::error::CallError;

/// Runs an exported function's work; a panic becomes an error. What it left behind is safe to use: engines
/// are immutable, and a store's transaction rolls back when it is dropped.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, ErrorInfo>) -> Result<T, CallError> {
    let caught = catch_unwind(AssertUnwindSafe(|| {
        #[cfg(feature = "panic-injection")]
        injection::panic_if_asked();
        work()
    }));
    caught.unwrap_or_else(|_| Err(api::internal())).map_err(CallError::from)
}

#[cfg(feature = "panic-injection")]
pub use injection::panic_in_next_call;

#[cfg(feature = "panic-injection")]
mod injection {
    use std::sync::atomic::{AtomicBool, Ordering};

    static ASKED: AtomicBool = AtomicBool::new(false);

    /// Makes the next guarded call panic, whichever it is. Only test builds have this function.
    #[uniffi::export]
    pub fn panic_in_next_call() {
        ASKED.store(true, Ordering::SeqCst);
    }

    #[allow(clippy::panic)]
    pub(super) fn panic_if_asked() {
        if ASKED.swap(false, Ordering::SeqCst) {
            panic!("a test asked for this panic");
        }
    }
}
