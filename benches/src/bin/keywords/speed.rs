//! How fast keywords are found, beside raw automata.
//!
//! Every line is one set of keywords over one set of messages, all matchers in one run, the median of several rounds. The
//! raw automata look for the bytes of the folded keywords in messages that were lower-cased before: no folding, no word
//! boundaries, no places in the text as it was written.

use std::error::Error;
use std::path::Path;

use scrm_benches::timed;
use scrm_core::foundation::RuleId;
use scrm_core::keyword::{KeywordConfig, KeywordMatcher, KeywordRule, MatchMode};
use serde::Serialize;

use crate::messages::{self, Messages};
use crate::peers::Raw;

/// How many keywords.
const COUNTS: [usize; 3] = [100, 1_000, 10_000];

/// Rounds; the median of them counts.
const ROUNDS: usize = 7;

/// Messages of a round, at least: shorter sets are gone over several times, so that the clock tells.
const LEAST_MESSAGES: usize = 10_000;

/// Measures every set that is there with three sets of keywords.
pub(crate) fn measure(data: &Path) -> Result<(), Box<dyn Error>> {
    let sets = messages::all(data)?;
    if sets.is_empty() {
        println!("speed: skipped: no data");
        return Ok(());
    }
    println!("Millions of messages per second of one core");
    println!(
        "{:22} {:>8} {:>8} {:>10} {:>9} {:>9} {:>9} {:>9} {:>8}",
        "", "keywords", "messages", "as written", "auto", "raw DFA", "raw NFA", "daachorse", "compile"
    );
    for set in &sets {
        for count in COUNTS {
            let keywords = set.keywords(count);
            if keywords.len() == count {
                measure_one(set, &keywords)?;
            }
        }
    }
    Ok(())
}

/// Writes keywords with the messages to look in, a file for each set and count.
pub(crate) fn write(data: &Path, place: &Path) -> Result<(), Box<dyn Error>> {
    #[derive(Serialize)]
    struct Written<'w> {
        name: &'w str,
        keywords: Vec<String>,
        messages: &'w [String],
    }

    std::fs::create_dir_all(place)?;
    for (number, set) in messages::all(data)?.iter().enumerate() {
        for count in COUNTS {
            let written = Written { name: set.name, keywords: set.keywords(count), messages: &set.messages };
            if written.keywords.len() == count {
                let file = place.join(format!("{number}-{count:05}.json"));
                std::fs::write(file, serde_json::to_vec(&written)?)?;
            }
        }
    }
    Ok(())
}

fn matcher(keywords: &[String], mode: MatchMode) -> Result<KeywordMatcher, Box<dyn Error>> {
    let rule = |(number, keyword): (usize, &String)| KeywordRule {
        mode,
        ..KeywordRule::new(RuleId::new(number.to_string()), keyword.clone(), [keyword.clone()])
    };
    let rules = keywords.iter().enumerate().map(rule).collect();
    Ok(KeywordMatcher::new(&KeywordConfig { rules, ..KeywordConfig::standard() })?)
}

fn measure_one(set: &Messages, keywords: &[String]) -> Result<(), Box<dyn Error>> {
    let (compile, as_written) = timed(|| matcher(keywords, MatchMode::AsWritten));
    let (as_written, auto) = (as_written?, matcher(keywords, MatchMode::Auto)?);
    let ours = |matcher: &KeywordMatcher| {
        let mut places = 0_usize;
        matcher
            .find_many(set.messages.iter().map(String::as_str), |_, place| places += place.span.chars.len());
        places
    };
    let lowered = set.lowered();
    let raw = Raw::all(keywords)?;
    let passes = LEAST_MESSAGES.div_ceil(set.messages.len());
    let round = |places: &dyn Fn() -> usize| timed(|| (0..passes).map(|_| places()).sum::<usize>()).0;
    let mut seconds = vec![Vec::new(); 2 + raw.len()];
    for _ in 0..ROUNDS {
        let mut rounds = vec![round(&|| ours(&as_written)), round(&|| ours(&auto))];
        rounds.extend(raw.iter().map(|raw| round(&|| raw.places(&lowered))));
        seconds.iter_mut().zip(rounds).for_each(|(all, round)| all.push(round));
    }
    let rate = |seconds: &mut Vec<f64>| {
        seconds.sort_by(f64::total_cmp);
        let messages = (passes * set.messages.len()) as f64;
        seconds.get(seconds.len() / 2).map_or(0.0, |median| messages / median / 1e6)
    };
    let rates: Vec<f64> = seconds.iter_mut().map(rate).collect();
    let shown: Vec<String> = rates.iter().map(|rate| format!("{rate:9.2}")).collect();
    let best = rates.iter().skip(2).copied().fold(0.0, f64::max);
    println!(
        "{:22} {:8} {:8} {} {:6.0} ms   as written {:.0} %, auto {:.0} % of the best raw",
        set.name,
        keywords.len(),
        set.messages.len(),
        shown.join(" "),
        compile * 1e3,
        rates.first().map_or(0.0, |rate| rate / best * 100.0),
        rates.get(1).map_or(0.0, |rate| rate / best * 100.0),
    );
    Ok(())
}
