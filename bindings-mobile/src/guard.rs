//! No panic leaves this library: each exported function runs behind a guard.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

use scrm_core::api;
use scrm_core::foundation::ErrorInfo;

use crate::error::CallError;

thread_local! {
    static GUARDED: Cell<u32> = const { Cell::new(0) };
}

static SILENCE: Once = Once::new();

/// Runs an exported function's work; a panic becomes an error. What it left behind is safe to use: engines
/// are immutable, and a store's transaction rolls back when it is dropped.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, ErrorInfo>) -> Result<T, CallError> {
    SILENCE.call_once(silence);
    GUARDED.set(GUARDED.get() + 1);
    let caught = catch_unwind(AssertUnwindSafe(|| {
        #[cfg(feature = "panic-injection")]
        injection::panic_if_asked();
        work()
    }));
    GUARDED.set(GUARDED.get() - 1);
    caught.unwrap_or_else(|_| Err(api::defect())).map_err(CallError::from)
}

/// What a guarded function panics with may quote a customer, so it is not written to the device's log. Panics of
/// the app's own Rust code go where they went before.
fn silence() {
    let before = take_hook();
    set_hook(Box::new(move |panic| {
        if GUARDED.get() == 0 {
            before(panic);
        }
    }));
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
            panic!("Anna Walker +447400123456");
        }
    }
}
