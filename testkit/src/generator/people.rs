//! People, and how a shop's staff writes them down.

use chrono::{DateTime, TimeDelta, Utc};

use super::phrases::{LOCALES, Locale};
use super::writing::{
    mistaken, write_budget, write_csv, write_date_time, write_head_count, write_phone, write_windows,
};
use crate::SeededRandom;

/// The header of the generated file.
pub const CUSTOMER_HEADER: &str = "Name,Phone,E-mail,Company,Industry,Products of interest,First contact,Last follow-up,Budget,Preferred time,Head count,Position,Language,Stage,Owner,Expected annual purchase,Region";

/// A person behind the rows: the truth.
#[derive(Clone, Debug)]
pub struct Person {
    /// Which person, from 0.
    pub number: u64,
    /// Position of the locale in the list of six.
    pub locale: usize,
    /// Full name.
    pub name: String,
    /// Digits after the country code.
    pub national: String,
    /// Local part and domain.
    pub email: String,
}

impl Person {
    /// The person with this number, the same for a seed every time.
    #[must_use]
    pub fn new(seed: u64, number: u64) -> Self {
        let mut random = SeededRandom::for_item(seed, number);
        let locale_index = random.below(LOCALES.len());
        let locale = Locale::at(locale_index);
        let family = random.word(locale.family_names);
        let given = random.word(locale.given_names);
        let name = if locale.family_first { format!("{family}{given}") } else { format!("{given} {family}") };
        // An odd multiplier makes the digits differ for every person below the modulus.
        let digits = number.wrapping_mul(7_654_321).wrapping_add(seed % 1_000) % 10_000_000;
        let national = format!("{}{digits:07}", locale.mobile_prefix);
        let email =
            format!("{}{number}@{}", random.word(locale.mail_names), random.word(locale.mail_domains));
        Self { number, locale: locale_index, name, national, email }
    }

    /// The phone number in E.164.
    #[must_use]
    pub fn phone(&self) -> String {
        format!("+{}{}", Locale::at(self.locale).country_code, self.national)
    }

    /// The person's language.
    #[must_use]
    pub fn language(&self) -> &'static str {
        Locale::at(self.locale).language
    }
}

/// One line of the customer file.
#[derive(Clone, Debug)]
pub struct CustomerRow {
    /// Who it is about.
    pub person: u64,
    /// Whether an earlier row is about the same person.
    pub duplicate: bool,
    /// The cells, in the order of [`CUSTOMER_HEADER`].
    pub cells: Vec<String>,
}

impl CustomerRow {
    /// Appends the row as CSV.
    pub fn write_csv(&self, out: &mut String) {
        write_csv(&self.cells, out);
    }
}

/// The rows of a customer file: people, duplicates of earlier people, gaps and mistakes.
#[derive(Clone, Debug)]
pub struct CustomerRows {
    seed: u64,
    count: u64,
    next: u64,
    until: DateTime<Utc>,
}

impl CustomerRows {
    /// `count` rows as a shop would have them at `until`: about one in eight is a duplicate, one in a
    /// hundred cannot be used.
    #[must_use]
    pub const fn new(seed: u64, count: u64, until: DateTime<Utc>) -> Self {
        Self { seed, count, next: 0, until }
    }

    fn row(&self, number: u64) -> CustomerRow {
        let mut random = SeededRandom::for_item(self.seed ^ 0x00C0_FFEE, number);
        let duplicate = number > 20 && random.happens(0.12);
        let person_number = if duplicate { random.between(0, number - 1) } else { number };
        let person = Person::new(self.seed, person_number);
        let locale = Locale::at(person.locale);
        let first_contact = self.until - TimeDelta::minutes(random.between(60, 400 * 24 * 60).cast_signed());

        let name = if duplicate { rewritten_name(&mut random, &person) } else { person.name.clone() };
        let phone = write_phone(&mut random, locale, &person.national);
        let follow_up = first_contact + TimeDelta::days(random.between(0, 29).cast_signed());
        let budget = write_budget(&mut random, locale);
        let windows = write_windows(&mut random, locale);
        let head_count = write_head_count(&mut random, locale);
        let annual = random.between(20, 900) * 1_000;
        let mut cells = vec![
            name,
            phone,
            gap(&mut random, person.email.clone()),
            gap_word(&mut random, locale.companies),
            gap_word(&mut random, locale.industries),
            gap_word(&mut random, locale.products),
            write_date_time(&mut random, locale, first_contact),
            gap(&mut random, follow_up.min(self.until).format("%Y-%m-%d").to_string()),
            gap(&mut random, budget),
            gap(&mut random, windows),
            gap(&mut random, head_count),
            gap_word(&mut random, locale.positions),
            locale.language.to_owned(),
            gap_word(
                &mut random,
                &["new inquiry", "quoted", "sample sent", "long-term follow-up", "customer"],
            ),
            gap_word(&mut random, &["anna", "wei", "omar", "priya"]),
            gap(&mut random, annual.to_string()),
            locale.region.to_owned(),
        ];
        if random.happens(0.03) {
            mistaken(&mut random, &mut cells);
        }
        CustomerRow { person: person_number, duplicate, cells }
    }
}

impl Iterator for CustomerRows {
    type Item = CustomerRow;

    fn next(&mut self) -> Option<CustomerRow> {
        (self.next < self.count).then(|| {
            let row = self.row(self.next);
            self.next += 1;
            row
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.count - self.next) as usize;
        (left, Some(left))
    }
}

/// The cell, or nothing: staff leave gaps.
fn gap(random: &mut SeededRandom, cell: String) -> String {
    if random.happens(0.09) { String::new() } else { cell }
}

fn gap_word(random: &mut SeededRandom, words: &[&str]) -> String {
    let cell = random.word(words).to_owned();
    gap(random, cell)
}

/// The same name as another member of staff would type it.
fn rewritten_name(random: &mut SeededRandom, person: &Person) -> String {
    match random.below(4) {
        0 => person.name.to_uppercase(),
        1 => format!(" {} ", person.name.replace(' ', "  ")),
        2 => match person.name.split_once(' ') {
            Some((given, family)) => format!("{family} {given}"),
            None => person.name.clone(),
        },
        _ => person.name.clone(),
    }
}
