//! Customers of whom a segment's condition holds or may hold.

use scrm_core::segment::{CustomerHistory, Segment, SegmentSchema, StoreCondition};

use super::prelude::*;
use crate::segments::{RandomSegments, SegmentPerson};

const PEOPLE: u64 = 40;

pub fn nobody_who_belongs_is_left_out_and_who_is_certain_belongs(store: &StoreUnderTest) {
    let random = RandomSegments::new(23, "Europe/Berlin").unwrap();
    let people: Vec<SegmentPerson> = random.people(PEOPLE).collect();
    write(store, |set| {
        for person in &people {
            set.customers.push(new(person.customer.clone()));
            set.events.extend(person.events.iter().cloned());
        }
    });
    let now = random.now();
    for number in 0..80 {
        let segment = Segment::new(random.expression(number), random.schema()).unwrap();
        let found = store.candidates(&segment.store_condition(now), None, 99).unwrap();
        for person in &people {
            let history = CustomerHistory::from_events(&person.events);
            let belongs = segment.contains(&person.customer, &history, now);
            let candidate = found.iter().find(|candidate| candidate.customer.value.id == person.customer.id);
            match candidate {
                None => assert!(!belongs || person.customer.merged_into.is_some(), "lost by {segment}"),
                Some(candidate) => {
                    assert!(person.customer.merged_into.is_none(), "merged away, given by {segment}");
                    assert!(belongs || !candidate.is_certain, "wrongly certain of {segment}");
                    assert_eq!(*candidate.customer.value, person.customer);
                }
            }
        }
    }
}

pub fn candidates_come_in_the_order_of_ids_page_by_page(store: &StoreUnderTest) {
    write(store, |set| {
        set.customers.extend((0..20).map(|n| {
            let merged_into = (n % 4 == 1).then(|| ("c_0".into(), "m_1".into()));
            new(Customer { merged_into, ..customer(&format!("c_{n:02}")) })
        }));
    });
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = asked(store, "!archived", after.as_ref(), 4).unwrap();
        assert!(page.len() <= 4);
        let Some(last) = page.last().cloned() else { break };
        seen.extend(page);
        after = Some(CustomerId::new(last));
    }
    let expected: Vec<String> = (0..20).filter(|n| n % 4 != 1).map(|n| format!("c_{n:02}")).collect();
    assert_eq!(seen, expected);
    assert!(asked(store, "!archived", None, 0).unwrap().is_empty());
    assert_eq!(asked(store, "!archived", Some(&"c_170".into()), 9).unwrap(), ["c_18", "c_19"]);
}

pub fn candidates_have_their_versions(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(customer("c_1"))));
    write(store, |set| set.customers.push(Versioned::at(1, named("c_1", "Ольга"))));
    let found = store.candidates(&StoreCondition::everybody(), None, 9).unwrap();
    assert_eq!(found[0].customer.version, 2);
    assert_eq!(*found[0].customer.value, named("c_1", "Ольга"));
}

pub fn an_unreadable_candidate_is_named_and_left_out_once_it_is_parked(store: &StoreUnderTest) {
    write(store, |set| set.customers.extend(["c_1", "c_2", "c_3"].map(|id| new(customer(id)))));
    store.corrupt(Collection::Customers, "c_2", Corruption::BadJson);
    let Err(StoreError::Unreadable { collection, id, cause }) = asked(store, "!archived", None, 9) else {
        panic!("a row that cannot be read was passed over")
    };
    assert_eq!((collection, id.as_str()), (Collection::Customers, "c_2"));
    write(store, |set| set.park.push(Unreadable { collection, id, cause }));
    assert_eq!(asked(store, "!archived", None, 9).unwrap(), ["c_1", "c_3"]);
}

pub fn an_unreadable_event_makes_nobody_certain(store: &StoreUnderTest) {
    for (corruption, parks) in [(Corruption::BadJson, false), (Corruption::FutureVersion, true)] {
        let (one, other) = match parks {
            false => ("c_1", "e_1"),
            true => ("c_2", "e_2"),
        };
        write(store, |set| {
            set.customers.push(new(customer(one)));
            set.events.push(event(other, one, 1));
        });
        store.corrupt(Collection::Events, other, corruption);
        if parks {
            let row =
                Unreadable { collection: Collection::Events, id: other.into(), cause: "future".to_owned() };
            write(store, |set| set.park.push(row));
        }
        let segment =
            Segment::parse(r#"count("message_received") == 0"#, &SegmentSchema::standard()).unwrap();
        let found = store.candidates(&segment.store_condition(at(9)), None, 9).unwrap();
        let found = found.iter().find(|candidate| candidate.customer.value.id.as_str() == one);
        assert!(found.is_some_and(|candidate| !candidate.is_certain));
    }
}

fn asked(
    store: &StoreUnderTest,
    text: &str,
    after: Option<&CustomerId>,
    limit: usize,
) -> StoreResult<Vec<String>> {
    let segment = Segment::parse(text, &SegmentSchema::standard()).unwrap();
    let found = store.candidates(&segment.store_condition(at(9)), after, limit)?;
    Ok(found.iter().map(|candidate| candidate.customer.value.id.to_string()).collect())
}
