//! The workspace's saved segments: who belongs to them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::usual_limit;
use crate::api::error::info;
use crate::api::operation::operations;
use crate::foundation::time::Instant;
use crate::foundation::{CustomerId, ErrorInfo, SegmentId};
use crate::workspace::{RefreshedSegments, SavedSegmentListing, SegmentMember, SegmentWork, Workspace};

operations! { Workspace;
    /// Asks everybody about the saved segments that are new, or mean something else, since this was last called: to be called
    /// after the playbook's segments, tags, calendar or currencies changed. Called again, it does what is left to do.
    "refresh_segments"() = refresh_segments: RefreshSegmentsRequest => RefreshedSegments;
    /// Lists the saved segments of the playbook, each with how many customers belong to it. Reads all customers.
    "saved_segments"() = saved_segments: SavedSegmentsRequest => SavedSegmentsAnswer;
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
