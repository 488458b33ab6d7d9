//! Random histories of merging and taking back, among everything else that happens to customers.

mod kept;

use std::collections::BTreeSet;
use std::io::Cursor;

use chrono::{DateTime, Utc};
use scrm_core::customer::{Customer, FieldName};
use scrm_core::foundation::{AgentId, CustomerId, Event, EventId, EventKind, ExternalId, MergeId};
use scrm_core::import::ImportOptions;
use scrm_core::playbook::Playbook;
use scrm_core::store::{MergeRecord, ReviewState, Store};
use scrm_core::transport::Channel;
use scrm_core::trust::consent::Purpose;
use scrm_core::workspace::{Attempt, DuplicateOptions, Workspace, WorkspaceError};
use serde_json::{Value, json};

use super::webhook;
use crate::SeededRandom;
use crate::samples::at;
use kept::{People, nothing_is_orphaned, the_stricter_consent_survives};

/// Steps of a history.
const STEPS: usize = 14;

const NAMES: [&str; 7] =
    ["Anna Walker", "Ana Walker", "A. Walker", "Анна Уокер", "Omar Haddad", "Omar Hadad", "王小明"];
const EMAILS: [&str; 5] =
    ["", "anna.walker@example.com", "anna.walker@example.org", "omar@example.com", "office@example.com"];
const BIRTHDAYS: [&str; 3] = ["", "1990-03-15", "1985-11-02"];
const STAGES: [&str; 4] = ["", "new inquiry", "quoted", "customer"];
const SYSTEM_IDS: [&str; 4] = ["", "", "K-1", "K-2"];

/// Histories of imports, merges, answers to pairs, undoing, tags, messages, consents and the passing of time. After every
/// step nothing belongs to nobody, the engine has joined none whom a person told apart or two systems know as two, and a
/// merge taken back leaves what was there, with what came since. Gives the number of merges that were made.
pub fn merges_leave_nothing_orphaned<S: Store + 'static>(
    make: impl Fn() -> S,
    seed: u64,
    histories: usize,
) -> u64 {
    let mut merges = 0;
    for number in 0..histories {
        let workspace = Workspace::new(Box::new(make()), &Playbook::standard()).unwrap();
        let chance = SeededRandom::for_item(seed, number as u64);
        let run = format!("seed {seed}, history {number}");
        let mut history =
            History { workspace, chance, run, step: 0, refused: BTreeSet::new(), joined: BTreeSet::new() };
        (0..STEPS).for_each(|_| history.step());
        merges += history.workspace.store().list_merges(None, 1_000).unwrap().len() as u64;
    }
    merges
}

struct History {
    workspace: Workspace,
    chance: SeededRandom,
    run: String,
    step: u32,
    /// Pairs that a person told apart.
    refused: BTreeSet<(CustomerId, CustomerId)>,
    /// Of these, pairs that a person has joined all the same.
    joined: BTreeSet<(CustomerId, CustomerId)>,
}

impl History {
    fn step(&mut self) {
        self.step += 1;
        let what = self.chance.below(18);
        match what {
            0..=3 => self.import(),
            4 | 5 => self.receive(),
            6 | 7 => self.record(),
            8 => self.pass(),
            9 => self.deliver(),
            10 => self.merge(),
            11 | 12 => self.find(),
            13 => self.accept(),
            14 => self.refuse(),
            15 => self.undo(),
            _ => self.merge_and_take_back(),
        }
        let run = format!("{}, step {} ({what})", self.run, self.step);
        nothing_is_orphaned(self.workspace.store(), &run);
        for merge in self.merges() {
            the_stricter_consent_survives(&merge, &run);
        }
        self.nobody_told_apart_is_joined(&run);
    }

    fn now(&self) -> DateTime<Utc> {
        // Steps of three hours: some deadlines and reminders come due within a history.
        at(i64::from(self.step) * 3 * 3_600)
    }

    fn merges(&self) -> Vec<MergeRecord> {
        let merges = self.workspace.store().list_merges(None, 1_000).unwrap();
        merges.into_iter().map(|stored| stored.value.as_ref().clone()).collect()
    }

    fn people(&self) -> People {
        People::read(self.workspace.store())
    }

    /// Two customers of their own, where there are two.
    fn pair(&mut self) -> Option<(CustomerId, CustomerId)> {
        let mut ids: Vec<CustomerId> = self.people().live().map(|customer| customer.id.clone()).collect();
        self.chance.shuffle(&mut ids);
        Some((ids.first()?.clone(), ids.get(1)?.clone()))
    }

    fn import(&mut self) {
        let mut file = "Name,Phone,Email,Birthday,Stage,Company,Erp\n".to_owned();
        for _ in 0..=self.chance.below(3) {
            let phone = if self.chance.happens(0.7) {
                format!("+44740000000{}", self.chance.below(5))
            } else {
                String::new()
            };
            let chance = &mut self.chance;
            let (name, email) = (chance.word(&NAMES), chance.word(&EMAILS));
            let (birthday, stage) = (chance.word(&BIRTHDAYS), chance.word(&STAGES));
            let (company, system) =
                (chance.word(&["", "Walker Ltd", "Harbour Tea"]), chance.word(&SYSTEM_IDS));
            file.push_str(&format!("{name},{phone},{email},{birthday},{stage},{company},{system}\n"));
        }
        let mut options = ImportOptions::new("history");
        options.mapping.columns.insert("Erp".to_owned(), "system:erp".to_owned());
        self.workspace.import_csv(&mut Cursor::new(file), &options, self.now()).unwrap();
    }

    fn receive(&mut self) {
        let words = self.chance.word(&["hello", "how much is it?", "STOP", "👍"]);
        let message = webhook(self.step as usize, self.chance.below(5), words, self.now());
        self.workspace.receive(&[message], self.now()).unwrap();
    }

    fn record(&mut self) {
        // Also of somebody who was merged away: the event goes where the customer went.
        let all = self.workspace.store().list_customers(None, 1_000).unwrap();
        let Some(customer) = self.chance.pick(&all).map(|row| row.value.id.clone()) else { return };
        let (purpose, channel) = (Purpose::Marketing, Some(Channel::Whatsapp));
        let kind = match self.chance.below(7) {
            0 => EventKind::QuoteSent { total: None },
            1 => EventKind::SampleSent {},
            2 => EventKind::ConsentGiven { purpose, channel: None },
            3 => EventKind::ConsentGiven { purpose, channel },
            4 => EventKind::ConsentWithdrawn { purpose: Some(purpose), channel },
            5 => EventKind::ConsentWithdrawn { purpose: None, channel: None },
            _ => EventKind::AgentReplied { agent: Some(AgentId::new("anna")), message: None, body: None },
        };
        self.tell(&customer, kind);
    }

    fn tell(&self, customer: &CustomerId, kind: EventKind) {
        let id = EventId::new(format!("e_history{}", self.step));
        let customer = Some(customer.clone());
        let event = Event { v: 1, id, at: self.now(), customer, conversation: None, kind };
        self.workspace.record(&[event], self.now()).unwrap();
    }

    fn pass(&self) {
        self.workspace.tick(self.now()).unwrap();
    }

    fn deliver(&self) {
        for lease in self.workspace.lease("history", 100, self.now()).unwrap() {
            let id = lease.message.id.clone();
            if let Ok(Attempt::Send {}) = self.workspace.attempt(&id, lease.generation, self.now()) {
                let external = ExternalId::new(id.as_str());
                self.workspace.acknowledge(&id, lease.generation, Some(&external), self.now()).unwrap();
            }
        }
    }

    fn merge(&mut self) {
        let Some((survivor, absorbed)) = self.pair() else { return };
        let merged = self.workspace.merge(&survivor, &absorbed, self.now());
        self.has_joined(merged);
    }

    /// A merge by a person's word: who was told apart before and is one now is so because a person said it.
    fn has_joined(&mut self, merged: Result<MergeId, WorkspaceError>) -> Option<MergeId> {
        match merged {
            Ok(merge) => {
                self.joined.extend(self.told_apart_and_one());
                Some(merge)
            }
            Err(WorkspaceError::Dedupe(_)) => None,
            Err(error) => panic!("{}: {error}", self.run),
        }
    }

    fn told_apart_and_one(&self) -> Vec<(CustomerId, CustomerId)> {
        let people = self.people();
        let is_one = |(one, other): &&(CustomerId, CustomerId)| people.now(one) == people.now(other);
        self.refused.iter().filter(is_one).cloned().collect()
    }

    fn nobody_told_apart_is_joined(&mut self, run: &str) {
        let one: BTreeSet<_> = self.told_apart_and_one().into_iter().collect();
        assert!(one.is_subset(&self.joined), "{run}: the engine joined whom a person told apart");
        // Taken back, they are told apart again.
        self.joined = one;
    }

    fn find(&mut self) {
        let options = DuplicateOptions { merge: self.chance.happens(0.5), archived: false };
        let found = self.workspace.find_duplicates(options, self.now()).unwrap();
        let again = self.workspace.find_duplicates(options, self.now()).unwrap();
        assert!(again.queued == 0 && again.merges.is_empty(), "{}: {found:?}, then {again:?}", self.run);
        let people = self.people();
        for pair in self.workspace.review_queue(1_000).unwrap() {
            let is_itself = |id: &CustomerId| people.now(id) == Some(id);
            assert!(is_itself(&pair.first) && is_itself(&pair.second), "{}: {pair:?}", self.run);
        }
    }

    fn accept(&mut self) {
        let queue = self.workspace.review_queue(100).unwrap();
        let Some(pair) = self.chance.pick(&queue) else { return };
        let merged = self.workspace.accept_duplicate(&pair.first, &pair.second, None, self.now());
        self.has_joined(merged);
    }

    fn refuse(&mut self) {
        let queue = self.workspace.review_queue(100).unwrap();
        let listed = self.chance.pick(&queue).map(|pair| (pair.first.clone(), pair.second.clone()));
        let Some((one, other)) = listed.or_else(|| self.pair()) else { return };
        self.workspace.refuse_duplicate(&one, &other, self.now()).unwrap();
        self.has_refused(&one, &other);
    }

    fn has_refused(&mut self, one: &CustomerId, other: &CustomerId) {
        let (first, second) = if one <= other { (one, other) } else { (other, one) };
        let key = format!("{first}|{second}");
        let review = self.workspace.store().reviews(&[key]).unwrap().remove(0).unwrap();
        assert_eq!(review.value.state, ReviewState::Apart, "{}", self.run);
        self.refused.insert((first.clone(), second.clone()));
    }

    fn undo(&mut self) {
        let standing: Vec<MergeRecord> =
            self.merges().into_iter().filter(|merge| merge.undone_at.is_none()).collect();
        let Some(merge) = self.chance.pick(&standing) else { return };
        match self.workspace.undo_merge(&merge.id, self.now()) {
            Ok(restored) => {
                assert_eq!(restored, merge.absorbed.customer.id, "{}", self.run);
                self.has_refused(&merge.result.id, &restored);
            }
            // A later merge stands in the way.
            Err(WorkspaceError::Dedupe(_)) => {}
            Err(error) => panic!("{}: {error}", self.run),
        }
    }

    /// What two customers are: everything but when they were written.
    fn picture(&self, ids: &[CustomerId]) -> Vec<Value> {
        let store = self.workspace.store();
        let customers = store.customers(ids).unwrap().into_iter().flatten();
        let of = |customer: &Customer| {
            let threads = store.conversations_of(&customer.id).unwrap();
            let threads: Vec<_> = threads.into_iter().map(|thread| thread.value).collect();
            let mut record = json!(customer);
            record["updated_at"] = Value::Null;
            json!({ "customer": record, "threads": threads, "timers": store.timers_of(&customer.id).unwrap() })
        };
        customers.map(|stored| of(&stored.value)).collect()
    }

    fn merge_and_take_back(&mut self) {
        let Some((survivor, absorbed)) = self.pair() else { return };
        let both = [survivor.clone(), absorbed.clone()];
        let before = self.picture(&both);
        let merged = self.workspace.merge(&survivor, &absorbed, self.now());
        let Some(merge) = self.has_joined(merged) else { return };
        let run = format!("{}, step {}", self.run, self.step);
        nothing_is_orphaned(self.workspace.store(), &run);
        let later = self.chance.below(4);
        let mut company = String::new();
        match later {
            0 => self.tell(&absorbed, EventKind::ConsentWithdrawn { purpose: None, channel: None }),
            1 => self.tell(&absorbed, EventKind::QuoteSent { total: None }),
            2 => company = self.edit_company(&survivor),
            _ => {}
        }
        self.workspace.undo_merge(&merge, self.now()).unwrap();
        self.has_refused(&survivor, &absorbed);
        let after = self.picture(&both);
        let changed = |side: usize| before[side] != after[side];
        let people: Vec<Customer> = both.iter().map(|id| self.workspace.customer(id).unwrap()).collect();
        match later {
            0 => {
                for person in &people {
                    let standing =
                        scrm_core::trust::standing(&person.consents, Purpose::Marketing, Channel::Sms);
                    assert!(!standing.allowed, "{run}: a withdrawal since counts for both");
                }
            }
            1 => {
                let quoted = |tag: &scrm_core::customer::AppliedTag| tag.tag.as_str() == "behaviour.quoted";
                assert!(people[0].tags.iter().any(quoted) || people[1].tags.iter().any(quoted), "{run}");
            }
            // The row was a look at the tags too: one that had run out went then.
            2 if !company.is_empty() => {
                assert_eq!(
                    people[0].text(&FieldName::Company),
                    Some(company.as_str()),
                    "{run}: an edit is kept"
                );
                for part in ["fields", "identifiers", "consents"] {
                    let of = |picture: &[Value]| picture[1]["customer"][part].clone();
                    assert_eq!(of(&after), of(&before), "{run}: {part} of the restored");
                }
            }
            _ => assert!(!changed(0) && !changed(1), "{run}: {after:#?} was {before:#?}"),
        }
    }

    /// A row that gives a customer another company; nothing where no row is surely this customer's: two who were told
    /// apart may carry one id.
    fn edit_company(&self, id: &CustomerId) -> String {
        let customer = self.workspace.customer(id).unwrap();
        let system = customer.identifiers.iter().find(|one| one.kind.as_str() == "erp");
        let (Some(name), Some(system)) = (customer.text(&FieldName::Name), system) else {
            return String::new();
        };
        let carriers = self.workspace.store().customers_by_key(std::slice::from_ref(&system.key)).unwrap();
        if carriers.concat() != [customer.id.clone()] {
            return String::new();
        }
        let company = format!("Edited {}", self.step);
        let file = format!("Name,Erp,Company\n{name},{},{company}\n", system.value);
        let mut options = ImportOptions::new("edit");
        options.mapping.columns.insert("Erp".to_owned(), "system:erp".to_owned());
        self.workspace.import_csv(&mut Cursor::new(file), &options, self.now()).unwrap();
        company
    }
}
