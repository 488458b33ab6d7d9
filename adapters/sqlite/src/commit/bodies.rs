//! Customers as they are kept, encoded together.

use std::thread::{Builder, Scope, ScopedJoinHandle};

use scrm_core::customer::Customer;
use scrm_core::store::{StoreError, StoreResult, Versioned};

use crate::record::{Body, NOT_ENCODABLE, Record, unreadable};

/// A list of so many customers is an import's; a shorter one is encoded before a thread has begun.
const WORTH_A_THREAD: usize = 500;

/// The bodies of a list of customers, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Bodies {
    fn encode(customers: &[Versioned<Customer>]) -> StoreResult<Self> {
        let mut bodies = Self { bytes: Vec::new(), ends: Vec::with_capacity(customers.len()) };
        for change in customers {
            let id = change.value.id.as_str();
            change.value.write(&mut bodies.bytes).map_err(|_| unreadable::<Customer>(id, NOT_ENCODABLE))?;
            bodies.ends.push(bodies.bytes.len());
        }
        Ok(bodies)
    }

    /// In the order of the list.
    pub(super) fn iter(&self) -> impl Iterator<Item = Body<'_>> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, end)| Body(self.bytes.get(begin..*end).unwrap_or_default()))
    }
}

/// Bodies that may still be in the making.
pub(super) enum Encoding<'scope> {
    Done(StoreResult<Bodies>),
    Running(ScopedJoinHandle<'scope, StoreResult<Bodies>>),
}

impl<'scope> Encoding<'scope> {
    /// Encodes a long list on a thread of its own, so that the rest of a commit is written meanwhile.
    pub(super) fn begin<'env>(
        scope: &'scope Scope<'scope, 'env>,
        customers: &'env [Versioned<Customer>],
    ) -> Self {
        if customers.len() < WORTH_A_THREAD {
            return Self::Done(Bodies::encode(customers));
        }
        let thread = Builder::new().name("scrm encoding".to_owned());
        match thread.spawn_scoped(scope, || Bodies::encode(customers)) {
            Ok(running) => Self::Running(running),
            Err(_) => Self::Done(Bodies::encode(customers)),
        }
    }

    /// Waits for the bodies.
    pub(super) fn end(self) -> StoreResult<Bodies> {
        match self {
            Self::Done(bodies) => bodies,
            Self::Running(running) => running.join().unwrap_or_else(|_| {
                Err(StoreError::Medium { cause: "sqlite.encoding_stopped".to_owned(), retryable: false })
            }),
        }
    }
}
