//! The operations table in terms that every language has: records, choices, names.
//!
//! Made of the table's schemas, once. Emitters read nothing else.

use std::collections::BTreeMap;

/// Everything that a binding exposes.
#[derive(Clone, Debug)]
pub struct Model {
    /// Every type that a request or an answer reaches, by name; each [`Type::Ref`] is one of them.
    pub types: Vec<TypeDefinition>,
    /// What engines answer without a workspace, by name.
    pub engine_operations: Vec<Operation>,
    /// What a workspace does, by name.
    pub workspace_operations: Vec<Operation>,
    /// What a deduper does, by name.
    pub deduper_operations: Vec<Operation>,
    /// The codes of errors, by area; the first part of a code is its area.
    pub errors: BTreeMap<String, Vec<ErrorCode>>,
}

/// One line of the table.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `area.what` for an engine's, words with underscores for a workspace's.
    pub name: String,
    /// What it does: sentences, perhaps several lines.
    pub doc: String,
    /// The record that the request is; its fields are also in `fields`.
    pub request: String,
    /// The fields of the request: the positional ones first and in their order, then the others as the core writes them.
    pub fields: Vec<Field>,
    /// How many of `fields` a call may give without their names.
    pub positional: usize,
    /// What it answers.
    pub answer: Type,
}

/// A code of the error catalogue.
#[derive(Clone, Debug)]
pub struct ErrorCode {
    /// `area.thing.what`.
    pub code: &'static str,
    /// What went wrong.
    pub message: &'static str,
    /// What to do.
    pub help: &'static str,
    /// Whether the same call may succeed later.
    pub retryable: bool,
}

/// A type with a name.
#[derive(Clone, Debug)]
pub struct TypeDefinition {
    /// In CamelCase, unique.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// Whether a request reaches it.
    pub in_requests: bool,
    /// Whether an answer reaches it.
    pub in_answers: bool,
    /// What it consists of.
    pub kind: TypeKind,
}

/// What a type consists of.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// Named fields.
    Record {
        /// Those that are always there first, in the order in which the core writes them.
        fields: Vec<Field>,
    },
    /// One of several records, told apart by a field that holds the variant's name.
    Choice {
        /// The field that tells them apart.
        tag: String,
        /// The fields that every variant has, beside its own.
        shared: Vec<Field>,
        /// The variants.
        variants: Vec<Variant>,
    },
    /// One of several words.
    Names {
        /// The words.
        names: Vec<Name>,
    },
    /// One of several words, or an object with exactly one of several fields.
    NamesOrObject {
        /// The words.
        names: Vec<Name>,
        /// The fields, of which exactly one is given.
        objects: Vec<Field>,
    },
    /// Another type under a name of its own: ids, spans.
    Alias {
        /// The other type.
        of: Type,
    },
}

/// A variant of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// As the tag holds it.
    pub name: String,
    /// What it means.
    pub doc: String,
    /// Its own fields.
    pub fields: Vec<Field>,
}

/// A word of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// As data holds it.
    pub name: String,
    /// What it means.
    pub doc: String,
}

/// A field of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// In snake_case.
    pub name: String,
    /// What it means.
    pub doc: String,
    /// What it holds.
    pub holds: Type,
    /// Whether a request must have it. True for types that no request reaches.
    pub required_in_requests: bool,
    /// Whether an answer always has it. True for types that no answer reaches.
    pub always_in_answers: bool,
}

impl Field {
    /// Whether it may be null or left out, in a request or in an answer.
    pub fn is_optional(&self) -> bool {
        !(self.required_in_requests && self.always_in_answers) || matches!(self.holds, Type::Optional(_))
    }
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Text.
    Text,
    /// A whole number of at most 32 bits, or of 64 where it is wide.
    Integer {
        /// Whether 32 bits with a sign are not enough.
        wide: bool,
    },
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// An instant, as RFC 3339 text with an offset.
    Instant,
    /// A day: `2026-01-05`.
    Date,
    /// A time on a wall clock, without an offset: `2026-01-05T09:00:00`.
    LocalDateTime,
    /// Several.
    List(Box<Self>),
    /// Values by text.
    Map(Box<Self>),
    /// So many in this order, as a list.
    Tuple(Vec<Self>),
    /// Or null.
    Optional(Box<Self>),
    /// One of several kinds of value.
    Either(Vec<Self>),
    /// Anything.
    Any,
    /// Null: there is nothing to answer.
    Nothing,
    /// A type of [`Model::types`].
    Ref(String),
}

impl Model {
    /// The type of a name.
    pub fn definition(&self, name: &str) -> Option<&TypeDefinition> {
        self.types.iter().find(|definition| definition.name == name)
    }

    /// Engine operations, then those of a workspace, then those of a deduper.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.engine_operations.iter().chain(&self.workspace_operations).chain(&self.deduper_operations)
    }
}
