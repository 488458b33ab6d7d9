//! Names of people: what counts as a full name, and how it is kept.

use std::borrow::Cow;
use std::sync::LazyLock;

use compact_str::CompactString;
use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry};

/// Characters of the longest name that is kept.
const LONGEST_NAME: usize = 300;

/// Texts that say in any column that there is nothing to say, lower-case and without surrounding punctuation.
const NOTHING: &[&str] = &[
    "n/a",
    "na",
    "n.a",
    "none",
    "null",
    "nil",
    "nan",
    "unknown",
    "undefined",
    "tbd",
    "tba",
    "empty",
    "blank",
    "not available",
    "not provided",
    "not given",
    "нет",
    "нет данных",
    "неизвестно",
    "не указано",
    "не указан",
    "لا يوجد",
    "لايوجد",
    "غير معروف",
    "नहीं",
    "अज्ञात",
    "उपलब्ध नहीं",
    "无",
    "無",
    "没有",
    "沒有",
    "暂无",
    "暫無",
    "未知",
    "不详",
    "不詳",
    "空",
    "未填",
    "未填写",
    "未填寫",
    "no data",
    "нет информации",
    "غير متوفر",
];

/// Texts that stand where a name should stand beside these, written in the same way.
const PLACEHOLDERS: &[&str] = &[
    "test",
    "tester",
    "testing",
    "test test",
    "test user",
    "name",
    "full name",
    "unnamed",
    "no name",
    "noname",
    "anonymous",
    "xxx",
    "xx",
    "x",
    "asdf",
    "qwerty",
    "customer",
    "client",
    "user",
    "guest",
    "lead",
    "contact",
    "тест",
    "тестовый",
    "нет имени",
    "без имени",
    "неизвестный",
    "имя",
    "фио",
    "аноним",
    "клиент",
    "гость",
    "مجهول",
    "بدون اسم",
    "بلا اسم",
    "الاسم",
    "اسم",
    "اختبار",
    "تجربة",
    "عميل",
    "नाम नहीं",
    "कोई नाम नहीं",
    "नाम",
    "परीक्षण",
    "टेस्ट",
    "ग्राहक",
    "匿名",
    "测试",
    "測試",
    "姓名",
    "名字",
    "客户",
    "客戶",
    "无名",
    "無名",
    "佚名",
];

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NameProblem {
    /// Nothing, or nothing visible.
    #[error("the name is blank")]
    Blank,
    /// No letter of any script.
    #[error("the name holds no letters")]
    NoLetters,
    /// A word that people type instead of a name.
    #[error("the name is a placeholder")]
    Placeholder,
    /// Longer than any name.
    #[error("the name is longer than 300 characters")]
    TooLong,
}

impl Coded for NameProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Blank => "customer.name.blank",
            Self::NoLetters => "customer.name.no_letters",
            Self::Placeholder => "customer.name.placeholder",
            Self::TooLong => "customer.name.too_long",
        }
    }

    fn field(&self) -> Option<String> {
        Some("name".to_owned())
    }
}

/// The catalogue lines of names.
pub const NAME_ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "customer.name.blank",
        message: "The name is blank.",
        help: "Give the customer's full name.",
        retryable: false,
    },
    ErrorEntry {
        code: "customer.name.no_letters",
        message: "The name holds no letters, only digits or signs.",
        help: "Give the customer's full name; a number belongs in its own column.",
        retryable: false,
    },
    ErrorEntry {
        code: "customer.name.placeholder",
        message: "The name is a placeholder such as \"test\" or \"n/a\".",
        help: "Give the customer's full name.",
        retryable: false,
    },
    ErrorEntry {
        code: "customer.name.too_long",
        message: "The name is longer than 300 characters.",
        help: "Give the name alone; a remark belongs in its own column.",
        retryable: false,
    },
];

/// Checks a full name and tidies it: invisible characters go, runs of white space become one space, and
/// every script stays as it is.
///
/// ```
/// use scrm_core::customer::{NameProblem, check_name};
/// assert_eq!(check_name("  Анна\u{a0} Петрова ").as_deref(), Ok("Анна Петрова"));
/// assert_eq!(check_name("王小明").as_deref(), Ok("王小明"));
/// assert_eq!(check_name("n/a"), Err(NameProblem::Placeholder));
/// assert_eq!(check_name("0912 000 456"), Err(NameProblem::NoLetters));
/// ```
///
/// # Errors
/// Says why the text is not a name.
pub fn check_name(raw: &str) -> Result<CompactString, NameProblem> {
    let name = tidy(raw);
    if name.is_empty() {
        return Err(NameProblem::Blank);
    }
    if name.len() > LONGEST_NAME && name.chars().count() > LONGEST_NAME {
        return Err(NameProblem::TooLong);
    }
    if !name.chars().any(char::is_alphabetic) {
        let dashes_only = !name.chars().any(char::is_numeric);
        return Err(if dashes_only { NameProblem::Placeholder } else { NameProblem::NoLetters });
    }
    if is_placeholder(&name) {
        return Err(NameProblem::Placeholder);
    }
    Ok(name)
}

/// Whether the text is one that people type where they have nothing to say.
#[must_use]
pub(crate) fn is_placeholder(tidied: &str) -> bool {
    is_one_of(tidied, &[&NOTHING_BY_LENGTH, &PLACEHOLDERS_BY_LENGTH])
}

/// Whether the text says that there is nothing to say: dashes and dots alone, or a word for it.
#[must_use]
pub(crate) fn says_nothing(tidied: &str) -> bool {
    is_dashes(tidied) || is_one_of(tidied, &[&NOTHING_BY_LENGTH])
}

/// Whether the text is nothing but dashes and dots.
#[must_use]
pub(crate) fn is_dashes(tidied: &str) -> bool {
    let is_dash = |c: char| {
        matches!(c, '-' | '.' | '_' | '‐'..='―' | '−' | '－' | 'ー' | '…' | '．' | '。' | '·' | ' ')
    };
    !tidied.is_empty() && tidied.chars().all(is_dash)
}

/// Texts by their lengths in bytes: every cell of a file is asked, and of one length there are few.
type ByLength = Vec<Vec<&'static str>>;

static NOTHING_BY_LENGTH: LazyLock<ByLength> = LazyLock::new(|| by_length(NOTHING));
static PLACEHOLDERS_BY_LENGTH: LazyLock<ByLength> = LazyLock::new(|| by_length(PLACEHOLDERS));

fn by_length(list: &[&'static str]) -> ByLength {
    let longest = list.iter().map(|text| text.len()).max().unwrap_or_default();
    let of_length = |length| list.iter().copied().filter(|text| text.len() == length).collect();
    (0..=longest).map(of_length).collect()
}

fn is_one_of(tidied: &str, lists: &[&ByLength]) -> bool {
    // The longest placeholder has fewer bytes than this, and most texts are longer; none has a digit.
    if tidied.len() > 48 || tidied.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let plain = full_width_to_ascii(tidied);
    let bare = plain.trim_matches(|c: char| !c.is_alphanumeric() && !is_mark(c));
    // Case changes no length in any of these scripts.
    let same_length = lists.iter().filter_map(|list| list.get(bare.len())).flatten();
    same_length.into_iter().any(|placeholder| equals_ignoring_case(bare, placeholder))
}

/// Full-width letters as their plain forms; others stay.
fn full_width_to_ascii(text: &str) -> Cow<'_, str> {
    let wide = |c: char| ('\u{ff01}'..='\u{ff5e}').contains(&c);
    if !text.contains(wide) {
        return Cow::Borrowed(text);
    }
    let plain = |c: char| if wide(c) { char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c) } else { c };
    Cow::Owned(text.chars().map(plain).collect())
}

/// Devanagari and other vowel signs are neither letters nor digits to `char`, but belong to the word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{dff}' | '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}')
}

fn equals_ignoring_case(text: &str, lower: &str) -> bool {
    if text.is_ascii() || lower.is_ascii() {
        return text.eq_ignore_ascii_case(lower);
    }
    text.chars().flat_map(char::to_lowercase).eq(lower.chars())
}

/// Drops invisible characters, trims, and makes one space of each run of white space.
#[must_use]
pub(crate) fn tidy(raw: &str) -> CompactString {
    let trimmed = raw.trim_ascii();
    let is_plain = |pair: &[u8]| matches!(pair, [b' '..=b'~', b'!'..=b'~'] | [b'!'..=b'~', b' ']);
    if trimmed.is_ascii() && trimmed.len() > 1 && trimmed.as_bytes().windows(2).all(is_plain) {
        return CompactString::new(trimmed);
    }
    let mut out = CompactString::with_capacity(raw.len());
    let mut pending_space = false;
    for c in raw.chars() {
        if is_invisible(c) {
            continue;
        }
        if c.is_whitespace() || c.is_control() {
            pending_space = !out.is_empty();
            continue;
        }
        if pending_space {
            out.push(' ');
            pending_space = false;
        }
        out.push(c);
    }
    out
}

/// Zero-width and directional characters. The joiners stay: Hindi, Persian and emoji need them.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}' | '\u{61c}'
    )
}

/// The value of a decimal digit of the scripts that customers write: full-width, Arabic-Indic, Persian,
/// Devanagari and their relatives.
#[must_use]
pub(crate) fn text_digit(c: char) -> Option<u8> {
    const ZEROS: [u32; 12] =
        [0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xe50, 0xff10];
    let code = u32::from(c);
    ZEROS.iter().find_map(|zero| code.checked_sub(*zero).filter(|value| *value < 10).map(|value| value as u8))
}
