//! Spaces between a delimiter and a quote, which some writers put there and no parser expects.

use super::dialect::Dialect;

/// Takes the spaces after delimiters out of the text, outside quotes.
pub(super) struct SpaceFilter {
    delimiter: u8,
    quote: u8,
    backslash_escapes: bool,
    place: Place,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    FieldStart,
    Plain,
    Quoted,
    Escaped,
    AfterQuote,
}

impl SpaceFilter {
    pub(super) fn new(dialect: &Dialect) -> Self {
        Self {
            delimiter: dialect.delimiter as u8,
            quote: dialect.quote as u8,
            backslash_escapes: dialect.backslash_escapes,
            place: Place::FieldStart,
        }
    }

    pub(super) fn apply(&mut self, text: &mut Vec<u8>, begin: usize) {
        let mut kept = begin;
        for index in begin..text.len() {
            let Some(byte) = text.get(index).copied() else { break };
            if self.place == Place::FieldStart && byte == b' ' {
                continue;
            }
            self.place = self.after(byte);
            if let Some(slot) = text.get_mut(kept) {
                *slot = byte;
            }
            kept += 1;
        }
        text.truncate(kept);
    }

    fn after(&self, byte: u8) -> Place {
        match self.place {
            Place::Escaped => Place::Quoted,
            Place::Quoted if byte == self.quote => Place::AfterQuote,
            Place::Quoted if byte == b'\\' && self.backslash_escapes => Place::Escaped,
            Place::Quoted => Place::Quoted,
            Place::FieldStart | Place::AfterQuote if byte == self.quote => Place::Quoted,
            _ if byte == self.delimiter || byte == b'\n' || byte == b'\r' => Place::FieldStart,
            _ => Place::Plain,
        }
    }
}
