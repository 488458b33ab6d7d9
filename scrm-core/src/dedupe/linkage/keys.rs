//! The keys by which records are looked up: rules, and what a record has by each of them.

use serde::{Deserialize, Serialize};

use super::birthday::Birthday;
use super::field::{FieldKind, LinkField};
use super::record::Record;
use super::value::{Value, Words, code_end};
use crate::dedupe::compare::{Vocabulary, Word};
use crate::dedupe::fingerprint::{of_pair, of_text, of_two};

/// A kind of key; those that promise most stand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Rule {
    CodeEnd,
    Mail,
    NameWords,
    NamesAndPlace,
    NamesAndYear,
    NameAndBirthday,
    NameAndCodeLast,
    NameAndPlace,
    YearAndName,
    YearMonthName,
    DayAndName,
    YearDayName,
    House,
    StreetWords,
    StreetAndName,
    ShortCodeAndName,
    ShortCodeAndNumber,
    MailLetters,
    MailBeginning,
    CodeLast,
    CodeBeginning,
    NameBeginnings,
    YearMonthPlace,
    DayAndPlace,
    Birthday,
    NameWord,
}

impl Rule {
    pub(super) const ALL: [Self; 26] = [
        Self::CodeEnd,
        Self::Mail,
        Self::NameWords,
        Self::NamesAndPlace,
        Self::NamesAndYear,
        Self::NameAndBirthday,
        Self::NameAndCodeLast,
        Self::NameAndPlace,
        Self::YearAndName,
        Self::YearMonthName,
        Self::DayAndName,
        Self::YearDayName,
        Self::House,
        Self::StreetWords,
        Self::StreetAndName,
        Self::ShortCodeAndName,
        Self::ShortCodeAndNumber,
        Self::MailLetters,
        Self::MailBeginning,
        Self::CodeLast,
        Self::CodeBeginning,
        Self::NameBeginnings,
        Self::YearMonthPlace,
        Self::DayAndPlace,
        Self::Birthday,
        Self::NameWord,
    ];

    /// Those whose pairs are enough to learn from; how the others do is judged by what was learned.
    pub(super) const STRONG: usize = 3;

    /// The kinds of field without which a rule has no keys: one of each group has to be there.
    const fn needs(self) -> [&'static [FieldKind]; 2] {
        const NAME: &[FieldKind] = &[FieldKind::PersonName, FieldKind::CompanyName];
        const PLACE: &[FieldKind] = &[FieldKind::Place];
        const BIRTHDAY: &[FieldKind] = &[FieldKind::Birthday];
        const CODE: &[FieldKind] =
            &[FieldKind::Phone, FieldKind::IdentityNumber, FieldKind::SystemId, FieldKind::PostalCode];
        const MAIL: &[FieldKind] = &[FieldKind::Email];
        const STREET: &[FieldKind] = &[FieldKind::Street];
        match self {
            Self::NameWord | Self::NameWords | Self::NameBeginnings => [NAME, NAME],
            Self::NameAndPlace | Self::NamesAndPlace => [NAME, PLACE],
            Self::NamesAndYear
            | Self::NameAndBirthday
            | Self::YearAndName
            | Self::YearMonthName
            | Self::DayAndName
            | Self::YearDayName => [NAME, BIRTHDAY],
            Self::NameAndCodeLast | Self::ShortCodeAndName => [NAME, CODE],
            Self::House | Self::StreetWords => [STREET, STREET],
            Self::StreetAndName => [STREET, NAME],
            Self::ShortCodeAndNumber => [CODE, STREET],
            Self::Mail | Self::MailLetters | Self::MailBeginning => [MAIL, MAIL],
            Self::CodeEnd | Self::CodeLast | Self::CodeBeginning => [CODE, CODE],
            Self::YearMonthPlace | Self::DayAndPlace => [BIRTHDAY, PLACE],
            Self::Birthday => [BIRTHDAY, BIRTHDAY],
        }
    }

    pub(super) fn has_keys(self, fields: &[LinkField]) -> bool {
        let has = |kinds: &[FieldKind]| fields.iter().any(|field| kinds.contains(&field.kind));
        self.needs().iter().all(|kinds| has(kinds))
    }
}
/// What keys are made of, by kind of field.
#[derive(Default)]
pub(super) struct Parts<'r> {
    names: Vec<&'r Word>,
    birthday: Option<Birthday>,
    codes: Vec<&'r str>,
    mails: Vec<&'r str>,
    streets: Vec<&'r Word>,
    numbers: Vec<&'r Word>,
    places: Vec<&'r Word>,
}

impl<'r> Parts<'r> {
    /// Takes what a record has, in place of what was here.
    pub(super) fn read(&mut self, fields: &[LinkField], vocabulary: &'r Vocabulary<'_>, record: Record<'r>) {
        self.names.clear();
        self.birthday = None;
        self.codes.clear();
        self.mails.clear();
        self.streets.clear();
        self.numbers.clear();
        self.places.clear();
        for (place, said) in record.said() {
            let words = |words: Words| {
                words.of(record).iter().map(|word| vocabulary.word(*word)).filter(|word| word.is_full())
            };
            match &said.said.value {
                Value::Name(name)
                    if fields.get(place).is_some_and(|field| field.kind == FieldKind::Place) =>
                {
                    self.places.extend(words(*name));
                }
                Value::Name(name) => self.names.extend(words(*name)),
                Value::Street { words: street, numbers } => {
                    self.streets.extend(words(*street));
                    self.numbers.extend(numbers.of(record).iter().map(|word| vocabulary.word(*word)));
                }
                Value::Code { text, .. } => self.codes.push(text.of(record)),
                Value::Birthday(birthday) => self.birthday = Some(*birthday),
                Value::Email { local, .. } => self.mails.push(local.of(record)),
                Value::Choice => {}
            }
        }
    }

    /// The keys by one rule, each once.
    pub(super) fn keys_of(&self, rule: Rule, keys: &mut Vec<u64>) {
        Keys { seed: rule as u64, keys, parts: self }.add_all(rule);
        if keys.len() > 1 {
            keys.sort_unstable();
            keys.dedup();
        }
    }
}

struct Keys<'k, 'r> {
    seed: u64,
    keys: &'k mut Vec<u64>,
    parts: &'k Parts<'r>,
}

impl Keys<'_, '_> {
    fn add(&mut self, key: u64) {
        self.keys.push(of_two(self.seed, key));
    }

    fn add_all(&mut self, rule: Rule) {
        match rule {
            Rule::NameWord => self.names(Word::heard),
            Rule::NameWords => self.pairs_of_names(Word::heard),
            Rule::NameBeginnings => self.pairs_of_names(|name| name.beginning(3)),
            Rule::NamesAndPlace => self.names_and_place(),
            Rule::NamesAndYear => self.names_and_year(),
            Rule::NameAndBirthday => self.birthday_and_name(2, Birthday::fingerprint),
            Rule::NameAndCodeLast => self.name_and_code_last(),
            Rule::NameAndPlace => self.name_and_place(),
            Rule::Birthday => self.birthday(|birthday| birthday.fingerprint()),
            Rule::YearAndName => self.birthday_and_name(3, |day| u64::from(day.year)),
            Rule::DayAndName => {
                self.birthday_and_name(2, |day| of_pair(u64::from(day.month), u64::from(day.day)));
            }
            Rule::YearMonthName => {
                self.birthday_and_name(1, |day| of_two(u64::from(day.year), u64::from(day.month)));
            }
            Rule::YearDayName => {
                self.birthday_and_name(1, |day| of_two(u64::from(day.year), u64::from(day.day)));
            }
            Rule::YearMonthPlace => {
                self.birthday_and_place(|day| of_two(u64::from(day.year), u64::from(day.month)));
            }
            Rule::DayAndPlace => {
                self.birthday_and_place(|day| of_two(u64::from(day.month), u64::from(day.day)));
            }
            Rule::Mail => self.mails(|mail| Some(of_text(mail))),
            Rule::MailLetters => self.mails(letters_of_mail),
            Rule::MailBeginning => {
                self.mails(|mail| (mail.chars().nth(5).is_some()).then(|| beginning(mail, 6)))
            }
            Rule::CodeEnd => self.long_codes(|code| of_text(code_end(code, 8))),
            Rule::CodeBeginning => self.long_codes(|code| beginning(code, 5)),
            Rule::CodeLast => self.long_codes(|code| of_text(code_end(code, 5))),
            Rule::ShortCodeAndName => self.short_code_and_name(),
            Rule::ShortCodeAndNumber => self.short_code_and_number(),
            Rule::House => self.house(),
            Rule::StreetWords => self.street_words(),
            Rule::StreetAndName => self.street_and_name(),
        }
    }

    fn names(&mut self, key: impl Fn(&Word) -> u64) {
        self.parts.names.iter().for_each(|name| self.add(key(name)));
    }

    fn pairs_of_names(&mut self, key: impl Fn(&Word) -> u64) {
        for (place, name) in self.parts.names.iter().enumerate() {
            for other in self.parts.names.iter().skip(place + 1) {
                self.add(of_pair(key(name), key(other)));
            }
        }
    }

    fn names_and_place(&mut self) {
        for (at, name) in self.parts.names.iter().enumerate() {
            for other in self.parts.names.iter().skip(at + 1) {
                for place in &self.parts.places {
                    self.add(of_two(of_pair(name.heard(), other.heard()), place.beginning(4)));
                }
            }
        }
    }

    fn names_and_year(&mut self) {
        let Some(birthday) = self.parts.birthday else { return };
        for (at, name) in self.parts.names.iter().enumerate() {
            for other in self.parts.names.iter().skip(at + 1) {
                self.add(of_two(of_pair(name.heard(), other.heard()), u64::from(birthday.year)));
            }
        }
    }

    fn name_and_code_last(&mut self) {
        for code in self.parts.codes.iter().filter(|code| is_long(code)) {
            for name in &self.parts.names {
                self.add(of_two(of_text(code_end(code, 5)), name.beginning(2)));
            }
        }
    }

    fn name_and_place(&mut self) {
        for name in &self.parts.names {
            for place in &self.parts.places {
                self.add(of_two(name.beginning(4), place.beginning(4)));
            }
        }
    }

    fn birthday(&mut self, key: impl Fn(Birthday) -> u64) {
        if let Some(birthday) = self.parts.birthday {
            self.add(key(birthday));
        }
    }

    fn birthday_and_name(&mut self, letters: usize, key: impl Fn(Birthday) -> u64) {
        let Some(birthday) = self.parts.birthday else { return };
        for name in &self.parts.names {
            self.add(of_two(key(birthday), name.beginning(letters)));
        }
    }

    fn birthday_and_place(&mut self, key: impl Fn(Birthday) -> u64) {
        let Some(birthday) = self.parts.birthday else { return };
        for place in &self.parts.places {
            self.add(of_two(key(birthday), place.beginning(4)));
        }
    }

    fn mails(&mut self, key: impl Fn(&str) -> Option<u64>) {
        for mail in &self.parts.mails {
            if let Some(key) = key(mail) {
                self.add(key);
            }
        }
    }

    fn long_codes(&mut self, key: impl Fn(&str) -> u64) {
        self.parts.codes.iter().filter(|code| is_long(code)).for_each(|code| self.add(key(code)));
    }

    fn short_code_and_name(&mut self) {
        for code in self.parts.codes.iter().filter(|code| !is_long(code)) {
            for name in &self.parts.names {
                self.add(of_two(of_text(code), name.beginning(3)));
            }
        }
    }

    fn short_code_and_number(&mut self) {
        for code in self.parts.codes.iter().filter(|code| !is_long(code)) {
            for number in &self.parts.numbers {
                self.add(of_two(of_text(code), number.heard()));
            }
        }
    }

    fn house(&mut self) {
        for number in &self.parts.numbers {
            for street in &self.parts.streets {
                self.add(of_two(number.heard(), street.beginning(4)));
            }
        }
    }

    fn street_words(&mut self) {
        for (place, street) in self.parts.streets.iter().enumerate() {
            for other in self.parts.streets.iter().skip(place + 1) {
                self.add(of_pair(street.heard(), other.heard()));
            }
        }
    }

    fn street_and_name(&mut self) {
        for street in &self.parts.streets {
            for name in &self.parts.names {
                self.add(of_two(street.beginning(3), name.beginning(3)));
            }
        }
    }
}

fn is_long(code: &str) -> bool {
    code.len() >= 5
}

fn letters_of_mail(mail: &str) -> Option<u64> {
    let letters: compact_str::CompactString = mail.chars().filter(|letter| letter.is_alphabetic()).collect();
    (letters.chars().count() >= 5).then(|| of_text(&letters))
}

/// The first characters of a text, as a number.
fn beginning(text: &str, characters: usize) -> u64 {
    let end = text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at);
    of_text(text.get(..end).unwrap_or(text))
}
