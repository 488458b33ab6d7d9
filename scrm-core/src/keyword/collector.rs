//! Taking what is found in a message: which of it stands as it has to, and what keeps the rest from being a hit.

use std::cmp::Reverse;
use std::ops::Range;

use super::compile::{Pattern, Role, number};
use super::elongation::{MEANT, RUN, Shortened, has_runs};
use super::finder::Found;
use super::matcher::{Inner, KeywordMatcher};
use super::near::Companions;
use super::standing::{Ground, Standing};
use super::word_trie::WordRoom;
use crate::foundation::text::{Folded, MayHave};

/// A hit before it is worded: a pattern or an expression, and its place in the folded text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) rule: usize,
    pub(super) phrase: usize,
    pub(super) characters: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it stands there in Latin letters.
    pub(super) romanised: bool,
}

/// What a set of keywords found in a message, in the order of where it begins; of what begins together the
/// longer first, then by rule and phrase.
#[derive(Clone, Default)]
pub(crate) struct Hits(pub(super) Vec<Hit>);

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

/// Takes what is found in a text for one set of keywords.
pub(super) struct Collector<'m> {
    inner: &'m Inner,
    ground: Ground<'m>,
    wanted: Wanted,
    hits: Vec<Hit>,
    /// Of those of them that count only beside others.
    companions: Companions,
    silenced: Marks,
    /// The rules that are silenced, each with the negative phrase that was met first.
    negatives: Vec<(usize, usize)>,
    seen: Marks,
}

impl<'m> Collector<'m> {
    pub(super) fn new(
        matcher: &'m KeywordMatcher,
        message: &'m Folded<'_>,
        wanted: Wanted,
        hits: Vec<Hit>,
    ) -> Self {
        Self::of(&matcher.inner, Ground::new(message.text(), message.may_have()), wanted, hits)
    }

    fn of(inner: &'m Inner, ground: Ground<'m>, wanted: Wanted, hits: Vec<Hit>) -> Self {
        Self {
            inner,
            ground,
            wanted,
            hits,
            companions: Companions::default(),
            silenced: Marks::default(),
            negatives: Vec::new(),
            seen: Marks::default(),
        }
    }

    /// How many texts the set looks for.
    pub(super) fn text_count(&self) -> usize {
        self.inner.compiled.sought.len()
    }

    /// Looks for all of them.
    pub(super) fn scan(&mut self, words: &mut WordRoom) {
        let (inner, text, may_have) = (self.inner, self.ground.text, self.ground.may_have);
        inner.compiled.finder.scan(text, may_have, words, |found| self.take(found));
    }

    #[inline]
    pub(super) fn take(&mut self, found: Found) {
        let number = found.sought;
        let pattern = self.inner.compiled.patterns.get(number);
        let Some(pattern) = pattern.filter(|pattern| self.is_wanted(number, pattern)) else { return };
        if let Some(place) = self.ground.place(found, pattern.standing) {
            self.put(number, pattern, place, false);
        }
    }

    fn is_wanted(&self, number: usize, pattern: &Pattern) -> bool {
        match (pattern.role, self.wanted) {
            (Role::Companion(_), _) => true,
            (Role::Negative, _) => !self.silenced.has(pattern.rule as usize),
            (Role::Keyword, Wanted::Places) => self.hits.len() < self.inner.limits.max_hits,
            (Role::Keyword, Wanted::Phrases) => pattern.has_companions || !self.seen.has(number),
        }
    }

    fn put(&mut self, number: usize, pattern: &Pattern, place: Range<usize>, romanised: bool) {
        let [rule, phrase, characters] =
            [pattern.rule, pattern.phrase, pattern.characters].map(|number| number as usize);
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
                let Range { start, end } = place;
                self.hits.push(Hit { rule, phrase, characters, start, end, romanised });
            }
        }
    }

    /// What was found in all.
    pub(super) fn into_hits(self) -> Hits {
        Hits(self.hits)
    }

    /// Once the whole text has been looked at.
    pub(super) fn finish(&mut self) {
        self.finish_text(has_runs(self.ground.text, self.ground.may_have));
    }

    /// The same where it is known whether the text has runs of letters.
    pub(super) fn finish_text(&mut self, has_runs: bool) {
        self.take_the_rest(has_runs);
        if !self.silenced.is_empty() {
            self.hits.retain(|hit| !self.silenced.has(hit.rule));
        }
        if self.inner.compiled.has_companions {
            let (inner, companions, text) = (self.inner, &self.companions, self.ground.text);
            self.hits.retain(|hit| inner.missing(hit, companions, text).is_empty());
        }
        self.sort();
    }

    /// What was found in all, with what keeps it from being a hit.
    pub(super) fn explain(&mut self) -> Vec<StandingPhrase> {
        self.take_the_rest(has_runs(self.ground.text, self.ground.may_have));
        self.sort();
        let (inner, text) = (self.inner, self.ground.text);
        let negative =
            |rule: usize| self.negatives.iter().find(|(of, _)| *of == rule).map(|(_, phrase)| *phrase);
        let explained = self.hits.iter().map(|hit| StandingPhrase {
            hit: *hit,
            silenced_by: negative(hit.rule),
            missing: inner.missing(hit, &self.companions, text),
        });
        explained.collect()
    }

    fn sort(&mut self) {
        let key = |hit: &Hit| (hit.start, Reverse(hit.end), hit.rule, hit.phrase);
        if !self.hits.is_sorted_by(|one, next| key(one) < key(next)) {
            self.hits.sort_unstable_by_key(key);
            // What is drawn out is read in several ways.
            self.hits.dedup_by_key(|hit| key(hit));
        }
        if self.wanted == Wanted::Places {
            self.hits.truncate(self.inner.limits.max_hits);
        }
    }

    /// What is looked for one by one, and what stands in the text once words that are drawn out are shortened.
    fn take_the_rest(&mut self, has_runs: bool) {
        self.take_slips_and_expressions();
        if has_runs {
            let phrases_have_runs = self.inner.compiled.has_runs;
            let meant = MEANT.into_iter().filter(|meant| *meant < RUN || phrases_have_runs);
            meant.for_each(|meant| self.take_drawn_out(meant));
        }
        self.companions.sort();
    }

    fn take_drawn_out(&mut self, meant: usize) {
        let Some(shortened) = Shortened::new(self.ground.text, meant) else { return };
        let ground = Ground::new(&shortened.text, MayHave::ANYTHING);
        let mut other = Collector::of(self.inner, ground, self.wanted, Vec::new());
        other.scan(&mut WordRoom::default());
        other.take_slips_and_expressions();
        self.hits.extend(other.hits.into_iter().map(|hit| {
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
                self.put(number, pattern, place, false);
            }
        });
        self.take_romanised();
        self.take_expressions();
    }

    fn take_romanised(&mut self) {
        let inner = self.inner;
        inner.compiled.romanised.scan(self.ground.text, |number, place| {
            let Some(pattern) = inner.compiled.patterns.get(number) else { return };
            let found = Found { sought: number, start: place.start, end: place.end };
            // Inside other words nothing is looked for in Latin letters.
            let stands_anywhere = pattern.standing != Standing::WholeMessage;
            if !stands_anywhere && self.ground.place(found, pattern.standing).is_none() {
                return;
            }
            if self.is_wanted(number, pattern) {
                self.put(number, pattern, place, true);
            } else {
                self.put_first(pattern, place);
            }
        });
    }

    /// Puts a place in Latin letters before the one that a phrase was found at as it is written.
    fn put_first(&mut self, pattern: &Pattern, place: Range<usize>) {
        let (rule, phrase) = (pattern.rule as usize, pattern.phrase as usize);
        let is_of_phrase = |hit: &&mut Hit| hit.rule == rule && hit.phrase == phrase;
        if pattern.role == Role::Keyword
            && self.wanted == Wanted::Phrases
            && let Some(hit) = self.hits.iter_mut().find(is_of_phrase).filter(|hit| place.start < hit.start)
        {
            *hit = Hit { start: place.start, end: place.end, romanised: true, ..*hit };
        }
    }

    fn take_expressions(&mut self) {
        let Some(expressions) = &self.inner.compiled.expressions else { return };
        let text = self.ground.text;
        for index in expressions.set.matches(text) {
            let Some(expression) = expressions.list.get(index) else { continue };
            // The first place only: looking for all of them is not linear for every expression.
            let Some(place) = expression.regex.find(text).filter(|place| !place.is_empty()) else { continue };
            let Some(pattern) = self.inner.compiled.patterns.get(expression.pattern) else { continue };
            #[cfg(plant)]
            if crate::foundation::plant::is_active("f6") {
                // The defect: all places, each found by looking at the whole rest of the message.
                for place in expression.regex.find_iter(text) {
                    self.put(expression.pattern, pattern, place.range(), false);
                }
            }
            let characters = number(place.as_str().chars().count());
            self.put(expression.pattern, &Pattern { characters, ..*pattern }, place.range(), false);
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
