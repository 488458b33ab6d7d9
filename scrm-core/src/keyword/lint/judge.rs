//! From what the phrases are, and how they fare, to what their owner should know.

use rustc_hash::FxHashMap;

use super::characters::{hidden, number_of, turns_direction};
use super::config::KeywordLintConfig;
use super::finding::{
    BIDIRECTIONAL_CONTROL, COMPANION_NEVER_NEAR, COMPANION_TOO_FAR, CONFUSABLE_CHARACTERS, CONFUSABLE_PAIR,
    CONTRADICTORY, DUPLICATE, HIDDEN_CHARACTER, IDLE_NEGATIVE, IMPRECISE, KeywordFinding,
    KeywordFindingEntry, KeywordLintPlace, KeywordSeverity, MANY_TOPICS, MISSING_FORMS, NEVER_FIRED,
    OVERLAPPING, PLAIN_REGEX, ROMANISED_WITHOUT_EFFECT, SHADOWED, SHORT_SUBSTRING, SILENCED, STOP_WORD,
    TOO_BROAD, TYPO_WITHOUT_EFFECT, worded,
};
use super::lookalike::{mixed_letters, sights};
use super::measure::{KeywordVerdict, RuleMeasure};
use super::phrase::{Part, Phrase, rule_place};
use super::relation::{Bond, Relation};
use super::script::Script;
use super::suitability::{
    has_no_slips, is_short_substring, is_stop_word, is_too_short_in_latin_letters, plain_phrases,
};
use super::tally::{Measured, PhraseTally, Tally};
use crate::keyword::config::{KeywordConfig, MatchMode};

/// Details that are named of many.
const MOST_DETAILS: usize = 5;
/// Topics from which on a phrase stands in messages of many.
const MANY: usize = 3;

pub(super) struct Judge<'m> {
    pub(super) config: &'m KeywordConfig,
    pub(super) thresholds: &'m KeywordLintConfig,
    pub(super) phrases: &'m [Phrase<'m>],
    pub(super) measured: &'m Measured,
    pub(super) relations: &'m [Relation],
    pub(super) rules: &'m [RuleMeasure],
}

/// A finding with what orders it.
type Ordered = ((KeywordSeverity, usize, Option<Part>, &'static str), KeywordFinding);

/// What is known of a finding before it is worded.
struct Draft<'t> {
    entry: &'static KeywordFindingEntry,
    severity: KeywordSeverity,
    rule: usize,
    /// Nothing where it is about the rule as a whole.
    phrase: Option<usize>,
    other: Option<KeywordLintPlace>,
    tally: Option<&'t Tally>,
    details: Vec<String>,
}

impl<'m> Judge<'m> {
    /// Everything there is to say, the most serious first, then by place.
    pub(super) fn findings(&self) -> Vec<KeywordFinding> {
        let mut found: Vec<Draft<'m>> = Vec::new();
        let mut bonds: FxHashMap<usize, Bond> = FxHashMap::default();
        for relation in self.relations {
            bonds.entry(relation.phrase).or_insert(relation.bond);
            found.extend(self.related(relation));
        }
        for (number, (phrase, tally)) in self.phrases.iter().zip(&self.measured.phrases).enumerate() {
            let draft = |entry| self.draft(entry, number, phrase);
            self.of_characters(phrase, &draft, &mut found);
            match phrase.part {
                Part::Keyword(_) => {
                    self.of_mode(phrase, tally, &draft, &mut found);
                    self.of_messages(phrase, tally, bonds.get(&number).copied(), &draft, &mut found);
                }
                Part::Negative(_)
                    if tally.fires.count == 0
                        && self.had_its_chance(phrase)
                        && !bonds.contains_key(&number) =>
                {
                    found.push(Draft { tally: Some(&tally.stands), ..draft(&IDLE_NEGATIVE) });
                }
                Part::Negative(_) | Part::Companion(..) => {}
            }
        }
        self.pairs(&mut found);
        self.imprecise(&mut found);
        let mut ordered: Vec<Ordered> = found.into_iter().map(|draft| self.word(draft)).collect();
        ordered.sort_by(|a, b| a.0.cmp(&b.0));
        ordered.into_iter().map(|(_, finding)| finding).collect()
    }

    fn draft(&self, entry: &'static KeywordFindingEntry, number: usize, phrase: &Phrase<'_>) -> Draft<'m> {
        let (severity, rule) = (entry.severity, phrase.rule);
        Draft { entry, severity, rule, phrase: Some(number), other: None, tally: None, details: Vec::new() }
    }

    fn related(&self, relation: &Relation) -> Option<Draft<'m>> {
        let phrase = self.phrases.get(relation.phrase)?;
        let other = self.phrases.get(relation.other)?;
        let label = |rule: usize| self.config.rules.get(rule).map(|rule| &rule.label);
        let alike = label(phrase.rule) == label(other.rule);
        let (entry, severity) = match relation.bond {
            Bond::Silenced => (&SILENCED, SILENCED.severity),
            Bond::Same if alike => (&DUPLICATE, DUPLICATE.severity),
            Bond::Same => (&CONTRADICTORY, CONTRADICTORY.severity),
            // The same topic is answered in the end.
            Bond::Behind if alike => (&SHADOWED, KeywordSeverity::Note),
            Bond::Behind => (&SHADOWED, SHADOWED.severity),
            Bond::Before if alike => return None,
            Bond::Before => (&OVERLAPPING, OVERLAPPING.severity),
        };
        let tally = self.measured.phrases.get(relation.phrase).filter(|_| self.measured.messages > 0);
        let other = Some(other.place(&self.config.rules));
        let tally =
            tally.map(|tally| if relation.bond == Bond::Silenced { &tally.stands } else { &tally.fires });
        Some(Draft { severity, other, tally, ..self.draft(entry, relation.phrase, phrase) })
    }

    fn of_characters(
        &self,
        phrase: &Phrase<'_>,
        draft: &impl Fn(&'static KeywordFindingEntry) -> Draft<'m>,
        found: &mut Vec<Draft<'m>>,
    ) {
        if phrase.text.is_ascii() && !phrase.text.contains(|letter: char| letter.is_ascii_control()) {
            return;
        }
        let (turning, unseen): (Vec<char>, Vec<char>) =
            hidden(phrase.text).into_iter().partition(|it| turns_direction(*it));
        for (entry, characters) in [(&BIDIRECTIONAL_CONTROL, turning), (&HIDDEN_CHARACTER, unseen)] {
            if !characters.is_empty() {
                let details = characters.into_iter().map(number_of).collect();
                found.push(Draft { details, ..draft(entry) });
            }
        }
        if let Some((letters, deceives)) = mixed_letters(phrase.text) {
            let severity = if deceives { CONFUSABLE_CHARACTERS.severity } else { KeywordSeverity::Note };
            let details =
                letters.into_iter().map(|letter| format!("{letter} {}", number_of(letter))).collect();
            found.push(Draft { severity, details, ..draft(&CONFUSABLE_CHARACTERS) });
        }
    }

    fn of_mode(
        &self,
        phrase: &Phrase<'_>,
        tally: &'m PhraseTally,
        draft: &impl Fn(&'static KeywordFindingEntry) -> Draft<'m>,
        found: &mut Vec<Draft<'m>>,
    ) {
        if is_stop_word(phrase) {
            found.push(Draft { tally: self.measured_only(&tally.fires), ..draft(&STOP_WORD) });
        }
        if let Some(in_any_case) = is_short_substring(phrase)
            && (in_any_case || tally.inside.count >= self.thresholds.least_evidence)
        {
            let details = most(&tally.words).into_iter().map(|(word, _)| word.clone()).collect();
            let tally = self.measured_only(&tally.inside);
            found.push(Draft { tally, details, ..draft(&SHORT_SUBSTRING) });
        }
        if has_no_slips(phrase) {
            found.push(draft(&TYPO_WITHOUT_EFFECT));
        }
        if is_too_short_in_latin_letters(phrase) {
            found.push(draft(&ROMANISED_WITHOUT_EFFECT));
        }
        if let Some(details) = plain_phrases(phrase) {
            found.push(Draft { details, ..draft(&PLAIN_REGEX) });
        }
        if phrase.leaves_forms_out() && tally.missed.count >= self.thresholds.least_evidence {
            let details =
                most(&tally.words).into_iter().map(|(form, count)| format!("{form} ({count})")).collect();
            found.push(Draft { tally: Some(&tally.missed), details, ..draft(&MISSING_FORMS) });
        }
    }

    fn of_messages(
        &self,
        phrase: &Phrase<'_>,
        tally: &'m PhraseTally,
        bond: Option<Bond>,
        draft: &impl Fn(&'static KeywordFindingEntry) -> Draft<'m>,
        found: &mut Vec<Draft<'m>>,
    ) {
        // What is there twice, or silenced, is known to come to nothing.
        if matches!(bond, Some(Bond::Same | Bond::Silenced)) {
            return;
        }
        let least = self.thresholds.least_evidence.max(1);
        let PhraseTally { stands, fires, silenced, alone, .. } = tally;
        if stands.count == 0 && self.had_its_chance(phrase) {
            found.push(Draft { tally: Some(fires), ..draft(&NEVER_FIRED) });
        }
        if silenced.count >= least && silenced.count == stands.count {
            let negative = most(&tally.silencers).first().map(|(negative, _)| **negative);
            let other = negative.and_then(|negative| self.negative(phrase.rule, negative));
            let severity = KeywordSeverity::Warning;
            found.push(Draft { tally: Some(silenced), other, severity, ..draft(&SILENCED) });
        }
        if alone.count >= least && alone.count == stands.count {
            let is_there = tally.too_far * 2 >= alone.count;
            let entry = if is_there { &COMPANION_TOO_FAR } else { &COMPANION_NEVER_NEAR };
            let term = phrase.keyword().and_then(|index| self.config.rules.get(phrase.rule)?.term(index));
            let details = term.map(|term| term.near.clone()).unwrap_or_default();
            found.push(Draft { tally: Some(alone), details, ..draft(entry) });
        }
        if fires.count < least {
            return;
        }
        if bond.is_none() {
            let outdone = fires.count == tally.loses.count;
            found.extend(if outdone {
                self.outdone(phrase, tally, draft)
            } else {
                self.accompanied(tally, draft)
            });
        }
        // A phrase that is known to be right is as broad as its topic.
        let is_right =
            self.is_labelled() && tally.right as f64 >= self.thresholds.precision * fires.count as f64;
        if self.measured.messages >= self.thresholds.enough_messages && !is_right {
            let share = fires.count as f64 / self.measured.messages as f64;
            if share > self.thresholds.broad_share {
                let details = vec![format!("{:.0} %", share * 100.0)];
                found.push(Draft { tally: Some(fires), details, ..draft(&TOO_BROAD) });
            }
        }
        found.extend(self.many_topics(tally, draft));
    }

    /// A phrase that always fires behind another rule.
    fn outdone(
        &self,
        phrase: &Phrase<'_>,
        tally: &'m PhraseTally,
        draft: &impl Fn(&'static KeywordFindingEntry) -> Draft<'m>,
    ) -> Option<Draft<'m>> {
        let winners = most(&tally.winners);
        let winner = self.phrases.get(**winners.first().map(|(winner, _)| winner)?)?;
        let topic = |rule: usize| self.measured.topic_of_rule.get(rule);
        let alike = topic(winner.rule) == topic(phrase.rule);
        let severity = if alike { KeywordSeverity::Note } else { SHADOWED.severity };
        let other = Some(winner.place(&self.config.rules));
        Some(Draft { severity, other, tally: Some(&tally.fires), ..draft(&SHADOWED) })
    }

    /// A phrase that always fires beside a rule about another topic, which does not fire everywhere.
    fn accompanied(
        &self,
        tally: &'m PhraseTally,
        draft: &impl Fn(&'static KeywordFindingEntry) -> Draft<'m>,
    ) -> Option<Draft<'m>> {
        let is_telling = |rule: &usize| {
            let fires = self.measured.rules.get(*rule).map_or(0, |rule| rule.fires);
            fires as f64 <= self.thresholds.broad_share * self.measured.messages as f64
        };
        let rule = tally.companions.iter().flatten().copied().find(is_telling)?;
        let other = Some(rule_place(rule, &self.config.rules));
        Some(Draft { other, tally: Some(&tally.fires), ..draft(&OVERLAPPING) })
    }

    /// Whether the messages have labels.
    fn is_labelled(&self) -> bool {
        self.rules.first().is_some_and(|rule| rule.quality.is_some())
    }

    /// A phrase that does not tell topics apart: by the labels of its messages, or else by what other rules fire there.
    fn many_topics(
        &self,
        tally: &'m PhraseTally,
        draft: &impl Fn(&'static KeywordFindingEntry) -> Draft<'m>,
    ) -> Option<Draft<'m>> {
        let topics = most(&tally.topics);
        let fires = tally.fires.count as f64;
        let share = self.thresholds.topic_share;
        let is_mixed = if self.is_labelled() {
            topics.first().is_some_and(|(_, count)| (**count as f64) < share * fires)
        } else {
            tally.with_others as f64 > share * fires
        };
        if !is_mixed || tally.topics.len() < MANY {
            return None;
        }
        let named = topics.iter().map(|(topic, count)| match self.measured.topics.get(**topic) {
            Some((label, _)) => format!("{label} ({count})"),
            None => format!("none ({count})"),
        });
        Some(Draft { tally: Some(&tally.fires), details: named.collect(), ..draft(&MANY_TOPICS) })
    }

    /// Phrases of different rules that look the same and are not.
    fn pairs(&self, found: &mut Vec<Draft<'m>>) {
        let mut seen: [FxHashMap<String, usize>; 3] = Default::default();
        // An expression is no word that could be mistaken for another.
        let is_seen = |it: &Phrase<'_>| it.keyword().is_some() && it.mode != MatchMode::Regex;
        for (number, phrase) in self.phrases.iter().enumerate().filter(|(_, it)| is_seen(it)) {
            let mut twin = None;
            for (sight, seen) in sights(phrase.text).into_iter().zip(&mut seen) {
                let first = *seen.entry(sight).or_insert(number);
                let known = self
                    .phrases
                    .get(first)
                    .filter(|known| known.rule != phrase.rule && known.text_key().1 != phrase.text_key().1);
                twin = twin.or(known);
            }
            if let Some(twin) = twin {
                let topic = |rule: usize| self.measured.topic_of_rule.get(rule);
                let alike = topic(twin.rule) == topic(phrase.rule);
                let severity = if alike { KeywordSeverity::Note } else { CONFUSABLE_PAIR.severity };
                let other = Some(twin.place(&self.config.rules));
                found.push(Draft { severity, other, ..self.draft(&CONFUSABLE_PAIR, number, phrase) });
            }
        }
    }

    /// Rules whose precision is too low for sure.
    fn imprecise(&self, found: &mut Vec<Draft<'m>>) {
        for (rule, (measure, tally)) in self.rules.iter().zip(&self.measured.rules).enumerate() {
            if measure.quality.as_ref().is_none_or(|quality| quality.verdict != KeywordVerdict::Fails) {
                continue;
            }
            let mut worst: Vec<_> = measure.phrases.iter().filter(|phrase| phrase.wrong > Some(0)).collect();
            worst.sort_by_key(|phrase| std::cmp::Reverse(phrase.wrong));
            let details = worst.iter().take(MOST_DETAILS).map(|phrase| {
                let text = phrase.place.phrase.as_deref().unwrap_or_default();
                format!("{text} ({})", phrase.wrong.unwrap_or_default())
            });
            found.push(Draft {
                entry: &IMPRECISE,
                severity: IMPRECISE.severity,
                rule,
                phrase: None,
                other: None,
                tally: Some(&tally.wrong),
                details: details.collect(),
            });
        }
    }

    /// Whether there were enough messages in the script of a phrase for it to fire.
    fn had_its_chance(&self, phrase: &Phrase<'_>) -> bool {
        let present = Script::present(&phrase.folded);
        let counts = present.iter().zip(&self.measured.scripts).filter(|(present, _)| **present);
        let least = counts.map(|(_, count)| *count).min().unwrap_or_default();
        least >= self.thresholds.enough_messages.max(1)
    }

    fn measured_only<'t>(&self, tally: &'t Tally) -> Option<&'t Tally> {
        (self.measured.messages > 0).then_some(tally)
    }

    fn negative(&self, rule: usize, negative: usize) -> Option<KeywordLintPlace> {
        let is_it = |phrase: &&Phrase<'_>| phrase.rule == rule && phrase.part == Part::Negative(negative);
        self.phrases.iter().find(is_it).map(|phrase| phrase.place(&self.config.rules))
    }

    fn word(&self, draft: Draft<'m>) -> Ordered {
        let Draft { entry, severity, rule, phrase, other, tally, details } = draft;
        let phrase = phrase.and_then(|number| self.phrases.get(number));
        let rules = &self.config.rules;
        let place = phrase.map_or_else(|| rule_place(rule, rules), |phrase| phrase.place(rules));
        let count = tally.map(|tally| tally.count);
        let named = |place: &KeywordLintPlace| match &place.phrase {
            Some(text) => format!("“{text}” of rule {}", place.rule),
            None => format!("rule {}", place.rule),
        };
        let message = worded(entry.message, |name| match name {
            "phrase" => format!("“{}”", place.phrase.as_deref().unwrap_or_default()),
            "rule" => place.rule.to_string(),
            "other" => other.as_ref().map(named).unwrap_or_default(),
            "count" => count.unwrap_or_default().to_string(),
            _ => details.join(", "),
        });
        let samples = tally.map(|tally| tally.samples.clone()).unwrap_or_default();
        let order = (severity, rule, phrase.map(|phrase| phrase.part), entry.code);
        let advice = entry.advice;
        (
            order,
            KeywordFinding {
                code: entry.code,
                severity,
                place,
                other,
                count,
                samples,
                details,
                message,
                advice,
            },
        )
    }
}

/// The most frequent, most of all first, and of equals by themselves.
fn most<K: Ord>(counts: &FxHashMap<K, usize>) -> Vec<(&K, &usize)> {
    let mut all: Vec<(&K, &usize)> = counts.iter().collect();
    all.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    all.truncate(MOST_DETAILS);
    all
}
