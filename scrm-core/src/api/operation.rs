//! One line of the table, and a call of it.

use std::fmt;

use erased_serde::Serialize;

use super::error::unreadable_json;
use crate::foundation::ErrorInfo;

/// What an operation answers; any serializer can write it.
pub type Answer = Box<dyn Serialize + Send>;

/// An operation on `S`: the engines of a playbook, or a workspace.
pub struct Operation<S: 'static> {
    /// Its name: `area.what` for an engine's, one word or two for a workspace's.
    pub name: &'static str,
    /// What it does, for the documentation of every language.
    pub doc: &'static str,
    /// Fields of the request that a call may give without their names, in this order.
    pub positional: &'static [&'static str],
    pub(super) read: fn(&mut dyn erased_serde::Deserializer<'_>) -> Result<Call<S>, ErrorInfo>,
    pub(super) read_json: fn(&str) -> Result<Call<S>, ErrorInfo>,
    /// The schema of the request.
    #[cfg(feature = "schema")]
    pub request: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
    /// The schema of the answer.
    #[cfg(feature = "schema")]
    pub answer: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
}

impl<S> fmt::Debug for Operation<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What is left to do once a request was read.
type Run<S> = dyn FnOnce(&S) -> Result<Answer, ErrorInfo> + Send;

/// A request that was read and can be run: on another thread, with no lock of the language's held.
pub struct Call<S>(pub(super) Box<Run<S>>);

impl<S> fmt::Debug for Call<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Call(…)")
    }
}

impl<S> Call<S> {
    /// Runs it.
    ///
    /// # Errors
    /// What the operation refuses, with its code, field and row.
    pub fn run(self, subject: &S) -> Result<Answer, ErrorInfo> {
        (self.0)(subject)
    }
}

impl<S> Operation<S> {
    /// Reads a request.
    ///
    /// # Errors
    /// `api.request.…` names the field that is unknown, missing or of a wrong kind.
    pub fn read<'de>(&self, request: impl serde::Deserializer<'de>) -> Result<Call<S>, ErrorInfo> {
        (self.read)(&mut <dyn erased_serde::Deserializer<'_>>::erase(request))
    }

    /// Reads a request of JSON text: the same as [`read`](Self::read), and faster.
    ///
    /// # Errors
    /// `api.request.…` names the field that is unknown, missing or of a wrong kind.
    pub fn read_json(&self, request: &str) -> Result<Call<S>, ErrorInfo> {
        (self.read_json)(request)
    }

    /// Reads a request of JSON text, runs it and writes its answer as JSON text.
    ///
    /// # Errors
    /// Those of [`read_json`](Self::read_json) and [`Call::run`].
    pub fn call_json(&self, subject: &S, request: &str) -> Result<String, ErrorInfo> {
        let answer = self.read_json(request)?.run(subject)?;
        serde_json::to_string(&answer).map_err(|error| unreadable_json(&error))
    }
}

/// A request that was read, with the function that runs it.
pub(super) fn call<S: 'static, Request: Send + 'static, Given: Serialize + Send + 'static>(
    request: Request,
    run: fn(&S, Request) -> Result<Given, ErrorInfo>,
) -> Call<S> {
    Call(Box::new(move |subject| Ok(Box::new(run(subject, request)?) as Answer)))
}

/// Writes the lines of a table: what the operation does, then `"name"("positional", …) = function: Request => Answer;`.
macro_rules! operations {
    ($subject:ty; $(
        $(#[doc = $doc:literal])+
        $name:literal ($($positional:literal),*) = $run:path: $request:ty => $answer:ty;
    )+) => {
        /// The operations of this area.
        pub(in crate::api) const OPERATIONS: &[$crate::api::Operation<$subject>] = &[$(
            $crate::api::Operation {
                name: $name,
                doc: concat!($($doc, "\n"),+),
                positional: &[$($positional),*],
                read: |source| {
                    let request: $request = $crate::api::error::read(source)?;
                    Ok($crate::api::operation::call::<$subject, $request, $answer>(request, $run))
                },
                read_json: |text| {
                    let request: $request = $crate::api::error::read_json(text)?;
                    Ok($crate::api::operation::call::<$subject, $request, $answer>(request, $run))
                },
                #[cfg(feature = "schema")]
                request: |generator| generator.subschema_for::<$request>(),
                #[cfg(feature = "schema")]
                answer: |generator| generator.subschema_for::<$answer>(),
            },
        )+];
    };
}
pub(super) use operations;
