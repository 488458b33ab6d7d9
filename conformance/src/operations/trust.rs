//! Trust: masks, opt-out words, consent.

use scrm_core::foundation::ErrorInfo;
use scrm_core::foundation::text::Folded;
use scrm_core::transport::Channel;
use scrm_core::trust::consent::{ConsentEntry, Purpose};
use scrm_core::trust::{MaskKind, merge_ledgers, standing};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Operation, operation};
use crate::context::{Context, input, unreadable};

pub(super) const OPERATIONS: &[Operation] = &[
    operation("mask", mask),
    operation("opt_out.recognise", recognise),
    operation("consent.standing", consent),
    operation("consent.merged_standing", merged_consent),
];

fn mask(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Raw {
        kind: String,
        value: String,
    }
    let Raw { kind, value } = input(value)?;
    let kind = match kind.as_str() {
        "phone" => MaskKind::Phone,
        "email" => MaskKind::Email,
        "name" => MaskKind::Name,
        "address" => MaskKind::Address,
        "id_number" => MaskKind::IdNumber,
        "text" => MaskKind::Text,
        other => return Err(unreadable(format!("there is no mask for {other:?}"))),
    };
    Ok(json!({"masked": context.compiled.masker.mask(kind, &value)}))
}

fn recognise(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Message {
        message: String,
    }
    let Message { message } = input(value)?;
    let hit = context.compiled.opt_out.recognise(&Folded::new(&message));
    Ok(json!({"kind": hit.map(|hit| hit.kind)}))
}

fn consent(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Question {
        ledger: Vec<ConsentEntry>,
        purpose: Purpose,
        channel: Channel,
    }
    let Question { ledger, purpose, channel } = input(value)?;
    let standing = standing(&ledger, purpose, channel);
    Ok(json!({"allowed": standing.allowed, "reason": standing.reason.code, "entry": standing.entry}))
}

fn merged_consent(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Question {
        left: Vec<ConsentEntry>,
        right: Vec<ConsentEntry>,
        purpose: Purpose,
        channel: Channel,
    }
    let Question { left, right, purpose, channel } = input(value)?;
    let standing = standing(&merge_ledgers(&left, &right, "merge", context.now), purpose, channel);
    Ok(json!({"allowed": standing.allowed, "reason": standing.reason.code}))
}
