//! From text to tokens.

use std::str::Chars;

use crate::foundation::TextPlace;
use crate::foundation::text::is_word_character;
use crate::segment::error::{Place, SegmentError};

/// A piece of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Name(String),
    Number(f64),
    Text(String),
    /// An operator or a sign.
    Sign(&'static str),
    End,
}

/// Operators and signs, the longer first.
const SIGNS: [&str; 17] =
    ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "[", "]", ",", ".", "+", "-"];

/// Cuts a text into tokens, each with the byte at which it begins.
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, SegmentError> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        at += blank(text.get(at..).unwrap_or_default());
        let rest = text.get(at..).unwrap_or_default();
        let (token, length) = token(rest).map_err(|(offset, cause)| syntax(text, at + offset, cause))?;
        let ends = token == Token::End;
        found.push((at, token));
        if ends {
            return Ok(found);
        }
        at += length;
    }
}

/// A mistake at a byte of a text.
pub(super) fn syntax(text: &str, at: usize, cause: &'static str) -> SegmentError {
    SegmentError::Syntax { place: place(text, at), cause }
}

/// Where a byte of a text stands for a reader.
pub(in crate::segment) fn place(text: &str, at: usize) -> Place {
    Place::Text(TextPlace::at_offset(text, at))
}

/// Bytes of white space and comments at the beginning.
fn blank(text: &str) -> usize {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("//") {
        rest = comment.find('\n').and_then(|end| comment.get(end..)).unwrap_or_default().trim_start();
    }
    text.len() - rest.len()
}

type Mistake = (usize, &'static str);

/// The first token of a text, and its bytes.
fn token(rest: &str) -> Result<(Token, usize), Mistake> {
    let Some(first) = rest.chars().next() else { return Ok((Token::End, 0)) };
    if let Some(quoted) = rest.strip_prefix('r').filter(|quoted| quoted.starts_with(['"', '\''])) {
        return raw(quoted).map(|(text, length)| (Token::Text(text), length + 1));
    }
    if first == '"' || first == '\'' {
        return quoted(rest, first).map(|(text, length)| (Token::Text(text), length));
    }
    if first.is_ascii_digit() {
        return number(rest);
    }
    if first.is_alphabetic() || first == '_' {
        // Hindi and others write vowels as marks on their letters.
        let length =
            rest.find(|letter: char| !is_word_character(letter) && letter != '_').unwrap_or(rest.len());
        return word(rest.get(..length).unwrap_or_default());
    }
    let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
    sign.map(|sign| (Token::Sign(sign), sign.len())).ok_or_else(|| (0, unknown_sign(first)))
}

fn word(word: &str) -> Result<(Token, usize), Mistake> {
    let cause = match word {
        "in" => return Ok((Token::Sign("in"), word.len())),
        "and" | "AND" => "write && for and",
        "or" | "OR" => "write || for or",
        "not" | "NOT" => "write ! for not",
        _ => return Ok((Token::Name(word.to_owned()), word.len())),
    };
    Err((0, cause))
}

const fn unknown_sign(sign: char) -> &'static str {
    match sign {
        '=' => "write == to compare",
        '&' => "write && for and",
        '|' => "write || for or",
        '“' | '”' | '«' | '»' | '‘' | '’' | '`' => "put texts between \" or '",
        '，' => "write a plain comma",
        '（' | '）' => "write plain parentheses",
        '*' | '/' | '%' => "amounts are not calculated here",
        _ => "this sign has no meaning here",
    }
}

fn number(rest: &str) -> Result<(Token, usize), Mistake> {
    let digits = |text: &str| text.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(text.len());
    let mut length = digits(rest);
    let fraction = rest.get(length..).and_then(|rest| rest.strip_prefix('.'));
    if let Some(fraction) =
        fraction.filter(|fraction| fraction.starts_with(|digit: char| digit.is_ascii_digit()))
    {
        length += 1 + digits(fraction);
    }
    if let Some(power) = rest.get(length..).and_then(|rest| rest.strip_prefix(['e', 'E'])) {
        let sign = usize::from(power.starts_with(['+', '-']));
        let power = power.get(sign..).unwrap_or_default();
        if digits(power) > 0 {
            length += 1 + sign + digits(power);
        }
    }
    if rest
        .get(length..)
        .is_some_and(|rest| rest.starts_with(|next: char| next.is_alphanumeric() || next == '_'))
    {
        return Err((0, "this is no number"));
    }
    match rest.get(..length).and_then(|number| number.parse::<f64>().ok()).filter(|number| number.is_finite())
    {
        Some(number) => Ok((Token::Number(number), length)),
        None => Err((0, "the number is too large")),
    }
}

const NO_END: Mistake = (0, "the text has no end");

/// A text in which a backslash is a backslash.
fn raw(rest: &str) -> Result<(String, usize), Mistake> {
    let quote = rest.chars().next().ok_or(NO_END)?;
    let inside = rest.get(1..).ok_or(NO_END)?;
    let end = inside.find(quote).ok_or(NO_END)?;
    Ok((inside.get(..end).unwrap_or_default().to_owned(), end + 2))
}

/// A text in which a backslash gives the next character another meaning.
fn quoted(rest: &str, quote: char) -> Result<(String, usize), Mistake> {
    let mut text = String::new();
    let mut characters = rest.chars();
    characters.next();
    loop {
        let at = rest.len() - characters.as_str().len();
        match characters.next().ok_or(NO_END)? {
            '\\' => text.push(
                escaped(&mut characters)
                    .ok_or((at, "there is no such escape; write \\\\ for a backslash"))?,
            ),
            '\n' | '\r' => return Err(NO_END),
            end if end == quote => return Ok((text, rest.len() - characters.as_str().len())),
            character => text.push(character),
        }
    }
}

/// The character that an escape stands for.
fn escaped(characters: &mut Chars<'_>) -> Option<char> {
    Some(match characters.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        plain @ ('\\' | '"' | '\'' | '`' | '?') => plain,
        'u' => code(characters, 4)?,
        'U' => code(characters, 8)?,
        _ => return None,
    })
}

fn code(characters: &mut Chars<'_>, digits: usize) -> Option<char> {
    let text = characters.as_str().get(..digits)?;
    let code =
        text.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(text, 16).ok())??;
    *characters = characters.as_str().get(digits..)?.chars();
    char::from_u32(code)
}
