//! From what is written in cells to values.

use std::borrow::Cow;

use compact_str::CompactString;

use super::birthday::Birthday;
use super::field::{FieldKind, LinkField};
use super::street::{Street, postal_code_in};
use super::value::{CODE_END, Text, Value, Words, code_end};
use crate::dedupe::compare::{MOST_WORDS, NameKind, Vocabulary, WordId, letters_in};
use crate::dedupe::fingerprint;
use crate::foundation::text::fold;

/// Local parts of addresses that stand for whoever is on duty.
const ROLES: &[&str] = &[
    "info",
    "sales",
    "office",
    "contact",
    "hello",
    "admin",
    "support",
    "mail",
    "shop",
    "order",
    "orders",
    "service",
    "team",
    "noreply",
    "postmaster",
    "webmaster",
    "enquiries",
    "inquiries",
    "marketing",
    "help",
];

/// Reads values; words and texts go to where a record keeps them.
pub(super) struct Reader<'r, 'below> {
    pub(super) vocabulary: &'r mut Vocabulary<'below>,
    pub(super) words: &'r mut Vec<WordId>,
    pub(super) text: &'r mut String,
}

impl Reader<'_, '_> {
    /// The values of a field with their fingerprints, from the cells of a record: each group of columns is one value.
    pub(super) fn read_all<'c>(
        &mut self,
        field: &LinkField,
        cell: impl Fn(usize) -> &'c str,
        mut found: impl FnMut((Value, u64)),
    ) {
        let mut is_said = false;
        for (place, columns) in field.values.iter().enumerate() {
            if place == 0 && field.before_family > 0 {
                if let Some(value) = self.name_in_parts(columns, field.before_family, &cell) {
                    found(value);
                }
                continue;
            }
            let text = match columns.as_slice() {
                [column] => Cow::Borrowed(cell(*column)),
                columns => Cow::Owned(joined(columns, &cell)),
            };
            if let Some(value) = self.read(&text, field) {
                is_said = true;
                found(value);
            }
        }
        let within = || field.within.iter().find_map(|column| postal_code_in(cell(*column)));
        if let Some(value) = (!is_said).then(within).flatten().and_then(|code| self.read(code, field)) {
            found(value);
        }
    }

    /// A name of which given and family names stand in columns of their own.
    fn name_in_parts<'c>(
        &mut self,
        columns: &[usize],
        before_family: usize,
        cell: impl Fn(usize) -> &'c str,
    ) -> Option<(Value, u64)> {
        let (given, family) = columns.split_at_checked(before_family)?;
        let given = self.words_of(&joined(given, &cell), NameKind::Person);
        let family = self.words_of(&joined(family, &cell), NameKind::Person);
        let count = (given.count + family.count).min(MOST_WORDS);
        let words = Words { start: given.start, count, before_family: given.count };
        (count > 0).then(|| (Value::Name(words), self.heard(words)))
    }

    /// A value with its fingerprint; nothing where the text says nothing.
    fn read(&mut self, text: &str, field: &LinkField) -> Option<(Value, u64)> {
        if text.is_empty() {
            return None;
        }
        match field.kind {
            FieldKind::PersonName | FieldKind::CompanyName | FieldKind::Place => {
                let words = self.words_of(text, field.kind.name_kind());
                (words.count > 0).then(|| (Value::Name(words), self.heard(words)))
            }
            FieldKind::Street => {
                let Street { words, numbers } = Street::read(text)?;
                let words = self.words_of(&words, NameKind::Place);
                let numbers = self.words_of(&numbers.join(" "), NameKind::Place);
                let fingerprint = fingerprint::of_two(self.heard(words), self.heard(numbers));
                Some((Value::Street { words, numbers }, fingerprint))
            }
            FieldKind::Birthday => {
                let birthday = Birthday::read(text, field.date_order)?;
                Some((Value::Birthday(birthday), birthday.fingerprint()))
            }
            FieldKind::Email => self.email(text),
            FieldKind::Phone => {
                let digits = only(text, |letter| letter.is_ascii_digit());
                let fingerprint = fingerprint::of_text(code_end(&digits, CODE_END));
                (digits.len() >= 5).then(|| (self.code(&digits), fingerprint))
            }
            FieldKind::IdentityNumber | FieldKind::SystemId | FieldKind::PostalCode => {
                let code = only(text, char::is_alphanumeric);
                (!code.is_empty()).then(|| (self.code(&code), fingerprint::of_text(&code)))
            }
            FieldKind::Region | FieldKind::Category => {
                let folded = fold(text);
                (!folded.is_empty()).then(|| (Value::Choice, fingerprint::of_text(&folded)))
            }
        }
    }

    fn words_of(&mut self, text: &str, kind: NameKind) -> Words {
        let start = self.words.len() as u32;
        let count = self.vocabulary.read(text, kind, self.words) as u8;
        Words { start, count, before_family: 0 }
    }

    /// How words sound, in any order.
    fn heard(&self, words: Words) -> u64 {
        let start = words.start as usize;
        let words = self.words.get(start..start + usize::from(words.count)).unwrap_or_default();
        let heard = words.iter().map(|word| self.vocabulary.word(*word).heard());
        heard.fold(0_u64, |all, word| all.wrapping_add(fingerprint::of_two(0, word)))
    }

    fn keep(&mut self, text: &str) -> Text {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        Text { start, length: text.len() as u16 }
    }

    fn code(&mut self, code: &str) -> Value {
        Value::Code { text: self.keep(code), head: four(code.bytes()), tail: four(code.bytes().rev()) }
    }

    fn email(&mut self, text: &str) -> Option<(Value, u64)> {
        let folded = fold(text);
        // `Anna <anna@example.com>` holds its address in brackets.
        let address = folded.split_once('<').map_or(folded.as_str(), |(_, rest)| rest.trim_end_matches('>'));
        let (local, host) = address.split_once('@').unwrap_or((address, ""));
        let local: CompactString =
            local.split('+').next()?.chars().filter(|letter| letter.is_alphanumeric()).collect();
        if local.len() < 2 {
            return None;
        }
        let fingerprint =
            fingerprint::of_two(fingerprint::of_text(&local), fingerprint::of_text(host.trim()));
        let value = Value::Email {
            local: self.keep(&local),
            letters: letters_in(&local),
            is_role: ROLES.contains(&local.as_str()),
        };
        Some((value, fingerprint))
    }
}

/// Cells with spaces between them.
fn joined<'c>(columns: &[usize], cell: impl Fn(usize) -> &'c str) -> String {
    let cells = columns.iter().map(|column| cell(*column)).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(" ")
}

/// The first four bytes.
fn four(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.take(4).fold(0, |all, byte| all << 8 | u32::from(byte))
}

/// The folded letters that are wanted.
fn only(text: &str, wanted: impl Fn(char) -> bool) -> CompactString {
    if text.is_ascii() {
        return text
            .chars()
            .map(|letter| letter.to_ascii_lowercase())
            .filter(|letter| wanted(*letter))
            .collect();
    }
    fold(text).chars().filter(|letter| wanted(*letter)).collect()
}
