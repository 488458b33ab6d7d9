//! Customers who may be one: finding them, and what people say of them.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::customers::Merged;
use super::usual_limit;
use crate::api::error::info;
use crate::api::operation::operations;
use crate::foundation::time::Instant;
use crate::foundation::{CustomerId, ErrorInfo};
use crate::store::DuplicateReview;
use crate::workspace::{DuplicateOptions, DuplicatesFound, Workspace};

operations! { Workspace;
    /// Answers a pair of the review queue with "one person": merges the two. `undo_merge` takes it back, and remembers them as
    /// two people.
    "accept_duplicate"("first", "second") = accept_duplicate: AcceptRequest => Merged;
    /// Compares all customers by everything they say, and puts those who may be one person into the review queue.
    /// Nothing is merged unless `merge` asks for it. A second call adds nothing.
    "find_duplicates"() = find_duplicates: FindDuplicatesRequest => DuplicatesFound;
    /// Answers a pair with "two people", for ever: neither a search nor an import brings it back.
    "refuse_duplicate"("first", "second") = refuse_duplicate: RefuseRequest => ();
    /// Lists pairs of customers that may be one person and wait for a decision, the most probable first.
    "review_queue"() = review_queue: ReviewRequest => Vec<DuplicateReview>;
}

/// Two customers who are one.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct AcceptRequest {
    /// One of them.
    first: CustomerId,
    /// The other.
    second: CustomerId,
    /// Who stays; who is known for longest where left out.
    #[serde(default)]
    survivor: Option<CustomerId>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn accept_duplicate(workspace: &Workspace, request: AcceptRequest) -> Result<Merged, ErrorInfo> {
    let AcceptRequest { first, second, survivor, now } = request;
    let merge = workspace.accept_duplicate(&first, &second, survivor.as_ref(), now).map_err(info)?;
    Ok(Merged { merge })
}

/// What to compare, and what to do about it.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FindDuplicatesRequest {
    /// Whether customers who are certainly one are merged, by the playbook's threshold. They go to review otherwise.
    #[serde(default)]
    merge: bool,
    /// Whether archived customers are compared too.
    #[serde(default)]
    archived: bool,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn find_duplicates(
    workspace: &Workspace,
    request: FindDuplicatesRequest,
) -> Result<DuplicatesFound, ErrorInfo> {
    let FindDuplicatesRequest { merge, archived, now } = request;
    workspace.find_duplicates(DuplicateOptions { merge, archived }, now).map_err(info)
}

/// Two customers who are two.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RefuseRequest {
    /// One of them.
    first: CustomerId,
    /// The other.
    second: CustomerId,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn refuse_duplicate(workspace: &Workspace, request: RefuseRequest) -> Result<(), ErrorInfo> {
    workspace.refuse_duplicate(&request.first, &request.second, request.now).map_err(info)
}

/// A page of the pairs.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ReviewRequest {
    /// At most so many.
    #[serde(default = "usual_limit")]
    limit: usize,
}

fn review_queue(workspace: &Workspace, request: ReviewRequest) -> Result<Vec<DuplicateReview>, ErrorInfo> {
    workspace.review_queue(request.limit).map_err(info)
}
