//! What the Python binding has of the table: types, methods, classes of errors, and the forms of answers.

mod answers;
mod areas;
mod operations;
mod types;

use std::collections::BTreeSet;

use crate::files::File;
use crate::model::{Field, Model, Type, TypeDefinition, TypeKind};

/// The files that are written for Python: each a path in the repository and its emitter.
pub(crate) const FILES: &[File] = &[
    ("bindings-python/python/scrm/types.py", types::write),
    ("bindings-python/python/scrm/_operations.py", operations::write),
    ("bindings-python/python/scrm/_areas.py", areas::write),
    ("bindings-python/src/answers.rs", answers::write),
];

/// The first line of every file that is written.
const WRITTEN: &str = "Written by `cargo xtask gen`; do not edit.";

/// The longest line of Python.
const WIDTH: usize = 120;

/// Which way a value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// From Python to the engine: times may be text, and any sequence is a list.
    In,
    /// From the engine to Python.
    Out,
}

/// The names of types, which differ between requests and answers where their contents do.
struct Names {
    /// Types of both ways that differ.
    twofold: BTreeSet<String>,
}

impl Names {
    fn of(model: &Model) -> Self {
        let mut twofold = BTreeSet::new();
        // A type differs where its own fields do, or those of a type that it holds.
        loop {
            let known = twofold.len();
            for definition in
                model.types.iter().filter(|definition| definition.in_requests && definition.in_answers)
            {
                if differs(definition, &twofold) {
                    twofold.insert(definition.name.clone());
                }
            }
            if twofold.len() == known {
                return Self { twofold };
            }
        }
    }

    /// The name of a type in requests or answers.
    fn name(&self, name: &str, way: Way) -> String {
        if way == Way::In && self.twofold.contains(name) { format!("{name}Input") } else { name.to_owned() }
    }

    /// A type as Python spells it. `scope` stands before the names of types.
    fn spell(&self, holds: &Type, way: Way, scope: &str) -> String {
        match (holds, way) {
            (Type::Text, _) => "str".to_owned(),
            (Type::Integer { .. }, _) => "int".to_owned(),
            (Type::Number, _) => "float".to_owned(),
            (Type::Boolean, _) => "bool".to_owned(),
            (Type::Instant, Way::In) => format!("{scope}Instant"),
            (Type::Instant, Way::Out) => "dt.datetime".to_owned(),
            (Type::Date, Way::In) => format!("{scope}Day"),
            (Type::Date, Way::Out) => "dt.date".to_owned(),
            (Type::LocalDateTime, _) => "str".to_owned(),
            (Type::List(of), Way::In) => format!("abc.Sequence[{}]", self.spell(of, way, scope)),
            (Type::List(of), Way::Out) => format!("list[{}]", self.spell(of, way, scope)),
            (Type::Map(of), Way::In) => format!("abc.Mapping[str, {}]", self.spell(of, way, scope)),
            (Type::Map(of), Way::Out) => format!("dict[str, {}]", self.spell(of, way, scope)),
            (Type::Tuple(of), _) => {
                let places: Vec<String> = of.iter().map(|of| self.spell(of, way, scope)).collect();
                format!("tuple[{}]", places.join(", "))
            }
            (Type::Optional(of), _) => format!("{} | None", self.spell(of, way, scope)),
            (Type::Either(of), _) => {
                let kinds: Vec<String> = of.iter().map(|of| self.spell(of, way, scope)).collect();
                kinds.join(" | ")
            }
            (Type::Any, _) => "Any".to_owned(),
            (Type::Nothing, _) => "None".to_owned(),
            (Type::Ref(name), _) => format!("{scope}{}", self.name(name, way)),
        }
    }
}

fn differs(definition: &TypeDefinition, twofold: &BTreeSet<String>) -> bool {
    let field_differs = |field: &Field| !field.required_in_requests || holds_differ(&field.holds, twofold);
    match &definition.kind {
        TypeKind::Record { fields } | TypeKind::NamesOrObject { objects: fields, .. } => {
            fields.iter().any(field_differs)
        }
        TypeKind::Choice { shared, variants, .. } => {
            shared.iter().any(field_differs)
                || variants.iter().any(|variant| variant.fields.iter().any(field_differs))
        }
        TypeKind::Names { .. } => false,
        TypeKind::Alias { of } => holds_differ(of, twofold),
    }
}

fn holds_differ(holds: &Type, twofold: &BTreeSet<String>) -> bool {
    match holds {
        Type::Instant | Type::Date | Type::List(_) | Type::Map(_) => true,
        Type::Optional(of) => holds_differ(of, twofold),
        Type::Tuple(of) | Type::Either(of) => of.iter().any(|of| holds_differ(of, twofold)),
        Type::Ref(name) => twofold.contains(name),
        _ => false,
    }
}

/// Words that Python keeps for itself.
const KEYWORDS: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
    "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not",
    "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// Documentation in the words of Python.
fn python_words(doc: &str) -> String {
    let text = doc.replace('\\', "\\\\").replace("\"\"\"", "'''");
    replace_word(text.trim(), "null", "None")
}

/// Replaces a word that stands alone.
fn replace_word(text: &str, word: &str, by: &str) -> String {
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(word) {
        let alone =
            !before.ends_with(is_letter) && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        out.push_str(before);
        out.push_str(if alone { by } else { word });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A docstring of one line or several, at this depth.
fn docstring(doc: &str, depth: usize, out: &mut String) {
    let text = python_words(doc);
    if text.is_empty() {
        return;
    }
    let indent = "    ".repeat(depth);
    let one_line = !text.contains('\n') && text.chars().count() + indent.len() + 6 <= WIDTH;
    if one_line && !text.ends_with('"') {
        out.push_str(&format!("{indent}\"\"\"{text}\"\"\"\n"));
        return;
    }
    let mut lines = String::new();
    text.lines().for_each(|paragraph| wrap(paragraph, &indent, &mut lines));
    out.push_str(&format!("{indent}\"\"\"{}{indent}\"\"\"\n", lines.trim_start()));
}

/// A paragraph in lines of at most [`WIDTH`] characters; what is indented stays so.
fn wrap(paragraph: &str, indent: &str, out: &mut String) {
    let own = paragraph.len() - paragraph.trim_start().len();
    let indent = format!("{indent}{}", " ".repeat(own));
    let mut line = String::new();
    for word in paragraph.split_whitespace() {
        if !line.is_empty() && indent.len() + line.chars().count() + 1 + word.chars().count() > WIDTH - 3 {
            out.push_str(&format!("{indent}{line}\n"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.is_empty() { out.push('\n') } else { out.push_str(&format!("{indent}{line}\n")) }
}
