//! Level 2: a reply that stays unread is followed by the offer of a person.

use chrono::{DateTime, Utc};

use super::decide::Deciding;
use super::engine::ReplyEngine;
use super::outcome::{Circumstances, ReplyKind, ReplyOutcome};
use super::sending::outbox_id;
use crate::customer::Customer;
use crate::desk::{self, Conversation, Holder};
use crate::foundation::{Decision, Effect, MessageId, Reason, RuleId, TimerKey};
use crate::store::{Timer, TimerPurpose};
use crate::transport::OutgoingMessage;

/// The key of a conversation's one timer for an unread reply: setting it again moves it.
pub(super) fn timer_key(conversation: &Conversation) -> TimerKey {
    TimerKey::new(format!("reply_unread:{}", conversation.id))
}

impl ReplyEngine {
    /// A reply of the engine's was accepted by the provider. Gives the conversation as it then is, and a
    /// timer where a person will be offered if the reply stays unread: for welcomes, keyword answers,
    /// greetings and fallbacks, while the bot holds the conversation and somebody is there.
    pub fn on_reply_sent(
        &self,
        conversation: &Conversation,
        message: &OutgoingMessage,
        at: DateTime<Utc>,
    ) -> Decision<Conversation> {
        let mut after = conversation.clone();
        let away = message.rule.as_str() == ReplyKind::Away.rule().unwrap_or_default();
        let offer = message.rule.as_str() == ReplyKind::Offer.rule().unwrap_or_default();
        desk::reply_sent(&mut after, !away && !offer, at);
        let current = conversation.turn.reply.as_ref() == Some(&message.id);
        let cause = if conversation.holder != Holder::Bot {
            Some("reply.human_holds")
        } else if !current {
            Some("reply.turn_is_over")
        } else if !wants_offer(&message.rule) {
            Some("reply.no_offer_wanted")
        } else if self.absence_end(at).is_some() {
            Some("reply.away")
        } else {
            None
        };
        if let Some(cause) = cause {
            return Decision::because(after, Reason::new(cause));
        }
        let timer = Timer {
            key: timer_key(conversation),
            due: self.rules.calendar.add(at, self.rules.offer_after),
            customer: conversation.customer.clone(),
            conversation: Some(conversation.id.clone()),
            purpose: TimerPurpose::ReplyUnread { turn: conversation.turn.number },
        };
        let reason = Reason::new("reply.watched_until_read").with("due", timer.due);
        Decision::because(after, reason).and(Effect::SetTimer { timer })
    }

    /// The timer of an unread reply fired. `read` says whether the reply was read; `None` where read receipts
    /// are off, and then no answer counts as unread. Offers a person once per turn, if the turn is still
    /// the customer's latest and was not closed, the bot holds the conversation, somebody is there, and the offer is not so late
    /// that a reply would not be sent any more.
    pub fn on_timer(
        &self,
        conversation: &Conversation,
        customer: &Customer,
        timer: &Timer,
        read: Option<bool>,
        now: DateTime<Utc>,
    ) -> Decision<ReplyOutcome> {
        let no_message = MessageId::new("");
        let input = Circumstances {
            customer,
            message: conversation.turn.last_message.as_ref().unwrap_or(&no_message),
            words: None,
            said_at: now,
            resumed: None,
            first_contact: false,
            average_wait: None,
            reply_left: true,
        };
        let (moment, mut present) = (self.at(now), conversation.clone());
        let mut deciding = Deciding::begin(&moment, &mut present, &conversation.turn.text, input);
        let number = conversation.turn.number;
        let same_turn =
            timer.purpose == TimerPurpose::ReplyUnread { turn: number } && conversation.turn.reply.is_some();
        let refused = if conversation.holder != Holder::Bot {
            Some(Reason::new("reply.human_holds"))
        } else if !same_turn {
            Some(Reason::new("reply.turn_is_over"))
        } else if conversation.person_offered_turn == Some(number) {
            Some(Reason::new("reply.offered_already"))
        } else if read == Some(true) {
            Some(Reason::new("reply.read"))
        } else if self.rules.calendar.add(timer.due, self.rules.expires_after) <= now {
            Some(Reason::new("reply.offer_too_late").with("due", timer.due))
        } else {
            deciding.absence_end().map(|end| Reason::new("reply.away").with("until", end))
        };
        let mut value = ReplyOutcome {
            kind: ReplyKind::Silent,
            rule: None,
            keyword: None,
            conversation: conversation.clone(),
            answerable: false,
            language: deciding.language(),
        };
        if let Some(reason) = refused {
            return Decision::because(value, reason);
        }
        let text = match deciding.fill(&self.rules.offer) {
            Ok(text) => text,
            Err(missing) => {
                let reason = Reason::new("reply.missing_variable").with("variable", missing.name);
                return Decision::because(value, reason);
            }
        };
        let rule = RuleId::new(ReplyKind::Offer.rule().unwrap_or_default());
        let message =
            deciding.outgoing(outbox_id(conversation, 1), text, rule.clone(), deciding.time_from(now));
        value.kind = ReplyKind::Offer;
        value.rule = Some(rule);
        value.conversation.person_offered_turn = Some(number);
        let code = if read.is_none() { "reply.unanswered" } else { "reply.unread" };
        Decision::because(value, Reason::new(code).with("level", 2_u32))
            .and(Effect::Send { message: Box::new(message) })
    }
}

/// A reply that promises a person, confirms an opt-out or is an offer itself is followed by no offer.
fn wants_offer(rule: &RuleId) -> bool {
    let without = [
        ReplyKind::OptOut,
        ReplyKind::OptIn,
        ReplyKind::HumanRequest,
        ReplyKind::HighValue,
        ReplyKind::Repeated,
        ReplyKind::Away,
        ReplyKind::Offer,
    ];
    without.iter().all(|kind| kind.rule() != Some(rule.as_str()))
}
