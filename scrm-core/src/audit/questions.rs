//! Types of questions: by the rule that answered, and by similarity where none did.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;

use super::check::Share;
use super::config::AuditConfig;
use super::report::{QuestionFigures, QuestionGroup, RuleCount};
use crate::foundation::text::{Folded, sketch};
use crate::foundation::{MessageId, RuleId};
use crate::trust::mask_text;

/// So many characters of an example are shown.
const EXAMPLE_CHARACTERS: usize = 120;

/// One question: the messages of a thread that belong together.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) first: MessageId,
    pub(crate) last_at: DateTime<Utc>,
    /// Messages that a rule was allowed to answer.
    pub(crate) answerable: u32,
    pub(crate) answered_by: Option<RuleId>,
    /// Whether that rule's answer was sent, or still may be.
    pub(crate) is_sent: bool,
    pub(crate) words: String,
}

/// What a rule's reply means to the checks.
#[derive(Clone, Debug)]
pub(crate) struct RuleNames {
    not_answers: Vec<String>,
    before_keywords: Vec<String>,
}

impl RuleNames {
    pub(crate) fn new(config: &AuditConfig) -> Self {
        Self { not_answers: config.not_answers.clone(), before_keywords: config.before_keywords.clone() }
    }

    /// Whether the rule's reply is an answer.
    pub(crate) fn answers(&self, rule: &RuleId) -> bool {
        !covers(&self.not_answers, rule)
    }

    fn precedes_keywords(&self, rule: &RuleId) -> bool {
        covers(&self.before_keywords, rule)
    }
}

fn covers(patterns: &[String], rule: &RuleId) -> bool {
    patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(beginning) => rule.as_str().starts_with(beginning),
        None => pattern == rule.as_str(),
    })
}

#[derive(Debug)]
pub(crate) struct QuestionTally {
    similarity: f64,
    max_groups: usize,
    minimum_characters: usize,
    show_words: bool,
    top: usize,
    answerable: u64,
    answered: u64,
    rules: BTreeMap<RuleId, u64>,
    covered: u64,
    uncovered: u64,
    too_short: u64,
    cut: u64,
    groups: Vec<Group>,
    /// Groups by the features of their first question.
    features: FxHashMap<u32, Vec<u32>>,
}

#[derive(Debug)]
struct Group {
    features: usize,
    message: MessageId,
    messages: u64,
    last_at: DateTime<Utc>,
    example: Option<String>,
}

impl QuestionTally {
    pub(crate) fn new(config: &AuditConfig) -> Self {
        let coverage = &config.keyword_coverage;
        Self {
            similarity: coverage.similarity,
            max_groups: coverage.max_groups,
            minimum_characters: coverage.minimum_characters,
            show_words: config.show_customer_words,
            top: config.top,
            answerable: 0,
            answered: 0,
            rules: BTreeMap::new(),
            covered: 0,
            uncovered: 0,
            too_short: 0,
            cut: 0,
            groups: Vec::new(),
            features: FxHashMap::default(),
        }
    }

    pub(crate) fn add(&mut self, question: Question, names: &RuleNames) {
        let messages = u64::from(question.answerable);
        if messages == 0 {
            return;
        }
        if let Some(rule) = &question.answered_by {
            let answered = if question.is_sent { messages } else { 0 };
            if question.is_sent {
                *self.rules.entry(rule.clone()).or_default() += messages;
            }
            match (names.answers(rule), names.precedes_keywords(rule)) {
                // An away notice or a hand-over: no rule was asked for an answer.
                (false, true) => return,
                (true, true) => {
                    self.answerable += messages;
                    self.answered += answered;
                    return;
                }
                // That a rule knows the question is so whatever became of its answer.
                (true, false) => {
                    self.answerable += messages;
                    self.answered += answered;
                    self.covered += messages;
                    return;
                }
                (false, false) => {}
            }
        }
        self.answerable += messages;
        if length(&question.words) < self.minimum_characters {
            self.too_short += messages;
            return;
        }
        self.uncovered += messages;
        self.group(question, messages);
    }

    /// Puts the question to the most similar group, or makes it the first of a new one.
    fn group(&mut self, question: Question, messages: u64) {
        let sketch = sketch(&Folded::new(&question.words));
        if let Some(group) = self.nearest(&sketch).and_then(|index| self.groups.get_mut(index)) {
            group.messages += messages;
            group.last_at = group.last_at.max(question.last_at);
            return;
        }
        if self.groups.len() >= self.max_groups {
            self.cut += messages;
            return;
        }
        let index = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        for feature in &sketch {
            self.features.entry(*feature).or_default().push(index);
        }
        let example =
            self.show_words.then(|| mask_text(&question.words).chars().take(EXAMPLE_CHARACTERS).collect());
        self.groups.push(Group {
            features: sketch.len(),
            message: question.first,
            messages,
            last_at: question.last_at,
            example,
        });
    }

    fn nearest(&self, sketch: &[u32]) -> Option<usize> {
        let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
        for index in sketch.iter().filter_map(|feature| self.features.get(feature)).flatten() {
            *shared.entry(*index).or_default() += 1;
        }
        let mut best: Option<(f64, usize)> = None;
        for (index, common) in shared {
            let index = index as usize;
            let Some(group) = self.groups.get(index) else { continue };
            // The measure of `sketch_similarity`, from counts alone.
            let similarity = 2.0 * common as f64 / (sketch.len() + group.features).max(1) as f64;
            // The earlier group wins a tie.
            if similarity >= self.similarity && best.is_none_or(|(highest, _)| similarity > highest) {
                best = Some((similarity, index));
            }
        }
        best.map(|(_, index)| index)
    }

    /// Messages answered by a rule, of those that a rule was allowed to answer.
    pub(crate) const fn triggered(&self) -> Share {
        Share { hits: self.answered, of: self.answerable }
    }

    /// Questions with a keyword rule, of all questions.
    pub(crate) const fn coverage(&self) -> Share {
        Share { hits: self.covered, of: self.covered.saturating_add(self.uncovered) }
    }

    /// Messages in types that are not told apart.
    pub(crate) const fn cut(&self) -> u64 {
        self.cut
    }

    pub(crate) fn figures(&self) -> QuestionFigures {
        let mut rules: Vec<RuleCount> = self
            .rules
            .iter()
            .map(|(rule, messages)| RuleCount { rule: rule.clone(), messages: *messages })
            .collect();
        rules.sort_by_key(|rule| Reverse(rule.messages));
        let mut groups: Vec<&Group> = self.groups.iter().collect();
        groups.sort_by(|a, b| b.messages.cmp(&a.messages).then_with(|| a.message.cmp(&b.message)));
        QuestionFigures {
            answerable: self.answerable,
            rules,
            covered: self.covered,
            uncovered: self.uncovered,
            uncovered_types: self.groups.len() as u64 + u64::from(self.cut > 0),
            too_short: self.too_short,
            groups: groups
                .into_iter()
                .take(self.top)
                .map(|group| QuestionGroup {
                    message: group.message.clone(),
                    messages: group.messages,
                    last_at: group.last_at,
                    example: group.example.clone(),
                })
                .collect(),
        }
    }
}

/// Letters and digits; an ideograph says as much as two.
fn length(words: &str) -> usize {
    words
        .chars()
        .filter(|character| character.is_alphanumeric())
        .map(|character| if ('\u{2e80}'..='\u{9fff}').contains(&character) { 2 } else { 1 })
        .sum()
}
