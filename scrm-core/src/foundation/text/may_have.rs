//! What a text is known not to have once it is folded: nothing of the kind need be looked for.

use super::table::traits;

/// What a folded text may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MayHave(u8);

impl MayHave {
    const NOTHING: Self = Self(0);
    const SPACED_WORDS: u8 = 1;
    const RUNS: u8 = 2;
    /// Of a text of which nothing is known.
    pub(crate) const ANYTHING: Self = Self(Self::SPACED_WORDS | Self::RUNS);

    /// Words of scripts with spaces.
    pub(crate) const fn spaced_words(self) -> bool {
        self.0 & Self::SPACED_WORDS != 0
    }

    /// The same character several times in a row.
    pub(crate) const fn runs(self) -> bool {
        self.0 & Self::RUNS != 0
    }
}

/// The characters of a text in turn, as far as they tell what it has.
#[derive(Debug)]
pub(super) struct Seen {
    last: char,
    pub(super) has: MayHave,
}

impl Seen {
    pub(super) const fn nothing() -> Self {
        Self { last: '\0', has: MayHave::NOTHING }
    }

    /// Takes in the next character as it was folded.
    #[inline]
    pub(super) fn take(&mut self, folded: char) {
        self.has.0 |= if folded == self.last { MayHave::RUNS } else { 0 };
        self.last = folded;
        let is_han = matches!(folded, '\u{4E00}'..='\u{9FFF}');
        if !is_han && !self.has.spaced_words() && traits(folded).is_in_spaced_word() {
            self.has.0 |= MayHave::SPACED_WORDS;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::foundation::text::Folded;

    #[test]
    fn of_chinese_without_words_and_runs_both_are_known() {
        let may_have = |text: &str| Folded::new(text).may_have();
        assert_eq!(may_have("請問 價錢？"), MayHave::NOTHING);
        assert!(may_have("这个ok吗").spaced_words() && !may_have("这个ok吗").runs());
        assert!(may_have("好好好").runs() && !may_have("好好好").spaced_words());
        assert_eq!(may_have("price"), MayHave::ANYTHING);
    }

    proptest! {
        #[test]
        fn nothing_is_missed(text in "[我价你、。がｶﾞ가價aA1? ]{0,12}|\\PC{0,12}") {
            let folded = Folded::new(&text);
            let characters: Vec<char> = folded.text().chars().collect();
            let may_have = folded.may_have();
            prop_assert!(may_have.spaced_words() || !characters.iter().any(|it| traits(*it).is_in_spaced_word()));
            prop_assert!(may_have.runs() || !characters.windows(2).any(|pair| pair[0] == pair[1]));
        }
    }
}
