//! Data classes, sealed interfaces, enums.

use std::fmt::Write;

use super::text::{GENERATED, Scope, declared, documentation, in_order, name, quoted, type_name};
use crate::casing::{constant, upper_camel};
use crate::model::{Field, Model, Name, TypeDefinition, TypeKind, Variant};
use crate::reach::private_requests;

const HEAD: &str = "\
@file:UseSerializers(InstantSerializer::class, LocalDateSerializer::class, LocalDateTimeSerializer::class)
@file:OptIn(ExperimentalSerializationApi::class)

package scrm

import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.UseSerializers
import kotlinx.serialization.json.JsonClassDiscriminator
import kotlinx.serialization.json.JsonElement
";

/// Every type of the model.
pub(super) fn emit(model: &Model) -> String {
    let private = private_requests(model);
    let mut text = format!("{GENERATED}{HEAD}");
    for definition in &model.types {
        let visibility = if private.contains(definition.name.as_str()) { "internal" } else { "public" };
        text.push('\n');
        text.push_str(&type_definition(definition, visibility));
    }
    text
}

fn type_definition(definition: &TypeDefinition, visibility: &str) -> String {
    let doc = documentation(&definition.doc, "");
    let name = &definition.name;
    match &definition.kind {
        TypeKind::Record { fields } => {
            let fields: Vec<&Field> = fields.iter().collect();
            format!("{doc}@Serializable\n{visibility} {}\n", data_class(name, &fields, None))
        }
        TypeKind::Choice { tag, shared, variants } => format!("{doc}{}", choice(name, tag, shared, variants)),
        TypeKind::Names { names } => format!("{doc}{}", names_of(name, names)),
        TypeKind::NamesOrObject { names, objects } => {
            format!("{doc}{}", names_or_object(name, names, objects))
        }
        TypeKind::Alias { of } => format!("{doc}public typealias {name} = {}\n", type_name(of, Scope::File)),
    }
}

/// A data class, or a data object where there is nothing to hold; a variant where it is one of a choice.
fn data_class(name_of_class: &str, fields: &[&Field], choice: Option<(&str, &[Field])>) -> String {
    let (scope, indent) = if choice.is_some() { (Scope::Choice, "    ") } else { (Scope::File, "") };
    let (parent, shared) =
        choice.map_or((String::new(), &[] as &[Field]), |(parent, shared)| (format!(" : {parent}"), shared));
    if fields.is_empty() {
        return format!("data object {name_of_class}{parent}");
    }
    let mut text = format!("data class {name_of_class}(\n");
    for field in in_order(fields.iter().copied()) {
        text.push_str(&documentation(&field.doc, &format!("{indent}    ")));
        if name(&field.name) != field.name {
            let _ = writeln!(text, "{indent}    @SerialName({})", quoted(&field.name));
        }
        let overriding = if shared.iter().any(|shared| shared.name == field.name) { "override " } else { "" };
        let _ = writeln!(text, "{indent}    {overriding}val {},", declared(field, scope));
    }
    let _ = write!(text, "{indent}){parent}");
    text
}

fn choice(name_of_type: &str, tag: &str, shared: &[Field], variants: &[Variant]) -> String {
    let mut text = format!("@Serializable\n@JsonClassDiscriminator({})\n", quoted(tag));
    let _ = writeln!(text, "public sealed interface {name_of_type} {{");
    for field in shared {
        text.push_str(&documentation(&field.doc, "    "));
        let declared = declared(field, Scope::Choice);
        let _ = writeln!(text, "    public val {}", declared.split(" = ").next().unwrap_or_default());
    }
    for (place, variant) in variants.iter().enumerate() {
        if place > 0 || !shared.is_empty() {
            text.push('\n');
        }
        let fields: Vec<&Field> = shared.iter().chain(&variant.fields).collect();
        text.push_str(&documentation(&variant.doc, "    "));
        let _ = writeln!(text, "    @Serializable\n    @SerialName({})", quoted(&variant.name));
        let class = data_class(&upper_camel(&variant.name), &fields, Some((name_of_type, shared)));
        let _ = writeln!(text, "    public {class}");
    }
    text + "}\n"
}

fn names_of(name_of_type: &str, names: &[Name]) -> String {
    let mut text = format!("@Serializable\npublic enum class {name_of_type} {{\n");
    for name in names {
        text.push_str(&documentation(&name.doc, "    "));
        let _ = writeln!(text, "    @SerialName({})\n    {},", quoted(&name.name), constant(&name.name));
    }
    text + "}\n"
}

fn names_or_object(name_of_type: &str, names: &[Name], objects: &[Field]) -> String {
    let serializer = format!("{name_of_type}Serializer");
    let mut text =
        format!("@Serializable(with = {serializer}::class)\npublic sealed interface {name_of_type} {{\n");
    for (place, name) in names.iter().enumerate() {
        if place > 0 {
            text.push('\n');
        }
        text.push_str(&documentation(&name.doc, "    "));
        let _ = writeln!(text, "    public data object {} : {name_of_type}", upper_camel(&name.name));
    }
    for object in objects {
        text.push('\n');
        text.push_str(&documentation(&object.doc, "    "));
        let class = upper_camel(&object.name);
        let holds = type_name(&object.holds, Scope::Choice);
        let _ = writeln!(text, "    public data class {class}(val value: {holds}) : {name_of_type}");
    }
    text.push_str("}\n");
    let words: String = names
        .iter()
        .map(|name| {
            format!("        {} to {name_of_type}.{},\n", quoted(&name.name), upper_camel(&name.name))
        })
        .collect();
    let reading: String = objects
        .iter()
        .map(|object| {
            format!(
                "        {} -> {name_of_type}.{}(value.read<{}>())\n",
                quoted(&object.name),
                upper_camel(&object.name),
                type_name(&object.holds, Scope::File)
            )
        })
        .collect();
    let writing: String = objects
        .iter()
        .map(|object| {
            format!(
                "        is {name_of_type}.{} -> {} to element(value.value)\n",
                upper_camel(&object.name),
                quoted(&object.name)
            )
        })
        .collect();
    let _ = write!(
        text,
        "
internal object {serializer} : WordOrObjectSerializer<{name_of_type}>(
    {},
    mapOf(
{words}    ),
) {{
    override fun read(field: String, value: ObjectValue): {name_of_type}? = when (field) {{
{reading}        else -> null
    }}

    override fun written(value: {name_of_type}): FieldOfObject? = when (value) {{
{writing}        else -> null
    }}
}}
",
        quoted(&format!("scrm.{name_of_type}"))
    );
    text
}
