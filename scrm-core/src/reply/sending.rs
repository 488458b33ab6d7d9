//! The reply of a turn as it goes into the outbox: under which id, from when on, and until when it is of use.

use chrono::{DateTime, Utc};

use super::decide::Deciding;
use super::outcome::ReplyKind;
use crate::desk::Conversation;
use crate::foundation::{Effect, OutboxId, RuleId};
use crate::transport::{MessageBody, OutgoingMessage};
use crate::trust::consent::Purpose;

/// When a message may leave.
#[derive(Clone, Copy)]
pub(super) struct SendingTime {
    pub(super) not_before: DateTime<Utc>,
    /// From then on it is of no use.
    pub(super) expires_at: DateTime<Utc>,
}

impl Deciding<'_> {
    /// When the reply to the turn may leave. One that says nothing but that nobody is there is worth nothing once people
    /// are back.
    pub(super) fn reply_time(&mut self, kind: ReplyKind) -> SendingTime {
        let turn = &self.conversation.turn;
        let last = turn.last_at.unwrap_or(self.now);
        let started = turn.started_at.unwrap_or(last);
        let after = |from: DateTime<Utc>, length| from.checked_add_signed(length).unwrap_or(from);
        let limits = self.rules.limits;
        let mut time = self.time_from(after(last, limits.debounce).min(after(started, limits.longest)));
        let says_more = kind == ReplyKind::Welcome || !self.answers.is_empty();
        if !says_more && self.has_announced() {
            let back_at = self.absence_end().map(|end| self.rules.absences.back_at(end));
            time.expires_at = back_at.map_or(time.expires_at, |back_at| back_at.min(time.expires_at));
        }
        time
    }

    /// When a message may leave that waits until then.
    pub(super) fn time_from(&self, not_before: DateTime<Utc>) -> SendingTime {
        let expires_at = self.rules.calendar.add(not_before, self.rules.expires_after);
        SendingTime { not_before, expires_at }
    }

    pub(super) fn send(&mut self, text: String, rule: RuleId, time: SendingTime) {
        let id = self.conversation.turn.reply.clone().unwrap_or_else(|| outbox_id(self.conversation, 0));
        self.conversation.turn.reply = Some(id.clone());
        let mut message = self.outgoing(id, text, rule, time);
        message.answers = std::mem::take(&mut self.answers);
        self.effects.push(Effect::Send { message: Box::new(message) });
    }

    pub(super) fn outgoing(
        &self,
        id: OutboxId,
        text: String,
        rule: RuleId,
        time: SendingTime,
    ) -> OutgoingMessage {
        OutgoingMessage {
            id,
            customer: self.conversation.customer.clone(),
            conversation: self.conversation.id.clone(),
            channel: self.conversation.channel,
            account: self.conversation.account.clone(),
            to: self.conversation.address.clone(),
            body: MessageBody::Text { text },
            purpose: Purpose::Service,
            rule,
            not_before: time.not_before,
            expires_at: Some(time.expires_at),
            on_unknown: self.rules.on_unknown,
            answers: Vec::new(),
        }
    }

    pub(super) fn cancel_waiting_reply(&mut self) {
        if let Some(id) = self.conversation.turn.reply.take() {
            self.effects.push(Effect::CancelSend { id });
        }
    }
}

/// The outbox id of a turn's reply (`ordinal` 0) or of its offer (1): the same however often it is decided.
pub(super) fn outbox_id(conversation: &Conversation, ordinal: u32) -> OutboxId {
    let turn = &conversation.turn;
    let started = turn.started_at.unwrap_or(conversation.opened_at);
    OutboxId::derive(
        started,
        ordinal,
        &[b"reply", conversation.id.as_str().as_bytes(), &turn.number.to_le_bytes()],
    )
}
