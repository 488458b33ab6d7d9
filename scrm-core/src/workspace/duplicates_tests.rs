use std::io::Cursor;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::*;
use crate::customer::{Customer, FieldName};
use crate::foundation::{Coded, CustomerId, Event, EventId, EventKind, NoteText};
use crate::import::{ImportCounts, ImportOptions};
use crate::store::{DuplicateReview, MemoryStore, ReviewState};

fn at(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 6, 4, 0, 0).unwrap() + TimeDelta::minutes(minute)
}

fn workspace() -> Workspace {
    with_thresholds(0.9, 0.5)
}

fn with_thresholds(merge: f64, review: f64) -> Workspace {
    let playbook =
        Playbook::read(&format!("[dedupe.linkage]\nmerge = {merge}\nreview = {review}\n")).unwrap();
    Workspace::new(Box::new(MemoryStore::default()), &playbook).unwrap()
}

fn import(workspace: &Workspace, file: &str, minute: i64) -> ImportCounts {
    let mut options = ImportOptions::new("test");
    if file.contains(",Erp") {
        options.mapping.columns.insert("Erp".to_owned(), "system:erp".to_owned());
    }
    workspace.import_csv(&mut Cursor::new(file.to_owned()), &options, at(minute)).unwrap().counts
}

/// Anna in two spellings, and two strangers.
const FILE: &str = "Name,Email,Birthday,Phone\n\
    Anna Walker,anna.walker@example.com,1990-03-15,+447400123401\n\
    Ana Walker,anna.walker@example.org,1990-03-15,+447400123402\n\
    Omar Haddad,omar@example.com,1985-11-02,+447400123403\n\
    Olga Petrova,olga@example.ru,1981-07-09,+447400123404\n";

/// The customer of a name.
fn of(workspace: &Workspace, name: &str) -> CustomerId {
    let all = workspace.customers(None, 100).unwrap();
    all.iter().find(|one| one.text(&FieldName::Name) == Some(name)).unwrap().id.clone()
}

fn find(workspace: &Workspace, merge: bool, minute: i64) -> DuplicatesFound {
    workspace.find_duplicates(DuplicateOptions { merge, archived: false }, at(minute)).unwrap()
}

fn queue(workspace: &Workspace) -> Vec<DuplicateReview> {
    workspace.review_queue(100).unwrap()
}

fn state(workspace: &Workspace, one: &CustomerId, other: &CustomerId) -> Option<ReviewState> {
    let key = DuplicateReview::key_of(one, other);
    workspace.store().reviews(&[key]).unwrap()[0].as_ref().map(|stored| stored.value.state)
}

fn count(workspace: &Workspace) -> usize {
    workspace.customers(None, 100).unwrap().len()
}

#[test]
fn nothing_is_merged_without_being_asked() {
    let workspace = workspace();
    import(&workspace, FILE, 0);
    let found = find(&workspace, false, 1);
    assert_eq!((found.compared, found.certain, found.queued, found.merges.len()), (4, 1, 1, 0), "{found:?}");
    assert_eq!(count(&workspace), 4);
    let queue = queue(&workspace);
    assert_eq!(queue.len(), 1);
    assert!(queue[0].probability().is_some_and(|probability| probability >= 0.9));
    let again = find(&workspace, false, 2);
    assert_eq!((again.certain, again.queued), (1, 0), "a second run adds nothing");
    assert_eq!(super::duplicates_tests::queue(&workspace), queue);
}

#[test]
fn thresholds_decide_what_is_merged_queued_and_left() {
    for (merge, review, expected) in [
        (0.9, 0.5, (0, 1)),
        (0.999_999_999_999_9, 0.5, (1, 0)),
        (0.999_999_999_999_9, 0.999_999_999_999_9, (0, 0)),
    ] {
        let workspace = with_thresholds(merge, review);
        import(&workspace, FILE, 0);
        let found = find(&workspace, true, 1);
        assert_eq!((found.queued, found.merges.len() as u64), expected, "{merge} {review}: {found:?}");
        assert_eq!(queue(&workspace).len() as u64, expected.0);
    }
}

#[test]
fn merging_keeps_who_is_known_for_longest_and_can_be_taken_back() {
    let workspace = workspace();
    import(&workspace, FILE, 0);
    import(&workspace, "Name,Email,Birthday\nAnna B. Walker,anna.walker@example.net,1990-03-15\n", 5);
    let newest = of(&workspace, "Anna B. Walker");
    let before: Vec<Customer> =
        workspace.customers(None, 100).unwrap().iter().map(|one| one.as_ref().clone()).collect();
    let found = find(&workspace, true, 10);
    assert_eq!((found.merges.len(), found.queued), (2, 0), "{found:?}");
    assert_eq!(count(&workspace), 3);
    assert_ne!(workspace.customer(&newest).unwrap().id, newest);
    assert_eq!(find(&workspace, true, 11).merges.len(), 0);
    for (minute, merge) in (12..).zip(found.merges.iter().rev()) {
        workspace.undo_merge(merge, at(minute)).unwrap();
    }
    let after = workspace.customers(None, 100).unwrap();
    for (before, after) in before.iter().zip(&after) {
        assert_eq!((&before.id, &before.fields), (&after.id, &after.fields));
        assert_eq!((&before.identifiers, &before.tags), (&after.identifiers, &after.tags));
    }
    assert!(find(&workspace, true, 20).told_apart >= 1, "what was taken back stays apart");
    for merge in &found.merges {
        let record = workspace.store().merge(merge).unwrap().unwrap().value;
        assert_eq!(
            state(&workspace, &record.result.id, &record.absorbed.customer.id),
            Some(ReviewState::Apart)
        );
    }
}

#[test]
fn an_accepted_pair_is_merged_and_its_undoing_tells_the_two_apart() {
    let workspace = workspace();
    import(&workspace, FILE, 0);
    find(&workspace, false, 1);
    let (anna, ana) = (of(&workspace, "Anna Walker"), of(&workspace, "Ana Walker"));
    let merge = workspace.accept_duplicate(&ana, &anna, None, at(2)).unwrap();
    assert_eq!(workspace.customer(&ana).unwrap().id, workspace.customer(&anna).unwrap().id);
    assert_eq!(state(&workspace, &anna, &ana), Some(ReviewState::Merged));
    assert!(queue(&workspace).is_empty());
    let record = workspace.store().merge(&merge).unwrap().unwrap().value;
    assert_eq!(record.reasons[0].code, "dedupe.accepted_by_a_person");
    let again = workspace.accept_duplicate(&anna, &ana, None, at(3)).unwrap_err();
    assert_eq!(again.code(), "dedupe.review.decided");
    workspace.undo_merge(&merge, at(4)).unwrap();
    assert_eq!(state(&workspace, &anna, &ana), Some(ReviewState::Apart));
    let found = find(&workspace, true, 5);
    assert_eq!((found.told_apart, found.queued, found.merges.len()), (1, 0, 0));
}

#[test]
fn who_shares_a_number_under_a_name_in_another_script_is_the_same_or_goes_to_review() {
    for (known, row, is_one) in [
        ("Иван Петров", "Ivan Petrov", true),
        ("王小明", "Wang Xiaoming", true),
        ("Robert Stone", "Bob Stone", true),
        ("Александр Петров", "Саша Петров", true),
        ("Мария Иванова", "Ivan Petrov", false),
        ("王小明", "Anna Bell", false),
        ("陳美玲", "Chen Dawen", false),
        ("さくら", "Anna Bell", false),
    ] {
        let workspace = workspace();
        import(&workspace, &format!("Name,Phone\n{known},+447400123401\n"), 0);
        import(&workspace, &format!("Name,Phone\n{row},+447400123401\n"), 1);
        let expected = if is_one { (1, 0) } else { (2, 1) };
        assert_eq!((count(&workspace), queue(&workspace).len()), expected, "{known} / {row}");
    }
}

#[test]
fn what_a_person_merged_is_known_under_both_names() {
    let file = "Name,Phone,Email\nRobert Stone,+447400123401,\nJane Field,+447400123401,jane@example.com\n";
    for by_hand in [false, true] {
        let workspace = workspace();
        import(&workspace, file, 0);
        let (robert, jane) = (of(&workspace, "Robert Stone"), of(&workspace, "Jane Field"));
        let merge = if by_hand {
            workspace.merge(&robert, &jane, at(1)).unwrap()
        } else {
            workspace.accept_duplicate(&robert, &jane, Some(&robert), at(1)).unwrap()
        };
        // Whichever name the customer has now, the other is known too.
        for (minute, row) in [
            (2, "Name,Phone,Budget\nJane Field,+447400123401,800\n"),
            (3, "Name,Email,Budget\nJane Field,jane@example.com,900\n"),
            (4, "Name,Phone,Budget\nRobert Stone,+447400123401,1000\n"),
            (5, "Name,Phone,Budget\nJane Field,+447400123401,1100\n"),
        ] {
            import(&workspace, row, minute);
            assert_eq!((count(&workspace), queue(&workspace).len()), (1, 0), "{row}");
        }
        import(&workspace, "Name,Phone\nOlga Orlova,+447400123401\n", 6);
        assert_eq!(
            (count(&workspace), queue(&workspace).len()),
            (2, 1),
            "somebody else is still somebody else"
        );
        workspace.undo_merge(&merge, at(7)).unwrap();
        assert_eq!(
            state(&workspace, &robert, &jane),
            Some(ReviewState::Apart),
            "and the merge can be undone"
        );
    }
}

#[test]
fn a_note_for_the_absorbed_customer_goes_back_with_it() {
    let workspace = workspace();
    import(&workspace, FILE, 0);
    let (anna, omar) = (of(&workspace, "Anna Walker"), of(&workspace, "Omar Haddad"));
    let merge = workspace.merge(&anna, &omar, at(1)).unwrap();
    let note = |id: &str, customer: &CustomerId| Event {
        v: 1,
        id: EventId::new(id),
        at: at(2),
        customer: Some(customer.clone()),
        conversation: None,
        kind: EventKind::NoteAdded { agent: None, text: NoteText(id.to_owned()) },
    };
    workspace.record(&[note("e_omar", &omar), note("e_anna", &anna)], at(2)).unwrap();
    let notes = |id: &CustomerId| {
        let timeline = workspace.customer_view(id, at(0), at(9)).unwrap().timeline;
        let told = serde_json::to_string(&timeline).unwrap();
        ["e_omar", "e_anna"].map(|note| told.contains(note))
    };
    assert_eq!(notes(&anna), [true, true]);
    workspace.undo_merge(&merge, at(3)).unwrap();
    assert_eq!((notes(&omar), notes(&anna)), ([true, false], [false, true]));
}

#[test]
fn a_person_may_say_who_stays() {
    for keeps_anna in [true, false] {
        let workspace = workspace();
        import(&workspace, FILE, 0);
        find(&workspace, false, 1);
        let (anna, ana) = (of(&workspace, "Anna Walker"), of(&workspace, "Ana Walker"));
        let omar = of(&workspace, "Omar Haddad");
        let wrong = workspace.accept_duplicate(&anna, &ana, Some(&omar), at(2)).unwrap_err();
        assert_eq!((wrong.code(), wrong.field().as_deref()), ("dedupe.review.not_of_pair", Some("survivor")));
        let stays = if keeps_anna { &anna } else { &ana };
        workspace.accept_duplicate(&anna, &ana, Some(stays), at(2)).unwrap();
        assert_eq!(workspace.customer(&anna).unwrap().id, *stays);
    }
}

#[test]
fn only_what_is_up_for_review_can_be_accepted() {
    let workspace = workspace();
    import(&workspace, FILE, 0);
    let (anna, omar) = (of(&workspace, "Anna Walker"), of(&workspace, "Omar Haddad"));
    let code = |one: &CustomerId, other: &CustomerId| {
        workspace.accept_duplicate(one, other, None, at(1)).unwrap_err().code()
    };
    assert_eq!(code(&anna, &omar), "workspace.not_found");
    workspace.refuse_duplicate(&anna, &omar, at(2)).unwrap();
    assert_eq!(code(&omar, &anna), "dedupe.review.decided");
    let refused = |one: &CustomerId, other: &CustomerId| {
        workspace.refuse_duplicate(one, other, at(3)).unwrap_err().code()
    };
    assert_eq!(refused(&anna, &anna), "dedupe.merge.same_customer");
    assert_eq!(refused(&anna, &CustomerId::new("c_nobody")), "workspace.not_found");
    let ana = of(&workspace, "Ana Walker");
    workspace.merge(&anna, &ana, at(4)).unwrap();
    assert_eq!(refused(&ana, &omar), "dedupe.merge.merged_away");
}

#[test]
fn a_refused_pair_never_comes_back() {
    let workspace = workspace();
    import(&workspace, FILE, 0);
    find(&workspace, false, 1);
    let (anna, ana) = (of(&workspace, "Anna Walker"), of(&workspace, "Ana Walker"));
    workspace.refuse_duplicate(&ana, &anna, at(2)).unwrap();
    workspace.refuse_duplicate(&anna, &ana, at(3)).unwrap();
    for (minute, merge) in [(4, false), (5, true)] {
        let found = find(&workspace, merge, minute);
        assert_eq!((found.told_apart, found.queued, found.merges.len()), (1, 0, 0));
    }
    assert!(queue(&workspace).is_empty());
    assert_eq!(workspace.audit(at(6)).unwrap().customers.duplicates_in_review, 0);
}

/// A row that carries Anna's number and Ana's address makes them one, unless they were told apart.
const BRIDGE: &str = "Name,Phone,Email\nAnna Walker,+447400123401,anna.walker@example.org\n";

#[test]
fn an_import_honours_a_refusal() {
    for refused in [false, true] {
        let workspace = workspace();
        import(&workspace, FILE.replace("Ana ", "Anna ").as_str(), 0);
        let all = workspace.customers(None, 100).unwrap();
        let annas: Vec<CustomerId> = all
            .iter()
            .filter(|one| one.text(&FieldName::Name) == Some("Anna Walker"))
            .map(|one| one.id.clone())
            .collect();
        if refused {
            workspace.refuse_duplicate(&annas[0], &annas[1], at(1)).unwrap();
        }
        import(&workspace, BRIDGE, 2);
        assert_eq!(count(&workspace), if refused { 4 } else { 3 });
    }
}

#[test]
fn a_refusal_outlives_merges_of_either_side() {
    let file = "Name,Phone,Email\nAnna Walker,+447400123401,\nAnna Walker,,anna.walker@example.org\n\
        Anna Walker,+447400123409,\nOmar Haddad,+447400123403,\n";
    for absorbs in [true, false] {
        let workspace = workspace();
        import(&workspace, file, 0);
        let by = |key: &str| {
            let key = crate::customer::IdentifierKey::from_stored(key);
            workspace.store().customers_by_key(&[key]).unwrap()[0][0].clone()
        };
        let (a, b, c) =
            (by("tel:+447400123401"), by("email:anna.walker@example.org"), by("tel:+447400123409"));
        workspace.refuse_duplicate(&a, &b, at(1)).unwrap();
        // B turns out to be C, whichever of the two stays.
        let (stays, goes) = if absorbs { (&c, &b) } else { (&b, &c) };
        let merge = workspace.merge(stays, goes, at(2)).unwrap();
        let bridge = "Name,Phone,Email\nAnna Walker,+447400123401,anna.walker@example.org\n";
        import(&workspace, bridge, 3);
        assert_eq!(count(&workspace), 3, "A stays apart from B, which is C now");
        let bridge = "Name,Phone,Email\nAnna Walker,+447400123401,\nAnna Walker,+447400123409,x@example.org\n\
            Anna Walker,+447400123401,x@example.org\n";
        import(&workspace, bridge, 4);
        assert_eq!(count(&workspace), 3, "and from C");
        let found = find(&workspace, true, 5);
        assert!(found.merges.is_empty(), "{found:?}");
        let both =
            |pair: &DuplicateReview| [&pair.first, &pair.second].iter().all(|one| [&a, &b, &c].contains(one));
        assert!(!queue(&workspace).iter().any(both));
        workspace.undo_merge(&merge, at(6)).unwrap();
        import(&workspace, "Name,Phone,Email\nAnna Walker,+447400123401,y@example.org\n", 7);
        assert_eq!(state(&workspace, &a, &b), Some(ReviewState::Apart));
    }
}

#[test]
fn a_refusal_binds_who_is_about_to_merge() {
    let workspace = workspace();
    import(&workspace, FILE, 0);
    let (anna, ana) = (of(&workspace, "Anna Walker"), of(&workspace, "Ana Walker"));
    let mut tries = 0;
    workspace
        .commit_decided(at(1), |unit| {
            tries += 1;
            let told_apart = !unit.pairs_told_apart(&[anna.clone(), ana.clone()])?.is_empty();
            if !told_apart {
                workspace.merge_in(unit, &anna, &ana, Vec::new(), at(1))?;
                // A person refuses between this unit's reading and its writing.
                workspace.refuse_duplicate(&anna, &ana, at(1))?;
            }
            Ok(())
        })
        .unwrap();
    assert_eq!((tries, count(&workspace)), (2, 4));
}

#[test]
fn a_pair_is_listed_while_both_are_customers_of_their_own() {
    let workspace = with_thresholds(0.999_999_999_999_9, 0.5);
    import(&workspace, FILE, 0);
    assert_eq!(find(&workspace, false, 1).queued, 1);
    let (ana, omar) = (of(&workspace, "Ana Walker"), of(&workspace, "Omar Haddad"));
    let merge = workspace.merge(&omar, &ana, at(2)).unwrap();
    assert!(queue(&workspace).is_empty());
    workspace.undo_merge(&merge, at(3)).unwrap();
    assert_eq!(queue(&workspace).len(), 1);
}

#[test]
fn the_most_probable_pair_comes_first() {
    let workspace = with_thresholds(0.999_999_999_999_9, 0.05);
    import(&workspace, FILE, 0);
    let more = "Name,Email,Birthday,Phone\nOmar Hadad,,1985-11-02,\nOmar Haddad,omar@example.com,,+447400123499\n\
        Boris Ivanov,boris@example.com,1950-01-02,+447400123404\n";
    import(&workspace, more, 1);
    find(&workspace, false, 2);
    let queue = queue(&workspace);
    assert!(queue.len() >= 3, "{queue:?}");
    let probabilities: Vec<f64> = queue.iter().map(|pair| pair.probability().unwrap_or_default()).collect();
    assert!(probabilities.is_sorted_by(|a, b| a >= b), "{probabilities:?}");
    assert_eq!(queue.last().unwrap().probability(), None, "who shares a number and contradicts comes last");
    assert_eq!(workspace.review_queue(2).unwrap(), queue[..2]);
}

#[test]
fn a_pair_that_an_import_queued_gets_its_probability() {
    let workspace = workspace();
    import(&workspace, "Name,Email\nOmar Haddad,omar@example.com\nOmar Hadda,omar@example.com\n", 0);
    assert_eq!(queue(&workspace)[0].probability(), None);
    assert_eq!(find(&workspace, false, 1).queued, 0, "it was queued before");
    let told = queue(&workspace);
    assert_eq!((told.len(), told[0].reasons[0].code.as_ref()), (1, "dedupe.names_contradict"));
    assert!(told[0].probability().is_some());
    find(&workspace, false, 2);
    assert_eq!(queue(&workspace), told);
}

#[test]
fn archived_customers_are_compared_on_request() {
    let workspace = workspace();
    import(&workspace, FILE, 0);
    let ana = of(&workspace, "Ana Walker");
    let mut unit = UnitOfWork::new(workspace.store());
    unit.load_customers(std::slice::from_ref(&ana)).unwrap();
    unit.customer_mut(&ana).unwrap().archived_at = Some(at(1));
    unit.commit().unwrap();
    assert_eq!(find(&workspace, true, 2).compared, 3);
    let options = DuplicateOptions { merge: true, archived: true };
    assert_eq!(workspace.find_duplicates(options, at(3)).unwrap().merges.len(), 1);
}

#[test]
fn different_ids_of_one_system_are_counted_and_not_queued() {
    let workspace = workspace();
    let file = "Name,Email,Birthday,Erp\nAnna Walker,anna.walker@example.com,1990-03-15,K-1\n\
        Ana Walker,anna.walker@example.org,1990-03-15,K-2\nOmar Haddad,omar@example.com,1985-11-02,K-3\n";
    import(&workspace, file, 0);
    let found = find(&workspace, true, 1);
    assert_eq!((found.different_system_ids, found.queued, found.merges.len()), (1, 0, 0), "{found:?}");
}

#[test]
fn a_report_shows_possible_duplicates_with_what_speaks_for_them() {
    let workspace = workspace();
    import(&workspace, FILE, 0);
    let none = workspace.report(at(1)).unwrap();
    assert!(!none.to_html().contains("Possible duplicates"));
    find(&workspace, false, 2);
    let report = workspace.audit(at(3)).unwrap();
    assert_eq!((report.customers.duplicates_in_review, report.customers.possible_duplicates.len()), (1, 1));
    let page = report.to_html();
    assert!(page.contains("Possible duplicates") && page.contains("birthday: the same"), "{page}");
    let first = &report.customers.possible_duplicates[0].first;
    assert!(!page.contains(first.as_str()), "ids are cut");
    // Pairs that carry no weights have nothing to show.
    let other = super::duplicates_tests::workspace();
    import(&other, "Name,Phone\nAnna Walker,+447400123456\nOmar Haddad,+447400123456\n", 0);
    let report = other.audit(at(1)).unwrap();
    assert_eq!(report.customers.duplicates_in_review, 1);
    assert!(!report.to_html().contains("Possible duplicates"));
}
