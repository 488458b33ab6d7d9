//! Files from other projects' test suites: each is imported or refused with a clear error, and no row is lost.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files, and may panic")]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use scrm_core::foundation::Coded;
use scrm_core::import::csv::{CsvOptions, RecordReader};
use scrm_core::import::{
    CsvImport, ERRORS, ImportConfig, ImportError, ImportOptions, ImportReport, Mapping, RowOutcome,
};

const COLLECTIONS: [&str; 7] = [
    "csv_spectrum",
    "frictionless_tabulator",
    "rust_csv",
    "readr_fixtures",
    "papaparse",
    "clevercsv",
    "csv_injection",
];

fn data() -> Option<PathBuf> {
    let root = std::env::var_os("SCRM_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    root.is_dir().then_some(root)
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            files(&path, out);
        } else if !name.ends_with(".md") && !name.ends_with(".json") && !name.starts_with("LICENSE") {
            out.push(path);
        }
    }
}

/// A clock of this age: at the epoch most people are still to be born.
fn now() -> DateTime<Utc> {
    "2026-01-05T09:00:00Z".parse().unwrap()
}

fn import(bytes: &[u8], options: &ImportOptions) -> Result<(Vec<RowOutcome>, ImportReport), ImportError> {
    let mut import = CsvImport::new(options, &ImportConfig::standard(), now())?;
    let mut rows = Vec::new();
    import.read_rows(&mut &*bytes, &mut |batch| {
        rows.extend(batch);
        ControlFlow::Continue(())
    })?;
    Ok((rows, import.report()))
}

fn counts_add_up(rows: &[RowOutcome], report: &ImportReport, path: &Path) {
    let rejected = rows.iter().filter(|row| matches!(row, RowOutcome::Rejected(_))).count() as u64;
    assert_eq!(report.counts.read, rows.len() as u64, "{}", path.display());
    assert_eq!(report.counts.rejected, rejected, "{}", path.display());
    for (index, row) in rows.iter().enumerate() {
        let number = match row {
            RowOutcome::Accepted(row) => row.row,
            RowOutcome::Rejected(row) => row.row,
        };
        assert_eq!(number, index as u64 + 1, "{}", path.display());
    }
}

#[test]
fn every_file_is_imported_or_refused_with_a_clear_error() {
    let Some(data) = data() else {
        println!("skipped: no data");
        return;
    };
    let (mut imported, mut refused, mut rows_read) = (0, 0, 0);
    for collection in COLLECTIONS {
        let mut paths = Vec::new();
        files(&data.join(collection), &mut paths);
        assert!(!paths.is_empty(), "{collection}");
        for path in paths {
            let bytes = std::fs::read(&path).unwrap();
            // As it comes, and with its first column taken for the name.
            let mut first_is_name = ImportOptions::new("files");
            first_is_name.mapping = Mapping::from_toml("columns = { 1 = \"name\" }").unwrap();
            for options in [ImportOptions::new("files"), first_is_name] {
                match import(&bytes, &options) {
                    Ok((rows, report)) => {
                        counts_add_up(&rows, &report, &path);
                        assert_eq!(report.bytes, bytes.len() as u64);
                        let (again, _) = import(&bytes, &options).unwrap();
                        assert_eq!(again, rows, "{} changes when imported again", path.display());
                        imported += 1;
                        rows_read += rows.len();
                    }
                    Err(error) => {
                        assert!(ERRORS.iter().any(|entry| entry.code == error.code()), "{error}");
                        println!("refused: {}: {error}", path.display());
                        refused += 1;
                    }
                }
            }
        }
    }
    println!("{imported} imports of {rows_read} rows, {refused} refused");
    assert!(imported >= 40, "{imported} imported, {refused} refused");
    assert!(rows_read > 1_000, "{rows_read}");
}

#[test]
fn csv_spectrum_reads_as_its_json_says() {
    let Some(data) = data() else {
        println!("skipped: no data");
        return;
    };
    let mut paths = Vec::new();
    files(&data.join("csv_spectrum/csvs"), &mut paths);
    for path in &paths {
        let bytes = std::fs::read(path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy();
        let json = std::fs::read_to_string(data.join(format!("csv_spectrum/json/{name}.json"))).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&json).unwrap();
        let expected: Vec<serde_json::Value> = match expected {
            serde_json::Value::Array(rows) => rows,
            row => vec![row],
        };
        let mut reader = RecordReader::new(&CsvOptions::default(), &ImportConfig::standard().limits).unwrap();
        reader.feed(&bytes).unwrap();
        reader.finish().unwrap();
        let mut rows: Vec<Vec<String>> = Vec::new();
        while let Some(record) = reader.next_record().unwrap() {
            rows.push(record.cells().map(str::to_owned).collect());
        }
        let header = rows.remove(0);
        assert_eq!(rows.len(), expected.len(), "{name}");
        // The published answer of this file gives another phone number than the file itself.
        let skipped = if name == "location_coordinates" { "Contact Phone Number" } else { "" };
        for (row, expected) in rows.iter().zip(&expected) {
            for (header, cell) in header.iter().zip(row).filter(|(header, _)| *header != skipped) {
                let expected = expected.get(header).and_then(|value| value.as_str()).unwrap_or_default();
                assert_eq!(cell.replace("\r\n", "\n"), expected.replace("\r\n", "\n"), "{name}: {header}");
            }
        }
    }
    assert_eq!(paths.len(), 12);
}

#[test]
fn files_with_names_give_customers() {
    let Some(data) = data() else {
        println!("skipped: no data");
        return;
    };
    for (path, accepted) in [
        ("frictionless_tabulator/table.csv", 2),
        ("frictionless_tabulator/special/bom.csv", 2),
        ("frictionless_tabulator/special/skip-rows.csv", 2),
        ("frictionless_tabulator/special/skip-rows-before-headers.csv", 2),
    ] {
        let bytes = std::fs::read(data.join(path)).unwrap();
        let (rows, _) = import(&bytes, &ImportOptions::new("files")).unwrap();
        let count = rows.iter().filter(|row| matches!(row, RowOutcome::Accepted(_))).count();
        assert_eq!(count, accepted, "{path}");
    }
    for (path, format) in [
        ("frictionless_tabulator/table.csv.gz", "gzip"),
        ("frictionless_tabulator/special/table.csv.zip", "zip or xlsx"),
        ("readr_fixtures/eol-cr.txt.xz", "xz"),
        ("readr_fixtures/eol-cr.txt.bz2", "bzip2"),
    ] {
        let bytes = std::fs::read(data.join(path)).unwrap();
        assert_eq!(
            import(&bytes, &ImportOptions::new("files")).unwrap_err(),
            ImportError::Compressed { format },
            "{path}"
        );
    }
}

/// Mutates real files and own samples and imports each result: no panic, no lost row.
#[test]
fn trust_f1_mutated_files_never_panic_and_lose_no_row() {
    let mut corpus: Vec<Vec<u8>> = vec![
        "name,phone,birthday,budget,preferred time\nAnna,+886912000456,03/04/1990,50k-80k USD,Mon-Fri 9-12\n".into(),
        "姓名;电话;预算;方便联系时间;首次联系时间\n王小明;0912000456;5萬-8萬;週三/週五下午;民國113年3月15日 下午2:30\n".into(),
        "ФИО\tТелефон\tБюджет\nАнна\t8 (912) 345-67-89\tот 50 до 100 тыс. руб.\n".into(),
        "الاسم,رقم الهاتف,الميزانية\nأحمد,٠٩١٢٠٠٠٤٥٦,50 ألف – 80 ألف دولار\n".into(),
        "नाम,फ़ोन,बजट\nप्रिया,+919876543210,₹1-2 लाख\n".into(),
    ];
    // Good rows before one that no bound allows.
    let good: String = (0..40).map(|row| format!("Anna {row},+8869120004{row:02}\n")).collect();
    let endless = format!("name,phone\n{good}\"{}", "x".repeat(2_000));
    corpus.extend(std::iter::repeat_n(endless.into_bytes(), 3));
    if let Some(data) = data() {
        for collection in COLLECTIONS {
            let mut paths = Vec::new();
            files(&data.join(collection), &mut paths);
            corpus.extend(
                paths.iter().map(|path| std::fs::read(path).unwrap()).filter(|bytes| bytes.len() < 9_000),
            );
        }
    }
    let seed = 0xf1_u64;
    let mut state = seed;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % below.max(1)
    };
    const PIECES: [&[u8]; 20] = [
        b"\"",
        b"'",
        b",",
        b";",
        b"\t",
        b"\r",
        b"\n",
        b"\r\n",
        b"\\",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"#",
        b"=",
        b"E+10",
        b"99999999999999999999",
        "萬".as_bytes(),
        "٣".as_bytes(),
        "\u{202e}".as_bytes(),
        b"-",
    ];
    let mut first_is_name = ImportOptions::new("fuzz");
    first_is_name.mapping = Mapping::from_toml("columns = { 1 = \"name\" }").unwrap();
    first_is_name.default_region = Some("TW".to_owned());
    let plain = ImportOptions { header: Some(true), ..ImportOptions::new("fuzz") };
    let small = {
        let mut config = ImportConfig::standard();
        config.limits.field_bytes = 200;
        config.limits.record_bytes = 1_000;
        config.limits.columns = 8;
        config.limits.sample_bytes = 300;
        config
    };
    for iteration in 0..3_000_u32 {
        let mut bytes = corpus[next(corpus.len())].clone();
        for _ in 0..=next(6) {
            let place = next(bytes.len() + 1);
            match next(4) {
                0 => drop(bytes.splice(place..place, PIECES[next(PIECES.len())].iter().copied())),
                1 if place < bytes.len() => bytes[place] = next(256) as u8,
                2 => bytes.truncate(place),
                _ => {
                    let end = (place + next(40)).min(bytes.len());
                    let copy = bytes[place..end].to_vec();
                    drop(bytes.splice(place..place, copy));
                }
            }
        }
        let config = if iteration % 2 == 0 { ImportConfig::standard() } else { small.clone() };
        let options = if next(2) == 0 { &first_is_name } else { &plain };
        let mut import = CsvImport::new(options, &config, now()).unwrap();
        let mut rows = Vec::new();
        let _ = import.read_rows(&mut &*bytes, &mut |batch| {
            rows.extend(batch);
            ControlFlow::Continue(())
        });
        let report = import.report();
        let rejected = rows.iter().filter(|row| matches!(row, RowOutcome::Rejected(_))).count() as u64;
        let handed_out = report.counts.read == rows.len() as u64 && report.counts.rejected == rejected;
        assert!(
            handed_out,
            "seed {seed:#x}, iteration {iteration}: {:?} for {} rows",
            report.counts,
            rows.len()
        );
    }
}
