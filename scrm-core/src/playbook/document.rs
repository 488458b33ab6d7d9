//! Reading a playbook: the user's document laid over the standard one, then checked strictly.

use serde_json::{Map, Value};

use super::Playbook;
use super::error::PlaybookError;
use super::place::{self, Place, Step};

/// No playbook needs more: the standard one is under a tenth of it.
const LARGEST_DOCUMENT: usize = 4 * 1024 * 1024;

/// How the user wrote the document.
#[derive(Clone, Copy)]
enum Format {
    Toml,
    Json,
}

/// The user's text, kept to find the place of what is wrong in it.
pub(super) struct Source<'a> {
    text: &'a str,
    format: Format,
}

impl<'a> Source<'a> {
    /// A document whose first character tells its format: `{` begins JSON, anything else TOML.
    pub(super) fn new(text: &'a str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let format = if text.trim_start().starts_with('{') { Format::Json } else { Format::Toml };
        Self { text, format }
    }

    fn parse(&self) -> Result<Map<String, Value>, PlaybookError> {
        if self.text.len() > LARGEST_DOCUMENT {
            return Err(PlaybookError::TooLarge { bytes: self.text.len(), limit: LARGEST_DOCUMENT });
        }
        match self.format {
            Format::Json => serde_json::from_str(self.text).map_err(|error| PlaybookError::Syntax {
                place: Place { line: error.line() as u64, column: error.column() as u64 },
                message: error.to_string(),
            }),
            Format::Toml => {
                let table = self.text.parse::<toml::Table>().map_err(|error| PlaybookError::Syntax {
                    place: Place::at_offset(self.text, error.span().map_or(0, |span| span.start)),
                    message: error.message().to_owned(),
                })?;
                Ok(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
            }
        }
    }

    fn place_of(&self, path: &[Step]) -> Option<Place> {
        match self.format {
            Format::Toml => place::in_toml(self.text, path),
            Format::Json => place::in_json(self.text, path),
        }
    }

    /// An engine's complaint about `field` of `section`, with its place.
    pub(super) fn refused(
        &self,
        section: &str,
        field: Option<&str>,
        code: &'static str,
        message: String,
    ) -> PlaybookError {
        let path = field.map_or_else(|| section.to_owned(), |field| format!("{section}.{field}"));
        PlaybookError::Refused { place: self.place_of(&steps(&path)), path, code, message }
    }
}

/// TOML's dates become text: a playbook writes them as JSON does.
fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(list) => list.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
    }
}

/// Lays `over` over `under`: objects key by key, everything else — lists too — as a whole.
fn overlay(under: &mut Map<String, Value>, over: Map<String, Value>) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Object(under)), Value::Object(over)) => overlay(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

/// `a.b[2].c` as steps.
fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let mut pieces = part.split('[');
        if let Some(name) = pieces.next().filter(|name| !name.is_empty()) {
            steps.push(Step::Key(name.to_owned()));
        }
        for piece in pieces {
            if let Ok(index) = piece.trim_end_matches(']').parse() {
                steps.push(Step::Index(index));
            }
        }
    }
    steps
}

fn path_steps(path: &serde_path_to_error::Path) -> Vec<Step> {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(Step::Index(*index)),
            Segment::Map { key } => Some(Step::Key(key.clone())),
            Segment::Enum { variant } => Some(Step::Key(variant.clone())),
            Segment::Unknown => None,
        })
        .collect()
}

/// The key that serde's message calls unknown, so that the place is the key itself.
fn unknown_key(message: &str) -> Option<&str> {
    message.strip_prefix("unknown field `")?.split('`').next()
}

/// An object inside a document.
fn object<'d>(document: &'d Map<String, Value>, path: &[&str]) -> Option<&'d Map<String, Value>> {
    path.iter().try_fold(document, |object, key| object.get(*key)?.as_object())
}

/// Who brings keyword rules of their own need not answer for the standard ones: standard answers whose
/// rule is gone go as well. Answers of the user's own stay, and one without a rule is then refused.
fn drop_answers_without_rules(merged: &mut Map<String, Value>, own: Option<&Map<String, Value>>) {
    let rules: Vec<String> = merged
        .get("keywords")
        .and_then(|section| section.get("rules"))
        .and_then(Value::as_array)
        .map(|rules| rules.iter().filter_map(|rule| Some(rule.get("id")?.as_str()?.to_owned())).collect())
        .unwrap_or_default();
    let answers = merged.get_mut("replies").and_then(|section| section.get_mut("keyword"));
    if let Some(answers) = answers.and_then(Value::as_object_mut) {
        answers.retain(|rule, _| rules.contains(rule) || own.is_some_and(|own| own.contains_key(rule)));
    }
}

/// Reads `source` over the `standard` document.
pub(super) fn read(source: &Source<'_>, standard: Map<String, Value>) -> Result<Playbook, PlaybookError> {
    let mut merged = standard;
    let document = source.parse()?;
    let answers = object(&document, &["replies", "keyword"]).cloned();
    let brings_rules = object(&document, &["keywords"]).is_some_and(|section| section.contains_key("rules"));
    overlay(&mut merged, document);
    if brings_rules {
        drop_answers_without_rules(&mut merged, answers.as_ref());
    }
    serde_path_to_error::deserialize(Value::Object(merged)).map_err(|error| {
        let mut steps = path_steps(error.path());
        let mut path = error.path().to_string();
        let message = error.into_inner().to_string();
        if let Some(key) = unknown_key(&message) {
            let named = matches!(steps.last(), Some(Step::Key(last)) if last == key);
            if !named {
                steps.push(Step::Key(key.to_owned()));
                path = if path == "." { key.to_owned() } else { format!("{path}.{key}") };
            }
        }
        PlaybookError::Invalid { place: source.place_of(&steps), path, message }
    })
}

/// The standard document: every area's embedded section under its name.
pub(super) fn standard(sections: &[(&str, &str)]) -> Map<String, Value> {
    let mut document = Map::new();
    for (name, text) in sections {
        let table: toml::Table = super::standard_section(text);
        let section: Map<String, Value> =
            table.into_iter().map(|(key, value)| (key, from_toml(value))).collect();
        if name.is_empty() {
            document.extend(section);
        } else {
            document.insert((*name).to_owned(), Value::Object(section));
        }
    }
    document
}
