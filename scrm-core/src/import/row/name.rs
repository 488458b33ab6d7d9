//! The name of a row, whole or in parts.

use compact_str::CompactString;

use super::{Building, Rejection, RowReader};
use crate::customer::{Field, FieldName, FieldValue, check_name};
use crate::foundation::Coded;
use crate::trust::HIDDEN;

#[derive(Default)]
pub(super) struct NameParts<'a> {
    pub(super) whole: Vec<&'a str>,
    pub(super) given: Vec<&'a str>,
    pub(super) middle: Vec<&'a str>,
    pub(super) family: Vec<&'a str>,
}

impl RowReader {
    /// Refuses a row of an export that hides what it says: in its place would stand what is left of it.
    pub(super) fn check_not_masked(&self, building: &Building<'_>) -> Result<(), Rejection> {
        let is_masked = building.name.whole.iter().any(|name| name.contains(HIDDEN));
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

    pub(super) fn settle_name(&self, building: &mut Building<'_>) -> Result<(), Rejection> {
        let joined;
        let raw = match building.name.whole.as_slice() {
            [one] => *one,
            _ => {
                joined = building.name.join();
                joined.as_str()
            }
        };
        // Who wrote without a name has none in an export either, and is known by an identifier.
        if raw.is_empty() && building.draft.id.is_some() && !building.draft.identifiers.is_empty() {
            return Ok(());
        }
        let name = check_name(raw).map_err(|problem| Rejection {
            column: building.name_column.cloned().or_else(|| self.name_header()),
            code: problem.code(),
            kind: "name",
            message: problem.to_string(),
        })?;
        let field = Field { value: FieldValue::Text(name), source: self.source.clone(), at: self.at };
        building.draft.fields.push((FieldName::Name, field));
        Ok(())
    }

    fn name_header(&self) -> Option<CompactString> {
        self.columns.iter().find(|column| column.target.is_name()).map(|column| column.header.clone())
    }
}

impl NameParts<'_> {
    /// A whole name, else its parts: Chinese names family first and without spaces.
    fn join(&self) -> String {
        if !self.whole.is_empty() {
            return self.whole.join(" ");
        }
        let parts = || self.given.iter().chain(&self.middle).chain(&self.family);
        let is_chinese = |part: &&str| part.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
        if parts().next().is_some() && parts().all(is_chinese) {
            return self.family.iter().chain(&self.middle).chain(&self.given).copied().collect();
        }
        parts().copied().collect::<Vec<_>>().join(" ")
    }
}
