//! The operations that cases call by name, each one call of the public typed API.

mod audit;
mod customers;
mod dedupe;
pub(crate) mod import;
mod language;
mod rules;
mod time;
mod trust;

use scrm_core::foundation::ErrorInfo;
use serde_json::Value;

use crate::context::Context;

/// One operation: input in, answer or the binding's error out.
pub type Run = fn(&Context, Value) -> Result<Value, ErrorInfo>;

/// An operation and its name.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// `area.what`, as case files write it.
    pub name: &'static str,
    /// What it does.
    pub run: Run,
}

const fn operation(name: &'static str, run: Run) -> Operation {
    Operation { name, run }
}

/// Every operation, ordered by name.
#[must_use]
pub fn table() -> Vec<Operation> {
    let mut all = [
        audit::OPERATIONS,
        customers::OPERATIONS,
        dedupe::OPERATIONS,
        import::OPERATIONS,
        language::OPERATIONS,
        rules::OPERATIONS,
        time::OPERATIONS,
        trust::OPERATIONS,
    ]
    .concat();
    all.sort_by_key(|operation| operation.name);
    all
}
