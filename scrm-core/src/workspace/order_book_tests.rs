//! Whose orders the report counts, and whom it asks to win back.

use std::io::Cursor;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::*;
use crate::audit::RemedyAction;
use crate::customer::{Customer, IdentifierKind};
use crate::desk::{IncomingMessage, Sender, SenderIdentifier};
use crate::foundation::{CustomerId, Event, EventId, EventKind, ExternalId, Money, Order};
use crate::import::ImportOptions;
use crate::store::MemoryStore;
use crate::transport::{Channel, MessageBody};

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, 1, 4, 0, 0).unwrap()
}

struct Shop {
    workspace: Workspace,
    customers: Vec<CustomerId>,
}

impl Shop {
    /// So many customers.
    fn new(count: usize) -> Self {
        let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
        let rows: Vec<String> = (0..count).map(|n| format!("Ёлкина {n},+4474001234{n:02}\n")).collect();
        let file = format!("Name,Phone\n{}", rows.concat());
        let options = ImportOptions::new("test");
        workspace.import_csv(&mut Cursor::new(file), &options, now() - TimeDelta::days(400)).unwrap();
        let mut customers: Vec<(String, CustomerId)> = Vec::new();
        let number = |customer: &Customer| customer.identifiers[0].key.as_str().to_owned();
        workspace
            .visit_customers(|customer| customers.push((number(customer), customer.id.clone())))
            .unwrap();
        customers.sort();
        Self { workspace, customers: customers.into_iter().map(|(_, id)| id).collect() }
    }

    /// Orders of a customer, so many days ago each.
    fn orders(&self, customer: usize, days_ago: impl IntoIterator<Item = i64>) {
        for days in days_ago {
            let currency = self.workspace.engines().currency().base;
            let number = format!("{customer}/{days}");
            let order = Order { number: number.clone(), total: Money::major(500, currency) };
            let at = now() - TimeDelta::days(days);
            let customer = Some(self.customers[customer].clone());
            let (id, kind) = (EventId::new(number), EventKind::OrderPlaced { order });
            let event = Event { v: 1, id, at, customer, conversation: None, kind };
            self.workspace.record(&[event], at).unwrap();
        }
    }

    fn writes(&self, customer: usize, days_ago: i64) {
        let at = now() - TimeDelta::days(days_ago);
        let value = format!("4474001234{customer:02}");
        let message = IncomingMessage {
            external_id: ExternalId::new(format!("wamid.{customer}.{days_ago}")),
            channel: Channel::Whatsapp,
            account: "shop".into(),
            sender: Sender {
                identifiers: vec![SenderIdentifier {
                    kind: IdentifierKind::WhatsappId,
                    value: value.as_str().into(),
                }],
                display_name: None,
            },
            body: MessageBody::text("مرحبا"),
            sent_at: at,
            history: false,
        };
        self.workspace.receive(&[message], at).unwrap();
    }

    fn archive(&self, customer: usize) {
        let mut unit = UnitOfWork::new(self.workspace.store());
        let mut record = unit.customer(&self.customers[customer]).unwrap().unwrap().as_ref().clone();
        record.archived_at = Some(now());
        unit.put_customer(record);
        unit.commit().unwrap();
    }

    fn win_back(&self) -> Vec<CustomerId> {
        let report = self.workspace.audit(now()).unwrap();
        let actions = report.remedies.into_iter().filter_map(|remedy| match remedy.action {
            RemedyAction::WinBack { customers, .. } => Some(customers),
            _ => None,
        });
        actions.flatten().collect()
    }
}

#[test]
fn orders_count_once_for_who_is_there() {
    let shop = Shop::new(4);
    for customer in 0..4 {
        shop.orders(customer, [100, 40]);
    }
    shop.orders(3, [7]);
    let figures = |shop: &Shop| shop.workspace.audit(now()).unwrap().value;
    assert_eq!((figures(&shop).buyers, figures(&shop).repeat_buyers), (4, 4));
    shop.workspace.merge(&shop.customers[0], &shop.customers[1], now()).unwrap();
    assert_eq!(figures(&shop).buyers, 3, "a merged customer is one buyer");
    shop.archive(2);
    assert_eq!(figures(&shop).buyers, 2);
}

#[test]
fn orders_beyond_the_look_back_and_without_a_rate_are_left_out() {
    let shop = Shop::new(3);
    shop.orders(0, [40]);
    shop.orders(1, [4 * 365]);
    let order = Order {
        number: "x".into(),
        total: Money::major(5, crate::foundation::Currency::parse("XTS").unwrap()),
    };
    let (at, kind) = (now() - TimeDelta::days(3), EventKind::OrderPlaced { order });
    let customer = Some(shop.customers[2].clone());
    let event = Event { v: 1, id: EventId::new("x"), at, customer, conversation: None, kind };
    shop.workspace.record(&[event], at).unwrap();
    let figures = shop.workspace.audit(now()).unwrap().value;
    assert_eq!((figures.buyers, figures.orders_without_rate), (1, 1));
}

#[test]
fn who_bought_often_and_falls_silent_is_to_be_won_back() {
    let shop = Shop::new(6);
    let every_ten_days = |last: i64| (0..20).map(move |order| last + 190 - order * 10);
    // With twenty gaps of ten days the alert comes after 36 days of silence: some weeks ago, not yet, months ago.
    shop.orders(0, every_ten_days(50));
    shop.orders(1, every_ten_days(35));
    shop.orders(2, every_ten_days(75));
    // Silent as well, but in touch; and one who never had a rhythm.
    shop.orders(3, every_ten_days(50));
    for days in [1, 2, 3, 4] {
        shop.writes(3, days);
    }
    shop.orders(4, [150]);
    assert_eq!(shop.win_back(), [shop.customers[0].clone()]);
    // Written by the id that was merged away, a message still counts.
    for days in [1, 2, 3, 4] {
        shop.writes(5, days);
    }
    shop.workspace.merge(&shop.customers[0], &shop.customers[5], now()).unwrap();
    assert_eq!(shop.win_back(), []);
}
