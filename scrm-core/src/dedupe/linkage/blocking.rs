//! Which records are looked at together: those that share a key. Comparing all with all would take years.

use std::hash::{BuildHasher, Hash};

use compact_str::CompactString;
use rustc_hash::FxBuildHasher;

use super::field::{FieldKind, LinkField};
use super::value::{Value, Values};

/// Two records, the earlier first.
pub(super) type Pair = (u32, u32);

/// A block of more records is left out: its key says too little. Other keys find its pairs.
const LARGEST_BLOCK: usize = 64;

/// The pairs that share a key, each once, and how many blocks were too large.
pub(super) fn candidates(fields: &[LinkField], records: &[Vec<Values>]) -> (Vec<Pair>, usize) {
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    for (record, values) in (0_u32..).zip(records) {
        let mut keys = Keys::default();
        keys.of_record(fields, values);
        keys.0.sort_unstable();
        keys.0.dedup();
        keyed.extend(keys.0.into_iter().map(|key| (key, record)));
    }
    keyed.sort_unstable();
    let (mut pairs, mut left_out) = (Vec::new(), 0);
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        if block.len() > LARGEST_BLOCK {
            left_out += 1;
            continue;
        }
        for (place, (_, first)) in block.iter().enumerate() {
            pairs.extend(block.iter().skip(place + 1).map(|(_, second)| (*first, *second)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    (pairs, left_out)
}

/// The keys of one record.
#[derive(Default)]
struct Keys(Vec<u64>);

/// What keys are made of, by kind of field.
#[derive(Default)]
struct Parts {
    /// Sounds of a name's words.
    names: Vec<CompactString>,
    birthday: Option<(u16, u8, u8)>,
    codes: Vec<Vec<char>>,
    mails: Vec<Vec<char>>,
    streets: Vec<CompactString>,
    numbers: Vec<CompactString>,
    places: Vec<CompactString>,
}

impl Parts {
    fn take(&mut self, value: &Value, kind: FieldKind) {
        match value {
            Value::Name(name) if kind == FieldKind::Place => self.places.extend(name.sounds()),
            Value::Name(name) => self.names.extend(name.sounds()),
            Value::Street(street) => {
                self.streets.extend(street.sounds());
                self.numbers.extend(street.numbers().iter().cloned());
            }
            Value::Code(code) => self.codes.push(code.clone()),
            Value::Birthday { year, month, day } => self.birthday = Some((*year, *month, *day)),
            Value::Email { local, .. } => self.mails.push(local.clone()),
            Value::Text(_) => {}
        }
    }
}

impl Keys {
    fn add(&mut self, kind: &str, key: impl Hash) {
        self.0.push(FxBuildHasher.hash_one((kind, key)));
    }

    fn of_record(&mut self, fields: &[LinkField], values: &[Values]) {
        let mut parts = Parts::default();
        for (field, values) in fields.iter().zip(values) {
            values.iter().for_each(|value| parts.take(value, field.kind));
        }
        self.names(&parts);
        self.birthdays(&parts);
        self.reached_by(&parts);
        self.addresses(&parts);
    }

    fn names(&mut self, parts: &Parts) {
        for (place, name) in parts.names.iter().enumerate() {
            self.add("name", name);
            for other in parts.names.iter().skip(place + 1) {
                let (first, second) = if name <= other { (name, other) } else { (other, name) };
                self.add("names", (first, second));
                let (first, second) = (beginning(name, 3), beginning(other, 3));
                self.add("beginnings", if first <= second { (first, second) } else { (second, first) });
            }
            for place in &parts.places {
                self.add("name and place", (beginning(name, 4), beginning(place, 5)));
            }
        }
    }

    fn birthdays(&mut self, parts: &Parts) {
        let Some((year, month, day)) = parts.birthday else { return };
        self.add("birthday", (year, month, day));
        for name in &parts.names {
            self.add("year and name", (year, beginning(name, 3)));
            self.add("day and name", (month.min(day), month.max(day), beginning(name, 2)));
            self.add("year, month, name", (year, month, beginning(name, 1)));
            self.add("year, day, name", (year, day, beginning(name, 1)));
        }
        for place in &parts.places {
            self.add("year, month, place", (year, month, beginning(place, 4)));
            self.add("day and place", (month, day, beginning(place, 4)));
        }
    }

    fn reached_by(&mut self, parts: &Parts) {
        for mail in &parts.mails {
            self.add("mail", mail);
            let letters: Vec<char> = mail.iter().copied().filter(|letter| letter.is_alphabetic()).collect();
            if letters.len() >= 5 {
                self.add("letters of mail", &letters);
            }
            self.add("beginning of mail", mail.get(..6));
        }
        for code in &parts.codes {
            if code.len() >= 5 {
                let from = code.len().saturating_sub(8);
                self.add("end of code", code.get(from..));
                self.add("beginning of code", code.get(..5));
                self.add("last of code", code.get(code.len() - 5..));
            } else {
                for name in &parts.names {
                    self.add("code and name", (code, beginning(name, 3)));
                }
                for number in &parts.numbers {
                    self.add("code and number", (code, number));
                }
            }
        }
    }

    fn addresses(&mut self, parts: &Parts) {
        for number in &parts.numbers {
            for street in &parts.streets {
                self.add("house", (number, beginning(street, 4)));
            }
        }
        for (place, street) in parts.streets.iter().enumerate() {
            for other in parts.streets.iter().skip(place + 1) {
                self.add("street", if street <= other { (street, other) } else { (other, street) });
            }
            for name in &parts.names {
                self.add("street and name", (beginning(street, 3), beginning(name, 3)));
            }
        }
    }
}

fn beginning(text: &str, characters: usize) -> CompactString {
    text.chars().take(characters).collect()
}
