//! Letters of other scripts in Latin ones: the ground on which words of different scripts meet.
//!
//! A plain, one-way spelling of sounds, close to what passports and people write; not a standard of any library. Input
//! is folded.

mod letters;
mod pinyin;

use compact_str::CompactString;

pub(crate) use letters::spellings;
pub(crate) use pinyin::{LONGEST_SYLLABLE, is_character, is_syllable, reading};

/// How a word's script writes what is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Letters for all sounds.
    Letters,
    /// Few vowels: they have to be left out on the other side too.
    WithoutVowels,
    /// A character for a syllable; many sound the same.
    Characters,
    /// It cannot be spelled in Latin letters here.
    Unknown,
}

/// A word in Latin letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Romanised {
    pub(crate) text: CompactString,
    pub(crate) spelling: Spelling,
}

/// A name's word in Latin letters, in the first spelling of each of its own; nothing where one of them has no sound here.
pub(crate) fn romanise(word: &str) -> Option<Romanised> {
    let mut out = CompactString::with_capacity(word.len());
    let mut spelling = Spelling::Letters;
    let mut characters = word.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            'a'..='z' | '0'..='9' => out.push(character),
            '가'..='힣' => hangul(character, &mut out),
            _ if is_character(character) => {
                spelling = Spelling::Characters;
                out.push_str(reading(character)?.in_names());
            }
            _ => {
                out.push_str(spellings(character).first()?);
                if matches!(character, 'א'..='ת' | '\u{620}'..='\u{6ff}') {
                    spelling = Spelling::WithoutVowels;
                }
                let followed = characters.peek().copied();
                if is_devanagari_consonant(character) && followed.is_some_and(carries_vowel) {
                    out.push('a');
                }
            }
        }
    }
    (!out.is_empty()).then_some(Romanised { text: out, spelling })
}

/// Whether a letter is a consonant of Devanagari.
pub(crate) const fn is_devanagari_consonant(letter: char) -> bool {
    matches!(letter, 'क'..='ह' | '\u{958}'..='\u{95f}')
}

/// Whether a consonant before this sign keeps its own vowel: another letter follows, not a vowel's sign.
pub(crate) const fn carries_vowel(next: char) -> bool {
    is_devanagari_consonant(next) || matches!(next, 'ं' | 'ः' | 'अ'..='औ')
}

/// A syllable as the Revised Romanisation of Korean spells its letters one by one.
fn hangul(syllable: char, out: &mut CompactString) {
    const INITIALS: [&str; 19] =
        ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
    const VOWELS: [&str; 21] = [
        "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
        "yu", "eu", "ui", "i",
    ];
    const FINALS: [&str; 28] = [
        "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t",
        "t", "ng", "t", "t", "k", "t", "p", "t",
    ];
    let index = (syllable as usize).saturating_sub('가' as usize);
    let parts = [INITIALS.get(index / 588), VOWELS.get(index % 588 / 28), FINALS.get(index % 28)];
    parts.into_iter().flatten().for_each(|part| out.push_str(part));
}

#[cfg(test)]
mod tests {
    use super::romanise;
    use crate::foundation::text::fold;

    #[test]
    fn names_of_every_script_are_spelled() {
        let latin = |word: &str| romanise(&fold(word)).map(|word| word.text.to_string());
        for (word, spelled) in [
            ("Наталья", "natalya"),
            ("Хрущёв", "khrushchev"),
            ("Олексій", "oleksii"),
            ("Γεώργιος", "georgios"),
            ("محمد", "mhmd"),
            ("שלמה", "shlmh"),
            ("प्रिया", "priya"),
            ("शर्मा", "sharma"),
            ("राहुल", "rahul"),
            ("김", "gim"),
            ("박지성", "bakjiseong"),
            ("Zoë", "zoe"),
        ] {
            assert_eq!(latin(word).as_deref(), Some(spelled), "{word}");
        }
        assert_eq!(latin("王伟").as_deref(), Some("wangwei"));
        assert_eq!(latin("王𠀋"), None);
        assert_eq!(latin("さくら"), None);
        assert_eq!(latin(""), None);
    }
}
