//! The playbook and the engines that a case calls.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

use scrm_core::foundation::{Coded, ErrorInfo};
use scrm_core::playbook::Playbook;
use scrm_core::trust::{Masker, OptOutWords};
use scrm_core::workspace::Engines;

/// Code of a case whose input no operation can read: a mistake in the case, never an expected answer.
pub(crate) const UNREADABLE_INPUT: &str = "conformance.input";

/// What an operation may use.
#[derive(Clone, Debug)]
pub struct Context {
    /// The time of the call.
    pub now: DateTime<Utc>,
    pub(crate) compiled: Arc<Compiled>,
}

#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) playbook: Playbook,
    pub(crate) engines: Engines,
    pub(crate) opt_out: OptOutWords,
    pub(crate) masker: Masker,
}

impl Compiled {
    fn new(config: Option<&Value>) -> Result<Self, ErrorInfo> {
        let playbook = match config {
            Some(overlay) => Playbook::read(&overlay.to_string()).map_err(info)?,
            None => Playbook::standard(),
        };
        Ok(Self {
            engines: Engines::new(&playbook).map_err(info)?,
            opt_out: OptOutWords::new(&playbook.trust).map_err(info)?,
            masker: Masker::new(&playbook.trust.masking).map_err(info)?,
            playbook,
        })
    }
}

/// Compiled playbooks by their overlay, so that a thousand cases compile the standard one once.
#[derive(Debug, Default)]
pub(crate) struct Playbooks(HashMap<String, Result<Arc<Compiled>, ErrorInfo>>);

impl Playbooks {
    pub(crate) fn context(
        &mut self,
        config: Option<&Value>,
        now: DateTime<Utc>,
    ) -> Result<Context, ErrorInfo> {
        let key = config.map(Value::to_string).unwrap_or_default();
        let compiled = self.0.entry(key).or_insert_with(|| Compiled::new(config).map(Arc::new));
        Ok(Context { now, compiled: compiled.clone()? })
    }
}

/// The error of the core as every binding shows it.
pub(crate) fn info<E: Coded + std::fmt::Display>(error: E) -> ErrorInfo {
    ErrorInfo::from(&error)
}

/// An error for a case that is written wrongly.
pub(crate) fn unreadable(message: impl ToString) -> ErrorInfo {
    ErrorInfo { code: UNREADABLE_INPUT.to_owned(), message: message.to_string(), field: None, row: None }
}

/// Reads an operation's input.
pub(crate) fn input<T: DeserializeOwned>(value: Value) -> Result<T, ErrorInfo> {
    serde_json::from_value(value).map_err(unreadable)
}

/// Writes an operation's answer.
pub(crate) fn answer(value: impl serde::Serialize) -> Result<Value, ErrorInfo> {
    serde_json::to_value(value).map_err(unreadable)
}
