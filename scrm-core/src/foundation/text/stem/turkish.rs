//! Light stems of Turkish nouns.
//!
//! Endings follow the vowels before them, and folding leaves of eight vowels five, so that an algorithm that asks for that
//! harmony takes `ler` off `gün` and not off `gun`. Here endings are taken as folding leaves them, one after the other from the
//! end, as long as enough of the word is left.

use std::borrow::Cow;

/// What has to stand before an ending.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Anything,
    Vowel,
    /// The ending of whose it is: `fiyat-ı-na`.
    Possessive,
}

/// Endings of folded words and the letters that have to be left, the longer before those that they end in.
const ENDINGS: &[(&[&str], After, usize)] = &[
    (&["lari", "leri"], After::Anything, 3),
    (&["imiz", "umuz", "iniz", "unuz"], After::Anything, 4),
    (&["miz", "muz", "niz", "nuz"], After::Vowel, 4),
    (&["nda", "nde", "ndan", "nden"], After::Possessive, 4),
    (&["dan", "den", "tan", "ten"], After::Anything, 4),
    (&["nin", "nun"], After::Vowel, 4),
    (&["lar", "ler"], After::Anything, 3),
    (&["yla", "yle"], After::Vowel, 3),
    (&["ya", "ye", "yi", "yu"], After::Vowel, 3),
    // Whether the `s` is of the word, as in `siparis-i`, or of the ending, as in `odeme-si`, nobody can tell.
    (&["si", "su", "s"], After::Vowel, 4),
    (&["na", "ne", "ni", "nu"], After::Possessive, 4),
    (&["da", "de", "ta", "te", "la", "le"], After::Anything, 4),
    (&["im", "um", "in", "un"], After::Anything, 4),
    (&["m", "n"], After::Vowel, 5),
    (&["a", "e", "i", "u"], After::Anything, 4),
];
/// Nouns made of verbs, of which `im` is no ending: `indirim`, `yatırım`.
const MADE_OF_VERBS: [&str; 2] = ["irim", "urum"];
/// Endings that a word has at most, one after the other.
const MOST_ENDINGS: usize = 6;

/// The light stem of a folded word. Its last letter is the one that it has at the end of a word: `kitab-ı`, `reng-i`.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    let mut rest = word;
    for _ in 0..MOST_ENDINGS {
        let Some(shorter) = without_ending(rest) else { break };
        rest = shorter;
    }
    let hardened = [('b', 'p'), ('d', 't'), ('g', 'k')].into_iter().find_map(|(soft, hard)| {
        rest.strip_suffix(soft).filter(|rest| rest.len() > 1).map(|rest| (rest, hard))
    });
    match hardened {
        Some((rest, hard)) => Cow::Owned(format!("{rest}{hard}")),
        None => Cow::Borrowed(rest),
    }
}

fn without_ending(word: &str) -> Option<&str> {
    if MADE_OF_VERBS.iter().any(|ending| word.ends_with(ending)) {
        return None;
    }
    ENDINGS.iter().find_map(|(endings, after, least)| {
        let rest = endings.iter().find_map(|ending| word.strip_suffix(ending))?;
        let last = rest.chars().next_back()?;
        let stands = match after {
            After::Anything => true,
            After::Vowel => is_vowel(last),
            After::Possessive => matches!(last, 'i' | 'u'),
        };
        (stands && rest.chars().nth(least - 1).is_some()).then_some(rest)
    })
}

const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::stem;
    use crate::foundation::text::fold;

    #[test]
    fn forms_have_one_stem() {
        for forms in [
            &["sipariş", "siparişin", "siparişim", "siparişler", "siparişi", "siparişiniz", "siparişlerim"][..],
            &["fiyat", "fiyatı", "fiyatlar", "fiyatları", "fiyatınız", "fiyatına", "fiyatta", "fiyatlarınız"],
            &["ürün", "ürünler", "ürünü", "ürünün", "ürünleri", "ürüne"],
            &["kargo", "kargom", "kargonun", "kargoya", "kargoda", "kargonuz"],
            &["renk", "rengi", "renkler", "renkleri"],
            &["iade", "iadesi", "iadeler"],
            &["ödeme", "ödemesi", "ödemem", "ödemeler", "ödemenin"],
            &["beden", "bedenler", "bedeni"],
            &["çanta", "çantalar", "çantayı", "çantanın"],
            &["gün", "günler"],
            &["indirim", "indirimi", "indirimler"],
            &["kitap", "kitabı", "kitaplar"],
            &["mağaza", "mağazanız", "mağazada", "mağazalar"],
            &["ÜRÜN", "Ürünler"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(&fold(form)).into_owned()).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms:?}: {stems:?}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (one, other) in [
            ("indirim", "indir"),
            ("beden", "be"),
            ("dolar", "do"),
            ("çanta", "çan"),
            ("hata", "hat"),
            ("kapı", "kap"),
        ] {
            assert_ne!(stem(&fold(one)), stem(&fold(other)), "{one} {other}");
        }
    }
}
