//! The languages that ship with texts and words, and how one is recognised.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::han::{HanForm, han_form};
use super::table::evidence;

/// A language of the standard playbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Language {
    /// English.
    #[serde(rename = "en")]
    En,
    /// Russian.
    #[serde(rename = "ru")]
    Ru,
    /// Arabic.
    #[serde(rename = "ar")]
    Ar,
    /// Hindi.
    #[serde(rename = "hi")]
    Hi,
    /// Chinese in simplified characters.
    #[serde(rename = "zh-hans")]
    ZhHans,
    /// Chinese in traditional characters.
    #[serde(rename = "zh-hant")]
    ZhHant,
}

impl Language {
    /// Every language, in order.
    pub const ALL: [Self; 6] = [Self::En, Self::Ru, Self::Ar, Self::Hi, Self::ZhHans, Self::ZhHant];

    /// The name used in data.
    ///
    /// ```
    /// use scrm_core::foundation::text::Language;
    /// assert_eq!(Language::ZhHant.as_str(), "zh-hant");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Ar => "ar",
            Self::Hi => "hi",
            Self::ZhHans => "zh-hans",
            Self::ZhHant => "zh-hant",
        }
    }

    /// The language of a BCP 47 tag or a POSIX locale, in any case. Chinese is traditional when the tag says
    /// `Hant`, or names Taiwan, Hong Kong or Macao and no script.
    ///
    /// ```
    /// use scrm_core::foundation::text::Language;
    /// assert_eq!(Language::from_tag("en-GB"), Some(Language::En));
    /// assert_eq!(Language::from_tag("zh_HK"), Some(Language::ZhHant));
    /// assert_eq!(Language::from_tag("zh-Hans-TW"), Some(Language::ZhHans));
    /// assert_eq!(Language::from_tag("fr"), None);
    /// ```
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let mut parts = tag.trim().split(['-', '_', '.', '@']);
        let is = |part: &str, names: &[&str]| names.iter().any(|name| part.eq_ignore_ascii_case(name));
        let language = parts.next()?;
        if is(language, &["en", "eng"]) {
            Some(Self::En)
        } else if is(language, &["ru", "rus"]) {
            Some(Self::Ru)
        } else if is(language, &["ar", "ara", "arb"]) {
            Some(Self::Ar)
        } else if is(language, &["hi", "hin"]) {
            Some(Self::Hi)
        } else if is(language, &["zh", "zho", "chi", "cmn", "yue"]) {
            let rest: Vec<&str> = parts.collect();
            let has = |names: &[&str]| rest.iter().any(|part| is(part, names));
            let traditional = !has(&["hans"])
                && (has(&["hant", "tw", "hk", "mo"]) || (is(language, &["yue"]) && !has(&["cn"])));
            Some(if traditional { Self::ZhHant } else { Self::ZhHans })
        } else {
            None
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Enough of a message to tell its language; the rest is not read.
const READ_CHARACTERS: usize = 400;

/// What one letter tells about the language of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Evidence {
    #[default]
    Nothing,
    Latin,
    LatinAccented,
    Cyrillic,
    Arabic,
    Devanagari,
    /// In either form of Chinese writing.
    Han,
    Traditional,
    Simplified,
    /// A letter of a language that shares a script with ours but is not ours.
    Foreign,
}

impl Evidence {
    const COUNT: usize = Self::Foreign as usize + 1;

    pub(super) fn of(character: char) -> Self {
        match character {
            'a'..='z' | 'A'..='Z' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => Self::Latin,
            '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Self::LatinAccented,
            // Ukrainian, Belarusian, Serbian, Kazakh and others.
            'Ђ'..='Џ' | 'ђ'..='џ' | 'Ґ' | 'ґ' | '\u{492}'..='\u{52F}' => Self::Foreign,
            '\u{400}'..='\u{4FF}' => Self::Cyrillic,
            // Persian, Urdu, Pashto, Kurdish.
            '\u{679}' | '\u{67E}' | '\u{686}' | '\u{688}' | '\u{691}' | '\u{698}' | '\u{6A9}' | '\u{6AF}'
            | '\u{6BA}' | '\u{6BE}' | '\u{6C1}' | '\u{6CC}' | '\u{6D2}' => Self::Foreign,
            '\u{620}'..='\u{64A}'
            | '\u{66E}'..='\u{6D3}'
            | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE80}'..='\u{FEFC}' => Self::Arabic,
            '\u{900}'..='\u{97F}' => Self::Devanagari,
            '\u{3040}'..='\u{30FF}' | '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' => Self::Foreign,
            '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' => match han_form(character) {
                HanForm::Traditional => Self::Traditional,
                HanForm::Simplified => Self::Simplified,
                HanForm::Both => Self::Han,
            },
            other if other.is_alphabetic() => Self::Foreign,
            _ => Self::Nothing,
        }
    }
}

/// How many letters of each kind a text has.
struct Letters([u32; Evidence::COUNT]);

impl Letters {
    fn count(text: &str) -> Self {
        let mut letters = Self([0; Evidence::COUNT]);
        for character in text.chars().take(READ_CHARACTERS) {
            if let Some(count) = letters.0.get_mut(evidence(character) as usize) {
                *count += 1;
            }
        }
        letters
    }

    fn of(&self, kind: Evidence) -> u32 {
        self.0.get(kind as usize).copied().unwrap_or_default()
    }
}

/// The language of a message, judged by its script alone; `None` where there are no letters, or letters of
/// a language that is not one of ours (kana, Hangul, `ї`, `پ`, accents in Latin text).
///
/// Latin product names inside another script do not count: a quarter of the letters decides. Chinese goes by
/// the characters that exist in one form only, and is simplified where there are none. Latin text without
/// accents counts as English, whatever it is. Reads at most 400 characters and allocates nothing.
///
/// ```
/// use scrm_core::foundation::text::{Language, detect_language};
/// assert_eq!(detect_language("Сколько стоит iPhone 15 Pro?"), Some(Language::Ru));
/// assert_eq!(detect_language("請問多少錢"), Some(Language::ZhHant));
/// assert_eq!(detect_language("请问多少钱"), Some(Language::ZhHans));
/// assert_eq!(detect_language("いくらですか"), None);
/// assert_eq!(detect_language("👍 123"), None);
/// ```
#[must_use]
pub fn detect_language(text: &str) -> Option<Language> {
    // What counting its letters would come to.
    if text.is_ascii() {
        return text.bytes().any(|byte| byte.is_ascii_alphabetic()).then_some(Language::En);
    }
    let letters = Letters::count(text);
    let [accented, cyrillic, arabic, devanagari, traditional, simplified, foreign] = {
        use Evidence::{Arabic, Cyrillic, Devanagari, Foreign, LatinAccented, Simplified, Traditional};
        [LatinAccented, Cyrillic, Arabic, Devanagari, Traditional, Simplified, Foreign]
            .map(|kind| letters.of(kind))
    };
    let latin = letters.of(Evidence::Latin) + accented;
    let han = letters.of(Evidence::Han) + traditional + simplified;
    let others = cyrillic + arabic + devanagari + han + foreign;
    if latin > 3 * others {
        return (accented * 20 <= latin).then_some(Language::En);
    }
    // Persian, Ukrainian and Japanese mix letters of their own into a script we know.
    if foreign * 10 > others {
        return None;
    }
    let chinese = if traditional > simplified { Language::ZhHant } else { Language::ZhHans };
    [(cyrillic, Language::Ru), (arabic, Language::Ar), (devanagari, Language::Hi), (han, chinese)]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, language)| language)
}
