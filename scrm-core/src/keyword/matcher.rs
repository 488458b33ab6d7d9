//! Finding keywords in a message.

use std::cmp::Reverse;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::automaton::Found;
use super::compile::{Compiled, Pattern, Role, Target, compile};
use super::config::{KeywordConfig, KeywordLimits, KeywordRule, MatchMode};
use super::elongation::{MEANT, Shortened, may_have_runs};
use super::error::KeywordError;
use super::near::Companions;
use super::standing::Ground;
use super::stem_memo::StemMemo;
use crate::foundation::RuleId;
use crate::foundation::text::{Folded, SpanCursor, TextSpan};

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
    limits: KeywordLimits,
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
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) rule: usize,
    pub(super) phrase: usize,
    pub(super) characters: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a set of keywords found in a message, in the order of where it begins; of what begins together the
/// longer first, then by rule and phrase.
#[derive(Clone, Default)]
pub(crate) struct Hits(Vec<Hit>);

impl Hits {
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn list(&self) -> &[Hit] {
        &self.0
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
            inner: Arc::new(Inner { rules: config.rules.clone(), compiled, limits: config.limits.clone() }),
        })
    }

    /// The rules, in order.
    #[must_use]
    pub fn rules(&self) -> &[KeywordRule] {
        &self.inner.rules
    }

    /// What it was compiled from.
    pub(crate) fn config(&self) -> KeywordConfig {
        KeywordConfig { limits: self.inner.limits.clone(), rules: self.inner.rules.clone() }
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
        let mut room = Room::for_many_messages();
        for (index, message) in messages.into_iter().enumerate() {
            let folded = Folded::new(message);
            let mut collector = Collector::new(self, folded.text(), Wanted::Places, room);
            self.run(&mut collector, folded.text());
            room = collector.into_room();
            let mut cursor = SpanCursor::new(&folded);
            for hit in room.hits.drain(..) {
                let span = cursor.span(hit.start..hit.end);
                found(index, KeywordPlace { rule_index: hit.rule, phrase_index: hit.phrase, span });
            }
        }
    }

    /// What the set finds in a folded message.
    pub(crate) fn scan(&self, message: &Folded<'_>, wanted: Wanted) -> Hits {
        let mut collector = Collector::new(self, message.text(), wanted, Room::default());
        self.run(&mut collector, message.text());
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

    fn run(&self, collector: &mut Collector<'_>, text: &str) {
        if let Some(automaton) = &self.inner.compiled.automaton {
            automaton.scan(text, |found| collector.take(found));
        }
        collector.finish();
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

    /// Every phrase that stands in a folded message, with what keeps it from being a hit.
    pub(super) fn standing(&self, message: &Folded<'_>) -> Vec<StandingPhrase> {
        let mut collector = Collector::new(self, message.text(), Wanted::Places, Room::default());
        if let Some(automaton) = &self.inner.compiled.automaton {
            automaton.scan(message.text(), |found| collector.take(found));
        }
        collector.explain()
    }

    /// The same of many messages, one after the other, with the first place of each phrase alone; of those that need
    /// companions, every place.
    pub(super) fn each_standing<'t>(
        &self,
        messages: impl IntoIterator<Item = &'t str>,
        mut each: impl FnMut(usize, &Folded<'t>, &[StandingPhrase]),
    ) {
        let mut room = Room::for_many_messages();
        for (index, message) in messages.into_iter().enumerate() {
            let folded = Folded::new(message);
            let mut collector = Collector::new(self, folded.text(), Wanted::Phrases, room);
            if let Some(automaton) = &self.inner.compiled.automaton {
                automaton.scan(folded.text(), |found| collector.take(found));
            }
            let standing = collector.explain();
            room = collector.into_room();
            room.hits.clear();
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

/// A phrase that stands in a message.
pub(super) struct StandingPhrase {
    pub(super) hit: Hit,
    /// The number of the negative phrase that silences its rule.
    pub(super) silenced_by: Option<usize>,
    /// The numbers of the companions that do not stand near.
    pub(super) missing: Vec<usize>,
}

impl Inner {
    /// The numbers of the companions that a hit is without.
    fn missing(&self, hit: &Hit, companions: &Companions, text: &str) -> Vec<usize> {
        let term = self.rules.get(hit.rule).and_then(|rule| rule.term(hit.phrase));
        term.map_or_else(Vec::new, |term| companions.missing(hit, term, text).collect())
    }
}

/// What a search leaves for the next: an empty list that hits go into, and stems that are known.
#[derive(Debug, Default)]
pub(super) struct Room {
    hits: Vec<Hit>,
    stems: StemMemo,
}

impl Room {
    fn for_many_messages() -> Self {
        Self { stems: StemMemo::for_many_messages(), ..Self::default() }
    }
}

/// Takes what an automaton finds in a text for one set of keywords.
pub(super) struct Collector<'m> {
    inner: &'m Inner,
    ground: Ground<'m>,
    wanted: Wanted,
    room: Room,
    /// Of those of them that count only beside others.
    companions: Companions,
    silenced: Marks,
    /// The rules that are silenced, each with the negative phrase that was met first.
    negatives: Vec<(usize, usize)>,
    seen: Marks,
}

impl<'m> Collector<'m> {
    pub(super) fn new(matcher: &'m KeywordMatcher, text: &'m str, wanted: Wanted, room: Room) -> Self {
        Self::of(&matcher.inner, text, wanted, room)
    }

    fn of(inner: &'m Inner, text: &'m str, wanted: Wanted, room: Room) -> Self {
        Self {
            inner,
            ground: Ground::new(text),
            wanted,
            room,
            companions: Companions::default(),
            silenced: Marks::default(),
            negatives: Vec::new(),
            seen: Marks::default(),
        }
    }

    /// How many phrases the automaton looks for.
    pub(super) fn phrase_count(&self) -> usize {
        self.inner.compiled.texts.len()
    }

    pub(super) fn take(&mut self, found: Found) {
        let compiled = &self.inner.compiled;
        match compiled.targets.get(found.pattern) {
            Some(Target::Phrase(number)) => {
                let Some(pattern) = compiled.patterns.get(*number).filter(|it| self.is_wanted(*number, it))
                else {
                    return;
                };
                if let Some(place) = self.ground.place(found, pattern.standing) {
                    self.put(*number, pattern, place);
                }
            }
            Some(Target::Beginning(group)) => {
                let mut stems = std::mem::take(&mut self.room.stems);
                compiled.inflected.find(
                    *group,
                    self.ground.text,
                    found.start,
                    &mut stems,
                    |number, place| {
                        if let Some(pattern) =
                            compiled.patterns.get(number).filter(|it| self.is_wanted(number, it))
                        {
                            self.put(number, pattern, place);
                        }
                    },
                );
                self.room.stems = stems;
            }
            None => {}
        }
    }

    fn is_wanted(&self, number: usize, pattern: &Pattern) -> bool {
        match (pattern.role, self.wanted) {
            (Role::Companion(_), _) => true,
            (Role::Negative, _) => !self.silenced.has(pattern.rule),
            (Role::Keyword, Wanted::Places) => self.room.hits.len() < self.inner.limits.max_hits,
            (Role::Keyword, Wanted::Phrases) => pattern.has_companions || !self.seen.has(number),
        }
    }

    fn put(&mut self, number: usize, pattern: &Pattern, place: Range<usize>) {
        let Pattern { rule, phrase, characters, .. } = *pattern;
        match pattern.role {
            Role::Negative => {
                self.silenced.set(rule, self.inner.rules.len());
                self.negatives.push((rule, phrase));
            }
            Role::Companion(companion) => self.companions.add(rule, phrase, companion, place),
            Role::Keyword => {
                if self.wanted == Wanted::Phrases {
                    self.seen.set(number, self.inner.compiled.patterns.len());
                }
                self.room.hits.push(Hit { rule, phrase, characters, start: place.start, end: place.end });
            }
        }
    }

    /// What was found in all.
    pub(super) fn into_hits(self) -> Hits {
        Hits(self.room.hits)
    }

    /// The same, with what else is kept for the next message.
    fn into_room(self) -> Room {
        self.room
    }

    /// Once the automaton has looked at the whole text.
    pub(super) fn finish(&mut self) {
        self.take_the_rest();
        if !self.silenced.is_empty() {
            self.room.hits.retain(|hit| !self.silenced.has(hit.rule));
        }
        if self.inner.compiled.has_companions {
            let (inner, companions, text) = (self.inner, &self.companions, self.ground.text);
            self.room.hits.retain(|hit| inner.missing(hit, companions, text).is_empty());
        }
        self.sort();
    }

    /// What was found in all, with what keeps it from being a hit.
    fn explain(&mut self) -> Vec<StandingPhrase> {
        self.take_the_rest();
        self.sort();
        let (inner, text) = (self.inner, self.ground.text);
        let negative =
            |rule: usize| self.negatives.iter().find(|(of, _)| *of == rule).map(|(_, phrase)| *phrase);
        let explained = self.room.hits.iter().map(|hit| StandingPhrase {
            hit: *hit,
            silenced_by: negative(hit.rule),
            missing: inner.missing(hit, &self.companions, text),
        });
        explained.collect()
    }

    fn sort(&mut self) {
        let key = |hit: &Hit| (hit.start, Reverse(hit.end), hit.rule, hit.phrase);
        self.room.hits.sort_unstable_by_key(key);
        // What is drawn out is read in several ways.
        self.room.hits.dedup_by_key(|hit| key(hit));
        if self.wanted == Wanted::Places {
            self.room.hits.truncate(self.inner.limits.max_hits);
        }
    }

    /// What the automaton does not look for, and what stands in the text once words that are drawn out are shortened.
    fn take_the_rest(&mut self) {
        self.take_slips_and_expressions();
        if may_have_runs(self.ground.text) {
            MEANT.into_iter().for_each(|meant| self.take_drawn_out(meant));
        }
        self.companions.sort();
    }

    fn take_drawn_out(&mut self, meant: usize) {
        let Some(shortened) = Shortened::new(self.ground.text, meant) else { return };
        let mut other = Collector::of(self.inner, &shortened.text, self.wanted, Room::default());
        if let Some(automaton) = &self.inner.compiled.automaton {
            automaton.scan(&shortened.text, |found| other.take(found));
        }
        other.take_slips_and_expressions();
        self.room.hits.extend(other.room.hits.into_iter().map(|hit| {
            let (start, end) = shortened.original(hit.start, hit.end);
            Hit { start, end, ..hit }
        }));
        self.companions.take(other.companions, |place| shortened.original(place.start, place.end));
        for (rule, phrase) in other.negatives {
            self.silenced.set(rule, self.inner.rules.len());
            self.negatives.push((rule, phrase));
        }
    }

    fn take_slips_and_expressions(&mut self) {
        let inner = self.inner;
        inner.compiled.typos.scan(self.ground.text, |number, place| {
            if let Some(pattern) =
                inner.compiled.patterns.get(number).filter(|pattern| self.is_wanted(number, pattern))
            {
                self.put(number, pattern, place);
            }
        });
        self.take_expressions();
    }

    fn take_expressions(&mut self) {
        let Some(expressions) = &self.inner.compiled.expressions else { return };
        let text = self.ground.text;
        for index in expressions.set.matches(text) {
            let Some(expression) = expressions.list.get(index) else { continue };
            // The first place only: looking for all of them is not linear for every expression.
            let Some(place) = expression.regex.find(text).filter(|place| !place.is_empty()) else { continue };
            let Some(pattern) = self.inner.compiled.patterns.get(expression.pattern) else { continue };
            let characters = place.as_str().chars().count();
            self.put(expression.pattern, &Pattern { characters, ..*pattern }, place.range());
        }
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
