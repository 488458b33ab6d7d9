use super::csv::CsvOptions;
use super::csv::TextEncoding;
use super::tests::{accepted, read_with, rejected};
use super::*;
use crate::customer::FieldName;

/// The rejected rows of a file, as they are handed out.
fn rejected_file(options: &ImportOptions, bytes: &[u8]) -> String {
    let now = "2026-01-05T09:00:00Z".parse().unwrap();
    let mut import = CsvImport::new(options, &ImportConfig::standard(), now).unwrap();
    let mut rows = Vec::new();
    import
        .read_rows(&mut &*bytes, &mut |batch| {
            rows.extend(batch);
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    let mut text = String::new();
    let csv = RejectedCsv::begin(import.header(), &mut text);
    rejected(&rows).iter().for_each(|row| csv.row(row, &mut text));
    text
}

fn names(options: &ImportOptions, bytes: &[u8]) -> Vec<String> {
    let (rows, _) = read_with(options, bytes).unwrap();
    accepted(&rows).iter().filter_map(|row| row.draft.text(&FieldName::Name)).map(str::to_owned).collect()
}

#[test]
fn rejected_rows_are_fed_again_with_the_options_of_their_file() {
    let csv = CsvOptions {
        delimiter: Some(';'),
        quote: Some('\''),
        encoding: Some(TextEncoding::Windows1251),
        ..CsvOptions::default()
    };
    let options = ImportOptions { csv, ..ImportOptions::new("test") };
    let (bytes, ..) =
        encoding_rs::WINDOWS_1251.encode("ФИО;Телефон\nИван Иванов;+79161234567\n;+79161234568\n");
    let mended = rejected_file(&options, &bytes).replacen("\n,", "\nАнна Петрова,", 1);
    assert_eq!(names(&options, mended.as_bytes()), ["Анна Петрова"], "{mended}");
    // As a spreadsheet saves it.
    let saved = mended.replace(',', ";");
    let (saved, ..) = encoding_rs::WINDOWS_1251.encode(&saved);
    assert_eq!(names(&ImportOptions::new("test"), &saved), ["Анна Петрова"]);
    let quoted =
        "\"ФИО\";\"Телефон\";\"scrm_line\";\"scrm_column\";\"scrm_reason\"\n\"Анна\";\"\";\"2\";\"\";\"\"\n";
    assert_eq!(names(&options, quoted.as_bytes()), ["Анна"]);
}

#[test]
fn rejected_rows_of_a_file_without_a_header_have_one() {
    let mut options = ImportOptions { header: Some(false), ..ImportOptions::new("test") };
    options.mapping = Mapping::from_toml("columns = { 1 = \"name\", 2 = \"phone\" }").unwrap();
    let file = rejected_file(&options, b"Anna,+886912000456,x\n,+886912000457,y\n");
    let (rows, report) = read_with(&options, file.replacen("\n,", "\nBen,", 1).as_bytes()).unwrap();
    assert_eq!((report.counts.read, report.counts.rejected), (1, 0), "{file}");
    let fields: Vec<_> = accepted(&rows)[0].draft.fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(fields, ["name", "3"]);
}

#[test]
fn what_is_not_mended_is_rejected_again_and_the_file_stays_the_same() {
    let options = ImportOptions::new("test");
    let good = "Анна Петрова,+79161234567\n".repeat(3);
    let bytes =
        [b"name,phone\n", good.as_bytes(), b"Jos\xe9,+79161234568\n-,+79161234569\nEva,,x,y\n"].concat();
    let first = rejected_file(&options, &bytes);
    assert!(first.starts_with("name,phone,scrm_line,scrm_column,scrm_reason\r\n"), "{first}");
    let codes = |text: &str| -> Vec<String> {
        let (rows, _) = read_with(&options, text.as_bytes()).unwrap();
        rejected(&rows).iter().map(|row| row.code.to_string()).collect()
    };
    let expected = ["import.row.undecodable", "customer.name.placeholder", "import.row.extra_cells"];
    assert_eq!(codes(&first), expected);
    let mut again = first.clone();
    for _ in 0..3 {
        again = rejected_file(&options, again.as_bytes());
        let header_and_cells = |text: &str| -> Vec<String> {
            text.lines().map(|line| line.split(',').take(2).collect::<Vec<_>>().join(",")).collect()
        };
        assert_eq!(header_and_cells(&again), header_and_cells(&first));
        assert_eq!(again.lines().next(), first.lines().next());
        assert_eq!(codes(&again), expected, "{again}");
        assert!(again.lines().last().is_some_and(|line| line.ends_with(",x,y")), "{again}");
    }
    let mended = again.replace("Jos\u{fffd}", "José").replace("\n'-,", "\nBen,").replace(",x,y", "");
    assert_eq!(names(&options, mended.as_bytes()), ["José", "Ben", "Eva"]);
}
