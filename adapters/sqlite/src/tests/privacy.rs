//! What was erased is gone from every file.

use scrm_core::customer::Customer;
use scrm_core::store::{ChangeSet, SearchIndex, SearchQuery, Store, Versioned};

use super::{Folder, customer, message, minute, open, outbox};

/// Texts that occur nowhere else, in six scripts and as a number.
const CANARIES: [&str; 7] =
    ["canarywren", "Канарейкина", "كنارينا", "कनारीका", "金絲雀甲", "카나리아", "886955123987"];

fn found(folder: &Folder) -> Vec<&'static str> {
    let files: Vec<Vec<u8>> = std::fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .collect();
    let contains = |canary: &str| {
        // The search index keeps words folded, and unspaced ones character by character.
        let spaced: String = canary.chars().flat_map(|c| [c, ' ']).collect();
        [canary.to_owned(), canary.to_lowercase(), spaced].iter().any(|form| {
            files.iter().any(|file| file.windows(form.len()).any(|window| window == form.as_bytes()))
        })
    };
    CANARIES.into_iter().filter(|canary| contains(canary)).collect()
}

/// TRUST E1, the store's part: an erased customer leaves no bytes in the file, its log or the search index.
#[test]
fn trust_e1_erasure_leaves_no_bytes() {
    let folder = Folder::new("erasure");
    let store = open(&folder.database());
    let others = (0..50).map(|n| Versioned::new(customer(&format!("c_{n:03}"), "Bystander", &[])));
    let mut changes = ChangeSet { customers: others.collect(), ..ChangeSet::default() };
    for (number, canary) in CANARIES.iter().enumerate() {
        let id = format!("c_erased_{number}");
        let key = format!("tel:+{canary}");
        changes.customers.push(Versioned::new(customer(&id, canary, &[&key])));
        changes.messages.push(Versioned::new(message(&format!("m_{number}"), &id, canary)));
        let mut waiting = outbox(&format!("o_{number}"), &id, minute(1));
        waiting.message.body = scrm_core::transport::MessageBody::text(*canary);
        changes.outbox.push(Versioned::new(waiting));
    }
    store.commit(&changes).unwrap();
    store.index_pending(usize::MAX).unwrap();
    store.scrub().unwrap();
    assert_eq!(found(&folder), CANARIES, "the scan must be able to find them");
    let mut erased = ChangeSet::default();
    for number in 0..CANARIES.len() {
        let id = format!("c_erased_{number}");
        erased.customers.push(Versioned::at(1, Customer::new(id.as_str().into(), minute(2))));
        erased.messages.push(Versioned::at(1, message(&format!("m_{number}"), &id, "")));
        erased.outbox.push(Versioned::at(1, outbox(&format!("o_{number}"), &id, minute(1))));
    }
    store.commit(&erased).unwrap();
    store.scrub().unwrap();
    assert_eq!(found(&folder), Vec::<&str>::new());
    let hits = store.search(&SearchQuery { text: "bystander".to_owned(), limit: 100 }).unwrap();
    assert_eq!(hits.len(), 50, "the others are still found");
    store.close().unwrap();
    assert_eq!(found(&folder), Vec::<&str>::new());
}

#[test]
fn debug_shows_no_path_and_no_content() {
    let folder = Folder::new("debug");
    assert_eq!(format!("{:?}", open(&folder.database())), "SqliteStore { durable: true, .. }");
}
