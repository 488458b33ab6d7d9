use proptest::prelude::*;

use super::{FieldKind, LinkConfig, Linkage, RecordTable};

const COLUMNS: [&str; 5] = ["first name", "surname", "date of birth", "city", "email"];

fn link(rows: &[[&str; 5]]) -> Linkage {
    let mut table = RecordTable::new(COLUMNS);
    rows.iter().enumerate().for_each(|(place, row)| table.push(place.to_string(), row.iter().copied()));
    Linkage::find(&table, LinkConfig::default())
}

/// Some people, and one of them in several spellings.
const PEOPLE: [[&str; 5]; 8] = [
    ["Anna", "Walker", "1990-03-15", "Leeds", "anna.walker@example.com"],
    ["Ana", "Walker", "1990-03-15", "Leeds", ""],
    ["Walker", "Anna", "1990-05-13", "Leds", "anna.walker@example.org"],
    ["Omar", "Haddad", "1985-11-02", "Dubai", "omar@example.com"],
    ["Иван", "Петров", "1979-01-20", "Москва", "petrov@example.ru"],
    ["Ivan", "Petrov", "1979-01-20", "", "petrov@example.ru"],
    ["Olga", "Petrova", "1981-07-09", "Москва", "olga@example.ru"],
    ["王", "伟", "1992-09-30", "北京", "wang@example.cn"],
];

#[test]
fn one_person_in_other_words_is_found_and_strangers_are_not() {
    assert_eq!(link(&PEOPLE).clusters(), [vec![0, 1, 2], vec![3], vec![4, 5], vec![6], vec![7]]);
}

#[test]
fn columns_are_known_by_their_headers() {
    let kinds = |columns: &[&str]| {
        let table = RecordTable::new(columns.iter().copied());
        Linkage::find(&table, LinkConfig::default())
            .fields()
            .iter()
            .map(|field| field.kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        kinds(&["Given Name", "surname", "Street number", "address_1", "suburb", "postcode", "soc_sec_id"]),
        [
            FieldKind::Place,
            FieldKind::PostalCode,
            FieldKind::IdentityNumber,
            FieldKind::Street,
            FieldKind::PersonName
        ]
    );
    assert_eq!(
        kinds(&["name", "address", "city", "cuisine"]),
        [FieldKind::Place, FieldKind::Category, FieldKind::Street, FieldKind::CompanyName]
    );
    assert_eq!(kinds(&["姓名", "手机", "first contact", "notes"]), [FieldKind::Phone, FieldKind::PersonName]);
}

#[test]
fn every_kind_expects_each_of_its_levels() {
    let kinds = [
        FieldKind::PersonName,
        FieldKind::CompanyName,
        FieldKind::Birthday,
        FieldKind::Email,
        FieldKind::Phone,
        FieldKind::IdentityNumber,
        FieldKind::Street,
        FieldKind::Place,
        FieldKind::PostalCode,
        FieldKind::Category,
    ];
    for kind in kinds {
        for expected in [kind.expected(), kind.expected_of_strangers(), kind.expected_of_a_household()] {
            assert_eq!(kind.levels().len(), expected.len(), "{kind:?}");
            let sum: f64 = expected.iter().sum();
            assert!((sum - 1.0).abs() < 1e-9, "{kind:?}: {sum}");
        }
    }
}

#[test]
fn an_explanation_says_what_speaks_for_and_against() {
    let weights = link(&PEOPLE).explain(0, 2);
    let weight = |kind| weights.iter().find(|weight| weight.kind == kind).unwrap();
    assert_eq!(weight(FieldKind::PersonName).level, Some("the same"));
    assert_eq!(weight(FieldKind::Email).level, Some("the same name at another host"));
    assert!(weight(FieldKind::PersonName).weight > 0.0);
    let strangers = link(&PEOPLE).explain(0, 3);
    assert!(strangers.iter().all(|weight| weight.weight < 0.0), "{strangers:?}");
}

#[test]
fn a_household_is_no_person() {
    let mut rows: Vec<[&str; 5]> = PEOPLE.to_vec();
    rows.push(["Mary", "Kusha", "1976-10-27", "Blacklick", "kusha@example.com"]);
    rows.push(["Mark", "Kusha", "1997-09-28", "Blacklick", "kusha@example.com"]);
    rows.push(["Edward", "Kusha", "1970-03-01", "Blacklick", "kusha@example.com"]);
    rows.push(["Eddie", "Kusha", "1970-03-01", "Blacklick", "kusha@example.com"]);
    let clusters = link(&rows).clusters();
    assert!(clusters.contains(&vec![8]) && clusters.contains(&vec![9]), "{clusters:?}");
    assert!(clusters.contains(&vec![10, 11]), "{clusters:?}");
}

#[test]
fn poor_tables_are_no_trouble() {
    assert!(link(&[]).clusters().is_empty());
    assert_eq!(link(&[[""; 5]; 3]).clusters(), [vec![0], vec![1], vec![2]]);
    let nothing_known = RecordTable::new(["notes"]);
    assert!(Linkage::find(&nothing_known, LinkConfig::default()).fields().is_empty());
    // One name and nothing else: too common to be a person.
    let same = [["Anna", "Walker", "", "", ""]; 300];
    let linkage = link(&same);
    assert!(linkage.blocks_left_out() > 0);
    let long = "word ".repeat(100_000);
    let rows = [[long.as_str(), &long, &long, &long, &long]; 2];
    assert_eq!(link(&rows).clusters().iter().map(Vec::len).sum::<usize>(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_the_records_does_not_matter(
        order in Just((0..PEOPLE.len()).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let shuffled: Vec<[&str; 5]> = order.iter().map(|place| PEOPLE[*place]).collect();
        let mut found: Vec<Vec<usize>> = link(&shuffled)
            .clusters()
            .into_iter()
            .map(|members| {
                let mut members: Vec<usize> = members.into_iter().map(|member| order[member]).collect();
                members.sort_unstable();
                members
            })
            .collect();
        found.sort_unstable();
        prop_assert_eq!(found, link(&PEOPLE).clusters());
    }

    #[test]
    fn any_records_can_be_linked(rows in proptest::collection::vec(proptest::array::uniform5("\\PC{0,12}"), 0..12)) {
        let rows: Vec<[&str; 5]> = rows.iter().map(|row| row.each_ref().map(String::as_str)).collect();
        let linkage = link(&rows);
        let mut members: Vec<usize> = linkage.clusters().into_iter().flatten().collect();
        members.sort_unstable();
        prop_assert_eq!(members, (0..rows.len()).collect::<Vec<_>>());
        for pair in linkage.pairs(0.0) {
            prop_assert!((0.0..=1.0).contains(&pair.probability));
        }
    }
}
