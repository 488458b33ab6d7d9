//! Chinese characters by their syllables in Hanyu Pinyin without tones.
//!
//! The table holds some 3,500 characters: the usual reading of each, then the other readings that are not rare, then those
//! that a family name has. `v` stands for `ü`. The readings are facts; they were counted from the MIT-licensed data of
//! pypinyin over the words of jieba (MIT too), whose counts chose the characters.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// How a character is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    usual: &'static str,
    /// Another one that is not rare.
    other: Option<&'static str>,
    name: Option<&'static str>,
}

impl Reading {
    /// In words: the usual reading first.
    pub(crate) fn in_words(self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.usual).chain(self.other)
    }

    /// As a family name.
    pub(super) fn in_names(self) -> &'static str {
        self.name.unwrap_or(self.usual)
    }
}

struct Syllables {
    of: FxHashMap<char, Reading>,
    /// All there are, in order.
    known: Vec<&'static str>,
}

static SYLLABLES: LazyLock<Syllables> = LazyLock::new(|| {
    let mut of: FxHashMap<char, Reading> = FxHashMap::default();
    let mut known = Vec::new();
    for (part, lines) in include_str!("pinyin.txt").split("\n\n").enumerate() {
        for (syllable, characters) in lines.lines().filter_map(|line| line.split_once(' ')) {
            known.push(syllable);
            for character in characters.chars() {
                let reading = Reading { usual: syllable, other: None, name: None };
                let reading = of.entry(character).or_insert(reading);
                match part {
                    0 => {}
                    1 => reading.other = Some(syllable),
                    _ => reading.name = Some(syllable),
                }
            }
        }
    }
    known.sort_unstable();
    known.dedup();
    Syllables { of, known }
});

/// Letters of the longest syllable: `zhuang`.
pub(crate) const LONGEST_SYLLABLE: usize = 6;

/// Whether it is a Chinese character.
pub(crate) const fn is_character(letter: char) -> bool {
    matches!(letter as u32, 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// How a simplified character is read; nothing where it is not known here.
pub(crate) fn reading(character: char) -> Option<Reading> {
    SYLLABLES.of.get(&character).copied()
}

/// Whether letters are a syllable.
pub(crate) fn is_syllable(letters: &str) -> bool {
    SYLLABLES.known.binary_search(&letters).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_SYLLABLE, SYLLABLES, is_syllable, reading};
    use crate::foundation::text::fold;

    #[test]
    fn every_character_is_folded_and_read_once() {
        let table = include_str!("pinyin.txt");
        assert_eq!(table.split("\n\n").count(), 3);
        let characters: String =
            table.split("\n\n").next().unwrap().chars().filter(|c| !c.is_ascii()).collect();
        assert_eq!(characters.chars().count(), SYLLABLES.of.len());
        assert_eq!(fold(&characters), characters);
        assert!(SYLLABLES.known.iter().all(|syllable| syllable.len() <= LONGEST_SYLLABLE));
        assert!(
            SYLLABLES.known.iter().all(|syllable| syllable.bytes().all(|byte| byte.is_ascii_lowercase()))
        );
    }

    #[test]
    fn a_character_may_have_two_readings_and_one_as_a_name() {
        let read = |character| reading(character).map(|it| it.in_words().collect::<Vec<_>>());
        assert_eq!(read('便').unwrap(), ["bian", "pian"]);
        assert_eq!(read('货').unwrap(), ["huo"]);
        assert_eq!(read('\u{20000}'), None);
        assert_eq!(reading('曾').unwrap().in_names(), "zeng");
        assert!(is_syllable("nv") && is_syllable("zhuang") && !is_syllable("price") && !is_syllable(""));
    }
}
