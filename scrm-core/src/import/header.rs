//! Which column means what: by the caller's mapping, else by the header in any of six languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::csv::Record;
use super::error::ImportError;
use super::options::{Mapping, Target};
use super::value::fold;
use crate::customer::{FieldName, tidy};

static HEADERS: LazyLock<FxHashMap<String, Target>> = LazyLock::new(|| {
    let table: BTreeMap<String, Vec<String>> =
        crate::playbook::standard_section(include_str!("headers.toml"));
    let pairs = table.iter().filter_map(|(target, words)| Some((Target::parse(target).ok()?, words)));
    pairs.flat_map(|(target, words)| words.iter().map(move |word| (spelling(word), target.clone()))).collect()
});

/// A column of the file and what it feeds.
#[derive(Clone, Debug)]
pub(super) struct Column {
    /// Place in the record, counted from 0.
    pub(super) index: usize,
    /// The header, or the column's number where there is none.
    pub(super) header: CompactString,
    pub(super) target: Target,
    /// The target in words.
    pub(super) key: CompactString,
}

/// What a header means, if anything: as an export names its columns, or to the recognised words.
pub(super) fn recognise(header: &str) -> Option<Target> {
    let is_named = header.contains(':');
    is_named.then(|| Target::parse(header.trim()).ok()).flatten().or_else(|| in_words(header))
}

/// What a header means to the recognised words, if anything.
fn in_words(header: &str) -> Option<Target> {
    let whole = spelling(header);
    if let Some(target) = HEADERS.get(&whole) {
        return Some(target.clone());
    }
    let without_brackets = header.split(['(', '（', '[', '【']).next().unwrap_or_default();
    let mut readings = vec![spelling(without_brackets)];
    readings.extend(header.split(['/', '|', '／', '\n']).map(spelling));
    // "Phone 2", "E-mail 1 - Value".
    let without_digits = |text: &str| spelling(&text.replace(|c: char| c.is_ascii_digit(), " "));
    readings.extend([without_digits(&whole), without_digits(without_brackets)]);
    readings.iter().filter(|reading| !reading.is_empty()).find_map(|reading| HEADERS.get(reading)).cloned()
}

/// What a header means, as the mapping would name it; nothing where it is not known.
pub(crate) fn column_meaning(header: &str) -> Option<CompactString> {
    in_words(header).map(|target| target.key())
}

/// Lower case, letters and digits only, single spaces.
fn spelling(header: &str) -> String {
    let folded = fold(header);
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        let is_sign = matches!(c, '\u{900}'..='\u{963}');
        if c.is_alphanumeric() || is_sign {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// How many cells of a row read as headers: known words, or headers that the mapping names.
pub(super) fn recognised_cells(record: &Record<'_>, mapping: &Mapping) -> usize {
    let is_mapped = |cell: &str| mapping.columns.keys().any(|header| same_header(header, cell));
    record.cells().filter(|cell| !cell.is_empty() && (recognise(cell).is_some() || is_mapped(cell))).count()
}

fn same_header(a: &str, b: &str) -> bool {
    a.trim() == b.trim() || (!spelling(a).is_empty() && spelling(a) == spelling(b))
}

/// The columns of a file, each with its target, in the order of their targets: the order in which
/// fingerprints are taken, so that moved columns change nothing.
pub(super) fn columns(
    headers: &[CompactString],
    has_header: bool,
    mapping: &Mapping,
    keep_unmapped: bool,
) -> Result<Vec<Column>, ImportError> {
    let mut given: Vec<Option<Target>> = vec![None; headers.len()];
    for (name, target) in &mapping.columns {
        let target = Target::parse(target)?;
        let by_header: Vec<usize> = match has_header {
            true => {
                (0..headers.len()).filter(|i| headers.get(*i).is_some_and(|h| same_header(h, name))).collect()
            }
            false => Vec::new(),
        };
        let by_number = name.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let places = if by_header.is_empty() { by_number.into_iter().collect() } else { by_header };
        let mut found = false;
        for place in places {
            if let Some(slot) = given.get_mut(place) {
                *slot = Some(target.clone());
                found = true;
            }
        }
        if !found {
            return Err(ImportError::UnknownColumn { column: name.clone() });
        }
    }
    let mut columns: Vec<Column> = Vec::with_capacity(headers.len());
    for (index, (header, given)) in headers.iter().zip(given).enumerate() {
        let recognised = given.or_else(|| recognise(header).filter(|_| has_header));
        let target = recognised.unwrap_or_else(|| unmapped(header, &columns, keep_unmapped));
        let key = target.key();
        columns.push(Column { index, header: header.clone(), target, key });
    }
    columns.retain(|column| column.target != Target::Ignore);
    columns.sort_by(|a, b| a.key.cmp(&b.key).then(a.index.cmp(&b.index)));
    Ok(columns)
}

/// A custom field named after the header; a header that comes again gets a number.
fn unmapped(header: &str, before: &[Column], keep: bool) -> Target {
    let name = tidy(header);
    if !keep || name.is_empty() {
        return Target::Ignore;
    }
    let taken = |name: &str| {
        before.iter().any(|column| column.target == Target::Field(FieldName::Custom(name.into())))
    };
    // A header such as "Name" can be told to stay unmapped only by `custom:`, so no built-in name comes here.
    let mut unique = name.clone();
    let mut number = 2_u32;
    while taken(&unique) {
        unique = compact_str::format_compact!("{name} {number}");
        number = number.saturating_add(1);
    }
    Target::Field(FieldName::Custom(unique))
}
