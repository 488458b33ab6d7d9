//! Customers: names, identifiers, completeness, follow-ups, money.

use chrono::{DateTime, Utc};
use scrm_core::customer::{Identifier, IdentifierKind, check_name, follow_up_deadline, follow_up_due};
use scrm_core::foundation::{AccountId, ErrorInfo, ExternalId, MessageId, Money};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Operation, operation};
use crate::brief::BriefCustomer;
use crate::context::{Context, answer, info, input};

pub(super) const OPERATIONS: &[Operation] = &[
    operation("name.check", name),
    operation("phone.normalize", phone),
    operation("identifier.key", identifier),
    operation("industry.find", industry),
    operation("completeness.evaluate", completeness),
    operation("follow_up.due", follow_up),
    operation("money.to_base", to_base),
    operation("id.message", message_id),
];

fn name(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Name {
        raw: String,
    }
    let Name { raw } = input(value)?;
    Ok(json!({"name": check_name(&raw).map_err(info)?}))
}

fn phone(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Phone {
        raw: String,
        #[serde(default)]
        region: String,
    }
    let Phone { raw, region } = input(value)?;
    let phone = Identifier::phone(&raw, &region, "case", context.now).map_err(info)?;
    Ok(json!({"value": phone.value, "key": phone.key}))
}

fn identifier(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Raw {
        kind: IdentifierKind,
        raw: String,
    }
    let Raw { kind, raw } = input(value)?;
    let region = context.compiled.engines.region();
    let identifier = Identifier::from_raw(&kind, &raw, region, "case", context.now).map_err(info)?;
    Ok(json!({"value": identifier.value, "key": identifier.key, "raw": identifier.raw}))
}

fn industry(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Text {
        text: String,
    }
    let Text { text } = input(value)?;
    Ok(json!({"industry": context.compiled.engines.completeness.industry(&text)}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneCustomer {
    customer: BriefCustomer,
}

fn completeness(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let OneCustomer { customer } = input(value)?;
    answer(context.compiled.engines.completeness.evaluate(&customer.expand(context)?))
}

fn follow_up(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct FollowUp {
        customer: BriefCustomer,
        #[serde(default)]
        last_activity: Option<DateTime<Utc>>,
    }
    let FollowUp { customer, last_activity } = input(value)?;
    let customer = customer.expand(context)?;
    let config = &context.compiled.playbook.customer.follow_up;
    let calendar = &context.compiled.engines.calendar;
    let decision = follow_up_due(&customer, last_activity, config, calendar, context.now);
    Ok(json!({
        "due": decision.value,
        "deadline": follow_up_deadline(&customer, last_activity, config, calendar),
        "reason": decision.reasons.first().map(|reason| &reason.code),
    }))
}

fn to_base(context: &Context, value: Value) -> Result<Value, ErrorInfo> {
    let money: Money = input(value)?;
    Ok(json!({"money": context.compiled.engines.currency().to_base(money)}))
}

fn message_id(_: &Context, value: Value) -> Result<Value, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct External {
        channel: String,
        account: AccountId,
        external_id: ExternalId,
    }
    let External { channel, account, external_id } = input(value)?;
    Ok(json!({"id": MessageId::from_external(&channel, &account, &external_id)}))
}
