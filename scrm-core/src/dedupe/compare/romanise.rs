//! Letters of other scripts in Latin ones: the ground on which names of different scripts meet.
//!
//! A plain, one-way spelling of sounds, close to what passports and people write; not a standard of any library. It
//! only has to bring the spellings of one name near to each other. Input is folded.

use std::sync::LazyLock;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

/// How a word's script writes what is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
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
pub(super) struct Romanised {
    pub(super) text: CompactString,
    pub(super) spelling: Spelling,
}

/// Characters of names by their syllable in Hanyu Pinyin without tones: the syllable, then its characters. Of a character
/// that is read in two ways the one of names.
static SYLLABLES: LazyLock<FxHashMap<char, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("pinyin.txt").lines().filter_map(|line| line.split_once(' '));
    lines.flat_map(|(syllable, characters)| characters.chars().map(move |c| (c, syllable))).collect()
});

/// Whether it is a Chinese character.
pub(super) const fn is_character(letter: char) -> bool {
    matches!(letter as u32, 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// A word in Latin letters; nothing where one of its letters has no sound here.
pub(super) fn romanise(word: &str) -> Option<Romanised> {
    let mut out = CompactString::with_capacity(word.len());
    let mut spelling = Spelling::Letters;
    let mut characters = word.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            'a'..='z' | '0'..='9' => out.push(character),
            'а'..='я' | 'є' | 'і' | 'ї' | 'ґ' | 'ў' | 'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'ј' =>
            {
                out.push_str(cyrillic(character)?);
            }
            'α'..='ω' => out.push_str(greek(character)?),
            'א'..='ת' => {
                spelling = Spelling::WithoutVowels;
                out.push_str(hebrew(character)?);
            }
            'ء'..='ي' | 'پ' | 'چ' | 'ژ' | 'گ' | 'ڤ' | 'ک' | 'ی' => {
                spelling = Spelling::WithoutVowels;
                out.push_str(arabic(character)?);
            }
            'ऀ'..='ॿ' => {
                let followed = characters.peek().copied();
                out.push_str(devanagari(character)?);
                if is_devanagari_consonant(character) && followed.is_some_and(carries_vowel) {
                    out.push('a');
                }
            }
            '가'..='힣' => hangul(character, &mut out),
            _ if is_character(character) => {
                spelling = Spelling::Characters;
                out.push_str(SYLLABLES.get(&character)?);
            }
            _ => return None,
        }
    }
    (!out.is_empty()).then_some(Romanised { text: out, spelling })
}

const fn cyrillic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' | 'ғ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'є' => "ye",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'й' | 'ј' => "i",
        'ї' => "yi",
        'к' | 'қ' => "k",
        'л' => "l",
        'м' => "m",
        'н' | 'ң' => "n",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' | 'ұ' | 'ү' => "u",
        'ф' => "f",
        'х' | 'һ' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ы' => "y",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}

const fn greek(letter: char) -> Option<&'static str> {
    Some(match letter {
        'α' => "a",
        'β' => "v",
        'γ' => "g",
        'δ' => "d",
        'ε' => "e",
        'ζ' => "z",
        'η' | 'ι' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ω' => "o",
        'π' => "p",
        'ρ' => "r",
        'ς' | 'σ' => "s",
        'τ' => "t",
        'υ' => "y",
        'φ' => "f",
        'χ' => "kh",
        'ψ' => "ps",
        _ => return None,
    })
}

const fn hebrew(letter: char) -> Option<&'static str> {
    Some(match letter {
        'א' | 'ע' => "",
        'ב' => "b",
        'ג' => "g",
        'ד' => "d",
        'ה' => "h",
        'ו' => "v",
        'ז' => "z",
        'ח' | 'כ' | 'ך' => "kh",
        'ט' | 'ת' => "t",
        'י' => "y",
        'ל' => "l",
        'מ' | 'ם' => "m",
        'נ' | 'ן' => "n",
        'ס' => "s",
        'פ' | 'ף' => "p",
        'צ' | 'ץ' => "ts",
        'ק' => "k",
        'ר' => "r",
        'ש' => "sh",
        _ => return None,
    })
}

const fn arabic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ا' => "a",
        'ء' | 'ع' => "",
        'ب' => "b",
        'ت' | 'ط' => "t",
        'ث' => "th",
        'ج' | 'چ' => "j",
        'ح' | 'ه' | 'ة' => "h",
        'خ' => "kh",
        'د' | 'ض' => "d",
        'ذ' => "dh",
        'ر' => "r",
        'ز' | 'ظ' | 'ژ' => "z",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'غ' => "gh",
        'ف' | 'ڤ' => "f",
        'پ' => "p",
        'ق' => "q",
        'ك' | 'ک' => "k",
        'گ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        'و' => "w",
        'ي' | 'ی' | 'ى' => "y",
        _ => return None,
    })
}

const fn is_devanagari_consonant(letter: char) -> bool {
    matches!(letter, 'क'..='ह' | '\u{958}'..='\u{95f}')
}

/// Whether a consonant before this sign keeps its own vowel: another letter follows, not a vowel's sign.
const fn carries_vowel(next: char) -> bool {
    is_devanagari_consonant(next) || matches!(next, 'ं' | 'ः' | 'अ'..='औ')
}

const fn devanagari(letter: char) -> Option<&'static str> {
    Some(match letter {
        'अ' => "a",
        'आ' | 'ा' => "a",
        'इ' | 'ई' | 'ि' | 'ी' => "i",
        'उ' | 'ऊ' | 'ु' | 'ू' => "u",
        'ऋ' | 'ृ' => "ri",
        'ए' | 'े' => "e",
        'ऐ' | 'ै' => "ai",
        'ओ' | 'ो' | 'ऑ' | 'ॉ' => "o",
        'औ' | 'ौ' => "au",
        'क' => "k",
        'ख' => "kh",
        'ग' => "g",
        'घ' => "gh",
        'ङ' | 'ञ' | 'ण' | 'न' | 'ं' | 'ँ' => "n",
        'च' => "ch",
        'छ' => "chh",
        'ज' => "j",
        'झ' => "jh",
        'ट' | 'त' => "t",
        'ठ' | 'थ' => "th",
        'ड' | 'द' => "d",
        'ढ' | 'ध' => "dh",
        'प' => "p",
        'फ' => "ph",
        'ब' => "b",
        'भ' => "bh",
        'म' => "m",
        'य' => "y",
        'र' => "r",
        'ल' | 'ळ' => "l",
        'व' => "v",
        'श' | 'ष' => "sh",
        'स' => "s",
        'ह' | 'ः' => "h",
        '्' | '़' | 'ऽ' => "",
        _ => return None,
    })
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
