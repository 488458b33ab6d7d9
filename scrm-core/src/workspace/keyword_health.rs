//! How each keyword rule does: in the messages of the workspace, and with its answers.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashSet;
use serde::Serialize;

use super::accepted::{self, rule_id};
use super::{Engines, Workspace, WorkspaceError};
use crate::audit::{StableSample, Window, tidy};
use crate::desk::{Author, MessageRecord};
use crate::foundation::{FactValue, MessageId, OutboxId, RuleId};
use crate::keyword::{KeywordFinding, KeywordLint, KeywordLintConfig, RuleMeasure, lint};
use crate::playbook::PlaybookError;
use crate::reply::{ReplyHealth, ReplyKind};

/// So many messages are looked at for what is wrong with the rules: a sample of the window's, the same on every run.
const LINTED: usize = 20_000;

/// Picks that sample.
const SEED: &str = "keyword_health";

/// How the keyword rules in force do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordHealth {
    /// The time looked at.
    pub window: Window,
    /// Messages that a rule was allowed to answer: not those that an opt-out, a request for a person, high-value words or the
    /// same question again decided before any rule was asked.
    pub answerable: u64,
    /// Of those, messages with the answer of a keyword rule that was sent, or still may be.
    pub answered: u64,
    /// The rules in force, in their order.
    pub rules: Vec<KeywordRuleHealth>,
    /// How the texts that go on with a customer without a keyword are taken, of those that were sent: welcome, away, greeting,
    /// fallback.
    pub steps: Vec<ReplyHealth>,
    /// How many messages the findings were measured on: all of the window with words in them, or a sample of these.
    pub measured_on: u64,
    /// The messages that the findings' samples number, counted from 0.
    pub samples: Vec<MessageId>,
    /// Findings that are not listed, because there are too many.
    pub findings_left_out: u64,
    /// Accepted rules that are not in force, because the playbook's limits leave no room for them.
    pub rules_left_out: Vec<RuleId>,
}

/// How one rule does.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeywordRuleHealth {
    /// The rule.
    pub rule: RuleId,
    /// Its topic.
    pub label: String,
    /// Whether it is an accepted proposal and not one of the playbook's.
    pub accepted: bool,
    /// Messages that it answered. An answer that failed, ran out of time, was taken back, set aside or is unknown is none.
    pub triggered: u64,
    /// Those, in percent of the messages that a rule was allowed to answer; null where there are none.
    pub trigger_share: Option<f64>,
    /// In how many messages it and its phrases fire.
    pub measure: RuleMeasure,
    /// What is wrong with it.
    pub findings: Vec<KeywordFinding>,
    /// How its answer is taken; null where it was not sent.
    pub reply: Option<ReplyHealth>,
}

/// What one pass over the messages gives besides the health of replies.
struct Pass {
    not_sent: FxHashSet<OutboxId>,
    answerable: u64,
    answered: u64,
    triggered: BTreeMap<RuleId, u64>,
    words: StableSample<String>,
}

impl Pass {
    fn add(&mut self, message: &MessageRecord) {
        if message.author != Author::Customer {
            return;
        }
        let step = message.answered_by.as_ref().and_then(ReplyKind::of_step);
        let asks_rules = message.answerable && !step.is_some_and(ReplyKind::precedes_rules);
        self.answerable += u64::from(asks_rules);
        let is_sent = message.outbox.as_ref().is_none_or(|reply| !self.not_sent.contains(reply));
        let rules = if is_sent { answering_rules(message) } else { Vec::new() };
        self.answered += u64::from(!rules.is_empty());
        for rule in rules {
            *self.triggered.entry(rule).or_default() += 1;
        }
        if let Some(words) = message.body.words().filter(|words| !words.trim().is_empty()) {
            self.words.offer(message.id.as_str(), || words.to_owned());
        }
    }
}

/// The keyword rules whose answers a message got.
fn answering_rules(message: &MessageRecord) -> Vec<RuleId> {
    if message.answered_by.is_none() || !message.answerable {
        return Vec::new();
    }
    let answers = message.reasons.iter().filter(|reason| reason.code == "reply.keyword");
    let named = answers.flat_map(|reason| &reason.facts).filter_map(|(name, value)| match value {
        FactValue::Text(rule) if name == "rule" => Some(RuleId::new(rule)),
        _ => None,
    });
    named.collect()
}

impl Workspace {
    /// How each keyword rule in force does, from `since` on (the audit's window where nothing is said): how often it answers, what
    /// is wrong with it by the workspace's own messages, and how its answer is taken ([`ReplyHealth`]); beside the rules, how the
    /// texts of welcome, away, greeting and fallback are taken. Reads every message of the window once; changes nothing.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// let health = workspace.keyword_health(None, chrono::DateTime::UNIX_EPOCH)?;
    /// assert_eq!((health.rules[0].rule.as_str(), health.rules[0].triggered), ("keyword.price", 0));
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn keyword_health(
        &self,
        since: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<KeywordHealth, WorkspaceError> {
        let engines = self.engines();
        let from = engines.window_start(since, now);
        let mut replies = engines.reply.health(from, now);
        let mut not_sent = FxHashSet::default();
        self.visit_outbox(|message| {
            not_sent.extend(message.state.not_sent().map(|_| message.message.id.clone()));
        })?;
        let mut pass = Pass {
            not_sent,
            answerable: 0,
            answered: 0,
            triggered: BTreeMap::new(),
            words: StableSample::new(SEED, LINTED),
        };
        self.visit_messages(from, now, |message| {
            replies.add(message);
            pass.add(message);
        })?;
        let accepted: Vec<RuleId> =
            accepted::load(self.store.as_ref())?.iter().map(|record| rule_id(&record.id)).collect();
        let mut found = linted(&engines, &pass.words)?;
        let samples = name_samples(&mut found, &pass.words);
        let (steps, answers): (Vec<_>, Vec<_>) =
            replies.finish().into_iter().partition(|health| ReplyKind::of_step(&health.rule).is_some());
        let by_rule: BTreeMap<RuleId, ReplyHealth> =
            answers.into_iter().map(|health| (health.rule.clone(), health)).collect();
        let measured_on = found.messages as u64;
        let findings_left_out = found.left_out as u64;
        let rules = found.rules.into_iter().map(|measure| {
            let rule = measure.place.rule.clone();
            let triggered = pass.triggered.get(&rule).copied().unwrap_or_default();
            let share = (pass.answerable > 0).then(|| triggered as f64 * 100.0 / pass.answerable as f64);
            KeywordRuleHealth {
                label: measure.label.clone(),
                accepted: accepted.contains(&rule) && !self.playbook_has_rule(&rule),
                triggered,
                trigger_share: share.map(tidy),
                findings: found.findings.iter().filter(|f| f.place.rule == rule).cloned().collect(),
                reply: by_rule.get(&rule).cloned(),
                measure,
                rule,
            }
        });
        Ok(KeywordHealth {
            window: Window { from, to: now },
            answerable: pass.answerable,
            answered: pass.answered,
            rules: rules.collect(),
            steps,
            measured_on,
            samples,
            findings_left_out,
            rules_left_out: accepted.iter().filter(|rule| !engines.has_rule(rule)).cloned().collect(),
        })
    }

    fn playbook_has_rule(&self, rule: &RuleId) -> bool {
        self.playbook.keywords.rules.iter().any(|own| own.id == *rule)
    }
}

fn linted(engines: &Engines, words: &StableSample<String>) -> Result<KeywordLint, WorkspaceError> {
    let messages = words.values().map(String::as_str);
    lint(&engines.keyword.config(), messages, None, &KeywordLintConfig::default())
        .map_err(|error| PlaybookError::of_keywords(&error).into())
}

/// The messages that findings name as samples, each once, and in the findings their numbers in this list.
fn name_samples(found: &mut KeywordLint, words: &StableSample<String>) -> Vec<MessageId> {
    let ids: Vec<&str> = words.ids().collect();
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut named = Vec::new();
    for sample in found.findings.iter_mut().flat_map(|finding| &mut finding.samples) {
        let next = named.len();
        let number = *numbers.entry(*sample).or_insert(next);
        if number == next {
            named.extend(ids.get(*sample).map(MessageId::new));
        }
        *sample = number;
    }
    named
}
