//! Something that can be closed while other threads use it.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use scrm_core::api;
use scrm_core::foundation::ErrorInfo;

/// What an object holds until it is closed. A call that runs meanwhile keeps it to its own end.
pub(crate) struct Closable<T>(RwLock<Option<Arc<T>>>);

impl<T> fmt::Debug for Closable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Closable").field("open", &self.is_open()).finish()
    }
}

impl<T> Closable<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(RwLock::new(Some(Arc::new(value))))
    }

    /// What it holds.
    ///
    /// # Errors
    /// `api.….closed` after [`close`](Self::close).
    pub(crate) fn get(&self) -> Result<Arc<T>, ErrorInfo> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(api::closed)
    }

    pub(crate) fn is_open(&self) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Lets go of it. Closing twice does nothing.
    pub(crate) fn close(&self) {
        let taken = self.0.write().unwrap_or_else(PoisonError::into_inner).take();
        // Dropped outside of the lock: closing a store takes time.
        drop(taken);
    }
}
