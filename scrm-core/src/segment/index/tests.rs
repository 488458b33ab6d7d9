use chrono::TimeDelta;

use crate::customer::{Customer, FieldName, FieldValue};
use crate::foundation::text::fold;
use crate::segment::tests::examples::{EXAMPLES, people};
use crate::segment::tests::people::{Person, now, person};
use crate::segment::{CustomerHistory, Segment, SegmentIndex, SegmentSchema};
use crate::store::ChangeSet;

fn index_of(people: &[Person]) -> SegmentIndex {
    let mut index = SegmentIndex::new(&SegmentSchema::standard());
    people.iter().for_each(|person| index.put(&person.customer, &person.history));
    index
}

fn segment(text: &str) -> Segment {
    Segment::parse(text, &SegmentSchema::standard()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn selected(index: &SegmentIndex, text: &str) -> String {
    index.ids(&index.select(&segment(text), now())).collect::<Vec<_>>().join(" ")
}

#[test]
fn an_index_selects_whom_the_records_select() {
    let index = index_of(&people());
    for (text, expected) in EXAMPLES {
        assert_eq!(selected(&index, text), *expected, "{text}");
        assert_eq!(index.count(&segment(text), now()), expected.split_whitespace().count(), "{text}");
    }
}

#[test]
fn no_folded_text_has_what_stands_between_texts_of_a_list() {
    assert!(!fold("a\0b\0").contains(super::column::BETWEEN));
}

#[test]
fn what_changes_is_taken_in_and_what_goes_is_gone() {
    let people = people();
    let mut index = index_of(&people);
    let mut ben = people[1].customer.clone();
    ben.tags.clear();
    ben.remove_field(&FieldName::Owner);
    index.put_record(&ben);
    assert_eq!(selected(&index, "tier == \"c\" || has(owner)"), "dana");
    assert_eq!(selected(&index, "days_since(last_order) > 100 && order_count == 2"), "ben");
    ben.merged_into = Some(("dana".into(), "m_1".into()));
    index.put_record(&ben);
    assert_eq!(selected(&index, "!archived"), "anna chen dana");
    assert_eq!(index.len(), 3);
    index.remove(&"nobody".into());
    ben.merged_into = None;
    index.put(&ben, &people[1].history);
    assert_eq!(selected(&index, "order_count == 2"), "dana ben");
    assert_eq!(selected(&index, "count(\"order_placed\", days(130)) == 1"), "ben");
}

#[test]
fn an_order_of_which_several_events_tell_is_one() {
    let orders = |numbers: &[&str]| {
        let day = TimeDelta::days(1);
        numbers.iter().fold(person("anna"), |anna, number| anna.ordered_as(number, 5, day))
    };
    for (numbers, count) in [
        (&["A-7", "A-7", " A-7\u{a0}"] as &[&str], 1),
        (&["A-7", "a-7", "A-8"], 3),
        (&["", " ", "\u{3000}", "A-7", "A-7"], 4),
    ] {
        let anna = orders(numbers);
        let whole = index_of(std::slice::from_ref(&anna));
        let mut by_events = index_of(&[]);
        by_events.put_record(&anna.customer);
        anna.events.iter().for_each(|event| by_events.record(event));
        let text = format!("order_count == {count} && count(\"order_placed\") == {}", numbers.len());
        assert_eq!(selected(&whole, &text), "anna", "{numbers:?}");
        assert_eq!(selected(&by_events, &text), "anna", "{numbers:?}");
        // What is known of a row goes with it.
        by_events.put(&anna.customer, &anna.history);
        assert_eq!(selected(&by_events, &text), "anna", "{numbers:?}");
    }
}

#[test]
fn events_and_whole_histories_give_the_same_index() {
    let people = people();
    let whole = index_of(&people);
    let mut piecemeal = SegmentIndex::new(&SegmentSchema::standard());
    for person in people.iter().rev() {
        piecemeal.put_record(&person.customer);
        let changes =
            ChangeSet { events: person.events.iter().rev().cloned().collect(), ..ChangeSet::default() };
        piecemeal.apply(&changes);
    }
    for (text, _) in EXAMPLES {
        let sorted = |index| {
            let mut ids: Vec<String> = selected(index, text).split_whitespace().map(str::to_owned).collect();
            ids.sort();
            ids
        };
        assert_eq!(sorted(&whole), sorted(&piecemeal), "{text}");
    }
}

#[test]
fn rows_of_rewritten_histories_are_used_again() {
    let ben = &people()[1];
    let mut index = SegmentIndex::new(&SegmentSchema::standard());
    for _ in 0..4_000 {
        index.put(&ben.customer, &ben.history);
    }
    assert_eq!(index.len(), 1);
    assert!(index.bytes() < 1 << 19, "{} bytes", index.bytes());
    assert_eq!(selected(&index, "count(\"order_placed\") == 2"), "ben");
}

#[test]
fn clauses_say_whom_they_have_and_whom_they_take_away() {
    let index = index_of(&people());
    let counts =
        index.explain(&segment("language in [\"en\", \"ru\"] && (tier == \"a\" || has(owner))"), now());
    assert_eq!((counts.holds, counts.fails, counts.unknown), (3, 1, 0));
    let [language, either] = counts.parts.as_slice() else { panic!("two parts") };
    assert_eq!((language.holds, language.fails, either.holds, either.fails), (3, 1, 3, 0));
    assert_eq!(either.unknown, 1);
    assert_eq!(language.removes.unwrap() + either.removes.unwrap(), 1);
    assert_eq!(language.asked.unwrap() + either.asked.unwrap(), 1);
    assert_eq!(either.parts.iter().map(|part| part.holds).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn many_customers_are_counted_as_one_by_one() {
    let mut people: Vec<Person> = (0..10_000_u32)
        .map(|number| {
            let mut one = person(&format!("c_{number:05}")).people(number % 700, number % 900);
            if number % 3 == 0 {
                one = one.tag("value.strategic");
            }
            if number % 7 == 0 {
                one = one.wrote(TimeDelta::hours(i64::from(number % 500)));
            }
            if number % 2 == 0 {
                one = one.with(FieldName::DealProbability, FieldValue::Number(f64::from(number % 97) / 96.0));
            }
            one
        })
        .collect();
    people.rotate_left(3_333);
    let index = index_of(&people);
    for text in [
        "company_size > 350",
        "company_size != 5 && !has_tag(\"value.strategic\")",
        "!(company_size > 350 || deal_probability < 0.5)",
        "company_size in [1, 2, 77, 600] || name == \"c_00009\"",
        "!(company_size in [1, 2, 77, 600])",
        "deal_probability == 1",
        "hours_since(last_inbound) <= 24",
        "count(\"message_received\", days(2)) == 0 && has_tag(\"value.strategic\")",
        "head_count.min < head_count.max",
        "name.matches(\"7$\") && company_size > 800",
        "days_since(tagged_at(\"value.strategic\")) > 9 && deal_probability >= 0.25",
        "created_at < date(\"2026-03-01\")",
        "created_at == date(\"2026-02-21\") && head_count.min > head_count.max",
    ] {
        let segment = segment(text);
        let expected =
            people.iter().filter(|one| segment.contains(&one.customer, &one.history, now())).count();
        assert_eq!(index.count(&segment, now()), expected, "{text}");
        assert_eq!(index.select(&segment, now()).places().len(), expected, "{text}");
    }
}

#[test]
fn nobody_is_in_an_empty_index() {
    let index = SegmentIndex::new(&SegmentSchema::standard());
    for (text, _) in EXAMPLES {
        assert_eq!(index.count(&segment(text), now()), 0, "{text}");
        assert_eq!(index.explain(&segment(text), now()).unknown, 0, "{text}");
    }
    let mut index = index;
    index.put(&Customer::new("c_1".into(), now()), &CustomerHistory::default());
    assert_eq!(selected(&index, "!has(name)"), "c_1");
}
