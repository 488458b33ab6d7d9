//! What holds after every step of a history.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use scrm_core::customer::{Customer, IdentifierKey, IdentifierKind};
use scrm_core::foundation::CustomerId;
use scrm_core::store::{MergeRecord, Page, Store};
use scrm_core::transport::Channel;
use scrm_core::trust::consent::{ConsentAction, ConsentEntry, Purpose};
use scrm_core::trust::standing;

/// More rows than a history makes.
const ALL: usize = 100_000;

const PURPOSES: [Purpose; 3] = [Purpose::Service, Purpose::Transactional, Purpose::Marketing];
const CHANNELS: [Channel; 3] = [Channel::Whatsapp, Channel::Email, Channel::Sms];

/// An instant after every other.
fn far() -> DateTime<Utc> {
    DateTime::from_timestamp(32_503_680_000, 0).unwrap()
}

/// Every customer, and where each went.
pub(super) struct People {
    all: BTreeMap<CustomerId, Customer>,
}

impl People {
    pub(super) fn read(store: &dyn Store) -> Self {
        let rows = store.list_customers(None, ALL).unwrap();
        Self { all: rows.into_iter().map(|row| (row.value.id.clone(), row.value.as_ref().clone())).collect() }
    }

    pub(super) fn live(&self) -> impl Iterator<Item = &Customer> {
        self.all.values().filter(|customer| customer.merged_into.is_none())
    }

    /// Who a customer is now; nothing where its way leads nowhere.
    pub(super) fn now(&self, id: &CustomerId) -> Option<&CustomerId> {
        let mut customer = self.all.get(id)?;
        for _ in 0..self.all.len() {
            match &customer.merged_into {
                None => return Some(&customer.id),
                Some((into, _)) => customer = self.all.get(into)?,
            }
        }
        None
    }

    fn is_live(&self, id: &CustomerId) -> bool {
        self.all.get(id).is_some_and(|customer| customer.merged_into.is_none())
    }
}

/// Nothing belongs to nobody.
pub(super) fn nothing_is_orphaned(store: &dyn Store, run: &str) {
    let people = People::read(store);
    let merges = store.list_merges(None, ALL).unwrap();
    customers_lead_somewhere(store, &people, run);
    for customer in people.all.values() {
        let Some((into, merge)) = &customer.merged_into else { continue };
        let record = merges.iter().find(|record| record.value.id == *merge);
        let record = record.unwrap_or_else(|| panic!("{run}: no record of {merge}"));
        assert!(record.value.undone_at.is_none(), "{run}: {merge} was undone");
        assert_eq!(
            (&record.value.result.id, &record.value.absorbed.customer.id),
            (into, &customer.id),
            "{run}"
        );
    }
    for merge in &merges {
        for id in [&merge.value.result.id, &merge.value.absorbed.customer.id] {
            assert!(people.now(id).is_some(), "{run}: a merge of {id}");
        }
    }
    for review in store.list_reviews(None, ALL).unwrap() {
        for id in [&review.value.first, &review.value.second] {
            assert!(people.now(id).is_some(), "{run}: a pair with {id}");
        }
    }
    threads_belong_to_customers(store, &people, run);
    timers_belong_to_customers(store, &people, run);
    for row in store.list_outbox(None, ALL).unwrap() {
        assert!(people.now(&row.value.message.customer).is_some(), "{run}: a waiting message");
    }
    for event in store.list_events(DateTime::UNIX_EPOCH, far(), &Page::first(ALL)).unwrap() {
        assert!(event.customer.is_none_or(|id| people.now(&id).is_some()), "{run}: an event");
    }
}

/// Keys lead to customers of their own, and to all of them who carry the key; one has one id in each system.
fn customers_lead_somewhere(store: &dyn Store, people: &People, run: &str) {
    let mut carriers: BTreeMap<&IdentifierKey, BTreeSet<&CustomerId>> = BTreeMap::new();
    for customer in people.all.values() {
        for identifier in &customer.identifiers {
            let carriers = carriers.entry(&identifier.key).or_default();
            if customer.merged_into.is_none() {
                carriers.insert(&customer.id);
            }
        }
        assert!(people.now(&customer.id).is_some(), "{run}: {} leads nowhere", customer.id);
        let mut tags: Vec<_> = customer.tags.iter().map(|tag| &tag.tag).collect();
        tags.sort_unstable();
        assert!(tags.windows(2).all(|pair| pair[0] != pair[1]), "{run}: a tag twice");
    }
    let keys: Vec<IdentifierKey> = carriers.keys().map(|key| (*key).clone()).collect();
    let found = store.customers_by_key(&keys).unwrap();
    for ((key, carriers), found) in carriers.iter().zip(&found) {
        assert_eq!(found.iter().collect::<BTreeSet<_>>(), *carriers, "{run}: {}", key.namespace());
    }
    for customer in people.live() {
        let system = |one: &&scrm_core::customer::Identifier| matches!(one.kind, IdentifierKind::System(_));
        assert!(customer.identifiers.iter().filter(system).count() <= 1, "{run}: two ids in one system");
    }
    let present = people.live().filter(|customer| customer.archived_at.is_none()).count();
    assert_eq!(store.count_customers().unwrap(), present as u64, "{run}");
}

fn threads_belong_to_customers(store: &dyn Store, people: &People, run: &str) {
    let threads = store.list_conversations(None, ALL).unwrap();
    for thread in &threads {
        assert!(people.is_live(&thread.value.customer), "{run}: a conversation of {}", thread.value.customer);
    }
    for message in store.list_messages(DateTime::UNIX_EPOCH, far(), &Page::first(ALL)).unwrap() {
        assert!(people.now(&message.value.customer).is_some(), "{run}: a message");
        assert!(
            threads.iter().any(|thread| thread.value.id == message.value.conversation),
            "{run}: a message without its conversation"
        );
    }
}

/// Timers stand for customers of their own, in whose keys they stand; time asks what the record says it asks.
fn timers_belong_to_customers(store: &dyn Store, people: &People, run: &str) {
    let timers = store.due_timers(far(), ALL).unwrap().rows;
    for timer in &timers {
        assert!(people.is_live(&timer.customer), "{run}: {:?} of {}", timer.purpose, timer.customer);
        if let Some(thread) = &timer.conversation {
            let thread = store.conversations(std::slice::from_ref(thread)).unwrap().remove(0).unwrap();
            assert_eq!(thread.value.customer, timer.customer, "{run}: {:?}", timer.purpose);
        }
    }
    for customer in people.all.values() {
        let key = format!("tag/{}/due", customer.id);
        let due = timers.iter().find(|timer| timer.key.as_str() == key).map(|timer| timer.due);
        assert_eq!(due, customer.tags_due, "{run}: the tags of {}", customer.id);
    }
}

fn withdrawn(ledger: &[ConsentEntry], purpose: Purpose, channel: Channel) -> bool {
    let decides = standing(ledger, purpose, channel).entry.and_then(|place| ledger.get(place));
    decides.is_some_and(|entry| entry.action == ConsentAction::Withdrawn)
}

/// What either had withdrawn is withdrawn after a merge.
pub(super) fn the_stricter_consent_survives(merge: &MergeRecord, run: &str) {
    for purpose in PURPOSES {
        for channel in CHANNELS {
            let before = [&merge.survivor, &merge.absorbed]
                .into_iter()
                .any(|side| withdrawn(&side.customer.consents, purpose, channel));
            let after = withdrawn(&merge.result.consents, purpose, channel);
            assert!(after || !before, "{run}: {purpose:?} by {channel:?}");
        }
    }
}
