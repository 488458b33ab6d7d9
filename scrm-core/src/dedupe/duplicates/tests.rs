use proptest::prelude::*;

use super::{DuplicateFinder, Duplicates, PairStanding};
use crate::customer::{Customer, FieldName, FieldValue, IdentifierKind};
use crate::dedupe::tests::{customer, day, identifier, phone, system, text};
use crate::dedupe::{Apart, DedupeConfig};
use crate::foundation::{Coded, CustomerId, FactValue};

fn finder(merge: f64, review: f64) -> Result<DuplicateFinder, crate::dedupe::DedupeError> {
    let mut config = DedupeConfig::standard();
    (config.linkage.merge, config.linkage.review) = (merge, review);
    DuplicateFinder::new(&config)
}

fn search(customers: &[Customer], apart: &Apart) -> Duplicates {
    search_with(DuplicateFinder::new(&DedupeConfig::standard()).unwrap(), customers, apart)
}

fn search_with(finder: DuplicateFinder, customers: &[Customer], apart: &Apart) -> Duplicates {
    let mut search = finder.begin();
    customers.iter().for_each(|customer| search.add(customer));
    search.finish(apart).unwrap()
}

fn person(id: &str, name: &str, email: &str, birthday: &str) -> Customer {
    let mut made = customer(id, name, &[]);
    if !email.is_empty() {
        made.identifiers.push(identifier(IdentifierKind::Email, email));
    }
    if let Ok(birthday) = birthday.parse() {
        let field = crate::customer::Field { value: FieldValue::Date(birthday), ..text("", day(0)) };
        made.set_field(FieldName::Birthday, field);
    }
    made
}

/// Anna twice, and strangers.
fn people() -> Vec<Customer> {
    vec![
        person("c_1", "Anna Walker", "anna.walker@example.com", "1990-03-15"),
        person("c_2", "Ana Walker", "anna.walker@example.org", "1990-03-15"),
        person("c_3", "Omar Haddad", "omar@example.com", "1985-11-02"),
        person("c_4", "Olga Petrova", "olga@example.ru", "1981-07-09"),
    ]
}

fn ids(found: &Duplicates) -> Vec<Vec<String>> {
    let clusters = found.clusters().into_iter();
    clusters
        .map(|cluster| {
            let absorbed = cluster.absorbed.into_iter().map(|(id, _)| id.to_string());
            std::iter::once(cluster.survivor.to_string()).chain(absorbed).collect()
        })
        .collect()
}

#[test]
fn one_person_in_other_words_is_one_cluster() {
    let found = search(&people(), &Apart::default());
    assert_eq!((found.compared, found.count(PairStanding::Certain)), (4, 1), "{:?}", found.pairs);
    assert_eq!(ids(&found), [["c_1", "c_2"]]);
}

#[test]
fn who_is_known_for_longest_stays() {
    let mut people = people();
    people[1].created_at = day(-1);
    assert_eq!(ids(&search(&people, &Apart::default())), [["c_2", "c_1"]]);
}

#[test]
fn thresholds_are_met_from_both_sides() {
    let all = search_with(finder(0.9, 0.000_001).unwrap(), &people(), &Apart::default());
    let probability = all.pairs[0].probability;
    let standing = |merge: f64, review: f64| {
        let found = search_with(finder(merge, review).unwrap(), &people(), &Apart::default());
        found.pairs.iter().find(|pair| pair.first.as_str() == "c_1").map(|pair| pair.standing)
    };
    assert_eq!(standing(probability, probability), Some(PairStanding::Certain));
    assert_eq!(standing(probability.next_up(), probability), Some(PairStanding::Possible));
    assert_eq!(standing(probability.next_up(), probability.next_up()), None);
}

#[test]
fn wrong_thresholds_are_named() {
    for (merge, review, field) in [
        (0.9, 0.0, "linkage.review"),
        (0.9, 1.0, "linkage.review"),
        (0.9, f64::NAN, "linkage.review"),
        (0.4, 0.5, "linkage.merge"),
        (1.0, 0.5, "linkage.merge"),
        (f64::NAN, 0.5, "linkage.merge"),
    ] {
        let refused = finder(merge, review).unwrap_err();
        assert_eq!((refused.code(), refused.field().as_deref()), ("dedupe.config.invalid", Some(field)));
    }
    assert!(finder(0.5, 0.5).is_ok());
}

#[test]
fn reasons_say_what_each_field_is_worth_and_nothing_of_the_customer() {
    let found = search(&people(), &Apart::default());
    let review = found.review(&found.pairs[0], day(1));
    let probability = review.probability().unwrap();
    assert!((probability - found.pairs[0].probability).abs() < 1.1e-4 && probability < 1.0);
    assert_eq!(probability, (probability * 10_000.0).round() / 10_000.0);
    let fields: Vec<&FactValue> =
        review.reasons[1..].iter().flat_map(|reason| &reason.facts).map(|(_, value)| value).collect();
    assert!(fields.contains(&&FactValue::Text("birthday".into())), "{:?}", review.reasons);
    assert!(fields.contains(&&FactValue::Text("the same".into())));
    let said = serde_json::to_string(&review).unwrap();
    assert!(!said.contains("Walker") && !said.contains("1990") && !said.contains("example"), "{said}");
}

#[test]
fn contradictions_keep_two_apart_whatever_they_say() {
    let mut people = people();
    people[0].identifiers.push(system("erp", "7"));
    people[1].identifiers.push(system("erp", "8"));
    let found = search(&people, &Apart::default());
    assert_eq!(found.count(PairStanding::DifferentSystemIds), 1);
    assert!(found.clusters().is_empty());
    let apart = Apart::new([(CustomerId::new("c_2"), CustomerId::new("c_1"))]);
    let found = search(&people, &apart);
    assert_eq!(found.count(PairStanding::ToldApart), 1);
    assert!(found.clusters().is_empty());
}

#[test]
fn a_contradiction_parts_a_cluster() {
    let mut people = people();
    people.push(person("c_5", "Anna Walker", "anna.walker@example.net", "1990-03-15"));
    assert_eq!(ids(&search(&people, &Apart::default())), [["c_1", "c_2", "c_5"]]);
    let apart = Apart::new([(CustomerId::new("c_1"), CustomerId::new("c_5"))]);
    let clusters = ids(&search(&people, &apart));
    assert!(clusters.iter().all(|one| one.len() == 2), "{clusters:?}");
    people[0].identifiers.push(system("erp", "7"));
    people[4].identifiers.push(system("erp", "8"));
    let clusters = ids(&search(&people, &Apart::default()));
    assert!(clusters.iter().all(|one| one.len() == 2), "{clusters:?}");
}

#[test]
fn another_name_is_never_merged() {
    // One household: an address, a number and a birthday in common, and not a word of the name.
    let mut people = people();
    people[1] = person("c_2", "Boris Ivanov", "anna.walker@example.com", "1990-03-15");
    for one in &mut people[..2] {
        one.identifiers.push(phone("447400123456"));
        one.set_field(FieldName::Company, text("Walker Trading", day(0)));
    }
    assert!(search(&people, &Apart::default()).clusters().is_empty());
}

#[test]
fn a_field_of_ones_own_counts_where_it_says_who_somebody_is() {
    let with = |name: &str, value: &str| {
        let mut people = people();
        people[1] = person("c_2", "Ana Walker", "", "");
        for one in &mut people[..2] {
            one.set_field(FieldName::from(name), text(value, day(0)));
        }
        let found = search_with(finder(0.9, 0.000_001).unwrap(), &people, &Apart::default());
        found.pairs.first().map_or(0.0, |pair| pair.probability)
    };
    let without = with("mood", "cheerful");
    assert!(with("passport", "X1234567") > without);
    assert_eq!(with("name of the boss", "Klaus Schmidt"), without, "somebody else's name");
}

#[test]
fn debug_shows_nothing_of_a_customer() {
    let mut search = DuplicateFinder::new(&DedupeConfig::standard()).unwrap().begin();
    people().iter().for_each(|customer| search.add(customer));
    let shown = format!("{search:?}{:?}", search_debug());
    assert!(!shown.contains("Walker") && !shown.contains("example"), "{shown}");
}

fn search_debug() -> Duplicates {
    search(&people(), &Apart::default())
}

const NAMES: [&str; 6] =
    ["Anna Walker", "Boris Ivanov", "Chen Wei", "Dina Haddad", "Emil Novak", "Fatima Zahra"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_switchboard_number_never_makes_two_names_one(
        people in proptest::collection::vec((0..NAMES.len(), 0..3_usize), 2..12),
    ) {
        let customers: Vec<Customer> = people
            .iter()
            .enumerate()
            .map(|(place, (name, number))| {
                let mut made = customer(&format!("c_{place}"), NAMES[*name], &[phone(&format!("44740012345{number}"))]);
                made.set_field(FieldName::Company, text("Walker Trading", day(0)));
                made
            })
            .collect();
        let name = |id: &CustomerId| people[id.as_str()[2..].parse::<usize>().unwrap()].0;
        for cluster in search(&customers, &Apart::default()).clusters() {
            for (other, _) in &cluster.absorbed {
                prop_assert_eq!(name(&cluster.survivor), name(other));
            }
        }
    }

    #[test]
    fn the_order_of_the_customers_does_not_matter(
        order in Just((0..5_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let mut people = people();
        people.push(person("c_5", "Anna Walker", "anna.walker@example.net", "1990-03-15"));
        let shuffled: Vec<Customer> = order.iter().map(|place| people[*place].clone()).collect();
        let (one, other) = (search(&people, &Apart::default()), search(&shuffled, &Apart::default()));
        prop_assert_eq!(one.clusters(), other.clusters());
        let shown = |found: &Duplicates| -> Vec<_> {
            found.pairs.iter().map(|pair| (pair.first.clone(), pair.second.clone(), pair.probability)).collect()
        };
        prop_assert_eq!(shown(&one), shown(&other));
    }
}
