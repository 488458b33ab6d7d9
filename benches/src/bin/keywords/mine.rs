//! Mining: intents are hidden, and what is proposed is compared with them.
//!
//! A third of a set's intents, by a hash of their names, have no rule: their messages are the unanswered. The others count
//! as answered. A hidden intent with at least twenty messages is found where the messages that a proposal selects among the
//! unanswered are at least 80 % its own, at least five, and a given share of it. At most three proposals for each hidden
//! intent are looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::process::Command;

use scrm_benches::{peak_memory_mib, timed};
use scrm_core::keyword::mine::{KeywordMiner, KeywordProposal, MiningConfig};

use crate::phrases::Message;
use crate::sets::{self, Set};

/// Parts into which intents are divided; each is hidden once.
const PARTS: u64 = 3;
/// Shares of an intent that a proposal has to select.
const SHARES: [f64; 5] = [0.0, 0.1, 0.15, 0.3, 0.5];
/// Lines of the table.
const HEAD: &str = "| set | messages | unanswered | hidden | proposals | found ≥ 5 | ≥ 10 % | ≥ 15 % | ≥ 30 % | ≥ 50 % | mean purity | covered | conflicts | seconds | MiB |\n\
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|";

/// FNV-1a with 64 bits.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

/// Measures every set, each in a process of its own.
pub fn measure_all(data: &Path) -> Result<(), Box<dyn Error>> {
    println!("{HEAD}");
    let this = std::env::current_exe()?;
    for set in sets::all(data)? {
        Command::new(&this).arg(data).args(["--set", set.name]).status()?;
        if !set.chat.is_empty() {
            Command::new(&this).arg(data).args(["--set", &format!("{}+chat", set.name)]).status()?;
        }
    }
    Command::new(&this).arg(data).args(["--generated", "100000"]).status()?;
    Ok(())
}

/// Measures one set; with `+chat` at the end of its name, messages about nothing and every twentieth of those answered are
/// among the unanswered.
pub fn measure_set(data: &Path, name: &str, show: bool) -> Result<(), Box<dyn Error>> {
    let (plain, chat) = name.strip_suffix("+chat").map_or((name, false), |plain| (plain, true));
    let sets = sets::all(data)?;
    let set = sets.iter().find(|set| set.name == plain).ok_or_else(|| format!("there is no set {plain}"))?;
    for part in 0..PARTS {
        measure_part(set, part, chat, show);
    }
    Ok(())
}

fn measure_part(set: &Set, part: u64, chat: bool, show: bool) {
    let is_hidden = |intent: &str| hash(intent) % PARTS == part;
    // What is among the unanswered: the message and its intent, if it is hidden.
    let mut unanswered: Vec<(&str, Option<&str>)> = Vec::new();
    let mut answered: Vec<(&str, &str)> = Vec::new();
    for (number, line) in set.lines.iter().enumerate() {
        if is_hidden(&line.intent) {
            unanswered.push((&line.text, Some(&line.intent)));
        } else if chat && number % 20 == 0 {
            unanswered.push((&line.text, None));
        } else {
            answered.push((&line.text, &line.intent));
        }
    }
    if chat {
        unanswered.extend(set.chat.iter().map(|text| (text.as_str(), None)));
    }
    let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
    for intent in unanswered.iter().filter_map(|(_, intent)| *intent) {
        *totals.entry(intent).or_default() += 1;
    }
    let mut config = MiningConfig::standard();
    config.most_proposals = totals.len() * 3;
    let (seconds, proposals) = timed(|| {
        let mut miner = KeywordMiner::new(&config);
        unanswered.iter().for_each(|(text, _)| miner.add(text, None));
        answered.iter().for_each(|(text, rule)| miner.add_answered(text, rule));
        miner.proposals(&|_| Vec::new())
    });
    let cut: Vec<Message> = unanswered.iter().map(|(text, _)| Message::new(text)).collect();
    let mut best: BTreeMap<&str, f64> = BTreeMap::new();
    let (mut purity, mut covered) = (0.0, BTreeSet::new());
    for proposal in &proposals {
        let selected: Vec<usize> = (0..cut.len())
            .filter(|number| {
                cut.get(*number)
                    .is_some_and(|message| proposal.phrases.iter().any(|phrase| message.fires(phrase)))
            })
            .collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for intent in selected.iter().filter_map(|number| unanswered.get(*number)?.1) {
            *counts.entry(intent).or_default() += 1;
        }
        covered.extend(selected.iter().copied());
        let (intent, own) = counts.into_iter().max_by_key(|(_, count)| *count).unwrap_or(("", 0));
        let share = own as f64 / selected.len().max(1) as f64;
        purity += share;
        let of_intent = own as f64 / totals.get(intent).copied().unwrap_or(1) as f64;
        if share >= 0.8 && own >= 5 {
            let entry = best.entry(intent).or_default();
            *entry = entry.max(of_intent);
        }
        if show {
            show_one(proposal, intent, share, of_intent, selected.len());
        }
    }
    let large: Vec<&str> =
        totals.iter().filter(|(_, total)| **total >= 20).map(|(intent, _)| *intent).collect();
    let found = |least: f64| {
        large.iter().filter(|intent| best.get(**intent).is_some_and(|share| *share >= least)).count()
    };
    let [five, tenth, sixth, third, half] = SHARES.map(|share| format!("{}/{}", found(share), large.len()));
    if show {
        let missing: Vec<_> =
            large.iter().filter(|intent| best.get(**intent).is_none_or(|share| *share < 0.15)).collect();
        println!("missing: {missing:?}");
    }
    println!(
        "| {}{}, part {part} | {} | {} | {} | {} | {five} | {tenth} | {sixth} | {third} | {half} | {:.2} | {:.2} | {:.0} | {seconds:.1} | {:.0} |",
        set.name,
        if chat { " with chat" } else { "" },
        set.lines.len(),
        unanswered.len(),
        totals.len(),
        proposals.len(),
        purity / proposals.len().max(1) as f64,
        covered.len() as f64 / unanswered.len() as f64,
        proposals
            .iter()
            .flat_map(|proposal| &proposal.conflicts)
            .map(|conflict| conflict.taken as f64)
            .sum::<f64>(),
        peak_memory_mib(),
    );
}

fn show_one(proposal: &KeywordProposal, intent: &str, share: f64, of_intent: f64, selected: usize) {
    let phrases: Vec<String> = proposal
        .phrases
        .iter()
        .map(|phrase| {
            std::iter::once(&phrase.text)
                .chain(&phrase.near)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" … ")
        })
        .collect();
    let taken: u64 = proposal.conflicts.iter().map(|conflict| conflict.taken).sum();
    println!(
        "«{}» {} messages ({selected}), {:.2} points, cohesion {:.2}, true {share:.2}, {of_intent:.2} of {intent}, {taken} taken\n    {}\n    {:?}",
        proposal.name,
        proposal.messages,
        proposal.coverage_gain,
        proposal.cohesion,
        phrases.join(" | "),
        proposal.samples,
    );
}

/// Measures messages that are made from the sets' lines: repeated, and changed a little each time.
pub fn measure_generated(data: &Path, count: usize) -> Result<(), Box<dyn Error>> {
    let sets = sets::all(data)?;
    let lines: Vec<&str> =
        sets.iter().flat_map(|set| set.lines.iter().map(|line| line.text.as_str())).collect();
    let config = MiningConfig::standard();
    let (seconds, proposals) = timed(|| {
        let mut miner = KeywordMiner::new(&config);
        for number in 0..count {
            miner.add(&changed(&lines, number), Some("We will look into it."));
        }
        miner.proposals(&|_| Vec::new())
    });
    println!(
        "| generated | {count} | {count} | | {} | | | | | | | | | {seconds:.1} | {:.0} |",
        proposals.len(),
        peak_memory_mib()
    );
    Ok(())
}

/// A line with a word of another one put in, or one of its own left out.
fn changed(lines: &[&str], number: usize) -> String {
    let draw = |salt: u64, below: usize| (hash(&format!("{number}/{salt}")) >> 20) as usize % below.max(1);
    let line = lines.get(draw(0, lines.len())).copied().unwrap_or_default();
    let other = lines.get(draw(1, lines.len())).copied().unwrap_or_default();
    let mut words: Vec<&str> = line.split_whitespace().collect();
    let theirs: Vec<&str> = other.split_whitespace().collect();
    let at = draw(2, words.len());
    if draw(3, 2) == 0 && words.len() > 3 {
        words.remove(at);
    } else {
        words.insert(at, theirs.get(draw(4, theirs.len())).copied().unwrap_or("please"));
    }
    words.join(" ")
}
