//! Reading and writing expressions.

use proptest::prelude::*;

use super::tree::{Comparison, DEEPEST, Expression, MOST_PARTS};
use crate::foundation::Coded;
use crate::segment::error::SegmentError;

fn parse(text: &str) -> Result<Expression, SegmentError> {
    text.parse()
}

fn printed(text: &str) -> String {
    parse(text).unwrap().to_string()
}

#[test]
fn a_text_is_printed_in_one_way() {
    for (text, canonical) in [
        ("a&&b||c", "a && b || c"),
        ("a && (b || c)", "a && (b || c)"),
        ("(a && b) && (c && d)", "a && b && c && d"),
        ("((a)) || (b || c)", "a || b || c"),
        ("!a", "!a"),
        ("!(a && b)", "!(a && b)"),
        ("!!a", "!!a"),
        ("x==1", "x == 1"),
        ("(x == 1) == true", "(x == 1) == true"),
        ("x != -1.50", "x != -1.5"),
        ("x<=1e3", "x <= 1000"),
        ("'it''", ""),
        (r#"name == 'say "hi"'"#, r#"name == "say \"hi\"""#),
        (r#"name.matches(r"^\d+$")"#, r#"name.matches("^\\d+$")"#),
        ("name == \"\\u202e\\u0041\"", "name == \"\\u202eA\""),
        ("name == \"价格 🙂\"", "name == \"价格 🙂\""),
        ("x in [1,2,]", "x in [1, 2]"),
        ("at < now-days(7) - hours( 2 )", "at < now - days(7) - hours(2)"),
        ("at < now - (days(7))", "at < now - days(7)"),
        ("budget . max > 3 // dear ones\n && y", "budget.max > 3 && y"),
        ("\n\ta\n", "a"),
        ("имя == \"Анна\"", "имя == \"Анна\""),
    ] {
        match canonical {
            "" => assert!(parse(text).is_err(), "{text}"),
            _ => {
                assert_eq!(printed(text), canonical, "{text}");
                assert_eq!(printed(canonical), canonical, "{text}");
            }
        }
    }
}

#[test]
fn mistakes_are_named_with_their_place() {
    for (text, message) in [
        ("", "line 1, column 1: a value is missing here"),
        ("a &&", "line 1, column 5: a value is missing here"),
        ("a &&\n  && b", "line 2, column 3: a value is missing here"),
        ("a = 1", "line 1, column 3: write == to compare"),
        ("a and b", "line 1, column 3: write && for and"),
        ("a & b", "line 1, column 3: write && for and"),
        ("(a", "line 1, column 3: a closing parenthesis is missing here"),
        ("a)", "line 1, column 2: nothing was opened that this closes"),
        ("a b", "line 1, column 3: an operator such as && or == is missing before this"),
        ("1 < x < 3", "line 1, column 7: compare two values at a time, and join them with &&"),
        ("价 == \"x", "line 1, column 6: the text has no end"),
        ("x == “a”", "line 1, column 6: put texts between \" or '"),
        (r#"x == "\q""#, "line 1, column 7: there is no such escape; write \\\\ for a backslash"),
        ("x > 12abc", "line 1, column 5: this is no number"),
        ("x > 1e999", "line 1, column 5: the number is too large"),
        ("-x > 1", "line 1, column 2: only a number can be negative"),
        ("f(1 2)", "line 1, column 5: a comma or the end of the list is missing here"),
        ("a.", "line 1, column 3: a name is missing after the dot"),
        ("f().b", "line 1, column 6: a function is called with parentheses"),
        ("x * 2", "line 1, column 3: amounts are not calculated here"),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!(error.to_string(), message, "{text}");
        assert_eq!(error.code(), "segment.syntax");
    }
}

#[test]
fn what_is_too_deep_or_too_long_is_refused() {
    for (open, close) in [("(", ")"), ("!", ""), ("[", "]"), ("f(", ")")] {
        let nested = |levels: usize| format!("{}a{}", open.repeat(levels), close.repeat(levels));
        assert!(parse(&nested(DEEPEST)).is_ok(), "{open}");
        for levels in [DEEPEST + 1, 20_000] {
            assert_eq!(parse(&nested(levels)).unwrap_err().code(), "segment.too_large", "{open}");
        }
    }
    for (begins, goes_on) in [("now", " - days(1)"), ("a", ".b()"), ("a", ".b")] {
        let chained = |links: usize| format!("{begins}{}", goes_on.repeat(links));
        assert!(parse(&chained(DEEPEST - 1)).is_ok(), "{goes_on}");
        assert_eq!(parse(&chained(4_000)).unwrap_err().code(), "segment.too_large", "{goes_on}");
    }
    let chain = vec!["a"; MOST_PARTS].join("&&");
    assert_eq!(parse(&chain).unwrap_err().code(), "segment.too_large");
    assert_eq!(parse(&" ".repeat(100_000)).unwrap_err().code(), "segment.too_large");
}

fn any_expression() -> impl Strategy<Value = Expression> {
    let name = "[a-z]{1,3}(\\.[a-z]{1,3})?".prop_filter("a word of the grammar", |name| {
        !["in", "or", "and", "not", "true"].iter().any(|word| name.split('.').any(|part| part == *word))
    });
    let leaf = prop_oneof![
        name.prop_map(|name| Expression::Name { name }),
        "\\PC{0,6}|[\"'\\\\\u{202e}\n\t]{0,3}".prop_map(|value| Expression::Text { value }),
        (-1.0e6..1.0e6_f64).prop_map(|value| Expression::Number { value }),
        any::<bool>().prop_map(|value| Expression::Flag { value }),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        let comparison = prop_oneof![
            Just(Comparison::Equal),
            Just(Comparison::NotEqual),
            Just(Comparison::Less),
            Just(Comparison::AtMost),
            Just(Comparison::Greater),
            Just(Comparison::AtLeast),
        ];
        let many = |least| prop::collection::vec(inner.clone(), least..4);
        let function = || "[a-z]{2,4}_x";
        prop_oneof![
            many(2).prop_map(|of| Expression::All { of }),
            many(2).prop_map(|of| Expression::Any { of }),
            boxed.clone().prop_map(|of| Expression::Not { of }),
            (comparison, boxed.clone(), boxed.clone())
                .prop_map(|(operator, left, right)| Expression::Compare { operator, left, right }),
            (boxed.clone(), boxed.clone()).prop_map(|(value, list)| Expression::In { value, list }),
            (boxed.clone(), boxed.clone()).prop_map(|(time, by)| Expression::Later { time, by }),
            (boxed.clone(), boxed.clone()).prop_map(|(time, by)| Expression::Earlier { time, by }),
            (function(), many(0)).prop_map(|(function, arguments)| Expression::Call { function, arguments }),
            (boxed, function(), many(0)).prop_map(|(of, function, arguments)| Expression::Method {
                of,
                function,
                arguments
            }),
            many(0).prop_map(|of| Expression::List { of }),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_and_printed_the_same(expression in any_expression()) {
        let text = expression.to_string();
        let read = parse(&text);
        prop_assert!(read.is_ok(), "{text}: {read:?}");
        let read = read.unwrap();
        prop_assert_eq!(read.to_string(), text);
        let json = serde_json::to_string(&read).unwrap();
        prop_assert_eq!(serde_json::from_str::<Expression>(&json).unwrap(), read);
    }

    #[test]
    fn no_text_panics(text in "[a-z0-9.,()\\[\\]&|!=<>+\\-\"'\\\\ \n]{0,60}|\\PC{0,40}") {
        if let Ok(expression) = parse(&text) {
            let printed = expression.to_string();
            prop_assert_eq!(parse(&printed).unwrap().to_string(), printed);
        }
    }
}
