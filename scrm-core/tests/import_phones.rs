//! Phone numbers of every region against the example numbers published with libphonenumber.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files, and may panic")]

use std::path::PathBuf;

use chrono::DateTime;
use scrm_core::customer::{Identifier, IdentifierKey};

fn data(path: &str) -> Option<String> {
    let root = std::env::var_os("SCRM_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    std::fs::read_to_string(root.join(path)).ok()
}

#[test]
fn every_example_number_normalises_to_its_e164_form() {
    let Some(text) = data("phones/examples_by_region.csv") else {
        println!("skipped: no data");
        return;
    };
    let at = DateTime::UNIX_EPOCH;
    let (mut rows, mut wrong) = (0, Vec::new());
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [region, _, _, national_significant, e164, international, national, rfc3966, wa_id, ..] =
            cells[..]
        else {
            panic!("row {rows} has {} cells", cells.len());
        };
        rows += 1;
        for (spelling, raw) in
            [("e164", e164), ("international", international), ("rfc3966", rfc3966), ("national", national)]
        {
            let phone = Identifier::phone(raw, region, "examples", at);
            if phone.as_ref().map(|phone| phone.value.as_str()) != Ok(e164) {
                wrong.push(format!(
                    "{region} {spelling} {raw}: {:?}, not {e164}",
                    phone.map(|phone| phone.value)
                ));
            }
        }
        let bare = Identifier::phone(national_significant, region, "examples", at);
        if bare.is_err() {
            wrong.push(format!("{region} {national_significant} is refused"));
        }
        let phone = Identifier::phone(e164, "", "examples", at).unwrap();
        assert_eq!(IdentifierKey::whatsapp_id(wa_id), phone.key, "{region} {wa_id}");
        if let Ok(id) = Identifier::whatsapp_id(wa_id, "examples", at) {
            assert_eq!(id.key, phone.key);
        } else if wa_id.len() >= 7 {
            wrong.push(format!("{region} id {wa_id} is refused"));
        }
    }
    assert_eq!(rows, 673, "rows of the example file");
    assert!(wrong.is_empty(), "{} of {rows}:\n{}", wrong.len(), wrong.join("\n"));
}
