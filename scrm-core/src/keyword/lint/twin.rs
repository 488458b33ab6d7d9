//! Other sets made of the same phrases, which tell what the set itself does not: what its negative phrases alone find,
//! what its phrases would find in other forms, and with companions further away.

use super::phrase::{Part, Phrase};
use crate::foundation::RuleId;
use crate::foundation::text::Folded;
use crate::keyword::collector::{Hit, Wanted};
use crate::keyword::config::{KeywordConfig, KeywordRule, KeywordTerm, MatchMode};
use crate::keyword::error::KeywordError;
use crate::keyword::matcher::KeywordMatcher;

/// A set made of some phrases of another.
pub(super) struct Twin {
    matcher: KeywordMatcher,
    /// Of each rule, the phrases that it was made of, by their numbers in the list of all.
    originals: Vec<Vec<usize>>,
}

impl Twin {
    /// A set of the phrases that `term` makes a term of; nothing where there are none. A rule stays a rule.
    fn of<'c>(
        phrases: &[Phrase<'c>],
        config: &KeywordConfig,
        mut term: impl FnMut(&Phrase<'c>) -> Option<KeywordTerm>,
    ) -> Result<Option<Self>, KeywordError> {
        let mut rules: Vec<KeywordRule> = Vec::new();
        let mut originals: Vec<Vec<usize>> = Vec::new();
        let mut last = None;
        for (number, phrase) in phrases.iter().enumerate() {
            let Some(term) = term(phrase) else { continue };
            let term = KeywordTerm { romanised: Some(phrase.romanised), ..term };
            if last.replace(phrase.rule) != Some(phrase.rule) {
                let id = RuleId::new(phrase.rule.to_string());
                let none: [&str; 0] = [];
                rules.push(KeywordRule { language: phrase.language, ..KeywordRule::new(id, "", none) });
                originals.push(Vec::new());
            }
            if let (Some(rule), Some(of_rule)) = (rules.last_mut(), originals.last_mut()) {
                rule.terms.push(term);
                of_rule.push(number);
            }
        }
        if rules.is_empty() {
            return Ok(None);
        }
        let matcher = KeywordMatcher::new(&KeywordConfig {
            limits: config.limits.clone(),
            language: config.language,
            rules,
        })?;
        Ok(Some(Self { matcher, originals }))
    }

    /// The negative phrases.
    pub(super) fn negatives(
        phrases: &[Phrase<'_>],
        config: &KeywordConfig,
    ) -> Result<Option<Self>, KeywordError> {
        Self::of(phrases, config, |phrase| {
            matches!(phrase.part, Part::Negative(_))
                .then(|| KeywordTerm { mode: Some(MatchMode::Auto), ..KeywordTerm::new(phrase.text) })
        })
    }

    /// The phrases that stand as they are written although their words have other forms, in all forms. Of several forms
    /// of one phrase in a rule, the first.
    pub(super) fn forms(
        phrases: &[Phrase<'_>],
        config: &KeywordConfig,
    ) -> Result<Option<Self>, KeywordError> {
        let mut seen = rustc_hash::FxHashSet::default();
        Self::of(phrases, config, |phrase| {
            let is_first = phrase.keyword().is_some()
                && !phrase.has_companions
                && phrase.leaves_forms_out()
                && seen.insert((phrase.rule, super::phrase::stems_of(&phrase.folded, phrase.language)));
            is_first.then(|| KeywordTerm { mode: Some(MatchMode::Stem), ..KeywordTerm::new(phrase.text) })
        })
    }

    /// The terms with companions, as far away as can be said.
    pub(super) fn far(phrases: &[Phrase<'_>], config: &KeywordConfig) -> Result<Option<Self>, KeywordError> {
        Self::of(phrases, config, |phrase| {
            let term = config.rules.get(phrase.rule)?.term(phrase.keyword()?)?;
            let mode = Some(phrase.mode);
            phrase.has_companions.then(|| KeywordTerm { within: u8::MAX, mode, ..term.clone() })
        })
    }

    /// The phrases that are found in a message, by their numbers in the list of all, with their places.
    pub(super) fn find(&self, message: &Folded<'_>, mut found: impl FnMut(usize, &Hit)) {
        for hit in self.matcher.scan(message, Wanted::Phrases).list() {
            if let Some(number) = self.originals.get(hit.rule).and_then(|of_rule| of_rule.get(hit.phrase)) {
                found(*number, hit);
            }
        }
    }
}
