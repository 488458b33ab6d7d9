mod absences;
mod languages;
mod laws;
mod order;
mod settings;
mod templates;
mod turns;
mod unread;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::*;
use crate::customer::{Customer, Field, FieldName, FieldValue, IdentifierKey};
use crate::desk::{self, Conversation};
use crate::foundation::time::{Calendar, CalendarConfig};
use crate::foundation::{Decision, Effect, MessageId, NoticeKind, OutboxId};
use crate::keyword::{KeywordConfig, KeywordMatcher};
use crate::store::Timer;
use crate::transport::{Channel, OutgoingMessage};
use crate::trust::{OptOutWords, TrustConfig};

pub(super) fn calendar() -> Calendar {
    static TAIPEI: LazyLock<Calendar> = LazyLock::new(|| {
        let config = CalendarConfig { time_zone: "Asia/Taipei".to_owned(), ..CalendarConfig::standard() };
        Calendar::new(&config).unwrap()
    });
    TAIPEI.clone()
}

pub(super) fn local(text: &str) -> DateTime<Utc> {
    calendar().to_utc(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap())
}

pub(super) fn matcher() -> KeywordMatcher {
    static MATCHER: LazyLock<KeywordMatcher> =
        LazyLock::new(|| KeywordMatcher::new(&KeywordConfig::standard()).unwrap());
    MATCHER.clone()
}

pub(super) fn opt_out_words() -> OptOutWords {
    static WORDS: LazyLock<OptOutWords> =
        LazyLock::new(|| OptOutWords::new(&TrustConfig::standard()).unwrap());
    WORDS.clone()
}

/// The standard engine; compiled once, because most of a test's time would go there.
static STANDARD: LazyLock<ReplyEngine> = LazyLock::new(|| engine_of(&ReplyConfig::standard(), calendar()));

pub(super) fn engine_of(config: &ReplyConfig, calendar: Calendar) -> ReplyEngine {
    ReplyEngine::new(config, matcher(), opt_out_words(), calendar, "Blue Lamp").unwrap()
}

/// One customer and one thread, with an outbox that sends what is due before anything else happens.
pub(super) struct Chat {
    pub(super) engine: ReplyEngine,
    pub(super) thread: Conversation,
    pub(super) customer: Customer,
    pub(super) first_contact: bool,
    pub(super) average_wait: Option<TimeDelta>,
    pub(super) waiting: BTreeMap<OutboxId, OutgoingMessage>,
    pub(super) sent: Vec<OutgoingMessage>,
    pub(super) timer: Option<Timer>,
}

impl Chat {
    pub(super) fn new() -> Self {
        Self::of(STANDARD.clone())
    }

    pub(super) fn with(config: &ReplyConfig) -> Self {
        Self::of(engine_of(config, calendar()))
    }

    pub(super) fn of(engine: ReplyEngine) -> Self {
        let at = local("2026-01-01 12:00:00");
        let address = IdentifierKey::from_stored("tel:+886912000456");
        Self {
            engine,
            thread: Conversation::new(
                "v_1".into(),
                "c_1".into(),
                Channel::Whatsapp,
                "main".into(),
                address,
                at,
            ),
            customer: Customer::new("c_1".into(), at),
            first_contact: false,
            average_wait: None,
            waiting: BTreeMap::new(),
            sent: Vec::new(),
            timer: None,
        }
    }

    pub(super) fn set(&mut self, name: FieldName, value: &str) {
        let at = self.customer.created_at;
        let value = FieldValue::Text(value.into());
        self.customer.set_field(name, Field { value, source: "test".into(), at });
    }

    /// Sends what is due by `now`.
    pub(super) fn deliver(&mut self, now: DateTime<Utc>) {
        let due: Vec<OutboxId> =
            self.waiting.values().filter(|m| m.not_before <= now).map(|m| m.id.clone()).collect();
        for id in due {
            let message = self.waiting.remove(&id).unwrap();
            let decision = self.engine.on_reply_sent(&self.thread, &message, message.not_before);
            self.thread = decision.value.clone();
            self.carry_out(&decision.effects);
            self.sent.push(message);
        }
    }

    pub(super) fn carry_out(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Send { message } => {
                    assert!(self.sent.iter().all(|sent| sent.id != message.id), "sent twice");
                    self.waiting.insert(message.id.clone(), (**message).clone());
                }
                Effect::CancelSend { id } => drop(self.waiting.remove(id)),
                Effect::SetTimer { timer } => self.timer = Some(timer.clone()),
                Effect::CancelTimer { .. } => self.timer = None,
                _ => {}
            }
        }
    }

    pub(super) fn say_if_any(&mut self, words: Option<&str>, now: DateTime<Utc>) -> Decision<ReplyOutcome> {
        self.deliver(now);
        let left = self.thread.turn.reply.as_ref().is_some_and(|id| !self.waiting.contains_key(id));
        let message = MessageId::new(format!("m_{}", now.timestamp_millis()));
        desk::receive(&mut self.thread, &message, words, now, self.engine.turn_limits(), left);
        self.decide_again(&message, now)
    }

    pub(super) fn decide_again(&mut self, message: &MessageId, now: DateTime<Utc>) -> Decision<ReplyOutcome> {
        let decision = self.engine.decide(
            TurnInput {
                conversation: &self.thread,
                customer: &self.customer,
                message,
                said_at: now,
                resumed: None,
                first_contact: self.first_contact,
                average_wait: self.average_wait,
                reply_left: false,
            },
            now,
        );
        self.thread = decision.value.conversation.clone();
        self.carry_out(&decision.effects);
        decision
    }

    pub(super) fn say(&mut self, words: &str, now: DateTime<Utc>) -> Decision<ReplyOutcome> {
        self.say_if_any(Some(words), now)
    }

    /// What a message is answered by, one minute after the one before.
    pub(super) fn kind(&mut self, words: &str, at: &str) -> ReplyKind {
        self.say(words, local(at)).value.kind
    }
}

pub(super) fn text(decision: &Decision<ReplyOutcome>) -> &str {
    decision
        .effects
        .iter()
        .find_map(|effect| match effect {
            Effect::Send { message } => message.body.words(),
            _ => None,
        })
        .unwrap_or("")
}

pub(super) fn codes(decision: &Decision<ReplyOutcome>) -> Vec<&str> {
    decision.reasons.iter().map(|reason| &*reason.code).collect()
}

pub(super) fn hand_over_level(decision: &Decision<ReplyOutcome>) -> Option<u8> {
    decision.effects.iter().find_map(|effect| match effect {
        Effect::HandOver { level, .. } => Some(*level),
        _ => None,
    })
}

pub(super) fn notices(decision: &Decision<ReplyOutcome>) -> Vec<(NoticeKind, &str)> {
    decision
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Notify { notice } => Some((notice.kind, notice.audience.as_str())),
            _ => None,
        })
        .collect()
}
