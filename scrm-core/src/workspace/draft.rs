//! What the engine would answer, before anybody decides whether it should.

use std::slice;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::unit_of_work::UnitOfWork;
use super::{Received, Workspace, WorkspaceError};
use crate::desk::IncomingMessage;
use crate::foundation::{Reason, RuleId};
use crate::reply::ReplyKind;

/// The answer that a message would get.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Draft {
    /// Which step of the order of decision would speak; `None` for a message that was taken in before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<ReplyKind>,
    /// The rule that would speak.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleId>,
    /// What it would say; `None` where it would stay silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

impl Workspace {
    /// Drafts the answer to a message as [`receive`](Self::receive) would decide it now, for a person to read, change
    /// and send. Nothing is taken in, sent or stored.
    ///
    /// # Errors
    /// [`WorkspaceError::NoSender`] where the message has no usable identifier; [`WorkspaceError::Store`] where the
    /// store fails.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use scrm_core::customer::IdentifierKind;
    /// use scrm_core::desk::{IncomingMessage, Sender, SenderIdentifier};
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::transport::{Channel, MessageBody};
    /// use scrm_core::workspace::Workspace;
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// let now = DateTime::from_timestamp(1_767_672_000, 0).unwrap();
    /// let identifier = SenderIdentifier { kind: IdentifierKind::WhatsappId, value: "447400123456".into() };
    /// let message = IncomingMessage {
    ///     external_id: "wamid.1".into(),
    ///     channel: Channel::Whatsapp,
    ///     account: "shop".into(),
    ///     sender: Sender { identifiers: vec![identifier], display_name: None },
    ///     body: MessageBody::text("hello"),
    ///     sent_at: now,
    ///     history: false,
    /// };
    /// let draft = workspace.draft(&message, now)?;
    /// assert!(draft.text.is_some_and(|text| text.starts_with("Hello")));
    /// assert_eq!(workspace.store().count_customers()?, 0);
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    pub fn draft(&self, message: &IncomingMessage, now: DateTime<Utc>) -> Result<Draft, WorkspaceError> {
        let batch = self.prepare(slice::from_ref(message))?;
        let mut unit = UnitOfWork::new(self.store.as_ref());
        let decided = self.decide_batch(&mut unit, &batch, now)?.pop();
        let Some(Received { reply, rule, outbox, reasons, .. }) = decided else {
            return Ok(Draft { reply: None, rule: None, text: None, reasons: Vec::new() });
        };
        let waiting = match &outbox {
            Some(id) => unit.outbox(id)?,
            None => None,
        };
        let text = waiting.and_then(|waiting| waiting.message.body.words().map(str::to_owned));
        Ok(Draft { reply, rule, text, reasons: reasons.to_vec() })
    }
}
