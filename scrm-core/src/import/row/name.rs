//! The name of a row: whole, in parts, or the rest of one that another column begins.

use std::borrow::Cow;

use compact_str::CompactString;

use super::{Building, Cell, Rejection, RowReader, note};
use crate::customer::{Field, FieldName, FieldValue, check_name, tidy};
use crate::foundation::Coded;
use crate::import::report::CONFLICT;
use crate::import::value::{fold, is_unspaced};
use crate::trust::HIDDEN;

/// What the columns of a row say of its name.
#[derive(Default)]
pub(super) struct NameParts<'a> {
    pub(super) whole: Vec<Cell<'a>>,
    pub(super) given: Vec<Cell<'a>>,
    pub(super) middle: Vec<Cell<'a>>,
    pub(super) family: Vec<Cell<'a>>,
}

/// The name as its columns have it together.
struct Settled<'a> {
    raw: Cow<'a, str>,
    /// Columns that say something else.
    left_out: Vec<&'a CompactString>,
    /// A column that may hold the whole name is not all that there is to it.
    is_of_several: bool,
}

impl RowReader {
    /// Refuses a row of an export that hides what it says: in its place would stand what is left of it.
    pub(super) fn check_not_masked(&self, building: &Building<'_>) -> Result<(), Rejection> {
        let is_masked = building.name.whole.iter().any(|name| name.raw.contains(HIDDEN));
        if building.draft.id.is_none() || !is_masked {
            return Ok(());
        }
        Err(Rejection {
            column: building.name_column.cloned(),
            code: "import.row.masked",
            kind: "name",
            message: "the row is of an export that hides names, numbers and addresses".to_owned(),
        })
    }

    /// Gives the draft its name; whether several columns had a say in a name that one of them may hold whole.
    pub(super) fn settle_name(&self, building: &mut Building<'_>) -> Result<bool, Rejection> {
        let Settled { raw, left_out, is_of_several } = std::mem::take(&mut building.name).settle();
        // Who wrote without a name has none in an export either, and is known by an identifier.
        if raw.is_empty() && building.draft.id.is_some() && !building.draft.identifiers.is_empty() {
            return Ok(is_of_several);
        }
        let name = check_name(&raw).map_err(|problem| Rejection {
            column: building.name_column.cloned().or_else(|| self.name_header()),
            code: problem.code(),
            kind: "name",
            message: problem.to_string(),
        })?;
        for header in left_out {
            note(building, header, CONFLICT, "name");
        }
        let field = Field { value: FieldValue::Text(name), source: self.source.clone(), at: self.at };
        building.draft.fields.push((FieldName::Name, field));
        Ok(is_of_several)
    }

    fn name_header(&self) -> Option<CompactString> {
        self.columns.iter().find(|column| column.target.is_name()).map(|column| column.header.clone())
    }
}

impl<'a> NameParts<'a> {
    fn settle(&self) -> Settled<'a> {
        let alone = |raw| Settled { raw, left_out: Vec::new(), is_of_several: false };
        let has_parts = self.parts().next().is_some();
        let is_name = |part: &&Cell<'_>| check_name(part.raw).is_ok();
        let whole = match self.whole.as_slice() {
            [one] if !has_parts => return alone(Cow::Borrowed(one.raw)),
            several => several.iter().find(is_name).or_else(|| several.first().filter(|_| !has_parts)),
        };
        let Some(whole) = whole else {
            return alone(Cow::Owned(join(&self.given, &self.middle, &self.family)));
        };
        let says_other = |part: &&Cell<'_>| is_name(part) && tidy(part.raw) != tidy(whole.raw);
        let mut left_out: Vec<_> = self.whole.iter().filter(says_other).map(|part| part.header).collect();
        let missing = |parts: &[Cell<'a>], holds: fn(&str, &str) -> bool| -> Vec<Cell<'a>> {
            parts.iter().filter(|part| !holds(whole.raw, part.raw)).copied().collect()
        };
        let (given, middle) = (missing(&self.given, has_words), missing(&self.middle, has_words));
        let family = missing(&self.family, has_family_name);
        // "Name" beside "Surname" is the given name, but for rows that have the surname in both.
        let is_given = self.given.is_empty() && family.len() == self.family.len();
        let is_pieced = is_given && !(middle.is_empty() && family.is_empty());
        let raw = if is_pieced {
            Cow::Owned(join(&[*whole], &middle, &family))
        } else {
            left_out.extend([given, middle, family].iter().flatten().map(|part| part.header));
            Cow::Borrowed(whole.raw)
        };
        Settled { raw, left_out, is_of_several: is_pieced || self.whole.len() > 1 }
    }

    fn parts(&self) -> impl Iterator<Item = &Cell<'a>> {
        self.given.iter().chain(&self.middle).chain(&self.family)
    }
}

/// One name of its parts: without spaces between them it is written family first, as in Chinese.
fn join(given: &[Cell<'_>], middle: &[Cell<'_>], family: &[Cell<'_>]) -> String {
    let parts = || given.iter().chain(middle).chain(family).map(|part| part.raw);
    if parts().next().is_some() && parts().all(|part| part.chars().all(is_unspaced)) {
        return family.iter().chain(middle).chain(given).map(|part| part.raw).collect();
    }
    parts().collect::<Vec<_>>().join(" ")
}

/// Whether a whole name has the words of a part.
fn has_words(whole: &str, part: &str) -> bool {
    let (whole, part) = (fold(whole), fold(part));
    if part.chars().all(is_unspaced) {
        return whole.contains(&part);
    }
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| c.is_whitespace() || c == '-').map(str::to_owned).collect()
    };
    let present = words(&whole);
    words(&part).iter().all(|word| present.contains(word))
}

/// Whether a whole name has the family name: where nothing stands between them, it begins with it.
fn has_family_name(whole: &str, family: &str) -> bool {
    if family.chars().all(is_unspaced) {
        return whole.starts_with(family);
    }
    has_words(whole, family)
}
