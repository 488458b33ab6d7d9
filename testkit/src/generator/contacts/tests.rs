use std::collections::{HashMap, HashSet};

use super::*;

const COUNT: u64 = 20_000;

fn digits(phone: &str) -> String {
    let value = |letter: char| match letter {
        '٠'..='٩' => Some(u32::from(letter) - u32::from('٠')),
        '०'..='९' => Some(u32::from(letter) - u32::from('०')),
        '０'..='９' => Some(u32::from(letter) - u32::from('０')),
        other => other.to_digit(10),
    };
    let digits: Vec<String> = phone.chars().filter_map(value).map(|digit| digit.to_string()).collect();
    digits[digits.len().saturating_sub(8)..].concat()
}

/// What identifies somebody in a row, in one form each.
fn identifiers(row: &ContactRow) -> Vec<String> {
    let phone = digits(&row.cells[1]);
    [phone, row.cells[2].clone()].into_iter().filter(|identifier| !identifier.is_empty()).collect()
}

#[test]
fn rows_repeat_themselves_and_need_none_before_them() {
    let all: Vec<ContactRow> = ContactRows::new(3, 500).collect();
    assert!(all.iter().cloned().eq(ContactRows::new(3, 500)));
    let rows = ContactRows::new(3, 500);
    assert_eq!(rows.row(321), all[321]);
    assert!(!all.iter().cloned().eq(ContactRows::new(4, 500)));
}

#[test]
fn a_person_is_the_first_row_about_them_and_one_row_in_seven_comes_later() {
    let rows: Vec<ContactRow> = ContactRows::new(7, COUNT).collect();
    let mut later = 0;
    for (number, row) in (0_u64..).zip(&rows) {
        assert_eq!(rows[row.person as usize].person, row.person);
        later += u64::from(row.person != number);
    }
    assert!((COUNT * 14 / 100..COUNT * 16 / 100).contains(&later), "{later}");
}

#[test]
fn phone_or_email_alone_find_about_seven_pairs_in_ten() {
    let mut of_person: HashMap<u64, Vec<HashSet<String>>> = HashMap::new();
    for row in ContactRows::new(7, COUNT) {
        of_person.entry(row.person).or_default().push(identifiers(&row).into_iter().collect());
    }
    let (mut pairs, mut reached) = (0.0, 0.0);
    for rows in of_person.values() {
        for (place, first) in rows.iter().enumerate() {
            for second in &rows[place + 1..] {
                pairs += 1.0;
                reached += f64::from(u8::from(!first.is_disjoint(second)));
            }
        }
    }
    let share = reached / pairs;
    assert!((0.70..0.74).contains(&share), "{share}");
}

#[test]
fn few_share_a_phone_or_an_address_with_somebody_else() {
    let mut of_identifier: HashMap<String, HashSet<u64>> = HashMap::new();
    for row in ContactRows::new(7, COUNT) {
        for identifier in identifiers(&row) {
            of_identifier.entry(identifier).or_default().insert(row.person);
        }
    }
    let sharing: HashSet<u64> =
        of_identifier.values().filter(|people| people.len() > 1).flatten().copied().collect();
    let share = sharing.len() as f64 / COUNT as f64;
    assert!((0.015..0.045).contains(&share), "{share}");
    let most = of_identifier.values().map(HashSet::len).max().unwrap_or_default();
    assert!((4..30).contains(&most), "{most}");
}

#[test]
fn names_are_as_many_as_in_a_country() {
    let names: Vec<String> = ContactRows::new(7, COUNT)
        .enumerate()
        .filter(|(number, row)| row.person == *number as u64)
        .map(|(_, row)| row.cells[0].clone())
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    names.iter().for_each(|name| *counts.entry(name).or_default() += 1);
    assert!(counts.len() * 10 > names.len() * 7, "{} of {}", counts.len(), names.len());
    let most = counts.values().max().copied().unwrap_or_default();
    assert!((3..60).contains(&most), "{most}");
}
