//! What messages say about receiving messages, where they come late or are imported history.
//!
//! Nothing of history is answered, but whoever asked for no more messages before the workspace was there need not ask again.

use chrono::{DateTime, Utc};

use super::shelf::Place;
use super::unit_of_work::UnitOfWork;
use super::{Workspace, WorkspaceError};
use crate::desk::{Author, MessageRecord};
use crate::foundation::{Effect, MessageId, Reason};
use crate::reply::{OPT_IN, OPT_OUT, Resumption};
use crate::trust::consent::{ConsentAction, Purpose};
use crate::trust::{OptOutKind, had_opted_out};

impl Workspace {
    /// Records a withdrawal, or its end, that a message of imported history says; it was said at `at`.
    pub(super) fn heed_history(
        &self,
        unit: &mut UnitOfWork<'_>,
        conversation: Place,
        record: &MessageRecord,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkspaceError> {
        let Some(said) = self.consent_said(record) else { return Ok(()) };
        let customer = || record.customer.clone();
        let reason = |code, message: &MessageId| Reason::new(code).with("message", message.as_str());
        let given = |resumed: Resumption| {
            let Resumption { at, message } = resumed;
            Effect::OptIn { customer: customer(), at, reason: reason(OPT_IN, &message) }
        };
        let effects = match said {
            OptOutKind::Stop => {
                let reason = reason(OPT_OUT, &record.id);
                let withdrawn = Effect::OptOut { customer: customer(), at, reason };
                let resumed = self.resumed_since(unit, conversation, record, at, now)?;
                std::iter::once(withdrawn).chain(resumed.map(given)).collect()
            }
            OptOutKind::Resume => {
                let Some(present) = unit.customer(&record.customer)? else { return Ok(()) };
                let Some(channel) = unit.conversation_at(conversation).map(|state| state.channel) else {
                    return Ok(());
                };
                if !had_opted_out(&present.consents, Purpose::Marketing, channel, at) {
                    return Ok(());
                }
                vec![given(Resumption { at, message: record.id.clone() })]
            }
        };
        self.settle(unit, effects, now)
    }

    fn consent_said(&self, message: &MessageRecord) -> Option<OptOutKind> {
        message.body.words().and_then(|words| self.engines().reply.consent_said(words))
    }

    /// How the customer of a message that comes late, and asks for no more messages, has asked for them again since. Who had
    /// not opted out as far as was known then asked for nothing, so the ledger does not say it.
    pub(super) fn resumed_since(
        &self,
        unit: &mut UnitOfWork<'_>,
        conversation: Place,
        record: &MessageRecord,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Option<Resumption>, WorkspaceError> {
        let state = unit.conversation_at(conversation);
        let is_late = state.is_some_and(|state| state.last_inbound_at.is_some_and(|latest| latest > at));
        if !is_late || self.consent_said(record) != Some(OptOutKind::Stop) {
            return Ok(None);
        }
        let later = unit.messages_since(&record.customer, at, now)?;
        let said = later.iter().filter(|message| message.author == Author::Customer);
        let resumes = said.filter(|message| self.consent_said(message) == Some(OptOutKind::Resume));
        let resumes =
            resumes.map(|message| Resumption { at: message.at.min(now), message: message.id.clone() });
        let resumed = resumes.max_by_key(|resumed| resumed.at);
        let Some(customer) = unit.customer(&record.customer)? else { return Ok(None) };
        let withdrawn = customer.consents.iter().filter(|entry| entry.action == ConsentAction::Withdrawn);
        let withdrawn = withdrawn.map(|entry| entry.at).max();
        Ok(resumed
            .filter(|resumed| resumed.at > at && withdrawn.is_none_or(|withdrawn| withdrawn < resumed.at)))
    }
}
