//! Everything or nothing.

use rusqlite::types::Value;
use scrm_core::foundation::{Event, EventKind, Fingerprint, Notice, NoticeKind, Reason};
use scrm_core::store::{
    ChangeSet, Collection, DuplicateReview, Outbox, ReviewState, Store, StoreError, TimerQueue, Unreadable,
    Versioned,
};

use super::{change, conversation, customer, message, minute, now, outbox, proposal, timer};
use crate::SqliteStore;

/// Every row of every table.
fn dump(store: &SqliteStore) -> String {
    const TABLES: &[&str] = &[
        "customers",
        "settled",
        "identifiers_young",
        "imported_rows_young",
        "conversations",
        "messages",
        "outbox",
        "timers",
        "events",
        "notices",
        "merges",
        "reviews",
        "proposals",
        "settings",
        "parked",
        "search_stale",
    ];
    store
        .with(|open| {
            let mut out = String::new();
            for table in TABLES {
                let mut statement = open.connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
                let columns = statement.column_count();
                let mut rows = statement.query([]).unwrap();
                while let Some(row) = rows.next().unwrap() {
                    let values: Vec<Value> = (0..columns).map(|column| row.get(column).unwrap()).collect();
                    out.push_str(&format!("{table} {values:?}\n"));
                }
            }
            Ok(out)
        })
        .unwrap()
}

fn event(id: &str) -> Event {
    let kind = EventKind::CustomerCreated {};
    Event { v: 1, id: id.into(), at: now(), customer: Some("c_1".into()), conversation: None, kind }
}

fn before() -> SqliteStore {
    let store = SqliteStore::in_memory().unwrap();
    store
        .commit(&ChangeSet {
            customers: vec![Versioned::new(customer("c_1", "Ольга", &["tel:+1"]))],
            conversations: vec![Versioned::new(conversation("v_1", "c_1"))],
            messages: vec![Versioned::new(message("m_1", "c_1", "Привет"))],
            timers: vec![timer("t_fired", "c_1", minute(5)), timer("t_gone", "c_1", minute(6))],
            outbox: vec![Versioned::new(outbox("o_1", "c_1", minute(1)))],
            ..ChangeSet::default()
        })
        .unwrap();
    store.index_pending(10).unwrap();
    store
}

fn changes() -> ChangeSet {
    ChangeSet {
        unchanged_customers: vec![("c_3".into(), 0)],
        customers: vec![
            Versioned::at(1, customer("c_1", "Ольга Ким", &["tel:+2"])),
            Versioned::new(customer("c_2", "김", &["tel:+3"])),
        ],
        imported_rows: vec![(Fingerprint([7; 16]), "c_2".into())],
        conversations: vec![Versioned::at(1, conversation("v_1", "c_2"))],
        messages: vec![
            Versioned::at(1, message("m_1", "c_2", "Привет!")),
            Versioned::new(message("m_2", "c_2", "你好")),
        ],
        outbox: vec![
            Versioned::at(1, outbox("o_1", "c_2", minute(2))),
            Versioned::new(outbox("o_2", "c_2", minute(3))),
        ],
        fired_timers: vec![("t_fired".into(), minute(5))],
        cancelled_timers: vec!["t_gone".into()],
        timers: vec![timer("t_new", "c_2", minute(9))],
        events: vec![event("e_1")],
        notices: vec![Notice {
            key: "n_1".to_owned(),
            kind: NoticeKind::HandOver,
            customer: "c_1".into(),
            audience: "owner".to_owned(),
            at: now(),
            deadline: None,
            reason: Reason::new("test"),
        }],
        merges: Vec::new(),
        reviews: vec![Versioned::new(DuplicateReview {
            v: 1,
            first: "c_1".into(),
            second: "c_2".into(),
            at: now(),
            reasons: Vec::new(),
            state: ReviewState::Open,
        })],
        proposals: vec![Versioned::new(proposal("p_1"))],
        settings: vec![("last_audit".to_owned(), "x".to_owned())],
        park: vec![Unreadable {
            collection: Collection::Outbox,
            id: "o_9".to_owned(),
            cause: "record.not_json".to_owned(),
        }],
    }
}

/// TRUST A2: the medium fails at statement k, for every k.
#[test]
fn trust_a2_a_commit_that_fails_at_any_statement_leaves_the_old_state() {
    let new = before();
    new.commit(&changes()).unwrap();
    let new = dump(&new);
    let store = before();
    let old = dump(&store);
    assert_ne!(old, new);
    let mut statements = 0;
    loop {
        change(&store, |open| open.faults.fail_after(Some(statements)));
        let outcome = store.commit(&changes());
        change(&store, |open| open.faults.fail_after(None));
        match outcome {
            Ok(()) => break,
            Err(error) => {
                assert!(matches!(error, StoreError::Medium { retryable: true, .. }), "{error:?}");
                assert_eq!(dump(&store), old, "half written at statement {statements}");
            }
        }
        statements += 1;
    }
    assert!(statements >= 20, "{statements}");
    assert_eq!(dump(&store), new, "the run completes once the medium is mended");
}

#[test]
fn each_kind_of_conflict_leaves_the_old_state() {
    let store = before();
    store.commit(&ChangeSet { events: vec![event("e_known")], ..ChangeSet::default() }).unwrap();
    let old = dump(&store);
    let base =
        || ChangeSet { outbox: vec![Versioned::new(outbox("o_new", "c_1", now()))], ..ChangeSet::default() };
    let cases: Vec<(Collection, ChangeSet)> = vec![
        (Collection::Customers, ChangeSet { unchanged_customers: vec![("c_1".into(), 2)], ..base() }),
        (
            Collection::Customers,
            ChangeSet { customers: vec![Versioned::new(customer("c_1", "x", &[]))], ..base() },
        ),
        (
            Collection::Customers,
            ChangeSet { customers: vec![Versioned::at(2, customer("c_1", "x", &[]))], ..base() },
        ),
        (
            Collection::Conversations,
            ChangeSet { conversations: vec![Versioned::at(3, conversation("v_1", "c_1"))], ..base() },
        ),
        (
            Collection::Messages,
            ChangeSet { messages: vec![Versioned::new(message("m_1", "c_1", "x"))], ..base() },
        ),
        (
            Collection::Outbox,
            ChangeSet { outbox: vec![Versioned::at(1, outbox("o_none", "c_1", now()))], ..base() },
        ),
        (Collection::Timers, ChangeSet { fired_timers: vec![("t_fired".into(), minute(4))], ..base() }),
        (Collection::Timers, ChangeSet { fired_timers: vec![("t_none".into(), minute(5))], ..base() }),
        (Collection::Events, ChangeSet { events: vec![event("e_2"), event("e_known")], ..base() }),
    ];
    for (expected, changes) in cases {
        let refused = store.commit(&changes).unwrap_err();
        assert!(
            matches!(refused, StoreError::Conflict { collection, .. } if collection == expected),
            "{refused:?}"
        );
        assert_eq!(dump(&store), old, "{expected:?}");
    }
}

#[test]
fn a_thread_has_one_conversation_but_may_pass_from_one_to_another() {
    let store = before();
    let mut taker = conversation("v_2", "c_1");
    taker.address = conversation("v_1", "c_1").address;
    let alone = ChangeSet { conversations: vec![Versioned::new(taker.clone())], ..ChangeSet::default() };
    assert!(matches!(
        store.commit(&alone),
        Err(StoreError::Conflict { collection: Collection::Conversations, .. })
    ));
    let mut leaver = conversation("v_1", "c_1");
    leaver.address = scrm_core::customer::IdentifierKey::from_stored("tel:+elsewhere");
    for order in [true, false] {
        let store = before();
        let mut conversations = vec![Versioned::new(taker.clone()), Versioned::at(1, leaver.clone())];
        if order {
            conversations.reverse();
        }
        store.commit(&ChangeSet { conversations, ..ChangeSet::default() }).unwrap();
    }
}

#[test]
fn due_rows_come_in_order_and_in_bounds() {
    let store = before();
    let due = store.due_timers(minute(5), 10).unwrap();
    assert_eq!(due.rows.iter().map(|timer| timer.key.as_str()).collect::<Vec<_>>(), ["t_fired"]);
    assert_eq!(store.next_timer().unwrap(), Some(minute(5)));
    assert!(store.due_outbox(minute(0), 10).unwrap().rows.is_empty());
    assert_eq!(store.due_outbox(minute(1), 10).unwrap().rows.len(), 1);
    assert!(store.due_outbox(minute(1), 0).unwrap().rows.is_empty());
}
