//! Customers by what they are known by, and rows that were imported.

use super::prelude::*;

pub fn an_unknown_key_has_no_customer(store: &StoreUnderTest) {
    assert!(carriers(store, "tel:+1").is_empty());
}

pub fn a_customer_is_found_by_each_of_its_keys(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(known_by("c_1", &["tel:+1", "email:a@b.c", "shop:7"]))));
    for key in ["tel:+1", "email:a@b.c", "shop:7"] {
        assert_eq!(carriers(store, key), ["c_1"]);
    }
}

pub fn keys_are_answered_in_the_order_asked(store: &StoreUnderTest) {
    write(store, |set| {
        set.customers.push(new(known_by("c_1", &["tel:+1"])));
        set.customers.push(new(known_by("c_2", &["tel:+2"])));
    });
    let found = store.customers_by_key(&[key("tel:+2"), key("tel:+3"), key("tel:+1"), key("tel:+2")]);
    let found: Vec<_> = found.unwrap().iter().map(|ids| ids.first().map(ToString::to_string)).collect();
    let [one, two] = ["c_1", "c_2"].map(|id| Some(id.to_owned()));
    assert_eq!(found, [two.clone(), None, one, two]);
}

pub fn customers_who_share_a_key_are_sorted(store: &StoreUnderTest) {
    for id in ["c_3", "c_1", "c_2"] {
        write(store, |set| set.customers.push(new(known_by(id, &["tel:+1"]))));
    }
    assert_eq!(carriers(store, "tel:+1"), ["c_1", "c_2", "c_3"]);
}

pub fn a_key_that_occurs_twice_finds_a_customer_once(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(known_by("c_1", &["tel:+1", "tel:+1"]))));
    assert_eq!(carriers(store, "tel:+1"), ["c_1"]);
}

pub fn one_of_two_equal_keys_may_go(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(known_by("c_1", &["tel:+1", "tel:+1"]))));
    write(store, |set| set.customers.push(Versioned::at(1, known_by("c_1", &["tel:+1"]))));
    assert_eq!(carriers(store, "tel:+1"), ["c_1"]);
}

pub fn a_key_that_was_taken_away_finds_nobody(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(known_by("c_1", &["tel:+1", "tel:+2"]))));
    write(store, |set| set.customers.push(Versioned::at(1, known_by("c_1", &["tel:+2"]))));
    assert!(carriers(store, "tel:+1").is_empty());
    assert_eq!(carriers(store, "tel:+2"), ["c_1"]);
}

pub fn a_key_that_was_added_finds_its_customer(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(customer("c_1"))));
    write(store, |set| set.customers.push(Versioned::at(1, known_by("c_1", &["tel:+1"]))));
    assert_eq!(carriers(store, "tel:+1"), ["c_1"]);
}

pub fn a_key_may_move_to_another_customer_in_one_commit(store: &StoreUnderTest) {
    write(store, |set| set.customers.extend([known_by("c_1", &["tel:+1"]), customer("c_2")].map(new)));
    write(store, |set| {
        set.customers.push(Versioned::at(1, customer("c_1")));
        set.customers.push(Versioned::at(1, known_by("c_2", &["tel:+1"])));
    });
    assert_eq!(carriers(store, "tel:+1"), ["c_2"]);
}

pub fn others_who_share_a_key_keep_it(store: &StoreUnderTest) {
    write(store, |set| set.customers.extend(["c_1", "c_2"].map(|id| new(known_by(id, &["tel:+1"])))));
    write(store, |set| set.customers.push(Versioned::at(1, customer("c_1"))));
    assert_eq!(carriers(store, "tel:+1"), ["c_2"]);
}

pub fn a_merged_customer_is_not_found_by_key(store: &StoreUnderTest) {
    let present = known_by("c_1", &["tel:+1"]);
    write(store, |set| set.customers.push(new(present.clone())));
    let merged = Customer { merged_into: Some(("c_2".into(), "g_1".into())), ..present };
    write(store, |set| set.customers.push(Versioned::at(1, merged)));
    assert!(carriers(store, "tel:+1").is_empty());
}

pub fn a_restored_customer_is_found_again(store: &StoreUnderTest) {
    let present = known_by("c_1", &["tel:+1"]);
    let merged = Customer { merged_into: Some(("c_2".into(), "g_1".into())), ..present.clone() };
    write(store, |set| set.customers.push(new(merged)));
    assert!(carriers(store, "tel:+1").is_empty());
    write(store, |set| set.customers.push(Versioned::at(1, present)));
    assert_eq!(carriers(store, "tel:+1"), ["c_1"]);
}

pub fn an_archived_customer_is_found_by_key(store: &StoreUnderTest) {
    let archived = Customer { archived_at: Some(at(0)), ..known_by("c_1", &["tel:+1"]) };
    write(store, |set| set.customers.push(new(archived)));
    assert_eq!(carriers(store, "tel:+1"), ["c_1"]);
}

pub fn keys_are_compared_exactly(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(known_by("c_1", &["email:Anna@b.c"]))));
    for other in ["email:anna@b.c", "email:Anna@b.c ", "email:Anna@b", "Anna@b.c", "email:Anna@b.c\u{200b}"] {
        assert!(carriers(store, other).is_empty());
    }
}

pub fn one_value_in_two_namespaces_is_two_keys(store: &StoreUnderTest) {
    write(store, |set| {
        set.customers.push(new(known_by("c_1", &["shop:7"])));
        set.customers.push(new(known_by("c_2", &["erp:7"])));
    });
    assert_eq!(carriers(store, "shop:7"), ["c_1"]);
    assert_eq!(carriers(store, "erp:7"), ["c_2"]);
}

pub fn keys_may_be_in_any_script(store: &StoreUnderTest) {
    let keys = ["商店:編號'7", "email:почта@пример.рф", "erp:رقم%7", "erp:😀", "erp:a\"b\\c:d"];
    write(store, |set| set.customers.push(new(known_by("c_1", &keys))));
    for key in keys {
        assert_eq!(carriers(store, key), ["c_1"], "{key}");
    }
}

pub fn a_refused_commit_leaves_the_keys_as_they_were(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(known_by("c_1", &["tel:+1"]))));
    refused(store, |set| {
        set.customers.push(new(known_by("c_2", &["tel:+2"])));
        set.customers.push(Versioned::at(7, known_by("c_1", &["tel:+3"])));
    });
    assert_eq!(carriers(store, "tel:+1"), ["c_1"]);
    assert!(carriers(store, "tel:+2").is_empty() && carriers(store, "tel:+3").is_empty());
}

pub fn imported_rows_are_remembered(store: &StoreUnderTest) {
    let rows = [b"1", b"2", b"3"].map(|row| fingerprint(&[row]));
    assert_eq!(store.imported_rows(&rows).unwrap(), [false; 3]);
    write(store, |set| set.imported_rows.push((rows[1], "c_1".into())));
    assert_eq!(store.imported_rows(&rows).unwrap(), [false, true, false]);
}

pub fn a_known_row_is_skipped(store: &StoreUnderTest) {
    let row = fingerprint(&[b"1"]);
    for customer in ["c_1", "c_2", "c_1"] {
        write(store, |set| set.imported_rows.extend([(row, customer.into()), (row, customer.into())]));
    }
    assert_eq!(store.imported_rows(&[row, row]).unwrap(), [true, true]);
}

fn carriers(store: &StoreUnderTest, text: &str) -> Vec<String> {
    let found = store.customers_by_key(&[key(text)]).unwrap();
    assert_eq!(found.len(), 1);
    found[0].iter().map(ToString::to_string).collect()
}
