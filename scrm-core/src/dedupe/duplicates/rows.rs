//! What customers say, as rows of a table.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use compact_str::{CompactString, format_compact};

use super::link::tells_who;
use crate::customer::{Customer, FieldName, FieldValue, Identifier, IdentifierKind};
use crate::dedupe::linkage::RecordTable;
use crate::foundation::CustomerId;

/// Numbers and addresses of one customer that are compared.
const MOST_WAYS: usize = 5;

/// Columns that are always there: what a table holds is found out by all of its columns.
const COLUMNS: [(&str, FieldName); 5] = [
    ("name", FieldName::Name),
    ("company", FieldName::Company),
    ("birthday", FieldName::Birthday),
    ("address", FieldName::Address),
    ("region", FieldName::Region),
];

/// Who a row is about.
#[derive(Debug)]
pub(super) struct Who {
    pub(super) id: CustomerId,
    pub(super) created_at: DateTime<Utc>,
    /// Its ids in other systems.
    pub(super) system_ids: Vec<Identifier>,
}

/// Customers one after another. `Debug` counts.
#[derive(Default)]
pub(super) struct Rows {
    who: Vec<Who>,
    /// By row: column and value.
    cells: Vec<Vec<(u16, CompactString)>>,
    columns: Vec<CompactString>,
    places: BTreeMap<CompactString, u16>,
    /// Fields of the workspace's own, and whether they say who somebody is.
    own_fields: BTreeMap<CompactString, bool>,
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows({})", self.who.len())
    }
}

impl Rows {
    pub(super) fn add(&mut self, customer: &Customer) {
        let mut cells = Vec::new();
        for (column, field) in &COLUMNS {
            if let Some(text) = customer.value(field).and_then(text_of) {
                cells.push((self.column(column), text));
            }
        }
        for (name, field) in &customer.fields {
            let FieldName::Custom(name) = name else { continue };
            if let Some(text) = text_of(&field.value).filter(|_| self.tells_who(name)) {
                cells.push((self.column(name), text));
            }
        }
        let (mut phones, mut emails) = (Vec::new(), Vec::new());
        for identifier in &customer.identifiers {
            match identifier.kind {
                IdentifierKind::Phone | IdentifierKind::WhatsappId => {
                    // The key is the same for every spelling of a number.
                    let key = identifier.key.as_str();
                    phones.push(CompactString::new(key.strip_prefix("tel:").unwrap_or(key)));
                }
                IdentifierKind::Email => emails.push(identifier.value.clone()),
                _ => {}
            }
        }
        for (kind, mut ways) in [("phone", phones), ("email", emails)] {
            ways.sort_unstable();
            ways.dedup();
            for (number, way) in ways.into_iter().take(MOST_WAYS).enumerate() {
                cells.push((self.column(&format_compact!("{kind} {}", number + 1)), way));
            }
        }
        let is_system = |identifier: &&Identifier| matches!(identifier.kind, IdentifierKind::System(_));
        self.cells.push(cells);
        self.who.push(Who {
            id: customer.id.clone(),
            created_at: customer.created_at,
            system_ids: customer.identifiers.iter().filter(is_system).cloned().collect(),
        });
    }

    fn column(&mut self, name: &str) -> u16 {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = u16::try_from(self.columns.len()).unwrap_or(u16::MAX);
        self.columns.push(CompactString::new(name));
        self.places.insert(CompactString::new(name), place);
        place
    }

    fn tells_who(&mut self, name: &CompactString) -> bool {
        if let Some(known) = self.own_fields.get(name) {
            return *known;
        }
        let tells = tells_who(name);
        self.own_fields.insert(name.clone(), tells);
        tells
    }

    /// The table, its columns in an order that does not depend on the customers'.
    pub(super) fn into_table(mut self) -> (RecordTable, Vec<Who>) {
        let always = COLUMNS.iter().map(|(column, _)| *column).chain(["phone 1", "email 1"]);
        always.for_each(|column| _ = self.column(column));
        let mut table = RecordTable::new(self.places.keys().map(CompactString::as_str));
        let order: BTreeMap<u16, usize> = self.places.values().copied().zip(0..).collect();
        let mut row = vec![CompactString::default(); order.len()];
        for (who, cells) in self.who.iter().zip(self.cells) {
            row.iter_mut().for_each(CompactString::clear);
            for (column, text) in cells {
                if let Some(cell) = order.get(&column).and_then(|place| row.get_mut(*place)) {
                    *cell = text;
                }
            }
            table.push(who.id.as_str(), row.iter().map(CompactString::as_str));
        }
        (table, self.who)
    }
}

/// A value in words, where it has words.
fn text_of(value: &FieldValue) -> Option<CompactString> {
    match value {
        FieldValue::Text(text) => Some(text.clone()),
        FieldValue::List(texts) => Some(texts.join(" ").into()),
        FieldValue::Date(day) => Some(format_compact!("{day}")),
        _ => None,
    }
}
