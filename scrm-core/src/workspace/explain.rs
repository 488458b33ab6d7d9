//! Why: any message, customer or outbox entry in words and as data.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{NamedId, Workspace, WorkspaceError};
use crate::customer::Customer;
use crate::desk::{Author, MessageRecord};
use crate::foundation::{CustomerId, FactValue, MessageId, OutboxId, Reason};
use crate::reply::COURTESY;
use crate::store::StoreError;
use crate::transport::{NotSent, OutboxState};

/// One thing that is so, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainedFact {
    /// What is explained: `reply`, `message` (of ours), `tag behaviour.quoted`, `priority`, `outbox`.
    pub about: String,
    /// Since when.
    pub at: DateTime<Utc>,
    /// What holds: the rule that answered, the level, the state.
    pub outcome: String,
    /// Why, most important first.
    pub reasons: Vec<Reason>,
}

/// The answer to "why is this so?". Carries codes and figures, never a customer's words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The id that was asked about.
    pub id: String,
    /// What is so, and why.
    pub facts: Vec<ExplainedFact>,
}

impl Explanation {
    /// The explanation as lines of text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut lines = Vec::new();
        for fact in &self.facts {
            lines.push(format!("{} — {} (since {})", fact.about, fact.outcome, fact.at.format("%F %T")));
            lines.extend(fact.reasons.iter().map(|reason| format!("  because {}", word(reason))));
        }
        lines.join("\n")
    }
}

/// What is so of a message of ours; `None` for a customer's.
fn own_message(message: &MessageRecord) -> Option<ExplainedFact> {
    let outcome = match &message.author {
        Author::Customer => return None,
        Author::Agent { .. } => "written by a person".to_owned(),
        Author::Engine { rule } => format!("sent by {rule}"),
    };
    let wanted =
        message.outbox.as_ref().map(|id| Reason::new("outbox.wanted_in").with("outbox", id.as_str()));
    let reasons = wanted.into_iter().collect();
    Some(ExplainedFact { about: "message".to_owned(), at: message.at, outcome, reasons })
}

/// A reason in words: its code read aloud, and its facts.
#[must_use]
pub fn word(reason: &Reason) -> String {
    let code = reason.code.rsplit('.').next().unwrap_or_default().replace('_', " ");
    if reason.facts.is_empty() {
        return code;
    }
    let facts: Vec<String> = reason
        .facts
        .iter()
        .map(|(name, value)| {
            let value = match value {
                FactValue::Text(text) => text.to_string(),
                FactValue::Number(number) => number.to_string(),
                FactValue::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
                FactValue::Time(at) => at.format("%F %T").to_string(),
            };
            format!("{} {value}", name.replace('_', " "))
        })
        .collect();
    format!("{code} ({})", facts.join(", "))
}

impl Workspace {
    /// Explains a message (`m_…`), a customer (`c_…`) or an outbox message (`o_…`): what was decided and why.
    ///
    /// # Errors
    /// [`WorkspaceError::NotFound`] where nothing has this id; [`WorkspaceError::Store`] where the store fails.
    pub fn explain(&self, id: &str) -> Result<Explanation, WorkspaceError> {
        let facts = match id.get(..2) {
            Some("m_") => self.explain_message(&MessageId::new(id))?,
            Some("c_") => self.explain_customer(&CustomerId::new(id))?,
            Some("o_") => self.explain_outbox(&OutboxId::new(id))?,
            _ => None,
        };
        let facts = facts
            .ok_or_else(|| WorkspaceError::NotFound { what: "explained record", id: NamedId::new(id) })?;
        Ok(Explanation { id: id.to_owned(), facts })
    }

    fn explain_message(&self, id: &MessageId) -> Result<Option<Vec<ExplainedFact>>, WorkspaceError> {
        let found = self.store.messages(std::slice::from_ref(id))?.pop().flatten();
        let Some(message) = found.map(|stored| stored.value) else { return Ok(None) };
        if let Some(fact) = own_message(&message) {
            return Ok(Some(vec![fact]));
        }
        let not_sent = self.reply_not_sent(&message)?;
        let outcome = match (&message.answered_by, not_sent) {
            (Some(rule), Some(_)) => format!("the answer of {rule} was not sent"),
            (Some(rule), None) => format!("answered by {rule}"),
            (None, _) if message.answerable => "not answered by a rule".to_owned(),
            (None, _) if !message.was_decided() => "history, which nothing answers".to_owned(),
            (None, _) if message.has_reason(COURTESY) => "needs no answer".to_owned(),
            (None, _) => "left to people".to_owned(),
        };
        let mut reasons = message.reasons.to_vec();
        if let (Some(outbox), Some(why)) = (&message.outbox, not_sent) {
            let reason = Reason::new("outbox.not_sent");
            reasons.push(reason.with("outbox", outbox.as_str()).with("state", why.as_str()));
        }
        Ok(Some(vec![ExplainedFact { about: "reply".to_owned(), at: message.at, outcome, reasons }]))
    }

    /// Why the reply to a customer's message counts as not sent, where it does. One that cannot be read is nobody's answer.
    fn reply_not_sent(&self, message: &MessageRecord) -> Result<Option<NotSent>, WorkspaceError> {
        let Some(id) = message.outbox.as_ref().filter(|_| message.author == Author::Customer) else {
            return Ok(None);
        };
        match self.store.outbox(std::slice::from_ref(id)) {
            Ok(mut found) => Ok(found.pop().flatten().and_then(|stored| stored.value.state.not_sent())),
            Err(StoreError::Unreadable { .. }) => Ok(Some(NotSent::Parked)),
            Err(error) => Err(error.into()),
        }
    }

    fn explain_customer(&self, id: &CustomerId) -> Result<Option<Vec<ExplainedFact>>, WorkspaceError> {
        let found = self.store.customers(std::slice::from_ref(id))?.pop().flatten();
        Ok(found.map(|stored| customer_facts(&stored.value)))
    }

    fn explain_outbox(&self, id: &OutboxId) -> Result<Option<Vec<ExplainedFact>>, WorkspaceError> {
        let found = self.store.outbox(std::slice::from_ref(id))?.pop().flatten();
        Ok(found.map(|stored| {
            let message = &stored.value;
            let (outcome, at) = match &message.state {
                OutboxState::Pending => ("waiting", message.created_at),
                OutboxState::Claimed { .. } => ("with a worker", message.created_at),
                OutboxState::Attempting { .. } => ("being sent", message.created_at),
                OutboxState::Sent { at, .. } => ("sent", *at),
                OutboxState::Failed { at, .. } => ("failed", *at),
                OutboxState::Unknown { since } => ("interrupted while sending", *since),
                OutboxState::Cancelled { at, .. } => ("taken back", *at),
                OutboxState::Parked { at, .. } => ("set aside", *at),
            };
            let mut reasons = vec![
                Reason::new("outbox.wanted_by")
                    .with("rule", message.message.rule.as_str())
                    .with("not_before", message.message.not_before),
            ];
            match &message.state {
                OutboxState::Failed { failure, .. } => {
                    reasons.push(Reason::new("outbox.provider_refused").with("code", failure.code.as_str()));
                }
                OutboxState::Cancelled { cause, .. } | OutboxState::Parked { cause, .. } => {
                    reasons.push(Reason::new("outbox.stopped").with("cause", cause.as_str()));
                }
                _ => {}
            }
            vec![ExplainedFact { about: "outbox".to_owned(), at, outcome: outcome.to_owned(), reasons }]
        }))
    }
}

fn customer_facts(customer: &Customer) -> Vec<ExplainedFact> {
    let mut facts = Vec::new();
    if let Some((survivor, merge)) = &customer.merged_into {
        facts.push(ExplainedFact {
            about: "merge".to_owned(),
            at: customer.updated_at,
            outcome: format!("merged into {survivor}"),
            reasons: vec![Reason::new("dedupe.merged").with("merge", merge.as_str())],
        });
    }
    if let Some(priority) = &customer.priority {
        facts.push(ExplainedFact {
            about: "priority".to_owned(),
            at: priority.since,
            outcome: format!("P{}, score {:.0}", priority.level, priority.score),
            reasons: priority.reasons.clone(),
        });
    }
    for tag in &customer.tags {
        let by = tag.rule.as_ref().map_or_else(|| "a person".to_owned(), ToString::to_string);
        facts.push(ExplainedFact {
            about: format!("tag {}", tag.tag),
            at: tag.set_at,
            outcome: format!("set by {by}"),
            reasons: vec![tag.reason.clone()],
        });
    }
    for membership in &customer.segments {
        facts.push(ExplainedFact {
            about: format!("segment {}", membership.segment),
            at: membership.since,
            outcome: "belongs to it".to_owned(),
            reasons: Vec::new(),
        });
    }
    for (name, field) in &customer.fields {
        facts.push(ExplainedFact {
            about: format!("field {name}"),
            at: field.at,
            outcome: format!("a value of kind {}", field.value.kind()),
            reasons: vec![Reason::new("customer.field_source").with("source", field.source.as_str())],
        });
    }
    facts
}
