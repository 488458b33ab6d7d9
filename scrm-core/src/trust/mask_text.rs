//! Masking inside free text: e-mail addresses, phone numbers and other long numbers.

use std::ops::Range;

use super::mask::{Masker, digit, email};
use crate::foundation::text::{fold, fold_to_one, is_unspaced_script, is_word_character};

impl Masker {
    /// Masks the phone numbers, other long numbers and e-mail addresses in a text, in digits of any script;
    /// the rest stays as it was. Names and addresses cannot be told from other words and are not found.
    /// Linear.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        let mut at = 0;
        let addresses = addresses(&characters);
        let mut addresses = addresses.into_iter().peekable();
        while at < characters.len() {
            let address = addresses.next_if(|address| address.start <= at);
            let (place, masked) = match address {
                Some(address) => {
                    let written = slice(text, &characters, &address);
                    (address, email(written))
                }
                None => {
                    let limit = addresses.peek().map_or(characters.len(), |address| address.start);
                    match number_at(&characters, at, limit) {
                        Some((place, digits)) if digits >= self.config.text_digits => {
                            let masked = self.phone(slice(text, &characters, &place));
                            (place, masked)
                        }
                        Some((place, _)) => {
                            at = place.end;
                            continue;
                        }
                        None => {
                            at += 1;
                            continue;
                        }
                    }
                }
            };
            out.push_str(text.get(copied..byte(text, &characters, place.start)).unwrap_or_default());
            out.push_str(&masked);
            copied = byte(text, &characters, place.end);
            at = place.end;
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        out
    }
}

fn byte(text: &str, characters: &[(usize, char)], at: usize) -> usize {
    characters.get(at).map_or(text.len(), |(byte, _)| *byte)
}

fn slice<'t>(text: &'t str, characters: &[(usize, char)], place: &Range<usize>) -> &'t str {
    text.get(byte(text, characters, place.start)..byte(text, characters, place.end)).unwrap_or_default()
}

fn folded(characters: &[(usize, char)], at: usize) -> Option<char> {
    let (_, character) = characters.get(at)?;
    Some(fold_to_one(*character).unwrap_or(*character))
}

/// What may stand inside a number: what people group digits with, and what nobody sees.
fn joins_digits(character: char) -> bool {
    matches!(character, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{A0}')
        || character.is_whitespace()
        || fold(character.encode_utf8(&mut [0; 4])).is_empty()
        || matches!(fold_to_one(character), Some('-' | '.' | '(' | ')' | '/'))
}

/// The number that begins at a character, with how many digits it has. Three separators in a row end it.
fn number_at(characters: &[(usize, char)], at: usize, limit: usize) -> Option<(Range<usize>, usize)> {
    let character = |at: usize| characters.get(at).filter(|_| at < limit).map(|(_, character)| *character);
    let first = character(at)?;
    let begins = digit(first).is_some()
        || (matches!(first, '+' | '＋') && character(at + 1).is_some_and(|next| digit(next).is_some()));
    if !begins {
        return None;
    }
    let (mut end, mut digits, mut separators) = (at + 1, usize::from(digit(first).is_some()), 0);
    let mut next = at + 1;
    while let Some(here) = character(next) {
        next += 1;
        if digit(here).is_some() {
            (digits, separators, end) = (digits + 1, 0, next);
        } else if joins_digits(here) {
            // Invisible characters are no reason to stop: they are put there to hide a number.
            separators +=
                usize::from(!fold(here.encode_utf8(&mut [0; 4])).is_empty() || here.is_whitespace());
            if separators > 2 {
                break;
            }
        } else {
            break;
        }
    }
    Some((at..end, digits))
}

/// The places of e-mail addresses, in order, apart from each other.
fn addresses(characters: &[(usize, char)]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for sign in (0..characters.len()).filter(|at| folded(characters, *at) == Some('@')) {
        let bound = found.last().map_or(0, |last| last.end);
        let start = reach_back(characters, sign, bound);
        let end = reach_on(characters, sign);
        if start < sign && end > sign + 1 {
            found.push(start..end);
        }
    }
    found
}

fn in_address(character: char, unspaced: bool) -> bool {
    let unseen = !is_word_character(character) && fold(character.encode_utf8(&mut [0; 4])).is_empty();
    let part = fold_to_one(character)
        .is_some_and(|folded| matches!(folded, '.' | '_' | '-' | '+' | '%' | '\'' | '&' | '~'));
    !character.is_whitespace()
        && (unseen || part || (is_word_character(character) && (unspaced || !is_unspaced_script(character))))
}

fn reach_back(characters: &[(usize, char)], sign: usize, bound: usize) -> usize {
    // 我的邮箱anna@… begins at anna, but 王@… begins at 王.
    let unspaced = sign
        .checked_sub(1)
        .and_then(|at| characters.get(at))
        .is_some_and(|(_, character)| is_unspaced_script(*character));
    let mut start = sign;
    while start > bound
        && characters.get(start - 1).is_some_and(|(_, character)| in_address(*character, unspaced))
    {
        start -= 1;
    }
    start
}

fn reach_on(characters: &[(usize, char)], sign: usize) -> usize {
    let unspaced = characters.get(sign + 1).is_some_and(|(_, character)| is_unspaced_script(*character));
    let mut end = sign + 1;
    while characters.get(end).is_some_and(|(_, character)| in_address(*character, unspaced)) {
        end += 1;
    }
    // A sentence's full stop is not part of the address.
    while end > sign + 1
        && characters.get(end - 1).is_some_and(|(_, character)| !is_word_character(*character))
    {
        end -= 1;
    }
    end
}
