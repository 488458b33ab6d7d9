//! The kit itself: the registry is whole, a wrong store is found out, and transports keep their word.

use std::collections::BTreeSet;

use scrm_core::store::{ChangeSet, CustomerRepository, MemoryStore, Store, Versioned};
use scrm_core::transport::{MessageTransport, SendOutcome};
use scrm_testkit::history::{dump, random_history, same_as_memory};
use scrm_testkit::samples::{customer, outgoing};
use scrm_testkit::transports::{FileTransport, FlakyTransport, Weather};
use scrm_testkit::{FailingStore, Fault, STORE_CASES, SeededRandom};

#[test]
fn every_case_in_the_files_is_in_the_registry() {
    let files = [
        ("candidates", include_str!("../src/store_cases/candidates.rs")),
        ("commits", include_str!("../src/store_cases/commits.rs")),
        ("conversations", include_str!("../src/store_cases/conversations.rs")),
        ("customers", include_str!("../src/store_cases/customers.rs")),
        ("events", include_str!("../src/store_cases/events.rs")),
        ("identifiers", include_str!("../src/store_cases/identifiers.rs")),
        ("messages", include_str!("../src/store_cases/messages.rs")),
        ("office", include_str!("../src/store_cases/office.rs")),
        ("outbox", include_str!("../src/store_cases/outbox.rs")),
        ("poison", include_str!("../src/store_cases/poison.rs")),
        ("search", include_str!("../src/store_cases/search.rs")),
        ("timers", include_str!("../src/store_cases/timers.rs")),
    ];
    let written: BTreeSet<String> = files
        .iter()
        .flat_map(|(topic, text)| {
            let cases = text.lines().filter_map(|line| line.strip_prefix("pub fn ")?.split('(').next());
            cases.map(move |case| format!("{topic}::{case}"))
        })
        .collect();
    let listed: BTreeSet<String> = STORE_CASES.iter().map(ToString::to_string).collect();
    assert_eq!(written, listed);
    assert_eq!(listed.len(), STORE_CASES.len(), "a name occurs twice");
}

#[test]
fn one_seed_makes_one_history() {
    let shown = |seed| format!("{:?}", random_history(seed, 100));
    assert_eq!(shown(7), shown(7));
    assert_ne!(shown(7), shown(8));
}

#[test]
fn histories_succeed_and_conflict() {
    let (store, mut conflicts) = (MemoryStore::new(), 0);
    for set in random_history(3, 400) {
        conflicts += usize::from(store.commit(&set).is_err());
    }
    assert!((20..200).contains(&conflicts), "{conflicts} conflicts of 400");
}

#[test]
fn two_stores_in_memory_are_the_same() {
    for seed in 0..20 {
        same_as_memory(&MemoryStore::new(), seed, 200).unwrap();
    }
}

#[test]
fn a_store_that_loses_a_commit_is_found_out() {
    let store = FailingStore::new(MemoryStore::new());
    store.plan(Fault::Once(3));
    assert!(same_as_memory(&store, 7, 50).is_err());
}

#[test]
fn a_planned_fault_comes_once_or_until_it_is_mended() {
    let store = FailingStore::new(MemoryStore::new());
    let set = |id: &str| ChangeSet { customers: vec![Versioned::new(customer(id))], ..ChangeSet::default() };
    store.plan(Fault::From(2));
    assert!(store.commit(&set("c_1")).is_ok());
    assert!(store.commit(&set("c_2")).is_err() && store.count_customers().is_err());
    store.repair();
    assert_eq!(store.count_customers().unwrap(), 1);
    store.plan(Fault::AnswerLost(1));
    assert!(store.commit(&set("c_2")).is_err());
    assert_eq!(store.count_customers().unwrap(), 2, "it was written, but nobody said so");
    assert_eq!(dump(&store, &[]), dump(&**store.inner(), &[]));
}

#[test]
fn chance_is_the_same_for_ever() {
    let mut chance = SeededRandom::new(42);
    assert_eq!(chance.next_u64(), 13_679_457_532_755_275_413);
    assert_eq!(chance.next_u64(), 2_949_826_092_126_892_291);
    let mut counts = [0_u32; 6];
    for _ in 0..60_000 {
        counts[chance.below(6)] += 1;
    }
    assert!(counts.iter().all(|count| (9_500..10_500).contains(count)), "{counts:?}");
    assert_eq!(chance.below(0), 0);
    assert_eq!(chance.pick::<u8>(&[]), None);
}

#[test]
fn a_file_transport_keeps_its_lines_and_keys_over_a_crash() {
    let path = std::env::temp_dir().join(format!("scrm-kit-{}.jsonl", std::process::id()));
    let mut transport = FileTransport::open(&path, true).unwrap();
    let first = transport.send(&outgoing("o_1", "c_1", 0));
    assert!(matches!(first, SendOutcome::Sent { external_id: Some(_) }));
    drop(transport);
    let mut whole = std::fs::read(&path).unwrap();
    let length = whole.len();
    whole.extend_from_slice(b"{\"line\":2,\"key\":\"o_2\",\"mess");
    std::fs::write(&path, &whole).unwrap();
    let mut transport = FileTransport::open(&path, true).unwrap();
    assert_eq!(transport.lines(), 1, "the line that was cut off is gone");
    assert_eq!(std::fs::metadata(&path).unwrap().len(), length as u64);
    assert_eq!(transport.send(&outgoing("o_1", "c_1", 0)), first);
    assert!(matches!(transport.send(&outgoing("o_2", "c_1", 0)), SendOutcome::Sent { .. }));
    assert_eq!((transport.lines(), std::fs::read_to_string(&path).unwrap().lines().count()), (2, 2));
    drop(transport);
    let mut forgetful = FileTransport::open(&path, false).unwrap();
    assert!(!forgetful.capabilities().recognises_key);
    forgetful.send(&outgoing("o_1", "c_1", 0));
    assert_eq!(forgetful.lines(), 3);
    std::fs::write(&path, "no json\n").unwrap();
    assert!(FileTransport::open(&path, true).is_err());
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn a_flaky_transport_loses_doubles_and_refuses() {
    let send = |weather, keys: bool| {
        let mut transport = FlakyTransport::new(7, weather);
        if keys {
            transport = transport.recognising_keys();
        }
        let outcomes: Vec<_> = (0..2).map(|_| transport.send(&outgoing("o_1", "c_1", 0))).collect();
        (outcomes, transport.delivered().len())
    };
    let clear = Weather::default();
    assert_eq!(send(clear, false).1, 2);
    assert_eq!(send(clear, true).1, 1);
    assert_eq!(send(Weather { duplicated: 1.0, ..clear }, false).1, 4);
    let (lost, delivered) = send(Weather { request_lost: 1.0, ..clear }, false);
    assert_eq!((lost[0].clone(), delivered), (SendOutcome::Unknown, 0));
    for (weather, again) in
        [(Weather { refused: 1.0, ..clear }, false), (Weather { refused_for_now: 1.0, ..clear }, true)]
    {
        let (refused, delivered) = send(weather, false);
        assert_eq!(delivered, 0);
        assert!(matches!(&refused[0], SendOutcome::Failed { failure } if failure.retryable == again));
    }
}
