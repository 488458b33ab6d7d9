use std::collections::BTreeMap;

use proptest::prelude::*;

use super::column::kind_of_header;
use super::expectation::Relation;
use super::{
    ColumnKind, Deduper, DeduperConfig, FieldKind, LabelledPair, Labels, LinkVerdict, RecordTable, Subject,
};
use crate::dedupe::DedupeError;

pub(super) const COLUMNS: [&str; 5] = ["first name", "surname", "date of birth", "city", "email"];

pub(super) fn table<const N: usize>(columns: [&str; N], rows: &[[&str; N]]) -> RecordTable {
    let mut table = RecordTable::new(columns);
    rows.iter().enumerate().for_each(|(place, row)| table.push(place.to_string(), row.iter().copied()));
    table
}

pub(super) fn fit(table: &RecordTable) -> Deduper {
    Deduper::fit(table, DeduperConfig::default()).unwrap()
}

pub(super) fn link(rows: &[[&str; 5]]) -> Deduper {
    fit(&table(COLUMNS, rows))
}

/// The clusters by the places of their records.
fn clusters(deduper: &Deduper) -> Vec<Vec<usize>> {
    let place = |id: &str| id.parse().unwrap();
    deduper.clusters(None).into_iter().map(|ids| ids.into_iter().map(place).collect()).collect()
}

fn explain(deduper: &Deduper, first: &str, second: &str) -> super::PairExplanation {
    deduper.explain(Subject::Known(first), Subject::Known(second)).unwrap()
}

/// Some people, and one of them in several spellings.
pub(super) const PEOPLE: [[&str; 5]; 8] = [
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
    assert_eq!(clusters(&link(&PEOPLE)), [vec![0, 1, 2], vec![3], vec![4, 5], vec![6], vec![7]]);
}

#[test]
fn columns_are_known_by_their_headers() {
    let kinds = |columns: &[&str]| {
        let fields = fit(&RecordTable::new(columns.iter().copied())).fields();
        fields.into_iter().map(|field| field.kind).collect::<Vec<_>>()
    };
    assert_eq!(
        kinds(&["Given Name", "surname", "Street number", "address_1", "suburb", "postcode", "soc_sec_id"]),
        [
            FieldKind::Place,
            FieldKind::PostalCode,
            FieldKind::Street,
            FieldKind::PersonName,
            FieldKind::IdentityNumber,
        ]
    );
    assert_eq!(
        kinds(&["name", "address", "city", "cuisine"]),
        [FieldKind::Place, FieldKind::Street, FieldKind::CompanyName, FieldKind::Category]
    );
    for (header, kind) in [
        ("姓名", ColumnKind::Name),
        ("手机号码", ColumnKind::Phone),
        ("البريد الإلكتروني", ColumnKind::Email),
        ("जन्म तिथि", ColumnKind::Birthday),
        ("Дата рождения", ColumnKind::Birthday),
        ("PRIMARY_NAME_LAST", ColumnKind::FamilyName),
        ("PASSPORT_NUMBER", ColumnKind::IdentityNumber),
        ("PASSPORT_COUNTRY", ColumnKind::Ignore),
        ("LEI_NUMBER", ColumnKind::IdentityNumber),
        ("统一社会信用代码", ColumnKind::IdentityNumber),
        ("street_number", ColumnKind::HouseNumber),
        ("номер дома", ColumnKind::HouseNumber),
        ("门牌号", ColumnKind::HouseNumber),
        ("account number", ColumnKind::Ignore),
        ("household size", ColumnKind::Ignore),
        ("first contact", ColumnKind::Ignore),
        ("notes", ColumnKind::Ignore),
    ] {
        assert_eq!(kind_of_header(header), kind, "{header}");
    }
}

#[test]
fn the_caller_knows_better_than_a_header() {
    let rows = [["Anna Walker", "17"], ["Anna Walker", "18"], ["Anna Walker", ""]];
    let columns = BTreeMap::from([("erp".to_owned(), ColumnKind::SystemId)]);
    let config = DeduperConfig { columns, ..DeduperConfig::default() };
    let deduper = Deduper::fit(&table(["name", "erp"], &rows), config.clone()).unwrap();
    let why = explain(&deduper, "0", "1");
    assert_eq!((why.probability, why.verdict, why.bits), (0.0, LinkVerdict::Apart, None));
    assert!(deduper.clusters(Some(0.001)).iter().all(|ids| !(ids.contains(&"0") && ids.contains(&"1"))));
    let unknown = Deduper::fit(&RecordTable::new(["name"]), config);
    assert_eq!(unknown.unwrap_err(), DedupeError::UnknownColumn { column: "erp".to_owned() });
}

#[test]
fn wrong_settings_and_ids_are_named() {
    let with = |merge, review| {
        let config = DeduperConfig { merge, review, ..DeduperConfig::default() };
        Deduper::fit(&RecordTable::new(["name"]), config).map(|_| ())
    };
    assert!(with(0.9, 0.9).is_ok());
    for (merge, review) in [(1.0, 0.5), (0.0, 0.0), (f64::NAN, 0.5), (0.5, 0.6), (0.9, -1.0)] {
        assert!(matches!(with(merge, review), Err(DedupeError::Config { .. })), "{merge} {review}");
    }
    let mut table = RecordTable::new(["name"]);
    ["a", "b", "a", "b"].into_iter().for_each(|id| table.push(id, ["Anna"]));
    assert_eq!(
        Deduper::fit(&table, DeduperConfig::default()).unwrap_err(),
        DedupeError::SameId { record: 2 }
    );
    let deduper = link(&PEOPLE);
    let unknown = deduper.score(Subject::Known("0"), Subject::Known("99"));
    assert_eq!(unknown, Err(DedupeError::UnknownRecord { field: "second" }));
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
        FieldKind::SystemId,
        FieldKind::Street,
        FieldKind::Place,
        FieldKind::PostalCode,
        FieldKind::Region,
        FieldKind::Category,
    ];
    for kind in kinds {
        let related = [Relation::Household, Relation::Neighbours, Relation::Branches]
            .map(|relation| kind.expected_between(relation));
        for expected in [kind.expected(), kind.expected_of_strangers()].into_iter().chain(related) {
            assert_eq!(kind.levels().len(), expected.len(), "{kind:?}");
            let sum: f64 = expected.iter().sum();
            assert!((sum - 1.0).abs() < 1e-9, "{kind:?}: {sum}");
        }
    }
}

#[test]
fn an_explanation_says_what_speaks_for_and_against() {
    let deduper = link(&PEOPLE);
    let why = explain(&deduper, "0", "2");
    let weight = |kind| why.fields.iter().find(|field| field.kind == kind).unwrap();
    assert_eq!(weight(FieldKind::PersonName).level, Some("the same"));
    assert_eq!(weight(FieldKind::PersonName).columns, ["first name", "surname"]);
    assert_eq!(weight(FieldKind::Email).level, Some("the same name at another host"));
    assert!(weight(FieldKind::PersonName).weight > 0.0);
    let strangers = explain(&deduper, "0", "3");
    assert!(strangers.fields.iter().all(|field| field.weight < 0.0), "{strangers}");
    assert_eq!(strangers.verdict, LinkVerdict::Apart);
}

#[test]
fn the_steps_of_a_waterfall_lead_from_its_beginning_to_its_end() {
    let deduper = link(&PEOPLE);
    for (first, second) in [("0", "1"), ("0", "2"), ("4", "6"), ("3", "7")] {
        let why = explain(&deduper, first, second);
        let steps = why.start + why.related + why.fields.iter().map(|field| field.weight).sum::<f64>();
        assert!((steps - why.bits.unwrap()).abs() < 1e-9, "{why}");
        assert!(why.related <= 1e-9, "{why}");
        assert_eq!(why, explain(&deduper, second, first));
    }
}

#[test]
fn a_cluster_hangs_on_its_weakest_link() {
    let deduper = link(&PEOPLE);
    let why = deduper.explain_cluster("1", None).unwrap();
    assert_eq!(why.records, ["0", "1", "2"]);
    let weakest = why.weakest_link.unwrap();
    let score = |first, second| deduper.score(Subject::Known(first), Subject::Known(second)).unwrap();
    let mut scores = [score("0", "1"), score("0", "2"), score("1", "2")];
    scores.sort_by(f64::total_cmp);
    // Two of three pairs hold three records together, the better two.
    assert!((weakest.probability - scores[1]).abs() < 1e-12);
    assert_eq!(deduper.explain_cluster("3", None).unwrap().weakest_link, None);
}

#[test]
fn a_record_that_could_be_either_of_two_is_with_neither() {
    let columns = ["name", "birthday", "passport", "phone"];
    let rows = [
        ["John Carpenter", "1950-01-02", "72129291", "+44 7400 123456"],
        ["John Carpenter", "1985-11-23", "83340017", "+44 7400 123456"],
        ["John Carpenter", "", "", "+44 7400 123456"],
        ["Omar Haddad", "1985-11-02", "61200345", "+971 50 123 4567"],
        ["Haddad, Omar", "1985-11-02", "", ""],
    ];
    let deduper = fit(&table(columns, &rows));
    let either = deduper.score(Subject::Known("0"), Subject::Known("2")).unwrap();
    assert!(either >= deduper.config().merge, "{either}");
    assert_eq!(clusters(&deduper), [vec![0], vec![1], vec![2], vec![3, 4]]);
}

#[test]
fn a_switchboard_number_merges_nobody() {
    let names = [
        "Anna Walker",
        "Omar Haddad",
        "Priya Sharma",
        "王伟",
        "Иван Петров",
        "John Carpenter",
        "Maria Lopez",
        "Kenji Sato",
        "Olga Smirnova",
        "Peter Müller",
    ];
    let rows: Vec<[&str; 3]> =
        names.iter().map(|name| [*name, "+44 20 7946 0000", "info@example.com"]).collect();
    let deduper = fit(&table(["name", "phone", "email"], &rows));
    assert_eq!(deduper.clusters(None).len(), names.len());
}

#[test]
fn who_was_told_apart_stays_apart() {
    let mut deduper = link(&PEOPLE);
    deduper.tell_apart("1", "0");
    deduper.tell_apart("0", "nobody");
    let clusters = clusters(&deduper);
    assert!(!clusters.iter().any(|group| group.contains(&0) && group.contains(&1)), "{clusters:?}");
    assert!(
        deduper.pairs(Some(0.0)).iter().all(|pair| (pair.first.as_str(), pair.second.as_str()) != ("0", "1"))
    );
}

#[test]
fn a_certificate_counts_what_is_right() {
    let deduper = link(&PEOPLE);
    let persons = ["a", "a", "a", "b", "c", "c", "d", "e"];
    let labels = |persons: &[&str]| {
        let pairs = persons.iter().enumerate().map(|(id, person)| (id.to_string(), (*person).to_owned()));
        Labels::Clusters(pairs.chain([("unknown".to_owned(), "f".to_owned())]).collect())
    };
    let right = deduper.certify(&labels(&persons), 0.98);
    assert_eq!((right.records, right.unknown, right.matches), (8, 1, 4));
    for quality in [Some(right.pairwise), right.b_cubed] {
        let quality = quality.unwrap();
        assert_eq!([quality.precision.value, quality.recall.value, quality.f1.value], [Some(1.0); 3]);
    }
    assert!(right.pairwise.precision.low < 0.6, "four pairs prove little");
    assert_eq!(right.blocking_recall.value, Some(1.0));
    assert_eq!(right.threshold.threshold.unwrap().recall, 1.0);
    // Two of the four merged pairs are wrong by other labels: 0 is somebody else.
    let wrong = deduper.certify(&labels(&["x", "a", "a", "b", "c", "c", "d", "e"]), 0.98);
    assert_eq!(wrong.pairwise.precision.value, Some(0.5));
    assert_eq!(wrong.pairwise.recall.value, Some(1.0));
    // The cluster of three: a third for one, two thirds for the two others; all others are right.
    let b_cubed = wrong.b_cubed.unwrap().precision.value.unwrap();
    assert!((b_cubed - (1.0 / 3.0 + 2.0 / 3.0 * 2.0 + 5.0) / 8.0).abs() < 1e-12);
    let pair = |first: &str, second: &str, same| super::LabelledPair {
        first: first.to_owned(),
        second: second.to_owned(),
        same,
    };
    let pairs = Labels::Pairs(vec![
        pair("0", "1", true),
        pair("2", "1", false),
        pair("0", "3", true),
        pair("7", "8", true),
    ]);
    let pairs = deduper.certify(&pairs, 0.98);
    assert_eq!((pairs.records, pairs.unknown, pairs.matches), (4, 1, 2));
    assert_eq!([pairs.pairwise.precision.value, pairs.pairwise.recall.value], [Some(0.5); 2]);
    assert!(pairs.b_cubed.is_none());
}

#[test]
fn what_labels_teach_takes_the_place_of_what_was_concluded() {
    // Everybody has a new e-mail address in the second file, which nobody would expect.
    let mut table = RecordTable::new(["name", "city", "email"]);
    for place in 0..120 {
        let (person, file) = (place / 2, place % 2);
        let name = format!("{} {}", ["Anna", "Omar"][person % 2], name_of(person));
        table.push(place.to_string(), [&*name, "Leeds", &*format!("m{person}f{file}@example.org")]);
    }
    let mut deduper = fit(&table);
    let against = |deduper: &Deduper| {
        let explained = explain(deduper, "0", "1");
        explained.fields.iter().find(|field| field.kind == FieldKind::Email).unwrap().weight
    };
    let concluded = against(&deduper);
    let pair =
        |first: usize| LabelledPair { first: first.to_string(), second: (first + 1).to_string(), same: true };
    let labels = Labels::Pairs((0..120).step_by(2).map(pair).collect());
    deduper.learn(&labels).unwrap();
    let learned = against(&deduper);
    assert!(learned > concluded + 0.3, "{concluded} {learned}");
    let pairs = deduper.pairs(None);
    deduper.learn(&labels).unwrap();
    assert_eq!(deduper.pairs(None), pairs, "the same labels teach the same");
    let apart = LabelledPair { same: false, ..pair(0) };
    let nobody = LabelledPair { first: "nobody".to_owned(), ..pair(0) };
    for nothing in [Labels::Pairs(vec![apart, nobody]), Labels::Clusters(BTreeMap::new())] {
        assert_eq!(deduper.learn(&nothing), Err(DedupeError::NothingLabelled));
    }
    assert_eq!(deduper.pairs(None), pairs, "a refusal changes nothing");
}

/// A family name for each number.
fn name_of(number: usize) -> String {
    let syllable = |number: usize| ["ba", "ko", "ri", "mu", "te", "la", "so", "ni"][number % 8];
    format!("{}{}{}", syllable(number), syllable(number / 8), syllable(number / 3 + 5))
}

#[test]
fn a_postal_code_is_found_within_a_whole_address() {
    let columns = ["company", "address", "postal code"];
    let rows = [
        ["Maimunah", "Hillview Rise 4", "667979"],
        ["Maimunah", "4 Hillview Rise, Singapore 667979", ""],
        ["Bakery", "101000, Москва, Ленина 5", ""],
        ["Bakery", "Ленина 5", "101000"],
        ["Austin", "12396 Austin Rd", ""],
        ["Austin", "Austin Rd", "12396"],
        ["Station", "गली ५, दिल्ली ११०००१", ""],
        ["Station", "गली ५", "110001"],
    ];
    let deduper = fit(&table(columns, &rows));
    let level = |first: &str, second: &str| {
        let explained = explain(&deduper, first, second);
        explained.fields.iter().find(|field| field.kind == FieldKind::PostalCode).unwrap().level
    };
    assert_eq!(level("0", "1"), Some("the same"));
    assert_eq!(level("2", "3"), Some("the same"));
    assert_eq!(level("4", "5"), None, "a house is no postal code");
    assert_eq!(level("6", "7"), Some("the same"), "digits of any script");
}

#[test]
fn a_household_is_no_person() {
    let mut rows: Vec<[&str; 5]> = PEOPLE.to_vec();
    rows.push(["Mary", "Kusha", "1976-10-27", "Blacklick", "kusha@example.com"]);
    rows.push(["Mark", "Kusha", "1997-09-28", "Blacklick", "kusha@example.com"]);
    rows.push(["Edward", "Kusha", "1970-03-01", "Blacklick", "kusha@example.com"]);
    rows.push(["Eddie", "Kusha", "1970-03-01", "Blacklick", "kusha@example.com"]);
    let clusters = clusters(&link(&rows));
    assert!(clusters.contains(&vec![8]) && clusters.contains(&vec![9]), "{clusters:?}");
    assert!(clusters.contains(&vec![10, 11]), "{clusters:?}");
}

#[test]
fn poor_tables_are_no_trouble() {
    assert!(clusters(&link(&[])).is_empty());
    assert_eq!(clusters(&link(&[[""; 5]; 3])), [vec![0], vec![1], vec![2]]);
    assert!(fit(&RecordTable::new(["notes"])).fields().is_empty());
    // One name and nothing else: too common to be a person.
    assert!(link(&[["Anna", "Walker", "", "", ""]; 300]).blocks_left_out() > 0);
    let long = "word ".repeat(100_000);
    let rows = [[long.as_str(), &long, &long, &long, &long]; 2];
    assert_eq!(clusters(&link(&rows)).iter().map(Vec::len).sum::<usize>(), 2);
}

#[test]
fn a_contact_that_was_exported_a_hundred_times_is_one() {
    let mut table = RecordTable::new(["name", "birthday", "email"]);
    for number in 0..2_000_u32 {
        let syllable =
            |place: u32| ["ba", "ko", "ri", "lu", "me", "sta"][(number / 6_u32.pow(place) % 6) as usize];
        let name = format!("{}{} {}{}son", syllable(0), syllable(1), syllable(2), syllable(3));
        let birthday = format!("{}-{:02}-{:02}", 1950 + number % 50, 1 + number % 12, 1 + number % 28);
        table.push(
            format!("person {number}"),
            [&name, &birthday, &format!("{}{number}@example.com", syllable(1))].map(String::as_str),
        );
    }
    for number in 0..100 {
        table.push(format!("copy {number}"), ["John Carpenter", "1950-01-02", "carpenter@example.com"]);
    }
    let mut deduper = fit(&table);
    assert_eq!(deduper.clusters(None).iter().map(Vec::len).max(), Some(100));
    let again = [("name", "Carpenter, John"), ("birthday", "2.1.1950"), ("email", "carpenter@example.com")];
    assert!(deduper.query(&again, None).iter().any(|found| found.id.starts_with("copy")));
    // The next copy stands for the others once the first has gone.
    for number in 0..30 {
        assert!(deduper.remove(&format!("copy {number}")));
        assert!(deduper.query(&again, None).iter().any(|found| found.id.starts_with("copy")), "{number}");
    }
}

#[test]
fn what_no_table_should_hold_costs_little_and_is_told() {
    let book = "word ".repeat(2_000_000);
    let mut rows = vec![["Anna Walker", "", "x"]; 20_000];
    rows.extend([["", "", "x"]; 100]);
    rows.push([book.as_str(), book.as_str(), "x"]);
    let mut columns = vec!["name".to_owned(), "phone".to_owned(), "notes".to_owned()];
    columns.extend((0..40).map(|number| format!("passport {number}")));
    let mut table = RecordTable::new(columns);
    rows.iter().enumerate().for_each(|(place, row)| table.push(place.to_string(), row.iter().copied()));
    let deduper = fit(&table);
    assert_eq!(deduper.len(), 20_101);
    assert!(deduper.pairs(None).is_empty(), "a name alone is nobody");
    assert!(deduper.blocks_left_out() > 0);
    assert_eq!(deduper.cells_cut(), 2);
    let left_out = deduper.columns_left_out();
    assert!(left_out.contains(&"notes") && left_out.contains(&"passport 39"), "{left_out:?}");
    assert_eq!(left_out.len(), 27);
    assert_eq!(deduper.clusters(None).len(), 20_101);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_the_records_does_not_matter(
        order in Just((0..PEOPLE.len()).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let shuffled: Vec<[&str; 5]> = order.iter().map(|place| PEOPLE[*place]).collect();
        let mut found: Vec<Vec<usize>> = clusters(&link(&shuffled))
            .into_iter()
            .map(|members| {
                let mut members: Vec<usize> = members.into_iter().map(|member| order[member]).collect();
                members.sort_unstable();
                members
            })
            .collect();
        found.sort_unstable();
        prop_assert_eq!(found, clusters(&link(&PEOPLE)));
    }

    #[test]
    fn any_records_can_be_linked(rows in proptest::collection::vec(proptest::array::uniform5("\\PC{0,12}"), 0..12)) {
        let rows: Vec<[&str; 5]> = rows.iter().map(|row| row.each_ref().map(String::as_str)).collect();
        let deduper = link(&rows);
        let mut members: Vec<usize> = clusters(&deduper).into_iter().flatten().collect();
        members.sort_unstable();
        prop_assert_eq!(members, (0..rows.len()).collect::<Vec<_>>());
        for pair in deduper.pairs(Some(0.0)) {
            prop_assert!((0.0..=1.0).contains(&pair.probability));
        }
    }

    #[test]
    fn one_record_at_a_time_is_the_same_as_all_at_once(
        rows in proptest::collection::vec(proptest::sample::select(PEOPLE.to_vec()), 2..12),
        gone in 0_usize..12,
    ) {
        let mut batch = link(&rows);
        let newcomer: Vec<(&str, &str)> = COLUMNS.into_iter().zip(["Anna", "Walkr", "1990-03-15", "Leeds", "anna@example.com"]).collect();
        let asked = batch.query(&newcomer, Some(0.01));
        let before = (batch.pairs(Some(0.01)), clusters(&batch));
        batch.add("new", &newcomer).unwrap();
        let with_newcomer = batch.pairs(Some(0.01));
        let of_newcomer: Vec<_> = with_newcomer.iter().filter(|pair| pair.second == "new").collect();
        prop_assert_eq!(asked.len(), of_newcomer.len());
        for found in &asked {
            let pair = of_newcomer.iter().find(|pair| pair.first == found.id).unwrap();
            prop_assert!((pair.probability - found.probability).abs() < 1e-12);
        }
        prop_assert!(batch.remove("new"));
        prop_assert!(!batch.remove("new"));
        prop_assert_eq!(&before, &(batch.pairs(Some(0.01)), clusters(&batch)));
        // A record that goes and comes back is as if it had never gone.
        let gone = gone % rows.len();
        prop_assert!(batch.remove(&gone.to_string()));
        let said: Vec<(&str, &str)> = COLUMNS.into_iter().zip(rows[gone]).collect();
        batch.add(&gone.to_string(), &said).unwrap();
        let unordered = |deduper: &Deduper| {
            let mut found: Vec<(String, String, u64)> = deduper.pairs(Some(0.01)).into_iter().map(|pair| {
                let (first, second) = (pair.first.clone().min(pair.second.clone()), pair.first.max(pair.second));
                (first, second, (pair.probability * 1e9) as u64)
            }).collect();
            found.sort();
            found
        };
        prop_assert_eq!(unordered(&link(&rows)), unordered(&batch));
    }

    #[test]
    fn scores_are_symmetric(left in proptest::array::uniform5("\\PC{0,12}"), right in proptest::sample::select(PEOPLE.to_vec())) {
        let deduper = link(&PEOPLE);
        let left: Vec<(&str, &str)> = COLUMNS.into_iter().zip(left.iter().map(String::as_str)).collect();
        let right: Vec<(&str, &str)> = COLUMNS.into_iter().zip(right).collect();
        let score = |one, other| deduper.score(Subject::Said(one), Subject::Said(other)).unwrap();
        prop_assert_eq!(score(&left, &right), score(&right, &left));
        let with_known = deduper.score(Subject::Said(&left), Subject::Known("3")).unwrap();
        prop_assert_eq!(with_known, deduper.score(Subject::Known("3"), Subject::Said(&left)).unwrap());
    }
}
