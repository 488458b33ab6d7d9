//! Which names a field of a workspace's own may have.

use proptest::prelude::*;

use super::*;
use crate::customer::{CustomFieldType, CustomFields};
use crate::foundation::Coded;
use crate::playbook::Playbook;
use crate::segment::check_custom_fields;

fn schema_of(name: &str) -> (Option<&'static str>, SegmentSchema) {
    let playbook = Playbook::standard();
    let own = CustomFields::from_iter([(name, CustomFieldType::Number)]);
    let checked = check_custom_fields(&own, &playbook.tags, &playbook.currency);
    let calendar = crate::foundation::time::Calendar::utc();
    (
        checked.err().map(|error| error.code()),
        SegmentSchema::new(&playbook.tags, &own, &calendar, &playbook.currency),
    )
}

#[test]
fn a_name_of_any_script_is_written_in_an_expression() {
    for name in
        ["shoe_size", "размер_обуви", "رقم", "स्थायी_ग्राहक", "续约", "ｖｉｐ", "_", "visits.total", "r", "é"]
    {
        let (refused, schema) = schema_of(name);
        assert_eq!(refused, None, "{name}");
        let segment = Segment::parse(&format!("{name} > 42 && has({name})"), &schema);
        assert_eq!(segment.unwrap().to_string(), format!("{name} > 42 && has({name})"));
    }
}

#[test]
fn every_name_that_expressions_know_is_taken() {
    for (name, _) in SegmentSchema::standard().names() {
        assert_eq!(schema_of(name).0, Some("customer.custom_field.taken"), "{name}");
    }
}

proptest! {
    /// A name is refused, or an expression reads it as the field, and never as anything else.
    #[test]
    fn a_declared_name_is_read_as_the_field(name in "\\PC{0,8}|[a-z_.]{1,6}|[अ-ह\u{93e}-\u{94d}]{1,6}") {
        let (refused, schema) = schema_of(&name);
        let text = format!("{name} > 42");
        let names_it = match text.parse::<Expression>() {
            Ok(Expression::Compare { left, .. }) => *left == Expression::Name { name: name.clone() },
            _ => false,
        };
        match refused {
            None => prop_assert!(names_it && Segment::parse(&text, &schema).is_ok(), "{:?}", name),
            Some("customer.custom_field.taken") => prop_assert!(names_it, "{:?}", name),
            Some(_) => prop_assert!(!names_it || name == "now", "{:?}", name),
        }
    }
}
