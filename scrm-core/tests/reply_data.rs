//! Hand-over phrases on messages that people wrote: what is caught, and what is caught wrongly.
//!
//! The bounds guard against getting worse; phrases were added after reading what was missed here, so the
//! shares are no measure of messages never seen.
//!
//! Reads public data sets from `SCRM_DATA`, or from `shared/data` beside the repository; skipped where absent.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::path::PathBuf;

use chrono::{TimeZone, Utc};
use scrm_core::customer::{Customer, IdentifierKey};
use scrm_core::desk::{Conversation, receive};
use scrm_core::foundation::time::{Calendar, CalendarConfig};
use scrm_core::keyword::{KeywordConfig, KeywordMatcher};
use scrm_core::reply::{ReplyConfig, ReplyEngine, ReplyKind, TurnInput};
use scrm_core::transport::Channel;
use scrm_core::trust::{OptOutWords, TrustConfig};

fn data(path: &str) -> Option<String> {
    let root = std::env::var("SCRM_DATA")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    let text = std::fs::read_to_string(root.join(path)).ok();
    if text.is_none() {
        println!("skipped: no data ({path})");
    }
    text
}

/// How a first message at noon is answered.
struct Desk {
    engine: ReplyEngine,
    thread: Conversation,
    customer: Customer,
}

impl Desk {
    fn new() -> Self {
        let noon = Utc.with_ymd_and_hms(2026, 1, 5, 4, 0, 0).unwrap();
        let engine = ReplyEngine::new(
            &ReplyConfig::standard(),
            KeywordMatcher::new(&KeywordConfig::standard()).unwrap(),
            OptOutWords::new(&TrustConfig::standard()).unwrap(),
            Calendar::new(&CalendarConfig::standard()).unwrap(),
            "Blue Lamp",
        )
        .unwrap();
        let address = IdentifierKey::from_stored("tel:+886912000456");
        let thread =
            Conversation::new("v_1".into(), "c_1".into(), Channel::Whatsapp, "main".into(), address, noon);
        Self { engine, thread, customer: Customer::new("c_1".into(), noon) }
    }

    fn kind(&self, words: &str) -> ReplyKind {
        let mut thread = self.thread.clone();
        let now = thread.opened_at;
        receive(&mut thread, &"m".into(), Some(words), now, self.engine.turn_limits(), false);
        let input = TurnInput {
            conversation: &thread,
            customer: &self.customer,
            message: &"m".into(),
            said_at: now,
            resumed: None,
            first_contact: false,
            average_wait: None,
            reply_left: false,
        };
        self.engine.decide(input, now).value.kind
    }

    /// The share of `messages` that are answered as `kind`; shows some that are not as `wanted`.
    fn share(&self, name: &str, messages: &[&str], kind: ReplyKind, wanted: bool) -> f64 {
        let hit = |words: &&&str| (self.kind(words) == kind) == wanted;
        let right = messages.iter().filter(hit).count();
        for message in messages.iter().filter(|message| !hit(message)).take(12) {
            println!("  {name}, {kind:?} expected {wanted}: {message}");
        }
        let share = right as f64 / messages.len().max(1) as f64;
        println!("{name}: {kind:?} is {wanted} for {right} of {} ({share:.4})", messages.len());
        share
    }
}

fn quoted_lines(csv: &str) -> Vec<(&str, &str)> {
    csv.lines()
        .skip(1)
        .filter_map(|line| match line.strip_prefix('"') {
            Some(rest) => {
                rest.split_once("\",").map(|(words, rest)| (words, rest.split(',').next().unwrap()))
            }
            None => line.split_once(',').map(|(words, rest)| (words, rest.split(',').next().unwrap())),
        })
        .collect()
}

#[test]
fn people_who_ask_for_people_are_heard_in_support_messages() {
    let Some(csv) = data("bitext_support/dev/Bitext_Sample_Customer_Service_Validation_Dataset.csv") else {
        return;
    };
    let lines = quoted_lines(&csv);
    let asks = |intent: &str| matches!(intent, "contact_human_agent" | "contact_customer_service");
    let of = |wanted: bool| -> Vec<&str> {
        lines.iter().filter(|(_, intent)| asks(intent) == wanted).map(|(words, _)| *words).collect()
    };
    let desk = Desk::new();
    assert!(desk.share("bitext asks", &of(true), ReplyKind::HumanRequest, true) >= 0.8);
    assert!(desk.share("bitext others", &of(false), ReplyKind::HumanRequest, false) >= 0.99);
}

#[test]
fn everyday_messages_are_seldom_taken_for_a_hand_over_or_an_opt_out() {
    let Some(json) = data("clinc150/data_full_train_val.json") else { return };
    let sets: serde_json::Value = serde_json::from_str(&json).unwrap();
    let lines: Vec<&str> = sets["train"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| {
            !["goodbye", "thank_you", "yes", "no", "greeting"].contains(&line[1].as_str().unwrap())
        })
        .step_by(4)
        .map(|line| line[0].as_str().unwrap())
        .collect();
    let desk = Desk::new();
    for kind in [ReplyKind::HumanRequest, ReplyKind::HighValue, ReplyKind::OptOut] {
        assert!(desk.share("clinc", &lines, kind, false) >= 0.995);
    }
    assert!(desk.share("clinc", &lines, ReplyKind::Silent, false) >= 0.999);
}

#[test]
fn people_who_ask_for_people_are_heard_in_arabic() {
    let Some(notes) = data("helpdesk_ar/nlu.md") else { return };
    let section = notes.split("## intent:").find(|section| section.starts_with("human_handoff")).unwrap();
    let lines: Vec<&str> = section.lines().filter_map(|line| line.strip_prefix("- ")).collect();
    let desk = Desk::new();
    assert!(desk.share("helpdesk_ar", &lines, ReplyKind::HumanRequest, true) >= 0.8);
}
