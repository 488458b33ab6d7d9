//! Whether fields of a workspace's own have names that expressions can tell from everything else.

use super::schema::{NOW, RFM_CLASS, SegmentSchema};
use super::syntax::Expression;
use super::table::TAGS;
use crate::customer::{CustomFields, CustomerError, FieldName};
use crate::foundation::CurrencyTable;
use crate::foundation::time::Calendar;
use crate::tag::TagConfig;

/// Refuses fields that expressions could not name, or whose name stands for something else.
pub(crate) fn check_custom_fields(
    custom_fields: &CustomFields,
    tags: &TagConfig,
    currencies: &CurrencyTable,
) -> Result<(), CustomerError> {
    let others = SegmentSchema::new(tags, &CustomFields::default(), &Calendar::utc(), currencies);
    let group = |name: &str| tags.tags().any(|tag| tag.exclusive_group.as_deref() == Some(name));
    for (name, _) in custom_fields.iter() {
        let field = || format!("custom_fields.{name}");
        if !is_name(name) {
            return Err(CustomerError::CustomFieldName { field: field() });
        }
        let by = match FieldName::from(name) {
            FieldName::Custom(_) if name == TAGS => "tables call their tags so",
            FieldName::Custom(_) if group(name) => "a group of tags is called so",
            FieldName::Custom(_) if name == RFM_CLASS || others.type_of(name).is_some() => {
                "expressions know something else by this name"
            }
            FieldName::Custom(_) => continue,
            _ => "every customer has a field of this name",
        };
        return Err(CustomerError::CustomFieldTaken { field: field(), by });
    }
    Ok(())
}

/// Whether an expression reads a text as the name of a value, and writes it so again.
fn is_name(text: &str) -> bool {
    let read = text.parse::<Expression>();
    text != NOW && matches!(read, Ok(Expression::Name { name }) if name == text)
}
