//! Customers for people: one, all, the queue, search, merges, explanations.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::usual_limit;
use crate::api::error::info;
use crate::api::operation::operations;
use crate::customer::Customer;
use crate::foundation::time::Instant;
use crate::foundation::{CustomerId, ErrorInfo, MergeId};
use crate::store::SearchHit;
use crate::workspace::{CustomerView, ExplainedFact, QueuedCustomer, Workspace};

operations! { Workspace;
    /// Gives one customer, following merges to the survivor.
    "customer"("id") = customer: CustomerRequest => Customer;
    /// Gives one customer with the timeline of everything that happened between two instants.
    "customer_view"("id", "from", "to") = customer_view: ViewRequest => CustomerView;
    /// Lists customers in the order of their ids, page by page: a page shorter than `limit` is the last one.
    "customers"() = customers: CustomersRequest => Vec<Arc<Customer>>;
    /// Explains a message (`m_…`), a customer (`c_…`) or an outbox message (`o_…`): what was decided and why.
    "explain"("id") = explain: ExplainRequest => Explained;
    /// Merges two customers into one, by the playbook's survivorship. `undo_merge` takes it back exactly.
    "merge"("survivor", "absorbed") = merge: MergeRequest => Merged;
    /// Lists customers who wait for a first response, most urgent first.
    "queue"() = queue: QueueRequest => Vec<QueuedCustomer>;
    /// Finds customers and messages, best first.
    "search"("text") = search: SearchRequest => Vec<SearchHit>;
    /// Takes a merge back: the absorbed customer returns exactly as it was, and the two are remembered as two people.
    "undo_merge"("merge") = undo_merge: UndoRequest => Unmerged;
}

/// Which customer.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct CustomerRequest {
    /// Its id, also one that was merged away.
    id: CustomerId,
}

fn customer(workspace: &Workspace, request: CustomerRequest) -> Result<Customer, ErrorInfo> {
    workspace.customer(&request.id).map_err(info)
}

/// Which customer, and which part of the timeline.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ViewRequest {
    /// Its id, also one that was merged away.
    id: CustomerId,
    /// From this instant on.
    #[serde(with = "Instant")]
    from: DateTime<Utc>,
    /// Before this instant.
    #[serde(with = "Instant")]
    to: DateTime<Utc>,
}

fn customer_view(workspace: &Workspace, request: ViewRequest) -> Result<CustomerView, ErrorInfo> {
    workspace.customer_view(&request.id, request.from, request.to).map_err(info)
}

/// A page of customers.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct CustomersRequest {
    /// The last customer of the page before; from the beginning where left out.
    #[serde(default)]
    after: Option<CustomerId>,
    /// At most so many.
    #[serde(default = "usual_limit")]
    limit: usize,
}

fn customers(workspace: &Workspace, request: CustomersRequest) -> Result<Vec<Arc<Customer>>, ErrorInfo> {
    workspace.customers(request.after.as_ref(), request.limit).map_err(info)
}

/// A page of the queue.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct QueueRequest {
    /// At most so many.
    #[serde(default = "usual_limit")]
    limit: usize,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn queue(workspace: &Workspace, request: QueueRequest) -> Result<Vec<QueuedCustomer>, ErrorInfo> {
    workspace.queue(request.limit, request.now).map_err(info)
}

/// What to look for.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SearchRequest {
    /// Words of a name or of a message, the beginning of a number, or its last four digits or more.
    text: String,
    /// At most so many hits.
    #[serde(default = "usual_limit")]
    limit: usize,
}

fn search(workspace: &Workspace, request: SearchRequest) -> Result<Vec<SearchHit>, ErrorInfo> {
    workspace.search(&request.text, request.limit).map_err(info)
}

/// Two customers who are one.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct MergeRequest {
    /// Who stays.
    survivor: CustomerId,
    /// Who goes.
    absorbed: CustomerId,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// A merge that was made.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Merged {
    /// Its id, by which it can be undone.
    pub(super) merge: MergeId,
}

fn merge(workspace: &Workspace, request: MergeRequest) -> Result<Merged, ErrorInfo> {
    let merge = workspace.merge(&request.survivor, &request.absorbed, request.now).map_err(info)?;
    Ok(Merged { merge })
}

/// Which merge.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct UndoRequest {
    /// Its id.
    merge: MergeId,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// A merge that was undone.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Unmerged {
    /// The customer who came back.
    restored: CustomerId,
}

fn undo_merge(workspace: &Workspace, request: UndoRequest) -> Result<Unmerged, ErrorInfo> {
    Ok(Unmerged { restored: workspace.undo_merge(&request.merge, request.now).map_err(info)? })
}

/// What is to be explained.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ExplainRequest {
    /// The id of a message, a customer or an outbox message.
    id: String,
}

/// Why something is so. Carries codes and figures, never a customer's words.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Explained {
    /// The id that was asked about.
    id: String,
    /// What is so, and why.
    facts: Vec<ExplainedFact>,
    /// The same as lines of text.
    text: String,
}

fn explain(workspace: &Workspace, request: ExplainRequest) -> Result<Explained, ErrorInfo> {
    let explanation = workspace.explain(&request.id).map_err(info)?;
    let text = explanation.to_text();
    Ok(Explained { id: explanation.id, facts: explanation.facts, text })
}
