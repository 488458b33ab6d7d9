use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{customer, day, identifier, phone, system};
use crate::customer::{Customer, FieldName, Identifier, IdentifierKind};
use crate::dedupe::exact::different_system_ids;
use crate::dedupe::{
    Apart, DedupeConfig, EarlierNames, ExactDedupe, NameComparison, Newcomer, Resolution, compare_names,
};
use crate::foundation::{Coded, CustomerId};
use crate::store::ReviewState;

fn engine() -> ExactDedupe {
    ExactDedupe::new(&DedupeConfig::standard()).unwrap()
}

fn resolve(newcomer: &Customer, holders: &[&Customer]) -> Resolution {
    engine().resolve(&Newcomer::of(newcomer), holders, &Apart::default(), &EarlierNames::default()).value
}

fn id(id: &str) -> CustomerId {
    CustomerId::new(id)
}

#[test]
fn the_same_number_is_the_same_customer() {
    let known = customer("c_1", "Ivan Petrov", &[phone("+79160000001")]);
    let row = customer("new", "petrov ivan", &[phone("+79160000001")]);
    assert_eq!(resolve(&row, &[&known]), Resolution::Join { into: id("c_1") });
    assert_eq!(resolve(&row, &[]), Resolution::Create);
}

#[test]
fn a_number_shared_by_contradicting_names_goes_to_review() {
    let known = customer("c_1", "Ivan Petrov", &[phone("1")]);
    let row = customer("new", "Olga Petrov", &[phone("1")]);
    let decision =
        engine().resolve(&Newcomer::of(&row), &[&known], &Apart::default(), &EarlierNames::default());
    assert_eq!(decision.value, Resolution::CreateForReview { with: vec![id("c_1")] });
    assert_eq!(decision.reasons.first().unwrap().code, "dedupe.names_contradict");
    let reviews = decision.value.reviews(&id("c_0"), &decision.reasons, day(1));
    let review = reviews.first().unwrap();
    assert_eq!((&review.first, &review.second, review.state), (&id("c_0"), &id("c_1"), ReviewState::Open));
}

#[test]
fn an_account_of_ones_own_outweighs_another_name() {
    let scoped = identifier(IdentifierKind::ScopedUserId, "u1");
    let known = customer("c_1", "Ivan Petrov", &[scoped.clone(), phone("1")]);
    let row = customer("new", "Olga Petrov", &[scoped]);
    assert_eq!(resolve(&row, &[&known]), Resolution::Join { into: id("c_1") });
    let other = customer("new", "Ivan Petrov", &[identifier(IdentifierKind::ScopedUserId, "u2"), phone("1")]);
    assert_eq!(
        resolve(&other, &[&known]),
        Resolution::Join { into: id("c_1") },
        "a new scoped id is no contradiction"
    );
}

#[test]
fn two_customer_numbers_of_one_system_contradict() {
    let known = customer("c_1", "Ivan Petrov", &[phone("1"), system("erp", "7")]);
    let row = customer("new", "Ivan Petrov", &[phone("1"), system("erp", "8")]);
    assert_eq!(resolve(&row, &[&known]), Resolution::CreateForReview { with: vec![id("c_1")] });
    let elsewhere = customer("new", "Ivan Petrov", &[phone("1"), system("shop", "8")]);
    assert_eq!(resolve(&elsewhere, &[&known]), Resolution::Join { into: id("c_1") });
}

#[test]
fn holders_that_agree_become_one_and_others_go_to_review() {
    let by_phone = customer("c_2", "Ivan Petrov", &[phone("1")]);
    let by_email = customer("c_1", "I. Petrov", &[identifier(IdentifierKind::Email, "i@x.org")]);
    let row = customer("new", "Ivan Petrov", &[identifier(IdentifierKind::Email, "i@x.org"), phone("1")]);
    assert_eq!(
        resolve(&row, &[&by_email, &by_phone]),
        Resolution::JoinAndMerge { into: id("c_2"), absorb: vec![id("c_1")], review: vec![] },
        "the phone stands before the e-mail in matching order"
    );
    let nameless = customer("new", "", &row.identifiers);
    let olga = customer("c_1", "Olga Sidorova", &by_email.identifiers);
    assert_eq!(
        resolve(&nameless, &[&olga, &by_phone]),
        Resolution::JoinForReview { into: id("c_2"), with: vec![id("c_1")] }
    );
    let apart = Apart::new([(id("c_2"), id("c_1"))]);
    let decision =
        engine().resolve(&Newcomer::of(&row), &[&by_email, &by_phone], &apart, &EarlierNames::default());
    assert_eq!(decision.value, Resolution::Join { into: id("c_2") }, "told apart, for ever");
}

#[test]
fn a_switchboard_joins_nobody_but_the_same_name() {
    let shared: Vec<Customer> = ["Ivan Petrov", "Olga Orlova", "Petr Sidorov"]
        .iter()
        .enumerate()
        .map(|(number, name)| customer(&format!("c_{number}"), name, &[phone("1")]))
        .collect();
    let all: Vec<&Customer> = shared.iter().collect();
    let row = |name| customer("new", name, &[phone("1")]);
    assert_eq!(resolve(&row("Anna Karenina"), &all), Resolution::Create);
    assert_eq!(resolve(&row(""), &all), Resolution::Create);
    assert_eq!(resolve(&row("Orlova Olga"), &all), Resolution::Join { into: id("c_1") });
    // One customer fewer, and the number is still somebody's.
    assert_eq!(
        resolve(&row("Anna Karenina"), all.get(..2).unwrap()),
        Resolution::CreateForReview { with: vec![id("c_0"), id("c_1")] }
    );
}

#[test]
fn merged_away_holders_do_not_count() {
    let mut gone = customer("c_1", "Ivan", &[phone("1")]);
    gone.merged_into = Some((id("c_2"), crate::foundation::MergeId::new("g")));
    assert_eq!(resolve(&customer("new", "Ivan", &[phone("1")]), &[&gone]), Resolution::Create);
}

#[test]
fn wrong_settings_name_their_field() {
    let mut config = DedupeConfig::standard();
    config.exact.shared_key_limit = 1;
    assert_eq!(ExactDedupe::new(&config).unwrap_err().field().unwrap(), "exact.shared_key_limit");
    let mut config = DedupeConfig::standard();
    config.exact.strong.push(crate::dedupe::IdentifierClass::Phone);
    assert_eq!(ExactDedupe::new(&config).unwrap_err().field().unwrap(), "exact.strong[7]");
    let mut config = DedupeConfig::standard();
    config.exact.strong.retain(|class| *class != crate::dedupe::IdentifierClass::Email);
    assert_eq!(ExactDedupe::new(&config).unwrap_err().field().unwrap(), "exact.shareable[2]");
}

#[test]
fn a_contradiction_splits_a_chain_and_is_reported() {
    let records = [
        customer("c_1", "", &[phone("1"), system("erp", "7")]),
        customer("c_2", "", &[phone("1"), phone("2")]),
        customer("c_3", "", &[phone("2"), system("erp", "8")]),
    ];
    let all: Vec<&Customer> = records.iter().collect();
    let clusters = engine().clusters(&all, &Apart::default());
    assert_eq!(clusters.clusters, [vec![id("c_1"), id("c_2")], vec![id("c_3")]]);
    assert_eq!(clusters.contradictions, [(id("c_2"), id("c_3"))]);
}

fn any_identifier() -> impl Strategy<Value = Identifier> {
    prop_oneof![
        4 => (0..6_u8).prop_map(|n| phone(&n.to_string())),
        2 => (0..6_u8).prop_map(|n| identifier(IdentifierKind::Email, &n.to_string())),
        1 => (0..4_u8).prop_map(|n| identifier(IdentifierKind::ScopedUserId, &n.to_string())),
        2 => (0..3_u8).prop_map(|n| system("erp", &n.to_string())),
    ]
}

fn any_records() -> impl Strategy<Value = Vec<Customer>> {
    let names = ["", "Ivan Petrov", "Olga Petrov", "I. Petrov", "王伟", "Иван Петров", "Maria"];
    let record = (0..names.len(), prop::collection::vec(any_identifier(), 0..4));
    prop::collection::vec(record, 0..14).prop_map(move |records| {
        let make = |(number, (name, mut identifiers)): (usize, (usize, Vec<Identifier>))| {
            // One record brings at most one id of a system.
            let mut seen = false;
            identifiers.retain(|one| {
                !matches!(one.kind, IdentifierKind::System(_)) || !std::mem::replace(&mut seen, true)
            });
            customer(&format!("c_{number:02}"), names[name], &identifiers)
        };
        records.into_iter().enumerate().map(make).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn trust_d3_clusters_ignore_order_and_respect_contradictions(
        records in any_records(),
        order in any::<prop::sample::Index>(),
        seed in any::<u64>(),
    ) {
        let all: Vec<&Customer> = records.iter().collect();
        let apart = if records.len() > 1 {
            let left = order.index(records.len());
            Apart::new([(records[left].id.clone(), records[(left + 1) % records.len()].id.clone())])
        } else {
            Apart::default()
        };
        let clusters = engine().clusters(&all, &apart);
        let mut shuffled = all.clone();
        shuffled.sort_by_key(|record| crate::foundation::fingerprint(&[&seed.to_le_bytes(), record.id.as_str().as_bytes()]));
        prop_assert_eq!(&engine().clusters(&shuffled, &apart), &clusters);
        prop_assert_eq!(clusters.clusters.iter().map(Vec::len).sum::<usize>(), records.len());
        let find = |id: &CustomerId| records.iter().find(|record| record.id == *id).unwrap();
        for cluster in &clusters.clusters {
            let members: Vec<&Customer> = cluster.iter().map(find).collect();
            let own_account = |one: &Identifier| matches!(one.kind, IdentifierKind::ScopedUserId | IdentifierKind::System(_));
            let accounts = members.iter().any(|member| member.identifiers.iter().any(own_account));
            for (position, left) in members.iter().enumerate() {
                for right in members.iter().skip(position + 1) {
                    prop_assert!(different_system_ids(&left.identifiers, &right.identifiers).is_none());
                    prop_assert!(!apart.contains(&left.id, &right.id));
                    let name = |member: &Customer| member.text(&FieldName::Name).unwrap_or_default().to_owned();
                    prop_assert!(accounts || compare_names(&name(left), &name(right)) != NameComparison::Contradicting);
                }
            }
        }
    }

    #[test]
    fn resolving_never_joins_what_contradicts(records in any_records()) {
        if let Some((row, known)) = records.split_first() {
            let holders: Vec<&Customer> = known
                .iter()
                .filter(|holder| row.identifiers.iter().any(|one| holder.has_identifier(&one.key)))
                .collect();
            let resolution = resolve(row, &holders);
            let find = |id: &CustomerId| known.iter().find(|record| record.id == *id).unwrap();
            if let Some(into) = resolution.joined() {
                prop_assert!(different_system_ids(&row.identifiers, &find(into).identifiers).is_none());
            }
            if let Resolution::JoinAndMerge { into, absorb, .. } = &resolution {
                for absorbed in absorb {
                    let (into, absorbed) = (find(into), find(absorbed));
                    prop_assert!(different_system_ids(&into.identifiers, &absorbed.identifiers).is_none());
                    let name = |member: &Customer| member.text(&FieldName::Name).unwrap_or_default().to_owned();
                    prop_assert_ne!(compare_names(&name(into), &name(absorbed)), NameComparison::Contradicting);
                }
            }
            let mut reversed = holders.clone();
            reversed.reverse();
            prop_assert_eq!(resolve(row, &reversed), resolution);
        }
    }
}
