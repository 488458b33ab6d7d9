use std::collections::BTreeSet;

use crate::model::{Field, Model, Type, TypeKind};
use crate::schema::model;

fn types_of(fields: &[Field]) -> Vec<&Type> {
    fields.iter().map(|field| &field.holds).collect()
}

fn references<'t>(holds: &'t Type, found: &mut BTreeSet<&'t str>) {
    match holds {
        Type::Ref(name) => drop(found.insert(name)),
        Type::List(of) | Type::Map(of) | Type::Optional(of) => references(of, found),
        Type::Tuple(of) | Type::Either(of) => of.iter().for_each(|of| references(of, found)),
        _ => {}
    }
}

fn all_references(model: &Model) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for definition in &model.types {
        let types = match &definition.kind {
            TypeKind::Record { fields } | TypeKind::NamesOrObject { objects: fields, .. } => types_of(fields),
            TypeKind::Choice { shared, variants, .. } => {
                let own = variants.iter().flat_map(|variant| types_of(&variant.fields));
                types_of(shared).into_iter().chain(own).collect()
            }
            TypeKind::Alias { of } => vec![of],
            TypeKind::Names { .. } => Vec::new(),
        };
        types.into_iter().for_each(|holds| references(holds, &mut found));
    }
    model.operations().for_each(|operation| references(&operation.answer, &mut found));
    found
}

#[test]
fn every_reference_is_a_type_of_the_model() {
    let model = model().unwrap();
    for name in all_references(&model) {
        assert!(model.definition(name).is_some(), "{name}");
    }
}

#[test]
fn requests_begin_with_what_a_call_may_give_without_names() {
    let model = model().unwrap();
    let resolve = model.operations().find(|operation| operation.name == "dedupe.resolve").unwrap();
    let names: Vec<&str> = resolve.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!((names, resolve.positional), (vec!["newcomer", "holders", "apart"], 2));
    assert!(!resolve.fields[2].required_in_requests && resolve.fields[0].required_in_requests);
}

#[test]
fn a_choice_has_its_tag_its_shared_fields_and_its_variants() {
    let model = model().unwrap();
    let TypeKind::Choice { tag, shared, variants } = &model.definition("Field").unwrap().kind else {
        panic!("a field is a choice")
    };
    assert_eq!(tag, "kind");
    let shared: BTreeSet<&str> = shared.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(shared, BTreeSet::from(["source", "at"]));
    let money = variants.iter().find(|variant| variant.name == "money").unwrap();
    assert_eq!(money.fields[0].holds, Type::Ref("Money".to_owned()));
}

#[test]
fn what_a_request_may_leave_out_an_answer_may_still_always_have() {
    let model = model().unwrap();
    let TypeKind::Record { fields } = &model.definition("Customer").unwrap().kind else {
        panic!("a customer is a record")
    };
    let field = |name: &str| fields.iter().find(|field| field.name == name).unwrap();
    assert!(!field("tags").required_in_requests && field("tags").always_in_answers);
    assert!(field("id").required_in_requests && field("id").always_in_answers);
    assert!(!field("priority").always_in_answers && field("priority").is_optional());
}

#[test]
fn words_and_objects_are_told_apart() {
    let model = model().unwrap();
    let TypeKind::NamesOrObject { names, objects } = &model.definition("IdentifierKind").unwrap().kind else {
        panic!("an identifier's kind is a word or an object")
    };
    assert!(names.iter().any(|name| name.name == "whatsapp_id"));
    assert_eq!(objects[0].name, "system");
}

#[test]
fn no_documentation_speaks_rust() {
    let model = model().unwrap();
    let speaks_rust = |doc: &str| ["`Debug`", "```", "::"].iter().any(|word| doc.contains(word));
    for definition in &model.types {
        assert!(!definition.doc.is_empty(), "{} has no documentation", definition.name);
        assert!(!speaks_rust(&definition.doc), "{}", definition.name);
        if let TypeKind::Record { fields } = &definition.kind {
            for field in fields {
                assert!(!speaks_rust(&field.doc), "{}.{}", definition.name, field.name);
            }
        }
    }
}
