use super::super::{CsvOptions, RecordReader};
use super::*;
use crate::import::ImportConfig;

fn reread(text: &str) -> Vec<Vec<String>> {
    let options = CsvOptions { delimiter: Some(','), quote: Some('"'), ..CsvOptions::default() };
    let mut reader = RecordReader::new(&options, &ImportConfig::standard().limits).unwrap();
    reader.feed(text.as_bytes()).unwrap();
    reader.finish().unwrap();
    let mut rows = Vec::new();
    while let Some(record) = reader.next_record().unwrap() {
        rows.push(record.cells().map(|cell| restore(cell).to_owned()).collect());
    }
    rows
}

/// A seeded cell made of what hurts.
fn cell(state: &mut u64) -> String {
    const PIECES: [&str; 32] = [
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        "\r\n",
        "＝",
        "＋",
        "－",
        "＠",
        "'",
        "\"",
        ",",
        ";",
        " ",
        "\u{feff}",
        "\u{200b}",
        "1+1",
        "cmd|' /C calc'!A0",
        "+886912000456",
        "Анна",
        "أحمد",
        "प्रिया",
        "王",
        "😀",
        "\\",
        "#",
        "\u{a0}",
        "a",
        "0",
    ];
    let mut next = || {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as usize
    };
    let length = next() % 6;
    (0..length).map(|_| PIECES[next() % PIECES.len()]).collect()
}

#[test]
fn trust_f3_no_cell_starts_a_formula_and_every_cell_comes_back() {
    let seed = 0xf3_u64;
    let mut state = seed;
    for round in 0..300 {
        let rows: Vec<Vec<String>> = (0..50).map(|_| (0..7).map(|_| cell(&mut state)).collect()).collect();
        let mut text = String::new();
        write_record(&mut text, ["a", "b", "c", "d", "e", "f", "g"]);
        for row in &rows {
            write_record(&mut text, row);
            for cell in row {
                let written = neutralise(cell);
                let first = written
                    .trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{feff}', '\u{200b}'])
                    .chars()
                    .next();
                assert!(
                    !first.is_some_and(|c| "=+-@\t\r\n＝＋－＠".contains(c)),
                    "seed {seed:#x}, round {round}: a cell starts with {first:?}"
                );
                assert_eq!(restore(&written), cell, "seed {seed:#x}, round {round}");
            }
        }
        assert_eq!(reread(&text).get(1..), Some(rows.as_slice()), "seed {seed:#x}, round {round}");
    }
}

#[test]
fn published_payloads_are_harmless_and_phones_stay_usable() {
    for payload in
        ["=10+20+cmd|' /C calc'!A0", "@SUM(1+9)*cmd|' /C calc'!A0", "-1+1", "\t=1", "＝1", " =1", "+1"]
    {
        assert!(neutralise(payload).starts_with('\''), "{payload}");
    }
    let at = chrono::DateTime::UNIX_EPOCH;
    let exported = neutralise("+886912000456");
    let phone = crate::customer::Identifier::phone(&exported, "", "t", at).unwrap();
    assert_eq!(phone.value, "+886912000456");
    let mut out = String::new();
    write_record(&mut out, [""]);
    assert_eq!(out, "\"\"\r\n");
}
