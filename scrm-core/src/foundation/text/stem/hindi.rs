//! Light stems of Hindi words.

/// Endings of folded words, the longer first: those of nouns and of verbs.
pub(crate) const ENDINGS: [&[&str]; 5] = [
    &["ाएंगी", "ाएंगे", "ाऊंगी", "ाऊंगा", "ाइयां", "ाइयों"],
    &[
        "ाएगी",
        "ाएगा",
        "ाओगी",
        "ाओगे",
        "एंगी",
        "ेंगी",
        "एंगे",
        "ेंगे",
        "ूंगी",
        "ूंगा",
        "ातीं",
        "नाओं",
        "नाएं",
        "ताओं",
        "ताएं",
        "ियों",
        "ियां",
    ],
    &[
        "ाकर",
        "ाइए",
        "ाईं",
        "ाया",
        "ेगी",
        "ेगा",
        "ोगी",
        "ोगे",
        "ाने",
        "ाना",
        "ाते",
        "ाती",
        "ाता",
        "तीं",
        "ाओं",
        "ाएं",
        "ुओं",
        "ुएं",
        "ुआं",
    ],
    &["कर", "ाओ", "िए", "ाई", "ाए", "ने", "नी", "ना", "ते", "ीं", "ती", "ता", "ां", "ों", "ें"],
    &["ो", "े", "ू", "ु", "ी", "ि", "ा"],
];

/// The light stem of a folded word: the longest ending is taken off that leaves two letters, signs of vowels not counted, so
/// that `खाना` is not `खाता`. A short vowel belongs to a short word: `पति` is not `पता`.
pub(super) fn stem(word: &str) -> &str {
    let rest_of = |ending: &&str| {
        let least = if matches!(*ending, "ि" | "ु") { 3 } else { 2 };
        word.strip_suffix(*ending)
            .filter(|rest| rest.chars().filter(|sign| is_letter(*sign)).nth(least - 1).is_some())
    };
    ENDINGS.iter().flat_map(|endings| endings.iter()).find_map(rest_of).unwrap_or(word)
}

/// A consonant, or a vowel that is written as a letter.
const fn is_letter(sign: char) -> bool {
    matches!(sign, '\u{904}'..='\u{939}' | '\u{958}'..='\u{961}' | '\u{972}'..='\u{97F}')
}

#[cfg(test)]
mod tests {
    use super::stem;
    use crate::foundation::text::fold;

    #[test]
    fn forms_have_one_stem() {
        for forms in [
            &["पता", "पते", "पतों"][..],
            &["जूता", "जूते", "जूतों"],
            &["खाना", "खाने"],
            &["खाता", "खाते", "खातों"],
            &["क़ीमत", "कीमतें", "कीमतों"],
            &["साड़ी", "साड़ियां", "साड़ियों"],
            &["बदलना", "बदलने", "बदलता"],
            &["रुपया", "रुपये", "रुपयों"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(&fold(form)).to_owned()).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms:?}: {stems:?}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (one, other) in [("पता", "पति"), ("खाना", "खाता"), ("दाम", "काम"), ("मना", "माना")]
        {
            assert_ne!(stem(&fold(one)), stem(&fold(other)), "{one} {other}");
        }
    }
}
