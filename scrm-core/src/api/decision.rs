//! What follows from a decision about a customer, by kind.

use crate::foundation::{Effect, Notice, Timer, TimerKey};

/// The effects of tags and priorities: timers to set and to cancel, and notices for people.
#[derive(Default)]
pub(super) struct Consequences {
    pub(super) timers: Vec<Timer>,
    pub(super) cancelled_timers: Vec<TimerKey>,
    pub(super) notices: Vec<Notice>,
}

impl Consequences {
    pub(super) fn of(effects: Vec<Effect>) -> Self {
        let mut consequences = Self::default();
        for effect in effects {
            match effect {
                Effect::SetTimer { timer } => consequences.timers.push(timer),
                Effect::CancelTimer { key } => consequences.cancelled_timers.push(key),
                Effect::Notify { notice } => consequences.notices.push(notice),
                // Tags are in the customer's record already; messages and hand-overs are the reply engine's.
                _ => {}
            }
        }
        consequences
    }
}
