//! What of a phrase is spelled in Latin letters, step by step.

use compact_str::CompactString;

use super::evidence::Evidence;
use crate::foundation::text::{
    StemLanguage, Word, is_character, is_devanagari_consonant, reading, spellings, words,
};

/// A step of the way on which a phrase is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A letter, in one of its spellings. `ü` is that of pinyin.
    Letter(char),
    /// The space between two words, which may be left out.
    Gap,
    /// The tone of a syllable, if it is written.
    Tone,
    /// Between two syllables: nothing, or a space.
    Join,
    /// The Arabic article.
    Article,
    /// The article or what else is written before an Arabic word, if it is.
    Prefix,
    /// The ending of a word that is known by its stem.
    Ending(StemLanguage),
}

/// The ways on which a phrase is spelled.
pub(super) struct Spelled {
    /// Several where a character is read in several ways.
    pub(super) ways: Vec<Vec<Step>>,
    /// The words whose endings the steps of each way stand for, in order.
    pub(super) inflected: Vec<InflectedWord>,
    /// What is asked of the text for it to be this phrase.
    pub(super) evidence: Evidence,
    /// How much of that the longest spelling has.
    pub(super) most: usize,
}

/// A word and its stem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InflectedWord {
    pub(super) stem: CompactString,
    /// The ending that the phrase has.
    pub(super) ending: CompactString,
}

/// Ways of one phrase at most: few have two characters that are read in two ways.
const MOST_WAYS: usize = 8;

/// How a folded phrase is spelled in Latin letters; nothing where none of it is in another script, where one of its
/// letters is not known, or where there is more than words.
pub(super) fn spelled(folded: &str, inflected: bool, language: Option<StemLanguage>) -> Option<Spelled> {
    let mut spelled =
        Spelled { ways: vec![Vec::new()], inflected: Vec::new(), evidence: Evidence::Letters, most: 0 };
    let mut evidence = None;
    let mut end = 0;
    for word in words(folded) {
        let gap = folded.get(end..word.start)?;
        match gap {
            "" if word.start == 0 => {}
            "" => spelled.add(Step::Join),
            " " | "-" if word.start > 1 => spelled.add(Step::Gap),
            _ => return None,
        }
        end = word.start + word.text.len();
        evidence = evidence.max(spelled.add_word(word, inflected, language)?);
    }
    spelled.evidence = evidence.filter(|_| end == folded.len())?;
    spelled.most = words(folded).map(|word| spelled.evidence.most_of(word.text)).sum();
    Some(spelled)
}

impl Spelled {
    /// Whether its longest spelling has what is asked of a text.
    pub(super) fn is_enough(&self) -> bool {
        self.most >= self.evidence.least()
    }

    fn add(&mut self, step: Step) {
        self.ways.iter_mut().for_each(|way| way.push(step));
    }

    /// Adds a word: of what script it is, if that is not the Latin one; nothing at all where a letter is not known.
    #[allow(clippy::option_option)]
    fn add_word(
        &mut self,
        word: Word<'_>,
        inflected: bool,
        language: Option<StemLanguage>,
    ) -> Option<Option<Evidence>> {
        let first = word.text.chars().next()?;
        let stem_language = StemLanguage::for_word(word.text, language).filter(|_| inflected);
        Some(match first {
            _ if word.text.is_ascii() => {
                word.text.chars().for_each(|letter| self.add(Step::Letter(letter)));
                None
            }
            _ if is_character(first) => {
                self.add_characters(word.text)?;
                Some(Evidence::Syllables)
            }
            '\u{400}'..='\u{52f}' | '\u{900}'..='\u{97f}' => {
                self.add_letters(word.text, stem_language)?;
                Some(Evidence::Letters)
            }
            '\u{620}'..='\u{6ff}' => {
                let (before, rest) = match (stem_language, word.text.strip_prefix("ال")) {
                    (Some(_), _) => (Some(Step::Prefix), word.text),
                    (None, Some(rest)) if rest.chars().nth(1).is_some() => (Some(Step::Article), rest),
                    (None, _) => (None, word.text),
                };
                before.into_iter().for_each(|step| self.add(step));
                self.add_letters(rest, stem_language)?;
                Some(Evidence::Consonants)
            }
            _ => return None,
        })
    }

    /// A word letter by letter, or its stem and then its ending.
    fn add_letters(&mut self, word: &str, language: Option<StemLanguage>) -> Option<()> {
        // Some stems are no part of their word: their letters are changed.
        let inflected = language.and_then(|language| {
            let stem = language.stem(word);
            let ending = word.get(word.find(stem.as_ref())? + stem.len()..)?;
            Some((language, InflectedWord { stem: stem.as_ref().into(), ending: ending.into() }))
        });
        let stem = inflected.as_ref().map(|(_, word)| word.stem.clone());
        for letter in simplified(stem.as_deref().unwrap_or(word)) {
            if !letter.is_ascii_alphanumeric() && spellings(letter).is_empty() {
                return None;
            }
            self.add(Step::Letter(letter));
        }
        if let Some((language, word)) = inflected {
            self.add(Step::Ending(language));
            self.inflected.push(word);
        }
        Some(())
    }

    fn add_characters(&mut self, word: &str) -> Option<()> {
        for (number, character) in word.chars().enumerate() {
            if number > 0 {
                self.add(Step::Join);
            }
            if character.is_ascii_alphanumeric() {
                self.add(Step::Letter(character));
                continue;
            }
            let mut readings = reading(character)?.in_words();
            let (usual, other) = (readings.next()?, readings.next());
            let mut others = match other {
                Some(_) if self.ways.len() < MOST_WAYS => self.ways.clone(),
                _ => Vec::new(),
            };
            self.ways.iter_mut().for_each(|way| way.extend(syllable(usual)));
            others.iter_mut().for_each(|way| way.extend(syllable(other.unwrap_or(usual))));
            self.ways.append(&mut others);
        }
        Some(())
    }
}

fn syllable(letters: &str) -> impl Iterator<Item = Step> {
    let letters = letters.chars().map(|letter| Step::Letter(if letter == 'v' { 'ü' } else { letter }));
    letters.chain(std::iter::once(Step::Tone))
}

/// The letters of a word, without what Latin spellings do not tell apart: a letter that is doubled, one that is joined to
/// its aspirate. Where the letters beside a letter change its spellings, it is told by one that folding never leaves.
fn simplified(word: &str) -> Vec<char> {
    if word == "है" {
        return vec!['ह', 'ॕ'];
    }
    let mut letters: Vec<char> = Vec::with_capacity(word.len());
    for letter in word.chars() {
        let joined = letters.strip_suffix(&['्']).and_then(|before| before.last()).copied();
        match (letters.last().copied(), letter) {
            // x is both letters.
            (Some('к'), 'с') => replace_last(&mut letters, 1, &['ѯ']),
            (Some('ж' | 'ч' | 'ш' | 'щ'), 'е') => letters.push('ѥ'),
            (Some(before), 'а'..='я') if before == letter && !is_vowel(letter) => {}
            // ज्ञ is spoken as ग्य.
            (Some('्'), 'ञ') if joined == Some('ज') => replace_last(&mut letters, 2, &['ग', '्', 'य']),
            (Some('्'), _) if joined.is_some_and(|before| is_doubled(before, letter)) => {
                replace_last(&mut letters, 2, &[letter]);
            }
            (Some('ं'), 'प' | 'फ' | 'ब' | 'भ' | 'म') => {
                replace_last(&mut letters, 1, &['ँ', letter])
            }
            _ => letters.push(letter),
        }
    }
    if letters.len() > 1 && letters.last() == Some(&'ا') {
        replace_last(&mut letters, 1, &['ٱ']);
    }
    letters
}

fn replace_last(letters: &mut Vec<char>, count: usize, by: &[char]) {
    letters.truncate(letters.len().saturating_sub(count));
    letters.extend(by);
}

const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я')
}

/// Whether a consonant is joined to itself or to its aspirate, which follows it in the alphabet.
fn is_doubled(before: char, letter: char) -> bool {
    let is_aspirated = matches!(letter, 'ख' | 'घ' | 'छ' | 'झ' | 'ठ' | 'ढ' | 'थ' | 'ध' | 'फ' | 'भ');
    is_devanagari_consonant(letter)
        && (before == letter || is_aspirated && u32::from(before) + 1 == u32::from(letter))
}
