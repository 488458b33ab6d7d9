//! From the table's JSON schemas to the model.

use std::collections::BTreeMap;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use scrm_core::api;
use scrm_core::keyword::KeywordRule;
use scrm_core::playbook::error_catalogue;
use serde_json::{Map, Value};

use crate::documentation::plain;
use crate::model::{ErrorCode, Field, Model, Name, Operation, Type, TypeDefinition, TypeKind, Variant};

/// Or what is wrong with a schema, so that no language could be told.
type Outcome<T> = Result<T, String>;

type Definitions = Map<String, Value>;

/// Requests and answers are written by different rules: a request may leave out what has a default, an
/// answer leaves out only what it says it does.
struct Contracts {
    requests: SchemaGenerator,
    answers: SchemaGenerator,
}

/// The model of the present table.
///
/// # Errors
/// What of the table no language could be told.
pub fn model() -> Result<Model, String> {
    let mut contracts = Contracts {
        requests: SchemaSettings::default().into_generator(),
        answers: SchemaSettings::default().for_serialize().into_generator(),
    };
    let mut engines = table(api::ENGINE_OPERATIONS, &mut contracts)?;
    let mut workspace = table(api::WORKSPACE_OPERATIONS, &mut contracts)?;
    let mut deduper = table(&[api::DEDUPER_OPERATIONS], &mut contracts)?;
    // A file is no part of a request: bindings write `import_csv` by hand, with these types.
    let _ = api::import_options_schema(&mut contracts.requests);
    // Nor are the rules of a keyword matcher by itself.
    let _ = contracts.requests.subschema_for::<KeywordRule>();
    // Nor is what a deduper is made with.
    let _ = api::deduper_config_schema(&mut contracts.requests);
    let _ = api::import_answer_schemas(&mut contracts.answers);
    let types = definitions(contracts.requests.definitions(), contracts.answers.definitions())?;
    for operation in engines.iter_mut().chain(&mut workspace).chain(&mut deduper) {
        complete(operation, &types)?;
    }
    Ok(Model {
        types,
        engine_operations: engines,
        workspace_operations: workspace,
        deduper_operations: deduper,
        errors: errors(),
    })
}

fn errors() -> BTreeMap<String, Vec<ErrorCode>> {
    let mut areas: BTreeMap<String, Vec<ErrorCode>> = BTreeMap::new();
    for entry in error_catalogue() {
        let area = entry.code.split('.').next().unwrap_or_default().to_owned();
        let (code, message, help) = (entry.code, entry.message, entry.help);
        areas.entry(area).or_default().push(ErrorCode { code, message, help, retryable: entry.retryable });
    }
    areas
}

fn table<S>(areas: &[&[api::Operation<S>]], contracts: &mut Contracts) -> Outcome<Vec<Operation>> {
    let mut operations = areas
        .iter()
        .copied()
        .flatten()
        .map(|operation| line(operation, contracts))
        .collect::<Outcome<Vec<_>>>()?;
    operations.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(operations)
}

/// The fields of the request are completed later, when all types are known; until then they are names.
fn line<S>(operation: &api::Operation<S>, contracts: &mut Contracts) -> Outcome<Operation> {
    let within = |error| format!("{}: {error}", operation.name);
    let request = (operation.request)(&mut contracts.requests);
    let Type::Ref(request) = read_type(&request.to_value()).map_err(within)? else {
        return Err(within("the request is no record".to_owned()));
    };
    let answer = read_type(&(operation.answer)(&mut contracts.answers).to_value()).map_err(within)?;
    let named = |name: &&str| Field {
        name: (*name).to_owned(),
        doc: String::new(),
        holds: Type::Any,
        required_in_requests: true,
        always_in_answers: true,
    };
    let others = operation.fields().iter().filter(|field| !operation.positional.contains(field));
    Ok(Operation {
        name: operation.name.to_owned(),
        doc: plain(operation.doc),
        request,
        fields: operation.positional.iter().chain(others).map(named).collect(),
        positional: operation.positional.len(),
        answer,
    })
}

/// Completes the fields of the request.
fn complete(operation: &mut Operation, types: &[TypeDefinition]) -> Outcome<()> {
    let request = types.iter().find(|definition| definition.name == operation.request);
    let Some(TypeDefinition { kind: TypeKind::Record { fields }, .. }) = request else {
        return Err(format!("{}: the request {} is no record", operation.name, operation.request));
    };
    let named: Vec<String> = operation.fields.drain(..).map(|field| field.name).collect();
    for name in &named {
        let field = fields.iter().find(|field| field.name == *name);
        let field = field.ok_or_else(|| format!("{}: no field {name} in the request", operation.name))?;
        operation.fields.push(field.clone());
    }
    Ok(())
}

/// Every type of either side, once. A type of both is the same but for what may be left out.
fn definitions(requests: &Definitions, answers: &Definitions) -> Outcome<Vec<TypeDefinition>> {
    let mut types: BTreeMap<String, TypeDefinition> = BTreeMap::new();
    for (name, schema) in requests {
        types.insert(name.clone(), definition(name, schema, Side::Request)?);
    }
    for (name, schema) in answers {
        let answered = definition(name, schema, Side::Answer)?;
        match types.get_mut(name) {
            Some(given) => unite(given, answered)?,
            None => drop(types.insert(name.clone(), answered)),
        }
    }
    Ok(types.into_values().collect())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Answer,
}

fn unite(given: &mut TypeDefinition, answered: TypeDefinition) -> Outcome<()> {
    given.in_answers = true;
    let name = given.name.clone();
    unite_kinds(&mut given.kind, answered.kind).map_err(|error| format!("{name}: {error}"))
}

fn unite_kinds(given: &mut TypeKind, answered: TypeKind) -> Outcome<()> {
    match (given, answered) {
        (TypeKind::Record { fields }, TypeKind::Record { fields: others }) => unite_fields(fields, others),
        (
            TypeKind::Choice { shared, variants, .. },
            TypeKind::Choice { shared: other_shared, variants: other_variants, .. },
        ) if variants.len() == other_variants.len() => {
            unite_fields(shared, other_shared)?;
            for (variant, other) in variants.iter_mut().zip(other_variants) {
                unite_fields(&mut variant.fields, other.fields)?;
            }
            Ok(())
        }
        (TypeKind::NamesOrObject { .. }, TypeKind::NamesOrObject { .. }) => Ok(()),
        (given, answered) if *given == answered => Ok(()),
        _ => Err("requests and answers have it in different forms".to_owned()),
    }
}

fn unite_fields(given: &mut [Field], answered: Vec<Field>) -> Outcome<()> {
    let order: Vec<String> = answered.iter().map(|field| field.name.clone()).collect();
    given.sort_by_key(|field| order.iter().position(|name| *name == field.name).unwrap_or(usize::MAX));
    for other in answered {
        match given.iter_mut().find(|field| field.name == other.name) {
            Some(field) => {
                field.always_in_answers = other.always_in_answers;
                // A request may give null where an answer leaves out, and the other way round.
                if matches!(other.holds, Type::Optional(_)) {
                    field.holds = other.holds;
                }
            }
            None => return Err(format!("only answers have the field {}", other.name)),
        }
    }
    Ok(())
}

fn definition(name: &str, schema: &Value, side: Side) -> Outcome<TypeDefinition> {
    let kind = kind(schema, side).map_err(|error| format!("{name}: {error}"))?;
    Ok(TypeDefinition {
        name: name.to_owned(),
        doc: description(schema),
        in_requests: side == Side::Request,
        in_answers: side == Side::Answer,
        kind,
    })
}

fn description(schema: &Value) -> String {
    plain(schema.get("description").and_then(Value::as_str).unwrap_or_default())
}

fn kind(schema: &Value, side: Side) -> Outcome<TypeKind> {
    if let Some(variants) = schema.get("oneOf").and_then(Value::as_array) {
        return choice(schema, variants, side);
    }
    if let Some(names) = schema.get("enum").and_then(Value::as_array) {
        let name = |name: &Value| Name { name: text(name), doc: String::new() };
        return Ok(TypeKind::Names { names: names.iter().map(name).collect() });
    }
    if schema.get("type").and_then(Value::as_str) == Some("object") && !is_map(schema) {
        return Ok(TypeKind::Record { fields: fields(schema, side)? });
    }
    Ok(TypeKind::Alias { of: read_type(schema)? })
}

fn is_map(schema: &Value) -> bool {
    schema.get("properties").is_none()
        && schema
            .get("additionalProperties")
            .is_some_and(|held| held.is_object() || *held == Value::Bool(true))
}

fn choice(schema: &Value, variants: &[Value], side: Side) -> Outcome<TypeKind> {
    let (words, objects): (Vec<&Value>, Vec<&Value>) =
        variants.iter().partition(|variant| variant.get("type").and_then(Value::as_str) == Some("string"));
    let mut names = Vec::new();
    for word in words {
        match (word.get("const"), word.get("enum").and_then(Value::as_array)) {
            (Some(name), _) => names.push(Name { name: text(name), doc: description(word) }),
            (None, Some(list)) => {
                names.extend(list.iter().map(|name| Name { name: text(name), doc: String::new() }));
            }
            (None, None) => return Err("a variant is any text".to_owned()),
        }
    }
    if objects.is_empty() {
        return Ok(TypeKind::Names { names });
    }
    let tags: Vec<Option<(String, String)>> = objects.iter().map(|object| tag(object)).collect();
    if let Some(Some((tag, _))) = tags.first()
        && names.is_empty()
        && tags.iter().all(|other| other.as_ref().is_some_and(|(other, _)| other == tag))
    {
        let variants = objects
            .iter()
            .zip(&tags)
            .map(|(object, own)| {
                let mut fields = fields(object, side)?;
                fields.retain(|field| field.name != *tag);
                let name = own.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
                Ok(Variant { name, doc: description(object), fields })
            })
            .collect::<Outcome<Vec<_>>>()?;
        return Ok(TypeKind::Choice { tag: tag.clone(), shared: fields(schema, side)?, variants });
    }
    let mut single = Vec::new();
    for object in objects {
        match fields(object, side)?.as_slice() {
            [field] => single.push(Field { doc: description(object), ..field.clone() }),
            _ => return Err("a variant has neither a tag nor exactly one field".to_owned()),
        }
    }
    Ok(TypeKind::NamesOrObject { names, objects: single })
}

/// The field of a variant that holds its name, and the name.
fn tag(variant: &Value) -> Option<(String, String)> {
    let properties = variant.get("properties")?.as_object()?;
    properties
        .iter()
        .find_map(|(field, schema)| Some((field.clone(), schema.get("const")?.as_str()?.to_owned())))
}

fn fields(schema: &Value, side: Side) -> Outcome<Vec<Field>> {
    let required = schema.get("required").and_then(Value::as_array).map_or(&[] as &[Value], Vec::as_slice);
    let place = |name: &String| required.iter().position(|required| required == name);
    let properties = schema.get("properties").and_then(Value::as_object);
    let mut properties: Vec<_> = properties.into_iter().flatten().collect();
    // The schema lists its properties by name, and only those that are required in the core's order.
    properties.sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
    properties
        .into_iter()
        .map(|(name, schema)| {
            let is_required = place(name).is_some();
            Ok(Field {
                name: name.clone(),
                doc: description(schema),
                holds: read_type(schema).map_err(|error| format!("{name}: {error}"))?,
                required_in_requests: is_required || side == Side::Answer,
                always_in_answers: is_required || side == Side::Request,
            })
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The type of a schema.
fn read_type(schema: &Value) -> Outcome<Type> {
    if *schema == Value::Bool(true) || schema.as_object().is_some_and(Map::is_empty) {
        return Ok(Type::Any);
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return Ok(Type::Ref(reference.rsplit('/').next().unwrap_or_default().to_owned()));
    }
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        return match any.as_slice() {
            [one, null] if null.get("type").and_then(Value::as_str) == Some("null") => {
                Ok(Type::Optional(Box::new(read_type(one)?)))
            }
            kinds => kinds.iter().map(read_type).collect::<Outcome<_>>().map(Type::Either),
        };
    }
    match schema.get("type") {
        Some(Value::String(name)) => read_simple(name, schema),
        Some(Value::Array(names)) => match names.as_slice() {
            [Value::String(name), Value::String(null)] if null == "null" => {
                Ok(Type::Optional(Box::new(read_simple(name, schema)?)))
            }
            _ => Err(format!("no language has a value of {names:?}")),
        },
        _ => Err(format!("the schema {schema} has no type")),
    }
}

fn read_simple(name: &str, schema: &Value) -> Outcome<Type> {
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    Ok(match name {
        "null" => Type::Nothing,
        "boolean" => Type::Boolean,
        "number" => Type::Number,
        "integer" => {
            Type::Integer { wide: !matches!(format, "int32" | "int16" | "int8" | "uint8" | "uint16") }
        }
        "string" => match format {
            "date-time" => Type::Instant,
            "date" => Type::Date,
            "partial-date-time" => Type::LocalDateTime,
            _ => Type::Text,
        },
        "array" => match schema.get("prefixItems").and_then(Value::as_array) {
            Some(places) => Type::Tuple(places.iter().map(read_type).collect::<Outcome<_>>()?),
            None => Type::List(Box::new(schema.get("items").map_or(Ok(Type::Any), read_type)?)),
        },
        "object" if is_map(schema) => {
            Type::Map(Box::new(schema.get("additionalProperties").map_or(Ok(Type::Any), read_type)?))
        }
        "object" => return Err("a record has no name of its own".to_owned()),
        other => return Err(format!("no language has a value of {other}")),
    })
}
