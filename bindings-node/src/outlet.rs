//! The one way from Rust's threads to JavaScript.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use napi::Either;
use napi::bindgen_prelude::{FnArgs, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
use scrm_core::api::defect;

use crate::guard::guarded;
use crate::text::refusal;

/// What happened to the work of a ticket.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event {
    /// It is done; the text is its answer or its error.
    Settled = 0,
    /// An import has come further; the text says how far.
    Progress = 1,
    /// An import needs the next piece of its source.
    Wanted = 2,
    /// An import rejected rows; the text is the next piece of their CSV.
    Rejected = 3,
}

/// Events that wait for JavaScript: a ticket and a kind each, and a text each.
#[derive(Debug, Default)]
struct Waiting {
    numbers: Vec<u32>,
    texts: Vec<String>,
}

/// What the function in `lib/` is called with.
type Happened = FnArgs<(Vec<u32>, Vec<String>)>;

type Wake = ThreadsafeFunction<(), (), Happened, napi::Status, false, true>;

struct Inner {
    waiting: Arc<Mutex<Waiting>>,
    wake: Wake,
}

/// Calls one function of `lib/` with what happened since it was last called. Many events go in one call, and the
/// process does not wait for any.
#[napi]
#[derive(Clone)]
pub struct Outlet {
    inner: Arc<Inner>,
}

impl fmt::Debug for Outlet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outlet")
    }
}

#[napi]
impl Outlet {
    /// An outlet into `listener(numbers, texts)`: a ticket and an event's number, and a text, for each event.
    #[napi]
    pub fn create(listener: Function<'_, Happened, ()>) -> Either<Outlet, String> {
        let created = guarded("Outlet.create", || {
            let waiting = Arc::new(Mutex::new(Waiting::default()));
            let source = Arc::clone(&waiting);
            let wake = listener.build_threadsafe_function::<()>().weak::<true>().build_callback(move |_| {
                let Waiting { numbers, texts } = std::mem::take(&mut *lock(&source));
                Ok(FnArgs::from((numbers, texts)))
            });
            let wake = wake.map_err(|_| defect())?;
            Ok(Self { inner: Arc::new(Inner { waiting, wake }) })
        });
        created.map_or_else(|error| Either::B(refusal(&error)), Either::A)
    }
}

impl Outlet {
    /// Tells JavaScript, soon.
    pub(crate) fn send(&self, ticket: u32, event: Event, text: String) {
        let mut waiting = lock(&self.inner.waiting);
        let called_already = !waiting.texts.is_empty();
        waiting.numbers.extend([ticket, event as u32]);
        waiting.texts.push(text);
        drop(waiting);
        if !called_already {
            // Fails only where JavaScript has ended, and then there is nobody to tell.
            self.inner.wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }
}

fn lock(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}
