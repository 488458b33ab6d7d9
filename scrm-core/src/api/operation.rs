//! One line of the table, and a call of it.

use std::fmt;

use serde::Serialize;
#[cfg(feature = "any-format")]
use serde::Serializer;

use super::error::{given_json, unreadable_json};
use crate::foundation::{ErrorInfo, Given};

/// What an operation answers. Any serializer can write it, unless the feature `any-format` is off.
pub struct Answer(Box<dyn Written>);

/// A value whose type is forgotten, but not how it is written.
trait Written: Send {
    #[cfg(feature = "any-format")]
    fn any_format(&self) -> &dyn erased_serde::Serialize;

    fn json(&self) -> serde_json::Result<String>;
}

impl<T: Serialize + Send> Written for T {
    #[cfg(feature = "any-format")]
    fn any_format(&self) -> &dyn erased_serde::Serialize {
        self
    }

    fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(…)")
    }
}

#[cfg(feature = "any-format")]
impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        erased_serde::serialize(self.0.any_format(), serializer)
    }
}

impl Answer {
    /// The answer as JSON text: the same as any serializer of JSON writes it, and faster.
    ///
    /// # Errors
    /// `api.request.unreadable` where it has no form in JSON, which no answer of the table lacks.
    pub fn to_json(&self) -> Result<String, ErrorInfo> {
        self.0.json().map_err(|error| unreadable_json(&error))
    }
}

/// An operation on `S`: the engines of a playbook, or a workspace.
pub struct Operation<S: 'static> {
    /// Its name: `area.what` for an engine's, one word or two for a workspace's.
    pub name: &'static str,
    /// What it does, for the documentation of every language.
    pub doc: &'static str,
    /// Fields of the request that a call may give without their names, in this order.
    pub positional: &'static [&'static str],
    pub(super) fields: fn() -> &'static [&'static str],
    pub(super) read: fn(&Given) -> Result<Call<S>, ErrorInfo>,
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
    /// The names of the request's fields, in the order in which they are written.
    ///
    /// ```
    /// let evaluate = scrm_core::api::engine_operation("priority.deadlines").unwrap();
    /// assert_eq!(evaluate.fields(), ["level", "since", "pauses"]);
    /// ```
    #[must_use]
    pub fn fields(&self) -> &'static [&'static str] {
        (self.fields)()
    }

    /// Reads a request.
    ///
    /// # Errors
    /// `api.request.…` names the field that is unknown, missing or of a wrong kind.
    pub fn read(&self, request: &Given) -> Result<Call<S>, ErrorInfo> {
        (self.read)(request)
    }

    /// Reads a request of JSON text.
    ///
    /// # Errors
    /// `api.request.…` names the field that is unknown, missing or of a wrong kind.
    pub fn read_json(&self, request: &str) -> Result<Call<S>, ErrorInfo> {
        self.read(&given_json(request)?)
    }

    /// Reads a request of JSON text, runs it and writes its answer as JSON text.
    ///
    /// # Errors
    /// Those of [`read_json`](Self::read_json) and [`Call::run`].
    pub fn call_json(&self, subject: &S, request: &str) -> Result<String, ErrorInfo> {
        self.read_json(request)?.run(subject)?.to_json()
    }
}

/// A request that was read, with the function that runs it.
pub(super) fn call<S: 'static, Request: Send + 'static, Given: Serialize + Send + 'static>(
    request: Request,
    run: fn(&S, Request) -> Result<Given, ErrorInfo>,
) -> Call<S> {
    Call(Box::new(move |subject| Ok(Answer(Box::new(run(subject, request)?)))))
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
                fields: $crate::api::fields::names::<$request>,
                read: |given| {
                    let request: $request = $crate::api::error::read(given)?;
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
