//! Short forms: cases leave out what does not matter to them.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use scrm_core::customer::{AppliedTag, Customer, Field, FieldName, FieldValue, Identifier, IdentifierKind};
use scrm_core::customer::{PriorityState, TagPhase};
use scrm_core::desk::IncomingMessage;
use scrm_core::foundation::{CustomerId, ErrorInfo, Event, Reason, TagId};
use scrm_core::trust::consent::ConsentEntry;

use crate::context::{Context, info, input, unreadable};

/// A customer: fields as bare values, identifiers as they are written, tags by id.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BriefCustomer {
    #[serde(default = "first_id")]
    id: String,
    #[serde(default)]
    created_at: Option<DateTime<Utc>>,
    #[serde(default)]
    fields: Map<String, Value>,
    #[serde(default)]
    identifiers: Vec<BriefIdentifier>,
    #[serde(default)]
    tags: Vec<BriefTag>,
    #[serde(default)]
    consents: Vec<ConsentEntry>,
    #[serde(default)]
    priority: Option<PriorityState>,
    #[serde(default)]
    archived_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BriefIdentifier {
    kind: IdentifierKind,
    value: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BriefTag {
    tag: TagId,
    set_at: DateTime<Utc>,
    #[serde(default)]
    expires_at: Option<DateTime<Utc>>,
    /// Set by a person where false.
    #[serde(default = "yes")]
    by_rule: bool,
}

fn first_id() -> String {
    "c_1".to_owned()
}

const fn yes() -> bool {
    true
}

/// Where the values of a short form come from.
const SOURCE: &str = "case";

impl BriefCustomer {
    pub(crate) fn expand(self, context: &Context) -> Result<Customer, ErrorInfo> {
        let at = self.created_at.unwrap_or(context.now);
        let mut customer = Customer::new(CustomerId::new(&self.id), at);
        for (name, value) in self.fields {
            let value: FieldValue = input(value)?;
            customer.set_field(FieldName::from(name.as_str()), Field { value, source: SOURCE.into(), at });
        }
        let region = context.compiled.engines.region();
        customer.identifiers = self
            .identifiers
            .iter()
            .map(|brief| Identifier::from_raw(&brief.kind, &brief.value, region, SOURCE, at).map_err(info))
            .collect::<Result<_, _>>()?;
        customer.tags = self
            .tags
            .into_iter()
            .map(|brief| AppliedTag {
                rule: brief.by_rule.then(|| brief.tag.as_str().into()),
                tag: brief.tag,
                set_at: brief.set_at,
                confirmed_at: brief.set_at,
                reason: Reason::new("case"),
                phase: TagPhase::Active,
                expires_at: brief.expires_at,
            })
            .collect();
        customer.consents = self.consents;
        customer.priority = self.priority;
        customer.archived_at = self.archived_at;
        Ok(customer)
    }
}

/// A message: `{"id", "from", "text"}` from a WhatsApp number, now, or the full form.
pub(crate) fn message(value: Value, now: DateTime<Utc>) -> Result<IncomingMessage, ErrorInfo> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Brief {
        id: String,
        from: String,
        text: String,
        #[serde(default)]
        name: Option<String>,
        #[serde(default)]
        history: bool,
        #[serde(default)]
        sent_at: Option<DateTime<Utc>>,
    }
    if value.get("from").is_none() {
        return input(value);
    }
    let brief: Brief = input(value)?;
    input(json!({
        "external_id": brief.id,
        "channel": "whatsapp",
        "account": "shop",
        "sender": {
            "identifiers": [{"kind": "whatsapp_id", "value": brief.from}],
            "display_name": brief.name,
        },
        "body": {"kind": "text", "text": brief.text},
        "sent_at": brief.sent_at.unwrap_or(now),
        "history": brief.history,
    }))
}

/// An event: version 1 and now unless it says otherwise.
pub(crate) fn event(mut value: Value, now: DateTime<Utc>) -> Result<Event, ErrorInfo> {
    let map = value.as_object_mut().ok_or_else(|| unreadable("an event is an object"))?;
    map.entry("v").or_insert(json!(1));
    map.entry("at").or_insert(json!(now));
    input(value)
}
