use std::collections::BTreeSet;

use scrm_core::segment::{CustomerHistory, Expression, HISTORY_EVENTS, Segment};

use super::RandomSegments;

const ZONES: [&str; 5] = ["UTC", "Asia/Taipei", "Europe/Berlin", "America/New_York", "America/St_Johns"];

#[test]
fn every_expression_is_checked_and_reads_back_as_it_is_written() {
    for (seed, zone) in (0..).zip(ZONES) {
        let random = RandomSegments::new(seed, zone).unwrap();
        for number in 0..2_000 {
            let tree = random.expression(number);
            let text = tree.to_string();
            if let Err(mistake) = Segment::new(tree.clone(), random.schema()) {
                panic!("{text}\n{mistake}");
            }
            assert_eq!(text.parse::<Expression>().as_ref(), Ok(&tree), "{text}");
        }
    }
}

#[test]
fn the_same_number_is_the_same_expression_and_the_same_person() {
    let (one, other) = (RandomSegments::new(3, "UTC").unwrap(), RandomSegments::new(3, "UTC").unwrap());
    assert_eq!(one.expression(17), other.expression(17));
    assert_eq!(one.person(17).customer, other.person(17).customer);
    assert_eq!(one.person(17).events, other.person(17).events);
    assert_ne!(one.expression(17), other.expression(18));
}

#[test]
fn everything_that_the_language_knows_occurs() {
    let random = RandomSegments::new(5, "Europe/Berlin").unwrap();
    let (mut named, mut called, mut written) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut kinds = BTreeSet::new();
    let mut deepest = 0;
    for number in 0..4_000 {
        let tree = random.expression(number);
        deepest = deepest.max(depth(&tree));
        walk(&tree, &mut |part| {
            let (kind, set, name) = match part {
                Expression::Name { name } => ("name", &mut named, name.clone()),
                Expression::Call { function, .. } => ("call", &mut called, function.clone()),
                Expression::Method { function, .. } => ("method", &mut called, function.clone()),
                Expression::Text { value } => ("text", &mut written, value.clone()),
                Expression::Compare { operator, .. } => ("compare", &mut kinds, format!("{operator:?}")),
                other => {
                    let json = serde_json::to_value(other).unwrap();
                    ("", &mut kinds, json["kind"].as_str().unwrap().to_owned())
                }
            };
            set.insert(name);
            if !kind.is_empty() {
                kinds.insert(kind.to_owned());
            }
        });
    }
    for (name, _) in random.schema().names() {
        assert!(named.contains(name), "{name}");
    }
    let functions = "has_tag tagged_at has has_identifier consent count first last days_since hours_since money date timestamp \
                     minutes hours days weeks months years contains startsWith endsWith starts_with ends_with matches";
    for function in functions.split_whitespace() {
        assert!(called.contains(function), "{function}");
    }
    for (event, _) in HISTORY_EVENTS {
        assert!(written.contains(*event), "{event}");
    }
    assert!(named.contains("now"));
    let expected = "name call method text compare Equal NotEqual Less AtMost Greater AtLeast all any not in later earlier \
                    number flag list";
    for kind in expected.split_whitespace() {
        assert!(kinds.contains(kind), "{kind}");
    }
    assert!(deepest >= 6, "{deepest}");
}

#[test]
fn the_three_answers_are_all_common_and_edges_are_met() {
    let random = RandomSegments::new(11, "America/New_York").unwrap();
    let people: Vec<_> = random
        .people(200)
        .map(|person| (CustomerHistory::from_events(&person.events), person.customer))
        .collect();
    let mut answers = [0_u32; 3];
    let mut settled = 0;
    for number in 0..500 {
        let segment = Segment::new(random.expression(number), random.schema()).unwrap();
        let mut seen = BTreeSet::new();
        for (history, customer) in &people {
            let answer = segment.holds(customer, history, random.now());
            answers[answer.map_or(2, usize::from)] += 1;
            seen.insert(answer);
        }
        settled += u32::from(seen.len() > 1);
    }
    assert!(answers.iter().all(|count| *count > 10_000), "{answers:?}");
    assert!(settled > 350, "{settled} of 500 tell people apart");
    let now = random.now();
    let at_now =
        people.iter().filter(|(history, _)| history.times("message_received").contains(&now)).count();
    assert!(at_now > 0, "somebody wrote at this very moment");
}

/// Far instants are rare; one that cannot be read would become the beginning of 1970.
#[test]
fn far_instants_are_what_they_say() {
    let random = RandomSegments::new(2, "UTC").unwrap();
    let (mut far, mut first) = (0, 0);
    for person in random.people(2_000) {
        for event in &person.events {
            far += u32::from(event.at < random.now() - chrono::TimeDelta::days(4_000));
            first += u32::from(event.at == chrono::DateTime::UNIX_EPOCH);
        }
    }
    assert!(far > 5, "{far}");
    assert_eq!(first, 0);
}

fn walk(part: &Expression, visit: &mut dyn FnMut(&Expression)) {
    visit(part);
    parts(part).into_iter().for_each(|part| walk(part, visit));
}

fn depth(part: &Expression) -> usize {
    let is_condition =
        matches!(part, Expression::All { .. } | Expression::Any { .. } | Expression::Not { .. });
    usize::from(is_condition) + parts(part).into_iter().map(depth).max().unwrap_or(0)
}

fn parts(part: &Expression) -> Vec<&Expression> {
    match part {
        Expression::All { of } | Expression::Any { of } | Expression::List { of } => of.iter().collect(),
        Expression::Not { of } => vec![of],
        Expression::Compare { left, right, .. } => vec![left, right],
        Expression::In { value, list } => vec![value, list],
        Expression::Later { time, by } | Expression::Earlier { time, by } => vec![time, by],
        Expression::Call { arguments, .. } => arguments.iter().collect(),
        Expression::Method { of, arguments, .. } => std::iter::once(&**of).chain(arguments).collect(),
        _ => Vec::new(),
    }
}
