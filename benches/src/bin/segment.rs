//! How fast segments of a million customers are counted, kept up to date and asked of one record: `cargo xtask bench segment`.
//!
//! `segment [--write FOLDER]`: with `--write`, the columns are written for the peers, one file of little-endian numbers each, and
//! nothing is measured.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use scrm_benches::{median, resident_memory_mib, timed};
use scrm_core::customer::{
    AppliedTag, Customer, Field, FieldName, FieldValue, HeadCount, PriorityState, Stage, TagPhase,
};
use scrm_core::foundation::{
    Currency, CustomerId, Event, EventId, EventKind, MessageId, Money, Order, Reason, TagId,
};
use scrm_core::playbook::Playbook;
use scrm_core::segment::{CustomerHistory, Segment, SegmentIndex, SegmentSchema};
use scrm_core::store::{ChangeSet, Versioned};
use scrm_testkit::SeededRandom;

const CUSTOMERS: usize = 1_000_000;
const ROUNDS: usize = 31;
const DAY: i64 = 86_400;
const TAGS: [&str; 10] = [
    "value.tier_a",
    "value.tier_b",
    "value.tier_c",
    "value.strategic",
    "value.active_buyer",
    "behaviour.quoted",
    "behaviour.sample_sent",
    "behaviour.browsing",
    "behaviour.event_visitor",
    "behaviour.service_questions",
];
const INDUSTRIES: [&str; 8] =
    ["retail", "wholesale", "manufacturing", "technology", "construction", "food", "services", "other"];
const LANGUAGES: [&str; 6] = ["en", "ru", "ar", "hi", "zh-hans", "zh-hant"];
const REGIONS: [&str; 10] = ["TW", "HK", "CN", "RU", "AE", "IN", "BR", "DE", "US", "GB"];

/// What is asked; the peers ask the same, as benches/peers/segment.py says.
const QUESTIONS: [(&str, &str); 5] = [
    (
        "three tags, and/and-not",
        r#"has_tag("value.strategic") && has_tag("behaviour.quoted") && !has_tag("behaviour.browsing")"#,
    ),
    (
        "five numeric and date conditions",
        r#"company_size > 200 && deal_probability >= 0.5 && created_at > now - days(180) && last_follow_up < date("2026-05-01") && expected_annual_purchase > 100000"#,
    ),
    (
        "nested and/or/not over tags and values",
        r#"(has_tag("value.strategic") || tier == "a" && company_size > 500) && !(stage == "lost" || has_tag("behaviour.browsing") && deal_probability < 0.2)"#,
    ),
    ("a text in a name", r#"name.contains("anna") && language == "ru""#),
    (
        "orders in a window, and none since",
        r#"count("order_placed", days(365)) >= 2 && count("order_placed", days(90)) == 0"#,
    ),
];

/// A customer as columns have it. Times are in seconds, 0 where there is none.
struct Profile {
    tags: u16,
    industry: usize,
    language: usize,
    region: usize,
    stage: usize,
    owner: usize,
    company: usize,
    people: u32,
    deal_probability: f64,
    expected_annual_purchase: i64,
    created_at: i64,
    last_follow_up: i64,
    last_inbound: i64,
    orders: Vec<(i64, i64)>,
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_780_000_000, 0).unwrap_or_default()
}

impl Profile {
    fn generated(chance: &mut SeededRandom) -> Self {
        let ago = |chance: &mut SeededRandom, days: u64| {
            now().timestamp() - chance.between(0, days * DAY.unsigned_abs()).cast_signed()
        };
        let mut tags = 0_u16;
        for tag in 3..TAGS.len() {
            tags |= u16::from(chance.happens(0.2)) << tag;
        }
        if chance.happens(0.6) {
            tags |= 1 << chance.below(3);
        }
        let orders = if chance.happens(0.3) { chance.between(1, 4) } else { 0 };
        Self {
            tags,
            industry: chance.below(INDUSTRIES.len()),
            language: chance.below(LANGUAGES.len()),
            region: chance.below(REGIONS.len()),
            stage: chance.below(Stage::ALL.len()),
            owner: chance.below(40),
            company: chance.below(100_000),
            people: chance.between(1, 1_000) as u32,
            deal_probability: chance.below(101) as f64 / 100.0,
            expected_annual_purchase: chance.between(1, 500_000).cast_signed() * 10,
            created_at: ago(chance, 720),
            last_follow_up: if chance.happens(0.8) { ago(chance, 200) } else { 0 },
            last_inbound: if chance.happens(0.9) { ago(chance, 400) } else { 0 },
            orders: (0..orders)
                .map(|_| (ago(chance, 700), chance.between(100, 90_000).cast_signed()))
                .collect(),
        }
    }

    fn customer(&self, number: usize) -> Customer {
        let at = instant(self.created_at);
        let mut customer = Customer::new(CustomerId::new(format!("c_{number:07}")), at);
        let mut set = |name: FieldName, value: FieldValue| {
            customer.set_field(name, Field { value, source: "bench".into(), at });
        };
        let text = |text: &str| FieldValue::Text(text.into());
        set(FieldName::Name, text(&name(number)));
        set(FieldName::Company, text(&format!("company {}", self.company)));
        set(FieldName::Industry, text(INDUSTRIES.get(self.industry).copied().unwrap_or_default()));
        set(FieldName::Language, text(LANGUAGES.get(self.language).copied().unwrap_or_default()));
        set(FieldName::Region, text(REGIONS.get(self.region).copied().unwrap_or_default()));
        set(FieldName::Owner, text(&format!("agent {}", self.owner)));
        if let Some(stage) = Stage::ALL.get(self.stage) {
            set(FieldName::Stage, FieldValue::Stage(*stage));
        }
        let people = HeadCount { low: Some(self.people), high: Some(self.people) };
        set(FieldName::HeadCount, FieldValue::HeadCount(people));
        set(FieldName::DealProbability, FieldValue::Number(self.deal_probability));
        let purchase = FieldValue::Money(twd(self.expected_annual_purchase));
        set(FieldName::ExpectedAnnualPurchase, purchase);
        set(FieldName::FirstContact, FieldValue::Instant(at));
        if self.last_follow_up > 0 {
            set(FieldName::LastFollowUp, FieldValue::Date(day(self.last_follow_up)));
        }
        customer.tags = self.tags(at);
        customer.priority = Some(PriorityState {
            level: (number % 3 + 1) as u8,
            score: (number % 1_000) as f64 / 10.0,
            since: at,
            respond_by: at + TimeDelta::hours(4),
            responded_at: None,
            reasons: Vec::new(),
        });
        customer
    }

    fn tags(&self, at: DateTime<Utc>) -> Vec<AppliedTag> {
        let carried = TAGS.iter().enumerate().filter(|(bit, _)| self.tags >> bit & 1 == 1);
        carried
            .map(|(_, tag)| AppliedTag {
                tag: TagId::new(tag),
                set_at: at,
                confirmed_at: at,
                rule: None,
                reason: Reason::new("tag.by_hand"),
                phase: TagPhase::Active,
                expires_at: None,
            })
            .collect()
    }

    fn events(&self, number: usize) -> Vec<Event> {
        let event = |at: i64, index: usize, kind: EventKind| Event {
            v: 1,
            id: EventId::new(format!("e_{number}_{index}")),
            at: instant(at),
            customer: Some(CustomerId::new(format!("c_{number:07}"))),
            conversation: None,
            kind,
        };
        let orders = self.orders.iter().enumerate().map(|(index, (at, amount))| {
            let order = Order { number: index.to_string(), total: twd(*amount) };
            event(*at, index, EventKind::OrderPlaced { order })
        });
        let message = EventKind::MessageReceived { message: MessageId::new("m") };
        let inbound = (self.last_inbound > 0).then(|| event(self.last_inbound, 99, message));
        orders.chain(inbound).collect()
    }
}

fn name(number: usize) -> String {
    let first = ["anna", "ivan", "wei", "omar", "priya", "jose", "lena"];
    format!("{} {number}", first.get(number % first.len()).copied().unwrap_or_default())
}

fn instant(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// The day in the standard playbook's calendar, whose zone is eight hours ahead.
fn day(seconds: i64) -> NaiveDate {
    instant(seconds + 8 * 3_600).date_naive()
}

fn twd(amount: i64) -> Money {
    static BASE: LazyLock<Currency> = LazyLock::new(|| Playbook::standard().currency.base);
    Money::major(amount, *BASE)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut chance = SeededRandom::new(20_260_601);
    let profiles: Vec<Profile> = (0..CUSTOMERS).map(|_| Profile::generated(&mut chance)).collect();
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("--write"), Some(folder)) => write(Path::new(&folder), &profiles),
        (None, _) => measure(&profiles),
        _ => Err("there is --write FOLDER".into()),
    }
}

fn measure(profiles: &[Profile]) -> Result<(), Box<dyn Error>> {
    let schema = SegmentSchema::standard();
    let before = resident_memory_mib();
    let mut index = SegmentIndex::new(&schema);
    let (building, ()) = timed(|| {
        for (number, profile) in profiles.iter().enumerate() {
            index.put(&profile.customer(number), &CustomerHistory::from_events(&profile.events(number)));
        }
    });
    index.shrink();
    println!("{:58} {building:10.2} s", "a million customers taken in, made on the way");
    let each = index.bytes() as f64 / CUSTOMERS as f64;
    println!("{:58} {each:10.1} bytes", "the index, by customer");
    println!("{:58} {:10.1} MiB", "memory of the process", resident_memory_mib() - before);
    for (what, text) in QUESTIONS {
        let segment = Segment::parse(text, &schema)?;
        let found = index.count(&segment, now());
        let counting = rounds(|| assert_eq!(index.count(&segment, now()), found));
        let selecting = rounds(|| assert_eq!(index.select(&segment, now()).places().len(), found));
        println!("{what:42} {found:8} counted in {counting:8.3} ms, selected in {selecting:8.3} ms");
    }
    let mut changed = 0;
    let changes = rounds_over(
        || {
            changed += 1_000;
            let customers = (changed..changed + 1_000)
                .filter_map(|number| {
                    let mut customer = profiles.get(number)?.customer(number);
                    customer.tags.truncate(1);
                    Some(Versioned::at(1, customer))
                })
                .collect();
            ChangeSet { customers, ..ChangeSet::default() }
        },
        |changes| index.apply(&changes),
    );
    println!("{:58} {changes:10.3} ms", "a change set of 1,000 customers applied");
    one_by_one(profiles, &schema)
}

/// Expressions held against records, one after the other.
fn one_by_one(profiles: &[Profile], schema: &SegmentSchema) -> Result<(), Box<dyn Error>> {
    let some = profiles.iter().take(1_000).enumerate();
    let records: Vec<(Customer, CustomerHistory)> = some
        .map(|(number, profile)| {
            (profile.customer(number), CustomerHistory::from_events(&profile.events(number)))
        })
        .collect();
    for (what, text) in QUESTIONS {
        let segment = Segment::parse(text, schema)?;
        let all = || {
            let found =
                records.iter().filter(|(customer, history)| segment.contains(customer, history, now()));
            std::hint::black_box(found.count());
        };
        let milliseconds = rounds(all);
        println!("{what:42} {:8.2} M records/s", records.len() as f64 / milliseconds / 1_000.0);
    }
    Ok(())
}

/// Milliseconds that something takes, the middle of several rounds.
fn rounds(mut work: impl FnMut()) -> f64 {
    rounds_over(|| (), |()| work())
}

/// The same, with something to be made ready before each round.
fn rounds_over<T>(mut ready: impl FnMut() -> T, mut work: impl FnMut(T)) -> f64 {
    let seconds = (0..ROUNDS).map(|_| {
        let input = ready();
        timed(|| work(input)).0
    });
    median(seconds.collect()) * 1_000.0
}

fn write(folder: &Path, profiles: &[Profile]) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let column = |name: &str, bytes: Vec<u8>| std::fs::write(folder.join(name), bytes);
    let small = |of: &dyn Fn(&Profile) -> u8| profiles.iter().map(of).collect::<Vec<u8>>();
    let numbers =
        |of: &dyn Fn(&Profile) -> i64| profiles.iter().flat_map(|one| of(one).to_le_bytes()).collect();
    for (bit, tag) in TAGS.iter().enumerate() {
        column(&format!("{tag}.u1"), small(&|one| (one.tags >> bit & 1) as u8))?;
    }
    column("industry.u1", small(&|one| one.industry as u8))?;
    column("language.u1", small(&|one| one.language as u8))?;
    column("region.u1", small(&|one| one.region as u8))?;
    column("stage.u1", small(&|one| one.stage as u8))?;
    column("owner.u1", small(&|one| one.owner as u8))?;
    column("company.i8", numbers(&|one| one.company as i64))?;
    column("company_size.i8", numbers(&|one| one.people.into()))?;
    column("expected_annual_purchase.i8", numbers(&|one| one.expected_annual_purchase))?;
    column("created_at.i8", numbers(&|one| one.created_at))?;
    column("last_follow_up.i8", numbers(&|one| one.last_follow_up))?;
    column("last_inbound.i8", numbers(&|one| one.last_inbound))?;
    let probabilities = profiles.iter().flat_map(|one| one.deal_probability.to_le_bytes()).collect();
    column("deal_probability.f8", probabilities)?;
    Ok(())
}
