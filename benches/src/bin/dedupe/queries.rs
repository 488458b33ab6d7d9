//! How long it takes to ask whether a new contact is known.

use std::error::Error;
use std::time::Instant;

use scrm_benches::{peak_memory_mib, resident_memory_mib, timed};
use scrm_core::dedupe::linkage::{Deduper, DeduperConfig, RecordTable};
use scrm_testkit::generator::{CONTACT_HEADER, ContactRow, ContactRows};

/// Queries of each kind.
const QUERIES: usize = 5_000;
/// Rows beyond the table in which queries are looked for: one in seven is about somebody of an earlier row.
const HELD_OUT: u64 = 50_000;

/// Fits so many contacts, asks for others, and prints figures as a line of JSON. Half of the queries are new rows about
/// people of the table, written by somebody else; half are people who are not there.
pub(crate) fn measure(rows: u64) -> Result<(), Box<dyn Error>> {
    let mut contacts = ContactRows::new(2_026, rows + HELD_OUT);
    let (table, people) = table_of(contacts.by_ref().take(rows as usize));
    let (mut again, mut new) = (Vec::new(), Vec::new());
    for (number, row) in (rows..).zip(contacts) {
        if row.person < rows {
            again.push(row);
        } else if row.person == number {
            new.push(row);
        }
    }
    let (fit, deduper) = timed(|| Deduper::fit(&table, DeduperConfig::default()));
    let deduper = deduper?;
    let (fitted, peak) = (resident_memory_mib(), peak_memory_mib());
    let (index, _) = timed(|| deduper.query(&[], None));
    let index_mib = resident_memory_mib() - fitted;
    let mut asked = Asked::default();
    for (known, unknown) in again.iter().zip(&new).take(QUERIES) {
        let found = asked.ask(&deduper, known);
        let person = |id: &str| id.parse().ok().and_then(|row: usize| people.get(row).copied());
        asked.found += u64::from(found.and_then(|(id, _)| person(&id)) == Some(known.person));
        let merged = asked.ask(&deduper, unknown).is_some_and(|(_, merged)| merged);
        asked.taken_for_another += u64::from(merged);
    }
    asked.micros.sort_by(f64::total_cmp);
    let at = |share: f64| asked.micros.get((asked.micros.len() as f64 * share) as usize).copied();
    let half = asked.micros.len().max(2) as f64 / 2.0;
    let line = serde_json::json!({
        "rows": rows, "queries": asked.micros.len(), "p50_us": at(0.5), "p99_us": at(0.99), "p999_us": at(0.999),
        "max_us": asked.micros.last(), "fit_s": fit, "index_s": index, "index_mib": index_mib,
        "fitted_mib": fitted, "fit_peak_mib": peak, "peak_mib": peak_memory_mib(),
        "top_match": asked.found as f64 / half, "new_merged": asked.taken_for_another as f64 / half,
    });
    println!("{line}");
    Ok(())
}

/// A table, with the person of each row.
fn table_of(rows: impl Iterator<Item = ContactRow>) -> (RecordTable, Vec<u64>) {
    let (mut table, mut people) = (RecordTable::new(CONTACT_HEADER), Vec::new());
    for (number, row) in rows.enumerate() {
        table.push(number.to_string(), row.cells.iter().map(String::as_str));
        people.push(row.person);
    }
    (table, people)
}

#[derive(Default)]
struct Asked {
    micros: Vec<f64>,
    /// Queries of known people whose best match is that person.
    found: u64,
    /// Queries of unknown people who would be merged with somebody.
    taken_for_another: u64,
}

impl Asked {
    /// Asks for a row: the best match, and whether it is to be merged.
    fn ask(&mut self, deduper: &Deduper, row: &ContactRow) -> Option<(String, bool)> {
        let said: Vec<(&str, &str)> =
            CONTACT_HEADER.into_iter().zip(row.cells.iter().map(String::as_str)).collect();
        let started = Instant::now();
        let found = deduper.query(&said, None);
        self.micros.push(started.elapsed().as_secs_f64() * 1e6);
        let best = found.into_iter().next()?;
        Some((best.id, best.probability >= deduper.config().merge))
    }
}
