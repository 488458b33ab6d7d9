//! Writes a sample audit report from made-up data: `cargo run --example sample_report -- report.html`.
//!
//! The suffix chooses the view: `.html`, `.md`, `.json`, `.txt`.
#![allow(clippy::disallowed_methods, clippy::print_stdout)] // A program may write files; the engine does not.

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use scrm_core::audit::{Audit, AuditConfig, AuditRun, ImportFigures, Report, TagReview};
use scrm_core::customer::{
    AppliedTag, Customer, CustomerConfig, Field, FieldName, FieldValue, PriorityState, Stage, TagPhase,
};
use scrm_core::desk::{Author, MessageRecord};
use scrm_core::foundation::time::{Calendar, CalendarConfig};
use scrm_core::foundation::{
    ConversationId, CustomerId, Event, EventId, EventKind, MessageId, Reason, RuleId, TagId, fingerprint,
};
use scrm_core::transport::MessageBody;

const NAMES: [&str; 12] = [
    "Chen Yu-Ting",
    "林美玲",
    "Анна Петрова",
    "محمد العلي",
    "प्रिया शर्मा",
    "王小明",
    "Olga Smirnova",
    "José García",
    "Wang Wei",
    "فاطمة حسن",
    "Rahul Verma",
    "張志豪",
];
const INDUSTRIES: [&str; 4] = ["retail", "manufacturing", "travel", "education"];
const OWNERS: [&str; 3] = ["mei", "oleg", "sara"];
const ASKED: [(&str, Option<&str>); 12] = [
    ("How much is the ceramic set?", Some("price")),
    ("多少錢？可以打折嗎", Some("price")),
    ("Сколько стоит доставка в Казань?", Some("delivery")),
    ("متى يصل الطلب؟", Some("delivery")),
    ("Can I book a visit on Friday?", Some("appointment")),
    ("I want to return the lamp", Some("return")),
    ("क्या आप छूट देते हैं?", Some("price")),
    ("When will my parcel arrive", Some("delivery")),
    ("Do you ship to Brazil and who pays customs?", None),
    ("可以開三聯式發票嗎", None),
    ("Is the glaze food safe for children", None),
    ("Hi", Some("reply.welcome")),
];

/// A number in `0.0..1.0` that is the same on every run.
fn chance(what: &str, number: u32) -> f64 {
    fingerprint(&[what.as_bytes(), &number.to_le_bytes()]).as_fraction()
}

fn pick<T: Copy>(from: &[T], what: &str, number: u32) -> T {
    from[((chance(what, number) * from.len() as f64) as usize).min(from.len() - 1)]
}

fn text(words: &str) -> FieldValue {
    FieldValue::Text(words.into())
}

fn customer(number: u32, now: DateTime<Utc>) -> Customer {
    let age = TimeDelta::minutes((chance("age", number) * 86_400.0) as i64);
    let mut customer = Customer::new(CustomerId::new(format!("c_{number:04}")), now - age);
    let source = if number.is_multiple_of(3) { "message" } else { "import:customers.csv" };
    let mut set = |name: FieldName, present: f64, value: FieldValue| {
        if chance(name.as_str(), number) < present {
            customer.set_field(name, Field { value, source: source.into(), at: now });
        }
    };
    set(FieldName::Name, 1.0, text(pick(&NAMES, "who", number)));
    set(FieldName::Industry, 0.93, text(pick(&INDUSTRIES, "what", number)));
    set(FieldName::Products, 0.95, FieldValue::List(vec!["ceramics".into()]));
    set(FieldName::FirstContact, 0.99, FieldValue::Instant(now - age));
    let followed_up = now.date_naive() - TimeDelta::days((chance("days", number) * 14.0) as i64);
    set(FieldName::LastFollowUp, 0.9, FieldValue::Date(followed_up));
    let budget = scrm_core::foundation::Currency::parse("TWD").map(|currency| {
        scrm_core::foundation::Budget { low: Some(5_000_000), high: Some(8_000_000), currency }
    });
    if let Some(budget) = budget {
        set(FieldName::Budget, 0.78, FieldValue::Budget(budget));
    }
    set(FieldName::PreferredTimes, 0.86, FieldValue::Windows(vec![sample_window()]));
    set(FieldName::Owner, 0.97, text(pick(&OWNERS, "owner", number)));
    set(FieldName::Language, 0.95, text(pick(&["zh-Hant", "en", "ru", "ar", "hi"], "language", number)));
    let stages = [Stage::NewInquiry, Stage::Quoted, Stage::SampleSent, Stage::Customer];
    set(FieldName::Stage, 0.9, FieldValue::Stage(pick(&stages, "stage", number)));
    for (tag, share) in [
        ("new_customer_24h", 0.07),
        ("quoted", 0.31),
        ("sample_sent", 0.16),
        ("retail", 0.46),
        ("tier_a", 0.08),
    ] {
        if chance(tag, number) < share {
            let late = tag == "sample_sent" && chance("late", number) < 0.2;
            customer.tags.push(AppliedTag {
                tag: TagId::new(tag),
                set_at: now - age,
                confirmed_at: now,
                rule: Some(RuleId::new(tag)),
                reason: Reason::new("tag.rule_holds"),
                phase: if late { TagPhase::Overdue } else { TagPhase::Active },
                expires_at: None,
            });
        }
    }
    if chance("waits", number) < 0.12 {
        let level = pick(&[1, 2, 3, 3], "level", number);
        let since = now - TimeDelta::minutes((chance("since", number) * 600.0) as i64);
        customer.priority = Some(PriorityState {
            level,
            score: (100.0 - 25.0 * f64::from(level) + 20.0 * chance("score", number)).round(),
            since,
            respond_by: since + TimeDelta::hours([2, 6, 24][usize::from(level) - 1]),
            responded_at: (chance("done", number) < 0.5).then(|| since + TimeDelta::minutes(50)),
            reasons: Vec::new(),
        });
    }
    customer
}

fn sample_window() -> scrm_core::foundation::time::WeeklyWindow {
    use scrm_core::foundation::time::{LocalTime, WeekdaySet, WeeklyWindow};
    let time = |hour: u16| LocalTime::from_minutes(hour * 60).unwrap_or_else(|| unreachable!());
    WeeklyWindow { days: WeekdaySet::WORKING, from: time(13), to: time(18) }
}

fn message(number: u32, thread: u32, author: Author, words: &str, at: DateTime<Utc>) -> MessageRecord {
    MessageRecord {
        v: 1,
        id: MessageId::new(format!("m_{number:05}")),
        conversation: ConversationId::new(format!("v_{thread:04}")),
        customer: CustomerId::new(format!("c_{thread:04}")),
        author,
        body: MessageBody::text(words),
        at,
        external_id: None,
        status: None,
        answered_by: None,
        answerable: false,
        outbox: None,
        reception: None,
        reasons: Vec::new().into(),
    }
}

/// Thirty days of questions with their answers, in the order of time.
fn messages(now: DateTime<Utc>) -> Vec<MessageRecord> {
    let mut all = Vec::new();
    for number in 0..2_400_u32 {
        let back = (chance("day", number) * 30.0) as i64;
        // Most write between ten and noon and in the afternoon, fewer at the weekend.
        let hour =
            8.0 + 6.0 * chance("hour", number) + 7.0 * chance("later", number) * chance("even", number);
        let day = now - TimeDelta::days(back + 1);
        let weekend = chrono::Datelike::weekday(&day).number_from_monday() > 5;
        if weekend && chance("weekend", number) < 0.6 {
            continue;
        }
        let at = day.date_naive().and_hms_opt(0, 0, 0).map(|midnight| midnight.and_utc()).unwrap_or(day)
            + TimeDelta::seconds((hour * 3_600.0) as i64 - 8 * 3_600);
        let thread = (chance("thread", number) * 400.0) as u32;
        let (words, rule) = pick(&ASKED, "asked", number);
        let mut asked = message(number * 2, thread, Author::Customer, words, at);
        asked.answerable = chance("held", number) < 0.85;
        let rule = rule.filter(|_| asked.answerable).map(RuleId::new);
        asked.answered_by.clone_from(&rule);
        all.push(asked);
        if let Some(rule) = rule {
            let at = at + TimeDelta::seconds(2 + (chance("engine", number) * 4.0) as i64);
            all.push(message(number * 2 + 1, thread, Author::Engine { rule }, "…", at));
        } else if chance("answered", number) < 0.93 {
            let minutes = 4.0 / (1.02 - chance("person", number));
            let at = at + TimeDelta::seconds((minutes * 60.0) as i64);
            all.push(message(number * 2 + 1, thread, Author::Agent { agent: None }, "…", at));
        }
    }
    all.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    all
}

fn feed(run: &mut AuditRun, now: DateTime<Utc>) {
    run.set_workspace("Formosa Ceramics");
    let customers: Vec<Customer> = (0..640).map(|number| customer(number, now)).collect();
    customers.iter().for_each(|customer| run.add_customer(customer));
    for (number, id) in (0..).zip(run.tag_sample()) {
        let tags =
            customers.iter().find(|customer| customer.id == id).map(|customer| customer.tags.as_slice());
        for applied in tags.unwrap_or_default() {
            let agrees = chance(applied.tag.as_str(), number + 7_000) < 0.88;
            run.add_tag_review(TagReview { customer: id.clone(), tag: applied.tag.clone(), agrees });
        }
    }
    messages(now).iter().for_each(|message| run.add_message(message));
    let mut event = |number: u32, customer: u32, kind: EventKind| {
        run.add_event(&Event {
            v: 1,
            id: EventId::new(format!("e_{number}")),
            at: now - TimeDelta::hours(i64::from(number) + 1),
            customer: Some(CustomerId::new(format!("c_{customer:04}"))),
            conversation: None,
            kind,
        });
    };
    (0..140).for_each(|number| event(number, number, EventKind::QuoteSent { total: None }));
    (140..200).for_each(|number| event(number, number - 140, EventKind::SampleSent {}));
    (200..231).for_each(|number| {
        event(number, number, EventKind::CustomerMerged { absorbed: CustomerId::new("gone") });
    });
    run.set_duplicates_in_review(9);
    run.add_import(ImportFigures {
        source: "customers.csv".to_owned(),
        at: now - TimeDelta::days(2),
        rows: 470,
        created: 427,
        merged: 31,
        unchanged: 5,
        rejected: 7,
    });
}

fn sample() -> Result<Report, Box<dyn std::error::Error>> {
    let mut config = AuditConfig::standard();
    config.show_customer_words = true;
    let audit =
        Audit::new(&config, &CustomerConfig::standard(), Calendar::new(&CalendarConfig::standard())?)?;
    let now = NaiveDate::from_ymd_opt(2026, 3, 2)
        .and_then(|date| date.and_hms_opt(2, 0, 0))
        .map(|time| Utc.from_utc_datetime(&time))
        .ok_or("a date")?;
    let mut earlier: Vec<Report> = Vec::new();
    for weeks in (1..=5).rev() {
        let mut run = audit.begin(now - TimeDelta::weeks(weeks));
        (0..640 - 60 * u32::try_from(weeks)?)
            .for_each(|number| run.add_customer(&customer(number, now - TimeDelta::weeks(weeks))));
        messages(now - TimeDelta::weeks(weeks)).iter().for_each(|message| run.add_message(message));
        earlier.push(run.finish());
    }
    let mut run = audit.begin(now);
    earlier.iter().for_each(|report| run.add_past_report(report));
    feed(&mut run, now);
    Ok(run.finish())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "report.html".to_owned());
    let report = sample()?;
    let content = match path.rsplit('.').next() {
        Some("md") => report.to_markdown(),
        Some("json") => serde_json::to_string_pretty(&report)?,
        Some("txt") => report.to_terminal(),
        _ => report.to_html(),
    };
    std::fs::write(&path, content)?;
    println!("{}", report.to_terminal());
    Ok(())
}
