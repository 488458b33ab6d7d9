//! Trust: masks, opt-out words, consent.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::operation::operations;
use crate::foundation::text::Folded;
use crate::foundation::time::Instant;
use crate::foundation::{ErrorInfo, Reason};
use crate::transport::Channel;
use crate::trust::consent::{ConsentEntry, Purpose};
use crate::trust::{MaskKind, OptOutKind, merge_ledgers, standing};
use crate::workspace::Engines;

operations! { Engines;
    /// Says whether a message may be sent when the ledgers of two customers become one: the stricter wins.
    "consent.merged_standing"("left", "right", "purpose", "channel")
        = merged_standing: MergedStandingRequest => MergedStanding;
    /// Says whether a message may be sent by a customer's consent ledger.
    "consent.standing"("ledger", "purpose", "channel") = consent_standing: StandingRequest => ConsentStanding;
    /// Masks a value: enough to recognise it, too little to use it.
    "mask"("kind", "value") = mask: MaskRequest => MaskedValue;
    /// Recognises a message that stops or resumes messages.
    "opt_out.recognise"("message") = recognise: OptOutRequest => RecognisedOptOut;
}

/// Two consent ledgers and what a message would be.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct MergedStandingRequest {
    /// One customer's ledger.
    left: Vec<ConsentEntry>,
    /// The other's.
    right: Vec<ConsentEntry>,
    /// What the message is for.
    purpose: Purpose,
    /// Through which channel.
    channel: Channel,
    /// The time of the call.
    #[serde(with = "Instant")]
    now: DateTime<Utc>,
}

/// Whether a message may be sent.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct MergedStanding {
    /// Whether it may.
    allowed: bool,
    /// Why.
    reason: Reason,
}

fn merged_standing(_: &Engines, request: MergedStandingRequest) -> Result<MergedStanding, ErrorInfo> {
    let ledger = merge_ledgers(&request.left, &request.right, "merge", request.now);
    let standing = standing(&ledger, request.purpose, request.channel);
    Ok(MergedStanding { allowed: standing.allowed, reason: standing.reason })
}

/// A consent ledger and what a message would be.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct StandingRequest {
    /// The customer's ledger.
    ledger: Vec<ConsentEntry>,
    /// What the message is for.
    purpose: Purpose,
    /// Through which channel.
    channel: Channel,
}

/// Whether a message may be sent.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ConsentStanding {
    /// Whether it may.
    allowed: bool,
    /// Why.
    reason: Reason,
    /// The entry that decided, by its place in the ledger; null where none covers the question.
    entry: Option<usize>,
}

fn consent_standing(_: &Engines, request: StandingRequest) -> Result<ConsentStanding, ErrorInfo> {
    let standing = standing(&request.ledger, request.purpose, request.channel);
    Ok(ConsentStanding { allowed: standing.allowed, reason: standing.reason, entry: standing.entry })
}

/// A value to mask.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct MaskRequest {
    /// What it is.
    kind: MaskKind,
    /// The value.
    value: String,
}

/// A masked value.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct MaskedValue {
    /// What may be shown.
    masked: String,
}

fn mask(engines: &Engines, request: MaskRequest) -> Result<MaskedValue, ErrorInfo> {
    Ok(MaskedValue { masked: engines.masker.mask(request.kind, &request.value) })
}

/// A customer's message.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct OptOutRequest {
    /// The words of the message.
    message: String,
}

/// What a message asks for.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct RecognisedOptOut {
    /// Null where it asks for neither.
    kind: Option<OptOutKind>,
}

fn recognise(engines: &Engines, request: OptOutRequest) -> Result<RecognisedOptOut, ErrorInfo> {
    let hit = engines.reply.opt_out_words().recognise(&Folded::new(&request.message));
    Ok(RecognisedOptOut { kind: hit.map(|hit| hit.kind) })
}
