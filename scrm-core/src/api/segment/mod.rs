//! Segments: who is meant.

mod cell;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::event::RecordedEvent;
use super::operation::operations;
use crate::customer::Customer;
use crate::foundation::time::Instant;
use crate::foundation::{Coded, ErrorInfo};
use crate::segment::{CustomerHistory, ExplainedClause, Expression, Segment, SegmentError, SegmentTable};
use crate::workspace::Engines;
use cell::Cell;

operations! { Engines;
    /// Reads an expression and checks it against what the playbook knows: the same as a text in its usual form, and as a
    /// tree.
    "segment.check"("expression") = check: CheckSegmentRequest => CheckedSegment;
    /// Says what came of each clause of an expression for a customer: why the customer is in the segment or out of it.
    "segment.explain"("expression", "customer") = explain: ExplainSegmentRequest => ExplainedClause;
    /// Says which rows of columns belong to a segment: true or false for each, and null where something that the expression asks
    /// is not known.
    "segment.filter"("expression", "columns") = filter: FilterSegmentRequest => MatchedCustomers;
    /// Checks an expression that is given as a tree, and writes it as a text.
    "segment.from_tree"("tree") = from_tree: SegmentTreeRequest => CheckedSegment;
    /// Says which customers belong to a segment: true or false for each, and null where something that the expression asks
    /// is not known of the customer.
    "segment.match"("expression", "customers") = match_customers: MatchSegmentRequest => MatchedCustomers;
}

/// An expression as a text.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct CheckSegmentRequest {
    /// The expression, as in docs/segments.md.
    expression: String,
}

/// An expression that means something.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CheckedSegment {
    /// The expression in its usual form.
    text: String,
    /// The same as a tree.
    tree: Expression,
    /// The names of the columns that `segment.filter` needs to answer it.
    columns: Vec<String>,
}

impl CheckedSegment {
    fn of(segment: &Segment) -> Self {
        Self {
            text: segment.to_string(),
            tree: segment.expression().clone(),
            columns: segment.columns().into_iter().map(str::to_owned).collect(),
        }
    }
}

fn check(engines: &Engines, request: CheckSegmentRequest) -> Result<CheckedSegment, ErrorInfo> {
    Ok(CheckedSegment::of(&parse(engines, &request.expression)?))
}

fn parse(engines: &Engines, expression: &str) -> Result<Segment, ErrorInfo> {
    Segment::parse(expression, &engines.segments).map_err(|error| (&error).into())
}

/// An expression as a tree.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SegmentTreeRequest {
    /// The tree.
    tree: Expression,
}

fn from_tree(engines: &Engines, request: SegmentTreeRequest) -> Result<CheckedSegment, ErrorInfo> {
    let segment = Segment::new(request.tree, &engines.segments).map_err(|error| in_tree(&error))?;
    Ok(CheckedSegment::of(&segment))
}

/// An error whose field is the request's.
fn in_tree(error: &SegmentError) -> ErrorInfo {
    let field = error.field().map(|field| field.replacen("expression", "tree", 1));
    ErrorInfo { field, ..error.into() }
}

/// A customer, and what happened to them.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SegmentCustomer {
    /// The record.
    customer: Customer,
    /// What happened, in any order: as far back as the expression asks.
    #[serde(default)]
    events: Vec<RecordedEvent>,
}

fn history(events: &[RecordedEvent]) -> CustomerHistory {
    CustomerHistory::from_events(events.iter().map(|event| &event.0))
}

/// An expression, and customers who may belong to it.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct MatchSegmentRequest {
    /// The expression, as in docs/segments.md.
    expression: String,
    /// The customers.
    customers: Vec<SegmentCustomer>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// Who belongs to a segment.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct MatchedCustomers {
    /// For each customer whether the expression holds; null where nobody knows, which keeps the customer out.
    holds: Vec<Option<bool>>,
}

fn match_customers(engines: &Engines, request: MatchSegmentRequest) -> Result<MatchedCustomers, ErrorInfo> {
    let segment = parse(engines, &request.expression)?;
    let holds = |one: &SegmentCustomer| segment.holds(&one.customer, &history(&one.events), request.now);
    Ok(MatchedCustomers { holds: request.customers.iter().map(holds).collect() })
}

/// An expression, and customers in columns.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FilterSegmentRequest {
    /// The expression, as in docs/segments.md.
    expression: String,
    /// For each name that the expression asks, a value for each customer, null where it is not known: numbers (amounts in whole
    /// units of the workspace's currency), texts, lists of texts, true or false, days and instants as text. The column `tags`
    /// lists the ids of tags.
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, Vec<serde_json::Value>>"))]
    columns: BTreeMap<String, Vec<Cell>>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn filter(engines: &Engines, request: FilterSegmentRequest) -> Result<MatchedCustomers, ErrorInfo> {
    let segment = parse(engines, &request.expression)?;
    let rows = request.columns.values().map(Vec::len).max().unwrap_or_default();
    let mut table = SegmentTable::new(&engines.segments, rows);
    for (name, cells) in request.columns {
        table.add(&name, cells.into_iter().map(|cell| cell.0)).map_err(|error| ErrorInfo::from(&error))?;
    }
    let holds = table.holds(&segment, request.now).map_err(|error| ErrorInfo::from(&error))?;
    Ok(MatchedCustomers { holds })
}

/// An expression, and a customer whom it is explained for.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ExplainSegmentRequest {
    /// The expression, as in docs/segments.md.
    expression: String,
    /// The record.
    customer: Customer,
    /// What happened to the customer, in any order: as far back as the expression asks.
    #[serde(default)]
    events: Vec<RecordedEvent>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn explain(engines: &Engines, request: ExplainSegmentRequest) -> Result<ExplainedClause, ErrorInfo> {
    let segment = parse(engines, &request.expression)?;
    Ok(segment.explain(&request.customer, &history(&request.events), request.now))
}
