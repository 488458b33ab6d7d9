//! Records of people and places, with the truth about who is who.

use std::error::Error;
use std::path::Path;

use rustc_hash::FxHashMap;
use scrm_benches::timed;
use scrm_core::dedupe::linkage::{Deduper, DeduperConfig, RecordTable};

use crate::labelled::{Best, Table};

/// A table with the person of each record.
struct Labelled {
    name: &'static str,
    table: RecordTable,
    people: Vec<String>,
}

/// Links every labelled set with the settings that a newcomer has, and prints how well.
pub(crate) fn measure(data: &Path) -> Result<(), Box<dyn Error>> {
    let sets = [
        febrl(data, "febrl1", "dataset1"),
        febrl(data, "febrl3", "dataset3"),
        fake(data),
        restaurants(data),
        senzing(data),
    ];
    println!(
        "{:12} {:>6} {:>6} {:>9} {:>7} {:>7} {:>8} {:>7}  of any threshold",
        "", "rows", "pairs", "precision", "recall", "F1", "blocking", "s"
    );
    for set in sets {
        if let Some(set) = set? {
            report(&set);
        }
    }
    Ok(())
}

fn report(Labelled { name, table, people }: &Labelled) {
    let (seconds, deduper) = timed(|| Deduper::fit(table, DeduperConfig::default()));
    let same = |first: usize, second: usize| people.get(first) == people.get(second);
    let mut sizes: FxHashMap<&str, u64> = FxHashMap::default();
    people.iter().for_each(|person| *sizes.entry(person).or_default() += 1);
    let all: u64 = sizes.values().map(|size| size * (size - 1) / 2).sum();
    let (mut found, mut right) = (0_u64, 0_u64);
    for cluster in deduper.clusters() {
        for (place, first) in cluster.iter().enumerate() {
            for second in cluster.iter().skip(place + 1) {
                found += 1;
                right += u64::from(same(*first, *second));
            }
        }
    }
    let (precision, recall) = (right as f64 / found.max(1) as f64, right as f64 / all as f64);
    let f1 = 2.0 * precision * recall / (precision + recall);
    let pairs = deduper.pairs(0.0);
    let mut scored: Vec<(f64, bool)> =
        pairs.iter().map(|pair| (pair.probability, same(pair.first, pair.second))).collect();
    let reached = scored.iter().filter(|(_, same)| *same).count() as f64 / all as f64;
    let missed = all - scored.iter().filter(|(_, same)| *same).count() as u64;
    scored.extend((0..missed).map(|_| (-1.0, true)));
    let best = Best::of(&scored);
    println!(
        "{name:12} {:6} {all:6} {precision:9.4} {recall:7.4} {f1:7.4} {reached:8.4} {seconds:7.2}  pairs alone: {:.4} at {:.4}",
        table.len(),
        best.f1,
        best.threshold
    );
    if std::env::args().any(|argument| argument == "--wrong") {
        show_wrong(table, &deduper, same);
    }
    if std::env::args().any(|argument| argument == "--model") {
        println!("{}", deduper.model_text());
    }
}

/// Prints the pairs that were merged wrongly, and those that were looked at and missed.
fn show_wrong(table: &RecordTable, deduper: &Deduper, same: impl Fn(usize, usize) -> bool) {
    let clusters = deduper.clusters();
    let members = clusters.iter().enumerate();
    let cluster_of: FxHashMap<usize, usize> =
        members.flat_map(|(cluster, members)| members.iter().map(move |member| (*member, cluster))).collect();
    let row = |record: usize| table.row(record).collect::<Vec<_>>().join(", ");
    for pair in deduper.pairs(0.0) {
        let merged = cluster_of.get(&pair.first) == cluster_of.get(&pair.second);
        if merged != same(pair.first, pair.second) {
            let what = if merged { "WRONG " } else { "MISSED" };
            println!("{what} {:.4} {} | {}", pair.probability, row(pair.first), row(pair.second));
        }
    }
}

fn labelled(
    name: &'static str,
    file: &Path,
    columns: &[&str],
    person: impl Fn(&str) -> String,
    truth: &str,
) -> Result<Option<Labelled>, Box<dyn Error>> {
    let Some(read) = Table::read(file)? else {
        println!("{name}: skipped: no data");
        return Ok(None);
    };
    let mut cells: Vec<Vec<&str>> = vec![Vec::new(); read.len()];
    for column in columns {
        for (row, [cell]) in cells.iter_mut().zip(read.columns([*column])?) {
            row.push(cell);
        }
    }
    let mut table = RecordTable::new(columns.iter().copied());
    let mut people = Vec::new();
    for (row, (cells, [truth])) in cells.into_iter().zip(read.columns([truth])?).enumerate() {
        table.push(row.to_string(), cells);
        people.push(person(truth));
    }
    Ok(Some(Labelled { name, table, people }))
}

fn febrl(data: &Path, name: &'static str, file: &str) -> Result<Option<Labelled>, Box<dyn Error>> {
    let columns = [
        "given_name",
        "surname",
        "street_number",
        "address_1",
        "address_2",
        "suburb",
        "postcode",
        "state",
        "date_of_birth",
        "soc_sec_id",
    ];
    // `rec-12-dup-3` and `rec-12-org` are one person.
    let person = |id: &str| id.split('-').nth(1).unwrap_or(id).to_owned();
    labelled(name, &data.join(format!("febrl/{file}.csv")), &columns, person, "rec_id")
}

fn fake(data: &Path) -> Result<Option<Labelled>, Box<dyn Error>> {
    let columns = ["first_name", "surname", "dob", "city", "email"];
    labelled("fake_1000", &data.join("splink/fake_1000.csv"), &columns, str::to_owned, "cluster")
}

fn restaurants(data: &Path) -> Result<Option<Labelled>, Box<dyn Error>> {
    let columns = ["name", "address", "city", "cuisine"];
    labelled(
        "restaurants",
        &data.join("restaurants/restaurant-nophone-training.csv"),
        &columns,
        str::to_owned,
        "unique_id",
    )
}

/// Three sources with columns of their own, and the key to who is who.
fn senzing(data: &Path) -> Result<Option<Labelled>, Box<dyn Error>> {
    let folder = data.join("senzing_truthset");
    let Some(key) = Table::read(&folder.join("actual_truthset_key.csv"))? else {
        println!("senzing: skipped: no data");
        return Ok(None);
    };
    let mut person_of: FxHashMap<(String, String), String> = FxHashMap::default();
    for [source, id, person] in key.columns(["DATA_SOURCE", "RECORD_ID", "CLUSTER_ID"])? {
        person_of.insert((source.to_owned(), id.to_owned()), person.to_owned());
    }
    let files = ["customers.csv", "reference.csv", "watchlist.csv"];
    let mut sources = Vec::new();
    for file in files {
        sources.extend(Table::read(&folder.join(file))?);
    }
    let mut columns: Vec<&str> = Vec::new();
    for column in sources.iter().flat_map(Table::header) {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    let mut table = RecordTable::new(columns.iter().copied());
    let mut people = Vec::new();
    for source in &sources {
        let mut rows: Vec<Vec<&str>> = vec![Vec::new(); source.len()];
        for column in &columns {
            let cells = source.columns([*column]).unwrap_or_else(|_| vec![[""]; source.len()]);
            rows.iter_mut().zip(cells).for_each(|(row, [cell])| row.push(cell));
        }
        for (row, [name, id]) in rows.into_iter().zip(source.columns(["DATA_SOURCE", "RECORD_ID"])?) {
            let key = (name.to_owned(), id.to_owned());
            people.push(person_of.get(&key).cloned().unwrap_or_else(|| format!("{name} {id}")));
            table.push(format!("{name} {id}"), row);
        }
    }
    Ok(Some(Labelled { name: "senzing", table, people }))
}
