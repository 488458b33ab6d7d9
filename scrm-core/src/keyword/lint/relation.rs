//! What the phrases of a set have to do with each other, whatever the messages are.

use rustc_hash::FxHashMap;

use super::phrase::{Part, Phrase};
use super::twin::Twin;
use crate::foundation::text::{Folded, is_unspaced_script, words};
use crate::keyword::config::{KeywordConfig, MatchMode};
use crate::keyword::matcher::KeywordMatcher;

/// How a phrase is bound to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bond {
    /// The other finds the same.
    Same,
    /// Wherever it fires the other fires too, and goes first.
    Behind,
    /// Wherever it fires the other fires too, and it goes first itself.
    Before,
    /// The other, a negative phrase of its own rule, stands wherever it does.
    Silenced,
}

/// A phrase and the one that it is bound to, by their numbers in the list of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) phrase: usize,
    pub(super) other: usize,
    pub(super) bond: Bond,
}

/// Every phrase that finds the same as an earlier one: as the first of its rule, and as the first of all other rules.
pub(super) fn same(phrases: &[Phrase<'_>]) -> Vec<Relation> {
    let mut first_of_all: FxHashMap<(bool, String), usize> = FxHashMap::default();
    let mut first_of_rule: FxHashMap<(usize, bool, bool, String), usize> = FxHashMap::default();
    let mut relations = Vec::new();
    for (number, phrase) in phrases.iter().enumerate() {
        // What counts only beside companions is another phrase than the same text alone.
        if phrase.has_companions || phrase.is_companion() {
            continue;
        }
        let negative = phrase.keyword().is_none();
        let (whole, text) = phrase.text_key();
        let mut of_rule = vec![(phrase.rule, negative, whole, text.clone())];
        of_rule
            .extend(phrase.stem_key().map(|stems| (phrase.rule, negative, whole, format!("\u{1}{stems}"))));
        let known = of_rule.iter().find_map(|key| first_of_rule.get(key)).copied();
        let repeated = known.and_then(|known| needless(phrases, known, number));
        for key in of_rule {
            let first = first_of_rule.entry(key).or_insert(number);
            // The one that stays is the one that the next is compared with.
            *first = repeated.filter(|repeated| repeated.phrase == *first).map_or(*first, |_| number);
        }
        if known.is_some() {
            relations.extend(repeated);
        } else if !negative {
            let mut of_all = vec![(whole, text)];
            of_all.extend(phrase.stem_key().map(|stems| (whole, format!("\u{1}{stems}"))));
            let known = of_all.iter().find_map(|key| first_of_all.get(key)).copied();
            for key in of_all {
                first_of_all.entry(key).or_insert(number);
            }
            if let Some(other) = known {
                relations.push(Relation { phrase: number, other, bond: Bond::Same });
            }
        }
    }
    relations
}

/// Which of two phrases with one text finds nothing that the other does not; the later one where neither does.
fn needless(phrases: &[Phrase<'_>], earlier: usize, later: usize) -> Option<Relation> {
    let finds_all_of = |one: usize, other: usize| {
        phrases.get(one).zip(phrases.get(other)).is_some_and(|(one, other)| one.finds_all_of(other))
    };
    let (phrase, other) = if finds_all_of(earlier, later) {
        (later, earlier)
    } else if finds_all_of(later, earlier) {
        (earlier, later)
    } else {
        return None;
    };
    Some(Relation { phrase, other, bond: Bond::Same })
}

/// What always stands where a phrase does: of each phrase the negative phrase that silences it, or the strongest phrase
/// that goes before it, or the longest that goes behind it.
pub(super) fn bound(
    phrases: &[Phrase<'_>],
    config: &KeywordConfig,
    matcher: &KeywordMatcher,
    negatives: Option<&Twin>,
) -> Vec<Relation> {
    let probing = Probing { phrases, config, matcher, negatives, numbers: numbers(phrases) };
    (0..phrases.len()).filter_map(|number| probing.relation(number)).collect()
}

/// The number in the list of every phrase that fires, by its rule and its number there.
fn numbers(phrases: &[Phrase<'_>]) -> FxHashMap<(usize, usize), usize> {
    let keywords = phrases.iter().enumerate();
    keywords.filter_map(|(number, phrase)| Some(((phrase.rule, phrase.keyword()?), number))).collect()
}

struct Probing<'p, 'c> {
    phrases: &'p [Phrase<'c>],
    config: &'c KeywordConfig,
    matcher: &'p KeywordMatcher,
    negatives: Option<&'p Twin>,
    numbers: FxHashMap<(usize, usize), usize>,
}

impl Probing<'_, '_> {
    fn relation(&self, number: usize) -> Option<Relation> {
        let phrase = self.phrases.get(number).filter(|phrase| phrase.keyword().is_some())?;
        // What an expression finds is not known before.
        if phrase.mode == MatchMode::Regex {
            return None;
        }
        let relation = |other, bond| Some(Relation { phrase: number, other, bond });
        let probes = self.probes(number, phrase);
        let mut silencers: Option<Vec<usize>> = None;
        for probe in &probes {
            let mut found = Vec::new();
            if let Some(negatives) = self.negatives {
                negatives.find(&Folded::new(probe), |negative, _| found.push(negative));
            }
            found.sort_unstable();
            silencers = Some(match silencers {
                Some(known) => {
                    known.into_iter().filter(|negative| found.binary_search(negative).is_ok()).collect()
                }
                None => found,
            });
        }
        let silencers = silencers.unwrap_or_default();
        let rule_of = |negative: &usize| self.phrases.get(*negative).map(|phrase| phrase.rule);
        // Negative phrases stand as `auto`, in all forms of their words or in the one that is written.
        let own = silencers.iter().copied().find(|negative| {
            rule_of(negative) == Some(phrase.rule)
                && self.phrases.get(*negative).is_some_and(|it| holds(phrase, it))
        });
        if let Some(negative) = own.or_else(|| self.silencing_companion(phrase)) {
            return relation(negative, Bond::Silenced);
        }
        let silenced: Vec<usize> = silencers.iter().filter_map(rule_of).collect();
        let mut always: Option<Vec<usize>> = None;
        for probe in &probes {
            let found = self.found(probe);
            always = Some(match always {
                Some(known) => known.into_iter().filter(|other| found.binary_search(other).is_ok()).collect(),
                None => found,
            });
        }
        let others = always.unwrap_or_default().into_iter().filter(|other| {
            self.phrases.get(*other).is_some_and(|other| {
                other.rule != phrase.rule
                    && !silenced.contains(&other.rule)
                    && !other.has_companions
                    && !other.is_same_as(phrase)
                    && holds(phrase, other)
            })
        });
        let strongest = others.min_by_key(|other| self.rank(*other))?;
        let bond = if self.rank(strongest) < self.rank(number) { Bond::Behind } else { Bond::Before };
        relation(strongest, bond)
    }

    /// The negative phrase of its own rule that stands wherever a companion does without which a phrase does not count.
    fn silencing_companion(&self, phrase: &Phrase<'_>) -> Option<usize> {
        let negatives = self.negatives.filter(|_| phrase.has_companions)?;
        let of_rule = self.config.rules.get(phrase.rule)?.phrases.len();
        let term = phrase.keyword()?.checked_sub(of_rule)?;
        let is_companion = |it: &&Phrase<'_>| {
            it.rule == phrase.rule && matches!(it.part, Part::Companion(of, _) if of == term)
        };
        self.phrases.iter().filter(is_companion).find_map(|companion| {
            let mut silencer = None;
            negatives.find(&Folded::new(&companion.folded), |negative, _| {
                let it = self.phrases.get(negative);
                if it.is_some_and(|it| it.rule == phrase.rule && holds(companion, it)) {
                    silencer.get_or_insert(negative);
                }
            });
            silencer
        })
    }

    /// Texts in which a phrase stands: alone, and pressed between letters or digits where it may stand so. A digit is no
    /// ending of any word, as a letter may be.
    fn probes(&self, number: usize, phrase: &Phrase<'_>) -> Vec<String> {
        let text = phrase.folded.as_str();
        let mut probes = vec![text.to_owned()];
        if let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) {
            for pressed in [format!("{first}{text}{last}"), format!("7{text}7")] {
                if phrase.mode == MatchMode::Substring || self.found(&pressed).contains(&number) {
                    probes.push(pressed);
                }
            }
        }
        probes
    }

    /// The phrases that stand in a text.
    fn found(&self, text: &str) -> Vec<usize> {
        let hits = self.matcher.standing(&Folded::new(text)).into_iter();
        let mut found: Vec<usize> =
            hits.filter_map(|it| self.numbers.get(&(it.hit.rule, it.hit.phrase)).copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Which phrase goes first where both fire, the place apart.
    fn rank(&self, number: usize) -> (std::cmp::Reverse<i32>, std::cmp::Reverse<usize>, usize) {
        let phrase = self.phrases.get(number);
        let rule = phrase.and_then(|phrase| self.config.rules.get(phrase.rule));
        // An expression is as long as what it finds, which is no longer than the phrase that it is found in.
        let counted = phrase.filter(|phrase| phrase.mode != MatchMode::Regex);
        let characters = counted.map_or(0, |phrase| phrase.folded.chars().count());
        (
            std::cmp::Reverse(rule.map_or(i32::MIN, |rule| rule.priority)),
            std::cmp::Reverse(characters),
            number,
        )
    }
}

/// Whether a phrase that stands in another's text stands wherever the other does, in whatever form that is.
fn holds(phrase: &Phrase<'_>, other: &Phrase<'_>) -> bool {
    use MatchMode::{AsWritten, Auto, Regex, Stem, Substring, Typo, WholeMessage, Word};
    let unspaced = |it: &Phrase<'_>| it.folded.contains(is_unspaced_script);
    let is_fixed = match phrase.mode {
        AsWritten | Word | Substring | WholeMessage => true,
        Auto => !phrase.inflects(),
        Stem | Typo => unspaced(phrase),
        Regex => false,
    };
    match other.mode {
        Regex => !other.folded.contains(['^', '$', '\\']) && is_fixed,
        WholeMessage => phrase.mode == WholeMessage,
        _ if is_fixed => true,
        Stem | Auto if phrase.inflects() => other.language == phrase.language && other.inflects(),
        Typo if phrase.mode == Typo => {
            let own: Vec<&str> = words(&phrase.folded).map(|word| word.text).collect();
            let others: Vec<&str> = words(&other.folded).map(|word| word.text).collect();
            !others.is_empty() && own.windows(others.len()).any(|window| window == others)
        }
        _ => false,
    }
}
