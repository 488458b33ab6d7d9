//! Merges, pairs for review, proposals, notices and settings.

use super::prelude::*;

pub fn an_unknown_merge_is_none(store: &StoreUnderTest) {
    assert!(store.merge(&"g_1".into()).unwrap().is_none());
    assert!(store.list_merges(None, 9).unwrap().is_empty());
}

pub fn a_merge_comes_back_whole(store: &StoreUnderTest) {
    let mut kept = merge("g_1", "c_1", "c_2");
    kept.absorbed.customer = known_by("c_2", &["tel:+1", "商店:7"]);
    kept.result = named("c_1", "Анна");
    write(store, |set| set.merges.push(new(kept.clone())));
    let read = store.merge(&"g_1".into()).unwrap().unwrap();
    assert_eq!((read.version, &*read.value), (1, &kept));
}

pub fn an_undone_merge_is_the_same_record(store: &StoreUnderTest) {
    write(store, |set| set.merges.push(new(merge("g_1", "c_1", "c_2"))));
    let undone = MergeRecord { undone_at: Some(at(9)), ..merge("g_1", "c_1", "c_2") };
    write(store, |set| set.merges.push(Versioned::at(1, undone.clone())));
    let read = store.merge(&"g_1".into()).unwrap().unwrap();
    assert_eq!((read.version, &*read.value), (2, &undone));
    let conflict = refused(store, |set| set.merges.push(Versioned::at(1, undone)));
    assert_eq!(conflict, (Collection::Merges, "g_1".to_owned()));
}

pub fn merges_are_listed_in_pages(store: &StoreUnderTest) {
    write(store, |set| set.merges.extend(["g_3", "g_1", "g_2"].map(|id| new(merge(id, "c_1", "c_2")))));
    let list = |after: Option<&str>, limit| {
        let rows = store.list_merges(after.map(MergeId::new).as_ref(), limit).unwrap();
        rows.iter().map(|row| row.value.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(list(None, 2), ["g_1", "g_2"]);
    assert_eq!(list(Some("g_2"), 2), ["g_3"]);
    assert!(list(None, 0).is_empty());
}

pub fn a_review_comes_back_whole(store: &StoreUnderTest) {
    write(store, |set| set.reviews.push(new(review("c_1", "c_2"))));
    let read = store.list_reviews(None, 9).unwrap();
    assert_eq!((read.len(), read[0].version, &*read[0].value), (1, 1, &review("c_1", "c_2")));
}

pub fn a_review_is_decided_under_its_version(store: &StoreUnderTest) {
    write(store, |set| set.reviews.push(new(review("c_1", "c_2"))));
    let apart = DuplicateReview { state: ReviewState::Apart, ..review("c_1", "c_2") };
    write(store, |set| set.reviews.push(Versioned::at(1, apart.clone())));
    let conflict = refused(store, |set| set.reviews.push(new(review("c_1", "c_2"))));
    assert_eq!(conflict, (Collection::Reviews, "c_1|c_2".to_owned()));
    assert_eq!(*store.list_reviews(None, 9).unwrap()[0].value, apart);
}

pub fn reviews_are_listed_in_pages(store: &StoreUnderTest) {
    write(store, |set| {
        set.reviews.extend([("c_2", "c_3"), ("c_1", "c_3"), ("c_1", "c_2")].map(|(a, b)| new(review(a, b))));
    });
    let list = |after: Option<&str>, limit| {
        let rows = store.list_reviews(after, limit).unwrap();
        rows.iter().map(|row| row.value.key()).collect::<Vec<_>>()
    };
    assert_eq!(list(None, 2), ["c_1|c_2", "c_1|c_3"]);
    assert_eq!(list(Some("c_1|c_3"), 2), ["c_2|c_3"]);
    assert!(list(Some("c_9|"), 2).is_empty() && list(None, 0).is_empty());
}

pub fn reviews_are_answered_in_the_order_asked(store: &StoreUnderTest) {
    write(store, |set| set.reviews.extend([("c_1", "c_2"), ("c_1", "c_3")].map(|(a, b)| new(review(a, b)))));
    write(store, |set| set.reviews.push(Versioned::at(1, review("c_1", "c_3"))));
    let asked = ["c_1|c_3", "c_2|c_3", "c_1|c_2"].map(str::to_owned);
    let found = store.reviews(&asked).unwrap();
    let found: Vec<_> = found.iter().map(|row| row.as_ref().map(|row| row.version)).collect();
    assert_eq!(found, [Some(2), None, Some(1)]);
    assert!(store.reviews(&[]).unwrap().is_empty());
}

pub fn a_proposal_comes_back_whole(store: &StoreUnderTest) {
    let kept = ProposalRecord {
        state: ProposalState::Accepted,
        decided_at: Some(at(9)),
        answer: Some("Мы чиним {{всё}} — 修 🔧".to_owned()),
        ..proposal("p_1")
    };
    write(store, |set| set.proposals.push(new(kept.clone())));
    let read = store.proposals(&["p_1".into()]).unwrap().remove(0).unwrap();
    assert_eq!((read.version, &*read.value), (1, &kept));
}

pub fn a_proposal_is_decided_under_its_version(store: &StoreUnderTest) {
    write(store, |set| set.proposals.push(new(proposal("p_1"))));
    let declined =
        ProposalRecord { state: ProposalState::Declined, decided_at: Some(at(5)), ..proposal("p_1") };
    write(store, |set| set.proposals.push(Versioned::at(1, declined.clone())));
    let conflict = refused(store, |set| set.proposals.push(Versioned::at(1, proposal("p_1"))));
    assert_eq!(conflict, (Collection::Proposals, "p_1".to_owned()));
    assert_eq!(*store.list_proposals(None, 9).unwrap()[0].value, declined);
}

pub fn proposals_are_listed_in_pages(store: &StoreUnderTest) {
    write(store, |set| set.proposals.extend(["p_3", "p_1", "p_2"].map(|id| new(proposal(id)))));
    let list = |after: Option<&str>, limit| {
        let rows = store.list_proposals(after.map(ProposalId::new).as_ref(), limit).unwrap();
        rows.iter().map(|row| row.value.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(list(None, 2), ["p_1", "p_2"]);
    assert_eq!(list(Some("p_2"), 2), ["p_3"]);
    assert!(list(Some("p_9"), 2).is_empty() && list(None, 0).is_empty());
}

pub fn proposals_are_answered_in_the_order_asked(store: &StoreUnderTest) {
    write(store, |set| set.proposals.extend(["p_1", "p_2"].map(|id| new(proposal(id)))));
    write(store, |set| set.proposals.push(Versioned::at(1, proposal("p_2"))));
    let found = store.proposals(&["p_2".into(), "p_3".into(), "p_1".into()]).unwrap();
    let found: Vec<_> = found.iter().map(|row| row.as_ref().map(|row| row.version)).collect();
    assert_eq!(found, [Some(2), None, Some(1)]);
    assert!(store.proposals(&[]).unwrap().is_empty());
}

pub fn a_notice_comes_back_whole(store: &StoreUnderTest) {
    let kept = Notice {
        deadline: Some(at(99)),
        audience: "主管".to_owned(),
        reason: Reason::new("reply.high_value").with("words", 2_u64),
        ..notice("n_1", "c_1", 5)
    };
    write(store, |set| set.notices.push(kept.clone()));
    assert_eq!(store.list_notices(at(0), at(9), 9).unwrap(), [kept]);
}

pub fn notices_are_in_the_order_of_time_then_key(store: &StoreUnderTest) {
    write(store, |set| {
        set.notices.extend([notice("n_3", "c_1", 5), notice("n_1", "c_1", 9), notice("n_2", "c_1", 5)]);
    });
    assert_eq!(notices(store, 0, 99, 9), ["n_2", "n_3", "n_1"]);
    assert_eq!(notices(store, 0, 99, 1), ["n_2"]);
    assert!(notices(store, 0, 99, 0).is_empty());
}

pub fn the_first_instant_of_notices_counts_and_the_last_does_not(store: &StoreUnderTest) {
    write(store, |set| set.notices.extend([9, 10, 19, 20].map(|at| notice(&format!("n_{at}"), "c_1", at))));
    assert_eq!(notices(store, 10, 20, 9), ["n_10", "n_19"]);
    assert!(notices(store, 20, 10, 9).is_empty());
}

pub fn a_known_notice_is_left_as_it_was(store: &StoreUnderTest) {
    write(store, |set| set.notices.push(notice("n_1", "c_1", 5)));
    write(store, |set| set.notices.push(notice("n_1", "c_2", 50)));
    assert_eq!(store.list_notices(at(0), at(99), 9).unwrap(), [notice("n_1", "c_1", 5)]);
}

pub fn the_first_of_two_notices_with_one_key_counts(store: &StoreUnderTest) {
    write(store, |set| set.notices.extend([notice("n_1", "c_1", 5), notice("n_1", "c_2", 6)]));
    assert_eq!(store.list_notices(at(0), at(99), 9).unwrap(), [notice("n_1", "c_1", 5)]);
}

pub fn an_unknown_setting_is_none(store: &StoreUnderTest) {
    assert_eq!(store.setting("audit.last").unwrap(), None);
}

pub fn a_setting_is_the_last_one_written(store: &StoreUnderTest) {
    for value in ["1", "", "中文 \"quoted\"\u{0}"] {
        write(store, |set| set.settings.push(("playbook".to_owned(), value.to_owned())));
        assert_eq!(store.setting("playbook").unwrap().as_deref(), Some(value));
    }
    assert_eq!(store.setting("Playbook").unwrap(), None);
}

pub fn a_setting_twice_in_a_set_is_the_later(store: &StoreUnderTest) {
    write(store, |set| set.settings.extend(["1", "2"].map(|v| ("playbook".to_owned(), v.to_owned()))));
    assert_eq!(store.setting("playbook").unwrap().as_deref(), Some("2"));
}

pub fn the_store_has_a_name(store: &StoreUnderTest) {
    assert!(!store.capabilities().name.is_empty());
}

pub fn debug_shows_no_customer_data(store: &StoreUnderTest) {
    write(store, |set| {
        set.customers.push(new(Customer {
            identifiers: vec![identifier("tel:+886912000456")],
            ..named("c_1", "Geheim")
        }));
        set.messages.push(new(message("m_1", "c_1", 0, "Geheim")));
    });
    let store: &dyn Store = &**store;
    let shown = format!("{store:?}");
    assert!(!shown.contains("Geheim") && !shown.contains("912000456"));
}

fn notices(store: &StoreUnderTest, from: i64, to: i64, limit: usize) -> Vec<String> {
    let notices = store.list_notices(at(from), at(to), limit).unwrap();
    notices.into_iter().map(|notice| notice.key).collect()
}
