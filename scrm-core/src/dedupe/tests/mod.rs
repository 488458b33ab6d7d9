mod exact;
mod merge;
mod names;
mod undo_histories;

use chrono::{DateTime, Duration, TimeZone, Utc};

use crate::customer::{Customer, Field, FieldName, FieldValue, Identifier, IdentifierKey, IdentifierKind};
use crate::foundation::CustomerId;

pub(super) fn day(number: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap() + Duration::days(number)
}

pub(super) fn text(value: &str, at: DateTime<Utc>) -> Field {
    Field { value: FieldValue::Text(value.into()), source: "import:test".into(), at }
}

pub(super) fn identifier(kind: IdentifierKind, value: &str) -> Identifier {
    let namespace = match &kind {
        IdentifierKind::Phone | IdentifierKind::WhatsappId => "tel",
        other => other.as_str(),
    };
    let key = IdentifierKey::from_stored(format!("{namespace}:{value}"));
    Identifier {
        kind,
        value: value.into(),
        raw: None,
        key,
        source: "import:test".into(),
        at: day(0),
        undeliverable: false,
    }
}

pub(super) fn phone(value: &str) -> Identifier {
    identifier(IdentifierKind::Phone, value)
}

pub(super) fn system(name: &str, value: &str) -> Identifier {
    identifier(IdentifierKind::System(name.into()), value)
}

pub(super) fn customer(id: &str, name: &str, identifiers: &[Identifier]) -> Customer {
    let mut customer = Customer::new(CustomerId::new(id), day(0));
    if !name.is_empty() {
        customer.set_field(FieldName::Name, text(name, day(0)));
    }
    customer.identifiers = identifiers.to_vec();
    customer
}
