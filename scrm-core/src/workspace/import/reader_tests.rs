use crate::import::{ImportOptions, OnRejected, TextTable};
use crate::playbook::Playbook;
use crate::store::{MemoryStore, StoredForm};
use crate::workspace::Workspace;

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
