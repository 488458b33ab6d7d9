//! Cutting text of any script into words.

/// A query with fewer digits than this is not taken for a phone number.
const DIGITS_OF_A_NUMBER: usize = 5;

/// What a character is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Part of a word.
    Letter,
    /// A word of its own: its script has no spaces.
    Unspaced,
    /// Between words.
    Separator,
    /// Seen by nobody: joiners, direction marks.
    Invisible,
}

fn role(character: char) -> Role {
    if character.is_ascii() {
        return if character.is_ascii_alphanumeric() { Role::Letter } else { Role::Separator };
    }
    match u32::from(character) {
        0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069 | 0xFE00..=0xFE0F | 0xFEFF => {
            Role::Invisible
        }
        // Thai and Lao, Tibetan, Myanmar, Khmer; kana, bopomofo and Han with their extensions; emoji.
        0x0E00..=0x0EFF
        | 0x0F40..=0x0FBC
        | 0x1000..=0x109F
        | 0x1780..=0x17D3
        | 0x2600..=0x27BF
        | 0x3005..=0x3007
        | 0x3041..=0x3096
        | 0x309D..=0x309F
        | 0x30A1..=0x30FA
        | 0x30FC..=0x30FF
        | 0x3105..=0x312F
        | 0x31A0..=0x31BF
        | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0xFF66..=0xFF9F
        | 0x1F000..=0x1FAFF
        | 0x20000..=0x3FFFF => Role::Unspaced,
        // Marks that are not letters but belong to one: accents, points, the Indic virama and nukta.
        0x0300..=0x036F
        | 0x0483..=0x0489
        | 0x0591..=0x05BD
        | 0x0610..=0x061A
        | 0x064B..=0x065F
        | 0x06D6..=0x06ED
        | 0x0900..=0x0963
        | 0x0971..=0x0DF3
        | 0x1AB0..=0x1AFF
        | 0x1DC0..=0x1DFF
        | 0x20D0..=0x20F0
        | 0xFE20..=0xFE2F => Role::Letter,
        _ if character.is_alphanumeric() => Role::Letter,
        _ => Role::Separator,
    }
}

/// The text in the form in which words are compared.
fn folded(text: &str) -> String {
    text.to_lowercase()
}

/// A word of spaced script, or a run of characters of an unspaced one.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Word(String),
    Run(Vec<char>),
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open = false;
    for character in folded(text).chars() {
        match (role(character), pieces.last_mut()) {
            (Role::Invisible, _) => {}
            (Role::Separator, _) => open = false,
            (Role::Letter, Some(Piece::Word(word))) if open => word.push(character),
            (Role::Unspaced, Some(Piece::Run(run))) if open => run.push(character),
            (Role::Letter, _) => {
                pieces.push(Piece::Word(character.to_string()));
                open = true;
            }
            (Role::Unspaced, _) => {
                pieces.push(Piece::Run(vec![character]));
                open = true;
            }
        }
    }
    pieces
}

/// Appends the words of `text`, each followed by a space.
pub(super) fn append(text: &str, out: &mut String) {
    for piece in pieces(text) {
        match piece {
            Piece::Word(word) => {
                out.push_str(&word);
                out.push(' ');
            }
            Piece::Run(run) => {
                for character in run {
                    out.push(character);
                    out.push(' ');
                }
            }
        }
    }
}

/// Appends the digits of a number that was written with spaces or dashes, as one word.
pub(super) fn append_digits(text: &str, out: &mut String) {
    if let Some(digits) = digits_of(text) {
        out.push_str(&digits);
        out.push(' ');
    }
}

/// The digits of a text that is nothing but a number in several parts.
fn digits_of(text: &str) -> Option<String> {
    let parts = pieces(text);
    let mut digits = String::new();
    for part in &parts {
        match part {
            Piece::Word(word) if word.bytes().all(|byte| byte.is_ascii_digit()) => digits.push_str(word),
            _ => return None,
        }
    }
    (parts.len() > 1 && digits.len() >= DIGITS_OF_A_NUMBER).then_some(digits)
}

/// The query in FTS5's language; `None` where it has no words.
///
/// Words consist of letters and digits only, so that quoting them is enough.
pub(super) fn expression(text: &str) -> Option<String> {
    let terms: Vec<String> = pieces(text)
        .iter()
        .map(|piece| match piece {
            Piece::Word(word) => format!("\"{word}\"*"),
            Piece::Run(run) => {
                let spaced: Vec<String> = run.iter().map(char::to_string).collect();
                format!("\"{}\"", spaced.join(" "))
            }
        })
        .collect();
    if terms.is_empty() {
        return None;
    }
    let every_word = terms.join(" AND ");
    Some(match digits_of(text) {
        Some(digits) => format!("({every_word}) OR \"{digits}\"*"),
        None => every_word,
    })
}
