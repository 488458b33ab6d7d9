//! The columns of customers: a record keeps its fields under their names, each with its provenance; a frame has one
//! column for each.

use super::{Column, ColumnKind, Step};

/// Writes the columns: for each of the three groups, the name, what the values are, and the way to them.
macro_rules! columns {
    (
        record: { $($own:literal: $own_kind:ident = $own_path:expr;)+ }
        fields: { $($field:literal: $field_kind:ident;)+ }
        fields_of_parts: { $($whole:literal { $($part:literal: $part_kind:ident as $part_name:literal;)+ })+ }
        state: { $($state:literal: $state_kind:ident = $state_path:expr;)+ }
    ) => {
        /// Fields that have columns of their own.
        const FIELDS: &[&str] = &[$($field,)+ $($whole,)+];

        /// The columns of customers.
        pub(crate) static COLUMNS: &[Column] = &[
            $(Column { name: $own, path: $own_path, kind: ColumnKind::$own_kind },)+
            $(Column {
                name: $field,
                path: &[Step::Key("fields"), Step::Key($field), Step::Key("value")],
                kind: ColumnKind::$field_kind,
            },)+
            $($(Column {
                name: $part_name,
                path: &[Step::Key("fields"), Step::Key($whole), Step::Key("value"), Step::Key($part)],
                kind: ColumnKind::$part_kind,
            },)+)+
            Column {
                name: "other_fields",
                path: &[Step::Key("fields"), Step::Without(FIELDS)],
                kind: ColumnKind::Json,
            },
            $(Column { name: $state, path: $state_path, kind: ColumnKind::$state_kind },)+
        ];
    };
}

columns! {
    record: {
        "id": Text = &[Step::Key("id")];
        "created_at": Instant = &[Step::Key("created_at")];
        "updated_at": Instant = &[Step::Key("updated_at")];
        "phone": Text = &[Step::Key("identifiers"), Step::First("kind", "phone"), Step::Key("value")];
        "whatsapp_id": Text =
            &[Step::Key("identifiers"), Step::First("kind", "whatsapp_id"), Step::Key("value")];
        "email": Text = &[Step::Key("identifiers"), Step::First("kind", "email"), Step::Key("value")];
    }
    fields: {
        "name": Text;
        "company": Text;
        "industry": Text;
        "position": Text;
        "stage": Text;
        "products": Texts;
        "first_contact": Instant;
        "last_follow_up": Day;
        "birthday": Day;
        "owner": Text;
        "language": Text;
        "time_zone": Text;
        "region": Text;
        "address": Text;
        "remark": Text;
        "preferred_times": Json;
        "deal_probability": Number;
    }
    fields_of_parts: {
        "budget" {
            "low": Whole as "budget_low";
            "high": Whole as "budget_high";
            "currency": Text as "budget_currency";
        }
        "head_count" {
            "low": Whole as "head_count_low";
            "high": Whole as "head_count_high";
        }
        "expected_annual_purchase" {
            "minor": Whole as "expected_annual_purchase";
            "currency": Text as "expected_annual_purchase_currency";
        }
    }
    state: {
        "tags": Texts = &[Step::Key("tags"), Step::Each, Step::Key("tag")];
        "priority_level": Whole = &[Step::Key("priority"), Step::Key("level")];
        "priority_score": Number = &[Step::Key("priority"), Step::Key("score")];
        "respond_by": Instant = &[Step::Key("priority"), Step::Key("respond_by")];
        "responded_at": Instant = &[Step::Key("priority"), Step::Key("responded_at")];
        "archived_at": Instant = &[Step::Key("archived_at")];
    }
}
