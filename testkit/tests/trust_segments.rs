//! Segments from people and programs that mean no good, or mistype.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::time::{Duration, Instant};

use scrm_core::segment::{CustomerHistory, Expression, Place, Segment, SegmentError};
use scrm_testkit::SeededRandom;
use scrm_testkit::segments::{RandomSegments, SegmentPerson};
use scrm_testkit::workspace_cases::size;

const SEED: u64 = 0xf1;

/// Longest that one text may take, far above what any takes where nothing is optimised.
const LONGEST: Duration = Duration::from_secs(1);

/// Levels that an expression may have.
const DEEPEST: usize = 64;

const PIECES: [&str; 40] = [
    "(",
    ")",
    "[",
    "]",
    "!",
    "&&",
    "||",
    "==",
    "<=",
    " in ",
    ",",
    ".",
    "+",
    "-",
    "\"",
    "'",
    "r\"",
    "\\",
    "\\u12",
    "\\U0001F600",
    "//",
    "\n",
    "\0",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "“",
    "，",
    "1e999",
    "0.1",
    "9e99",
    "now",
    "true",
    "days(1)",
    "money(1, \"TWD\")",
    ".matches(\"(a*)*$\")",
    "has(",
    "名",
    "ё",
    "👩\u{200d}👩",
];

/// What is done with everything that anybody may hand in.
struct Trial {
    random: RandomSegments,
    people: Vec<(SegmentPerson, CustomerHistory)>,
    accepted: u32,
    refused: u32,
}

impl Trial {
    fn new() -> Self {
        let random = RandomSegments::new(SEED, "Europe/Berlin").unwrap();
        let people = random
            .people(3)
            .map(|person| (person.clone(), CustomerHistory::from_events(&person.events)))
            .collect();
        Self { random, people, accepted: 0, refused: 0 }
    }

    fn text(&mut self, text: &str) {
        let begin = Instant::now();
        match Segment::parse(text, self.random.schema()) {
            Ok(segment) => {
                let printed = segment.to_string();
                let again = Segment::parse(&printed, self.random.schema()).unwrap();
                assert_eq!(again.to_string(), printed);
                self.hold(&segment);
                self.accepted += 1;
            }
            Err(mistake) => self.mistake(text, &mistake),
        }
        assert!(begin.elapsed() < LONGEST, "{:?} for {} bytes", begin.elapsed(), text.len());
    }

    fn tree(&mut self, tree: Expression) {
        match Segment::new(tree, self.random.schema()) {
            Ok(segment) => {
                self.hold(&segment);
                self.accepted += 1;
            }
            Err(mistake) => {
                assert!(!mistake.to_string().is_empty());
                self.refused += 1;
            }
        }
    }

    /// The three executions and the explanation, which must agree on the whole.
    fn hold(&self, segment: &Segment) {
        let now = self.random.now();
        let condition = segment.store_condition(now);
        let _ = condition.is_exact();
        for (person, history) in &self.people {
            let holds = segment.holds(&person.customer, history, now);
            assert_eq!(segment.explain(&person.customer, history, now).holds, holds);
        }
    }

    /// A mistake has its place in the text, and says something.
    fn mistake(&mut self, text: &str, mistake: &SegmentError) {
        self.refused += 1;
        assert!(mistake.to_string().len() > 10);
        if let Place::Text(place) = mistake.place() {
            let lines = text.split('\n').count();
            assert!(place.line >= 1 && place.line <= lines as u64, "{mistake}");
        }
    }
}

/// One thing done to a text somewhere.
fn mutated(random: &mut SeededRandom, text: &str, other: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(12)).min(bytes.len());
        match random.below(9) {
            0 => bytes.splice(at..at, random.word(&PIECES).bytes()).for_each(drop),
            1 => bytes.drain(at..end).for_each(drop),
            2 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            3 => {
                let piece: Vec<u8> = bytes[at..end].repeat(1 + random.below(8));
                bytes.splice(at..at, piece).for_each(drop);
            }
            4 => bytes.truncate(at),
            // What stays well formed: another digit, another letter of a text.
            5..8 => {
                let alike = bytes.iter_mut().skip(at).find(|byte| byte.is_ascii_digit());
                alike.into_iter().for_each(|byte| *byte = b'0' + random.below(10) as u8);
            }
            _ => {
                let from = random.below(other.len() + 1);
                bytes.splice(at..end, other.bytes().skip(from).take(40)).for_each(drop);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn trust_f1_mutated_segments_never_panic() {
    println!("seed {SEED}");
    let mut trial = Trial::new();
    let mut random = SeededRandom::new(SEED);
    for number in 0..size(6_000, 1_000_000) as u64 {
        let text = trial.random.expression(number).to_string();
        let other = trial.random.expression(number + 1).to_string();
        let text = mutated(&mut random, &text, &other);
        trial.text(&text);
    }
    println!("{} accepted, {} refused", trial.accepted, trial.refused);
    assert!(trial.accepted * 20 > trial.refused, "some stay whole");
    assert!(trial.refused > trial.accepted, "most break");
}

#[test]
fn trust_f1_random_bytes_are_no_segment_and_never_panic() {
    let mut trial = Trial::new();
    let mut random = SeededRandom::new(SEED + 1);
    for _ in 0..size(20_000, 2_000_000) {
        let bytes: Vec<u8> = (0..random.below(60)).map(|_| random.next_u64() as u8).collect();
        trial.text(&String::from_utf8_lossy(&bytes));
        let pieces: String = (0..random.below(12)).map(|_| random.word(&PIECES)).collect();
        trial.text(&pieces);
    }
    assert!(trial.refused > 30_000);
}

#[test]
fn trust_f1_mutated_segment_trees_never_panic() {
    let mut trial = Trial::new();
    let mut random = SeededRandom::new(SEED + 2);
    let mut read = 0;
    for number in 0..size(4_000, 400_000) as u64 {
        let json = |number| serde_json::to_string(&trial.random.expression(number)).unwrap();
        let text = mutated(&mut random, &json(number), &json(number + 1));
        if let Ok(tree) = serde_json::from_str::<Expression>(&text) {
            read += 1;
            trial.tree(tree);
        }
    }
    assert!(read > 100, "{read}");
}

/// However an expression comes to be deep or long, it is refused with an error, soon.
#[test]
fn trust_f1_deep_and_endless_segments_are_refused() {
    let too_large = |text: &str| match text.parse::<Expression>() {
        Err(SegmentError::TooLarge { .. }) => {}
        other => panic!("{} bytes: {:?}", text.len(), other.map(drop)),
    };
    let mut trial = Trial::new();
    for (open, middle, close) in [
        ("(", "archived", ")"),
        ("!", "archived", ""),
        ("archived && (archived || ", "archived", ")"),
        ("has(", "name", ")"),
        ("[", "1", "]"),
        ("\"a\" in [", "1", "]"),
    ] {
        for levels in [DEEPEST + 1, 100, 2_000] {
            let text = format!("{}{middle}{}", open.repeat(levels), close.repeat(levels));
            too_large(&text);
            trial.text(&text);
        }
        trial.text(&open.repeat(30_000));
    }
    for repeated in [
        "archived || ",
        "archived && ",
        "now - days(1) - ",
        "name.",
        "\"",
        "1,",
        "((((",
        "!!",
        "//",
        "é",
        "\\",
    ] {
        for times in [1_000, 4_000, 20_000, 200_000] {
            trial.text(&repeated.repeat(times));
        }
    }
    for levels in [100, 1_000, 5_000] {
        let deep = |wrap: fn(Expression) -> Expression| {
            (0..levels).fold(Expression::Flag { value: true }, |inner, _| wrap(inner))
        };
        trial.tree(deep(|inner| Expression::Not { of: Box::new(inner) }));
        trial.tree(deep(|inner| Expression::All { of: vec![inner, Expression::Flag { value: false }] }));
        trial.tree(deep(|inner| Expression::Call { function: "has".to_owned(), arguments: vec![inner] }));
    }
    trial.tree(Expression::Any { of: vec![Expression::Flag { value: true }; 10_000] });
}
