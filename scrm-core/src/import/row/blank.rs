//! Cells that say nothing.

use crate::customer::{self, CustomFieldType, FieldName, IdentifierKind, is_dashes, is_region, text_digit};
use crate::import::csv::Record;
use crate::import::options::Target;
use crate::import::value::choice;

/// Whether a cell says that there is nothing to say, and is as good as blank. Names keep their own check; where a no is
/// an answer, the word for it is one.
pub(super) fn says_nothing(target: &Target, declared: Option<CustomFieldType>, raw: &str) -> bool {
    match target {
        Target::Field(FieldName::Name)
        | Target::Consent(_)
        | Target::CustomerId
        | Target::State
        | Target::Ignore => false,
        Target::GivenName | Target::MiddleName | Target::FamilyName | Target::Field(FieldName::Products) => {
            is_dashes(raw)
        }
        Target::Identifier(IdentifierKind::Phone | IdentifierKind::WhatsappId) => {
            customer::says_nothing(raw) || is_zero(raw)
        }
        Target::Identifier(_) => customer::says_nothing(raw),
        // NA is a country.
        Target::Field(FieldName::Region) => customer::says_nothing(raw) && !is_region(raw),
        Target::Field(FieldName::Custom(_)) => match declared {
            Some(CustomFieldType::Flag) => false,
            Some(CustomFieldType::List) => is_dashes(raw),
            // Nobody says whether the column asks a question.
            None | Some(CustomFieldType::Text) => {
                customer::says_nothing(raw) && choice::answer(raw).is_none()
            }
            Some(_) => customer::says_nothing(raw),
        },
        Target::Field(_) => customer::says_nothing(raw),
    }
}

/// Whether a cell is a nought, as a spreadsheet writes it where there is no number.
fn is_zero(raw: &str) -> bool {
    let mut characters = raw.chars();
    characters.next().and_then(text_digit) == Some(0)
        && characters.next().is_none_or(|point| matches!(point, '.' | ','))
        && characters.all(|c| text_digit(c) == Some(0))
}

/// Whether a row holds nothing at all.
pub(in crate::import) fn is_blank(record: &Record<'_>) -> bool {
    record.problem.is_none() && record.cells().all(|cell| cell.trim().is_empty())
}
