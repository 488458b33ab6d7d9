use super::*;
use crate::foundation::Coded;

#[test]
fn the_standard_reads_and_survives_a_round_trip() {
    let standard = Playbook::standard();
    let json = serde_json::to_string(&standard).unwrap();
    assert_eq!(Playbook::read(&json).unwrap(), standard);
    assert_eq!(Playbook::read("").unwrap(), standard);
}

#[test]
fn a_number_of_the_users_is_laid_over_the_standard() {
    let playbook = Playbook::read("[calendar]\ntime_zone = \"Europe/Berlin\"\n").unwrap();
    assert_eq!(playbook.calendar.time_zone, "Europe/Berlin");
    assert_eq!(playbook.calendar.business_hours, Playbook::standard().calendar.business_hours);
    assert_ne!(playbook.fingerprint(), Playbook::standard().fingerprint());
}

#[test]
fn a_wrong_type_is_refused_with_its_place() {
    let toml = Playbook::read("[workspace]\nname = \"A\"\nregion = 5\n").unwrap_err();
    assert_eq!(
        (toml.code(), toml.field().as_deref(), toml.row()),
        ("playbook.invalid", Some("workspace.region"), Some(3))
    );
    let json = Playbook::read("{\n \"workspace\": {\n  \"region\": 5}}").unwrap_err();
    assert_eq!((json.field().as_deref(), json.row()), (Some("workspace.region"), Some(3)));
}

#[test]
fn an_unknown_key_is_refused_with_its_place() {
    let error = Playbook::read("v = 1\n\n[outbox]\nlaese = \"30s\"\n").unwrap_err();
    assert_eq!((error.field().as_deref(), error.row()), (Some("outbox.laese"), Some(4)));
    let error = Playbook::read("{\"nonsense\": {}}").unwrap_err();
    assert_eq!(error.field().as_deref(), Some("nonsense"));
}

#[test]
fn a_syntax_error_has_a_line() {
    let error = Playbook::read("[workspace]\nname = \n").unwrap_err();
    assert_eq!((error.code(), error.row()), ("playbook.syntax", Some(2)));
    let error = Playbook::read("{\n\"v\": }").unwrap_err();
    assert_eq!((error.code(), error.row()), ("playbook.syntax", Some(2)));
}

#[test]
fn what_an_engine_refuses_has_a_place() {
    let error = Playbook::read("[calendar]\ntime_zone = \"Mars/Olympus\"\n").unwrap_err();
    assert_eq!(error.row(), Some(2), "{error}");
    assert_eq!(error.field().as_deref(), Some("calendar.time_zone"));
}

#[test]
fn a_huge_document_is_refused() {
    let error = Playbook::read(&"# x\n".repeat(2_000_000)).unwrap_err();
    assert_eq!(error.code(), "playbook.too_large");
}

#[test]
fn every_code_of_the_catalogue_is_there_once() {
    let catalogue = error_catalogue();
    for pair in catalogue.windows(2) {
        assert_ne!(pair[0].code, pair[1].code);
    }
    for entry in catalogue {
        assert!(
            entry.code.contains('.') && !entry.message.is_empty() && !entry.help.is_empty(),
            "{}",
            entry.code
        );
    }
}

#[test]
fn keyword_rules_of_ones_own_need_no_standard_answers() {
    let own = "[[keywords.rules]]\nid = \"keyword.rent\"\nlabel = \"rent\"\nphrases = [\"rent\"]\nmode = \"auto\"\nnegative = []\npriority = 0\n";
    let playbook = Playbook::read(own).unwrap();
    assert_eq!(playbook.keywords.rules.len(), 1);
    let stray = format!("{own}\n[replies.keyword.\"keyword.gone\"]\nen = \"?\"\n");
    assert!(Playbook::read(&stray).is_err(), "an own answer without a rule is a mistake");
}

#[test]
fn a_mask_that_shows_too_much_is_refused() {
    let error = Playbook::read("[trust.masking]\nphone_head = 9\n").unwrap_err();
    assert_eq!((error.code(), error.row()), ("trust.masking.shows_too_much", Some(2)), "{error}");
}
