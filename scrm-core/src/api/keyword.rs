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
    KeywordConfig, KeywordHit, KeywordLint, KeywordLintConfig, KeywordMatcher, KeywordOutcome, KeywordRule,
    MatchMode, lint,
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

fn found(message: &str, hit: KeywordHit) -> FoundKeyword {
    let ends = |range: &Range<usize>| (range.start, range.end);
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
    let ends = |range: &Range<usize>| (range.start, range.end);
    let explained = matcher.explain(message).into_iter().map(|why| ExplainedKeyword {
        rule: why.rule,
        label: why.label,
        phrase: why.phrase,
        mode: why.mode,
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
    let phrases = match rules {
        Some(rules) => {
            let config = KeywordConfig { rules, ..KeywordConfig::standard() };
            explain_keywords(&KeywordMatcher::new(&config).map_err(info)?, &message)
        }
        None => explain_keywords(&engines.keyword, &message),
    };
    Ok(KeywordExplanations { phrases })
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

fn learn(_: &Engines, request: LearnRulesRequest) -> Result<LearnedRules, ErrorInfo> {
    let LearnRulesRequest { messages, labels, config } = request;
    if messages.len() != labels.len() {
        return Err(wrong_kind("labels", "as many as there are messages"));
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
    let MineRequest { messages, replies, existing, config } = request;
    if replies.as_ref().is_some_and(|replies| replies.len() != messages.len()) {
        return Err(wrong_kind("replies", "as many as there are messages"));
    }
    let given = match existing {
        Some(rules) => {
            let config = KeywordConfig { rules, ..KeywordConfig::standard() };
            Some(KeywordMatcher::new(&config).map_err(info)?)
        }
        None => None,
    };
    let matcher = given.as_ref().unwrap_or(&engines.keyword);
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
    thresholds: LintThresholds,
}

/// What keyword rules are held to; what is left out is as usual.
#[derive(Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct LintThresholds {
    /// The precision asked of a rule, from 0 to 1.
    #[serde(default)]
    precision: Option<f64>,
    /// How often the intervals of precision and recall cover the true value, from 0 to 1.
    #[serde(default)]
    confidence: Option<f64>,
    /// So many messages are enough to say of a phrase that it never fires, or that it fires too often.
    #[serde(default)]
    enough_messages: Option<usize>,
    /// In so many messages a phrase has to stand before anything is said of how it fares in them.
    #[serde(default)]
    least_evidence: Option<usize>,
    /// A phrase that fires in a larger share of the messages is too broad, from 0 to 1.
    #[serde(default)]
    broad_share: Option<f64>,
    /// Where the most frequent topic has a smaller share of a phrase's messages, it does not tell topics apart, from 0
    /// to 1.
    #[serde(default)]
    topic_share: Option<f64>,
    /// Most messages named as samples of a finding.
    #[serde(default)]
    samples: Option<usize>,
    /// Most findings listed; the others are counted.
    #[serde(default)]
    max_findings: Option<usize>,
}

impl LintThresholds {
    fn over(self, usual: KeywordLintConfig) -> KeywordLintConfig {
        KeywordLintConfig {
            precision: self.precision.unwrap_or(usual.precision),
            confidence: self.confidence.unwrap_or(usual.confidence),
            enough_messages: self.enough_messages.unwrap_or(usual.enough_messages),
            least_evidence: self.least_evidence.unwrap_or(usual.least_evidence),
            broad_share: self.broad_share.unwrap_or(usual.broad_share),
            topic_share: self.topic_share.unwrap_or(usual.topic_share),
            samples: self.samples.unwrap_or(usual.samples),
            max_findings: self.max_findings.unwrap_or(usual.max_findings),
        }
    }
}

fn lint_rules(engines: &Engines, request: LintKeywordsRequest) -> Result<KeywordLint, ErrorInfo> {
    let LintKeywordsRequest { rules, messages, labels, thresholds } = request;
    let config = match rules {
        Some(rules) => KeywordConfig { rules, ..KeywordConfig::standard() },
        None => engines.keyword.config(),
    };
    let labels: Option<Vec<Option<&str>>> =
        labels.as_ref().map(|labels| labels.iter().map(Option::as_deref).collect());
    let thresholds = thresholds.over(KeywordLintConfig::standard());
    lint(&config, messages.iter().map(String::as_str), labels.as_deref(), &thresholds).map_err(info)
}
