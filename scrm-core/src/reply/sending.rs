//! The reply of a turn as it goes into the outbox: under which id, from when on, and until when it is of use.

use chrono::{DateTime, Utc};

use super::decide::Deciding;
use super::outcome::ReplyKind;
use crate::desk::Conversation;
use crate::foundation::{Effect, OutboxId, RuleId};
use crate::transport::{MessageBody, OutgoingMessage};
use crate::trust::consent::Purpose;

impl Deciding<'_> {
    /// From when on the reply to the turn may leave, and until when. One that says nothing but that nobody is there is worth
    /// nothing once people are back.
    pub(super) fn sendable(&mut self, kind: ReplyKind) -> (DateTime<Utc>, DateTime<Utc>) {
        let turn = &self.conversation.turn;
        let last = turn.last_at.unwrap_or(self.now);
        let started = turn.started_at.unwrap_or(last);
        let after = |from: DateTime<Utc>, length| from.checked_add_signed(length).unwrap_or(from);
        let limits = self.rules.limits;
        let not_before = after(last, limits.debounce).min(after(started, limits.longest));
        let expires_at = self.rules.calendar.add(not_before, self.rules.expires_after);
        let says_more = kind == ReplyKind::Welcome || !self.answers.is_empty();
        if says_more || !self.has_announced() {
            return (not_before, expires_at);
        }
        let back_at = self.absence_end().map(|end| self.rules.absences.back_at(end));
        (not_before, back_at.map_or(expires_at, |back_at| back_at.min(expires_at)))
    }

    pub(super) fn send(
        &mut self,
        text: String,
        rule: RuleId,
        not_before: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) {
        let id = self.conversation.turn.reply.clone().unwrap_or_else(|| outbox_id(self.conversation, 0));
        self.conversation.turn.reply = Some(id.clone());
        let mut message = self.outgoing(id, text, rule, not_before);
        message.expires_at = Some(expires_at);
        message.answers = std::mem::take(&mut self.answers);
        self.effects.push(Effect::Send { message: Box::new(message) });
    }

    pub(super) fn outgoing(
        &self,
        id: OutboxId,
        text: String,
        rule: RuleId,
        not_before: DateTime<Utc>,
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
            not_before,
            expires_at: Some(self.rules.calendar.add(not_before, self.rules.expires_after)),
            on_unknown: self.rules.on_unknown,
            answers: Vec::new(),
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
