//! A segment answered by SQL and the same one answered record by record.

use std::collections::{BTreeMap, BTreeSet};

use scrm_core::customer::Customer;
use scrm_core::foundation::CustomerId;
use scrm_core::segment::{CustomerHistory, Segment, StoreCondition};
use scrm_core::store::{Candidate, ChangeSet, CustomerRepository, Store, Versioned};
use scrm_testkit::segments::RandomSegments;

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

#[test]
fn a_segment_has_the_same_customers_in_sql_as_record_by_record() {
    let tally = compare(10, 60, 100);
    assert!(tally.exact * 3 > tally.questions, "SQL says all of a good part of them: {tally:?}");
    assert!(tally.certain * 2 > tally.belong, "and is certain of most who belong: {tally:?}");
    assert!(tally.belong > 8_000, "{tally:?}");
}

/// The same a million times: minutes where nothing is optimised.
#[test]
#[ignore = "takes minutes"]
fn a_million_evaluations_agree() {
    let tally = compare(20, 250, 200);
    assert!(tally.evaluations >= 1_000_000);
}
