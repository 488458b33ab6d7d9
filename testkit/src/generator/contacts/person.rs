//! Who is behind the rows: the truth.

use chrono::{Days, NaiveDate};

use super::lists::{Country, Word, feminine};
use crate::SeededRandom;

/// Share of people who have the phone, the family name and the city of an earlier person: a household.
const HOUSEHOLDS: f64 = 0.015;
/// Share of people who are reached by a switchboard or an office's address.
const OFFICES: f64 = 0.002;
/// So many rows have one office more.
const ROWS_PER_OFFICE: u64 = 5_000;

/// Somebody, with what could be known of them.
#[derive(Clone, Debug)]
pub(super) struct Contact {
    /// Position of the country.
    pub(super) country: usize,
    pub(super) woman: bool,
    pub(super) given: Word,
    /// The father's name, where it is written between the two.
    pub(super) father: Option<Word>,
    pub(super) family: Word,
    /// Whether the name is usually written in Latin letters.
    pub(super) latin: bool,
    /// Digits after the country code, and those of the number that replaced it.
    pub(super) phones: [String; 2],
    /// The address, and the one that replaced it.
    pub(super) emails: [String; 2],
    pub(super) birthday: NaiveDate,
    pub(super) city: usize,
    pub(super) company: String,
}

/// What people are made from.
#[derive(Clone, Debug)]
pub(super) struct People {
    pub(super) countries: Vec<Country>,
    seed: u64,
    count: u64,
}

impl People {
    pub(super) fn new(seed: u64, count: u64) -> Self {
        Self { countries: Country::all(), seed, count }
    }

    /// The country at a position.
    pub(super) fn country(&self, position: usize) -> Option<&Country> {
        self.countries.get(position)
    }

    /// Whom row `number` is about: a new person, or in a share of the rows the person of an earlier row.
    pub(super) fn person_of(&self, mut number: u64, share_of_duplicates: f64) -> u64 {
        loop {
            let mut random = SeededRandom::for_item(self.seed ^ 0x0000_D0B1_E5ED, number);
            if number == 0 || !random.happens(share_of_duplicates) {
                return number;
            }
            number = random.between(0, number - 1);
        }
    }

    /// The person with this number, the same for a seed every time.
    pub(super) fn contact(&self, number: u64) -> Option<Contact> {
        let mut random = SeededRandom::for_item(self.seed ^ 0x0000_BE09_1E00, number);
        let mate = if number > 0 && random.happens(HOUSEHOLDS) {
            self.contact(random.between(number.saturating_sub(40), number - 1))
        } else {
            None
        };
        let drawn = random.below(self.countries.len());
        let position = mate.as_ref().map_or(drawn, |mate| mate.country);
        let country = self.countries.get(position)?;
        let woman = random.happens(0.5);
        let given = country.given(&mut random, woman);
        let father = (country.locale.language == "ar" && random.happens(0.6))
            .then(|| country.given(&mut random, false));
        let family = country.family(&mut random, woman);
        let native_share = match country.locale.language {
            "en" => 1.0,
            "hi" => 0.4,
            "ar" => 0.7,
            _ => 0.85,
        };
        let latin = !random.happens(native_share);
        let birthday = birthday(&mut random);
        let emails = [(); 2].map(|()| email(&mut random, country, &given, &family));
        let phones = [number, number + self.count].map(|slot| self.mobile(&mut random, country, slot));
        let company = company(&mut random, country);
        let city = country.cities.place(&mut random);
        let mut contact = Contact {
            country: position,
            woman,
            given,
            father,
            family,
            latin,
            phones,
            emails,
            birthday,
            city,
            company,
        };
        if let Some(mate) = mate {
            contact.join(mate);
        } else if random.happens(OFFICES) {
            self.work_in_an_office(&mut random, &mut contact);
        }
        Some(contact)
    }

    /// A mobile number; different for every slot below ten million.
    fn mobile(&self, random: &mut SeededRandom, country: &Country, slot: u64) -> String {
        // An odd multiplier that five does not divide meets each number once.
        let digits = slot.wrapping_mul(7_654_321).wrapping_add(self.seed % 1_000) % 10_000_000;
        let prefix = random.pick(&country.mobile_prefixes).map_or("", String::as_str);
        format!("{prefix}{digits:07}")
    }

    /// Gives the contact the number and the address of an office, and its company.
    fn work_in_an_office(&self, random: &mut SeededRandom, contact: &mut Contact) {
        let office = random.below((self.count / ROWS_PER_OFFICE) as usize + 1) as u64;
        let mut of_office = SeededRandom::for_item(self.seed ^ 0x0000_0FF1_CE00, office);
        let Some(country) = self.country(contact.country) else { return };
        contact.company = company(&mut of_office, country);
        let number = self.mobile(&mut of_office, country, 2 * self.count + office);
        let domain = of_office.word(country.locale.mail_domains);
        let address = format!("info@office{office}.{domain}");
        if random.happens(0.5) {
            contact.phones = [number.clone(), number];
        } else {
            contact.emails = [address.clone(), address];
        }
    }
}

impl Contact {
    /// Moves in with somebody.
    fn join(&mut self, mate: Self) {
        self.family = match (self.woman, mate.woman) {
            (true, false) if mate.family.native.chars().any(|letter| ('А'..='я').contains(&letter)) => {
                feminine(&mate.family)
            }
            _ => mate.family,
        };
        self.phones = mate.phones;
        self.city = mate.city;
        self.latin = mate.latin;
    }
}

/// A birthday between 1940 and 2006; the middle years are the most common.
fn birthday(random: &mut SeededRandom) -> NaiveDate {
    let days = random.between(0, 12_053) + random.between(0, 12_053);
    NaiveDate::from_ymd_opt(1940, 1, 1)
        .and_then(|first| first.checked_add_days(Days::new(days)))
        .unwrap_or_default()
}

/// An address of the person's name and some digits, which hardly two people share.
fn email(random: &mut SeededRandom, country: &Country, given: &Word, family: &Word) -> String {
    let plain = |word: &Word| -> String {
        super::slips::without_marks(word.usual())
            .to_lowercase()
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect()
    };
    let (given, family) = (plain(given), plain(family));
    let initial: String = given.chars().take(1).collect();
    let local = match random.below(6) {
        0 => format!("{given}.{family}"),
        1 => format!("{given}{family}"),
        2 => format!("{family}.{given}"),
        3 => format!("{initial}.{family}"),
        4 => format!("{family}_{initial}"),
        _ => given,
    };
    let digits = match random.below(3) {
        0 => random.between(100, 9_999),
        1 => random.between(1_000, 99_999),
        _ => random.between(194_001, 200_699),
    };
    format!("{local}{digits}@{}", random.word(country.locale.mail_domains))
}

/// A company, named after a family or a place.
fn company(random: &mut SeededRandom, country: &Country) -> String {
    let name = country.family(random, false).native;
    let place = country.cities.pick(random).native;
    let name =
        if !country.locale.family_first && random.happens(0.3) { format!("{name} {place}") } else { name };
    match (country.locale.language, random.below(3)) {
        ("ru", 0) => format!("ООО «{name}»"),
        ("ru", 1) => format!("ИП {name}"),
        ("ru", _) => format!("Торговый дом «{name}»"),
        ("ar", 0) => format!("شركة {name} للتجارة"),
        ("ar", _) => format!("مؤسسة {name}"),
        ("hi", 0) => format!("{name} ट्रेडर्स"),
        ("hi", _) => format!("{name} एंटरप्राइजेज"),
        ("zh-CN", 0) => format!("{place}{name}贸易有限公司"),
        ("zh-CN", _) => format!("{place}{name}电子厂"),
        ("zh-TW", 0) => format!("{place}{name}貿易有限公司"),
        ("zh-TW", _) => format!("{name}企業行"),
        (_, 0) => format!("{name} & Sons Ltd"),
        (_, 1) => format!("{name} Trading"),
        _ => format!("{name} Interiors"),
    }
}
