//! What the Node binding has of the table: methods, and types for TypeScript.

mod methods;
mod types;

use crate::files::File;
use crate::model::{Field, Model, Type, TypeDefinition, TypeKind};

/// The files that are written for TypeScript: each a path in the repository and its emitter.
pub(crate) const FILES: &[File] = &[
    ("bindings-node/lib/operations.js", methods::javascript),
    ("bindings-node/lib/operations.d.ts", methods::declarations),
    ("bindings-node/lib/types.d.ts", types::declarations),
];

/// The first line of every file.
const GENERATED: &str =
    "// Written by `cargo xtask gen` from the operations table. Change the table, not this file.\n";

/// Which way a value goes. JavaScript says some things differently in the two: a `Date` may be given and comes back
/// as text, and what may be left out of a request is always there in an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

/// The names of types, by the way in which they go.
struct Names<'m> {
    /// Types of both ways that differ between them: those that go in have a name of their own.
    two_forms: Vec<&'m str>,
}

impl<'m> Names<'m> {
    fn new(model: &'m Model) -> Self {
        let mut names = Self { two_forms: Vec::new() };
        loop {
            let more: Vec<&str> = model
                .types
                .iter()
                .filter(|definition| definition.in_requests && definition.in_answers)
                .filter(|definition| !names.two_forms.contains(&definition.name.as_str()))
                .filter(|definition| names.differs(definition))
                .map(|definition| definition.name.as_str())
                .collect();
            if more.is_empty() {
                return names;
            }
            names.two_forms.extend(more);
        }
    }

    fn differs(&self, definition: &TypeDefinition) -> bool {
        let field = |field: &Field| field.is_optional() || self.type_differs(&field.holds);
        match &definition.kind {
            TypeKind::Record { fields } => fields.iter().any(field),
            TypeKind::Choice { shared, variants, .. } => {
                shared.iter().chain(variants.iter().flat_map(|variant| &variant.fields)).any(field)
            }
            TypeKind::NamesOrObject { objects, .. } => objects.iter().any(field),
            TypeKind::Alias { of } => self.type_differs(of),
            TypeKind::Names { .. } => false,
        }
    }

    fn type_differs(&self, holds: &Type) -> bool {
        match holds {
            Type::Instant => true,
            Type::List(of) | Type::Map(of) | Type::Optional(of) => self.type_differs(of),
            Type::Tuple(of) | Type::Either(of) => of.iter().any(|of| self.type_differs(of)),
            Type::Ref(name) => self.two_forms.contains(&name.as_str()),
            _ => false,
        }
    }

    fn has_two_forms(&self, name: &str) -> bool {
        self.two_forms.contains(&name)
    }

    /// A type's name where it goes that way.
    fn name(&self, name: &str, way: Way) -> String {
        if way == Way::In && self.has_two_forms(name) { format!("{name}Input") } else { name.to_owned() }
    }

    /// A type as TypeScript spells it.
    fn spell(&self, holds: &Type, way: Way) -> String {
        match holds {
            Type::Text | Type::Date | Type::LocalDateTime => "string".to_owned(),
            Type::Integer { .. } | Type::Number => "number".to_owned(),
            Type::Boolean => "boolean".to_owned(),
            Type::Instant if way == Way::In => "InstantInput".to_owned(),
            Type::Instant => "Instant".to_owned(),
            Type::List(of) => {
                let of = self.spell(of, way);
                let of = if of.contains(' ') { format!("({of})") } else { of };
                if way == Way::In { format!("readonly {of}[]") } else { format!("{of}[]") }
            }
            Type::Map(of) => format!("Record<string, {}>", self.spell(of, way)),
            Type::Tuple(of) => {
                let of = of.iter().map(|of| self.spell(of, way)).collect::<Vec<_>>().join(", ");
                if way == Way::In { format!("readonly [{of}]") } else { format!("[{of}]") }
            }
            Type::Optional(of) => format!("{} | null", self.spell(of, way)),
            Type::Either(of) => of.iter().map(|of| self.spell(of, way)).collect::<Vec<_>>().join(" | "),
            Type::Any => "unknown".to_owned(),
            Type::Nothing => "null".to_owned(),
            Type::Ref(name) => self.name(name, way),
        }
    }

    /// A field's line in an interface.
    fn field(&self, field: &Field, way: Way) -> String {
        let is_there = match way {
            Way::In => field.required_in_requests,
            Way::Out => field.always_in_answers,
        };
        let holds = match (&field.holds, way) {
            // An answer that leaves a field out does not say null as well.
            (Type::Optional(of), Way::Out) if !is_there => self.spell(of, way),
            (holds, Way::In) if !is_there => format!("{} | undefined", self.spell(holds, way)),
            (holds, _) => self.spell(holds, way),
        };
        format!("{}{}: {holds};", field.name, if is_there { "" } else { "?" })
    }
}

/// A comment for editors, indented; nothing where there is nothing to say.
fn comment(doc: &str, indent: &str) -> String {
    let doc = doc.trim().replace("*/", "*\u{200b}/");
    let lines: Vec<&str> = doc.lines().collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let lines: String =
                lines.iter().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n").collect();
            format!("{indent}/**\n{lines}{indent} */\n")
        }
    }
}
