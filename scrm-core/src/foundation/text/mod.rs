//! Text in every script: folding with places, languages, words, and sketches of questions.
//!
//! People write the same word in many ways: `PRICE`, `ｐｒｉｃｅ`, `prïce`, `價格` for `价格`, `السِّعر` for
//! `السعر`. [`fold`] brings them to one form that keywords, opt-out words and search share; [`Folded`]
//! also knows where each folded piece stood in the message as it was written.
//!
//! What folding does, character by character:
//!
//! - compatibility forms become plain (`ｐ`, `①`, `ﻻ`, half-width kana), letters become lower case,
//!   decimal digits of every script become ASCII digits;
//! - Latin, Greek, Cyrillic and Hebrew diacritics go; `ё` becomes `е`, but `й` and `ў` stay, because they
//!   are letters and not accented `и` and `у`; `ø`, `ł`, `đ`, `ı` lose their stroke or become `i`, `ß` is `ss`;
//! - Arabic: vowel marks and tatweel go, `أ إ آ ٱ` become `ا`, `ى` and `ئ` become `ي`, `ؤ` becomes `و`,
//!   `ة` becomes `ه`, the Persian `ک ی ہ` become `ك ي ه`; a lone `ء` stays;
//! - Devanagari: the nukta goes, chandrabindu becomes anusvara (`हाँ` is `हां`), and so does a nasal that is joined to the
//!   consonant after it (`हिन्दी` is `हिंदी`); other signs stay;
//! - traditional Chinese characters become simplified ones, one for one;
//! - kana and Hangul keep their letters; Thai and Lao `ำ` is one character, also where it is written in two; emoji stay, without skin tones and variation selectors;
//! - zero-width, bidirectional and other invisible characters go, but for the joiner within an emoji (`👩‍⚕️`); any run of white space is one space,
//!   none at the ends; typographic and Hebrew quotation marks and dashes become `'`, `"` and `-`.
//!
//! Folding twice gives what folding once gave.

pub(crate) mod block;
mod changes;
mod character;
pub(crate) mod character_set;
mod edits;
mod fold;
mod folder;
mod function_words;
mod han;
mod language;
mod may_have;
mod romanise;
mod segment;
mod sketch;
mod stem;
mod table;
mod words;

pub use fold::{Folded, TextSpan, fold};
pub use language::{Language, detect_language};
pub use segment::segmented_words;
pub use sketch::{sketch, sketch_similarity};
pub use stem::StemLanguage;
pub(crate) use words::marked_characters;
pub use words::{Word, Words, is_unspaced_script, is_word_character, words};

pub(crate) use character::{
    ANUSVARA, JOINER, fold_to_one, is_invisible, is_joined_nasal, is_regional_indicator,
};
pub(crate) use edits::{edits, edits_within};
pub(crate) use fold::{FoldRoom, SpanCursor};
pub(crate) use function_words::is_function_word;
pub(crate) use han::{FIRST_OF_HAN, HAN_BYTES, LAST_OF_HAN};
pub(crate) use may_have::MayHave;
pub(crate) use romanise::{
    LONGEST_SYLLABLE, Spelling, carries_vowel, is_character, is_devanagari_consonant, is_syllable, reading,
    romanise, spellings,
};
pub(crate) use segment::cuts;
pub(crate) use sketch::Sketch;
pub(crate) use stem::HINDI_ENDINGS;
pub(crate) use table::traits;

#[cfg(test)]
mod tests;
