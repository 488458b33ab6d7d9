//! What a consent ledger says, and merging two.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;

use crate::customer::Customer;
use crate::foundation::CustomerId;
use crate::transport::Channel;
use crate::trust::consent::{ConsentAction, ConsentEntry, Purpose};
use crate::trust::{merge_ledgers, record_opt_in, record_opt_out, standing, strictest_union};

fn at(hours: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap() + TimeDelta::hours(hours)
}

fn entry(
    hours: i64,
    action: ConsentAction,
    purpose: Option<Purpose>,
    channel: Option<Channel>,
) -> ConsentEntry {
    ConsentEntry { at: at(hours), action, purpose, channel, source: "test".to_owned(), text_version: None }
}

use ConsentAction::{Given, Withdrawn};
use Purpose::{Marketing, Service, Transactional};

#[test]
fn without_entries_only_service_is_allowed() {
    for purpose in Purpose::ALL {
        let standing = standing(&[], purpose, Channel::Whatsapp);
        assert_eq!(standing.allowed, purpose == Service);
        assert_eq!(standing.entry, None);
    }
    assert_eq!(standing(&[], Marketing, Channel::Sms).reason.code, "consent.missing");
    assert_eq!(standing(&[], Service, Channel::Sms).reason.code, "consent.not_needed");
}

#[test]
fn the_latest_covering_entry_counts() {
    let ledger = [
        entry(0, Given, Some(Marketing), None),
        entry(1, Withdrawn, Some(Marketing), Some(Channel::Sms)),
        entry(2, Withdrawn, None, None),
        entry(3, Given, Some(Marketing), Some(Channel::Email)),
    ];
    let allowed = |count: usize, purpose, channel| standing(&ledger[..count], purpose, channel).allowed;
    assert!(allowed(1, Marketing, Channel::Sms));
    assert!(!allowed(2, Marketing, Channel::Sms));
    assert!(allowed(2, Marketing, Channel::Whatsapp));
    assert!(!allowed(2, Transactional, Channel::Whatsapp));
    assert!(!allowed(3, Marketing, Channel::Whatsapp));
    assert!(allowed(3, Service, Channel::Whatsapp));
    assert!(allowed(4, Marketing, Channel::Email));
    assert!(!allowed(4, Transactional, Channel::Email));
    assert!(!allowed(4, Marketing, Channel::Whatsapp));
    let decided = standing(&ledger, Marketing, Channel::Whatsapp);
    assert_eq!((decided.entry, decided.reason.code.as_ref()), (Some(2), "consent.withdrawn"));
}

#[test]
fn at_one_instant_the_withdrawal_counts() {
    let given = entry(0, Given, Some(Marketing), Some(Channel::Whatsapp));
    let withdrawn = entry(0, Withdrawn, None, None);
    for ledger in [[given.clone(), withdrawn.clone()], [withdrawn, given]] {
        assert!(!standing(&ledger, Marketing, Channel::Whatsapp).allowed);
    }
}

#[test]
fn only_a_named_withdrawal_ends_service() {
    let mut ledger = vec![entry(0, Withdrawn, None, None)];
    assert!(standing(&ledger, Service, Channel::Whatsapp).allowed);
    ledger.push(entry(1, Withdrawn, Some(Service), Some(Channel::Whatsapp)));
    assert!(!standing(&ledger, Service, Channel::Whatsapp).allowed);
    assert!(standing(&ledger, Service, Channel::Email).allowed);
}

#[test]
fn an_opt_out_is_recorded_once_and_in_order() {
    let mut customer = Customer::new(CustomerId::new("c_1"), at(0));
    assert!(record_opt_in(&mut customer, "message:m_0", None, at(5)));
    assert!(record_opt_out(&mut customer, "message:m_1", None, at(2)));
    assert!(!record_opt_out(&mut customer, "message:m_1", None, at(2)));
    assert_eq!(customer.consents.iter().map(|entry| entry.at).collect::<Vec<_>>(), [at(2), at(5)]);
    assert_eq!(customer.updated_at, at(5));
    assert!(standing(&customer.consents, Marketing, Channel::Email).allowed);
    assert!(record_opt_out(&mut customer, "message:m_2", None, at(6)));
    for channel in [Channel::Whatsapp, Channel::Email, Channel::Sms, Channel::Wecom, Channel::Other] {
        assert!(!standing(&customer.consents, Marketing, channel).allowed);
        assert!(!standing(&customer.consents, Transactional, channel).allowed);
    }
}

#[test]
fn a_list_gives_nothing_back_whichever_becomes_known_first() {
    let mut customer = Customer::new(CustomerId::new("c_1"), at(0));
    assert!(record_opt_in(&mut customer, "import:fair", None, at(5)));
    assert!(record_opt_out(&mut customer, "message:m_1", None, at(2)));
    assert!(!standing(&customer.consents, Marketing, Channel::Email).allowed);
    assert!(!record_opt_out(&mut customer, "message:m_1", None, at(2)), "it is known");
    assert!(record_opt_in(&mut customer, "message:m_2", None, at(6)));
    assert!(standing(&customer.consents, Marketing, Channel::Email).allowed);

    let mut resumed = Customer::new(CustomerId::new("c_2"), at(0));
    assert!(record_opt_in(&mut resumed, "message:m_2", None, at(3)));
    assert!(record_opt_in(&mut resumed, "import:fair", None, at(5)));
    assert!(record_opt_out(&mut resumed, "message:m_1", None, at(2)));
    assert!(standing(&resumed.consents, Marketing, Channel::Email).allowed, "the customer has resumed since");
}

#[test]
fn a_merge_adds_no_more_than_it_needs() {
    let left = [entry(0, Given, None, None)];
    let right = [entry(1, Withdrawn, Some(Marketing), Some(Channel::Sms))];
    assert_eq!(merge_ledgers(&left, &right, "merge:g_1", at(9)).len(), 2);
    let earlier = [entry(-1, Withdrawn, Some(Marketing), Some(Channel::Sms))];
    let joined = merge_ledgers(&left, &earlier, "merge:g_1", at(9));
    assert_eq!(joined.len(), 3);
    assert_eq!(
        joined[2],
        ConsentEntry {
            source: "merge:g_1".to_owned(),
            ..entry(9, Withdrawn, Some(Marketing), Some(Channel::Sms))
        }
    );
    assert_eq!(merge_ledgers(&left, &left, "merge:g_1", at(9)).len(), 1);
}

fn any_ledger() -> impl Strategy<Value = Vec<ConsentEntry>> {
    let purpose = prop_oneof![Just(None), prop::sample::select(&Purpose::ALL[..]).prop_map(Some)];
    let channel = prop_oneof![Just(None), prop::sample::select(&Channel::ALL[..]).prop_map(Some)];
    let one = (0..12_i64, any::<bool>(), purpose, channel).prop_map(|(hours, given, purpose, channel)| {
        entry(hours, if given { Given } else { Withdrawn }, purpose, channel)
    });
    proptest::collection::vec(one, 0..6)
}

proptest! {
    #[test]
    fn the_stricter_consent_wins_a_merge(left in any_ledger(), right in any_ledger(), now in 0..14_i64) {
        let joined = merge_ledgers(&left, &right, "merge:g_1", at(now));
        prop_assert!(left.iter().chain(&right).all(|entry| joined.contains(entry)));
        prop_assert!(joined.windows(2).all(|pair| pair[0].at <= pair[1].at));
        for purpose in Purpose::ALL {
            for channel in Channel::ALL {
                let (one, other) = (standing(&left, purpose, channel), standing(&right, purpose, channel));
                let refused = [&one, &other].iter().any(|standing| standing.entry.is_some() && !standing.allowed);
                let given = one.allowed || other.allowed;
                prop_assert_eq!(standing(&joined, purpose, channel).allowed, given && !refused);
            }
        }
    }

    #[test]
    fn the_order_of_the_two_does_not_matter(left in any_ledger(), right in any_ledger()) {
        for purpose in Purpose::ALL {
            for channel in Channel::ALL {
                let one = standing(&strictest_union(&left, &right), purpose, channel);
                let other = standing(&strictest_union(&right, &left), purpose, channel);
                prop_assert_eq!(one.allowed, other.allowed);
            }
        }
    }
}
