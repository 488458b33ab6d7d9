//! Structs and enums.

use std::fmt::Write;

use super::text::{
    GENERATED, documentation, in_order, is_collection, name, parameter, property_type, quoted, type_name,
};
use crate::casing::upper_camel;
use crate::model::{Field, Model, Name, TypeDefinition, TypeKind, Variant};
use crate::reach::{holds_itself, private_requests};

const CONFORMANCES: &str = "Codable, Hashable, Sendable";

/// Every type of the model.
pub(super) fn emit(model: &Model) -> String {
    let private = private_requests(model);
    let mut text = GENERATED.to_owned();
    for definition in &model.types {
        let visibility = if private.contains(definition.name.as_str()) { "" } else { "public " };
        let indirect = if holds_itself(model, &definition.name) { "indirect " } else { "" };
        text.push('\n');
        text.push_str(&type_definition(definition, visibility, indirect));
    }
    text
}

fn type_definition(definition: &TypeDefinition, visibility: &str, indirect: &str) -> String {
    let doc = documentation(&definition.doc, "");
    let name = &definition.name;
    let text = match &definition.kind {
        TypeKind::Record { fields } => {
            let fields = in_order(fields);
            Structure { name, fields, taken: &[], visibility, indent: "", in_answers: definition.in_answers }
                .text()
        }
        TypeKind::Choice { tag, shared, variants } => choice(definition, tag, shared, variants, indirect),
        TypeKind::Names { names } => names_of(name, names),
        TypeKind::NamesOrObject { names, objects } => names_or_object(name, names, objects),
        TypeKind::Alias { of } => format!("public typealias {name} = {}\n", type_name(of, &[])),
    };
    doc + &text
}

/// A struct that is an object in JSON.
struct Structure<'m> {
    name: &'m str,
    fields: Vec<&'m Field>,
    /// The names of the types around it.
    taken: &'m [String],
    visibility: &'m str,
    indent: &'m str,
    in_answers: bool,
}

impl Structure<'_> {
    fn text(&self) -> String {
        let (visibility, indent, taken) = (self.visibility, self.indent, self.taken);
        let mut text = format!("{indent}{visibility}struct {}: {CONFORMANCES} {{\n", self.name);
        for field in &self.fields {
            text.push_str(&documentation(&field.doc, &format!("{indent}    ")));
            let _ = writeln!(
                text,
                "{indent}    {visibility}var {}: {}",
                name(&field.name),
                property_type(field, taken)
            );
        }
        let parameters: Vec<String> = self.fields.iter().map(|field| parameter(field, taken)).collect();
        let _ = writeln!(text, "\n{indent}    {visibility}init({}) {{", parameters.join(", "));
        for field in &self.fields {
            let _ = writeln!(text, "{indent}        self.{0} = {0}", name(&field.name));
        }
        let _ = writeln!(text, "{indent}    }}");
        if !self.fields.is_empty() {
            text.push_str(&self.keys());
        }
        // Swift's own reading wants every list; its own writing would put in empty ones.
        if self.fields.iter().any(|field| field.is_optional() && is_collection(&field.holds)) {
            text.push_str(&self.reading());
            text.push_str(&self.writing());
        }
        let _ = writeln!(text, "{indent}}}");
        text
    }

    fn keys(&self) -> String {
        let indent = self.indent;
        let mut text = format!("\n{indent}    private enum CodingKeys: String, CodingKey {{\n");
        for field in &self.fields {
            let _ = writeln!(text, "{indent}        case {} = {}", name(&field.name), quoted(&field.name));
        }
        let _ = writeln!(text, "{indent}    }}");
        text
    }

    fn reading(&self) -> String {
        let (visibility, indent) = (self.visibility, self.indent);
        let mut text = format!(
            "
{indent}    {visibility}init(from decoder: any Decoder) throws {{
{indent}        let json = try decoder.container(keyedBy: CodingKeys.self)
"
        );
        for field in &self.fields {
            let (name, holds) = (name(&field.name), property_type(field, self.taken));
            let read = if !field.is_optional() {
                format!("json.decode({holds}.self, forKey: .{name})")
            } else if is_collection(&field.holds) {
                let empty = if holds.contains(": ") { "[:]" } else { "[]" };
                format!("json.decodeIfPresent({holds}.self, forKey: .{name}) ?? {empty}")
            } else {
                format!("json.decodeIfPresent({}.self, forKey: .{name})", holds.trim_end_matches('?'))
            };
            let _ = writeln!(text, "{indent}        self.{name} = try {read}");
        }
        let _ = writeln!(text, "{indent}    }}");
        text
    }

    fn writing(&self) -> String {
        let (visibility, indent) = (self.visibility, self.indent);
        let mut text = format!(
            "
{indent}    {visibility}func encode(to encoder: any Encoder) throws {{
{indent}        var json = encoder.container(keyedBy: CodingKeys.self)
"
        );
        for field in &self.fields {
            let name = name(&field.name);
            let written = if !field.is_optional() {
                format!("try json.encode(self.{name}, forKey: .{name})")
            } else if !is_collection(&field.holds) {
                format!("try json.encodeIfPresent(self.{name}, forKey: .{name})")
            } else if self.in_answers && field.always_in_answers {
                format!("try json.encode(self.{name}, forKey: .{name})")
            } else {
                format!("if !self.{name}.isEmpty {{ try json.encode(self.{name}, forKey: .{name}) }}")
            };
            let _ = writeln!(text, "{indent}        {written}");
        }
        let _ = writeln!(text, "{indent}    }}");
        text
    }
}

fn choice(
    definition: &TypeDefinition,
    tag: &str,
    shared: &[Field],
    variants: &[Variant],
    indirect: &str,
) -> String {
    let held_by = |variant: &Variant| payload(&definition.name, variant);
    let taken: Vec<String> = variants.iter().map(held_by).collect();
    let is_bare = |variant: &Variant| variant.fields.is_empty() && shared.is_empty();
    let mut text = format!("public {indirect}enum {}: {CONFORMANCES} {{\n", definition.name);
    for variant in variants {
        text.push_str(&documentation(&variant.doc, "    "));
        let held = if is_bare(variant) { String::new() } else { format!("({})", held_by(variant)) };
        let _ = writeln!(text, "    case {}{held}", name(&variant.name));
    }
    for field in shared {
        text.push('\n');
        text.push_str(&documentation(&field.doc, "    "));
        let _ = writeln!(text, "    public var {}: {} {{", name(&field.name), property_type(field, &taken));
        text.push_str("        switch self {\n");
        for variant in variants {
            let _ = writeln!(
                text,
                "        case .{}(let held): return held.{}",
                name(&variant.name),
                name(&field.name)
            );
        }
        text.push_str("        }\n    }\n");
    }
    for variant in variants.iter().filter(|variant| !is_bare(variant)) {
        text.push('\n');
        text.push_str(&documentation(&variant.doc, "    "));
        let structure = Structure {
            name: &held_by(variant),
            fields: in_order(shared.iter().chain(&variant.fields)),
            taken: &taken,
            visibility: "public ",
            indent: "    ",
            in_answers: definition.in_answers,
        };
        text.push_str(&structure.text());
    }
    text + &choice_in_json(tag, variants, &held_by, &is_bare) + "}\n"
}

/// The struct that a case holds; no type of Swift's own may be called so.
fn payload(name_of_choice: &str, variant: &Variant) -> String {
    let name = upper_camel(&variant.name);
    if matches!(name.as_str(), "Any" | "Self" | "Type" | "Protocol") { name + name_of_choice } else { name }
}

fn choice_in_json(
    tag: &str,
    variants: &[Variant],
    held_by: &dyn Fn(&Variant) -> String,
    is_bare: &dyn Fn(&Variant) -> bool,
) -> String {
    let key = name(tag);
    let (mut reading, mut writing) = (String::new(), String::new());
    for variant in variants {
        let (case, word) = (name(&variant.name), quoted(&variant.name));
        if is_bare(variant) {
            let _ = writeln!(reading, "        case {word}: self = .{case}");
            let _ = writeln!(writing, "        case .{case}: try tag.encode({word}, forKey: .{key})");
        } else {
            let held = held_by(variant);
            let _ = writeln!(reading, "        case {word}: self = .{case}(try {held}(from: decoder))");
            let _ = writeln!(writing, "        case .{case}(let held):");
            let _ = writeln!(writing, "            try tag.encode({word}, forKey: .{key})");
            let _ = writeln!(writing, "            try held.encode(to: encoder)");
        }
    }
    format!(
        "
    private enum Tag: Swift.String, CodingKey {{
        case {key} = {}
    }}

    public init(from decoder: any Decoder) throws {{
        let tag = try decoder.container(keyedBy: Tag.self)
        switch try tag.decode(Swift.String.self, forKey: .{key}) {{
{reading}        default: throw DecodingError.dataCorruptedError(forKey: .{key}, in: tag, debugDescription: \"no known word\")
        }}
    }}

    public func encode(to encoder: any Encoder) throws {{
        var tag = encoder.container(keyedBy: Tag.self)
        switch self {{
{writing}        }}
    }}
",
        quoted(tag)
    )
}

fn names_of(name_of_type: &str, names: &[Name]) -> String {
    let mut text = format!("public enum {name_of_type}: String, {CONFORMANCES}, CaseIterable {{\n");
    for word in names {
        text.push_str(&documentation(&word.doc, "    "));
        let _ = writeln!(text, "    case {} = {}", name(&word.name), quoted(&word.name));
    }
    text + "}\n"
}

fn names_or_object(name_of_type: &str, names: &[Name], objects: &[Field]) -> String {
    let mut text = format!("public enum {name_of_type}: {CONFORMANCES} {{\n");
    let (mut words, mut read, mut written) = (String::new(), String::new(), String::new());
    for word in names {
        let (case, quoted) = (name(&word.name), quoted(&word.name));
        text.push_str(&documentation(&word.doc, "    "));
        let _ = writeln!(text, "    case {case}");
        let _ = writeln!(words, "            case {quoted}: self = .{case}");
        let _ = writeln!(written, "        case .{case}:");
        let _ = writeln!(written, "            var word = encoder.singleValueContainer()");
        let _ = writeln!(written, "            try word.encode({quoted})");
    }
    let mut keys = String::new();
    for object in objects {
        let (case, holds) = (name(&object.name), type_name(&object.holds, &[]));
        text.push_str(&documentation(&object.doc, "    "));
        let _ = writeln!(text, "    case {case}({holds})");
        let _ = writeln!(keys, "        case {case} = {}", quoted(&object.name));
        let _ = writeln!(
            read,
            "        if let value = try object.decodeIfPresent({holds}.self, forKey: .{case}) {{"
        );
        let _ = writeln!(read, "            self = .{case}(value)\n            return\n        }}");
        let _ = writeln!(written, "        case .{case}(let value):");
        let _ = writeln!(written, "            var object = encoder.container(keyedBy: Key.self)");
        let _ = writeln!(written, "            try object.encode(value, forKey: .{case})");
    }
    let _ = write!(
        text,
        "
    private enum Key: String, CodingKey {{
{keys}    }}

    public init(from decoder: any Decoder) throws {{
        let unknown = DecodingError.Context(codingPath: decoder.codingPath, debugDescription: \"no known word\")
        if let word = try? decoder.singleValueContainer().decode(String.self) {{
            switch word {{
{words}            default: throw DecodingError.dataCorrupted(unknown)
            }}
            return
        }}
        let object = try decoder.container(keyedBy: Key.self)
{read}        throw DecodingError.dataCorrupted(unknown)
    }}

    public func encode(to encoder: any Encoder) throws {{
        switch self {{
{written}        }}
    }}
}}
"
    );
    text
}
