//! Finding keywords in a message.

use std::cmp::Reverse;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::collector::{Collector, Hit, Hits, StandingPhrase, Wanted};
use super::compile::{Compiled, compile};
use super::config::{KeywordConfig, KeywordLimits, KeywordRule, MatchMode};
use super::error::KeywordError;
use super::finder::Sought;
use super::word_trie::WordRoom;
use crate::foundation::RuleId;
use crate::foundation::text::{FoldRoom, Folded, SpanCursor, StemLanguage, TextSpan};

/// A phrase of a rule, found in a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeywordHit {
    /// Which rule, by its place in the set.
    pub rule_index: usize,
    /// Which rule, by its id.
    pub rule: RuleId,
    /// Which of the rule's phrases, by its place.
    pub phrase_index: usize,
    /// Where in the message as it was written.
    pub span: TextSpan,
}

/// A hit by its numbers alone, for who asks about many messages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeywordPlace {
    /// Which rule, by its place in the set.
    pub rule_index: usize,
    /// Which of the rule's phrases, by its place.
    pub phrase_index: usize,
    /// Where in the message as it was written.
    pub span: TextSpan,
}

/// A compiled set of keywords: immutable, cheap to clone, shared between threads.
///
/// Matching takes time linear in the message for a given set. A rule with a negative phrase anywhere in the
/// message gives no hits.
#[derive(Clone)]
pub struct KeywordMatcher {
    pub(super) inner: Arc<Inner>,
}

/// What a matcher's clones share.
pub(super) struct Inner {
    pub(super) rules: Vec<KeywordRule>,
    pub(super) compiled: Compiled,
    pub(super) limits: KeywordLimits,
    language: Option<StemLanguage>,
}

impl fmt::Debug for KeywordMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeywordMatcher")
            .field("rules", &self.inner.rules.len())
            .field("patterns", &self.inner.compiled.patterns.len())
            .finish_non_exhaustive()
    }
}

impl KeywordMatcher {
    /// Compiles a set of keywords.
    ///
    /// # Errors
    /// Says which rule or phrase is blank, too long, duplicated, or no regular expression.
    ///
    /// ```
    /// use scrm_core::foundation::Coded;
    /// use scrm_core::keyword::{KeywordConfig, KeywordMatcher};
    /// let mut config = KeywordConfig::standard();
    /// config.rules[0].phrases[2] = "\u{200b}".to_owned();
    /// let error = KeywordMatcher::new(&config).unwrap_err();
    /// assert_eq!(error.code(), "keyword.phrase.blank");
    /// assert_eq!(error.field().unwrap(), "rules[0].phrases[2]");
    /// ```
    pub fn new(config: &KeywordConfig) -> Result<Self, KeywordError> {
        let compiled = compile(config)?;
        Ok(Self {
            inner: Arc::new(Inner {
                rules: config.rules.clone(),
                compiled,
                limits: config.limits.clone(),
                language: config.language,
            }),
        })
    }

    /// The rules, in order.
    #[must_use]
    pub fn rules(&self) -> &[KeywordRule] {
        &self.inner.rules
    }

    /// What it was compiled from.
    pub(crate) fn config(&self) -> KeywordConfig {
        let Inner { rules, limits, language, .. } = &*self.inner;
        KeywordConfig { limits: limits.clone(), language: *language, rules: rules.clone() }
    }

    /// The language of words in Latin letters.
    pub(crate) fn language(&self) -> Option<StemLanguage> {
        self.inner.language
    }

    /// The rule of a hit.
    #[must_use]
    pub fn rule(&self, hit: &KeywordHit) -> Option<&KeywordRule> {
        self.inner.rules.get(hit.rule_index)
    }

    /// Every hit in a message; see [`Self::find_folded`].
    ///
    /// ```
    /// use scrm_core::keyword::{KeywordConfig, KeywordMatcher};
    /// let matcher = KeywordMatcher::new(&KeywordConfig::standard())?;
    /// let hits = matcher.find("Ｐｒｉｃｅ?");
    /// assert_eq!(hits[0].span.chars, 0..5);
    /// # Ok::<(), scrm_core::keyword::KeywordError>(())
    /// ```
    #[must_use]
    pub fn find(&self, message: &str) -> Vec<KeywordHit> {
        self.find_folded(&Folded::new(message))
    }

    /// Every hit in a folded message, overlapping ones included, in the order of where they begin; of those
    /// that begin together the longer first, then by rule and phrase. A regular expression gives its first
    /// place only. At most `limits.max_hits` are listed.
    #[must_use]
    pub fn find_folded(&self, message: &Folded<'_>) -> Vec<KeywordHit> {
        let hits = self.scan(message, Wanted::Places);
        let mut cursor = SpanCursor::new(message);
        hits.0.iter().filter_map(|hit| self.word(hit, cursor.span(hit.start..hit.end))).collect()
    }

    /// Every hit in each of many messages, told with the message's position, in the order in which
    /// [`Self::find`] gives them. No room is taken for a message's hits but what the one before has left.
    ///
    /// ```
    /// use scrm_core::keyword::{KeywordConfig, KeywordMatcher};
    /// let matcher = KeywordMatcher::new(&KeywordConfig::standard())?;
    /// let mut places = Vec::new();
    /// matcher.find_many(["hello", "the price?"], |message, place| places.push((message, place.span.chars)));
    /// assert_eq!(places, [(1, 4..9)]);
    /// # Ok::<(), scrm_core::keyword::KeywordError>(())
    /// ```
    pub fn find_many<'t>(
        &self,
        messages: impl IntoIterator<Item = &'t str>,
        mut found: impl FnMut(usize, KeywordPlace),
    ) {
        let (mut hits, mut words) = (Vec::new(), WordRoom::for_many_messages());
        let mut fold_room = FoldRoom::default();
        for (index, message) in messages.into_iter().enumerate() {
            let folded = Folded::in_room(message, &mut fold_room);
            let mut collector = Collector::new(self, &folded, Wanted::Places, hits);
            collector.scan(&mut words);
            collector.finish();
            hits = collector.into_hits().0;
            let mut cursor = SpanCursor::new(&folded);
            for hit in hits.drain(..) {
                let span = cursor.span(hit.start..hit.end);
                found(index, KeywordPlace { rule_index: hit.rule, phrase_index: hit.phrase, span });
            }
            folded.leave(&mut fold_room);
        }
    }

    /// What the set finds in a folded message.
    pub(crate) fn scan(&self, message: &Folded<'_>, wanted: Wanted) -> Hits {
        let mut collector = Collector::new(self, message, wanted, Vec::new());
        collector.scan(&mut WordRoom::default());
        collector.finish();
        collector.into_hits()
    }

    /// How a phrase of a rule stands, by its number: of `auto` what was chosen for it.
    ///
    /// ```
    /// use scrm_core::foundation::RuleId;
    /// use scrm_core::keyword::{KeywordConfig, KeywordMatcher, KeywordRule, MatchMode};
    /// let rule = KeywordRule::new(RuleId::new("r"), "advert", ["ad", "advert", "广告", "?"]);
    /// let matcher = KeywordMatcher::new(&KeywordConfig { rules: vec![rule], ..KeywordConfig::standard() })?;
    /// let modes = [0, 1, 2, 3].map(|phrase| matcher.mode(0, phrase).unwrap());
    /// use MatchMode::{AsWritten, Stem, Substring};
    /// assert_eq!(modes, [AsWritten, Stem, AsWritten, Substring]);
    /// # Ok::<(), scrm_core::keyword::KeywordError>(())
    /// ```
    #[must_use]
    pub fn mode(&self, rule_index: usize, phrase_index: usize) -> Option<MatchMode> {
        self.inner.compiled.modes.get(rule_index)?.get(phrase_index).copied()
    }

    /// The texts that the set looks for, in its order.
    pub(super) fn sought(&self) -> &[Sought] {
        &self.inner.compiled.sought
    }

    /// The rules of hits of this set, each once, in the order in which the hits turn up.
    pub(crate) fn rules_of(&self, hits: &Hits) -> Vec<&KeywordRule> {
        let mut rules: Vec<&KeywordRule> = Vec::new();
        for rule in hits.rules().filter_map(|rule| self.inner.rules.get(rule)) {
            if !rules.iter().any(|present| std::ptr::eq(*present, rule)) {
                rules.push(rule);
            }
        }
        rules
    }

    /// The topics of a message: the labels of the rules that fire, in the order in which they turn up.
    ///
    /// ```
    /// use scrm_core::keyword::{KeywordConfig, KeywordMatcher};
    /// let matcher = KeywordMatcher::new(&KeywordConfig::standard())?;
    /// assert_eq!(matcher.labels("do you deliver, and what is the price?"), ["delivery", "price"]);
    /// # Ok::<(), scrm_core::keyword::KeywordError>(())
    /// ```
    #[must_use]
    pub fn labels(&self, message: &str) -> Vec<&str> {
        self.labels_folded(&Folded::new(message))
    }

    /// The topics of a folded message; see [`Self::labels`].
    #[must_use]
    pub fn labels_folded(&self, message: &Folded<'_>) -> Vec<&str> {
        let hits = self.scan(message, Wanted::Phrases);
        let mut seen = vec![false; if hits.is_empty() { 0 } else { self.inner.rules.len() }];
        let mut labels: Vec<&str> = Vec::new();
        for rule in hits.rules() {
            let first = seen.get_mut(rule).is_some_and(|seen| !std::mem::replace(seen, true));
            let Some(rule) = self.inner.rules.get(rule).filter(|_| first) else { continue };
            if !labels.contains(&rule.label.as_str()) {
                labels.push(&rule.label);
            }
        }
        labels
    }

    /// The hit to act on: of the rule with the highest priority; among equals the longest phrase, then the
    /// first in the message, then the earlier rule, then the earlier phrase. A regular expression counts as
    /// long as the piece it found.
    ///
    /// ```
    /// use scrm_core::foundation::text::Folded;
    /// use scrm_core::keyword::{KeywordConfig, KeywordMatcher};
    /// let matcher = KeywordMatcher::new(&KeywordConfig::standard())?;
    /// let best = matcher.best(&Folded::new("delivery: how much does it cost?")).unwrap();
    /// assert_eq!(best.rule.as_str(), "keyword.price");
    /// assert_eq!(matcher.best(&Folded::new("thanks!")), None);
    /// # Ok::<(), scrm_core::keyword::KeywordError>(())
    /// ```
    #[must_use]
    pub fn best(&self, message: &Folded<'_>) -> Option<KeywordHit> {
        let hits = self.scan(message, Wanted::Phrases).0;
        let rank = |hit: &Hit| {
            let priority = self.inner.rules.get(hit.rule).map_or(i32::MIN, |rule| rule.priority);
            (Reverse(priority), Reverse(hit.characters), hit.start, hit.rule, hit.phrase)
        };
        let best = hits.into_iter().min_by_key(rank)?;
        self.word(&best, message.original_span(best.start..best.end))
    }

    /// Every phrase that stands in a folded message, with what keeps it from being a hit.
    pub(super) fn standing(&self, message: &Folded<'_>) -> Vec<StandingPhrase> {
        let mut collector = Collector::new(self, message, Wanted::Places, Vec::new());
        collector.scan(&mut WordRoom::default());
        collector.explain()
    }

    /// The same of many messages, one after the other, with the first place of each phrase alone; of those that need
    /// companions, every place.
    pub(super) fn each_standing<'t>(
        &self,
        messages: impl IntoIterator<Item = &'t str>,
        mut each: impl FnMut(usize, &Folded<'t>, &[StandingPhrase]),
    ) {
        let (mut hits, mut words) = (Vec::new(), WordRoom::for_many_messages());
        for (index, message) in messages.into_iter().enumerate() {
            let folded = Folded::new(message);
            let mut collector = Collector::new(self, &folded, Wanted::Phrases, hits);
            collector.scan(&mut words);
            let standing = collector.explain();
            hits = collector.into_hits().0;
            hits.clear();
            each(index, &folded, &standing);
        }
    }

    /// A hit in words.
    pub(super) fn hit(&self, hit: &Hit, message: &Folded<'_>) -> Option<KeywordHit> {
        self.word(hit, message.original_span(hit.start..hit.end))
    }

    fn word(&self, hit: &Hit, span: TextSpan) -> Option<KeywordHit> {
        let rule = self.inner.rules.get(hit.rule)?;
        Some(KeywordHit { rule_index: hit.rule, rule: rule.id.clone(), phrase_index: hit.phrase, span })
    }
}
