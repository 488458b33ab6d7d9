//! The endings that a stem may have before it is the stem of another word.

use super::phrase::InflectedWord;
use crate::foundation::text::{HINDI_ENDINGS, StemLanguage, is_devanagari_consonant, spellings};

const RUSSIAN: &[&str] = &[
    "а",
    "я",
    "у",
    "ю",
    "ы",
    "и",
    "е",
    "о",
    "ь",
    "ой",
    "ей",
    "ою",
    "ею",
    "ом",
    "ем",
    "ам",
    "ям",
    "ами",
    "ями",
    "ах",
    "ях",
    "ов",
    "ев",
    "ью",
    "ия",
    "ию",
    "ии",
    "ие",
    "ий",
    "ием",
    "иям",
    "иями",
    "иях",
    "ый",
    "ая",
    "яя",
    "ое",
    "ее",
    "ые",
    "ого",
    "его",
    "ому",
    "ему",
    "ым",
    "им",
    "ых",
    "их",
    "ую",
    "юю",
    "ыми",
    "ими",
    "ть",
    "ти",
    "ать",
    "ять",
    "ить",
    "еть",
    "уть",
    "ыть",
    "ет",
    "ит",
    "ют",
    "ят",
    "ут",
    "ат",
    "ешь",
    "ишь",
    "ете",
    "ите",
    "йте",
    "ал",
    "ала",
    "али",
    "ял",
    "яла",
    "яли",
    "ил",
    "ила",
    "или",
    "ел",
    "ела",
    "ели",
    "ает",
    "яет",
    "ают",
    "яют",
    "ует",
    "уют",
    "аете",
    "яете",
    "аем",
    "яем",
    "ться",
    "тся",
    "аться",
    "иться",
    "ается",
    "ится",
    "ятся",
    "ются",
    "ался",
    "ился",
    "алась",
    "илась",
    "ались",
    "ились",
];

const ARABIC: &[&str] = &[
    "ها", "كم", "ك", "ان", "ات", "ون", "ين", "يه", "ه", "ي", "اتي", "اته", "اتها", "يات", "تي", "ته", "تها",
];

/// Latin letters of the longest ending that is looked at.
pub(super) const LONGEST: usize = 10;

/// Whether what follows a stem in Latin letters makes a form of its word: an ending that leaves the stem as it is.
pub(super) fn is_form(language: StemLanguage, word: &InflectedWord, rest: &[u8]) -> bool {
    let stem = &word.stem;
    let makes_form =
        |ending: &str| is_spelled(ending, rest) && language.stem(&format!("{stem}{ending}")) == *stem;
    if makes_form(&word.ending) || makes_form("") {
        return true;
    }
    if rest.is_empty() {
        return false;
    }
    match language {
        StemLanguage::Ru => RUSSIAN.iter().any(|ending| makes_form(ending)),
        StemLanguage::Ar => ARABIC.iter().any(|ending| makes_form(ending)),
        StemLanguage::Hi => {
            HINDI_ENDINGS.iter().flat_map(|endings| endings.iter()).any(|ending| makes_form(ending))
        }
        _ => false,
    }
}

/// Whether Latin letters spell an ending, all of it.
pub(super) fn is_spelled(ending: &str, rest: &[u8]) -> bool {
    let mut letters = ending.chars();
    let Some(letter) = letters.next() else { return rest.is_empty() };
    let after = letters.as_str();
    spellings(letter).iter().filter_map(|spelling| without(rest, spelling)).any(|rest| {
        is_spelled(after, rest)
            || !after.is_empty()
                && rest.split_first().is_some_and(|(vowel, rest)| {
                    may_follow(letter).contains(vowel) && is_spelled(after, rest)
                })
    })
}

/// The vowels that may be spoken after a letter and are not written.
const fn may_follow(letter: char) -> &'static [u8] {
    match letter {
        _ if is_devanagari_consonant(letter) => b"a",
        'ك' | 'ت' => b"aeiou",
        _ => b"",
    }
}

/// What is left without a spelling at the beginning; byte by byte, because it has one to four.
fn without<'r>(rest: &'r [u8], spelling: &str) -> Option<&'r [u8]> {
    let begins = spelling.bytes().enumerate().all(|(at, byte)| rest.get(at) == Some(&byte));
    rest.get(spelling.len()..).filter(|_| begins)
}

#[cfg(test)]
mod tests {
    use super::{InflectedWord, StemLanguage, is_form};

    #[test]
    fn endings_make_forms_of_the_word_alone() {
        for (language, stem, rest, expected) in [
            (StemLanguage::Ru, "скидк", "u", true),
            (StemLanguage::Ru, "скидк", "ami", true),
            (StemLanguage::Ru, "скидк", "oj", true),
            (StemLanguage::Ru, "сто", "it", true),
            (StemLanguage::Ru, "сто", "l", false),
            (StemLanguage::Hi, "कीमत", "en", true),
            (StemLanguage::Hi, "बदल", "na", true),
            (StemLanguage::Hi, "कीमत", "", true),
            (StemLanguage::Ar, "مقاس", "at", true),
            (StemLanguage::Ar, "سعر", "ha", true),
            (StemLanguage::Ar, "سعر", "kum", true),
            (StemLanguage::Ar, "سعر", "km", true),
            (StemLanguage::Ru, "скидк", "xyz", false),
            (StemLanguage::De, "haus", "es", false),
        ] {
            let word = InflectedWord { stem: stem.into(), ending: "".into() };
            assert_eq!(is_form(language, &word, rest.as_bytes()), expected, "{stem} {rest}");
        }
    }
}
