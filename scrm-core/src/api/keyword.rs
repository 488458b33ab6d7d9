//! Keywords: what a message is about.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::error::{info, wrong_kind};
use super::operation::operations;
use crate::foundation::text::Folded;
use crate::foundation::{ErrorInfo, RuleId};
use crate::keyword::learn::{LabelledMessage, LearnOptions, LearnedRules, learn_rules};
use crate::keyword::mine::{KeywordMiner, KeywordProposal, MiningConfig};
use crate::keyword::{
    KeywordConfig, KeywordError, KeywordHit, KeywordLint, KeywordLintConfig, KeywordMatcher, KeywordOutcome,
    KeywordRule, MatchMode, lint,
};
use crate::workspace::Engines;

operations! { Engines;
    /// Finds the keyword rule that fits a message best; none where no rule fires.
    "keyword.best"("message") = best: KeywordRequest => BestKeyword;
    /// Explains a message: every phrase that stands in it, those that come to nothing included, with how it has to
    /// stand and what came of it.
    "keyword.explain"("message", "rules") = explain: ExplainKeywordsRequest => KeywordExplanations;
    /// Finds every keyword in a message, with its place.
    "keyword.find"("message") = find: KeywordRequest => KeywordHits;
    /// Gives the topics of a message, each once.
    "keyword.labels"("message") = labels: KeywordRequest => KeywordLabels;
    /// Learns keyword rules from labelled messages: a few phrases, companions and negatives for each label, to be read and
    /// corrected, with how precise they are on messages that they were not learned from.
    "keyword.learn"("messages", "labels") = learn: LearnRulesRequest => LearnedRules;
    /// Says what is wrong with keyword rules, and how each fares on messages: what is there twice, contradicts itself,
    /// never decides or never fires, which forms are missing, which characters are not what they look like; and with
    /// labels the precision and recall of every rule.
    "keyword.lint"("rules", "messages", "labels") = lint_rules: LintKeywordsRequest => KeywordLint;
    /// Proposes keyword groups for what no rule answers: terms, samples, the coverage that each would add, the rules that
    /// it would meet, and the answer that people gave most.
    "keyword.mine"("messages", "replies", "existing") = mine_keywords: MineRequest => KeywordProposals;
}

/// A customer's message.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct KeywordRequest {
    /// The words of the message.
    message: String,
}

/// The rule that fits best.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct BestKeyword {
    /// Null where no rule fires.
    rule: Option<RuleId>,
}

fn best(engines: &Engines, request: KeywordRequest) -> Result<BestKeyword, ErrorInfo> {
    let best = engines.keyword.best(&Folded::new(&request.message));
    Ok(BestKeyword { rule: best.map(|hit| hit.rule) })
}

/// What was found in a message.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct KeywordHits {
    /// In the order of their places.
    hits: Vec<FoundKeyword>,
}

/// A keyword and its place, in the three units that languages count in: begin and end, the end exclusive.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct FoundKeyword {
    /// The rule.
    rule: RuleId,
    /// The words as the customer wrote them.
    written: String,
    /// Place in UTF-8 bytes.
    bytes: (usize, usize),
    /// Place in characters (code points): Python.
    chars: (usize, usize),
    /// Place in UTF-16 units: JavaScript, Kotlin, Swift's `NSRange`.
    utf16: (usize, usize),
}

fn find(engines: &Engines, request: KeywordRequest) -> Result<KeywordHits, ErrorInfo> {
    let hits = engines.keyword.find(&request.message);
    Ok(KeywordHits { hits: hits.into_iter().map(|hit| found(&request.message, hit)).collect() })
}

const fn ends(range: &Range<usize>) -> (usize, usize) {
    (range.start, range.end)
}

fn found(message: &str, hit: KeywordHit) -> FoundKeyword {
    FoundKeyword {
        rule: hit.rule,
        written: message.get(hit.span.bytes.clone()).unwrap_or_default().to_owned(),
        bytes: ends(&hit.span.bytes),
        chars: ends(&hit.span.chars),
        utf16: ends(&hit.span.utf16),
    }
}

/// Why a message is answered as it is.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct KeywordExplanations {
    /// In the order of their places.
    phrases: Vec<ExplainedKeyword>,
}

/// A phrase that stands in a message, and what came of it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainedKeyword {
    /// The rule.
    rule: RuleId,
    /// Its topic.
    label: String,
    /// The phrase, as the rule has it.
    phrase: String,
    /// How it has to stand: of `auto` what was chosen for it.
    mode: MatchMode,
    /// Whether the customer wrote it in Latin letters, as the rule's `romanised` lets them.
    romanised: bool,
    /// The words as the customer wrote them.
    written: String,
    /// Place in UTF-8 bytes.
    bytes: (usize, usize),
    /// Place in characters (code points): Python.
    chars: (usize, usize),
    /// Place in UTF-16 units: JavaScript, Kotlin, Swift's `NSRange`.
    utf16: (usize, usize),
    /// What came of it.
    outcome: KeywordOutcome,
}

/// What each phrase comes to in a message, for bindings that hold a matcher of their own.
#[must_use]
pub fn explain_keywords(matcher: &KeywordMatcher, message: &str) -> Vec<ExplainedKeyword> {
    let explained = matcher.explain(message).into_iter().map(|why| ExplainedKeyword {
        rule: why.rule,
        label: why.label,
        phrase: why.phrase,
        mode: why.mode,
        romanised: why.romanised,
        written: message.get(why.span.bytes.clone()).unwrap_or_default().to_owned(),
        bytes: ends(&why.span.bytes),
        chars: ends(&why.span.chars),
        utf16: ends(&why.span.utf16),
        outcome: why.outcome,
    });
    explained.collect()
}

/// A message, and what is looked for in it.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ExplainKeywordsRequest {
    /// The words of the message.
    message: String,
    /// Rules to try in place of those of the playbook: they are compiled for this call alone.
    #[serde(default)]
    rules: Option<Vec<KeywordRule>>,
}

fn explain(engines: &Engines, request: ExplainKeywordsRequest) -> Result<KeywordExplanations, ErrorInfo> {
    let ExplainKeywordsRequest { message, rules } = request;
    Ok(KeywordExplanations { phrases: explain_keywords(&matcher(engines, rules)?, &message) })
}

/// A matcher of the rules that are given, or that of the playbook.
fn matcher(engines: &Engines, rules: Option<Vec<KeywordRule>>) -> Result<KeywordMatcher, ErrorInfo> {
    match rules {
        Some(rules) => KeywordMatcher::new(&in_place_of_the_playbooks(engines, rules)).map_err(info),
        None => Ok(engines.keyword.clone()),
    }
}

/// Rules in place of those of the playbook, in the playbook's language.
fn in_place_of_the_playbooks(engines: &Engines, rules: Vec<KeywordRule>) -> KeywordConfig {
    KeywordConfig { rules, language: engines.keyword.language(), ..KeywordConfig::standard() }
}

/// Messages to learn from.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct LearnRulesRequest {
    /// The messages as they were written.
    messages: Vec<String>,
    /// What each is about; null where it is about nothing that has a label, which teaches every rule to be silent.
    labels: Vec<Option<String>>,
    /// What is asked of the rules.
    #[serde(default)]
    config: LearnOptions,
}

fn learn(engines: &Engines, request: LearnRulesRequest) -> Result<LearnedRules, ErrorInfo> {
    let LearnRulesRequest { messages, labels, mut config } = request;
    config.check().map_err(|error| option("config", &error))?;
    config.language = config.language.or(engines.keyword.language());
    if messages.len() != labels.len() {
        return Err(info(KeywordError::LabelCount { messages: messages.len(), labels: labels.len() }));
    }
    let labelled = messages.iter().zip(&labels);
    let labelled: Vec<LabelledMessage<'_>> =
        labelled.map(|(text, label)| LabelledMessage { text, label: label.as_deref() }).collect();
    Ok(learn_rules(&labelled, &config))
}

/// What people asked, and what was replied.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct MineRequest {
    /// The messages as they were written, answered or not.
    messages: Vec<String>,
    /// What a person replied to each; null where nobody did.
    #[serde(default)]
    replies: Option<Vec<Option<String>>>,
    /// Rules in force in place of those of the playbook: what they answer needs no proposal.
    #[serde(default)]
    existing: Option<Vec<KeywordRule>>,
    /// How much is proposed, and from how much.
    #[serde(default)]
    config: MiningConfig,
}

/// What people may want to answer.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct KeywordProposals {
    /// How many messages no rule answers.
    unanswered: u64,
    /// Those first that answer most and conflict least.
    proposals: Vec<KeywordProposal>,
}

fn mine_keywords(engines: &Engines, request: MineRequest) -> Result<KeywordProposals, ErrorInfo> {
    let MineRequest { messages, replies, existing, mut config } = request;
    config.check().map_err(|error| option("config", &error))?;
    config.language = config.language.or(engines.keyword.language());
    if replies.as_ref().is_some_and(|replies| replies.len() != messages.len()) {
        return Err(wrong_kind("replies", "as many as there are messages"));
    }
    let matcher = matcher(engines, existing)?;
    let mut miner = KeywordMiner::new(&config);
    let mut unanswered = 0;
    for (place, message) in messages.iter().enumerate() {
        match matcher.best(&Folded::new(message)) {
            Some(best) => miner.add_answered(message, best.rule.as_str()),
            None => {
                unanswered += 1;
                miner.add(message, replies.as_ref().and_then(|replies| replies.get(place)?.as_deref()));
            }
        }
    }
    let fires = |message: &Folded<'_>| {
        let hits = matcher.find_folded(message);
        hits.into_iter().map(|hit| hit.rule.to_string()).collect::<BTreeSet<_>>().into_iter().collect()
    };
    Ok(KeywordProposals { unanswered, proposals: miner.proposals(&fires) })
}

/// The topics of a message.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct KeywordLabels {
    /// Each once, in the order in which they are found.
    labels: Vec<String>,
}

fn labels(engines: &Engines, request: KeywordRequest) -> Result<KeywordLabels, ErrorInfo> {
    let labels = engines.keyword.labels(&request.message).into_iter().map(str::to_owned).collect();
    Ok(KeywordLabels { labels })
}

/// Rules, and what they are tried on.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct LintKeywordsRequest {
    /// The rules in place of those of the playbook.
    #[serde(default)]
    rules: Option<Vec<KeywordRule>>,
    /// What customers wrote. Without messages, only what the rules show by themselves is found.
    #[serde(default)]
    messages: Vec<String>,
    /// The topic of each message; null for one that no rule should answer. Without labels nothing is right or wrong.
    #[serde(default)]
    labels: Option<Vec<Option<String>>>,
    /// What the rules are held to.
    #[serde(default)]
    thresholds: KeywordLintConfig,
}

fn lint_rules(engines: &Engines, request: LintKeywordsRequest) -> Result<KeywordLint, ErrorInfo> {
    let LintKeywordsRequest { rules, messages, labels, thresholds } = request;
    let config = match rules {
        Some(rules) => in_place_of_the_playbooks(engines, rules),
        None => engines.keyword.config(),
    };
    let labels: Option<Vec<Option<&str>>> =
        labels.as_ref().map(|labels| labels.iter().map(Option::as_deref).collect());
    lint(&config, messages.iter().map(String::as_str), labels.as_deref(), &thresholds).map_err(|error| {
        match error {
            KeywordError::Option { .. } => option("thresholds", &error),
            error => info(error),
        }
    })
}

/// The error of an option, by its place in the request.
fn option(parent: &str, error: &KeywordError) -> ErrorInfo {
    let ErrorInfo { code, message, field, row } = ErrorInfo::from(error);
    let field = field.map(|field| format!("{parent}.{field}"));
    ErrorInfo { code, message: format!("{parent}.{message}"), field, row }
}
