//! The class of value in expressions.

use chrono::TimeDelta;

use super::people::{Person, now, person};
use super::*;
use crate::foundation::Coded;
use crate::value::{RfmEngine, ScoreBy, ValueConfig};

fn schema() -> SegmentSchema {
    let mut rfm = ValueConfig::standard().rfm;
    rfm.score_by = ScoreBy::Thresholds;
    SegmentSchema::standard().with_rfm(&RfmEngine::new(&rfm).unwrap())
}

fn parse(text: &str) -> Result<Segment, SegmentError> {
    Segment::parse(text, &schema())
}

fn class_of(person: &Person) -> Option<&'static str> {
    let holds = |text: &str| parse(text).unwrap().holds(&person.customer, &person.history, now());
    let classes = ["high_value", "potential", "ordinary", "churn_risk"];
    let known: Vec<_> = classes.map(|class| holds(&format!("rfm_class == \"{class}\""))).to_vec();
    assert_eq!(
        known.iter().filter(|known| **known == Some(true)).count(),
        usize::from(holds("has(rfm_class)") == Some(true))
    );
    classes.into_iter().zip(known).find(|(_, known)| *known == Some(true)).map(|(class, _)| class)
}

#[test]
fn the_class_is_that_of_the_thresholds() {
    let day = TimeDelta::days(1);
    // All orders of these people have one number: one purchase. More than 100,000 spent scores 5, and with one purchase 3 in all.
    assert_eq!(class_of(&person("a").ordered(300, day)), Some("potential"));
    assert_eq!(class_of(&person("b").ordered(300, day * 181)), Some("ordinary"));
    assert_eq!(class_of(&person("c")), None);
    // What was returned is no purchase.
    assert_eq!(class_of(&person("d").ordered(-300, day)), None);
    let frequent = |days: i32| {
        (0..12).fold(person("e"), |person, order| {
            let number = order.to_string();
            person.ordered_as(&number, 20_000, day * (days + order))
        })
    };
    assert_eq!(class_of(&frequent(1)), Some("high_value"));
    assert_eq!(class_of(&frequent(200)), Some("churn_risk"));
}

#[test]
fn without_a_purchase_nobody_knows() {
    let anna = person("anna");
    let holds = |text: &str| parse(text).unwrap().holds(&anna.customer, &anna.history, now());
    for text in ["rfm_class == \"ordinary\"", "rfm_class != \"ordinary\"", "!(rfm_class in [\"ordinary\"])"] {
        assert_eq!(holds(text), None, "{text}");
    }
    assert_eq!(holds("has(rfm_class)"), Some(false));
}

#[test]
fn a_store_knows_who_bought_and_not_which_class() {
    let asked = |text: &str| parse(text).unwrap().store_condition(now());
    for text in [
        r#"rfm_class == "ordinary""#,
        r#"rfm_class in ["ordinary", "potential"]"#,
        r#"rfm_class != "ordinary""#,
    ] {
        assert!(!asked(text).is_exact(), "{text}");
        assert!(!asked(&format!("!({text})")).is_exact(), "not {text}");
    }
}

#[test]
fn by_quantiles_the_class_is_refused_with_its_place() {
    let error =
        Segment::parse("archived &&\n  rfm_class == \"ordinary\"", &SegmentSchema::standard()).unwrap_err();
    assert_eq!((error.code(), error.row()), ("segment.quantiles", Some(2)));
    assert_eq!(
        error.to_string(),
        "line 2, column 3: rfm_class depends on everybody else by quantiles; set value.rfm.score_by to \"thresholds\""
    );
    assert!(ERRORS.iter().any(|entry| entry.code == error.code()));
}

#[test]
fn a_class_that_is_none_is_refused_with_the_nearest() {
    let error = parse("rfm_class == \"high_valu\"").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1, column 14: there is no choice high_valu; did you mean high_value?"
    );
    let error = parse("rfm_class in [\"ordinary\", \"vip\"]").unwrap_err();
    assert_eq!(error.code(), "segment.unknown");
    assert_eq!(parse("rfm_class > 3").unwrap_err().code(), "segment.type");
}

#[test]
fn a_class_reads_orders_and_depends_on_time() {
    for text in ["rfm_class == \"ordinary\"", "has(rfm_class)"] {
        let segment = parse(text).unwrap();
        assert!(segment.depends_on_time() && segment.reads().has_events(), "{text}");
        assert!(!segment.store_condition(now()).is_exact(), "{text}");
    }
}

#[test]
fn a_column_of_classes_is_asked_as_it_is() {
    let schema = schema();
    let mut table = SegmentTable::new(&schema, 3);
    let classes = [Some("high_value"), Some("ORDINARY"), None];
    table.add("rfm_class", classes.map(|class| class.map(|class| SegmentCell::Text(class.into())))).unwrap();
    let segment = Segment::parse("rfm_class != \"ordinary\"", &schema).unwrap();
    assert_eq!(table.holds(&segment, now()).unwrap(), [Some(true), Some(false), None]);
    let wrong = table.add("rfm_class", [Some(SegmentCell::Text("vip".into())), None, None]).unwrap_err();
    assert_eq!(wrong.code(), "segment.cell");
    let missing = SegmentTable::new(&schema, 1).holds(&segment, now()).unwrap_err();
    assert_eq!(missing.code(), "segment.missing");
}
