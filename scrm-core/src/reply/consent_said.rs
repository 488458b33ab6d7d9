//! Words that stop and resume messages: recorded at once and confirmed, and what else the turn asks for is not lost.

use chrono::{DateTime, Utc};

use super::decide::{Choice, Deciding};
use super::outcome::{ReplyKind, Resumption};
use super::phrases::Found;
use crate::desk::Holder;
use crate::foundation::{Effect, MessageId, Reason};
use crate::trust::consent::{ConsentAction, ConsentEntry, Purpose};
use crate::trust::{OptOutKind, had_opted_out, standing};

/// Says that a customer wants no more messages that need consent.
pub(crate) const OPT_OUT: &str = "reply.opt_out";

/// Says that a customer wants them again.
pub(crate) const OPT_IN: &str = "reply.opt_in";

impl Deciding<'_> {
    /// The opt-out is confirmed, and what else the turn asks for goes to the people it would go to without it.
    pub(super) fn opt_out(&mut self, found: Found) -> Choice {
        let reason = Reason::new(OPT_OUT).with("message", self.input.message.as_str());
        if !self.is_recorded() {
            self.effects.push(self.withdrawal(&reason));
        }
        self.reasons.push(reason);
        let held = self.conversation.holder != Holder::Bot;
        if found.human_request && !held {
            self.ask_for_a_person("reply.human_request", 1, found.high_value);
        } else if found.high_value {
            let reason = self.high_value();
            self.reasons.push(reason);
        }
        if held {
            self.reasons.push(self.held());
            return Choice::silent(false);
        }
        Choice::say(ReplyKind::OptOut, self.fill(&self.rules.opt_out))
    }

    fn withdrawal(&self, reason: &Reason) -> Effect {
        let customer = self.conversation.customer.clone();
        Effect::OptOut { customer, at: self.input.said_at, reason: reason.clone() }
    }

    /// Whether the stop is in the ledger already, by an earlier message of the turn: its proof is the message that said it.
    fn is_recorded(&self) -> bool {
        let Some(began) = self.conversation.turn.started_at else { return false };
        let ledger = &self.input.customer.consents;
        let standing = standing(ledger, Purpose::Marketing, self.conversation.channel);
        let withdrawn = standing.entry.and_then(|entry| ledger.get(entry)).filter(|_| !standing.allowed);
        !self.says(OptOutKind::Stop) && withdrawn.is_some_and(|entry| entry.at >= began)
    }

    /// Whether the customer had opted out before saying this: a word that comes late takes nothing back that was said after it.
    pub(super) fn has_opted_out(&self) -> bool {
        let ledger = &self.input.customer.consents;
        had_opted_out(ledger, Purpose::Marketing, self.conversation.channel, self.input.said_at)
    }

    /// Whether the message says so by itself.
    pub(super) fn says(&self, kind: OptOutKind) -> bool {
        let said = self.input.words.and_then(|words| self.rules.consent_said(words));
        said == Some(kind)
    }

    /// Whether the stop that the turn holds is of an earlier message, and the customer has asked for messages again since.
    pub(super) fn took_stop_back(&self) -> bool {
        if self.input.words.is_none() || self.says(OptOutKind::Stop) {
            return false;
        }
        let Some(began) = self.conversation.turn.started_at else { return false };
        let ledger = &self.input.customer.consents;
        let standing = standing(ledger, Purpose::Marketing, self.conversation.channel);
        let given = standing.entry.and_then(|entry| ledger.get(entry)).filter(|_| standing.allowed);
        given.is_some_and(|given| {
            let before = |entry: &&ConsentEntry| (began..given.at).contains(&entry.at);
            ledger.iter().filter(before).any(|entry| entry.action == ConsentAction::Withdrawn)
        })
    }

    /// Words such as START mean something only to a customer who had opted out.
    pub(super) fn opt_in(&mut self) -> Choice {
        self.resume(self.input.said_at, self.input.message)
    }

    /// The word came late: the customer has asked for messages again since, when it meant nothing because this was not known.
    pub(super) fn opted_out_before(&mut self, resumed: &Resumption) -> Choice {
        let choice = self.resume(resumed.at, &resumed.message);
        let reason = Reason::new(OPT_OUT).with("message", self.input.message.as_str());
        self.effects.push(self.withdrawal(&reason));
        choice
    }

    fn resume(&mut self, at: DateTime<Utc>, message: &MessageId) -> Choice {
        let reason = Reason::new(OPT_IN).with("message", message.as_str());
        let customer = self.conversation.customer.clone();
        self.effects.push(Effect::OptIn { customer, at, reason: reason.clone() });
        self.reasons.push(reason);
        if self.conversation.holder != Holder::Bot {
            self.reasons.push(self.held());
            return Choice::silent(false);
        }
        Choice::say(ReplyKind::OptIn, self.fill(&self.rules.resumed))
    }
}
