//! Who belongs to saved segments, since when, and what the clock will change of it are still so after a restart.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Cursor;
use std::path::Path;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use scrm_core::customer::{Customer, SegmentMembership};
use scrm_core::foundation::EventKind;
use scrm_core::import::ImportOptions;
use scrm_core::playbook::Playbook;
use scrm_core::store::Page;
use scrm_core::workspace::Workspace;
use scrm_sqlite::{SqliteOptions, SqliteStore};

const SEGMENTS: &str = r#"
[calendar]
time_zone = "Europe/Berlin"

[[segments.saved]]
id = "large"
when = 'company_size > 200'

[[segments.saved]]
id = "silent"
when = 'created_at <= now - days(2) && !has(last_inbound)'
"#;

/// A Saturday noon in Berlin; clocks go forward in the night to come.
fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 28, 11, 0, 0).unwrap()
}

fn open(path: &Path, playbook: &str) -> Workspace {
    let store = SqliteStore::open(path, &SqliteOptions::default()).unwrap();
    Workspace::new(Box::new(store), &Playbook::read(playbook).unwrap()).unwrap()
}

fn only_customer(workspace: &Workspace) -> Customer {
    workspace.customers(None, 2).unwrap().remove(0).as_ref().clone()
}

fn log(workspace: &Workspace) -> Vec<(DateTime<Utc>, String)> {
    let page = Page { after: None, limit: 100 };
    let events =
        workspace.store().list_events(noon() - TimeDelta::days(1), noon() + TimeDelta::days(9), &page);
    let entries = events.unwrap().into_iter().filter_map(|event| match event.kind {
        EventKind::SegmentEntered { segment } => Some((event.at, format!("+{segment}"))),
        EventKind::SegmentLeft { segment } => Some((event.at, format!("-{segment}"))),
        _ => None,
    });
    entries.collect()
}

#[test]
fn membership_outlives_a_restart() {
    let folder = std::env::temp_dir().join(format!("scrm-segments-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("crm.db");
    // Two days later the clocks show an hour more.
    let due = noon() + TimeDelta::hours(47);
    {
        let workspace = open(&path, SEGMENTS);
        let file = "Name,Phone,Company size\nЁлкина,+447400123456,250\n";
        workspace.import_csv(&mut Cursor::new(file), &ImportOptions::new("fair"), noon()).unwrap();
    }
    let workspace = open(&path, SEGMENTS);
    let customer = only_customer(&workspace);
    assert_eq!(customer.segments, [SegmentMembership { segment: "large".into(), since: noon() }]);
    assert_eq!(customer.segments_due, Some(due));
    // A file that another version of the program wrote has none of it.
    let mut older = Vec::new();
    Customer { segments: Vec::new(), segments_due: None, ..customer.clone() }
        .write_stored(&mut older)
        .unwrap();
    assert!(!String::from_utf8(older.clone()).unwrap().contains("segment"));
    assert!(Customer::read_stored(&older).unwrap().segments.is_empty());

    assert_eq!(workspace.tick(due - TimeDelta::microseconds(1)).unwrap().fired.len(), 0);
    drop(workspace);
    let workspace = open(&path, SEGMENTS);
    assert_eq!(workspace.tick(due).unwrap().fired.len(), 1);
    assert_eq!(workspace.tick(due).unwrap().fired.len(), 0);
    let expected = [(noon(), "+large".to_owned()), (due, "+silent".to_owned())];
    assert_eq!(log(&workspace), expected);
    assert_eq!(only_customer(&workspace).in_segment_since(&"silent".into()), Some(due));

    drop(workspace);
    let workspace = open(&path, "");
    assert_eq!(workspace.refresh_segments(due).unwrap().left, 2);
    assert!(only_customer(&workspace).segments.is_empty());
    drop(workspace);
    std::fs::remove_dir_all(&folder).unwrap();
}
