//! Whether the mode of a phrase suits it.

use super::phrase::Phrase;
use crate::foundation::text::{is_unspaced_script, is_word_character};
use crate::keyword::config::MatchMode;
use crate::keyword::romanised::is_too_short;
use crate::keyword::typo::TypoPhrase;

/// Letters up to which a phrase that may stand inside words stands in many.
const SHORT: usize = 4;
/// Letters up to which it does, whatever the messages are.
const VERY_SHORT: usize = 2;

/// Words that say nothing of what a message is about.
const STOP_WORDS: &[&str] = &[
    // English
    "a an and any are as at be but by can do does for from had has have he how i if in is it its me my no not of on or our \
     please she so some that the their them there they this to us was we were what when where which who why will with \
     would yes you your hello hi thanks thank ok okay",
    // Russian, folded
    "а без бы был была были быть в вам вас ваш во вот все вы где да для до его ее если есть еще же за и из или им их к как \
     какая какие какой когда кто ли мне мой мы на над не нет ни но ну о об он она они от по под при с со так там то только ты у \
     уже что чтобы это я здравствуйте привет спасибо пожалуйста",
    // Arabic, folded
    "في من علي الي عن ما لا هل هذا هذه ذلك انا انت نحن هو هي كان ان او و يا مع كل شكرا مرحبا السلام عليكم نعم",
    // Hindi, folded
    "का के की को में से है हैं था थे और या यह वह मैं हम आप क्या नहीं हां भी तो ही पर कि एक नमस्ते धन्यवाद",
    // Chinese, folded
    "的 了 是 我 你 您 在 有 不 吗 呢 吧 啊 这 那 和 也 就 都 要 会 能 可以 请 请问 你好 您好 谢谢 好的",
    // Spanish, French, Portuguese, German, Italian, folded
    "el la los las un una de del que y en es por para con no si lo le les des et est une du au aux pour dans je vous nous \
     il elle que qui os um uma do da em com nao voce der die das und ist ich sie wir ein eine mit zu von auf nicht il lo gli \
     di che e per hola bonjour merci gracias obrigado danke ciao grazie",
];

/// Whether a phrase is one word that says nothing, or one letter.
pub(super) fn is_stop_word(phrase: &Phrase<'_>) -> bool {
    if matches!(phrase.mode, MatchMode::WholeMessage | MatchMode::Regex) || phrase.has_companions {
        return false;
    }
    let mut letters = phrase.folded.chars();
    let is_one_letter = match (letters.next(), letters.next()) {
        (Some(letter), None) => letter.is_alphabetic() && !is_unspaced_script(letter),
        _ => false,
    };
    is_one_letter || STOP_WORDS.iter().flat_map(|list| list.split(' ')).any(|word| word == phrase.folded)
}

/// Whether a phrase that may stand inside words is too short for that; and whether it is in any case, or only where
/// messages show it.
pub(super) fn is_short_substring(phrase: &Phrase<'_>) -> Option<bool> {
    if phrase.mode != MatchMode::Substring || !phrase.folded.contains(is_word_character) {
        return None;
    }
    let letters = phrase.folded.chars().filter(|letter| is_word_character(*letter)).count();
    // Two Han characters are a word.
    let unspaced = phrase.folded.contains(is_unspaced_script);
    (letters <= SHORT && !unspaced).then_some(letters <= VERY_SHORT)
}

/// Whether a phrase that is to be found with slips has none.
pub(super) fn has_no_slips(phrase: &Phrase<'_>) -> bool {
    phrase.mode == MatchMode::Typo
        && (phrase.folded.contains(is_unspaced_script) || !TypoPhrase::new(&phrase.folded).has_slips())
}

/// Whether a phrase that is to be found in Latin letters too is not, because other words would be taken for it.
pub(super) fn is_too_short_in_latin_letters(phrase: &Phrase<'_>) -> bool {
    phrase.romanised
        && phrase.mode != MatchMode::Regex
        && is_too_short(&phrase.folded, phrase.inflects(), phrase.language)
}

/// The plain phrases that a regular expression comes to, if it looks for nothing else.
pub(super) fn plain_phrases(phrase: &Phrase<'_>) -> Option<Vec<String>> {
    if phrase.mode != MatchMode::Regex {
        return None;
    }
    let bare = |text: &str| -> Option<String> {
        let text = text.strip_prefix("\\b").unwrap_or(text);
        let text = text.strip_suffix("\\b").unwrap_or(text);
        Some(text.to_owned()).filter(|text| !text.is_empty())
    };
    let whole = bare(phrase.text.trim_start_matches("(?i)"))?;
    let inner = whole.strip_prefix("(?:").or_else(|| whole.strip_prefix('('));
    let inner = inner.and_then(|inner| inner.strip_suffix(')')).unwrap_or(&whole);
    let parts: Option<Vec<String>> = inner.split('|').map(bare).collect();
    parts.filter(|parts| parts.iter().all(|part| regex::escape(part) == *part))
}
