//! Numbers, addresses and ids of a row, of which a cell may hold several.

use super::unread::unread_field;
use super::{Building, Cell, Rejection, RowReader, note};
use crate::customer::{Identifier, IdentifierKind, is_read_by_region, may_be_of_another_region};
use crate::foundation::Coded;

impl RowReader {
    pub(super) fn identifier(
        &self,
        building: &mut Building<'_>,
        kind: &IdentifierKind,
        cell: Cell<'_>,
        region: &str,
    ) {
        let may_be_several =
            matches!(kind, IdentifierKind::Phone | IdentifierKind::WhatsappId | IdentifierKind::Email);
        let pieces = if may_be_several { pieces(cell.raw) } else { Vec::new() };
        // "030/123456" is one number: pieces must be able to stand alone.
        let stands_alone =
            |piece: &&str| piece.contains('@') || piece.chars().filter(|c| c.is_numeric()).count() >= 7;
        if pieces.len() > 1 && pieces.iter().all(stands_alone) {
            for piece in pieces {
                self.one_identifier(building, kind, Cell { raw: piece, ..cell }, region);
            }
        } else {
            self.one_identifier(building, kind, cell, region);
        }
    }

    fn one_identifier(
        &self,
        building: &mut Building<'_>,
        kind: &IdentifierKind,
        cell: Cell<'_>,
        region: &str,
    ) {
        building.identifiers_given += 1;
        building.assumed.region |= *kind == IdentifierKind::Phone && is_read_by_region(cell.raw);
        match Identifier::from_raw(kind, cell.raw, region, &self.source, self.at) {
            Ok(identifier) => {
                let present = &building.draft.identifiers;
                let known = present.iter().any(|other| other.kind == *kind && other.key == identifier.key);
                let second_of_system = matches!(kind, IdentifierKind::System(_))
                    && present.iter().any(|other| other.kind == *kind && other.key != identifier.key);
                if second_of_system {
                    note(building, cell.header, "import.value.two_ids_of_one_system", "identifier");
                } else if !known {
                    let is_doubtful = may_be_of_another_region(cell.raw, &identifier.value)
                        || (building.is_region_unread && is_read_by_region(cell.raw));
                    if *kind == IdentifierKind::Phone && is_doubtful {
                        note(building, cell.header, "import.value.doubtful_region", "phone");
                    }
                    building.draft.identifiers.push(identifier);
                }
            }
            Err(error) => {
                let kind = identifier_kind(kind);
                note(building, cell.header, "import.value.identifier_dropped", kind);
                building.first_bad_identifier.get_or_insert_with(|| Rejection {
                    column: Some(cell.header.clone()),
                    code: error.code(),
                    kind,
                    message: error.to_string(),
                });
                self.keep(building, unread_field(kind), cell.raw);
            }
        }
    }
}

/// The parts of a cell that holds several numbers or addresses.
fn pieces(raw: &str) -> Vec<&str> {
    const SEPARATORS: [char; 11] = [',', ';', '|', '/', '\n', '&', '、', '，', '；', '／', '،'];
    let parts = raw.split(SEPARATORS).flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" – "));
    let mut pieces = Vec::new();
    for mut part in parts {
        // "+90 532 … +90 533 …": every plus begins a number.
        while let Some(place) = part.rfind(" +") {
            let (before, number) = part.split_at(place);
            pieces.push(number.trim());
            part = before;
        }
        pieces.push(part.trim());
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

const fn identifier_kind(kind: &IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::Phone => "phone",
        IdentifierKind::WhatsappId => "whatsapp_id",
        IdentifierKind::Email => "email",
        _ => "identifier",
    }
}
