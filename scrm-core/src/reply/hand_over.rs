//! Handing a conversation over to people: because they are asked for, or because it is time for them.

use super::decide::{Choice, Deciding, HIGH_VALUE};
use super::outcome::ReplyKind;
use super::template::MissingVariable;
use super::texts::TextSet;
use crate::desk::{self, Holder};
use crate::foundation::text::Folded;
use crate::foundation::{Effect, Notice, NoticeKind, Reason};

impl Deciding<'_> {
    /// Whether the turn takes up the offer of a person that was made a few turns ago at most.
    pub(super) fn offer_taken(&self, text: &str, folded: &Folded<'_>) -> bool {
        let number = self.conversation.turn.number;
        let open = self
            .conversation
            .person_offered_turn
            .is_some_and(|offered| offered < number && number - offered <= u64::from(self.rules.offer_turns));
        open && self.rules.takes_offer(text, folded)
    }

    pub(super) fn human_request(&mut self, offer_taken: bool, high_value: bool) -> Choice {
        let (code, level) = if offer_taken { ("reply.offer_taken", 2) } else { ("reply.human_request", 1) };
        self.ask_for_a_person(code, level, high_value);
        let text = self.fill_hand_over(&self.rules.human_request_texts);
        Choice::say(ReplyKind::HumanRequest, text)
    }

    pub(super) fn ask_for_a_person(&mut self, code: &'static str, level: u8, high_value: bool) {
        let reason = Reason::new(code).with("level", u32::from(level));
        self.reasons.push(reason.clone());
        if high_value {
            let higher = self.high_value();
            self.reasons.push(higher);
        } else {
            self.hand_over(level, &reason);
        }
        self.notify_hand_over(reason);
    }

    /// Level 3: the supervisor is told, whoever holds the thread.
    pub(super) fn high_value(&mut self) -> Reason {
        self.high_value = true;
        let reason = Reason::new(HIGH_VALUE).with("level", 3_u32);
        self.hand_over(3, &reason);
        let audience = self.rules.high_value_audience.clone();
        self.notify("high_value", NoticeKind::HighValue, audience, reason.clone());
        reason
    }

    pub(super) fn repeated(&mut self) -> Choice {
        let reason = self.reasons.last().cloned().unwrap_or(Reason::new("reply.repeated"));
        self.hand_over(1, &reason);
        self.notify_hand_over(reason);
        Choice::say(ReplyKind::Repeated, self.fill_hand_over(&self.rules.repeated_texts))
    }

    /// Who holds the conversation, and since when: why the bot says nothing.
    pub(super) fn held(&self) -> Reason {
        let (holder, since) = match self.conversation.holder {
            Holder::Human { since, .. } => ("human", Some(since)),
            Holder::Queue { since, .. } => ("queue", Some(since)),
            Holder::Bot => ("bot", None),
        };
        let reason = Reason::new("reply.human_holds").with("holder", holder);
        since.into_iter().fold(reason, |reason, since| reason.with("since", since))
    }

    /// Lets the conversation wait for a person, and tells so where that is new or more urgent.
    pub(super) fn hand_over(&mut self, level: u8, reason: &Reason) {
        let by_bot = self.conversation.holder == Holder::Bot;
        let since = self.conversation.turn.started_at.unwrap_or(self.now);
        if desk::hand_over(self.conversation, level, since) {
            if by_bot {
                self.conversation.handed_over_turn = Some(self.conversation.turn.number);
            }
            self.effects.push(Effect::HandOver {
                conversation: self.conversation.id.clone(),
                level,
                reason: reason.clone(),
            });
        }
    }

    pub(super) fn notify_hand_over(&mut self, reason: Reason) {
        let audience = self.rules.takes_over(self.input.customer).to_owned();
        self.notify("hand_over", NoticeKind::HandOver, audience, reason);
    }

    fn notify(&mut self, what: &str, kind: NoticeKind, audience: String, reason: Reason) {
        let notice = Notice {
            key: format!("{what}:{}:{}", self.conversation.id, self.conversation.turn.number),
            kind,
            customer: self.conversation.customer.clone(),
            audience,
            at: self.now,
            deadline: None,
            reason,
        };
        self.effects.push(Effect::Notify { notice });
    }

    fn fill_hand_over(&mut self, texts: &TextSet) -> Result<String, MissingVariable> {
        if self.absence_end().is_none() {
            return self.fill(texts);
        }
        self.announced();
        self.fill(&self.rules.human_request_away)
    }
}
