//! Light stems of Bengali nouns.

/// Endings, the longer before those that they end in: how many, whose, to whom, where.
const ENDINGS: &[&str] =
    &["গুলোর", "গুলির", "গুলো", "গুলি", "টার", "টির", "দের", "টা", "টি", "ের", "কে", "তে", "ে"];
/// Letters that have to be left, signs of vowels not counted.
const LEAST: usize = 2;

/// The light stem of a folded word.
pub(super) fn stem(word: &str) -> &str {
    let is_letter = |sign: &char| matches!(sign, '\u{985}'..='\u{9B9}');
    let rest_of = |ending: &&str| {
        word.strip_suffix(*ending).filter(|rest| rest.chars().filter(is_letter).nth(LEAST - 1).is_some())
    };
    ENDINGS.iter().find_map(rest_of).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_have_one_stem() {
        for form in ["দাম", "দামের", "দামটা", "দামে", "দামগুলো"]
        {
            assert_eq!(stem(form), "দাম", "{form}");
        }
        assert_ne!(stem("নাম"), stem("দাম"));
    }
}
