//! The labelled sets: records of people and places, with the truth about who is who.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use rustc_hash::FxHashMap;
use scrm_core::dedupe::linkage::RecordTable;
use scrm_testkit::generator::{CONTACT_HEADER, ContactRows};

use crate::labelled::Table;

/// The columns that a written set has beside its own.
const RECORD: &str = "record_id";
const PERSON: &str = "person";

/// A table with the person of each record.
pub(crate) struct Labelled {
    pub(crate) name: String,
    pub(crate) table: RecordTable,
    pub(crate) people: Vec<String>,
}

/// The sets that are there; says which are not.
pub(crate) fn all(data: &Path) -> Result<Vec<Labelled>, Box<dyn Error>> {
    let sets = [
        febrl(data, "febrl1", "dataset1"),
        febrl(data, "febrl3", "dataset3"),
        fake(data),
        restaurants(data),
        senzing(data),
    ];
    sets.into_iter().filter_map(Result::transpose).collect()
}

/// Generated contacts.
pub(crate) fn generated(rows: u64) -> Labelled {
    let mut table = RecordTable::new(CONTACT_HEADER);
    let mut people = Vec::new();
    for (number, row) in ContactRows::new(2_026, rows).enumerate() {
        table.push(number.to_string(), row.cells.iter().map(String::as_str));
        people.push(row.person.to_string());
    }
    Labelled { name: format!("contacts_{rows}"), table, people }
}

/// Reads a set that was written.
pub(crate) fn read(file: &Path) -> Result<Labelled, Box<dyn Error>> {
    let header = Table::read(file)?.ok_or_else(|| format!("there is no file {}", file.display()))?;
    let columns: Vec<&str> = header.header().filter(|column| ![RECORD, PERSON].contains(column)).collect();
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let set = labelled(&name, file, &columns, str::to_owned, PERSON)?;
    set.ok_or_else(|| "the file is gone".into())
}

impl Labelled {
    /// Writes the records with the person of each, so that others can read the very same.
    pub(crate) fn write(&self, folder: &Path) -> std::io::Result<()> {
        let mut out = BufWriter::new(File::create(folder.join(format!("{}.csv", self.name)))?);
        let columns = self.table.columns().iter().map(String::as_str);
        write_row(&mut out, [RECORD, PERSON].into_iter().chain(columns))?;
        for (record, person) in self.people.iter().enumerate() {
            let id = self.table.id(record).unwrap_or_default();
            write_row(&mut out, [id, person.as_str()].into_iter().chain(self.table.row(record)))?;
        }
        out.flush()
    }
}

fn write_row<'c>(out: &mut impl Write, cells: impl Iterator<Item = &'c str>) -> std::io::Result<()> {
    let quoted = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
    writeln!(out, "{}", quoted.collect::<Vec<_>>().join(","))
}

fn labelled(
    name: &str,
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
    Ok(Some(Labelled { name: name.to_owned(), table, people }))
}

fn febrl(data: &Path, name: &str, file: &str) -> Result<Option<Labelled>, Box<dyn Error>> {
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
    Ok(Some(Labelled { name: "senzing".to_owned(), table, people }))
}
