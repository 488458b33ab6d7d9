//! A month of messages, quotes, samples, orders and answers.

use chrono::{DateTime, TimeDelta, Utc};

use super::people::Person;
use super::phrases::Locale;
use crate::SeededRandom;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityKind {
    /// The customer wrote.
    Message,
    /// A person of the shop wrote.
    AgentReply,
    /// A quote went out.
    Quote,
    /// A sample went out.
    Sample,
    /// An order came in.
    Order,
}

impl ActivityKind {
    /// The name used in the file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::AgentReply => "agent_reply",
            Self::Quote => "quote",
            Self::Sample => "sample",
            Self::Order => "order",
        }
    }
}

/// One line of the month.
#[derive(Clone, Debug)]
pub struct Activity {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: ActivityKind,
    /// The customer's number in E.164.
    pub phone: String,
    /// The name the channel shows.
    pub name: String,
    /// The words, where there are any.
    pub text: String,
    /// The amount in whole units of the workspace currency, where there is one.
    pub amount: Option<u64>,
}

/// About `messages` messages of customers among the first `people` of [`Person`], with what the shop did,
/// over the `days` before `until`, in the order of time.
#[must_use]
pub fn month(seed: u64, people: u64, messages: u64, days: u32, until: DateTime<Utc>) -> Vec<Activity> {
    let mut random = SeededRandom::new(seed ^ 0x00AC_7171);
    let minutes = u64::from(days) * 24 * 60;
    let mut activities = Vec::with_capacity(messages as usize + messages as usize / 2);
    let mut written = 0;
    while written < messages {
        let person = Person::new(seed, random.between(0, people.saturating_sub(1)));
        // Offices write by day: two tries in three land in working hours.
        let mut offset = random.between(0, minutes - 1);
        for _ in 0..2 {
            if (offset / 60) % 24 > 12 {
                offset = random.between(0, minutes - 1);
            }
        }
        let start = until - TimeDelta::minutes((minutes - offset).cast_signed());
        written += dialogue(&mut random, &person, start, until, &mut activities);
    }
    activities.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.phone.cmp(&b.phone)));
    activities
}

/// One conversation; gives the number of messages that the customer wrote.
fn dialogue(
    random: &mut SeededRandom,
    person: &Person,
    start: DateTime<Utc>,
    until: DateTime<Utc>,
    out: &mut Vec<Activity>,
) -> u64 {
    let locale = Locale::at(person.locale);
    let mut at = start;
    let mut written = 0;
    let mut add = |at: DateTime<Utc>, kind, text: &str, amount| {
        if at < until {
            out.push(Activity {
                at,
                kind,
                phone: person.phone(),
                name: person.name.clone(),
                text: text.to_owned(),
                amount,
            });
        }
        u64::from(kind == ActivityKind::Message)
    };
    if random.happens(0.45) {
        written += add(at, ActivityKind::Message, random.word(locale.greetings), None);
        at += TimeDelta::seconds(random.between(1, 40).cast_signed());
    }
    let question = match random.below(100) {
        0..26 => random.word(locale.price),
        26..46 => random.word(locale.delivery),
        46..56 => random.word(locale.appointment),
        56..66 => random.word(locale.returns),
        66..92 => random.word(locale.other),
        92..96 => random.word(locale.person),
        96..98 => random.word(locale.order),
        _ => random.word(locale.stop),
    };
    written += add(at, ActivityKind::Message, question, None);
    if random.happens(0.04) {
        // Nobody answered well: the same question again, twice.
        for _ in 0..2 {
            at += TimeDelta::seconds(random.between(60, 600).cast_signed());
            written += add(at, ActivityKind::Message, question, None);
        }
    }
    if random.happens(0.35) {
        at += TimeDelta::seconds(random.between(60, 5_400).cast_signed());
        add(at, ActivityKind::AgentReply, random.word(locale.agent), None);
        if random.happens(0.4) {
            at += TimeDelta::seconds(random.between(20, 900).cast_signed());
            written += add(at, ActivityKind::Message, random.word(locale.other), None);
        }
    }
    if random.happens(0.09) {
        at += TimeDelta::hours(random.between(1, 30).cast_signed());
        add(at, ActivityKind::Quote, "", Some(random.between(5, 160) * 1_000));
        if random.happens(0.45) {
            at += TimeDelta::hours(random.between(12, 96).cast_signed());
            add(at, ActivityKind::Sample, "", None);
            if random.happens(0.5) {
                at += TimeDelta::hours(random.between(24, 240).cast_signed());
                add(at, ActivityKind::Order, "", Some(random.between(5, 260) * 1_000));
            }
        }
    }
    written
}
