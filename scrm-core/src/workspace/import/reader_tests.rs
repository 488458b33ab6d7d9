use std::ops::ControlFlow;

use crate::foundation::{Coded, Currency};
use crate::import::{ImportOptions, OnRejected, TextTable};
use crate::playbook::Playbook;
use crate::store::{MemoryStore, StoredForm};
use crate::workspace::{ImportProgress, ImportWatcher, Workspace};

#[test]
fn a_batch_that_is_printed_tells_nothing_of_its_rows() {
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
    let now = chrono::DateTime::UNIX_EPOCH;
    let mut reader = workspace.import_reader(&ImportOptions::new("shop"), now).unwrap();
    let file = "Name,Phone\nAnna Walker,+447400123456\n-,+447400123457\n";
    let batch = reader.next_batch(&mut file.as_bytes()).unwrap().unwrap();
    assert!(batch.rejected_csv.contains("447400123457"));
    let stored = batch.prepared[0].stored.clone().unwrap();
    let bytes = StoredForm::as_bytes(&stored);
    assert!(bytes.windows(4).any(|part| part == b"Anna"));
    for printed in [format!("{batch:?}"), format!("{:?}", batch.prepared), format!("{stored:?}")] {
        // As text, and as the numbers of its bytes.
        for secret in ["Anna", "4474001", "65, 110, 110, 97"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}

#[test]
fn a_table_is_imported_as_its_file_and_an_aborting_one_reads_it_twice() {
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
    let now = chrono::DateTime::UNIX_EPOCH;
    let options = ImportOptions { on_rejected: OnRejected::Abort, ..ImportOptions::new("shop") };
    let rows: &[&[&str]] = &[&["Anna Walker", "+447400123456"], &["Ben Hill", "+447400123457"], &["-", ""]];
    let mut table = TextTable::new(&["Name", "Phone"], rows);
    let report = workspace.import_table(&mut table, &options, &mut (), now).unwrap();
    assert!(report.aborted);
    assert_eq!(workspace.store().count_customers().unwrap(), 0);
    let mut good = TextTable::new(&["Name", "Phone"], rows.get(..2).unwrap());
    let report = workspace.import_table(&mut good, &options, &mut (), now).unwrap();
    assert_eq!((report.aborted, report.counts.created), (false, 2));
    let file = "Phone,Name\n+447400123457,Ben Hill\n";
    let report =
        workspace.import_csv(&mut std::io::Cursor::new(file), &ImportOptions::new("shop"), now).unwrap();
    assert_eq!((report.counts.unchanged, report.counts.read), (1, 1));
}

/// Stops an import after its first batch.
struct StopAtOnce;

impl ImportWatcher for StopAtOnce {
    fn progress(&mut self, _: &ImportProgress) -> ControlFlow<()> {
        ControlFlow::Break(())
    }
}

/// More good rows than one batch holds.
fn many_rows() -> String {
    let rows = (0..2_500).map(|row| format!("Anna {row},+4474001{row:05}\n"));
    std::iter::once("Name,Phone\n".to_owned()).chain(rows).collect()
}

#[test]
fn an_aborting_import_that_is_stopped_stores_nothing_and_says_so() {
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
    let now = chrono::DateTime::UNIX_EPOCH;
    let options = ImportOptions { on_rejected: OnRejected::Abort, ..ImportOptions::new("shop") };
    for file in [many_rows(), many_rows() + "test,+447400123456\n"] {
        let mut source = std::io::Cursor::new(file);
        let report = workspace.import_csv_watched(&mut source, &options, &mut StopAtOnce, now).unwrap();
        assert!(report.aborted && report.counts.read < 2_500);
        assert_eq!((report.counts.created, workspace.store().count_customers().unwrap()), (0, 0));
    }
    // One that takes the good rows keeps what it has.
    let skip = ImportOptions::new("shop");
    let mut source = std::io::Cursor::new(many_rows());
    let report = workspace.import_csv_watched(&mut source, &skip, &mut StopAtOnce, now).unwrap();
    let stored = workspace.store().count_customers().unwrap();
    assert!(report.aborted && stored > 0 && stored < 2_500);
    assert_eq!(report.counts.created, stored);
}

#[test]
fn an_aborted_import_counts_nothing_as_stored_and_its_dry_run_says_that_it_aborts() {
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap();
    let now = chrono::DateTime::UNIX_EPOCH;
    let file = "Name,Phone\nAnna Walker,+447400123456\n-,+447400123457\n";
    for dry_run in [false, true] {
        let options = ImportOptions { on_rejected: OnRejected::Abort, dry_run, ..ImportOptions::new("shop") };
        let report = workspace.import_csv(&mut std::io::Cursor::new(file), &options, now).unwrap();
        assert_eq!((report.aborted, report.dry_run), (true, dry_run));
        assert_eq!((report.counts.read, report.counts.created, report.counts.rejected), (2, 0, 1));
        let good = file.replace("-,", "Ben Hill,");
        let options = ImportOptions { dry_run: true, ..options };
        let report = workspace.import_csv(&mut std::io::Cursor::new(good), &options, now).unwrap();
        assert_eq!((report.aborted, report.counts.created), (false, 2));
        assert_eq!(workspace.store().count_customers().unwrap(), 0);
    }
}

#[test]
fn a_default_currency_that_nobody_knows_is_refused() {
    let mut playbook = Playbook::standard();
    playbook.currency.rates.insert("BTC".to_owned(), 2_000_000.0);
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &playbook).unwrap();
    for (code, is_known) in [("ZZZ", false), ("XXX", false), ("eur", true), ("BTC", true)] {
        let options = ImportOptions { default_currency: Currency::parse(code), ..ImportOptions::new("shop") };
        let file = std::io::Cursor::new("Name,Budget\nAnna Walker,500\n");
        let done = workspace.import_csv(&mut { file }, &options, chrono::DateTime::UNIX_EPOCH);
        assert_eq!(done.is_ok(), is_known, "{code}");
        assert!(is_known || done.unwrap_err().field().as_deref() == Some("default_currency"));
    }
}
