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

#[test]
fn fields_of_the_workspaces_own_are_declared_in_any_script() {
    let text = "[customer.custom_fields]\nshoe_size = \"number\"\n\"размер\" = \"text\"\n\"स्थायी\" = \"flag\"\n\
                \"رصيد\" = \"money\"\n\"续约\" = \"date\"\n\"ｖｉｐ\" = \"flag\"\n";
    let playbook = Playbook::read(text).unwrap();
    assert_eq!(playbook.customer.custom_fields.iter().count(), 6);
    let again = serde_json::to_string(&playbook).unwrap();
    assert_eq!(Playbook::read(&again).unwrap(), playbook);
}

#[test]
fn a_field_that_cannot_be_declared_is_refused_with_its_place() {
    for (field, kind, code) in [
        ("shoe_size", "numbr", "playbook.invalid"),
        ("shoe size", "number", "customer.custom_field.name"),
        ("shoe-size", "number", "customer.custom_field.name"),
        ("", "number", "customer.custom_field.name"),
        ("2nd", "number", "customer.custom_field.name"),
        ("in", "number", "customer.custom_field.name"),
        ("true", "flag", "customer.custom_field.name"),
        ("now", "instant", "customer.custom_field.name"),
        ("a\u{200b}b", "number", "customer.custom_field.name"),
        ("budget", "money", "customer.custom_field.taken"),
        ("preferred_times", "text", "customer.custom_field.taken"),
        ("budget.max", "money", "customer.custom_field.taken"),
        ("order_count", "number", "customer.custom_field.taken"),
        ("tier", "text", "customer.custom_field.taken"),
        ("tags", "list", "customer.custom_field.taken"),
        ("phone", "text", "customer.custom_field.taken"),
        ("given_name", "text", "customer.custom_field.taken"),
        ("phone_raw", "text", "customer.custom_field.taken"),
    ] {
        let json = format!("{{\n\"customer\": {{\"custom_fields\": {{\n\"{field}\": \"{kind}\"}}}}}}");
        let error = Playbook::read(&json).unwrap_err();
        assert_eq!(error.code(), code, "{field}: {error}");
        assert!(error.field().unwrap().starts_with("customer.custom_fields"), "{field}: {error}");
        // A path is cut at its points: the place is the deepest part that the document spells out.
        let is_path = field.is_empty() || field.contains('.');
        assert_eq!(error.row(), Some(if is_path { 2 } else { 3 }), "{field}: {error}");
    }
    let twice = "[customer.custom_fields]\nshoe_size = \"number\"\nShoe_Size = \"number\"\n";
    let error = Playbook::read(twice).unwrap_err();
    let place = (error.code(), error.field(), error.row());
    assert_eq!(
        place,
        ("customer.custom_field.taken", Some("customer.custom_fields.shoe_size".to_owned()), Some(2))
    );
}

#[test]
fn expressions_of_a_playbook_name_its_declared_fields() {
    let playbook = |when: &str| {
        Playbook::read(&format!(
            "[customer.custom_fields]\nshoe_size = \"number\"\n\n[[segments.saved]]\nid = \"large\"\nwhen = '{when}'\n\n\
             [[tags.dimensions]]\nid = \"value\"\nnames = {{en = \"Value\"}}\n\n[[tags.dimensions.tags]]\n\
             id = \"value.large\"\nnames = {{en = \"Large\"}}\nwhen = '{when}'\n"
        ))
    };
    assert!(playbook("shoe_size > 45").is_ok());
    let error = playbook("shoe_size == \"45\"").unwrap_err();
    assert_eq!((error.code(), error.row()), ("segment.type", Some(15)), "{error}");
    let error = playbook("shoe_sise > 45").unwrap_err();
    assert!(error.to_string().contains("did you mean shoe_size?"), "{error}");
}

#[test]
fn a_key_that_stands_twice_is_refused_with_its_path_and_place() {
    for (text, path, line) in [
        ("{\"v\": 1,\n\"v\": 1}", "v", 2),
        ("{\"replies\": {\"hotline\": \"1\",\n\n\"hotline\": \"2\"}}", "replies.hotline", 3),
        ("{\"replies\": {\"hotline\": \"1\"},\n\"replies\": {\"repeat\": {\"times\": 4}}}", "replies", 2),
        (
            "{\"replies\": {\"away\": {\"windows\": [{\"days\": [\"mon\"], \"from\": \"01:00\",\n\"from\": \"02:00\", \"to\": \"03:00\"}]}}}",
            "replies.away.windows[0].from",
            2,
        ),
    ] {
        let error = Playbook::read(text).unwrap_err();
        assert_eq!((error.code(), error.field().as_deref()), ("playbook.repeated_key", Some(path)), "{text}");
        assert_eq!(error.row(), Some(line), "{error}");
    }
    assert!(Playbook::read("{\"replies\": {\"hotline\": \"1\"}}").is_ok());
}
