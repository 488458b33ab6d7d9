//! Light stems of Indonesian words: without what is only written to the word before it.

/// Whose it is, and what stresses a word or asks, with the letters that have to be left: `buku` and `masalah` end so themselves.
const ENDINGS: [(&str, usize); 5] = [("nya", 3), ("ku", 4), ("mu", 4), ("lah", 5), ("kah", 5)];

/// The light stem of a folded word.
pub(super) fn stem(word: &str) -> &str {
    let rest_of = |(ending, least): &(&str, usize)| {
        word.strip_suffix(ending).filter(|rest| rest.chars().nth(least - 1).is_some())
    };
    ENDINGS.iter().find_map(rest_of).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn what_is_written_to_a_word_is_left_out() {
        for (form, word) in [
            ("harganya", "harga"),
            ("pesananku", "pesanan"),
            ("alamatmu", "alamat"),
            ("buku", "buku"),
            ("masalah", "masalah"),
            ("hanya", "hanya"),
        ] {
            assert_eq!(stem(form), word);
        }
    }
}
