//! How the same thing is written by somebody else: slips of the keys, another order, another script.

use chrono::{Datelike, NaiveDate};

use super::lists::{Country, Word, in_latin};
use super::person::Contact;
use crate::SeededRandom;

/// A name as it stands in a first row: in full, in the person's usual script.
pub(super) fn full_name(country: &Country, contact: &Contact) -> String {
    let (given, family) = (spelled(&contact.given, contact.latin), spelled(&contact.family, contact.latin));
    if country.locale.family_first {
        return joined(family, "", given, contact.latin);
    }
    let father = contact.father.as_ref().map_or("", |father| spelled(father, contact.latin));
    joined(given, father, family, true)
}

fn spelled(word: &Word, latin: bool) -> &str {
    if latin { word.usual() } else { &word.native }
}

fn joined(first: &str, middle: &str, last: &str, spaced: bool) -> String {
    let parts = [first, middle, last];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(if spaced { " " } else { "" })
}

/// The name as another member of staff types it months later.
pub(super) fn rewritten_name(random: &mut SeededRandom, country: &Country, contact: &Contact) -> String {
    let language = country.locale.language;
    let changes_script = match language {
        "en" => 0.0,
        "zh-CN" | "zh-TW" => 0.08,
        _ => 0.25,
    };
    let latin = contact.latin ^ random.happens(changes_script);
    let other_spelling = random.happens(0.35);
    let spelled = |random: &mut SeededRandom, word: &Word| match (latin, other_spelling) {
        (false, _) => word.native.clone(),
        (true, false) => word.usual().to_owned(),
        (true, true) => random.pick(&word.latin).cloned().unwrap_or_default(),
    };
    let (mut given, mut family) = (spelled(random, &contact.given), spelled(random, &contact.family));
    if random.happens(0.10)
        && let Some(pet) = random.pick(&contact.given.pets)
    {
        given = if latin { in_latin(pet).swap_remove(0) } else { pet.clone() };
    }
    // Chinese characters stand together, and are no letters that keys could slip on.
    let spaced = latin || !country.locale.family_first;
    if random.happens(0.27) {
        let twice = random.happens(0.2);
        for _ in 0..=usize::from(twice) {
            if !spaced {
                given = wrong_character(random, country, contact.woman, &given);
            } else if random.happens(0.5) {
                given = with_slip(random, &given);
            } else {
                family = with_slip(random, &family);
            }
        }
    }
    if random.happens(0.07) && spaced {
        let initial: String = given.chars().take(1).collect();
        given = format!("{initial}{}", if random.happens(0.7) { "." } else { "" });
    }
    if random.happens(0.6) {
        given = without_marks(&given);
        family = without_marks(&family);
    }
    let father = match &contact.father {
        Some(father) if random.happens(0.5) => spelled(random, father),
        _ => String::new(),
    };
    let family_first = country.locale.family_first ^ (spaced && random.happens(0.10));
    let name = match (family_first, random.below(6)) {
        (true, 0) if spaced => format!("{family}, {given}"),
        (true, _) => joined(&family, "", &given, spaced),
        (false, _) => joined(&given, &father, &family, spaced),
    };
    match random.below(25) {
        0 => name.to_uppercase(),
        1 => name.to_lowercase(),
        _ => name,
    }
}

/// Another character in a Chinese name, mostly one that sounds the same.
fn wrong_character(random: &mut SeededRandom, country: &Country, woman: bool, name: &str) -> String {
    let list = if woman { &country.women } else { &country.men };
    let place = random.below(name.chars().count());
    let other = |letter: char, random: &mut SeededRandom| list.sounding_like(random, &letter.to_string());
    let letters = name.chars().enumerate();
    letters.map(|(at, letter)| if at == place { other(letter, random) } else { letter.to_string() }).collect()
}

/// A slip of the keys: a letter dropped, doubled, swapped with its neighbour, or wrong.
pub(super) fn with_slip(random: &mut SeededRandom, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 3 {
        return text.to_owned();
    }
    // The first letter is seldom wrong.
    let place = if random.happens(0.08) { 0 } else { 1 + random.below(letters.len() - 1) };
    let Some(letter) = letters.get(place).copied() else { return text.to_owned() };
    match random.below(4) {
        0 => {
            letters.remove(place);
        }
        1 => letters.insert(place, letter),
        2 => letters.swap(place, place.saturating_sub(1)),
        _ => letters.iter_mut().skip(place).take(1).for_each(|slot| *slot = wrong_letter(random, letter)),
    }
    letters.into_iter().collect()
}

fn wrong_letter(random: &mut SeededRandom, letter: char) -> char {
    let keys = match letter {
        '0'..='9' => "0123456789",
        'а'..='я' | 'ё' => "аеиоуылнрстквдмпбгзж",
        'ء'..='ي' => "ابتدرسعفقكلمنهوي",
        'ऀ'..='ॿ' => "कगचजटडतदनपबमयरलवसह",
        _ => "aeioulnrstkdmpbghvcw",
    };
    let keys: Vec<char> = keys.chars().filter(|key| *key != letter).collect();
    random.pick(&keys).copied().unwrap_or(letter)
}

/// The letters without their accents.
pub(super) fn without_marks(text: &str) -> String {
    let plain = |letter: char| match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ő' => 'o',
        'ù'..='ü' => 'u',
        'É' => 'E',
        'Ó' => 'O',
        'ё' => 'е',
        other => other,
    };
    text.chars().map(plain).collect()
}

/// An address with a slip in what stands before the `@`.
pub(super) fn address_with_slip(random: &mut SeededRandom, address: &str) -> String {
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    format!("{}@{domain}", with_slip(random, local))
}

/// A number with one other digit.
pub(super) fn number_with_slip(random: &mut SeededRandom, national: &str) -> String {
    let place = national.len() - 1 - random.below(7.min(national.len()));
    let letters = national.chars().enumerate();
    letters.map(|(at, digit)| if at == place { wrong_letter(random, digit) } else { digit }).collect()
}

/// A birthday with day and month swapped, or with one number that is not right.
pub(super) fn birthday_with_slip(random: &mut SeededRandom, date: NaiveDate) -> NaiveDate {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let wrong = match random.below(3) {
        0 => NaiveDate::from_ymd_opt(year, day, month).filter(|swapped| *swapped != date),
        1 => NaiveDate::from_ymd_opt(year + [-10, -1, 1, 10][random.below(4)], month, day),
        _ => NaiveDate::from_ymd_opt(year, month, if day > 10 { day - 10 } else { day + 10 }),
    };
    wrong.or_else(|| date.succ_opt()).unwrap_or(date)
}

/// A city in another spelling: in the other script, with a slip, or with what it is before or after it.
pub(super) fn rewritten_city(
    random: &mut SeededRandom,
    country: &Country,
    city: &Word,
    latin: bool,
) -> String {
    let chinese = country.locale.family_first;
    let name = if latin { city.usual() } else { &city.native };
    match random.below(4) {
        0 if latin => city.native.clone(),
        0 => random.pick(&city.latin).cloned().unwrap_or_default(),
        1 if chinese && !latin => format!("{name}市"),
        1 if latin => name.to_uppercase(),
        1 if country.locale.language == "ru" => format!("г. {name}"),
        2 if latin => random.pick(&city.latin).cloned().unwrap_or_default(),
        _ if chinese && !latin => format!("{name}市"),
        _ => with_slip(random, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_changes_one_letter_or_the_place_of_two() {
        let mut random = SeededRandom::new(5);
        for _ in 0..200 {
            let slipped = with_slip(&mut random, "Walker");
            assert!((5..=7).contains(&slipped.chars().count()), "{slipped}");
        }
        assert_eq!(with_slip(&mut random, "Jo"), "Jo");
    }

    #[test]
    fn a_number_keeps_its_length_and_a_birthday_changes() {
        let mut random = SeededRandom::new(6);
        let date = NaiveDate::from_ymd_opt(1980, 5, 5).unwrap();
        for _ in 0..200 {
            let number = number_with_slip(&mut random, "7410000000");
            assert!(number.len() == 10 && number != "7410000000");
            assert_ne!(birthday_with_slip(&mut random, date), date);
        }
    }
}
