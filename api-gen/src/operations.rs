//! api/operations.json: the list of operations, for readers and for tests of any language.

use serde_json::{Value, json};

use crate::files::File;
use crate::model::{Field, Model, Operation, Type};

/// What is written of the model as it is.
pub(crate) const FILES: &[File] = &[("api/operations.json", operations)];

fn operations(model: &Model) -> String {
    let list = |operations: &[Operation]| operations.iter().map(operation).collect::<Vec<_>>();
    let document = json!({
        "v": 1,
        "engines": list(&model.engine_operations),
        "workspace": list(&model.workspace_operations),
        "deduper": list(&model.deduper_operations),
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn operation(operation: &Operation) -> Value {
    let names = |fields: &[Field]| fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
    let (positional, named) = operation.fields.split_at(operation.positional);
    json!({
        "name": operation.name,
        "doc": operation.doc,
        "positional": names(positional),
        "named": names(named),
        "request": operation.request,
        "answer": spell(&operation.answer),
    })
}

/// A type in the words of this list.
fn spell(holds: &Type) -> String {
    match holds {
        Type::Text => "text".to_owned(),
        Type::Integer { .. } => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Instant => "instant".to_owned(),
        Type::Date => "date".to_owned(),
        Type::LocalDateTime => "local date-time".to_owned(),
        Type::List(of) => format!("list of {}", spell(of)),
        Type::Map(of) => format!("map of {}", spell(of)),
        Type::Tuple(of) => format!("({})", of.iter().map(spell).collect::<Vec<_>>().join(", ")),
        Type::Optional(of) => format!("{} or null", spell(of)),
        Type::Either(of) => of.iter().map(spell).collect::<Vec<_>>().join(" or "),
        Type::Any => "anything".to_owned(),
        Type::Nothing => "nothing".to_owned(),
        Type::Ref(name) => name.clone(),
    }
}
