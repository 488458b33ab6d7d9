//! Stems: what the inflected forms of a word have in common.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use snowstem::{Algorithm, Stemmer};

mod arabic;
mod bengali;
mod hebrew;
mod hindi;
mod indonesian;
mod kept;
mod korean;
mod respelled;
mod russian;
mod turkish;

pub(crate) use hindi::ENDINGS as HINDI_ENDINGS;

/// A language whose words can be brought to their stems. In data, its ISO 639-1 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum StemLanguage {
    /// Arabic.
    Ar,
    /// Bengali.
    Bn,
    /// Czech.
    Cs,
    /// Danish.
    Da,
    /// German.
    De,
    /// Greek.
    El,
    /// English.
    En,
    /// Spanish.
    Es,
    /// Finnish.
    Fi,
    /// French.
    Fr,
    /// Hebrew.
    He,
    /// Hindi.
    Hi,
    /// Hungarian.
    Hu,
    /// Indonesian.
    Id,
    /// Italian.
    It,
    /// Korean.
    Ko,
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
    pub const ALL: [Self; 25] = [
        Self::Ar,
        Self::Bn,
        Self::Cs,
        Self::Da,
        Self::De,
        Self::El,
        Self::En,
        Self::Es,
        Self::Fi,
        Self::Fr,
        Self::He,
        Self::Hi,
        Self::Hu,
        Self::Id,
        Self::It,
        Self::Ko,
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
            Self::Bn => "bn",
            Self::Cs => "cs",
            Self::Da => "da",
            Self::De => "de",
            Self::El => "el",
            Self::En => "en",
            Self::Es => "es",
            Self::Fi => "fi",
            Self::Fr => "fr",
            Self::He => "he",
            Self::Hi => "hi",
            Self::Hu => "hu",
            Self::Id => "id",
            Self::It => "it",
            Self::Ko => "ko",
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
            '\u{370}'..='\u{3FF}' => Some(Self::El),
            '\u{400}'..='\u{52F}' => Some(Self::Ru),
            '\u{5D0}'..='\u{5EA}' => Some(Self::He),
            '\u{620}'..='\u{6FF}' => Some(Self::Ar),
            '\u{904}'..='\u{97F}' => Some(Self::Hi),
            '\u{980}'..='\u{9FF}' => Some(Self::Bn),
            '\u{B80}'..='\u{BFF}' => Some(Self::Ta),
            '\u{AC00}'..='\u{D7A3}' => Some(Self::Ko),
            _ => None,
        })
    }

    /// The language whose stems suit a word: that of its script, and of Latin letters the one that is asked for, if it is
    /// written in them.
    pub(crate) fn for_word(word: &str, asked: Option<Self>) -> Option<Self> {
        let is_latin = |language: &Self| {
            use StemLanguage::{Ar, Bn, El, He, Hi, Ko, Ru, Ta};
            !matches!(language, Ar | Bn | El | He | Hi | Ko | Ru | Ta)
        };
        match Self::of_word(word) {
            Some(Self::En) => asked.filter(is_latin).or(Some(Self::En)),
            of_script => of_script,
        }
    }

    /// The stem of a folded word: the same for most inflected forms of one word, and seldom a word itself.
    ///
    /// Snowball's algorithms, helped where they know an ending by an accent that folding took; for Arabic the endings of
    /// light10 (Larkey, Ballesteros and Connell 2007), which also takes off `و` and the article; for Hindi those of Ramanathan
    /// and Rao (2003); for Turkish, Hebrew and Bengali the endings of nouns; for Korean particles and `하다`; for Indonesian what
    /// is only written to a word. Ukrainian words have stems as Russian ones have. Words that are derived from another mostly
    /// keep a stem of their own: `deliver` and `delivery`. Linear in the length of the word.
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
        if let Some(stem) = kept::kept(self, word) {
            return Cow::Borrowed(stem);
        }
        let snowball = match self {
            Self::Ar => return arabic::stem(word),
            Self::Bn => return Cow::Borrowed(bengali::stem(word)),
            Self::He => return hebrew::stem(word),
            Self::Hi => return Cow::Borrowed(hindi::stem(word)),
            Self::Id => return Cow::Borrowed(indonesian::stem(word)),
            Self::Ko => return Cow::Borrowed(korean::stem(word)),
            Self::Ru => return russian::stem(word),
            Self::Tr => return turkish::stem(word),
            Self::Cs => Stemmer::create(Algorithm::Czech),
            Self::Da => Stemmer::create(Algorithm::Danish),
            Self::De => Stemmer::create(Algorithm::German),
            Self::El => Stemmer::create(Algorithm::Greek),
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
            Self::Sv => Stemmer::create(Algorithm::Swedish),
            Self::Ta => Stemmer::create(Algorithm::Tamil),
        };
        let once = match respelled::respelled(self, word) {
            Cow::Borrowed(word) => snowball.stem(word),
            Cow::Owned(word) => Cow::Owned(snowball.stem(&word).into_owned()),
        };
        match self {
            Self::De => without_t(once),
            Self::Hu => to_the_root(&snowball, once),
            _ => once,
        }
    }

    /// Stems that a folded word may have besides its own, where its letters do not tell: `بسعر` may be `سعر` with a preposition,
    /// `скидок` a form of `скидка`. Asked of words of messages alone: a phrase means the word that it is.
    pub(crate) fn other_stems(self, word: &str, stem: &str) -> Vec<String> {
        match self {
            Self::Ar => arabic::other_stems(word),
            Self::He => hebrew::unprefixed(word).map(|rest| hebrew::stem(rest).into_owned()).collect(),
            Self::Ko => korean::first_noun(word).map(str::to_owned).into_iter().collect(),
            Self::Ru => russian::other_stems(word, stem),
            _ => Vec::new(),
        }
    }

    /// How many letters at the beginning of a stem all forms of its word have, at least: endings change the last letters before
    /// them, as in `happy` and `happier`, and German letters with marks may be written with an `e`, as in `Ueberweisung`.
    pub(crate) fn common_letters(self, stem: &str) -> usize {
        let letters = stem.chars().count();
        let unchanged = letters.saturating_sub(self.changed_letters(stem)).max(2);
        let to_first = |first: usize| first.saturating_add(1).min(unchanged);
        match self {
            Self::De => {
                stem.chars().position(|letter| matches!(letter, 'a' | 'o' | 'u')).map_or(unchanged, to_first)
            }
            _ => unchanged,
        }
    }

    /// How many letters at the end of a stem may be others in a form of its word, at most.
    fn changed_letters(self, stem: &str) -> usize {
        match self {
            // `مرة`, `مرات`.
            Self::Ar => usize::from(stem.ends_with('ه') && stem.chars().count() == 3),
            Self::Bn | Self::Hi | Self::Id | Self::Ko => 0,
            Self::En | Self::He => 1,
            Self::Ru => russian::changed_letters(stem),
            // `ophaal` is the stem of `opgehaald`.
            Self::Nl => stem.chars().count(),
            _ => 2,
        }
    }
}

/// Letters that a German stem has at least that gives up its `t`.
const LEAST_GERMAN: usize = 6;

/// A German stem without the `t` of a verb: `bestellen`, `bestellt`. Nouns lose theirs in all their forms.
fn without_t(stem: Cow<'_, str>) -> Cow<'_, str> {
    match stem.strip_suffix('t').filter(|rest| rest.chars().nth(LEAST_GERMAN - 1).is_some()) {
        Some(rest) => Cow::Owned(rest.to_owned()),
        None => stem,
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
            (StemLanguage::De, &["bestellen", "bestellt", "bestellte", "bestelle"]),
            (StemLanguage::De, &["Produkt", "Produkte", "Produkten"]),
            (StemLanguage::El, &["τιμή", "τιμής", "τιμές"]),
            (StemLanguage::Cs, &["cena", "cenu", "ceny"]),
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
            (StemLanguage::Hi, "पान", "पानी"),
            (StemLanguage::Hi, "चीन", "चीनी"),
            (StemLanguage::Ar, "شیر", "شیرین"),
            (StemLanguage::En, "goods", "good"),
            (StemLanguage::En, "customs", "customer"),
            (StemLanguage::En, "import", "important"),
            (StemLanguage::En, "containers", "contain"),
            (StemLanguage::En, "tires", "tired"),
            (StemLanguage::En, "shorts", "short"),
            (StemLanguage::Ru, "почта", "почти"),
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
