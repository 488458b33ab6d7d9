//! The workspace's saved segments: who belongs to them.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::usual_limit;
use crate::api::error::info;
use crate::api::operation::operations;
use crate::customer::Customer;
use crate::export::ExportFormat;
use crate::foundation::time::Instant;
use crate::foundation::{CustomerId, ErrorInfo, SegmentId};
use crate::segment::{CountedClause, ExplainedClause};
use crate::workspace::{
    ExportOptions, ExportedPage, IndexedSegments, RefreshedSegments, SavedSegmentListing, SegmentMember,
    SegmentWork, Workspace,
};

operations! { Workspace;
    /// Says how many customers belong to an expression.
    "count"("expression") = count: CountSegmentRequest => u64;
    /// Says why a customer belongs to an expression or does not: what came of each clause.
    "explain_membership"("expression", "customer") = explain_membership: ExplainMembershipRequest => ExplainedClause;
    /// Says how many customers each clause of an expression has, and how many it takes away from those whom the clauses before it
    /// left.
    "explain_segment"("expression") = explain_segment: CountSegmentRequest => CountedClause;
    /// Writes customers who belong to an expression as text for a file, page by page: CSV that no spreadsheet takes for a program,
    /// or JSON lines. Masked unless `unmasked` is said. The text of each page belongs after that of the one before; the next page
    /// begins where `after` of the answer says, and there is none where it says nothing.
    "export_segment"("expression") = export_segment: ExportSegmentRequest => ExportedPage;
    /// Keeps what segments ask of every customer in memory from now on: questions are then answered by the millisecond instead of
    /// by reading the store. Reads all customers and all that happened to them.
    "index_segments"() = index_segments: IndexSegmentsRequest => IndexedSegments;
    /// Asks everybody about the saved segments that are new, or mean something else, since this was last called: to be called
    /// after the playbook's segments, tags, calendar or currencies changed. Called again, it does what is left to do.
    "refresh_segments"() = refresh_segments: RefreshSegmentsRequest => RefreshedSegments;
    /// Chooses some of those who belong to an expression as if by chance: the same for the same seed, and everybody as likely as
    /// everybody else. A larger sample has everybody of a smaller one.
    "sample_segment"("expression", "count") = sample_segment: SampleSegmentRequest => Vec<CustomerId>;
    /// Lists the saved segments of the playbook, each with how many customers belong to it. Reads all customers.
    "saved_segments"() = saved_segments: SavedSegmentsRequest => SavedSegmentsAnswer;
    /// Lists who belongs to an expression in the order of the customers' ids, page by page: a page shorter than `limit` is the
    /// last one.
    "segment"("expression") = segment: SegmentPageRequest => Vec<CustomerId>;
    /// Lists the customers who belong to an expression, whole, in the order of their ids, page by page: a page shorter than `limit`
    /// is the last one.
    "segment_customers"("expression") = segment_customers: SegmentPageRequest => Vec<Arc<Customer>>;
    /// Lists who belongs to a saved segment in the order of the customers' ids, page by page: a page shorter than `limit` is the
    /// last one.
    "segment_members"("segment") = segment_members: SegmentMembersRequest => Vec<SegmentMember>;
}

/// The time at which everybody is asked.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct RefreshSegmentsRequest {
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn refresh_segments(
    workspace: &Workspace,
    request: RefreshSegmentsRequest,
) -> Result<RefreshedSegments, ErrorInfo> {
    workspace.refresh_segments(request.now).map_err(info)
}

/// An expression, and the time at which it is asked.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct CountSegmentRequest {
    /// The expression, as in docs/segments.md.
    expression: String,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn count(workspace: &Workspace, request: CountSegmentRequest) -> Result<u64, ErrorInfo> {
    workspace.count_segment(&request.expression, request.now).map_err(info)
}

fn explain_segment(workspace: &Workspace, request: CountSegmentRequest) -> Result<CountedClause, ErrorInfo> {
    workspace.explain_segment(&request.expression, request.now).map_err(info)
}

/// An expression, and somebody who may belong to it.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ExplainMembershipRequest {
    /// The expression, as in docs/segments.md.
    expression: String,
    /// The customer.
    customer: CustomerId,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn explain_membership(
    workspace: &Workspace,
    request: ExplainMembershipRequest,
) -> Result<ExplainedClause, ErrorInfo> {
    workspace.explain_membership(&request.expression, &request.customer, request.now).map_err(info)
}

/// A page of those who belong to an expression.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SegmentPageRequest {
    /// The expression, as in docs/segments.md.
    expression: String,
    /// The last customer of the page before; from the beginning where left out.
    #[serde(default)]
    after: Option<CustomerId>,
    /// At most so many.
    #[serde(default = "usual_limit")]
    limit: usize,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn segment(workspace: &Workspace, request: SegmentPageRequest) -> Result<Vec<CustomerId>, ErrorInfo> {
    let SegmentPageRequest { expression, after, limit, now } = request;
    workspace.segment(&expression, after.as_ref(), limit, now).map_err(info)
}

fn segment_customers(
    workspace: &Workspace,
    request: SegmentPageRequest,
) -> Result<Vec<Arc<Customer>>, ErrorInfo> {
    let SegmentPageRequest { expression, after, limit, now } = request;
    workspace.segment_customers(&expression, after.as_ref(), limit, now).map_err(info)
}

/// A page of an export.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ExportSegmentRequest {
    /// The expression, as in docs/segments.md.
    expression: String,
    /// In which form: `csv` or `json_lines`.
    #[serde(default)]
    format: ExportFormat,
    /// The columns by name, as a mapping of an import names them, and `id`, `tags` and the like; the usual ones where left out.
    #[serde(default)]
    columns: Vec<String>,
    /// Whether phone numbers, addresses, names and the like are written as they are: they are masked unless this is said.
    #[serde(default)]
    unmasked: bool,
    /// Where the page before said that the next begins; from the beginning where left out.
    #[serde(default)]
    after: Option<CustomerId>,
    /// At most so many customers.
    #[serde(default = "usual_limit")]
    limit: usize,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn export_segment(workspace: &Workspace, request: ExportSegmentRequest) -> Result<ExportedPage, ErrorInfo> {
    let ExportSegmentRequest { expression, format, columns, unmasked, after, limit, now } = request;
    let options = ExportOptions { format, columns, unmasked };
    workspace.export_segment(&expression, &options, after.as_ref(), limit, now).map_err(info)
}

/// How many of those who belong to an expression.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SampleSegmentRequest {
    /// The expression, as in docs/segments.md.
    expression: String,
    /// At most so many customers.
    count: usize,
    /// Another seed chooses others.
    #[serde(default)]
    seed: String,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn sample_segment(
    workspace: &Workspace,
    request: SampleSegmentRequest,
) -> Result<Vec<CustomerId>, ErrorInfo> {
    let SampleSegmentRequest { expression, count, seed, now } = request;
    workspace.sample_segment(&expression, count, &seed, now).map_err(info)
}

/// A wish for speed.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct IndexSegmentsRequest {}

fn index_segments(workspace: &Workspace, _: IndexSegmentsRequest) -> Result<IndexedSegments, ErrorInfo> {
    workspace.index_segments().map_err(info)
}

/// A call without anything to say.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SavedSegmentsRequest {}

/// The saved segments.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct SavedSegmentsAnswer {
    /// In the order of the playbook.
    segments: Vec<SavedSegmentListing>,
    /// How often they were asked since the workspace was opened.
    work: SegmentWork,
}

fn saved_segments(workspace: &Workspace, _: SavedSegmentsRequest) -> Result<SavedSegmentsAnswer, ErrorInfo> {
    let segments = workspace.saved_segments().map_err(info)?;
    Ok(SavedSegmentsAnswer { segments, work: workspace.segment_work() })
}

/// A page of the members of a saved segment.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SegmentMembersRequest {
    /// The segment's id.
    segment: SegmentId,
    /// The last customer of the page before; from the beginning where left out.
    #[serde(default)]
    after: Option<CustomerId>,
    /// At most so many.
    #[serde(default = "usual_limit")]
    limit: usize,
}

fn segment_members(
    workspace: &Workspace,
    request: SegmentMembersRequest,
) -> Result<Vec<SegmentMember>, ErrorInfo> {
    workspace.segment_members(&request.segment, request.after.as_ref(), request.limit).map_err(info)
}
