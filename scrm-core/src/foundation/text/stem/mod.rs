//! Stems: what the inflected forms of a word have in common.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use snowstem::{Algorithm, Stemmer};

mod arabic;
mod hindi;
mod respelled;
mod turkish;

pub(crate) use hindi::ENDINGS as HINDI_ENDINGS;

/// A language whose words can be brought to their stems. In data, its ISO 639-1 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum StemLanguage {
    /// Arabic.
    Ar,
    /// Danish.
    Da,
    /// German.
    De,
    /// English.
    En,
    /// Spanish.
    Es,
    /// Finnish.
    Fi,
    /// French.
    Fr,
    /// Hindi.
    Hi,
    /// Hungarian.
    Hu,
    /// Italian.
    It,
    /// Dutch.
    Nl,
    /// Norwegian.
    No,
    /// Polish.
    Pl,
    /// Portuguese.
    Pt,
    /// Romanian.
    Ro,
    /// Russian.
    Ru,
    /// Swedish.
    Sv,
    /// Tamil.
    Ta,
    /// Turkish.
    Tr,
}

impl StemLanguage {
    /// Every language, in order.
    pub const ALL: [Self; 19] = [
        Self::Ar,
        Self::Da,
        Self::De,
        Self::En,
        Self::Es,
        Self::Fi,
        Self::Fr,
        Self::Hi,
        Self::Hu,
        Self::It,
        Self::Nl,
        Self::No,
        Self::Pl,
        Self::Pt,
        Self::Ro,
        Self::Ru,
        Self::Sv,
        Self::Ta,
        Self::Tr,
    ];

    /// The name used in data.
    ///
    /// ```
    /// use scrm_core::foundation::text::StemLanguage;
    /// assert_eq!(StemLanguage::Pt.as_str(), "pt");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::Da => "da",
            Self::De => "de",
            Self::En => "en",
            Self::Es => "es",
            Self::Fi => "fi",
            Self::Fr => "fr",
            Self::Hi => "hi",
            Self::Hu => "hu",
            Self::It => "it",
            Self::Nl => "nl",
            Self::No => "no",
            Self::Pl => "pl",
            Self::Pt => "pt",
            Self::Ro => "ro",
            Self::Ru => "ru",
            Self::Sv => "sv",
            Self::Ta => "ta",
            Self::Tr => "tr",
        }
    }

    /// The language whose stems suit a word where nobody says which it is of: by its script, and English for Latin
    /// letters. Nothing for a script whose words are not inflected or whose forms are not known here.
    ///
    /// ```
    /// use scrm_core::foundation::text::StemLanguage;
    /// assert_eq!(StemLanguage::of_word("доставка"), Some(StemLanguage::Ru));
    /// assert_eq!(StemLanguage::of_word("delivery"), Some(StemLanguage::En));
    /// assert_eq!(StemLanguage::of_word("价格"), None);
    /// ```
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        word.chars().find_map(|letter| match letter {
            'a'..='z' => Some(Self::En),
            '\u{400}'..='\u{52F}' => Some(Self::Ru),
            '\u{620}'..='\u{6FF}' => Some(Self::Ar),
            '\u{904}'..='\u{97F}' => Some(Self::Hi),
            '\u{B80}'..='\u{BFF}' => Some(Self::Ta),
            _ => None,
        })
    }

    /// The language whose stems suit a word: that of its script, and of Latin letters the one that is asked for, if it is
    /// written in them.
    pub(crate) fn for_word(word: &str, asked: Option<Self>) -> Option<Self> {
        let is_latin = |language: &Self| !matches!(language, Self::Ar | Self::Hi | Self::Ru | Self::Ta);
        match Self::of_word(word) {
            Some(Self::En) => asked.filter(is_latin).or(Some(Self::En)),
            of_script => of_script,
        }
    }

    /// The stem of a folded word: the same for most inflected forms of one word, and seldom a word itself.
    ///
    /// Snowball's algorithms, helped where they know an ending by an accent that folding took; for Arabic the endings of
    /// light10 (Larkey, Ballesteros and Connell 2007), which also takes off `و` and the article; for Hindi those of Ramanathan
    /// and Rao (2003); for Turkish the endings of nouns. Words that are derived from another mostly keep a stem of their own:
    /// `deliver` and `delivery`. Linear in the length of the word.
    ///
    /// ```
    /// use scrm_core::foundation::text::StemLanguage;
    /// let same = |language: StemLanguage, forms: [&str; 3]| {
    ///     let [first, second, third] = forms.map(|word| language.stem(word).into_owned());
    ///     first == second && second == third
    /// };
    /// assert!(same(StemLanguage::En, ["deliver", "delivers", "delivering"]));
    /// assert!(same(StemLanguage::Ru, ["скидка", "скидки", "скидку"]));
    /// assert!(same(StemLanguage::Ar, ["سعر", "السعر", "والسعر"]));
    /// assert!(same(StemLanguage::Hi, ["लडका", "लडके", "लडकों"]));
    /// assert!(same(StemLanguage::Tr, ["siparis", "siparisim", "siparisleriniz"]));
    /// ```
    #[must_use]
    pub fn stem(self, word: &str) -> Cow<'_, str> {
        let snowball = match self {
            Self::Ar => return arabic::stem(word),
            Self::Hi => return Cow::Borrowed(hindi::stem(word)),
            Self::Tr => return turkish::stem(word),
            Self::Da => Stemmer::create(Algorithm::Danish),
            Self::De => Stemmer::create(Algorithm::German),
            Self::En => Stemmer::create(Algorithm::English),
            Self::Es => Stemmer::create(Algorithm::Spanish),
            Self::Fi => Stemmer::create(Algorithm::Finnish),
            Self::Fr => Stemmer::create(Algorithm::French),
            Self::Hu => Stemmer::create(Algorithm::Hungarian),
            Self::It => Stemmer::create(Algorithm::Italian),
            Self::Nl => Stemmer::create(Algorithm::Dutch),
            Self::No => Stemmer::create(Algorithm::Norwegian),
            Self::Pl => Stemmer::create(Algorithm::Polish),
            Self::Pt => Stemmer::create(Algorithm::Portuguese),
            Self::Ro => Stemmer::create(Algorithm::Romanian),
            Self::Ru => Stemmer::create(Algorithm::Russian),
            Self::Sv => Stemmer::create(Algorithm::Swedish),
            Self::Ta => Stemmer::create(Algorithm::Tamil),
        };
        let once = match respelled::respelled(self, word) {
            Cow::Borrowed(word) => snowball.stem(word),
            Cow::Owned(word) => Cow::Owned(snowball.stem(&word).into_owned()),
        };
        match self {
            Self::Hu => to_the_root(&snowball, once),
            _ => once,
        }
    }
}

/// Endings that a Hungarian word has at most, one after the other.
const MOST_HUNGARIAN_ENDINGS: usize = 5;

/// Takes endings off until none is left: a stem that ends as an ending does, as `méret` and `cím` do, would otherwise be another in
/// each form.
fn to_the_root<'w>(snowball: &Stemmer, mut stem: Cow<'w, str>) -> Cow<'w, str> {
    for _ in 0..MOST_HUNGARIAN_ENDINGS {
        let shorter = snowball.stem(&stem).into_owned();
        if shorter.len() >= stem.len() {
            break;
        }
        stem = Cow::Owned(shorter);
    }
    stem
}

impl fmt::Display for StemLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::StemLanguage;
    use crate::foundation::text::fold;

    #[test]
    fn forms_of_one_word_have_one_stem() {
        for (language, forms) in [
            (StemLanguage::En, &["price", "prices", "pricing"][..]),
            (StemLanguage::Ru, &["скидка", "скидки", "скидку", "скидкой"]),
            (StemLanguage::Ru, &["доставка", "доставки", "доставку"]),
            (StemLanguage::Ar, &["سِعر", "السعر", "والسعر", "بالسعر", "سعرها"]),
            (StemLanguage::Ar, &["توصيل", "للتوصيل", "التوصيل"]),
            (StemLanguage::Hi, &["कीमत", "क़ीमतें", "कीमतों"]),
            (StemLanguage::Hi, &["लड़का", "लड़के", "लड़कों"]),
            (StemLanguage::De, &["Häuser", "haus"]),
            (StemLanguage::Es, &["precio", "precios"]),
            (StemLanguage::Pt, &["preço", "preços"]),
            (StemLanguage::Fr, &["livraison", "livraisons"]),
            (StemLanguage::It, &["spedizione", "spedizioni"]),
            (StemLanguage::Tr, &["fiyat", "fiyatlar"]),
            (StemLanguage::Hu, &["méret", "méretek", "méretet"]),
            (StemLanguage::Hu, &["cím", "címet", "címem"]),
            (StemLanguage::Hu, &["termék", "termékek", "terméket"]),
        ] {
            let stems: Vec<_> = forms.iter().map(|form| language.stem(&fold(form)).into_owned()).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{language}: {stems:?}");
        }
    }

    #[test]
    fn other_words_keep_other_stems() {
        for (language, one, other) in [
            (StemLanguage::En, "order", "border"),
            (StemLanguage::Ru, "цена", "цель"),
            (StemLanguage::Ar, "سعر", "شعر"),
            (StemLanguage::Hi, "दाम", "काम"),
        ] {
            assert_ne!(language.stem(&fold(one)), language.stem(&fold(other)), "{language}");
        }
    }

    #[test]
    fn what_is_no_word_of_the_language_stays_or_shortens_and_never_panics() {
        for language in StemLanguage::ALL {
            for word in
                ["", "a", "7", "价格", "🙂", "ё", "و", "ا", "\u{94d}", "iphone15", &"ab".repeat(5_000)]
            {
                let _ = language.stem(word);
            }
        }
    }
}
