use super::*;
use crate::foundation::{Coded, Currency, Money};

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
fn another_base_has_the_standard_rates_in_it() {
    let worth = |document: &str, minor, code: &str| {
        let currency = Currency::parse(code).unwrap();
        Playbook::read(document).unwrap().currency.to_base(Money { minor, currency }).map(|money| money.minor)
    };
    let dollars = "[currency]\nbase = \"USD\"\n";
    assert_eq!(worth(dollars, 10_000, "EUR"), Some(10_938));
    assert_eq!(worth(dollars, 320_000, "TWD"), Some(10_000));
    assert_eq!(worth(dollars, 10_000, "USD"), Some(10_000));
    assert_eq!(worth("{\"currency\": {\"base\": \"jpy\"}}", 10_000, "USD"), Some(15_238));
    assert_eq!(worth("[currency]\nbase = \"USD\"\nrates = { EUR = 1.2 }\n", 10_000, "EUR"), Some(12_000));
    // What the standard does not know is worth nothing that could be told.
    assert_eq!(worth("[currency]\nbase = \"BRL\"\n", 10_000, "EUR"), None);
    assert_eq!(worth("[currency]\nbase = \"BRL\"\nrates = { EUR = 6.0 }\n", 10_000, "EUR"), Some(60_000));
    assert_eq!(Playbook::read("[currency]\nbase = \"TWD\"\n").unwrap(), Playbook::standard());
}

#[test]
fn the_base_is_worth_one_of_itself() {
    let error = Playbook::read("[currency.rates]\nTWD = 2\n").unwrap_err();
    assert_eq!(
        (error.code(), error.field().as_deref(), error.row()),
        ("playbook.rate", Some("currency.rates.TWD"), Some(2))
    );
    assert!(Playbook::read("[currency.rates]\nTWD = 1\n").is_ok());
    let usd = Playbook::read("[currency]\nbase = \"USD\"\n").unwrap();
    assert_eq!(Playbook::read(&serde_json::to_string(&usd).unwrap()).unwrap(), usd);
}

#[test]
fn what_contradicts_itself_or_names_nothing_is_refused_with_its_place() {
    let tag = |rest: &str| {
        format!(
            "[[tags.dimensions]]\nid = \"d\"\nnames = {{ en = \"D\" }}\n\
             tags = [{{ id = \"d.t\", names = {{ en = \"T\" }}, {rest} }}]\n"
        )
    };
    let level = "[[priority.levels]]\nlevel = 1\nnew_inquiry = false\nrespond_within = \"2h\"\n\
                 next_response_within = \"2h\"\nresolve_within = \"1h\"\n";
    for (document, code, field) in [
        (
            tag("lifecycle = { expires_after = \"24h\", remind_after = \"25h\" }"),
            "tag.lifecycle.contradiction",
            "tags.dimensions[0].tags[0].lifecycle.remind_after",
        ),
        (
            tag("lifecycle = { overdue_after = \"24h\", remind_before = \"25h\" }"),
            "tag.lifecycle.contradiction",
            "tags.dimensions[0].tags[0].lifecycle.remind_before",
        ),
        (
            tag("lifecycle = { expires_after = \"1d\", prompt_after = \"2d\" }"),
            "tag.lifecycle.contradiction",
            "tags.dimensions[0].tags[0].lifecycle.prompt_after",
        ),
        (
            tag("rule = { kind = \"not\", of = { kind = \"field_present\", field = \"nope\" } }"),
            "playbook.unknown_field",
            "tags.dimensions[0].tags[0].rule.of.field",
        ),
        (level.to_owned(), "priority.levels.bad", "priority.levels[0].resolve_within"),
        (
            "[audit.remedies.add_keywords]\nat_least = 10\nat_most = 5\n".to_owned(),
            "audit.setting.out_of_range",
            "audit.remedies.add_keywords.at_most",
        ),
        (
            "[customer.completeness]\nrequired = [\"name\", \"nam\"]\n".to_owned(),
            "playbook.unknown_field",
            "customer.completeness.required[1]",
        ),
        (
            "[dedupe.survivorship.fields]\nnam = \"newest\"\n".to_owned(),
            "playbook.unknown_field",
            "dedupe.survivorship.fields.nam",
        ),
        (
            "[audit.tag_accuracy]\nquoted_tag = \"nope\"\n".to_owned(),
            "playbook.unknown_tag",
            "audit.tag_accuracy.quoted_tag",
        ),
        (
            "[priority.score.tag_values]\nnope = 0.5\n".to_owned(),
            "playbook.unknown_tag",
            "priority.score.tag_values.nope",
        ),
        ("[priority]\nsupervisor = \" \"\n".to_owned(), "playbook.blank", "priority.supervisor"),
        ("[workspace]\nname = \"\"\n".to_owned(), "playbook.blank", "workspace.name"),
        (
            "[replies.unread]\nanswers = [\"yes\", \"\"]\n".to_owned(),
            "reply.setting.out_of_range",
            "replies.unread.answers[1]",
        ),
    ] {
        let error = Playbook::read(&document).unwrap_err();
        assert_eq!((error.code(), error.field().as_deref()), (code, Some(field)), "{document}");
        assert!(error.row().is_some(), "{document}");
    }
    // Of what is overdue something may be asked; the standard's tags need not be in a taxonomy of one's own.
    let own = tag("lifecycle = { overdue_after = \"15d\", prompt_after = \"16d\" }");
    assert!(Playbook::read(&own).is_ok());
    let own = "customer = { custom_fields = { nam = \"text\" }, completeness = { required = [\"nam\"] } }\n";
    assert!(Playbook::read(own).is_ok());
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
