//! Light stems of Arabic words.

use std::borrow::Cow;

/// The article with what is written before it.
const JOINED_ARTICLES: [&str; 8] = ["وبال", "وكال", "ولل", "وال", "بال", "كال", "فال", "لل"];
/// Prepositions that are written to a word: `بسعر`, `لسعر`.
const PREPOSITIONS: [char; 3] = ['ب', 'ل', 'ك'];
/// Words that begin as if with a preposition, of which the rest is a word of its own: `بطاقة` is no `طاقة`, `بكرة` no `كرة`.
const BEGIN_THEMSELVES: [&str; 16] = [
    "بطاقه",
    "بطاقات",
    "بطاقتي",
    "بكره",
    "بعيد",
    "بعيده",
    "بدله",
    "بدلات",
    "بصله",
    "بشره",
    "بقره",
    "بلوزه",
    "لعبه",
    "لوحه",
    "لحظه",
    "كتاب",
];
/// Whose it is.
const POSSESSIVES: [&str; 7] = ["ها", "كم", "نا", "هم", "ه", "ك", "ي"];
/// How many they are, with the letters that have to be left: many words end in `ان` and `ون` themselves, as `عنوان` and
/// `زيتون` do. Those in `ں` are Urdu.
const NUMBERS: [(&str, usize); 6] = [("ات", 3), ("ين", 3), ("ان", 4), ("ون", 4), ("يں", 3), ("وں", 3)];

/// The light stem of a folded word, where `ة` is `ه`. What is taken off leaves three letters, so that short words stay apart:
/// `مكة` and `مكان`, `والدة` and `ده`.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    let joined = JOINED_ARTICLES.iter().find_map(|article| begun(word, article, 3));
    let (word, has_article) = match joined.or_else(|| begun(word, "ال", 2)) {
        Some(rest) => (rest, true),
        None => (word, false),
    };
    let word = without_possessive(word);
    // One of a few letters keeps its `ه`, so many of them get it back: `مرة`, `مرات`.
    if let Some(rest) = word.strip_suffix("ات").filter(|rest| rest.chars().count() == 2) {
        return Cow::Owned(format!("{rest}ه"));
    }
    let word = without_number(word);
    let word = ended(word, "ي", 3).unwrap_or(word);
    if has_article {
        return Cow::Borrowed(word);
    }
    let word = match begun(word, "و", 3) {
        Some(rest) => begun(rest, "ال", 2).unwrap_or(rest),
        None => word,
    };
    Cow::Borrowed(word)
}

/// Stems that a folded word may have besides: of the word after a preposition, and with a `ت` of its own before whose it is, as
/// Persian writes: `قیمت`, `قیمتها`.
pub(super) fn other_stems(word: &str) -> Vec<String> {
    let of_preposition = |word: &str| {
        let rest = word.strip_prefix(PREPOSITIONS)?;
        (has_letters(rest, 3) && !BEGIN_THEMSELVES.contains(&word)).then(|| stem(rest).into_owned())
    };
    let after_and = begun(word, "و", 4).and_then(of_preposition);
    let own_t = POSSESSIVES.iter().find_map(|ending| ended(word, ending, 3));
    let own_t = own_t.filter(|rest| rest.ends_with('ت')).map(str::to_owned);
    of_preposition(word).into_iter().chain(after_and).chain(own_t).collect()
}

fn without_possessive(word: &str) -> &str {
    let taken = POSSESSIVES.iter().find_map(|ending| ended(word, ending, 3));
    taken.map_or(word, without_joined_feminine)
}

fn without_number(word: &str) -> &str {
    let taken =
        NUMBERS.iter().find_map(|(ending, least)| ended(word, ending, *least).map(|rest| (*ending, rest)));
    match taken {
        Some(("ين", rest)) => without_joined_feminine(rest),
        Some((_, rest)) => rest,
        None => word,
    }
}

/// What an ending was taken from, without the `ت` that `ة` is before endings. That of `ات` stands behind an alef.
fn without_joined_feminine(rest: &str) -> &str {
    ended(rest, "ت", 3).filter(|rest| !rest.ends_with('ا')).unwrap_or(rest)
}

fn begun<'w>(word: &'w str, beginning: &str, least: usize) -> Option<&'w str> {
    word.strip_prefix(beginning).filter(|rest| has_letters(rest, least))
}

fn ended<'w>(word: &'w str, ending: &str, least: usize) -> Option<&'w str> {
    word.strip_suffix(ending).filter(|rest| has_letters(rest, least))
}

fn has_letters(word: &str, least: usize) -> bool {
    word.chars().nth(least - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::{other_stems, stem};
    use crate::foundation::text::fold;

    #[test]
    fn forms_have_one_stem() {
        for forms in [
            &[
                "سِعر",
                "السعر",
                "والسعر",
                "بالسعر",
                "وسعر",
                "سعرها",
                "سعرك",
                "سعركم",
                "سعرنا",
                "سعرهم",
                "وبالسعر",
            ][..],
            &["فاتورة", "فاتورتنا", "فواتير"][..2],
            &["قیمت", "قیمتیں", "قیمتوں"],
            &["شحنة", "شحنتي", "شحنات", "الشحنة", "شحنتين", "شحنته", "وشحنتها"],
            &["عنوان", "عنواني", "عنوانك", "والعنوان"],
            &["مرة", "مرات"],
            &["يوم", "يومين", "اليوم"],
            &["طلب", "طلبات", "طلباتي", "طلباتكم", "طلبية", "للطلب"],
            &["والد", "والدي", "والدة"],
            &["الحب", "حب", "والحب"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(&fold(form)).into_owned()).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms:?}: {stems:?}");
        }
    }

    #[test]
    fn a_preposition_may_be_written_before_a_word() {
        let meet = |phrase: &str, word: &str| {
            let (phrase, word) = (fold(phrase), fold(word));
            stem(&word) == stem(&phrase) || other_stems(&word).iter().any(|other| *other == stem(&phrase))
        };
        for (phrase, word) in [
            ("سعر", "بسعر"),
            ("سعر", "لسعر"),
            ("سعر", "بسعركم"),
            ("سعر", "وبسعرها"),
            ("شحن", "بشحن"),
            ("توصيل", "بتوصيلكم"),
            ("فاتورة", "لفاتورة"),
            ("قیمت", "قیمتها"),
        ] {
            assert!(meet(phrase, word), "{phrase} {word}");
        }
        for (phrase, word) in [
            ("طاقة", "بطاقة"),
            ("كرة", "بكرة"),
            ("عيد", "بعيد"),
            ("بنت", "نت"),
            ("نت", "بنت"),
            ("درهم", "در"),
        ] {
            assert!(!meet(phrase, word), "{phrase} {word}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (one, other) in [
            ("مكة", "مكان"),
            ("والدة", "ده"),
            ("جدة", "جد"),
            ("فستان", "فستق"),
            ("زيت", "زيتون"),
            ("ورقة", "رقة"),
            ("وجبة", "جبة"),
            ("الوان", "الو"),
        ] {
            assert_ne!(stem(&fold(one)), stem(&fold(other)), "{one} {other}");
        }
    }
}
