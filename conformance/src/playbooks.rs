//! Compiled playbooks of cases.

use std::collections::HashMap;
use std::sync::Arc;

use scrm_core::foundation::{Coded, ErrorInfo};
use scrm_core::playbook::Playbook;
use scrm_core::workspace::Engines;
use serde_json::Value;

/// A playbook and its engines.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) playbook: Playbook,
    pub(crate) engines: Engines,
}

impl Compiled {
    fn new(config: Option<&Value>) -> Result<Self, ErrorInfo> {
        let playbook = match config {
            Some(overlay) => Playbook::read(&overlay.to_string()).map_err(info)?,
            None => Playbook::standard(),
        };
        Ok(Self { engines: Engines::new(&playbook).map_err(info)?, playbook })
    }
}

/// By what they change in the standard one, so that a thousand cases compile that once.
#[derive(Debug, Default)]
pub(crate) struct Playbooks(HashMap<String, Result<Arc<Compiled>, ErrorInfo>>);

impl Playbooks {
    pub(crate) fn compiled(&mut self, config: Option<&Value>) -> Result<Arc<Compiled>, ErrorInfo> {
        let key = config.map(Value::to_string).unwrap_or_default();
        self.0.entry(key).or_insert_with(|| Compiled::new(config).map(Arc::new)).clone()
    }
}

/// The error of the core as every binding shows it.
pub(crate) fn info<E: Coded + std::fmt::Display>(error: E) -> ErrorInfo {
    ErrorInfo::from(&error)
}
