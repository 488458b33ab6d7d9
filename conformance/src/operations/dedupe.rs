//! Dedupe: names, one newcomer, clusters.

use scrm_core::customer::Customer;
use scrm_core::dedupe::{Apart, Newcomer, compare_names};
use scrm_core::foundation::{CustomerId, ErrorInfo};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Operation, operation};
use crate::brief::BriefCustomer;
use crate::context::{Context, answer, input};

pub(super) const OPERATIONS: &[Operation] = &[
    operation("names.compare", names),
    operation("dedupe.resolve", resolve),
    operation("dedupe.clusters", clusters),
];

fn names(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Names {
        left: String,
        right: String,
    }
    let Names { left, right } = input(value)?;
    Ok(json!({"comparison": compare_names(&left, &right)}))
}

fn expand(context: &Context, briefs: Vec<BriefCustomer>) -> Result<Vec<Customer>, ErrorInfo> {
    briefs.into_iter().map(|brief| brief.expand(context)).collect()
}

fn resolve(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Question {
        newcomer: BriefCustomer,
        holders: Vec<BriefCustomer>,
        #[serde(default)]
        apart: Vec<(CustomerId, CustomerId)>,
    }
    let Question { newcomer, holders, apart } = input(value)?;
    let newcomer = newcomer.expand(context)?;
    let holders = expand(context, holders)?;
    let references: Vec<&Customer> = holders.iter().collect();
    let decision =
        context.compiled.engines.dedupe.resolve(&Newcomer::of(&newcomer), &references, &Apart::new(apart));
    Ok(json!({
        "resolution": decision.value,
        "reasons": decision.reasons.iter().map(|reason| &reason.code).collect::<Vec<_>>(),
    }))
}

fn clusters(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Question {
        records: Vec<BriefCustomer>,
        #[serde(default)]
        apart: Vec<(CustomerId, CustomerId)>,
    }
    let Question { records, apart } = input(value)?;
    let records = expand(context, records)?;
    let references: Vec<&Customer> = records.iter().collect();
    answer(context.compiled.engines.dedupe.clusters(&references, &Apart::new(apart)))
}
