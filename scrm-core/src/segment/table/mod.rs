//! Segments over customers that somebody keeps in columns: a data frame, a query's answer, rows of a file.

mod columns;
mod error;
mod needs;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};

pub use error::SegmentTableError;

use super::Segment;
use super::evaluate::Value;
use super::index::Holding;
use super::schema::SegmentSchema;
use super::term::{Attribute, SegmentType};
use crate::foundation::TagId;
use crate::foundation::text::fold;
use crate::value::RfmClass;

/// A value of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum SegmentCell<'c> {
    /// True or false.
    Flag(bool),
    /// A number; an amount in whole units of the workspace's currency.
    Number(f64),
    /// A text; a day or an instant as it is written in data.
    Text(Cow<'c, str>),
    /// Several texts.
    Texts(Vec<Cow<'c, str>>),
    /// An instant.
    Instant(DateTime<Utc>),
    /// A day.
    Date(NaiveDate),
}

impl SegmentCell<'_> {
    /// What it is called in a message.
    const fn name(&self) -> &'static str {
        match self {
            Self::Flag(_) => SegmentType::Flag.name(),
            Self::Number(_) => SegmentType::Number.name(),
            Self::Text(_) => SegmentType::Text.name(),
            Self::Texts(_) => SegmentType::Texts.name(),
            Self::Instant(_) => SegmentType::Instant.name(),
            Self::Date(_) => SegmentType::Date.name(),
        }
    }
}

/// The column that lists each customer's tags.
pub(super) const TAGS: &str = "tags";

/// Customers as columns. A column is named as expressions name what it has; the column `tags` lists the ids of tags.
///
/// Only what an expression asks needs to be there. An expression that asks for what no column has is refused: what happened to
/// customers, when tags were set, consents and identifiers are no columns.
///
/// ```
/// use scrm_core::segment::{Segment, SegmentCell, SegmentSchema, SegmentTable};
/// let schema = SegmentSchema::standard();
/// let mut table = SegmentTable::new(&schema, 3);
/// let sizes = [Some(250.0), Some(20.0), None];
/// table.add("company_size", sizes.map(|size| size.map(SegmentCell::Number)))?;
/// table.add("tier", ["a", "a", "b"].map(|tier| Some(SegmentCell::Text(tier.into()))))?;
/// let large = Segment::parse(r#"company_size > 200 && tier == "A""#, &schema).unwrap();
/// assert_eq!(table.holds(&large, chrono::DateTime::UNIX_EPOCH)?, [Some(true), Some(false), Some(false)]);
/// # Ok::<(), scrm_core::segment::SegmentTableError>(())
/// ```
#[derive(Clone, Debug)]
pub struct SegmentTable {
    schema: SegmentSchema,
    holding: Holding,
    rows: usize,
    /// What columns have.
    given: Vec<Attribute>,
    has_tags: bool,
}

impl SegmentTable {
    /// So many customers, of whom nothing is known.
    #[must_use]
    pub fn new(schema: &SegmentSchema, rows: usize) -> Self {
        Self {
            schema: schema.clone(),
            holding: Holding::new(schema, rows),
            rows,
            given: Vec::new(),
            has_tags: false,
        }
    }

    /// Adds a column: for each customer a value, or nothing where it is not known. A number that is none (NaN) is not known.
    ///
    /// # Errors
    /// [`SegmentTableError::Unknown`] where expressions have no such name, [`SegmentTableError::Cell`] where a value has another
    /// type, and [`SegmentTableError::Length`] where there are more or fewer values than customers.
    pub fn add<'c>(
        &mut self,
        name: &str,
        cells: impl IntoIterator<Item = Option<SegmentCell<'c>>>,
    ) -> Result<(), SegmentTableError> {
        let counted = match self.schema.attribute(name).cloned() {
            _ if name == TAGS => self.add_tags(cells)?,
            Some((Attribute::Group(tags), _)) => {
                let rows = self.add_group(name, &tags, cells)?;
                self.given.push(Attribute::Group(tags));
                rows
            }
            Some((Attribute::RfmClass, _)) => {
                let rows = self.add_classes(name, cells)?;
                self.given.push(Attribute::RfmClass);
                rows
            }
            Some((attribute, kind)) => {
                let rows = self.add_values(name, &attribute, kind, cells)?;
                self.given.push(attribute);
                rows
            }
            None => {
                let nearest = self.schema.nearest_name(name);
                return Err(SegmentTableError::Unknown { column: name.to_owned(), nearest });
            }
        };
        if counted == self.rows {
            return Ok(());
        }
        Err(SegmentTableError::Length { column: name.to_owned(), found: counted, expected: self.rows })
    }

    fn add_values<'c>(
        &mut self,
        name: &str,
        attribute: &Attribute,
        kind: SegmentType,
        cells: impl IntoIterator<Item = Option<SegmentCell<'c>>>,
    ) -> Result<usize, SegmentTableError> {
        let mut rows = 0;
        let Some(values) = self.holding.values(attribute) else { return Ok(rows) };
        for (row, cell) in cells.into_iter().enumerate() {
            rows = row + 1;
            let Some(cell) = cell.filter(|_| row < self.rows) else { continue };
            let complaint = || cell_error(name, row, kind.name(), &cell);
            let value = match (kind, &cell) {
                (SegmentType::Flag, SegmentCell::Flag(flag)) => Value::Flag(*flag),
                (SegmentType::Number | SegmentType::Money, SegmentCell::Number(number))
                    if number.is_nan() =>
                {
                    continue;
                }
                (SegmentType::Number, SegmentCell::Number(number)) => Value::Number(*number),
                (SegmentType::Money, SegmentCell::Number(number)) => {
                    Value::Money(number * self.schema.units())
                }
                (SegmentType::Text, SegmentCell::Text(text)) => Value::Text(fold(text).into()),
                (SegmentType::Texts, SegmentCell::Texts(texts)) => {
                    values.set_list(row, texts);
                    continue;
                }
                (SegmentType::Instant | SegmentType::Date, cell) => time(cell).ok_or_else(complaint)?,
                _ => return Err(complaint()),
            };
            values.set(row, Some(&value), true);
        }
        Ok(rows)
    }

    fn add_tags<'c>(
        &mut self,
        cells: impl IntoIterator<Item = Option<SegmentCell<'c>>>,
    ) -> Result<usize, SegmentTableError> {
        self.has_tags = true;
        let mut rows = 0;
        for (row, cell) in cells.into_iter().enumerate() {
            rows = row + 1;
            match cell.filter(|_| row < self.rows) {
                None => {}
                Some(SegmentCell::Texts(tags)) => {
                    tags.iter().for_each(|tag| self.holding.set_tag(row, &TagId::new(tag)));
                }
                Some(other) => return Err(cell_error(TAGS, row, SegmentType::Texts.name(), &other)),
            }
        }
        Ok(rows)
    }

    /// The one tag of a group that each customer has.
    fn add_group<'c>(
        &mut self,
        name: &str,
        tags: &[(TagId, String)],
        cells: impl IntoIterator<Item = Option<SegmentCell<'c>>>,
    ) -> Result<usize, SegmentTableError> {
        let choices: Vec<(&str, &TagId)> = tags.iter().map(|(tag, own)| (own.as_str(), tag)).collect();
        self.add_choices(name, &choices, cells, |holding, row, tag| holding.set_tag(row, tag))
    }

    /// The class of value of each customer.
    fn add_classes<'c>(
        &mut self,
        name: &str,
        cells: impl IntoIterator<Item = Option<SegmentCell<'c>>>,
    ) -> Result<usize, SegmentTableError> {
        let choices = RfmClass::ALL.map(|class| (class.as_str(), class));
        self.add_choices(name, &choices, cells, Holding::set_class)
    }

    /// One of some choices for each customer, by their names.
    fn add_choices<'c, C: Copy>(
        &mut self,
        name: &str,
        choices: &[(&str, C)],
        cells: impl IntoIterator<Item = Option<SegmentCell<'c>>>,
        set: impl Fn(&mut Holding, usize, C),
    ) -> Result<usize, SegmentTableError> {
        let folded: Vec<(String, C)> = choices.iter().map(|(own, choice)| (fold(own), *choice)).collect();
        let mut rows = 0;
        for (row, cell) in cells.into_iter().enumerate() {
            rows = row + 1;
            let Some(cell) = cell.filter(|_| row < self.rows) else { continue };
            let chosen = match &cell {
                SegmentCell::Text(text) => {
                    let text = fold(text);
                    folded.iter().find(|(own, _)| *own == text)
                }
                _ => None,
            };
            let Some((_, choice)) = chosen else {
                let names: Vec<&str> = choices.iter().map(|(own, _)| *own).collect();
                return Err(cell_error(name, row, &format!("one of {}", names.join(", ")), &cell));
            };
            set(&mut self.holding, row, *choice);
        }
        Ok(rows)
    }

    /// For each customer whether a segment's expression holds; nothing where nobody knows.
    ///
    /// # Errors
    /// [`SegmentTableError::Missing`] where the expression asks for what no column has.
    pub fn holds(
        &self,
        segment: &Segment,
        now: DateTime<Utc>,
    ) -> Result<Vec<Option<bool>>, SegmentTableError> {
        self.check_needs(&segment.inner.test)?;
        Ok(self.holding.answers(&segment.inner.test, now))
    }
}

/// A time as data writes it.
fn time(cell: &SegmentCell<'_>) -> Option<Value<'static>> {
    Some(match cell {
        SegmentCell::Instant(instant) => Value::Instant(*instant),
        SegmentCell::Date(day) => Value::Date(*day),
        SegmentCell::Text(text) => match text.parse::<NaiveDate>() {
            Ok(day) => Value::Date(day),
            Err(_) => Value::Instant(DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc)),
        },
        _ => return None,
    })
}

fn cell_error(column: &str, row: usize, expected: &str, found: &SegmentCell<'_>) -> SegmentTableError {
    SegmentTableError::Cell {
        column: column.to_owned(),
        row: row as u64 + 1,
        expected: expected.to_owned(),
        found: found.name(),
    }
}
