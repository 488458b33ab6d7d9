//! `lib/operations.js` and its declarations: one method for each operation.

use std::collections::BTreeSet;

use super::{GENERATED, Names, Way, comment};
use crate::model::{Field, Model, Operation, Type};

/// Words that cannot name an argument.
const RESERVED: &[&str] = &[
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "new",
    "null",
    "return",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// Where the methods stand: a class, and whether they answer at once.
struct Class<'m> {
    name: &'static str,
    doc: &'static str,
    operations: &'m [Operation],
    at_once: bool,
}

fn classes(model: &Model) -> [Class<'_>; 3] {
    [
        Class {
            name: "EngineOperations",
            doc: "What engines answer without a store, at once.",
            operations: &model.engine_operations,
            at_once: true,
        },
        Class {
            name: "WorkspaceOperations",
            doc: "What a workspace does.",
            operations: &model.workspace_operations,
            at_once: false,
        },
        Class {
            name: "DeduperOperations",
            doc: "What a deduper does with the records that it was fitted with.",
            operations: &model.deduper_operations,
            at_once: false,
        },
    ]
}

/// What takes more than the table says: a deduper is fitted with files too.
fn is_by_hand(class: &Class<'_>, operation: &Operation) -> bool {
    (class.name, operation.name.as_str()) == ("DeduperOperations", "fit")
}

pub(super) fn javascript(model: &Model) -> String {
    let mut text =
        format!("\"use strict\";\n\n{GENERATED}\nconst {{ CALL, withOptions }} = require(\"./request\");\n");
    for class in classes(model) {
        let methods: Vec<String> = class
            .operations
            .iter()
            .filter(|operation| !is_by_hand(&class, operation))
            .map(|operation| body(operation, class.at_once))
            .collect();
        text.push_str(&format!("\nclass {} {{\n{}}}\n", class.name, methods.join("\n")));
    }
    text.push_str("\nmodule.exports = { DeduperOperations, EngineOperations, WorkspaceOperations };\n");
    text
}

fn body(operation: &Operation, at_once: bool) -> String {
    let (positional, named) = operation.fields.split_at(operation.positional);
    let mut arguments: Vec<String> = positional.iter().map(|field| argument(&field.name)).collect();
    let given: Vec<String> =
        positional
            .iter()
            .zip(&arguments)
            .map(|(field, argument)| {
                if field.name == *argument { argument.clone() } else { format!("{}: {argument}", field.name) }
            })
            .collect();
    let given = if given.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", given.join(", ")) };
    let request = if named.is_empty() { given } else { format!("withOptions({given}, options)") };
    if !named.is_empty() {
        arguments.push("options".to_owned());
    }
    let asynchronous = if at_once { "" } else { "async " };
    format!(
        "  {asynchronous}{}({}) {{\n    return this[CALL](\"{}\", {request});\n  }}\n",
        camel(&operation.name),
        arguments.join(", "),
        operation.name
    )
}

pub(super) fn declarations(model: &Model) -> String {
    let names = Names::new(model);
    let mut text = String::new();
    for class in classes(model) {
        let mut options = String::new();
        let mut methods = Vec::new();
        for operation in class.operations.iter().filter(|operation| !is_by_hand(&class, operation)) {
            options.push_str(&options_interface(&names, operation));
            methods.push(signature(&names, operation, class.at_once));
        }
        text.push_str(&format!(
            "{options}\n{}export declare abstract class {} {{\n{}}}\n",
            comment(class.doc, ""),
            class.name,
            methods.join("\n")
        ));
    }
    format!("{GENERATED}\nimport type {{\n{}}} from \"./types.js\";\n{text}", imports(&names, model))
}

/// The names of `types.d.ts` that the declarations use.
fn imports(names: &Names<'_>, model: &Model) -> String {
    let mut used = BTreeSet::new();
    for operation in model.operations() {
        note(names, &operation.answer, Way::Out, &mut used);
        operation.fields.iter().for_each(|field| note(names, &field.holds, Way::In, &mut used));
    }
    used.into_iter().map(|name| format!("  {name},\n")).collect()
}

fn note(names: &Names<'_>, holds: &Type, way: Way, used: &mut BTreeSet<String>) {
    match holds {
        Type::Instant | Type::Ref(_) => drop(used.insert(names.spell(holds, way))),
        Type::List(of) | Type::Map(of) | Type::Optional(of) => note(names, of, way, used),
        Type::Tuple(of) | Type::Either(of) => of.iter().for_each(|of| note(names, of, way, used)),
        _ => {}
    }
}

fn options_interface(names: &Names<'_>, operation: &Operation) -> String {
    let named = operation.fields.get(operation.positional..).unwrap_or_default();
    if named.is_empty() {
        return String::new();
    }
    let fields: String = named
        .iter()
        .map(|field| format!("{}  {}\n", comment(&field.doc, "  "), names.field(field, Way::In)))
        .collect();
    let method = camel(&operation.name);
    format!(
        "\n/** What `{method}` is told beside its arguments. */\nexport interface {} {{\n{fields}}}\n",
        options_name(operation)
    )
}

fn options_name(operation: &Operation) -> String {
    let method = camel(&operation.name);
    let (first, rest) = method.split_at(1);
    format!("{}{rest}Options", first.to_uppercase())
}

fn signature(names: &Names<'_>, operation: &Operation, at_once: bool) -> String {
    let (positional, named) = operation.fields.split_at(operation.positional);
    let needs_options = named.iter().any(|field| field.required_in_requests);
    let may_be_left_out = |place: usize| {
        !needs_options && positional.iter().skip(place).all(|field| !field.required_in_requests)
    };
    let mut arguments: Vec<String> = positional
        .iter()
        .enumerate()
        .map(|(place, field)| argument_of(names, field, may_be_left_out(place)))
        .collect();
    if !named.is_empty() {
        let mark = if needs_options { "" } else { "?" };
        arguments.push(format!("options{mark}: {}", options_name(operation)));
    }
    let answer = match &operation.answer {
        Type::Nothing => "void".to_owned(),
        answer => names.spell(answer, Way::Out),
    };
    let answer = if at_once { answer } else { format!("Promise<{answer}>") };
    let doc = comment(&documentation(operation), "  ");
    format!("{doc}  {}({}): {answer};\n", camel(&operation.name), arguments.join(", "))
}

/// What the method does, and what its arguments mean.
fn documentation(operation: &Operation) -> String {
    let positional = operation.fields.get(..operation.positional).unwrap_or_default();
    let mut doc = operation.doc.clone();
    for field in positional.iter().filter(|field| !field.doc.is_empty()) {
        doc.push_str(&format!("\n@param {} {}", argument(&field.name), field.doc.replace('\n', " ")));
    }
    doc
}

fn argument_of(names: &Names<'_>, field: &Field, may_be_left_out: bool) -> String {
    let holds = names.spell(&field.holds, Way::In);
    let name = argument(&field.name);
    match (field.required_in_requests, may_be_left_out) {
        (true, _) => format!("{name}: {holds}"),
        (false, true) => format!("{name}?: {holds}"),
        (false, false) => format!("{name}: {holds} | undefined"),
    }
}

/// A field's name as an argument: `external_id` is `externalId`.
fn argument(field: &str) -> String {
    let name = camel(field);
    if RESERVED.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// `phone.normalize` and `next_wakeup` as JavaScript writes names.
fn camel(name: &str) -> String {
    let mut words = name.split(['.', '_']);
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let mut letters = word.chars();
        let initial = letters.next().map(|letter| letter.to_ascii_uppercase());
        name + &initial.into_iter().chain(letters).collect::<String>()
    })
}

#[cfg(test)]
mod tests {
    use super::{argument, camel};

    #[test]
    fn names_are_written_as_javascript_does() {
        assert_eq!(camel("phone.normalize"), "phoneNormalize");
        assert_eq!(camel("opt_out.recognise"), "optOutRecognise");
        assert_eq!(camel("next_wakeup"), "nextWakeup");
        assert_eq!(argument("external_id"), "externalId");
        assert_eq!(argument("default"), "default_");
    }
}
