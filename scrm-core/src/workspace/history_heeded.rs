//! What imported history says about receiving messages.
//!
//! Nothing of it is answered, but whoever asked for no more messages before the workspace was there need not ask again.

use chrono::{DateTime, Utc};

use super::shelf::Place;
use super::unit_of_work::UnitOfWork;
use super::{Workspace, WorkspaceError};
use crate::desk::MessageRecord;
use crate::foundation::{Effect, Reason};
use crate::reply::{OPT_IN, OPT_OUT};
use crate::trust::consent::Purpose;
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
        let said = record.body.words().and_then(|words| self.engines().reply.consent_said(words));
        let Some(said) = said else { return Ok(()) };
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
}
