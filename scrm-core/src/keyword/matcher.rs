//! Finding keywords in a message.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

use super::automaton::Found;
use super::compile::{Compiled, Pattern, compile};
use super::config::{KeywordConfig, KeywordRule, MatchMode};
use super::error::KeywordError;
use crate::foundation::RuleId;
use crate::foundation::text::{Folded, SpanCursor, TextSpan, is_unspaced_script, is_word_character};

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
    inner: Arc<Inner>,
}

struct Inner {
    rules: Vec<KeywordRule>,
    compiled: Compiled,
    max_hits: usize,
}

impl fmt::Debug for KeywordMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeywordMatcher")
            .field("rules", &self.inner.rules.len())
            .field("patterns", &self.inner.compiled.patterns.len())
            .finish_non_exhaustive()
    }
}

/// A hit before it is worded: a pattern or an expression, and its place in the folded text.
#[derive(Clone, Copy)]
pub(super) struct Hit {
    rule: usize,
    phrase: usize,
    characters: usize,
    start: usize,
    end: usize,
}

/// What a set of keywords found in a message, in the order of where it begins; of what begins together the
/// longer first, then by rule and phrase.
#[derive(Clone, Default)]
pub(crate) struct Hits(Vec<Hit>);

impl Hits {
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rules by their places in the set, once for every hit.
    pub(crate) fn rules(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|hit| hit.rule)
    }
}

/// How much of what is found is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Every place, up to the limit.
    Places,
    /// The first place of each phrase.
    Phrases,
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
                max_hits: config.limits.max_hits,
            }),
        })
    }

    /// The rules, in order.
    #[must_use]
    pub fn rules(&self) -> &[KeywordRule] {
        &self.inner.rules
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
        let mut hits = Vec::new();
        for (index, message) in messages.into_iter().enumerate() {
            let folded = Folded::new(message);
            let collector = Collector::new(self, folded.text(), Wanted::Places, hits);
            hits = self.run(collector, folded.text()).0;
            let mut cursor = SpanCursor::new(&folded);
            for hit in hits.drain(..) {
                let span = cursor.span(hit.start..hit.end);
                found(index, KeywordPlace { rule_index: hit.rule, phrase_index: hit.phrase, span });
            }
        }
    }

    /// What the set finds in a folded message.
    pub(crate) fn scan(&self, message: &Folded<'_>, wanted: Wanted) -> Hits {
        self.run(Collector::new(self, message.text(), wanted, Vec::new()), message.text())
    }

    fn run(&self, mut collector: Collector<'_>, text: &str) -> Hits {
        if let Some(automaton) = &self.inner.compiled.automaton {
            automaton.scan(text, |found| collector.take(found));
        }
        collector.finish()
    }

    /// The folded phrases of the set's automaton, in its order.
    pub(super) fn phrases(&self) -> impl Iterator<Item = &str> {
        self.inner.compiled.texts.iter().map(String::as_str)
    }

    /// The rules of hits of this set, each once, in the order in which the hits turn up.
    pub(crate) fn rules_of(&self, hits: &Hits) -> Vec<&KeywordRule> {
        let mut rules: Vec<&KeywordRule> = Vec::new();
        for rule in hits.rules().filter_map(|rule| self.inner.rules.get(rule)) {
            if rules.iter().all(|present| present.id != rule.id) {
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

    fn word(&self, hit: &Hit, span: TextSpan) -> Option<KeywordHit> {
        let rule = self.inner.rules.get(hit.rule)?;
        Some(KeywordHit { rule_index: hit.rule, rule: rule.id.clone(), phrase_index: hit.phrase, span })
    }
}

/// Takes what an automaton finds in a text for one set of keywords.
pub(super) struct Collector<'m> {
    inner: &'m Inner,
    text: &'m str,
    wanted: Wanted,
    hits: Vec<Hit>,
    silenced: Marks,
    seen: Marks,
    core: OnceCell<Range<usize>>,
}

impl<'m> Collector<'m> {
    /// `room` is an empty list that the hits go into.
    pub(super) fn new(matcher: &'m KeywordMatcher, text: &'m str, wanted: Wanted, room: Vec<Hit>) -> Self {
        let (silenced, seen) = (Marks::default(), Marks::default());
        Self { inner: &matcher.inner, text, wanted, hits: room, silenced, seen, core: OnceCell::new() }
    }

    pub(super) fn phrase_count(&self) -> usize {
        self.inner.compiled.patterns.len()
    }

    pub(super) fn take(&mut self, found: Found) {
        let patterns = &self.inner.compiled.patterns;
        let Some(pattern) = patterns.get(found.pattern) else { return };
        if self.wanted == Wanted::Places {
            if !pattern.negative && self.hits.len() >= self.inner.max_hits {
                return;
            }
        } else if self.seen.has(found.pattern) {
            return;
        }
        if !stands(self.text, found, pattern.mode, &self.core) {
            return;
        }
        if self.wanted == Wanted::Phrases {
            self.seen.set(found.pattern, patterns.len());
        }
        if pattern.negative {
            self.silenced.set(pattern.rule, self.inner.rules.len());
        } else {
            self.hits.push(hit(pattern, found));
        }
    }

    /// What was found in all, taken out.
    pub(super) fn finish(&mut self) -> Hits {
        self.inner.scan_expressions(self.text, &mut self.hits);
        if !self.silenced.is_empty() {
            self.hits.retain(|hit| !self.silenced.has(hit.rule));
        }
        self.hits.sort_unstable_by_key(|hit| (hit.start, Reverse(hit.end), hit.rule, hit.phrase));
        Hits(std::mem::take(&mut self.hits))
    }
}

impl Inner {
    fn scan_expressions(&self, text: &str, hits: &mut Vec<Hit>) {
        let Some(expressions) = &self.compiled.expressions else { return };
        for index in expressions.set.matches(text) {
            let Some(expression) = expressions.list.get(index) else { continue };
            // The first place only: looking for all of them is not linear for every expression.
            let Some(place) = expression.regex.find(text).filter(|place| !place.is_empty()) else { continue };
            hits.push(Hit {
                rule: expression.rule,
                phrase: expression.phrase,
                characters: place.as_str().chars().count(),
                start: place.start(),
                end: place.end(),
            });
        }
    }
}

const fn hit(pattern: &Pattern, found: Found) -> Hit {
    Hit {
        rule: pattern.rule,
        phrase: pattern.phrase,
        characters: pattern.characters,
        start: found.start,
        end: found.end,
    }
}

/// A set of small numbers that costs nothing while it is empty.
#[derive(Default)]
struct Marks(Vec<u64>);

impl Marks {
    fn set(&mut self, index: usize, of: usize) {
        if self.0.is_empty() {
            self.0.resize(of / 64 + 1, 0);
        }
        if let Some(block) = self.0.get_mut(index / 64) {
            *block |= 1 << (index % 64);
        }
    }

    fn has(&self, index: usize) -> bool {
        self.0.get(index / 64).is_some_and(|block| block & (1 << (index % 64)) != 0)
    }

    const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a phrase stands in the text as its mode asks.
fn stands(text: &str, found: Found, mode: MatchMode, core: &OnceCell<Range<usize>>) -> bool {
    let (Some(before), Some(phrase), Some(after)) =
        (text.get(..found.start), text.get(found.start..found.end), text.get(found.end..))
    else {
        return false;
    };
    let (previous, next) = (before.chars().next_back(), after.chars().next());
    let (Some(first), Some(last)) = (phrase.chars().next(), phrase.chars().next_back()) else { return false };
    // A letter with a mark is another letter than the one without.
    if next.is_some_and(is_mark) || (is_mark(first) && previous.is_some_and(is_word_character)) {
        return false;
    }
    match mode {
        MatchMode::Substring | MatchMode::Regex => true,
        MatchMode::Auto => {
            let free = |inside: char, outside: Option<char>| {
                outside.is_none_or(|outside| {
                    !is_word_character(outside)
                        || !is_word_character(inside)
                        || is_unspaced_script(inside)
                        || is_unspaced_script(outside)
                })
            };
            free(first, previous) && free(last, next)
        }
        MatchMode::Word => {
            let free = |inside: char, outside: Option<char>| {
                outside.is_none_or(|outside| {
                    !is_word_character(outside)
                        || !is_word_character(inside)
                        || is_unspaced_script(inside) != is_unspaced_script(outside)
                })
            };
            free(first, previous) && free(last, next)
        }
        MatchMode::WholeMessage => {
            let core = core.get_or_init(|| core_of(text));
            found.start <= core.start && core.end <= found.end
        }
    }
}

/// A message without the punctuation, emoji and spaces around it; all of it where there is nothing else.
fn core_of(text: &str) -> Range<usize> {
    let Some(start) = text.find(is_word_character) else { return 0..text.len() };
    let end = text
        .char_indices()
        .rfind(|(_, character)| is_word_character(*character))
        .map_or(start, |(at, character)| at + character.len_utf8());
    start..end
}

fn is_mark(character: char) -> bool {
    !character.is_ascii() && is_combining_mark(character)
}
