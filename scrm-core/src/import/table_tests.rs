use std::fmt::Write;

use chrono::DateTime;

use super::*;
use crate::foundation::Coded;

const HEADER: &[&str] = &["Name", "Phone", "First contact", "Budget", "Favourite tea"];
const ROWS: &[&[&str]] = &[
    &["Anna Lee", "+886912000456", "03/04/2024 14:30", "50k-80k TWD", "oolong"],
    &["", "", "", "", ""],
    &["李安娜", "+886912000457", "25/04/2024 09:00", "5萬", ""],
    &["", "+886912000458", "", "", ""],
    &["name", "phone", "", "", ""],
];

fn options() -> ImportOptions {
    ImportOptions { default_region: Some("TW".into()), ..ImportOptions::new("shop") }
}

fn read_table(
    table: &mut dyn TableSource,
    config: &ImportConfig,
) -> Result<(Vec<RowOutcome>, ImportReport), ImportError> {
    let mut import = TableImport::new(table, &options(), config, DateTime::UNIX_EPOCH)?;
    let mut rows = Vec::new();
    while let Some(batch) = import.next_batch(table)? {
        rows.extend(batch);
    }
    Ok((rows, import.report()))
}

#[test]
fn a_table_reads_as_the_file_of_the_same_cells() {
    let mut csv = String::new();
    csv::write_record(&mut csv, HEADER.iter().copied());
    ROWS.iter().take(4).for_each(|row| csv::write_record(&mut csv, row.iter().copied()));
    let config = ImportConfig::standard();
    let mut import = CsvImport::new(&options(), &config, DateTime::UNIX_EPOCH).unwrap();
    let mut of_file = Vec::new();
    while let Some(batch) = import.next_batch(&mut csv.as_bytes()).unwrap() {
        of_file.extend(batch);
    }
    let (mut of_table, report) =
        read_table(&mut TextTable::new(HEADER, ROWS.get(..4).unwrap()), &config).unwrap();
    // A file counts its lines from the header on.
    for row in &mut of_table {
        match row {
            RowOutcome::Accepted(row) => row.line += 1,
            RowOutcome::Rejected(row) => row.line += 1,
        }
    }
    assert_eq!(of_table, of_file);
    assert_eq!(report.columns, import.report().columns);
    assert_eq!((report.counts.read, report.counts.rejected), (3, 1));
    assert_eq!((report.header_line, report.encoding), (None, None));
}

#[test]
fn no_row_of_a_table_is_taken_for_its_header() {
    // As a file, the row of known words would be the header and what stands above it would be dropped.
    let mapping = Mapping::read("columns = { \"a\" = \"name\", \"b\" = \"phone\" }").unwrap();
    let options = ImportOptions { mapping, ..options() };
    let mut table = TextTable::new(
        &["a", "b", "c", "d", "e"],
        &[&["Anna", "+886912000456", "", "", ""], &["Name", "Phone", "Budget", "Company", "Stage"]],
    );
    let mut import =
        TableImport::new(&table, &options, &ImportConfig::standard(), DateTime::UNIX_EPOCH).unwrap();
    let rows = import.next_batch(&mut table).unwrap().unwrap();
    assert_eq!(rows.len(), 2);
    let RowOutcome::Accepted(first) = rows.first().unwrap() else { panic!("{rows:?}") };
    assert_eq!(first.draft.identifiers.first().unwrap().value, "+886912000456");
}

#[test]
fn bounds_reject_the_row_and_leave_the_others() {
    let mut config = ImportConfig::standard();
    (config.limits.field_bytes, config.limits.record_bytes, config.limits.columns) = (20, 40, 3);
    let at_the_limit = ["x".repeat(20), "y".repeat(20)];
    let mut rows: Vec<Vec<&str>> = vec![
        at_the_limit.iter().map(String::as_str).collect(),
        vec!["xxxxxxxxxxxxxxxxxxxxx"],
        vec!["xxxxxxxxxxxxxxxxxxxx", "yyyyyyyyyyyyyyyyyyyy", "z"],
        vec!["Anna", "", "", ""],
        vec!["Anna", "", "extra"],
        vec!["Anna"],
    ];
    let borrowed: Vec<&[&str]> = rows.iter_mut().map(|row| row.as_slice()).collect();
    let (rows, report) = read_table(&mut TextTable::new(&["Name", "Remark"], &borrowed), &config).unwrap();
    let codes: Vec<&str> = rows
        .iter()
        .map(|row| match row {
            RowOutcome::Accepted(_) => "accepted",
            RowOutcome::Rejected(row) => row.code.as_str(),
        })
        .collect();
    let expected = [
        "accepted",
        "import.row.field_too_long",
        "import.row.too_long",
        "import.row.too_many_columns",
        "import.row.extra_cells",
        "accepted",
    ];
    assert_eq!(codes, expected);
    assert_eq!((report.counts.read, report.counts.rejected), (6, 4));
}

/// Fails after some rows.
struct Breaking {
    rows: u32,
}

impl TableSource for Breaking {
    fn header(&self) -> Vec<String> {
        vec!["name".to_owned()]
    }

    fn next_row(&mut self, row: &mut TableRow) -> Result<bool, ImportError> {
        let Some(rows) = self.rows.checked_sub(1) else {
            return Err(ImportError::Reading { bytes: 0, kind: "broken".to_owned() });
        };
        self.rows = rows;
        write!(row, "Customer {rows}").map_err(|_| ImportError::Empty)?;
        row.end_cell();
        Ok(true)
    }

    fn rewind(&mut self) -> Result<(), ImportError> {
        Ok(())
    }
}

#[test]
fn rows_before_a_fault_come_first_and_nothing_after() {
    let config = ImportConfig { evidence_rows: 2, header_search_rows: 1, ..ImportConfig::standard() };
    let mut table = Breaking { rows: 5 };
    let mut import = TableImport::new(&table, &options(), &config, DateTime::UNIX_EPOCH).unwrap();
    assert_eq!(import.next_batch(&mut table).unwrap().unwrap().len(), 5);
    assert_eq!(import.next_batch(&mut table).unwrap_err().code(), "import.file.reading");
    assert!(import.next_batch(&mut table).unwrap().is_none());
}

#[test]
fn a_table_without_a_name_column_and_one_without_rows() {
    let config = ImportConfig::standard();
    let error = read_table(&mut TextTable::new(&["Phone"], &[&["+886912000456"]]), &config).unwrap_err();
    assert_eq!((error.code(), error.field().as_deref()), ("import.header.no_name", Some("name")));
    let (rows, report) = read_table(&mut TextTable::new(&["Name"], &[]), &config).unwrap();
    assert_eq!((rows.len(), report.counts.read), (0, 0));
}

#[test]
fn nothing_of_a_table_is_printed() {
    let mut row = TableRow::default();
    row.cell("Anna");
    assert!(!format!("{row:?} {:?}", TextTable::new(&["Name"], &[&["Anna"]])).contains("Anna"));
}
