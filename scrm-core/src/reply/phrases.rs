//! The phrases that hand a conversation to a person, and those of small talk, found in one pass.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::config::{Phrases, ReplyConfig, SmallTalk};
use super::error::ReplyError;
use super::outcome::ReplyKind;
use crate::foundation::text::{Language, Word, fold, words};
use crate::foundation::{Coded, RuleId};
use crate::keyword::{Hits, KeywordConfig, KeywordMatcher, KeywordRule, MatchMode};

/// Human requests and high-value words.
#[derive(Clone, Debug)]
pub(super) struct HandOverPhrases {
    matcher: KeywordMatcher,
    /// What each rule of the matcher stands for.
    meanings: Vec<(ReplyKind, Part)>,
}

/// Which of them are in a turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) human_request: bool,
    pub(super) high_value: bool,
}

/// A list of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Phrases,
    Messages,
    Except,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Self::Phrases => "phrases",
            Self::Messages => "messages",
            Self::Except => "except",
        }
    }

    const fn mode(self) -> MatchMode {
        match self {
            Self::Phrases | Self::Except => MatchMode::AsWritten,
            Self::Messages => MatchMode::WholeMessage,
        }
    }
}

impl HandOverPhrases {
    pub(super) fn compile(config: &ReplyConfig) -> Result<Self, ReplyError> {
        let sections = [
            ("human_request", ReplyKind::HumanRequest, &config.human_request),
            ("high_value", ReplyKind::HighValue, &config.high_value),
        ];
        let (mut rules, mut meanings, mut fields) = (Vec::new(), Vec::new(), Vec::new());
        for (name, kind, section) in sections {
            let parts = [
                (Part::Phrases, &section.phrases),
                (Part::Messages, &section.messages),
                (Part::Except, &section.except),
            ];
            for (part, phrases) in parts {
                let field = format!("{name}.{}", part.name());
                check_phrases(phrases, &field)?;
                if phrases.values().all(Vec::is_empty) {
                    continue;
                }
                let rule = KeywordRule::new(RuleId::new(&field), String::new(), distinct(phrases));
                rules.push(KeywordRule { mode: part.mode(), ..rule });
                meanings.push((kind, part));
                fields.push(field);
            }
        }
        let limits = KeywordConfig::standard().limits;
        let matcher =
            KeywordMatcher::new(&KeywordConfig { limits, rules, language: None }).map_err(|error| {
                let wrong = error.field().unwrap_or_default();
                let is_wrong = |(index, _): &(usize, &String)| wrong.starts_with(&format!("rules[{index}]"));
                let field = fields
                    .iter()
                    .enumerate()
                    .find(is_wrong)
                    .map_or("human_request.phrases", |(_, field)| field);
                ReplyError::Phrase { field: field.to_owned(), cause: error.code().to_owned() }
            })?;
        Ok(Self { matcher, meanings })
    }

    /// The phrases as a set of keywords.
    pub(super) const fn matcher(&self) -> &KeywordMatcher {
        &self.matcher
    }

    /// Which of them were found.
    pub(super) fn found(&self, hits: &Hits) -> Found {
        let has = |kind| {
            let meaning =
                |rule: usize| self.meanings.get(rule).filter(|(of, _)| *of == kind).map(|(_, part)| *part);
            let is_exception = |rule| meaning(rule) == Some(Part::Except);
            let is_phrase = |rule| meaning(rule).is_some_and(|part| part != Part::Except);
            !hits.is_empty() && hits.counting(is_phrase, is_exception).next().is_some()
        };
        Found { human_request: has(ReplyKind::HumanRequest), high_value: has(ReplyKind::HighValue) }
    }
}

/// The phrases of all languages, each once: simplified and traditional forms often fold to the same.
fn distinct(phrases: &Phrases) -> Vec<String> {
    let by_form: BTreeMap<String, &String> =
        phrases.values().flatten().rev().map(|phrase| (fold(phrase), phrase)).collect();
    by_form.into_values().cloned().collect()
}

fn check_phrases(phrases: &Phrases, field: &str) -> Result<(), ReplyError> {
    for (language, phrases) in phrases {
        if let Some(index) = phrases.iter().position(|phrase| key(phrase).is_empty()) {
            return Err(ReplyError::Phrase {
                field: format!("{field}.{language}[{index}]"),
                cause: "keyword.phrase.blank".to_owned(),
            });
        }
    }
    Ok(())
}

/// A message by its words alone: folded, without punctuation, emoji and extra spaces.
fn key(phrase: &str) -> String {
    words(&fold(phrase)).map(|word| word.text).collect::<Vec<_>>().join(" ")
}

/// Whole messages, by their words alone.
pub(super) fn whole_messages<'p>(
    phrases: impl Iterator<Item = (Option<Language>, &'p Vec<String>)>,
    field: &str,
) -> Result<FxHashSet<Box<str>>, ReplyError> {
    let mut set = FxHashSet::default();
    for (language, phrases) in phrases {
        for (index, phrase) in phrases.iter().enumerate() {
            let key = key(phrase);
            if key.is_empty() {
                let language = language.map_or_else(String::new, |language| format!(".{language}"));
                return Err(ReplyError::Phrase {
                    field: format!("{field}{language}[{index}]"),
                    cause: "keyword.phrase.blank".to_owned(),
                });
            }
            set.insert(key.into_boxed_str());
        }
    }
    Ok(set)
}

/// Phrases by language, as [`whole_messages`] takes them.
pub(super) fn by_language(phrases: &Phrases) -> impl Iterator<Item = (Option<Language>, &Vec<String>)> {
    phrases.iter().map(|(language, phrases)| (Some(*language), phrases))
}

/// What a turn's words amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Talk {
    NoWords,
    Courtesy,
    Greeting,
    Question,
}

/// Greetings and courtesies, by their words alone.
#[derive(Clone, Debug)]
pub(super) struct SmallTalkPhrases {
    greetings: FxHashSet<Box<str>>,
    courtesies: FxHashSet<Box<str>>,
    /// The words with which any of them begins: most messages begin with none.
    beginnings: FxHashSet<Box<str>>,
}

/// The longest courtesy in words.
const LONGEST_PHRASE: usize = 8;
/// A message longer than this, in bytes, is no small talk.
const LONGEST_SMALL_TALK: usize = 120;

impl SmallTalkPhrases {
    pub(super) fn compile(config: &SmallTalk) -> Result<Self, ReplyError> {
        let greetings = whole_messages(by_language(&config.greetings), "small_talk.greetings")?;
        let courtesies = whole_messages(by_language(&config.courtesies), "small_talk.courtesies")?;
        let phrases = greetings.iter().chain(&courtesies);
        let beginnings = phrases.filter_map(|phrase| phrase.split(' ').next()).map(Box::from).collect();
        Ok(Self { greetings, courtesies, beginnings })
    }

    /// What a folded message amounts to, which was `cut` into words.
    pub(super) fn reading(&self, text: &str, cut: &[Word<'_>]) -> Talk {
        if text.is_empty() {
            return Talk::NoWords;
        }
        if text.len() > LONGEST_SMALL_TALK {
            return Talk::Question;
        }
        let Some(first) = cut.first() else {
            // Emoji and full stops want no answer; a lone question mark does.
            return if text.contains('?') { Talk::Question } else { Talk::Courtesy };
        };
        if !self.beginnings.contains(first.text) {
            return Talk::Question;
        }
        if is_words_and_spaces(text, cut) {
            return self.phrase_by_phrase(text, cut);
        }
        let whole = cut.iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
        self.phrase_by_phrase(&whole, &words(&whole).collect::<Vec<_>>())
    }

    /// Whether a message is nothing but small talk: one phrase after another, the longest that fits first.
    /// `whole` is the message's `words` with a space between any two.
    fn phrase_by_phrase(&self, whole: &str, words: &[Word<'_>]) -> Talk {
        let mut greets = false;
        let (mut word, mut start) = (0, 0);
        while word < words.len() {
            let candidates = words.iter().enumerate().skip(word).take(LONGEST_PHRASE).rev();
            let found = candidates
                .map(|(last, word)| (last, word.start + word.text.len()))
                .filter_map(|(last, end)| Some((last, end, whole.get(start..end)?)))
                .find(|(_, _, phrase)| self.courtesies.contains(*phrase) || self.greetings.contains(*phrase));
            let Some((last, end, phrase)) = found else { return Talk::Question };
            greets |= self.greetings.contains(phrase);
            (word, start) = (last + 1, end + 1);
        }
        if greets { Talk::Greeting } else { Talk::Courtesy }
    }
}

/// Whether a folded message is its words with a space between any two, and nothing else.
fn is_words_and_spaces(text: &str, cut: &[Word<'_>]) -> bool {
    let spaces = text.bytes().filter(|byte| *byte == b' ').count();
    let letters: usize = cut.iter().map(|word| word.text.len()).sum();
    spaces + 1 == cut.len() && letters + spaces == text.len()
}
