//! Keywords for hot paths: one compiled set, any number of messages.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow_array::builder::StringBuilder;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, Int64Array, RecordBatch, RecordBatchIterator};
use pyo3::exceptions::{PyIndexError, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList, PyString};
use scrm_core::api::{explain_keywords, read_argument};
use scrm_core::keyword::{KeywordConfig, KeywordMatcher as Compiled, KeywordPlace, KeywordRule};

use crate::bridge::{given, plain_text, refused, text_of, write};
use crate::errors::{coded, raised};
use crate::guard::guard;

/// The names of a rule as Python texts, made once.
struct Names {
    rule: Py<PyString>,
    label: Py<PyString>,
    phrases: Vec<Py<PyString>>,
}

/// A compiled set of keywords.
#[pyclass(module = "scrm._scrm", frozen, subclass)]
pub(crate) struct KeywordMatcher {
    compiled: Compiled,
    names: Arc<Vec<Names>>,
}

impl std::fmt::Debug for KeywordMatcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.compiled.fmt(f)
    }
}

/// A keyword that was found.
#[pyclass(module = "scrm._scrm", frozen, get_all)]
#[derive(Debug)]
pub(crate) struct Hit {
    /// The rule's id.
    rule: Py<PyString>,
    /// The rule's label.
    label: Py<PyString>,
    /// The phrase as the rule has it.
    phrase: Py<PyString>,
    /// Where it begins in the message, as Python counts.
    start: usize,
    /// Where it ends.
    end: usize,
}

#[pymethods]
impl Hit {
    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        guard(py, "Hit.__eq__", || {
            let Ok(other) = other.cast::<Self>() else { return Ok(false) };
            let other = other.get();
            let texts = |hit: &Self| [&hit.rule, &hit.label, &hit.phrase].map(|text| text.clone_ref(py));
            let same =
                |(left, right): (Py<PyString>, Py<PyString>)| left.bind(py).as_any().eq(right.bind(py));
            Ok((self.start, self.end) == (other.start, other.end)
                && texts(self)
                    .into_iter()
                    .zip(texts(other))
                    .map(same)
                    .collect::<PyResult<Vec<_>>>()?
                    .iter()
                    .all(|same| *same))
        })
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        guard(py, "Hit.__hash__", || {
            (self.rule.bind(py), self.phrase.bind(py), self.start, self.end).into_pyobject(py)?.hash()
        })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(py, "Hit.__repr__", || {
            let rule = self.rule.bind(py).repr()?;
            Ok(format!("Hit(rule={rule}, start={}, end={})", self.start, self.end))
        })
    }
}

/// Where a keyword was found: by number until somebody looks.
#[derive(Clone, Copy)]
struct Found {
    rule: u32,
    phrase: u32,
    start: u32,
    end: u32,
}

impl Found {
    fn new(hit: &KeywordPlace) -> Self {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            rule: small(hit.rule_index),
            phrase: small(hit.phrase_index),
            start: small(hit.span.chars.start),
            end: small(hit.span.chars.end),
        }
    }

    fn hit<'py>(self, py: Python<'py>, names: &[Names]) -> PyResult<Option<Bound<'py, Hit>>> {
        let Some(rule) = names.get(self.rule as usize) else { return Ok(None) };
        let Some(phrase) = rule.phrases.get(self.phrase as usize) else { return Ok(None) };
        let hit = Hit {
            rule: rule.rule.clone_ref(py),
            label: rule.label.clone_ref(py),
            phrase: phrase.clone_ref(py),
            start: self.start as usize,
            end: self.end as usize,
        };
        Bound::new(py, hit).map(Some)
    }
}

fn hits<'py>(py: Python<'py>, found: &[Found], names: &[Names]) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for found in found {
        if let Some(hit) = found.hit(py, names)? {
            list.append(hit)?;
        }
    }
    Ok(list)
}

/// Texts longer than this many characters are searched while Python does other things; for shorter ones that would
/// take longer than the search.
const LONG_TEXT: usize = 4_096;

#[pymethods]
impl KeywordMatcher {
    /// A set of rules as dicts; the standard set where there are none.
    #[new]
    #[pyo3(signature = (rules = None, /))]
    fn new(py: Python<'_>, rules: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(py, "KeywordMatcher", || {
            let mut config = KeywordConfig::standard();
            if let Some(rules) = rules {
                config.rules = raised(py, read_argument::<Vec<KeywordRule>>("rules", &given(rules)))?;
            }
            let compiled = py.detach(|| Compiled::new(&config)).map_err(|error| coded(py, &error))?;
            let text = |text: &str| PyString::new(py, text).unbind();
            let names = compiled.rules().iter().map(|rule| Names {
                rule: text(rule.id.as_str()),
                label: text(&rule.label),
                phrases: rule.texts().map(text).collect(),
            });
            let names = Arc::new(names.collect());
            Ok(Self { compiled, names })
        })
    }

    /// Every keyword in a message, in the order of their places.
    #[pyo3(signature = (text, /))]
    fn find<'py>(&self, py: Python<'py>, text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        guard(py, "KeywordMatcher.find", || {
            let text = text_of("text", text)?;
            let search = || {
                let mut found = Vec::new();
                self.compiled.find_many([text], |_, place| found.push(Found::new(&place)));
                found
            };
            let found = if text.len() > LONG_TEXT { py.detach(search) } else { search() };
            hits(py, &found, &self.names)
        })
    }

    /// Every keyword in each of many messages.
    #[pyo3(signature = (texts, /))]
    fn find_many(&self, py: Python<'_>, texts: &Bound<'_, PyAny>) -> PyResult<Matches> {
        guard(py, "KeywordMatcher.find_many", || {
            // A text is a list of its characters to Python, but nobody means them.
            let listed = if texts.is_instance_of::<PyString>() { None } else { texts.try_iter().ok() };
            let listed = listed.ok_or_else(|| refused::<Vec<String>>("texts", texts))?;
            let texts: Vec<Bound<'_, PyAny>> = listed.collect::<PyResult<_>>()?;
            let each = texts.iter().enumerate();
            let texts: Vec<&str> = each
                .map(|(place, text)| {
                    plain_text(text).ok_or_else(|| refused::<String>(&format!("texts[{place}]"), text))
                })
                .collect::<PyResult<_>>()?;
            let (found, ends) = py.detach(|| {
                let (mut found, mut ends) = (Vec::new(), vec![0; texts.len()]);
                self.compiled.find_many(texts, |text, place| {
                    found.push(Found::new(&place));
                    if let Some(end) = ends.get_mut(text) {
                        *end = found.len();
                    }
                });
                close_gaps(&mut ends);
                (found, ends)
            });
            Ok(Matches { found, ends, names: Arc::clone(&self.names) })
        })
    }

    /// The topics of a message, each once.
    #[pyo3(signature = (text, /))]
    fn labels<'py>(&self, py: Python<'py>, text: &Bound<'py, PyAny>) -> PyResult<Vec<String>> {
        guard(py, "KeywordMatcher.labels", || {
            let text = text_of("text", text)?;
            let search = || self.compiled.labels(text).into_iter().map(str::to_owned).collect();
            Ok(if text.len() > LONG_TEXT { py.detach(search) } else { search() })
        })
    }

    /// Every phrase that stands in a message, and what came of it.
    #[pyo3(signature = (text, /))]
    fn explain<'py>(&self, py: Python<'py>, text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, "KeywordMatcher.explain", || {
            let explained = explain_keywords(&self.compiled, text_of("text", text)?);
            write(py, &explained, None).map_err(|error| PyRuntimeError::new_err(error.to_string()))
        })
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        guard(py, "KeywordMatcher.__len__", || Ok(self.compiled.rules().len()))
    }
}

/// A text without hits ends where the one before it does.
fn close_gaps(ends: &mut [usize]) {
    let mut last = 0;
    for end in ends {
        last = last.max(*end);
        *end = last;
    }
}

/// What was found in many messages: as long as their list, each item the hits in one message.
#[pyclass(module = "scrm._scrm", frozen, sequence)]
pub(crate) struct Matches {
    found: Vec<Found>,
    /// Where the hits of each message end.
    ends: Vec<usize>,
    names: Arc<Vec<Names>>,
}

impl std::fmt::Debug for Matches {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Matches of {} messages", self.ends.len())
    }
}

impl Matches {
    /// The hits in one message.
    fn of(&self, message: usize) -> Option<&[Found]> {
        let end = *self.ends.get(message)?;
        let start = message.checked_sub(1).and_then(|before| self.ends.get(before).copied()).unwrap_or(0);
        self.found.get(start..end)
    }

    /// The hits of all messages, one a row, with the place of the message.
    fn batch(&self, py: Python<'_>) -> PyResult<RecordBatch> {
        let mut messages = Vec::with_capacity(self.found.len());
        for message in 0..self.ends.len() {
            let count = self.of(message).map_or(0, <[Found]>::len);
            messages.extend(std::iter::repeat_n(message as i64, count));
        }
        let texts = |text: &dyn Fn(&Names, Found) -> Option<String>| -> ArrayRef {
            let mut column = StringBuilder::new();
            for found in &self.found {
                column.append_option(self.names.get(found.rule as usize).and_then(|rule| text(rule, *found)));
            }
            Arc::new(column.finish())
        };
        let spoken = |text: &Py<PyString>| text.bind(py).to_str().ok().map(str::to_owned);
        let numbers = |number: fn(&Found) -> u32| -> ArrayRef {
            Arc::new(self.found.iter().map(|found| i64::from(number(found))).collect::<Int64Array>())
        };
        let columns = [
            ("message", Arc::new(Int64Array::from(messages)) as ArrayRef),
            ("rule", texts(&|rule, _| spoken(&rule.rule))),
            ("label", texts(&|rule, _| spoken(&rule.label))),
            ("phrase", texts(&|rule, found| rule.phrases.get(found.phrase as usize).and_then(spoken))),
            ("start", numbers(|found| found.start)),
            ("end", numbers(|found| found.end)),
        ];
        RecordBatch::try_from_iter(columns).map_err(|error| PyRuntimeError::new_err(error.to_string()))
    }
}

#[pymethods]
impl Matches {
    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        guard(py, "Matches.__len__", || Ok(self.ends.len()))
    }

    fn __getitem__<'py>(&self, py: Python<'py>, message: isize) -> PyResult<Bound<'py, PyList>> {
        guard(py, "Matches.__getitem__", || {
            let place = if message < 0 {
                self.ends.len().checked_add_signed(message)
            } else {
                usize::try_from(message).ok()
            };
            let found = place.and_then(|place| self.of(place));
            hits(py, found.ok_or_else(|| PyIndexError::new_err("there is no such message"))?, &self.names)
        })
    }

    fn __iter__(matches: Py<Self>, py: Python<'_>) -> PyResult<MatchIterator> {
        guard(py, "Matches.__iter__", || Ok(MatchIterator { matches, next: AtomicUsize::new(0) }))
    }

    /// The hits of all messages, one a row, as a stream of Arrow's C interface.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        guard(py, "Matches.__arrow_c_stream__", || {
            let batch = self.batch(py)?;
            let schema = batch.schema();
            let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new([Ok(batch)], schema)));
            PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
        })
    }
}

/// The hits in one message after the other.
#[pyclass(module = "scrm._scrm", frozen)]
#[derive(Debug)]
pub(crate) struct MatchIterator {
    matches: Py<Matches>,
    next: AtomicUsize,
}

#[pymethods]
impl MatchIterator {
    fn __iter__(iterator: Py<Self>, py: Python<'_>) -> PyResult<Py<Self>> {
        guard(py, "MatchIterator.__iter__", || Ok(iterator))
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyList>>> {
        guard(py, "MatchIterator.__next__", || {
            let matches = self.matches.get();
            let found = matches.of(self.next.fetch_add(1, Ordering::Relaxed));
            found.map(|found| hits(py, found, &matches.names)).transpose()
        })
    }
}
