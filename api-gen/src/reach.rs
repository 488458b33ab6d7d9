//! Which types others refer to.

use std::collections::BTreeSet;

use crate::model::{Field, Model, Type, TypeDefinition, TypeKind};

/// The requests that only their operation knows: bindings need not show them.
pub(crate) fn private_requests(model: &Model) -> BTreeSet<&str> {
    let mut shown = BTreeSet::new();
    for definition in &model.types {
        shown.extend(references_of(definition));
    }
    for operation in model.operations() {
        references(&operation.answer, &mut shown);
    }
    model
        .operations()
        .map(|operation| operation.request.as_str())
        .filter(|name| !shown.contains(name))
        .collect()
}

/// The types that a type refers to.
pub(crate) fn references_of(definition: &TypeDefinition) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    match &definition.kind {
        TypeKind::Record { fields } | TypeKind::NamesOrObject { objects: fields, .. } => {
            fields.iter().for_each(|field| references(&field.holds, &mut found));
        }
        TypeKind::Choice { shared, variants, .. } => {
            let own = variants.iter().flat_map(|variant| &variant.fields);
            shared.iter().chain(own).for_each(|field| references(&field.holds, &mut found));
        }
        TypeKind::Alias { of } => references(of, &mut found),
        TypeKind::Names { .. } => {}
    }
    found
}

fn references<'t>(holds: &'t Type, found: &mut BTreeSet<&'t str>) {
    match holds {
        Type::Ref(name) => drop(found.insert(name)),
        Type::List(of) | Type::Map(of) | Type::Optional(of) => references(of, found),
        Type::Tuple(of) | Type::Either(of) => of.iter().for_each(|of| references(of, found)),
        _ => {}
    }
}

/// Whether a value of a type may hold another of the same type other than through a list or a map.
pub(crate) fn holds_itself(model: &Model, name: &str) -> bool {
    let mut reached = BTreeSet::new();
    let mut next = vec![name];
    while let Some(present) = next.pop() {
        let Some(definition) = model.definition(present) else { continue };
        for held in held_directly(definition) {
            if held == name {
                return true;
            }
            if reached.insert(held) {
                next.push(held);
            }
        }
    }
    false
}

fn held_directly(definition: &TypeDefinition) -> Vec<&str> {
    fn direct(holds: &Type) -> Option<&str> {
        match holds {
            Type::Ref(name) => Some(name),
            Type::Optional(of) => direct(of),
            _ => None,
        }
    }
    let fields: Vec<&Field> = match &definition.kind {
        TypeKind::Record { fields } | TypeKind::NamesOrObject { objects: fields, .. } => {
            fields.iter().collect()
        }
        TypeKind::Choice { shared, variants, .. } => {
            shared.iter().chain(variants.iter().flat_map(|variant| &variant.fields)).collect()
        }
        TypeKind::Alias { .. } | TypeKind::Names { .. } => Vec::new(),
    };
    fields.into_iter().filter_map(|field| direct(&field.holds)).collect()
}
