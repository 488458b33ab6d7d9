//! A segment answered by SQL and the same one answered record by record.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use scrm_core::customer::{CustomFieldType, Customer, Field, FieldName, FieldValue};
use scrm_core::foundation::CustomerId;
use scrm_core::foundation::time::Calendar;
use scrm_core::playbook::Playbook;
use scrm_core::segment::{Comparison, CustomerHistory, Expression, Segment, SegmentSchema, StoreCondition};
use scrm_core::store::{Candidate, ChangeSet, CustomerRepository, Store, Versioned};
use scrm_testkit::SeededRandom;
use scrm_testkit::segments::RandomSegments;
use scrm_testkit::workspace_cases::size;

use super::{customer, now};
use crate::{SegmentSql, SqliteStore};

/// Zones with different nights in which clocks change; in the last they changed a minute after midnight.
const ZONES: [&str; 5] = ["Asia/Taipei", "Europe/Berlin", "America/New_York", "UTC", "America/St_Johns"];

/// A store with random people in it.
struct Town {
    random: RandomSegments,
    store: SqliteStore,
    people: BTreeMap<CustomerId, (Customer, CustomerHistory)>,
}

/// What came of the questions.
#[derive(Debug, Default)]
struct Tally {
    evaluations: u64,
    exact: u64,
    questions: u64,
    belong: u64,
    candidates: u64,
    certain: u64,
}

impl Town {
    fn new(seed: u64, people: u64) -> Self {
        let zone = ZONES[seed as usize % ZONES.len()];
        let random = RandomSegments::new(seed, zone).unwrap();
        let store = SqliteStore::in_memory().unwrap();
        let mut set = ChangeSet::default();
        let mut known = BTreeMap::new();
        for person in random.people(people) {
            let history = CustomerHistory::from_events(&person.events);
            set.events.extend(person.events);
            set.customers.push(Versioned::new(person.customer.clone()));
            known.insert(person.customer.id.clone(), (person.customer, history));
        }
        store.commit(&set).unwrap();
        Self { random, store, people: known }
    }

    /// Everybody whom the store gives, page by page.
    fn asked(&self, segment: &Segment, page: usize) -> Vec<Candidate> {
        let condition = segment.store_condition(self.random.now());
        let mut found: Vec<Candidate> = Vec::new();
        loop {
            let after = found.last().map(|last| last.customer.value.id.clone());
            let more = self.store.candidates(&condition, after.as_ref(), page).unwrap();
            let is_last = more.len() < page;
            found.extend(more);
            if is_last {
                return found;
            }
        }
    }

    fn compare(&self, number: u64, tally: &mut Tally) {
        let now = self.random.now();
        let tree = self.random.expression(number);
        let segment = Segment::new(tree, self.random.schema()).unwrap();
        let condition = segment.store_condition(now);
        let sql = SegmentSql::of(&condition);
        let described = || format!("expression {number}: {segment}\nnow {now:?}\n{sql}");
        let belongs: BTreeSet<&CustomerId> = self
            .people
            .values()
            .filter(|(customer, history)| {
                customer.merged_into.is_none() && segment.contains(customer, history, now)
            })
            .map(|(customer, _)| &customer.id)
            .collect();
        let asked = self.asked(&segment, if number.is_multiple_of(7) { 9 } else { 1_000 });
        let mut found = BTreeSet::new();
        let mut before: Option<&CustomerId> = None;
        for candidate in &asked {
            let id = &candidate.customer.value.id;
            assert!(before.is_none_or(|before| before < id), "{id} comes after {before:?}\n{}", described());
            before = Some(id);
            let (customer, history) = &self.people[id];
            assert_eq!(customer, &*candidate.customer.value);
            let holds = segment.contains(&candidate.customer.value, history, now);
            assert!(holds || !candidate.is_certain, "{id} does not belong\n{}", described());
            if holds {
                found.insert(id);
            }
        }
        let lost: Vec<_> = belongs.difference(&found).collect();
        assert!(lost.is_empty(), "lost {lost:?}\n{}", described());
        assert_eq!(found, belongs, "{}", described());
        if sql.is_exact() && !asks_for_texts(&condition) {
            assert!(asked.iter().all(|candidate| candidate.is_certain), "not certain\n{}", described());
        }
        tally.evaluations += self.people.len() as u64;
        tally.questions += 1;
        tally.exact += u64::from(sql.is_exact());
        tally.belong += belongs.len() as u64;
        tally.candidates += asked.len() as u64;
        tally.certain += asked.iter().filter(|candidate| candidate.is_certain).count() as u64;
    }
}

/// Texts beyond ASCII are left to the record.
fn asks_for_texts(condition: &StoreCondition) -> bool {
    match condition {
        StoreCondition::All(of) | StoreCondition::Any(of) => of.iter().any(asks_for_texts),
        StoreCondition::Text { .. } | StoreCondition::Listed { .. } => true,
        _ => false,
    }
}

fn compare(towns: u64, people: u64, expressions: u64) -> Tally {
    let mut tally = Tally::default();
    for seed in 0..towns {
        let town = Town::new(seed, people);
        for number in 0..expressions {
            town.compare(number, &mut tally);
        }
    }
    println!("{tally:?}");
    tally
}

/// With `SCRM_TRUST=full` a million evaluations.
#[test]
fn a_segment_has_the_same_customers_in_sql_as_record_by_record() {
    let tally = compare(size(10, 20) as u64, size(60, 250) as u64, size(80, 200) as u64);
    assert!(tally.exact * 3 > tally.questions, "SQL says all of a good part of them: {tally:?}");
    assert!(tally.certain * 2 > tally.belong, "and is certain of most who belong: {tally:?}");
    assert!(tally.belong * 10 > tally.evaluations, "{tally:?}");
}

/// Numbers are compared as SQLite reads them from a record.
#[test]
fn sqlite_reads_every_number_as_it_was_written() {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let mut read = connection.prepare("SELECT ?1 ->> '$[1]'").unwrap();
    let mut random = SeededRandom::new(17);
    let mut check = |number: f64| {
        let json = serde_json::to_string(&("number", number)).unwrap();
        let found: f64 = read.query_row([&json], |row| row.get(0)).unwrap();
        assert!(found == number, "{json} is read as {found:?}");
    };
    for _ in 0..40_000 {
        let any = f64::from_bits(random.next_u64());
        let near = random.fraction() * 10_f64.powi(random.below(40) as i32 - 20);
        [any, near, near.next_up(), -near]
            .into_iter()
            .filter(|number| number.is_finite())
            .for_each(&mut check);
    }
    [f64::MAX, f64::MIN_POSITIVE, 5e-324, 0.1 + 0.2, 1e21, 9_007_199_254_740_993.0, -0.0]
        .into_iter()
        .for_each(check);
}

/// As large as an expression may be, and as deep: SQLite has bounds of its own.
#[test]
fn the_largest_expressions_are_asked_in_sql() {
    let schema = SegmentSchema::standard();
    let store = SqliteStore::in_memory().unwrap();
    let mut tagged = customer("c_1", "Anna", &[]);
    tagged.created_at = now() - TimeDelta::days(3);
    store.commit(&ChangeSet { customers: vec![Versioned::new(tagged)], ..ChangeSet::default() }).unwrap();
    let clause = r#"days_since(created_at) == 3 && (company_size != 7 || !has_tag("value.strategic"))"#;
    let deep =
        (0..30).fold(clause.to_owned(), |inner, _| format!("archived || ({inner} && order_count < 1)"));
    let wide = |operator: &str, clause: &str, parts: usize| vec![clause; parts].join(operator);
    for text in [
        deep,
        wide(" || ", "last_order > now", 1_000) + " || !archived",
        wide(" && ", "!archived", 2_000),
        wide(" || ", r#"(tier == "C" && archived)"#, 600) + " || !archived",
        format!("region in [{}] || !archived", wide(", ", "\"TW\"", 4_000)),
        wide(" || ", r#"region.contains("x")"#, 300) + " || !archived",
        // More values than are asked for at once: what is beyond them is left to the record.
        wide(" || ", "budget != 5", 200) + " || !archived",
    ] {
        let segment = Segment::parse(&text, &schema).unwrap();
        let found = store.candidates(&segment.store_condition(now()), None, 10).unwrap();
        assert!(found.len() == 1 && found[0].is_certain, "{} bytes", text.len());
    }
}

#[test]
fn a_time_that_no_record_writes_is_left_to_the_record() {
    let store = SqliteStore::in_memory().unwrap();
    let customers = vec![Versioned::new(customer("c_1", "Anna", &[]))];
    store.commit(&ChangeSet { customers, ..ChangeSet::default() }).unwrap();
    for (text, found, certain) in [
        ("days_since(created_at) < 700000", 1, 1),
        ("days_since(created_at) < 1000000", 1, 0),
        ("days_since(created_at) > 1000000", 1, 0),
        ("days_since(created_at) > 1e21", 0, 0),
        ("days_since(created_at) < 1e21", 1, 1),
        ("days_since(created_at) > -1e21", 1, 1),
    ] {
        let segment = Segment::parse(text, &SegmentSchema::standard()).unwrap();
        let candidates = store.candidates(&segment.store_condition(now()), None, 9).unwrap();
        let sure = candidates.iter().filter(|candidate| candidate.is_certain).count();
        assert_eq!((candidates.len(), sure), (found, certain), "{text}");
    }
}

#[test]
fn what_a_person_reads_has_the_values_in_their_places() {
    let schema = SegmentSchema::standard();
    let segment = Segment::parse(
        r#"owner == "o'neil ?1" && company_size > 200 && last_order < now - days(1)"#,
        &schema,
    )
    .unwrap();
    let sql = SegmentSql::of(&segment.store_condition(now()));
    let read = sql.to_string();
    assert!(read.starts_with("SELECT c.id FROM customers AS c\nWHERE "), "{read}");
    assert!(read.contains("IN ('o''neil ?1')") && read.contains("> 200.0"), "{read}");
    assert!(read.contains("at < '2026-01-04T08:00:00'"), "{read}");
    // It is a query as it stands.
    let store = SqliteStore::in_memory().unwrap();
    let ids = store.with(|open| Ok(open.connection.prepare(&read).unwrap().exists([]).unwrap())).unwrap();
    assert!(!ids);
    let open = Segment::parse("consent(\"marketing\")", &schema).unwrap().store_condition(now());
    assert_eq!(SegmentSql::of(&open).condition(), "NULL");
    assert!(!SegmentSql::of(&open).is_exact());
    assert_eq!(format!("{sql:?}"), "SegmentSql { is_exact: true, .. }");
}

/// A field whose name a path in SQL cannot hold is left to the record.
#[test]
fn a_field_of_any_name_is_found_or_left_to_the_record() {
    let names = ["plain", "it's", "a.b", "quo\"te", "back\\slash", "línea", "[0]", "$", ""];
    let own = names.iter().map(|name| (*name, CustomFieldType::Number)).collect();
    let playbook = Playbook::standard();
    let schema = SegmentSchema::new(&playbook.tags, &own, &Calendar::utc(), &playbook.currency);
    for name in names {
        let store = SqliteStore::in_memory().unwrap();
        let mut known = customer("c_1", "Anna", &[]);
        let value = FieldValue::Number(7.0);
        known.set_field(FieldName::from(name), Field { value, source: "import:x".into(), at: now() });
        let customers = vec![Versioned::new(known), Versioned::new(customer("c_2", "Anna", &[]))];
        store.commit(&ChangeSet { customers, ..ChangeSet::default() }).unwrap();
        let tree = Expression::Compare {
            operator: Comparison::Equal,
            left: Box::new(Expression::Name { name: name.to_owned() }),
            right: Box::new(Expression::Number { value: 7.0 }),
        };
        let condition = Segment::new(tree, &schema).unwrap().store_condition(now());
        let found = store.candidates(&condition, None, 10).unwrap();
        let is_path = !name.contains(['"', '\\']);
        assert_eq!(found.len(), if is_path { 1 } else { 2 }, "{name}");
        assert_eq!(found[0].is_certain, is_path, "{name}");
    }
}

/// Something that is no text is none of some texts, if it is a value at all: the record says so.
#[test]
fn a_value_of_another_kind_is_for_the_record() {
    let store = SqliteStore::in_memory().unwrap();
    let mut people = Vec::new();
    for (id, value) in [
        ("c_1", FieldValue::Text("TW".into())),
        ("c_2", FieldValue::Text("香港".into())),
        ("c_3", FieldValue::Text("HK".into())),
        ("c_4", FieldValue::Date(now().date_naive())),
        ("c_5", FieldValue::List(vec!["HK".into()])),
    ] {
        let mut known = customer(id, "Anna", &[]);
        known.set_field(FieldName::Region, Field { value, source: "import:x".into(), at: now() });
        people.push(Versioned::new(known));
    }
    people.push(Versioned::new(customer("c_6", "Anna", &[])));
    store.commit(&ChangeSet { customers: people, ..ChangeSet::default() }).unwrap();
    let segment = Segment::parse(r#"!(region in ["TW", "CN"])"#, &SegmentSchema::standard()).unwrap();
    let found = store.candidates(&segment.store_condition(now()), None, 10).unwrap();
    let found: Vec<(&str, bool, bool)> = found
        .iter()
        .map(|candidate| {
            let customer = &*candidate.customer.value;
            let belongs = segment.contains(customer, &CustomerHistory::default(), now());
            (customer.id.as_str(), candidate.is_certain, belongs)
        })
        .collect();
    let expected = [("c_2", false, true), ("c_3", true, true), ("c_4", false, true), ("c_5", false, false)];
    assert_eq!(found, expected);
}

/// What docs/segments.md shows.
#[test]
fn the_document_shows_what_is_asked() {
    let document = include_str!("../../../../docs/segments.md");
    let shown = document.split("```sql\n").nth(1).and_then(|rest| rest.split("\n```").next()).unwrap();
    let segment = Segment::parse("company_size > 200", &SegmentSchema::standard()).unwrap();
    assert_eq!(SegmentSql::of(&segment.store_condition(now())).to_string(), shown);
}
