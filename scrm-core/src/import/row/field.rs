//! Fields of a row: a value of each, one of several columns, and what cannot be read.

use compact_str::CompactString;

use super::unread::unread_field;
use super::{Building, Cell, Rejection, RowReader, note};
use crate::customer::{CustomFieldType, Field, FieldName, FieldValue, same_value, tidy};
use crate::import::cell;
use crate::import::config::OnBadValue;
use crate::import::report::CONFLICT;
use crate::import::value::amount::{self, Unit};
use crate::import::value::{choice, week};

impl RowReader {
    pub(super) fn field(
        &self,
        building: &mut Building<'_>,
        name: &FieldName,
        cell: Cell<'_>,
    ) -> Result<(), Rejection> {
        let place = building.draft.fields.iter().position(|(present, _)| present == name);
        let joins = matches!(name, FieldName::Address | FieldName::Remark);
        if let Some((_, Field { value: FieldValue::Text(text), .. })) =
            place.filter(|_| joins).and_then(|place| building.draft.fields.get_mut(place))
        {
            text.push_str(", ");
            text.push_str(&tidy(cell.raw));
            return Ok(());
        }
        let notes = building.notes.len();
        let Some(value) = self.value(building, name, cell) else {
            return self.unreadable(building, name.as_str(), self.value_kind(name), cell);
        };
        match (place.and_then(|place| building.draft.fields.get_mut(place)), value) {
            (None, value) => {
                let field = Field { value, source: self.source.clone(), at: self.at };
                building.draft.fields.push((name.clone(), field));
            }
            (Some((_, Field { value: FieldValue::List(present), .. })), FieldValue::List(entries)) => {
                present.extend(entries);
                self.settle_list(building, name, cell.header);
            }
            // Of two columns for one value the first that is filled counts.
            (Some((_, present)), value) => {
                let is_conflict = !same_value(&present.value, &value);
                building.notes.truncate(notes);
                if is_conflict {
                    note(building, cell.header, CONFLICT, self.value_kind(name));
                }
            }
        }
        Ok(())
    }

    /// What several columns say of one list: each entry once, and of products as many as are kept.
    fn settle_list(&self, building: &mut Building<'_>, name: &FieldName, header: &CompactString) {
        let field = building.draft.fields.iter_mut().find(|(present, _)| present == name);
        let Some((_, Field { value: FieldValue::List(entries), .. })) = field else { return };
        *entries = choice::without_repeated(std::mem::take(entries));
        if *name == FieldName::Products && entries.len() > self.products_kept {
            entries.truncate(self.products_kept);
            note(building, header, "import.value.too_many_products", "list");
        }
    }

    fn value(&self, building: &mut Building<'_>, name: &FieldName, cell: Cell<'_>) -> Option<FieldValue> {
        Some(match name {
            FieldName::FirstContact => FieldValue::Instant(self.instant_that_was(building, cell)?),
            FieldName::LastFollowUp => FieldValue::Date(self.day_that_was(building, cell)?),
            FieldName::Birthday => FieldValue::Date(self.birthday(building, cell)?),
            FieldName::Budget => {
                let (budget, written) = amount::budget(cell.raw, cell.reading.unit, self.default_currency)?;
                self.note_amount(building, cell, written, "budget");
                FieldValue::Budget(budget)
            }
            FieldName::ExpectedAnnualPurchase => {
                let (money, written) = amount::money(cell.raw, cell.reading.unit, self.default_currency)?;
                self.note_amount(building, cell, written, "money");
                FieldValue::Money(money)
            }
            FieldName::PreferredTimes => FieldValue::Windows(week::windows(cell.raw, &self.day_parts)?),
            FieldName::HeadCount => FieldValue::HeadCount(amount::head_count(cell.raw)?),
            FieldName::Position => FieldValue::Position(choice::position(cell.raw)?),
            FieldName::Stage => FieldValue::Stage(choice::stage(cell.raw)?),
            FieldName::DealProbability => FieldValue::Number(amount::probability(cell.raw)?),
            FieldName::Language => FieldValue::Text(choice::language(cell.raw)?),
            FieldName::Products => {
                let mut products = self.list(cell.raw);
                if products.len() > self.products_kept {
                    products.truncate(self.products_kept);
                    note(building, cell.header, "import.value.too_many_products", "list");
                }
                FieldValue::List(products)
            }
            FieldName::TimeZone => {
                let zone = tidy(cell.raw);
                jiff::tz::TimeZoneDatabase::bundled().get(&zone).ok()?;
                FieldValue::Text(zone)
            }
            FieldName::Remark => FieldValue::Text(CompactString::new(cell.raw)),
            FieldName::Custom(_) => {
                return match self.custom_fields.type_of(name) {
                    Some(declared) => self.declared(building, declared, cell),
                    None => Some(FieldValue::Text(tidy(cell.raw))),
                };
            }
            _ => FieldValue::Text(tidy(cell.raw)),
        })
    }

    /// A value of a field of the workspace's own, as it is declared.
    fn declared(
        &self,
        building: &mut Building<'_>,
        declared: CustomFieldType,
        cell: Cell<'_>,
    ) -> Option<FieldValue> {
        Some(match declared {
            CustomFieldType::Text => FieldValue::Text(tidy(cell.raw)),
            CustomFieldType::List => FieldValue::List(self.list(cell.raw)),
            CustomFieldType::Number => FieldValue::Number(amount::plain_number(cell.raw)?),
            CustomFieldType::Money => {
                let (money, written) =
                    amount::signed_money(cell.raw, cell.reading.unit, self.default_currency)?;
                self.note_amount(building, cell, written, "money");
                FieldValue::Money(money)
            }
            CustomFieldType::Flag => FieldValue::Flag(choice::answer(cell.raw)?),
            CustomFieldType::Date => FieldValue::Date(self.day(building, cell)?),
            CustomFieldType::Instant => FieldValue::Instant(self.instant(building, cell)?),
        })
    }

    /// The entries of a list: as people part them, or in an export as that does.
    fn list(&self, raw: &str) -> Vec<CompactString> {
        if !self.is_export {
            return choice::list(raw);
        }
        raw.split(cell::BETWEEN.trim_end()).map(tidy).filter(|entry| !entry.is_empty()).collect()
    }

    /// What an amount was read by: the unit of its header, and a currency that nobody wrote.
    fn note_amount(
        &self,
        building: &mut Building<'_>,
        cell: Cell<'_>,
        is_currency_written: bool,
        kind: &'static str,
    ) {
        building.assumed.unit |= cell.reading.unit != Unit::default();
        if !is_currency_written {
            building.assumed.currency = true;
            note(building, cell.header, "import.value.assumed_currency", kind);
        }
    }

    /// A value that cannot be read: kept as text or the end of the row, as the setting says.
    pub(super) fn unreadable(
        &self,
        building: &mut Building<'_>,
        field: &str,
        kind: &'static str,
        cell: Cell<'_>,
    ) -> Result<(), Rejection> {
        if self.on_bad_value == OnBadValue::Reject {
            return Err(Rejection {
                column: Some(cell.header.clone()),
                code: "import.row.bad_value",
                kind,
                message: format!("the text cannot be read as {kind}"),
            });
        }
        note(building, cell.header, "import.value.unreadable", kind);
        self.keep(building, unread_field(field), cell.raw);
        Ok(())
    }

    /// What the cells of a field's column should hold.
    fn value_kind(&self, name: &FieldName) -> &'static str {
        self.custom_fields.type_of(name).map_or(value_kind(name), CustomFieldType::as_str)
    }

    pub(super) fn keep(&self, building: &mut Building<'_>, name: FieldName, raw: &str) {
        if let Some((_, present)) = building.draft.fields.iter_mut().find(|(present, _)| *present == name) {
            if let FieldValue::Text(text) = &mut present.value {
                text.push_str(", ");
                text.push_str(raw);
            }
            return;
        }
        let value = FieldValue::Text(CompactString::new(raw));
        building.draft.fields.push((name, Field { value, source: self.source.clone(), at: self.at }));
    }
}

const fn value_kind(name: &FieldName) -> &'static str {
    match name {
        FieldName::FirstContact | FieldName::LastFollowUp | FieldName::Birthday => "date",
        FieldName::Budget => "budget",
        FieldName::PreferredTimes => "weekly times",
        FieldName::HeadCount => "head count",
        FieldName::Position => "position",
        FieldName::Stage => "stage",
        FieldName::DealProbability => "probability",
        FieldName::ExpectedAnnualPurchase => "money",
        FieldName::Language => "language",
        FieldName::TimeZone => "time zone",
        _ => "text",
    }
}
