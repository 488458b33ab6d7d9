//! Mining: intents are hidden, and what is proposed is compared with them.
//!
//! A third of a set's intents, by a hash of their names, have no rule: their messages are the unanswered. The others count
//! as answered. A hidden intent with at least twenty messages is found where the messages that a proposal's terms select
//! among the unanswered are at least 80 % its own, at least five, and a given share of it. At most three proposals for
//! each hidden intent are looked at. Each third is hidden once.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use scrm_benches::{hash, peak_memory_mib, timed};
use scrm_core::foundation::RuleId;
use scrm_core::foundation::text::Folded;
use scrm_core::keyword::mine::{KeywordMiner, KeywordProposal, MiningConfig};
use scrm_core::keyword::{KeywordConfig, KeywordMatcher, KeywordRule};

use crate::labelled::{self, Set};

/// The sets that are large enough.
const SETS: [&str; 4] = ["banking77", "clinc150", "hint3 curekart v1", "arbanking77 test"];
const PARTS: u64 = 3;
/// Shares of an intent that a proposal has to select.
const SHARES: [f64; 4] = [0.0, 0.15, 0.3, 0.5];

/// Measures every set that is there and large enough.
pub(crate) fn measure(data: &Path) -> Result<(), Box<dyn Error>> {
    println!(
        "{:<20} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>7} {:>8} {:>6}",
        "mined from",
        "hidden",
        "proposals",
        "found",
        ">= 15 %",
        ">= 30 %",
        ">= 50 %",
        "purity",
        "seconds",
        "MiB"
    );
    let sets = labelled::all(data)?;
    for set in sets.iter().filter(|set| SETS.contains(&set.name.as_str())) {
        let mut all = Figures::default();
        for part in 0..PARTS {
            all.add(&of_part(set, part)?);
        }
        all.print(&set.name);
    }
    Ok(())
}

#[derive(Default)]
struct Figures {
    hidden: usize,
    proposals: usize,
    found: [usize; SHARES.len()],
    purity: f64,
    seconds: f64,
}

impl Figures {
    fn add(&mut self, other: &Self) {
        self.hidden += other.hidden;
        self.proposals += other.proposals;
        self.found.iter_mut().zip(other.found).for_each(|(found, other)| *found += other);
        self.purity += other.purity;
        self.seconds += other.seconds;
    }

    fn print(&self, name: &str) {
        let [five, sixth, third, half] =
            self.found.map(|found| format!("{:.0} %", 100.0 * found as f64 / self.hidden.max(1) as f64));
        println!(
            "{name:<20} {:>8} {:>9} {five:>9} {sixth:>9} {third:>9} {half:>9} {:>7.2} {:>8.1} {:>6.0}",
            self.hidden,
            self.proposals,
            self.purity / self.proposals.max(1) as f64,
            self.seconds,
            peak_memory_mib(),
        );
    }
}

fn of_part(set: &Set, part: u64) -> Result<Figures, Box<dyn Error>> {
    let labelled = set.train.iter().chain(set.test.iter().filter(|_| set.name != "clinc150"));
    let labelled: Vec<(&str, &str)> =
        labelled.filter_map(|message| Some((message.text.as_str(), message.label.as_deref()?))).collect();
    let (unanswered, answered): (Vec<_>, Vec<_>) =
        labelled.into_iter().partition(|(_, label)| hash(label) % PARTS == part);
    let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
    unanswered.iter().for_each(|(_, label)| *totals.entry(label).or_default() += 1);
    let config = MiningConfig { most_proposals: totals.len() * 3, ..MiningConfig::default() };
    let (seconds, proposals) = timed(|| {
        let mut miner = KeywordMiner::new(&config);
        unanswered.iter().for_each(|(text, _)| miner.add(text, None));
        answered.iter().for_each(|(text, label)| miner.add_answered(text, label));
        miner.proposals(&|_| Vec::new())
    });
    let folded: Vec<(Folded<'_>, &str)> =
        unanswered.iter().map(|(text, label)| (Folded::new(text), *label)).collect();
    let mut figures = Figures { proposals: proposals.len(), seconds, ..Figures::default() };
    let mut best: BTreeMap<&str, f64> = BTreeMap::new();
    for proposal in &proposals {
        let matcher = matcher_of(proposal)?;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, label) in folded.iter().filter(|(text, _)| matcher.best(text).is_some()) {
            *counts.entry(label).or_default() += 1;
        }
        let selected: usize = counts.values().sum();
        let Some((label, own)) = counts.into_iter().max_by_key(|(_, count)| *count) else { continue };
        let purity = own as f64 / selected as f64;
        figures.purity += purity;
        if purity >= 0.8 && own >= 5 {
            let share = own as f64 / totals.get(label).copied().unwrap_or(1) as f64;
            let found = best.entry(label).or_default();
            *found = found.max(share);
        }
    }
    let large = || totals.iter().filter(|(_, total)| **total >= 20);
    figures.hidden = large().count();
    figures.found = SHARES.map(|least| {
        large().filter(|(label, _)| best.get(*label).is_some_and(|share| *share >= least)).count()
    });
    Ok(figures)
}

fn matcher_of(proposal: &KeywordProposal) -> Result<KeywordMatcher, Box<dyn Error>> {
    let rule =
        KeywordRule { terms: proposal.terms.clone(), ..KeywordRule::new(RuleId::new("r"), "r", [""; 0]) };
    Ok(KeywordMatcher::new(&KeywordConfig { rules: vec![rule], ..KeywordConfig::standard() })?)
}
