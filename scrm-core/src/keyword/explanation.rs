//! Why a set of keywords answers a message as it does.

use serde::{Deserialize, Serialize};

use super::config::MatchMode;
use super::matcher::KeywordMatcher;
use crate::foundation::RuleId;
use crate::foundation::text::{Folded, TextSpan};

/// A phrase that stands in a message, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeywordExplanation {
    /// The rule.
    pub rule: RuleId,
    /// Its topic.
    pub label: String,
    /// The phrase, as the rule has it.
    pub phrase: String,
    /// How it has to stand: of `auto` what was chosen for it.
    pub mode: MatchMode,
    /// Whether it stands there in Latin letters, as its rule's `romanised` lets it.
    pub romanised: bool,
    /// Where it stands in the message as it was written.
    pub span: TextSpan,
    /// What came of it.
    pub outcome: KeywordOutcome,
}

/// What came of a phrase that stands in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum KeywordOutcome {
    /// It is the one to act on.
    Best,
    /// Its rule fires, and another hit is to be acted on.
    Fires,
    /// A negative phrase of the rule stands in the message.
    Silenced {
        /// The phrase.
        by: String,
    },
    /// Companions do not stand near it.
    Alone {
        /// Those that are missing.
        missing: Vec<String>,
    },
}

impl KeywordMatcher {
    /// Every phrase that stands in a message, those that come to nothing included, in the order of
    /// [`find`](Self::find), with what came of it and why.
    ///
    /// ```
    /// use scrm_core::foundation::RuleId;
    /// use scrm_core::keyword::{KeywordConfig, KeywordMatcher, KeywordOutcome, KeywordRule};
    /// let rule = KeywordRule {
    ///     negative: vec!["tax return".to_owned()],
    ///     ..KeywordRule::new(RuleId::new("r"), "return", ["return"])
    /// };
    /// let matcher = KeywordMatcher::new(&KeywordConfig { rules: vec![rule], ..KeywordConfig::standard() })?;
    /// assert_eq!(matcher.explain("returning it")[0].outcome, KeywordOutcome::Best);
    /// let silenced = &matcher.explain("my tax return")[0];
    /// assert_eq!(silenced.outcome, KeywordOutcome::Silenced { by: "tax return".to_owned() });
    /// # Ok::<(), scrm_core::keyword::KeywordError>(())
    /// ```
    #[must_use]
    pub fn explain(&self, message: &str) -> Vec<KeywordExplanation> {
        let folded = Folded::new(message);
        let best = self.best(&folded);
        let explained = self.standing(&folded).into_iter().filter_map(|standing| {
            let hit = self.hit(&standing.hit, &folded)?;
            let rule = self.rule(&hit)?;
            let outcome = match (standing.silenced_by, standing.missing) {
                (Some(negative), _) => KeywordOutcome::Silenced { by: rule.negative.get(negative)?.clone() },
                (None, missing) if !missing.is_empty() => {
                    let near = &rule.term(hit.phrase_index)?.near;
                    let missing = missing.into_iter().filter_map(|number| near.get(number).cloned());
                    KeywordOutcome::Alone { missing: missing.collect() }
                }
                _ if best.as_ref() == Some(&hit) => KeywordOutcome::Best,
                _ => KeywordOutcome::Fires,
            };
            Some(KeywordExplanation {
                label: rule.label.clone(),
                phrase: rule.text(hit.phrase_index)?.to_owned(),
                mode: self.mode(hit.rule_index, hit.phrase_index)?,
                romanised: standing.hit.romanised,
                rule: hit.rule,
                span: hit.span,
                outcome,
            })
        });
        explained.collect()
    }
}
