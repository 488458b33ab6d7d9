use super::*;
use crate::foundation::Coded;

fn mistake(text: &str) -> SegmentError {
    Segment::parse(text, &SegmentSchema::standard()).unwrap_err()
}

#[test]
fn what_does_not_exist_is_named_with_what_is_most_like_it() {
    for (text, message) in [
        ("buget > 1", "line 1, column 1: there is no value buget; did you mean budget?"),
        ("true && size > 1", "line 1, column 9: there is no value size; did you mean company_size?"),
        (
            "has_tag(\"value/tier_a\")",
            "line 1, column 9: there is no tag value/tier_a; did you mean value.tier_a?",
        ),
        (
            "has_tga(\"value.tier_a\")",
            "line 1, column 1: there is no function has_tga; did you mean has_tag?",
        ),
        (
            "count(\"order_place\") > 1",
            "line 1, column 7: there is no event order_place; did you mean order_placed?",
        ),
        ("stage == \"quotd\"", "line 1, column 10: there is no choice quotd; did you mean quoted?"),
        (
            "position == \"boss\"",
            "line 1, column 13: there is no choice boss; did you mean one of decision_maker, influencer, executor?",
        ),
        (
            "name.containz(\"a\")",
            "line 1, column 1: there is no function of a value containz; did you mean contains?",
        ),
        (
            "consent(\"marketting\")",
            "line 1, column 9: there is no purpose marketting; did you mean marketing?",
        ),
        ("цена > 1", "line 1, column 1: there is no value цена"),
    ] {
        let error = mistake(text);
        assert_eq!(error.to_string(), message, "{text}");
        assert_eq!(error.code(), "segment.unknown");
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    for (text, code, place) in [
        ("name > \"a\"", "segment.value", "line 1, column 1"),
        ("name == 1", "segment.type", "line 1, column 9"),
        ("budget > company_size", "segment.type", "line 1, column 10"),
        ("budget > name", "segment.type", "line 1, column 10"),
        ("last_order > 3", "segment.type", "line 1, column 14"),
        ("budget", "segment.type", "line 1, column 1"),
        ("products == \"a\"", "segment.type", "line 1, column 13"),
        ("true && days(3)", "segment.type", "line 1, column 9"),
        ("last_order - days(3) < now", "segment.type", "line 1, column 1"),
        ("now - 3 < now", "segment.type", "line 1, column 7"),
        ("now - days(1.5) < now", "segment.value", "line 1, column 12"),
        ("now - days(40000) < now", "segment.value", "line 1, column 12"),
        ("now - days(-1) < now", "segment.value", "line 1, column 12"),
        ("has_tag(\"value.tier_a\", 1)", "segment.arguments", "line 1, column 1"),
        ("count(\"order_placed\", 3) > 1", "segment.type", "line 1, column 23"),
        ("count(name) > 1", "segment.type", "line 1, column 7"),
        ("has(now)", "segment.type", "line 1, column 5"),
        ("budget > money(1, \"tw\")", "segment.value", "line 1, column 19"),
        ("budget > money(1, \"XAU\")", "segment.value", "line 1, column 19"),
        ("birthday == date(\"31.1.2026\")", "segment.value", "line 1, column 18"),
        ("name.matches(\"(\")", "segment.value", "line 1, column 14"),
        ("company_size.contains(\"1\")", "segment.type", "line 1, column 1"),
        ("name in [1]", "segment.type", "line 1, column 10"),
        ("last_order in [now]", "segment.type", "line 1, column 1"),
        ("[1] == 1", "segment.type", "line 1, column 1"),
    ] {
        let error = mistake(text);
        assert_eq!((error.code(), error.place().to_string().as_str()), (code, place), "{text}: {error}");
        assert!(ERRORS.iter().any(|entry| entry.code == code));
    }
}

#[test]
fn a_mistake_in_a_tree_has_its_path() {
    let tree: Expression = "true && (budget > 1 || count(\"a\") > 1)".parse().unwrap();
    let error = Segment::new(tree, &SegmentSchema::standard()).unwrap_err();
    assert_eq!(error.field().unwrap(), "expression.of[1].of[1].left.arguments[0]");
    let empty = Segment::new(Expression::Any { of: Vec::new() }, &SegmentSchema::standard()).unwrap_err();
    assert_eq!(
        (empty.code(), empty.to_string().as_str()),
        ("segment.value", "the whole expression: it has no parts")
    );
    let mut deep = Expression::Flag { value: true };
    for _ in 0..200 {
        deep = Expression::Not { of: Box::new(deep) };
    }
    assert_eq!(Segment::new(deep, &SegmentSchema::standard()).unwrap_err().code(), "segment.too_large");
    let endless = Expression::Number { value: f64::NAN };
    let compared = Expression::Compare {
        operator: Comparison::Equal,
        left: Box::new(endless.clone()),
        right: Box::new(endless),
    };
    assert_eq!(Segment::new(compared, &SegmentSchema::standard()).unwrap_err().code(), "segment.value");
}

#[test]
fn nothing_that_is_printed_for_debugging_holds_what_the_author_wrote() {
    assert!(!format!("{:?}", segment("name == \"Anna Walker\"")).contains("Anna"));
}
