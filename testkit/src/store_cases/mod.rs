//! Every case that a store must pass, as plain functions by topic, and the macro that makes tests of them.

#![allow(missing_docs, reason = "the name of a case says what must hold")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a case fails by panicking")]

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use scrm_core::store::{Collection, MemoryStore, Store};

use crate::FailingStore;

pub mod candidates;
pub mod commits;
pub mod conversations;
pub mod customers;
pub mod events;
pub mod identifiers;
pub mod messages;
pub mod office;
pub mod outbox;
pub mod poison;
mod prelude;
mod registry;
pub mod search;
pub mod timers;

/// Runs every case that a store must pass: a module of tests named `$name`, one test for each case, each with
/// a fresh store from `$make`, which is a closure that gives a [`StoreUnderTest`].
///
/// One more test checks that no case was left out.
///
/// ```
/// use scrm_testkit::{StoreUnderTest, store_conformance};
/// store_conformance!(memory, || StoreUnderTest::memory());
/// ```
#[macro_export]
macro_rules! store_conformance {
    ($name:ident, $make:expr $(,)?) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $crate::with_store_cases! { store_case_tests { $make } }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! store_case_tests {
    ({ $make:expr } $($topic:ident { $($case:ident,)+ })+) => {
        $(mod $topic {
            #[allow(unused_imports)]
            use super::*;

            $(#[test]
            fn $case() {
                let make = $make;
                $crate::store_cases::$topic::$case(&make());
            })+
        })+

        #[test]
        fn trust_c1_no_case_was_left_out() {
            let made: &[&str] = &[$($(concat!(stringify!($topic), "::", stringify!($case)),)+)+];
            assert_eq!(made, $crate::STORE_CASES);
            assert!(made.len() >= 150);
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! store_case_names {
    ({} $($topic:ident { $($case:ident,)+ })+) => {
        &[$($(concat!(stringify!($topic), "::", stringify!($case)),)+)+]
    };
}

/// The names of all cases, by topic.
pub const STORE_CASES: &[&str] = crate::with_store_cases! { store_case_names {} };

/// How a row is made unreadable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corruption {
    /// Its bytes are no JSON.
    BadJson,
    /// A tag in it names a kind that this version does not know.
    UnknownKind,
    /// Its format version is greater than any that this version knows.
    FutureVersion,
}

type Corrupt = Box<dyn Fn(Collection, &str, Corruption)>;
type Bytes = Box<dyn Fn(Collection, &str) -> Option<Vec<u8>>>;

/// A store with the two doors that tests need behind its back: to make a row unreadable, and to see its bytes.
/// Anything else goes through [`Store`], to which it dereferences.
pub struct StoreUnderTest {
    store: Box<dyn Store>,
    corrupt: Corrupt,
    bytes: Bytes,
}

impl StoreUnderTest {
    /// A store; `corrupt` overwrites one row's bytes, and `bytes` reads them.
    pub fn new(
        store: impl Store + 'static,
        corrupt: impl Fn(Collection, &str, Corruption) + 'static,
        bytes: impl Fn(Collection, &str) -> Option<Vec<u8>> + 'static,
    ) -> Self {
        Self { store: Box::new(store), corrupt: Box::new(corrupt), bytes: Box::new(bytes) }
    }

    /// The same for a store that the closures hold too.
    pub fn shared<S: Store + 'static>(
        store: &Arc<S>,
        corrupt: impl Fn(Collection, &str, Corruption) + 'static,
        bytes: impl Fn(Collection, &str) -> Option<Vec<u8>> + 'static,
    ) -> Self {
        Self::new(FailingStore::shared(Arc::clone(store)), corrupt, bytes)
    }

    /// A store in memory.
    #[must_use]
    pub fn memory() -> Self {
        let store = Arc::new(MemoryStore::new());
        let (corrupted, read) = (Arc::clone(&store), Arc::clone(&store));
        Self::shared(
            &store,
            move |collection, id, corruption| {
                let cause = match corruption {
                    Corruption::BadJson => "bad_json",
                    Corruption::UnknownKind => "unknown_kind",
                    Corruption::FutureVersion => "future_version",
                };
                corrupted.make_unreadable(collection, id, cause);
            },
            move |collection, id| read.bytes(collection, id),
        )
    }

    /// Makes a row unreadable.
    pub fn corrupt(&self, collection: Collection, id: &str, corruption: Corruption) {
        (self.corrupt)(collection, id, corruption);
    }

    /// The bytes of a row as they lie in the store.
    #[must_use]
    pub fn bytes(&self, collection: Collection, id: &str) -> Option<Vec<u8>> {
        (self.bytes)(collection, id)
    }
}

impl Deref for StoreUnderTest {
    type Target = dyn Store;

    fn deref(&self) -> &Self::Target {
        &*self.store
    }
}

impl fmt::Debug for StoreUnderTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreUnderTest").field("store", &self.store).finish_non_exhaustive()
    }
}
