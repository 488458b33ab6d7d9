//! Light stems of Hebrew words, and what may be written before one.

use std::borrow::Cow;

/// What a noun may end in, with the letters that have to be left.
const ENDINGS: &[(&str, usize)] = &[("יים", 3), ("ים", 3), ("ות", 4), ("ה", 4)];
/// Letters at the end of a word and what they are within one.
const FINALS: [(char, char); 5] = [('ך', 'כ'), ('ם', 'מ'), ('ן', 'נ'), ('ף', 'פ'), ('ץ', 'צ')];

/// The light stem of a folded word, whose last letter is as it is before an ending: `תשלום`, `תשלומים`.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    // One of a few letters keeps its `ה`, so many of them get it back: `שמלה`, `שמלות`.
    if let Some(rest) = word.strip_suffix("ות").filter(|rest| rest.chars().count() == 3) {
        return Cow::Owned(format!("{rest}ה"));
    }
    let ended = |(ending, least): &(&str, usize)| {
        word.strip_suffix(ending).filter(|rest| rest.chars().nth(least - 1).is_some())
    };
    let rest = ENDINGS.iter().find_map(ended).unwrap_or(word);
    let within = FINALS
        .iter()
        .find_map(|(last, within)| rest.strip_suffix(*last).map(|before| format!("{before}{within}")));
    within.map_or(Cow::Borrowed(rest), Cow::Owned)
}

/// Words that a word may be, with something written before it: `המחיר`, `ובמחיר`, `שהמשלוח`. Three letters are left, and four
/// after what most often belongs to the word itself: `משקל` is no `שקל`.
pub(super) fn unprefixed(word: &str) -> impl Iterator<Item = &str> {
    let after_and = word.strip_prefix('ו');
    let beginnings = [Some(word), after_and].into_iter().flatten();
    let ways = beginnings.flat_map(|word| {
        [("ה", 3), ("ב", 3), ("ל", 3), ("מ", 4), ("ש", 4), ("כ", 4), ("שה", 3), ("מה", 3), ("כש", 4)]
            .into_iter()
            .filter_map(move |(prefix, least)| word.strip_prefix(prefix).filter(|rest| has(rest, least)))
    });
    after_and.filter(|rest| has(rest, 3)).into_iter().chain(ways)
}

fn has(word: &str, letters: usize) -> bool {
    word.chars().nth(letters - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::{stem, unprefixed};

    #[test]
    fn forms_have_one_stem() {
        for forms in
            [&["מחיר", "מחירים"][..], &["תשלום", "תשלומים"], &["חולצה", "חולצות"], &["שמלה", "שמלות"]]
        {
            assert!(forms.windows(2).all(|pair| stem(pair[0]) == stem(pair[1])), "{forms:?}");
        }
        assert_ne!(stem("מידה"), stem("מיד"));
    }

    #[test]
    fn what_is_written_before_a_word_may_be_left_out() {
        for (word, other, expected) in [
            ("המחיר", "מחיר", true),
            ("והמחיר", "מחיר", true),
            ("במחיר", "מחיר", true),
            ("שהמשלוח", "משלוח", true),
            ("השקל", "שקל", true),
            ("משקל", "שקל", false),
            ("משלוח", "לוח", false),
        ] {
            assert_eq!(unprefixed(word).any(|rest| rest == other), expected, "{word} {other}");
        }
    }
}
