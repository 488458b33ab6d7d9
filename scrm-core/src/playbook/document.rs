//! Reading a playbook: the user's document laid over the standard one, then checked strictly.

use rustc_hash::FxHashSet;

use super::Playbook;
use super::error::PlaybookError;
use super::place;
use crate::foundation::{Currency, Given, Step, TextPlace, spell};

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

    fn parse(&self) -> Result<Given, PlaybookError> {
        if self.text.len() > LARGEST_DOCUMENT {
            return Err(PlaybookError::TooLarge { bytes: self.text.len(), limit: LARGEST_DOCUMENT });
        }
        match self.format {
            Format::Json => Given::from_json(self.text).map_err(|error| PlaybookError::Syntax {
                place: TextPlace { line: error.line() as u64, column: error.column() as u64 },
                message: error.to_string(),
            }),
            Format::Toml => Given::from_toml(self.text).map_err(|error| PlaybookError::Syntax {
                place: TextPlace::at_offset(self.text, error.span().map_or(0, |span| span.start)),
                message: error.message().to_owned(),
            }),
        }
    }

    fn place_of(&self, path: &[Step]) -> Option<TextPlace> {
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

/// Lays `over` over `under`: objects field by field, everything else — lists too — as a whole.
fn overlay(under: &mut Given, over: Given) {
    match (under, over) {
        (Given::Object(under), Given::Object(over)) => {
            for (name, value) in over {
                match under.iter_mut().find(|(present, _)| *present == name) {
                    Some((_, present)) => overlay(present, value),
                    None => under.push((name, value)),
                }
            }
        }
        (under, over) => *under = over,
    }
}

/// The first key that stands twice in one object. TOML allows none; of JSON's keys the later would win, and the earlier be lost.
fn repeated_key(value: &Given) -> Option<Vec<Step>> {
    let within = |step: Step, value: &Given| {
        let mut path = repeated_key(value)?;
        path.insert(0, step);
        Some(path)
    };
    match value {
        Given::Object(fields) => {
            let mut known = FxHashSet::default();
            fields.iter().find_map(|(name, value)| {
                let step = Step::Field(name.to_string());
                if known.insert(name) { within(step, value) } else { Some(vec![step]) }
            })
        }
        Given::List(entries) => {
            entries.iter().enumerate().find_map(|(index, entry)| within(Step::Entry(index), entry))
        }
        _ => None,
    }
}

/// `a.b[2].c` as steps.
fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let mut pieces = part.split('[');
        if let Some(name) = pieces.next().filter(|name| !name.is_empty()) {
            steps.push(Step::Field(name.to_owned()));
        }
        for piece in pieces {
            if let Ok(index) = piece.trim_end_matches(']').parse() {
                steps.push(Step::Entry(index));
            }
        }
    }
    steps
}

/// Who brings keyword rules of their own need not answer for the standard ones: standard answers whose
/// rule is gone go as well. Answers of the user's own stay, and one without a rule is then refused.
fn drop_answers_without_rules(merged: &mut Given, own: Option<&Given>) {
    let rules: Vec<Given> = match merged.field("keywords").and_then(|section| section.field("rules")) {
        Some(Given::List(rules)) => rules.iter().filter_map(|rule| rule.field("id").cloned()).collect(),
        _ => Vec::new(),
    };
    let answers = merged.field_mut("replies").and_then(|section| section.field_mut("keyword"));
    if let Some(Given::Object(answers)) = answers {
        answers.retain(|(rule, _)| {
            rules.contains(&Given::Text(rule.clone())) || own.is_some_and(|own| own.field(rule).is_some())
        });
    }
}

/// The standard rates say what others are worth in the standard's currency. Who counts in another one of them gets the same
/// rates in it; in one that they do not know, nothing can be said of any other.
fn reckon_rates(standard: &mut Given, base: Option<&Given>) {
    let code = |given: &Given| match given {
        Given::Text(code) => Currency::parse(code),
        _ => None,
    };
    let Some(base) = base.and_then(code) else { return };
    let Some(before) = standard.field("base").and_then(code).filter(|before| *before != base) else { return };
    let Some(Given::Object(rates)) = standard.field_mut("rates") else { return };
    let worth = |rate: &Given| if let Given::Number(worth) = rate { Some(*worth) } else { None };
    let known = rates.iter().find(|(name, _)| name == base.as_str()).and_then(|(_, rate)| worth(rate));
    let of_others = std::mem::take(rates);
    let Some(known) = known else { return };
    let anew = of_others.into_iter().filter(|(name, _)| name != base.as_str());
    rates.extend(anew.filter_map(|(name, rate)| Some((name, Given::Number(worth(&rate)? / known)))));
    rates.push((before.as_str().into(), Given::Number(1.0 / known)));
}

/// Reads `source` over the `standard` document.
pub(super) fn read(source: &Source<'_>, standard: Given) -> Result<Playbook, PlaybookError> {
    let mut merged = standard;
    let document = source.parse()?;
    if let Some(path) = repeated_key(&document) {
        return Err(PlaybookError::Repeated { place: source.place_of(&path), path: spell(&path) });
    }
    let answers = document.field("replies").and_then(|section| section.field("keyword")).cloned();
    let brings_rules = document.field("keywords").and_then(|section| section.field("rules")).is_some();
    if let Some(currency) = merged.field_mut("currency") {
        reckon_rates(currency, document.field("currency").and_then(|own| own.field("base")));
    }
    overlay(&mut merged, document);
    if brings_rules {
        drop_answers_without_rules(&mut merged, answers.as_ref());
    }
    merged.read().map_err(|misfit| PlaybookError::invalid(misfit, |path| source.place_of(path)))
}

/// The standard document: every area's embedded section under its name.
pub(super) fn standard(sections: &[(&str, &str)]) -> Given {
    let mut document = Vec::new();
    for (name, text) in sections {
        match (standard_values(text), name.is_empty()) {
            (Given::Object(fields), true) => document.extend(fields),
            (section, _) => document.push(((*name).into(), section)),
        }
    }
    Given::Object(document)
}

/// The values of an embedded standard section, TOML or JSON.
///
/// The text is part of the program and a test reads every section, so a failure here is a defect of the
/// build, not of any input.
#[allow(clippy::panic)]
pub(super) fn standard_values(text: &str) -> Given {
    match Source::new(text).parse() {
        Ok(values) => values,
        Err(error) => panic!("an embedded standard section is broken: {error}"),
    }
}
