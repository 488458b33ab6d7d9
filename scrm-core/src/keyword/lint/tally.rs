//! One pass over the messages: how each phrase fares in them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::phrase::Phrase;
use super::script::{SCRIPTS, Script};
use super::twin::Twin;
use crate::foundation::text::{Folded, is_word_character};
use crate::keyword::collector::StandingPhrase;
use crate::keyword::config::{KeywordConfig, MatchMode};
use crate::keyword::error::KeywordError;
use crate::keyword::matcher::KeywordMatcher;
use crate::keyword::standing::is_free;

/// A number of messages, and the first of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) count: usize,
    pub(super) samples: Vec<usize>,
}

impl Tally {
    fn add(&mut self, message: usize, most: usize) {
        self.count += 1;
        if self.samples.len() < most {
            self.samples.push(message);
        }
    }
}

/// How a phrase fares.
#[derive(Clone, Debug, Default)]
pub(super) struct PhraseTally {
    /// It stands in the message, whatever comes of it.
    pub(super) stands: Tally,
    /// Its rule fires because of it; of a negative phrase, it silences a rule that would have fired.
    pub(super) fires: Tally,
    /// It is the best of all.
    pub(super) decides: usize,
    /// It fires, and its rule is not the one to act on.
    pub(super) loses: Tally,
    /// The phrases that decide where another rule does.
    pub(super) winners: FxHashMap<usize, usize>,
    /// A negative phrase silences it.
    pub(super) silenced: Tally,
    /// It is silenced by them, each by its number in the rule.
    pub(super) silencers: FxHashMap<usize, usize>,
    /// Companions do not stand near it.
    pub(super) alone: Tally,
    /// Its companions are in the message, but further away.
    pub(super) too_far: usize,
    /// It fires inside a word.
    pub(super) inside: Tally,
    /// The words that it fires in, or the forms that it leaves out.
    pub(super) words: FxHashMap<String, usize>,
    /// Its rule would answer if the phrase stood in all its forms.
    pub(super) missed: Tally,
    /// The rules about other topics that have fired in every message in which it has.
    pub(super) companions: Option<Vec<usize>>,
    /// The topics of the messages in which it fires.
    pub(super) topics: FxHashMap<usize, usize>,
    /// It fires together with a rule about another topic.
    pub(super) with_others: usize,
    /// It fires in a message with its label.
    pub(super) right: usize,
}

/// How a rule fares, or the rules of a topic.
#[derive(Clone, Debug, Default)]
pub(super) struct GroupTally {
    pub(super) fires: usize,
    pub(super) decides: usize,
    pub(super) right: usize,
    pub(super) wrong: Tally,
}

/// What the messages tell.
#[derive(Debug, Default)]
pub(super) struct Measured {
    pub(super) messages: usize,
    /// In the order of the phrases.
    pub(super) phrases: Vec<PhraseTally>,
    pub(super) rules: Vec<GroupTally>,
    /// The topics of rules and labels in order, and how their rules fare.
    pub(super) topics: Vec<(String, GroupTally)>,
    /// How many messages have each topic as their label.
    pub(super) labelled: Vec<usize>,
    /// The topic of each rule.
    pub(super) topic_of_rule: Vec<usize>,
    /// How many messages have letters of each script.
    pub(super) scripts: [usize; SCRIPTS],
}

/// The pass.
pub(super) struct Pass<'p, 'c> {
    config: &'c KeywordConfig,
    phrases: &'p [Phrase<'c>],
    /// Where the phrases of each rule begin in the list.
    begins: Vec<usize>,
    negatives: Option<Twin>,
    forms: Option<Twin>,
    far: Option<Twin>,
    samples: usize,
    /// The topic of each message.
    labels: Option<Vec<Option<usize>>>,
    measured: Measured,
}

/// What came of a phrase in a message.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Fires,
    Silenced(usize),
    Alone,
}

/// A phrase in a message.
#[derive(Clone, Copy)]
struct Standing {
    number: usize,
    rule: usize,
    fate: Fate,
    characters: usize,
    start: usize,
    end: usize,
}

impl<'p, 'c> Pass<'p, 'c> {
    pub(super) fn new(
        config: &'c KeywordConfig,
        phrases: &'p [Phrase<'c>],
        labels: Option<&[Option<&str>]>,
        samples: usize,
    ) -> Result<Self, KeywordError> {
        let mut topics: BTreeMap<&str, usize> =
            config.rules.iter().map(|rule| (rule.label.as_str(), 0)).collect();
        topics.extend(labels.unwrap_or_default().iter().flatten().map(|label| (*label, 0)));
        for (number, topic) in topics.values_mut().enumerate() {
            *topic = number;
        }
        let topic = |label: &str| topics.get(label).copied();
        let topic_of_rule = config.rules.iter().map(|rule| topic(&rule.label).unwrap_or_default()).collect();
        let mut begins = vec![phrases.len(); config.rules.len()];
        for (number, phrase) in phrases.iter().enumerate().rev() {
            if let Some(begin) = begins.get_mut(phrase.rule) {
                *begin = number;
            }
        }
        Ok(Self {
            config,
            phrases,
            begins,
            negatives: Twin::negatives(phrases, config)?,
            forms: Twin::forms(phrases, config)?,
            far: Twin::far(phrases, config)?,
            samples,
            labels: labels.map(|labels| labels.iter().map(|label| label.and_then(topic)).collect()),
            measured: Measured {
                phrases: vec![PhraseTally::default(); phrases.len()],
                rules: vec![GroupTally::default(); config.rules.len()],
                labelled: vec![0; topics.len()],
                topics: topics.keys().map(|label| ((*label).to_owned(), GroupTally::default())).collect(),
                topic_of_rule,
                ..Measured::default()
            },
        })
    }

    /// Reads the messages.
    pub(super) fn run<'t>(
        mut self,
        matcher: &KeywordMatcher,
        messages: impl Iterator<Item = &'t str>,
    ) -> Measured {
        matcher.each_standing(messages, |index, message, standing| self.take(index, message, standing));
        self.measured
    }

    fn take(&mut self, index: usize, message: &Folded<'_>, found: &[StandingPhrase]) {
        self.measured.messages += 1;
        for (count, present) in self.measured.scripts.iter_mut().zip(Script::present(message.text())) {
            *count += usize::from(present);
        }
        let label = self.labels.as_ref().map(|labels| labels.get(index).copied().flatten());
        if let Some(count) = label.flatten().and_then(|topic| self.measured.labelled.get_mut(topic)) {
            *count += 1;
        }
        let standing = self.standing(found);
        let fired: Vec<Standing> =
            standing.iter().filter(|phrase| phrase.fate == Fate::Fires).copied().collect();
        let best = fired.iter().min_by_key(|phrase| self.rank(phrase)).copied();
        self.take_fates(index, &standing);
        if let Some(best) = best {
            self.take_fired(index, message, &fired, best, label);
        }
        let silenced = self.take_negatives(index, message, &standing);
        self.take_forms(index, message, label, |rule| {
            silenced.binary_search(&rule).is_ok() || fired.binary_search_by_key(&rule, |it| it.rule).is_ok()
        });
        if let Some(far) = &self.far {
            far.find(message, |number, _| {
                let known = standing.binary_search_by_key(&number, |it| it.number).ok();
                let is_alone = known.and_then(|at| standing.get(at)).is_some_and(|it| it.fate == Fate::Alone);
                if let Some(tally) = self.measured.phrases.get_mut(number).filter(|_| is_alone) {
                    tally.too_far += 1;
                }
            });
        }
    }

    /// The phrases that stand in a message, each once and as well as it fares anywhere, in the order of the list.
    fn standing(&self, found: &[StandingPhrase]) -> Vec<Standing> {
        let placed = found.iter().filter_map(|it| {
            let fate = match it.silenced_by {
                _ if !it.missing.is_empty() => Fate::Alone,
                Some(negative) => Fate::Silenced(negative),
                None => Fate::Fires,
            };
            let hit = &it.hit;
            let number = self.begins.get(hit.rule)? + hit.phrase;
            let (rule, characters) = (hit.rule, hit.characters);
            Some(Standing { number, rule, fate, characters, start: hit.start, end: hit.end })
        });
        let mut standing: Vec<Standing> = placed.collect();
        standing.sort_by_key(|it| (it.number, it.fate, Reverse(it.characters), it.start));
        standing.dedup_by_key(|it| it.number);
        standing
    }

    /// What is first of the phrases that fire, as [`KeywordMatcher::best`] has it.
    fn rank(&self, it: &Standing) -> (Reverse<i32>, Reverse<usize>, usize, usize) {
        let priority = self.config.rules.get(it.rule).map_or(i32::MIN, |rule| rule.priority);
        (Reverse(priority), Reverse(it.characters), it.start, it.number)
    }

    fn take_fates(&mut self, index: usize, standing: &[Standing]) {
        let samples = self.samples;
        for it in standing {
            let Some(tally) = self.measured.phrases.get_mut(it.number) else { continue };
            tally.stands.add(index, samples);
            match it.fate {
                Fate::Fires => tally.fires.add(index, samples),
                Fate::Silenced(negative) => {
                    tally.silenced.add(index, samples);
                    *tally.silencers.entry(negative).or_default() += 1;
                }
                Fate::Alone => tally.alone.add(index, samples),
            }
        }
    }

    fn take_fired(
        &mut self,
        index: usize,
        message: &Folded<'_>,
        fired: &[Standing],
        best: Standing,
        label: Option<Option<usize>>,
    ) {
        let mut rules: Vec<usize> = fired.iter().map(|it| it.rule).collect();
        rules.dedup();
        let topic_of = |rule: &usize| self.measured.topic_of_rule.get(*rule).copied().unwrap_or_default();
        let mut topics: Vec<usize> = rules.iter().map(topic_of).collect();
        topics.sort_unstable();
        topics.dedup();
        let samples = self.samples;
        let Measured { phrases, rules: groups, topics: groups_of_topics, topic_of_rule, .. } =
            &mut self.measured;
        let topic_of = |rule: usize| topic_of_rule.get(rule).copied().unwrap_or_default();
        for it in fired {
            let Some(tally) = phrases.get_mut(it.number) else { continue };
            let own = topic_of(it.rule);
            if it.number == best.number {
                tally.decides += 1;
            }
            if it.rule != best.rule {
                tally.loses.add(index, samples);
                *tally.winners.entry(best.number).or_default() += 1;
            }
            tally.right += usize::from(label == Some(Some(own)));
            tally.with_others += usize::from(topics.len() > 1);
            match label {
                Some(topic) => *tally.topics.entry(topic.unwrap_or(usize::MAX)).or_default() += 1,
                None => topics.iter().for_each(|topic| *tally.topics.entry(*topic).or_default() += 1),
            }
            match &mut tally.companions {
                Some(companions) => companions.retain(|rule| rules.binary_search(rule).is_ok()),
                companions @ None => {
                    let others = rules.iter().copied().filter(|rule| topic_of(*rule) != own);
                    *companions = Some(others.collect());
                }
            }
            if self.phrases.get(it.number).is_some_and(|phrase| phrase.mode == MatchMode::Substring)
                && let Some(word) = word_around(message.text(), it.start, it.end)
            {
                tally.inside.add(index, samples);
                *tally.words.entry(word.to_owned()).or_default() += 1;
            }
        }
        let take = |tally: &mut GroupTally, own: usize, decides: bool| {
            tally.fires += 1;
            tally.decides += usize::from(decides);
            match label {
                Some(topic) if topic == Some(own) => tally.right += 1,
                Some(_) => tally.wrong.add(index, samples),
                None => {}
            }
        };
        for rule in rules {
            if let Some(tally) = groups.get_mut(rule) {
                take(tally, topic_of(rule), rule == best.rule);
            }
        }
        for topic in topics {
            if let Some((_, tally)) = groups_of_topics.get_mut(topic) {
                take(tally, topic, topic == topic_of(best.rule));
            }
        }
    }

    /// The rules that are silenced.
    fn take_negatives(&mut self, index: usize, message: &Folded<'_>, standing: &[Standing]) -> Vec<usize> {
        let mut silenced = Vec::new();
        let Some(negatives) = &self.negatives else { return silenced };
        negatives.find(message, |number, _| {
            let Some(tally) = self.measured.phrases.get_mut(number) else { return };
            let rule = self.phrases.get(number).map_or(usize::MAX, |phrase| phrase.rule);
            silenced.push(rule);
            tally.stands.add(index, self.samples);
            let from = standing.partition_point(|it| it.rule < rule);
            let of_rule = standing.iter().skip(from).take_while(|it| it.rule == rule);
            if of_rule.into_iter().any(|it| it.fate != Fate::Alone) {
                tally.fires.add(index, self.samples);
            }
        });
        silenced.sort_unstable();
        silenced
    }

    fn take_forms(
        &mut self,
        index: usize,
        message: &Folded<'_>,
        label: Option<Option<usize>>,
        is_settled: impl Fn(usize) -> bool,
    ) {
        let Some(forms) = &self.forms else { return };
        forms.find(message, |number, hit| {
            let Some(phrase) = self.phrases.get(number) else { return };
            let own = self.measured.topic_of_rule.get(phrase.rule).copied();
            // In a message about something else the form is not missed.
            if is_settled(phrase.rule) || label.is_some_and(|label| label != own) {
                return;
            }
            let Some(tally) = self.measured.phrases.get_mut(number) else { return };
            tally.missed.add(index, self.samples);
            let form = message.text().get(hit.start..hit.end).unwrap_or_default();
            *tally.words.entry(form.to_owned()).or_default() += 1;
        });
    }
}

/// The word that a place is a part of, if it is not one by itself.
fn word_around(text: &str, start: usize, end: usize) -> Option<&str> {
    let (before, inside, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    let (first, last) = (inside.chars().next()?, inside.chars().next_back()?);
    if is_free(first, before.chars().next_back()) && is_free(last, after.chars().next()) {
        return None;
    }
    let from = before
        .rfind(|letter| !is_word_character(letter))
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8));
    let to = end + after.find(|letter| !is_word_character(letter)).unwrap_or(after.len());
    text.get(from..to)
}
