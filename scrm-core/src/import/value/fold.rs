//! One spelling for what a cell says: lower case, plain digits, plain punctuation.

use crate::customer::text_digit;

/// Folds a cell for reading as a value. Loses nothing that a date, an amount or a known word needs.
pub(crate) fn fold(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            _ => fold_other(c, &mut out),
        }
    }
    let trimmed = out.trim_end().len();
    out.truncate(trimmed);
    out
}

fn fold_other(c: char, out: &mut String) {
    if let Some(digit) = text_digit(c) {
        out.push(char::from(b'0' + digit));
        return;
    }
    match c {
        // Full-width ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            if let Some(plain) = char::from_u32(u32::from(c) - 0xfee0) {
                out.push(plain.to_ascii_lowercase());
            }
        }
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{ad}'
        | '\u{61c}' => {}
        // Harakat and tatweel, nukta, combining accents.
        '\u{64b}'..='\u{652}' | '\u{640}' | '\u{93c}' | '\u{300}'..='\u{36f}' => {}
        'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
        'ى' => out.push('ي'),
        'ة' => out.push('ه'),
        'ё' | 'Ё' => out.push('е'),
        '\u{958}' => out.push('क'),
        '\u{959}' => out.push('ख'),
        '\u{95a}' => out.push('ग'),
        '\u{95b}' => out.push('ज'),
        '\u{95c}' => out.push('ड'),
        '\u{95d}' => out.push('ढ'),
        '\u{95e}' => out.push('फ'),
        '\u{2010}'..='\u{2015}' | '−' | '\u{2043}' | '﹣' => out.push('-'),
        '〜' | '∼' => out.push('~'),
        '、' | '،' | '٬' => out.push(','),
        '؛' => out.push(';'),
        '٫' => out.push('.'),
        // Full-width signs of money.
        '\u{ffe1}' => out.push('£'),
        '\u{ffe5}' => out.push('¥'),
        '\u{ffe6}' => out.push('₩'),
        '٪' => out.push('%'),
        '…' => out.push_str(".."),
        '‘' | '’' | '`' => out.push('\''),
        '“' | '”' | '«' | '»' => out.push('"'),
        _ if c.is_whitespace() || c.is_control() => {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        _ => out.extend(c.to_lowercase()),
    }
}

/// Whether words in this script stand without spaces between them.
pub(crate) const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether the character goes on with a word: a letter, or a vowel sign of an Indian script.
pub(crate) fn continues_word(c: char) -> bool {
    (c.is_alphabetic() && !is_unspaced(c)) || matches!(c, '\u{900}'..='\u{963}' | '\u{970}'..='\u{97f}')
}
