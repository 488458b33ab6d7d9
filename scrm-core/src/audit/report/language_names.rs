//! What languages are called.

/// By their tags (BCP 47).
const NAMES: [(&str, &str); 32] = [
    ("ar", "Arabic"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("cs", "Czech"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("fa", "Persian"),
    ("fr", "French"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("id", "Indonesian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("kk", "Kazakh"),
    ("ko", "Korean"),
    ("ms", "Malay"),
    ("nl", "Dutch"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("uz", "Uzbek"),
    ("vi", "Vietnamese"),
    ("zh", "Chinese"),
    ("zh-hans", "Chinese (simplified)"),
    ("zh-hant", "Chinese (traditional)"),
];

/// A language's English name, or its tag where it has none here: of another language, or of one as a region speaks it.
pub(super) fn language_name(tag: &str) -> &str {
    let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(tag));
    known.map_or(tag, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_a_name_however_it_is_written() {
        for (tag, name) in
            [("zh-Hant", "Chinese (traditional)"), ("RU", "Russian"), ("pt-BR", "pt-BR"), ("tlh", "tlh")]
        {
            assert_eq!(language_name(tag), name);
        }
    }
}
