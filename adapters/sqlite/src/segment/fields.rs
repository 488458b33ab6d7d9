//! Fields as stores keep them: a bare text, an array of a kind and a value, or, among `values`, a value without the kind that
//! its field usually has.

use scrm_core::customer::FieldName;
use scrm_core::segment::{AmountRange, RangeEnd, TextLook};

use super::text::SqlParameter;
use super::write::{Said, Unsaid, Writer};

/// Where a field stands in a customer's body.
#[derive(Debug)]
pub(super) struct Stored {
    path: String,
    /// The name and the kind of a value that may stand without its kind.
    short: Option<(String, &'static str)>,
}

impl Stored {
    /// A field; one whose name a path cannot hold is not found this way.
    pub(super) fn field(field: &FieldName) -> Result<Self, Unsaid> {
        let name = field.as_str();
        if name.chars().any(|character| matches!(character, '"' | '\\') || character.is_control()) {
            return Err(Unsaid);
        }
        let short = (field.usual_kind() != "text").then(|| (name.to_owned(), field.usual_kind()));
        Ok(Self { path: format!("$.fields.\"{}\"", name.replace('\'', "''")), short })
    }

    /// The path to a part of it, between quotes.
    pub(super) fn path(&self, part: &str) -> String {
        format!("'{}{part}'", self.path)
    }

    /// The path to a part of a value that stands without its kind, between quotes; nothing where there is none.
    fn short_path(&self, part: &str) -> Option<String> {
        let (name, kind) = self.short.as_ref()?;
        let part = match (*kind, part.strip_prefix("[1]")?) {
            (_, "") => "",
            ("head_count" | "budget", ".low") | ("money", ".minor") => "[0]",
            ("head_count" | "budget", ".high") | ("money", ".currency") => "[1]",
            ("budget", ".currency") => "[2]",
            _ => return None,
        };
        Some(format!("'$.values.{name}{part}'"))
    }

    /// A part of it as a value.
    pub(super) fn value(&self, part: &str) -> String {
        self.read("->>", part)
    }

    /// A part of it as JSON.
    fn json(&self, part: &str) -> String {
        self.read("->", part)
    }

    fn read(&self, how: &str, part: &str) -> String {
        let long = format!("c.body {how} {}", self.path(part));
        match self.short_path(part) {
            Some(short) => format!("coalesce(c.body {how} {short}, {long})"),
            None => long,
        }
    }

    /// The kind of its value; nothing for a bare text.
    pub(super) fn kind(&self) -> String {
        let long = self.value("[0]");
        match &self.short {
            Some((name, kind)) => format!("iif(c.body -> '$.values.{name}' IS NULL, {long}, '{kind}')"),
            None => long,
        }
    }

    /// Something that is NULL where nothing is known.
    pub(super) fn known(&self) -> String {
        let long = format!("json_type(c.body, {})", self.path(""));
        match &self.short {
            Some((name, _)) => format!("coalesce({long}, json_type(c.body, '$.values.{name}'))"),
            None => long,
        }
    }
}

/// The end of a range that counts; the other one where it is open.
pub(super) fn end_of(field: &Stored, end: RangeEnd) -> String {
    let (low, high) = (field.value("[1].low"), field.value("[1].high"));
    match end {
        RangeEnd::Low => format!("coalesce({low}, {high})"),
        RangeEnd::High => format!("coalesce({high}, {low})"),
    }
}

/// Whether texts in JSON are such that folding them is to write them in small letters: plain ASCII, nothing escaped, and no
/// white space that folding takes away.
fn is_plain(json: &str) -> String {
    format!(
        "{json} NOT GLOB '*[^ -~]*' AND instr({json}, '\\') = 0 AND instr({json}, '  ') = 0 \
         AND instr({json}, '\" ') = 0 AND instr({json}, ' \"') = 0"
    )
}

impl Writer {
    pub(super) fn amount(&mut self, field: &Stored, kind: &str, minor: &str, ranges: &[AmountRange]) -> Said {
        let mut cases = String::new();
        for of_one in ranges.chunk_by(|one, other| one.currency == other.currency) {
            let Some(first) = of_one.first() else { continue };
            let code = self.bind(SqlParameter::Text(first.currency.to_string()));
            let lies: Vec<String> = of_one
                .iter()
                .map(|range| {
                    let from = self.bind(SqlParameter::Integer(range.from));
                    let to = self.bind(SqlParameter::Integer(range.to));
                    format!("{minor} BETWEEN {from} AND {to}")
                })
                .collect();
            cases.push_str(&format!(" WHEN {code} THEN {}", lies.join(" OR ")));
        }
        if cases.is_empty() {
            self.text.push('0');
            return Ok(());
        }
        // An amount without ends is not known.
        let (known, currency) = (field.kind(), field.value("[1].currency"));
        self.text.push_str(&format!(
            "coalesce(CASE WHEN {known} = '{kind}' THEN CASE {currency}{cases} ELSE 0 END END, 0)"
        ));
        Ok(())
    }

    pub(super) fn looks(&mut self, field: &Stored, look: &TextLook, holds: bool, others_open: bool) -> Said {
        let look = self.look(look);
        let looks = |text: &str| format!("{}{}", if holds { "" } else { "NOT " }, look(text));
        let plain = |part: &str| {
            let text = format!("lower({})", field.value(part));
            format!("CASE WHEN {} THEN {} END", is_plain(&field.json(part)), looks(&text))
        };
        let (bare, text, kind) = (plain(""), plain("[1]"), field.kind());
        let (path, named) = (field.path(""), looks(&format!("({})", field.value("[1]"))));
        let others = if others_open { "NULL" } else { "0" };
        self.text.push_str(&format!(
            "CASE WHEN json_type(c.body, {path}) = 'text' THEN {bare} WHEN {kind} = 'text' THEN {text} \
             WHEN {kind} IN ('stage', 'position') THEN {named} ELSE {others} END"
        ));
        Ok(())
    }

    /// How a text is looked at.
    fn look(&mut self, look: &TextLook) -> impl Fn(&str) -> String + use<> {
        let (before, after) = match look {
            TextLook::OneOf(texts) => {
                let texts: Vec<String> =
                    texts.iter().map(|text| self.bind(SqlParameter::Text(text.clone()))).collect();
                ("(".to_owned(), format!(" IN ({}))", texts.join(", ")))
            }
            TextLook::Contains(text) => {
                let text = self.bind(SqlParameter::Text(text.clone()));
                ("(instr(".to_owned(), format!(", {text}) > 0)"))
            }
            TextLook::StartsWith(text) => {
                let text = self.bind(SqlParameter::Text(text.clone()));
                ("(substr(".to_owned(), format!(", 1, length({text})) = {text})"))
            }
            TextLook::EndsWith(text) => {
                let text = self.bind(SqlParameter::Text(text.clone()));
                // An empty end is an end of everything, and no length from the right.
                (format!("({text} = '' OR substr("), format!(", -length({text})) = {text})"))
            }
        };
        move |of| format!("{before}{of}{after}")
    }

    pub(super) fn listed(&mut self, field: &Stored, text: &str, is_listed: bool) -> Said {
        let text = self.bind(SqlParameter::Text(text.to_owned()));
        let (not, same) = if is_listed { ("", "=") } else { ("NOT ", "<>") };
        let plain =
            |part: &str, says: String| format!("CASE WHEN {} THEN {says} END", is_plain(&field.json(part)));
        let single = |part: &str| plain(part, format!("lower({}) {same} {text}", field.value(part)));
        let list = field.json("[1]");
        let each = format!("EXISTS (SELECT 1 FROM json_each({list}) AS l WHERE lower(l.value) = {text})");
        let (bare, single, list) = (single(""), single("[1]"), plain("[1]", format!("{not}{each}")));
        let (path, kind) = (field.path(""), field.kind());
        let named = format!("({}) {same} {text}", field.value("[1]"));
        self.text.push_str(&format!(
            "CASE WHEN json_type(c.body, {path}) = 'text' THEN {bare} WHEN {kind} = 'text' THEN {single} \
             WHEN {kind} = 'list' THEN {list} WHEN {kind} IN ('stage', 'position') THEN {named} ELSE 0 END"
        ));
        Ok(())
    }
}
