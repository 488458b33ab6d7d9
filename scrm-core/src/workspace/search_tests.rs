//! What a search finds after merges, and by the end of a number.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::tests::{import, message};
use super::*;
use crate::foundation::CustomerId;
use crate::store::{MemoryStore, SearchHit};

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 6, 12, 0, 0).unwrap()
}

/// Two records of one person, and who else begins with the same letters; the ids in the order of the file.
fn two_of_one() -> (Workspace, Vec<CustomerId>) {
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
    import(
        &workspace,
        "Name,Phone\nMaria Sokolova,+79161234567\nМария Ветрова,+79161239999\nMaria Stone,+447400123456\n",
    );
    let ids = ["sokolova", "ветрова", "stone"].map(|name| customers(&workspace, name, 9).remove(0));
    (workspace, ids.to_vec())
}

fn customers(workspace: &Workspace, text: &str, limit: usize) -> Vec<CustomerId> {
    let hits = workspace.search(text, limit).unwrap().into_iter();
    hits.filter_map(|hit| match hit {
        SearchHit::Customer { id, .. } => Some(id),
        SearchHit::Message { .. } => None,
    })
    .collect()
}

#[test]
fn a_name_that_gave_way_finds_the_survivor_until_the_merge_is_undone() {
    let (workspace, ids) = two_of_one();
    let merge = workspace.merge(&ids[0], &ids[1], noon()).unwrap();
    for text in ["sokolova", "ветрова", "мария"] {
        assert_eq!(customers(&workspace, text, 9), [ids[0].clone()], "{text}");
    }
    workspace.undo_merge(&merge, noon() + TimeDelta::minutes(1)).unwrap();
    assert_eq!(customers(&workspace, "ветрова", 9), [ids[1].clone()]);
}

#[test]
fn a_chain_of_merges_leads_to_its_end() {
    let (workspace, ids) = two_of_one();
    workspace.merge(&ids[0], &ids[1], noon()).unwrap();
    workspace.merge(&ids[2], &ids[0], noon() + TimeDelta::minutes(1)).unwrap();
    assert_eq!(customers(&workspace, "ветрова", 9), [ids[2].clone()]);
}

#[test]
fn hits_of_one_customer_leave_room_for_others() {
    let (workspace, ids) = two_of_one();
    import(&workspace, "Name,Phone\nMaria Sokolova Junior,+79161230000\n");
    let junior = customers(&workspace, "junior", 1).remove(0);
    workspace.merge(&ids[0], &junior, noon()).unwrap();
    let mut found = customers(&workspace, "maria", 2);
    found.sort();
    let mut expected = vec![ids[0].clone(), ids[2].clone()];
    expected.sort();
    assert_eq!(found, expected);
    assert_eq!(workspace.search("maria", 0).unwrap(), []);
}

#[test]
fn a_message_of_before_a_merge_is_the_survivors() {
    let (workspace, ids) = two_of_one();
    workspace.receive(&[message(1, "79161239999", "где мой заказ", noon())], noon()).unwrap();
    workspace.merge(&ids[0], &ids[1], noon() + TimeDelta::minutes(1)).unwrap();
    let hits = workspace.search("заказ", 9).unwrap();
    assert!(matches!(&hits[..], [SearchHit::Message { customer, .. }] if *customer == ids[0]), "{hits:?}");
}

#[test]
fn the_last_digits_of_a_number_are_enough() {
    let (workspace, ids) = two_of_one();
    for text in ["4567", "45-67", "٤٥٦٧", "34567"] {
        assert_eq!(customers(&workspace, text, 9), [ids[0].clone()], "{text}");
    }
    for text in ["567", "4568", "456", "room 4567"] {
        assert!(customers(&workspace, text, 9).is_empty(), "{text}");
    }
}
