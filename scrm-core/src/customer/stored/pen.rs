//! JSON written by hand: records are written by the million, and their keys are known beforehand.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Serialize;

use crate::foundation::time::instant;

/// Appends JSON. What is written between two calls of [`open`](Self::open) and [`close`](Self::close) is one list
/// or object; commas are set where something stands before.
pub(super) struct Pen<'o> {
    out: &'o mut Vec<u8>,
}

impl<'o> Pen<'o> {
    pub(super) const fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out }
    }

    /// Begins a list or an object, as an element where something stands before.
    pub(super) fn open(&mut self, bracket: u8) {
        self.separate();
        self.out.push(bracket);
    }

    pub(super) fn close(&mut self, bracket: u8) {
        self.out.push(bracket);
    }

    /// A key, which needs no escapes.
    pub(super) fn key(&mut self, key: &str) {
        self.separate();
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    /// A key that may hold anything.
    pub(super) fn foreign_key(&mut self, key: &str) -> Result<(), serde_json::Error> {
        self.text(key)?;
        self.out.push(b':');
        Ok(())
    }

    pub(super) fn text(&mut self, text: &str) -> Result<(), serde_json::Error> {
        if text.bytes().fold(false, |found, byte| found | (byte < b' ' || byte == b'"' || byte == b'\\')) {
            return self.value(text);
        }
        self.separate();
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b'"');
        Ok(())
    }

    pub(super) fn instant(&mut self, at: DateTime<Utc>) -> Result<(), serde_json::Error> {
        self.separate();
        instant::serialize(&at, &mut serde_json::Serializer::new(&mut *self.out))
    }

    pub(super) fn date(&mut self, date: NaiveDate) -> Result<(), serde_json::Error> {
        let Some(year) = u32::try_from(date.year()).ok().filter(|year| *year <= 9_999) else {
            return self.value(&date);
        };
        self.separate();
        self.out.push(b'"');
        self.digits(year / 100);
        self.digits(year % 100);
        self.out.push(b'-');
        self.digits(date.month());
        self.out.push(b'-');
        self.digits(date.day());
        self.out.push(b'"');
        Ok(())
    }

    /// A number below a hundred, in two digits.
    fn digits(&mut self, number: u32) {
        self.out.extend([number / 10, number % 10].map(|digit| b'0' + (digit % 10) as u8));
    }

    /// Anything else, as its type writes it.
    pub(super) fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), serde_json::Error> {
        self.separate();
        serde_json::to_writer(&mut *self.out, value)
    }

    fn separate(&mut self) {
        if !matches!(self.out.last(), None | Some(b'[' | b'{' | b':')) {
            self.out.push(b',');
        }
    }
}
