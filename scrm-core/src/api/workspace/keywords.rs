//! The workspace's keywords: how they do, which are missing, and what people say of that.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::api::error::{info, wrong_kind};
use crate::api::operation::operations;
use crate::foundation::time::{Instant, OptionalInstant};
use crate::foundation::{ErrorInfo, ProposalId};
use crate::keyword::KeywordRule;
use crate::playbook::Playbook;
use crate::workspace::{KeywordHealth, ProposedKeywords, Workspace};

operations! { Workspace;
    /// Makes a proposal a keyword rule of the workspace, with an answer where one is given: messages are answered by it from now
    /// on. Accepting it again replaces the answer; `decline_proposal` takes it back.
    "accept_proposal"("id", "answer") = accept_proposal: AcceptProposalRequest => KeywordRule;
    /// Says that a proposal is not wanted, and takes its rule back where it was accepted. Messages that its terms select are
    /// not proposed again.
    "decline_proposal"("id") = decline_proposal: DeclineProposalRequest => ();
    /// Tells how each keyword rule does: how often it answers, what is wrong with it by the workspace's own messages, how its
    /// answer is taken, and whether its text has to be written anew. Reads every message of the window once and changes
    /// nothing.
    "keyword_health"() = keyword_health: KeywordHealthRequest => KeywordHealth;
    /// Gives the playbook in force: the document that the workspace was opened with, and over it the rules that people accepted.
    "playbook"() = playbook: PlaybookRequest => Playbook;
    /// Proposes keyword groups for what customers asked and no rule answered, with the answer that people gave most. What was
    /// accepted or declined before is left out.
    "proposals"() = proposals: ProposalsRequest => Proposals;
}

/// A proposal that is wanted.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct AcceptProposalRequest {
    /// Which.
    id: ProposalId,
    /// What its rule answers, in every language: a text with the variables of replies. Without one the rule tells the topic and
    /// answers nothing.
    #[serde(default)]
    answer: Option<String>,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn accept_proposal(workspace: &Workspace, request: AcceptProposalRequest) -> Result<KeywordRule, ErrorInfo> {
    let AcceptProposalRequest { id, answer, now } = request;
    workspace.accept_proposal(&id, answer.as_deref(), now).map_err(info)
}

/// A proposal that is not wanted.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct DeclineProposalRequest {
    /// Which.
    id: ProposalId,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

fn decline_proposal(workspace: &Workspace, request: DeclineProposalRequest) -> Result<(), ErrorInfo> {
    workspace.decline_proposal(&request.id, request.now).map_err(info)
}

/// The time to look at.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct KeywordHealthRequest {
    /// Its beginning; as far back as the audit looks where left out. Two texts are compared in their first firings after it.
    #[serde(default, with = "OptionalInstant")]
    since: Option<DateTime<Utc>>,
    /// The time of the call, at which it ends.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// A window that ends before it begins holds nothing, and would look as if nothing had happened.
fn check_since(since: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), ErrorInfo> {
    let is_later = since.is_some_and(|since| since > now);
    if is_later { Err(wrong_kind("since", "a time that is not after `now`")) } else { Ok(()) }
}

fn keyword_health(workspace: &Workspace, request: KeywordHealthRequest) -> Result<KeywordHealth, ErrorInfo> {
    check_since(request.since, request.now)?;
    workspace.keyword_health(request.since, request.now).map_err(info)
}

/// Nothing to say.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct PlaybookRequest {}

fn playbook(workspace: &Workspace, _: PlaybookRequest) -> Result<Playbook, ErrorInfo> {
    workspace.playbook().map_err(info)
}

/// The time to look at.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ProposalsRequest {
    /// Its beginning; as far back as the audit looks where left out.
    #[serde(default, with = "OptionalInstant")]
    since: Option<DateTime<Utc>>,
    /// The time of the call, at which it ends.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// What people may want to answer.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Proposals {
    /// Those first that answer most and conflict least.
    proposals: Vec<ProposedKeywords>,
}

fn proposals(workspace: &Workspace, request: ProposalsRequest) -> Result<Proposals, ErrorInfo> {
    check_since(request.since, request.now)?;
    let proposals = workspace.proposals(request.since, request.now).map_err(info)?;
    Ok(Proposals { proposals })
}
