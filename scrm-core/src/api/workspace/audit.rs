//! The state of the workspace: audit, report, follow-ups.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::api::error::info;
use crate::api::operation::operations;
use crate::audit::Report;
use crate::foundation::time::Instant;
use crate::foundation::{CustomerId, ErrorInfo};
use crate::workspace::Workspace;

operations! { Workspace;
    /// Checks the workspace: what is good, what is not, what to do, by whom and until when. Reads everything once and
    /// changes nothing.
    "audit"() = audit: AuditRequest => Report;
    /// Lists customers whom nobody has followed up for longer than the playbook allows.
    "follow_ups_due"() = follow_ups_due: FollowUpsRequest => Vec<CustomerId>;
    /// Makes the audit and remembers it, so that a check that stays under its target asks for more than one that slipped
    /// once. The report comes as data, and as pages where they are asked for.
    "report"() = report: ReportRequest => ReportPages;
}

/// When to look.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct AuditRequest {
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn audit(workspace: &Workspace, request: AuditRequest) -> Result<Report, ErrorInfo> {
    workspace.audit(request.now).map_err(info)
}

fn follow_ups_due(workspace: &Workspace, request: FollowUpsRequest) -> Result<Vec<CustomerId>, ErrorInfo> {
    workspace.follow_ups_due(request.now).map_err(info)
}

/// When to look.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FollowUpsRequest {
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// When to look, and which pages to write.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ReportRequest {
    /// Pages to write beside the data.
    #[serde(default)]
    pages: Vec<ReportPage>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// A form of the report for people.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum ReportPage {
    /// One self-contained page.
    Html,
    /// Markdown.
    Markdown,
    /// A summary for a terminal.
    Terminal,
}

/// The report.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ReportPages {
    /// As data.
    report: Report,
    /// As one self-contained page, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    /// As Markdown, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
    /// As a summary for a terminal, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    terminal: Option<String>,
}

fn report(workspace: &Workspace, request: ReportRequest) -> Result<ReportPages, ErrorInfo> {
    let report = workspace.report(request.now).map_err(info)?;
    let page = |page, write: fn(&Report) -> String| request.pages.contains(&page).then(|| write(&report));
    Ok(ReportPages {
        html: page(ReportPage::Html, Report::to_html),
        markdown: page(ReportPage::Markdown, Report::to_markdown),
        terminal: page(ReportPage::Terminal, Report::to_terminal),
        report,
    })
}
