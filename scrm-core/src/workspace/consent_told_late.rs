//! What messages say about receiving messages, where they come late or are imported history.
//!
//! Nothing of history is answered, but whoever asked for no more messages before the workspace was there need not ask again.

use chrono::{DateTime, Utc};

use super::shelf::Place;
use super::unit_of_work::UnitOfWork;
use super::{Workspace, WorkspaceError};
use crate::desk::{Author, MessageRecord};
use crate::foundation::{Effect, Reason};
use crate::reply::{OPT_IN, OPT_OUT};
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
        let reason = |code| Reason::new(code).with("message", record.id.as_str());
        let given = |at| Effect::OptIn { customer: customer(), at, reason: reason(OPT_IN) };
        let effects = match said {
            OptOutKind::Stop => {
                let withdrawn = Effect::OptOut { customer: customer(), at, reason: reason(OPT_OUT) };
                let resumed_at = self.resumed_since(unit, conversation, record, at, now)?;
                std::iter::once(withdrawn).chain(resumed_at.map(given)).collect()
            }
            OptOutKind::Resume => {
                let Some(present) = unit.customer(&record.customer)? else { return Ok(()) };
                let Some(channel) = unit.conversation_at(conversation).map(|state| state.channel) else {
                    return Ok(());
                };
                if !had_opted_out(&present.consents, Purpose::Marketing, channel, at) {
                    return Ok(());
                }
                vec![given(at)]
            }
        };
        self.settle(unit, effects, now)
    }

    fn consent_said(&self, message: &MessageRecord) -> Option<OptOutKind> {
        message.body.words().and_then(|words| self.engines().reply.consent_said(words))
    }

    /// When the customer of a message that comes late, and asks for no more messages, has asked for them again since. Who had not opted out as
    /// far as was known then asked for nothing, so the ledger does not say it.
    pub(super) fn resumed_since(
        &self,
        unit: &mut UnitOfWork<'_>,
        conversation: Place,
        record: &MessageRecord,
        at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, WorkspaceError> {
        let state = unit.conversation_at(conversation);
        let is_late = state.is_some_and(|state| state.last_inbound_at.is_some_and(|latest| latest > at));
        if !is_late || self.consent_said(record) != Some(OptOutKind::Stop) {
            return Ok(None);
        }
        let later = unit.messages_since(&record.customer, at, now)?;
        let said = later.iter().filter(|message| message.author == Author::Customer);
        let resumes = said.filter(|message| self.consent_said(message) == Some(OptOutKind::Resume));
        let resumed = resumes.map(|message| message.at.min(now)).max();
        let Some(customer) = unit.customer(&record.customer)? else { return Ok(None) };
        let withdrawn = customer.consents.iter().filter(|entry| entry.action == ConsentAction::Withdrawn);
        let withdrawn = withdrawn.map(|entry| entry.at).max();
        Ok(resumed.filter(|resumed| *resumed > at && withdrawn.is_none_or(|withdrawn| withdrawn < *resumed)))
    }
}
