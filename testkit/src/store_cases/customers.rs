//! Customers by id, in lists and counted.

use super::prelude::*;

pub fn an_unknown_customer_is_none(store: &StoreUnderTest) {
    assert!(store.customers(&["c_1".into()]).unwrap()[0].is_none());
}

pub fn a_new_customer_has_version_1(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(named("c_1", "陳怡君"))));
    let read = customer_of(store, "c_1");
    assert_eq!((read.version, &*read.value), (1, &named("c_1", "陳怡君")));
}

pub fn every_write_adds_one_to_the_version(store: &StoreUnderTest) {
    for version in 0..20 {
        write(store, |set| set.customers.push(Versioned::at(version, customer("c_1"))));
        assert_eq!(customer_of(store, "c_1").version, version + 1);
    }
}

pub fn the_latest_write_is_read(store: &StoreUnderTest) {
    write(store, |set| set.customers.push(new(named("c_1", "Ольга"))));
    write(store, |set| set.customers.push(Versioned::at(1, named("c_1", "Ольга Иванова"))));
    assert_eq!(*customer_of(store, "c_1").value, named("c_1", "Ольга Иванова"));
}

pub fn customers_come_in_the_order_asked(store: &StoreUnderTest) {
    write(store, |set| set.customers.extend(["c_1", "c_2", "c_3"].map(|id| new(customer(id)))));
    let read = store.customers(&["c_3".into(), "c_0".into(), "c_1".into(), "c_3".into()]).unwrap();
    let ids: Vec<_> = read.iter().map(|row| row.as_ref().map(|row| row.value.id.to_string())).collect();
    assert_eq!(ids, [Some("c_3".to_owned()), None, Some("c_1".to_owned()), Some("c_3".to_owned())]);
}

pub fn no_ids_have_no_answers(store: &StoreUnderTest) {
    assert!(store.customers(&[]).unwrap().is_empty());
    assert!(store.customers_by_key(&[]).unwrap().is_empty());
    assert!(store.imported_rows(&[]).unwrap().is_empty());
}

pub fn every_kind_of_field_comes_back(store: &StoreUnderTest) {
    let twd = Currency::parse("TWD").unwrap();
    let values = [
        (FieldName::Name, FieldValue::Text("محمد 👩‍🔧 \u{200f}".into())),
        (FieldName::Products, FieldValue::List(vec!["門鎖".into(), "Tür \"A\"".into()])),
        (FieldName::LastFollowUp, FieldValue::Date(NaiveDate::from_ymd_opt(2024, 2, 29).unwrap())),
        (FieldName::FirstContact, FieldValue::Instant(at(-1))),
        (FieldName::Budget, FieldValue::Budget(Budget { low: None, high: Some(i64::MAX), currency: twd })),
        (FieldName::HeadCount, FieldValue::HeadCount(HeadCount { low: Some(0), high: Some(u32::MAX) })),
        (FieldName::Position, FieldValue::Position(Position::DecisionMaker)),
        (FieldName::Stage, FieldValue::Stage(Stage::Lost)),
        (FieldName::DealProbability, FieldValue::Number(0.1 + 0.2)),
        (FieldName::ExpectedAnnualPurchase, FieldValue::Money(Money::major(-5, twd))),
        (FieldName::Custom("尺寸".into()), FieldValue::Text("".into())),
    ];
    let mut full = customer("c_1");
    for (name, value) in values {
        full.set_field(name, Field { value, source: "import:名單.csv".into(), at: at(5) });
    }
    write(store, |set| set.customers.push(new(full.clone())));
    assert_eq!(*customer_of(store, "c_1").value, full);
}

pub fn tags_consents_and_priority_come_back(store: &StoreUnderTest) {
    let mut full = customer("c_1");
    full.tags.push(AppliedTag {
        tag: "quoted".into(),
        set_at: at(1),
        confirmed_at: at(2),
        rule: Some("quote_sent".into()),
        reason: Reason::new("tag.event").with("event", "quote_sent").with("age", 1.5).with("late", true),
        phase: TagPhase::Overdue,
        expires_at: Some(at(9)),
    });
    full.consents.push(ConsentEntry {
        at: at(3),
        action: ConsentAction::Withdrawn,
        purpose: Some(Purpose::Marketing),
        channel: None,
        source: "message:m_1".to_owned(),
        text_version: None,
    });
    full.priority = Some(PriorityState {
        level: 1,
        score: 87.25,
        since: at(1),
        respond_by: at(1_800),
        responded_at: None,
        reasons: vec![Reason::new("priority.budget_above").with("threshold", 100_000.0)],
    });
    write(store, |set| set.customers.push(new(full.clone())));
    assert_eq!(*customer_of(store, "c_1").value, full);
}

pub fn times_keep_their_nanoseconds(store: &StoreUnderTest) {
    let fine = Customer { updated_at: at(0) + TimeDelta::nanoseconds(123_456_789), ..customer("c_1") };
    write(store, |set| set.customers.push(new(fine.clone())));
    assert_eq!(*customer_of(store, "c_1").value, fine);
}

pub fn a_merged_customer_can_still_be_read(store: &StoreUnderTest) {
    let gone = Customer { merged_into: Some(("c_2".into(), "g_1".into())), ..customer("c_1") };
    write(store, |set| set.customers.push(new(gone.clone())));
    assert_eq!(*customer_of(store, "c_1").value, gone);
}

pub fn an_empty_store_counts_nobody(store: &StoreUnderTest) {
    assert_eq!(store.count_customers().unwrap(), 0);
    assert!(store.list_customers(None, 10).unwrap().is_empty());
}

pub fn only_present_customers_are_counted(store: &StoreUnderTest) {
    let merged = Customer { merged_into: Some(("c_1".into(), "g_1".into())), ..customer("c_2") };
    let archived = Customer { archived_at: Some(at(0)), ..customer("c_3") };
    let both = Customer { archived_at: Some(at(0)), id: "c_4".into(), ..merged.clone() };
    write(store, |set| set.customers.extend([customer("c_1"), merged, archived, both].map(new)));
    assert_eq!(store.count_customers().unwrap(), 1);
}

pub fn the_count_follows_merging_and_its_undoing(store: &StoreUnderTest) {
    write(store, |set| set.customers.extend(["c_1", "c_2"].map(|id| new(customer(id)))));
    let merged = Customer { merged_into: Some(("c_1".into(), "g_1".into())), ..customer("c_2") };
    write(store, |set| set.customers.push(Versioned::at(1, merged)));
    assert_eq!(store.count_customers().unwrap(), 1);
    write(store, |set| set.customers.push(Versioned::at(2, customer("c_2"))));
    assert_eq!(store.count_customers().unwrap(), 2);
    let archived = Customer { archived_at: Some(at(9)), ..customer("c_2") };
    write(store, |set| set.customers.push(Versioned::at(3, archived)));
    assert_eq!(store.count_customers().unwrap(), 1);
}

pub fn a_list_is_in_the_order_of_the_ids(store: &StoreUnderTest) {
    for id in ["c_2", "c_10", "c_1"] {
        write(store, |set| set.customers.push(new(customer(id))));
    }
    assert_eq!(listed_customers(store, None, 10), ["c_1", "c_10", "c_2"]);
}

pub fn a_list_goes_on_after_an_id(store: &StoreUnderTest) {
    write(store, |set| set.customers.extend(["c_1", "c_2", "c_3"].map(|id| new(customer(id)))));
    assert_eq!(listed_customers(store, Some("c_1"), 10), ["c_2", "c_3"]);
    assert!(listed_customers(store, Some("c_3"), 10).is_empty());
}

pub fn a_list_goes_on_after_an_id_that_is_not_there(store: &StoreUnderTest) {
    write(store, |set| set.customers.extend(["c_1", "c_3"].map(|id| new(customer(id)))));
    assert_eq!(listed_customers(store, Some("c_2"), 10), ["c_3"]);
}

pub fn a_list_ends_at_its_limit(store: &StoreUnderTest) {
    write(store, |set| set.customers.extend(["c_1", "c_2", "c_3"].map(|id| new(customer(id)))));
    assert_eq!(listed_customers(store, None, 2), ["c_1", "c_2"]);
    assert!(listed_customers(store, None, 0).is_empty());
    assert_eq!(listed_customers(store, None, usize::MAX).len(), 3);
}

pub fn merged_and_archived_customers_are_listed(store: &StoreUnderTest) {
    let merged = Customer { merged_into: Some(("c_9".into(), "g_1".into())), ..customer("c_1") };
    let archived = Customer { archived_at: Some(at(0)), ..customer("c_2") };
    write(store, |set| set.customers.extend([merged, archived].map(new)));
    assert_eq!(listed_customers(store, None, 10), ["c_1", "c_2"]);
}

pub fn ids_are_ordered_by_their_bytes(store: &StoreUnderTest) {
    let mut ids = ["é", "z", "Z", "a", "A", "中", "я", "ا", "0", "_", "😀", "e\u{301}"];
    write(store, |set| set.customers.extend(ids.map(|id| new(customer(id)))));
    ids.sort_unstable();
    assert_eq!(listed_customers(store, None, 99), ids);
}

pub fn pages_show_everybody_once(store: &StoreUnderTest) {
    write(store, |set| set.customers.extend((0..97).map(|n| new(customer(&format!("c_{n}"))))));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = listed_customers(store, after.as_deref(), 10);
        let Some(last) = page.last().cloned() else { break };
        seen.extend(page);
        after = Some(last);
    }
    let unique: BTreeSet<_> = seen.iter().collect();
    assert_eq!((seen.len(), unique.len()), (97, 97));
}

fn listed_customers(store: &StoreUnderTest, after: Option<&str>, limit: usize) -> Vec<String> {
    let after = after.map(CustomerId::new);
    let rows = store.list_customers(after.as_ref(), limit).unwrap();
    rows.iter().map(|row| row.value.id.to_string()).collect()
}
