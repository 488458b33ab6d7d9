//! A segment means the same over an index as over records: random expressions, random people, zones whose clocks change.

use scrm_core::foundation::Event;
use scrm_core::segment::{CountedClause, CustomerHistory, ExplainedClause, Segment, SegmentIndex};
use scrm_testkit::SeededRandom;
use scrm_testkit::segments::{RandomSegments, SegmentPerson};

const ZONES: [&str; 5] =
    ["Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Taipei", "Pacific/Apia"];
const PEOPLE: u64 = 2_000;
const EXPRESSIONS: u64 = 105;

struct Known {
    person: SegmentPerson,
    history: CustomerHistory,
}

fn people(random: &RandomSegments) -> Vec<Known> {
    let present = random.people(PEOPLE).filter(|person| person.customer.merged_into.is_none());
    present.map(|person| Known { history: CustomerHistory::from_events(&person.events), person }).collect()
}

/// An index to which people came in many ways.
fn index_of(random: &RandomSegments, people: &[Known], seed: u64) -> SegmentIndex {
    let mut index = SegmentIndex::new(random.schema());
    let mut chance = SeededRandom::new(seed);
    for one in people {
        match chance.below(4) {
            0 => {
                // Somebody else's record and history first.
                if let Some(other) = people.get(chance.below(people.len())) {
                    let mut before = other.person.customer.clone();
                    before.id = one.person.customer.id.clone();
                    index.put(&before, &other.history);
                }
                index.put(&one.person.customer, &one.history);
            }
            1 => {
                index.put(&one.person.customer, &one.history);
                index.remove(&one.person.customer.id);
                index.put(&one.person.customer, &one.history);
            }
            2 => {
                index.put_record(&one.person.customer);
                let mut events: Vec<Event> = one.person.events.clone();
                chance.shuffle(&mut events);
                for mut event in events {
                    event.customer = Some(one.person.customer.id.clone());
                    index.record(&event);
                }
            }
            _ => index.put(&one.person.customer, &one.history),
        }
    }
    index
}

/// The smallest clauses, and how many people each has.
fn leaves(clause: &CountedClause, out: &mut Vec<(String, usize, usize)>) {
    if clause.parts.is_empty() {
        out.push((clause.text.clone(), clause.holds, clause.fails));
    }
    clause.parts.iter().for_each(|part| leaves(part, out));
}

fn record_leaves(clause: &ExplainedClause, out: &mut Vec<(String, usize, usize)>) {
    if clause.parts.is_empty() {
        let count = |answer| usize::from(clause.holds == Some(answer));
        out.push((clause.text.clone(), count(true), count(false)));
    }
    clause.parts.iter().for_each(|part| record_leaves(part, out));
}

#[test]
fn a_million_answers_of_an_index_are_those_of_the_records() {
    let mut answers = 0;
    for (seed, zone) in (1..).zip(ZONES) {
        let random = RandomSegments::new(seed, zone).unwrap();
        let people = people(&random);
        let index = index_of(&random, &people, seed);
        for number in 0..EXPRESSIONS {
            let segment = Segment::new(random.expression(number), random.schema()).unwrap();
            let now = random.now();
            let mut expected: Vec<&str> = people
                .iter()
                .filter(|one| segment.contains(&one.person.customer, &one.history, now))
                .map(|one| one.person.customer.id.as_str())
                .collect();
            let selection = index.select(&segment, now);
            let mut found: Vec<&str> = index.ids(&selection).collect();
            expected.sort_unstable();
            found.sort_unstable();
            assert_eq!(found, expected, "{zone} {number}: {segment}");
            assert_eq!(index.count(&segment, now), expected.len(), "{zone} {number}: {segment}");
            answers += people.len();
        }
    }
    println!("{answers} answers");
    assert!(answers >= 1_000_000, "{answers}");
}

#[test]
fn the_counts_of_clauses_are_those_of_the_records() {
    for (seed, zone) in (11..).zip(ZONES) {
        let random = RandomSegments::new(seed, zone).unwrap();
        let people: Vec<Known> = people(&random).into_iter().take(300).collect();
        let index = index_of(&random, &people, seed);
        for number in 0..40 {
            let segment = Segment::new(random.expression(number), random.schema()).unwrap();
            let counts = index.explain(&segment, random.now());
            assert_eq!(counts.holds + counts.fails + counts.unknown, people.len());
            let mut found = Vec::new();
            leaves(&counts, &mut found);
            let mut expected: Vec<(String, usize, usize)> =
                found.iter().map(|(text, ..)| (text.clone(), 0, 0)).collect();
            for one in &people {
                let mut leaves = Vec::new();
                let clauses = segment.explain(&one.person.customer, &one.history, random.now());
                record_leaves(&clauses, &mut leaves);
                for (sum, leaf) in expected.iter_mut().zip(leaves) {
                    assert_eq!(sum.0, leaf.0);
                    *sum = (leaf.0, sum.1 + leaf.1, sum.2 + leaf.2);
                }
            }
            assert_eq!(found, expected, "{zone} {number}: {segment}");
        }
    }
}
