//! Contacts of several tables brought together: who is who is known, so that finding duplicates can be judged.

mod lists;
mod person;
mod slips;
#[cfg(test)]
mod tests;

use self::person::{Contact, People};
use self::slips::{
    address_with_slip, birthday_with_slip, full_name, number_with_slip, rewritten_city, rewritten_name,
};
use super::writing::{write_csv, write_phone};
use crate::SeededRandom;

/// The columns of the contacts.
pub const CONTACT_HEADER: [&str; 6] = ["name", "phone", "email", "company", "birthday", "city"];

/// Share of the rows that are about a person of an earlier row.
const DUPLICATES: f64 = 0.15;

/// One row of the contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactRow {
    /// Who it is about: the number of the first row about this person.
    pub person: u64,
    /// The cells, in the order of [`CONTACT_HEADER`].
    pub cells: Vec<String>,
}

impl ContactRow {
    /// Appends the row's cells as CSV.
    pub fn write_csv(&self, out: &mut String) {
        write_csv(&self.cells, out);
    }
}

/// Contacts with the truth about who is who, as staff type them over the years, in six languages.
///
/// About one row in seven is about somebody who is there already: under another spelling, another number, a pet name,
/// in another script, with slips and gaps. Some people share a number without being one: households, and those who
/// are reached by a switchboard. Birthdays are written as `1980-05-31`.
///
/// Row `n` is a function of the seed, of `n` and of the count, so a million rows need no memory.
///
/// ```
/// use scrm_testkit::generator::{CONTACT_HEADER, ContactRows};
/// let rows: Vec<_> = ContactRows::new(7, 1_000).collect();
/// assert!(rows.iter().all(|row| row.cells.len() == CONTACT_HEADER.len()));
/// let twice = rows.iter().enumerate().filter(|(number, row)| row.person != *number as u64).count();
/// assert!((100..200).contains(&twice));
/// ```
#[derive(Clone, Debug)]
pub struct ContactRows {
    seed: u64,
    people: People,
    numbers: std::ops::Range<u64>,
}

impl ContactRows {
    /// `count` contacts.
    #[must_use]
    pub fn new(seed: u64, count: u64) -> Self {
        Self { seed, people: People::new(seed, count), numbers: 0..count }
    }

    fn row(&self, number: u64) -> ContactRow {
        let mut random = SeededRandom::for_item(self.seed ^ 0x0000_C0DE_0B0E, number);
        let person = self.people.person_of(number, DUPLICATES);
        let contact = self.people.contact(person);
        let cells = contact.map(|contact| {
            if person == number {
                self.first(&mut random, &contact)
            } else {
                self.again(&mut random, &contact)
            }
        });
        ContactRow { person, cells: cells.unwrap_or_default() }
    }

    /// The cells of the first row about somebody: careful, with some gaps.
    fn first(&self, random: &mut SeededRandom, contact: &Contact) -> Vec<String> {
        let Some(country) = self.people.country(contact.country) else { return Vec::new() };
        let [phone, _] = &contact.phones;
        let [email, _] = &contact.emails;
        let city = country.cities.at(contact.city);
        let phone = write_phone(random, country.locale, phone);
        let city = if contact.latin { city.usual().to_owned() } else { city.native };
        vec![
            full_name(country, contact),
            unless(random, 0.02, phone),
            unless(random, 0.02, email.clone()),
            unless(random, 0.60, contact.company.clone()),
            unless(random, 0.20, contact.birthday.to_string()),
            unless(random, 0.10, city),
        ]
    }

    /// The cells of a later row about somebody, by another member of staff.
    fn again(&self, random: &mut SeededRandom, contact: &Contact) -> Vec<String> {
        let Some(country) = self.people.country(contact.country) else { return Vec::new() };
        let [phone, new_phone] = &contact.phones;
        let phone = match random.fraction() {
            share if share < 0.20 => new_phone.clone(),
            share if share < 0.23 => number_with_slip(random, phone),
            _ => phone.clone(),
        };
        let phone = write_phone(random, country.locale, &phone);
        let [email, new_email] = &contact.emails;
        let email = match random.fraction() {
            share if share < 0.15 => new_email.clone(),
            share if share < 0.19 => address_with_slip(random, email),
            _ => email.clone(),
        };
        let birthday = if random.happens(0.08) {
            birthday_with_slip(random, contact.birthday)
        } else {
            contact.birthday
        };
        let city = country.cities.at(contact.city);
        let city = if random.happens(0.25) {
            rewritten_city(random, country, &city, contact.latin)
        } else if contact.latin {
            city.usual().to_owned()
        } else {
            city.native
        };
        vec![
            rewritten_name(random, country, contact),
            unless(random, 0.25, phone),
            unless(random, 0.35, email),
            unless(random, 0.70, contact.company.clone()),
            unless(random, 0.40, birthday.to_string()),
            unless(random, 0.25, city),
        ]
    }
}

impl Iterator for ContactRows {
    type Item = ContactRow;

    fn next(&mut self) -> Option<ContactRow> {
        self.numbers.next().map(|number| self.row(number))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.numbers.size_hint()
    }
}

/// The cell, or nothing in a share of the rows.
fn unless(random: &mut SeededRandom, gaps: f64, cell: String) -> String {
    if random.happens(gaps) { String::new() } else { cell }
}
