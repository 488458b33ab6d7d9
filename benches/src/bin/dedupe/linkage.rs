//! How well linkage does on records with the truth about who is who.

use std::error::Error;
use std::path::Path;

use rustc_hash::FxHashMap;
use scrm_benches::{peak_memory_mib, processor_seconds, timed};
use scrm_core::dedupe::linkage::{Deduper, DeduperConfig, RecordTable};

use crate::labelled::Best;
use crate::sets::{self, Labelled};

/// Links every labelled set with the settings that a newcomer has, and prints how well.
pub(crate) fn measure(data: &Path) -> Result<(), Box<dyn Error>> {
    println!(
        "{:12} {:>6} {:>6} {:>9} {:>7} {:>7} {:>8} {:>7}  of any threshold",
        "", "rows", "pairs", "precision", "recall", "F1", "blocking", "s"
    );
    sets::all(data)?.iter().try_for_each(report)
}

/// How well linking went.
struct Judgement {
    /// How many pairs of records are about one person.
    pairs: u64,
    /// Of the pairs within the clusters.
    precision: f64,
    recall: f64,
    f1: f64,
    /// Share of the right pairs that was looked at.
    reached: f64,
    /// Of pairs alone, at the threshold that suits best.
    best: Best,
}

/// What a deduper found, by the places of records in the table.
struct Found {
    clusters: Vec<Vec<usize>>,
    /// With their probabilities.
    pairs: Vec<(usize, usize, f64)>,
}

impl Found {
    fn by(deduper: &Deduper, table: &RecordTable) -> Self {
        let ids = (0..table.len()).filter_map(|record| Some((table.id(record)?, record)));
        let places: FxHashMap<&str, usize> = ids.collect();
        let place = |id: &str| places.get(id).copied().unwrap_or_default();
        let clusters = deduper.clusters(None);
        let clusters = clusters.into_iter().map(|ids| ids.into_iter().map(place).collect()).collect();
        let pairs = deduper.pairs(Some(0.0));
        let pairs =
            pairs.iter().map(|pair| (place(&pair.first), place(&pair.second), pair.probability)).collect();
        Self { clusters, pairs }
    }
}

impl Judgement {
    fn new(people: &[String], Found { clusters, pairs }: &Found) -> Self {
        let same = |first: usize, second: usize| people.get(first) == people.get(second);
        let mut sizes: FxHashMap<&str, u64> = FxHashMap::default();
        people.iter().for_each(|person| *sizes.entry(person).or_default() += 1);
        let all: u64 = sizes.values().map(|size| size * (size - 1) / 2).sum();
        let (mut found, mut right) = (0_u64, 0_u64);
        for cluster in clusters {
            for (place, first) in cluster.iter().enumerate() {
                for second in cluster.iter().skip(place + 1) {
                    found += 1;
                    right += u64::from(same(*first, *second));
                }
            }
        }
        let (precision, recall) = (right as f64 / found.max(1) as f64, right as f64 / all as f64);
        let mut scored: Vec<(f64, bool)> =
            pairs.iter().map(|(first, second, probability)| (*probability, same(*first, *second))).collect();
        let reached = scored.iter().filter(|(_, same)| *same).count() as u64;
        scored.extend((reached..all).map(|_| (-1.0, true)));
        Self {
            pairs: all,
            precision,
            recall,
            f1: 2.0 * precision * recall / (precision + recall),
            reached: reached as f64 / all as f64,
            best: Best::of(&scored),
        }
    }
}

/// Links one set and prints what it took and how well it went, as a line of JSON. Making or reading the set is not
/// counted, though its memory is.
pub(crate) fn measure_one(Labelled { name, table, people }: &Labelled) -> Result<(), Box<dyn Error>> {
    let before = processor_seconds();
    let (wall, deduper) = timed(|| {
        let deduper = Deduper::fit(table, DeduperConfig::default())?;
        let _ = deduper.clusters(None).len();
        Ok::<_, Box<dyn Error>>(deduper)
    });
    let deduper = deduper?;
    let (cpu, peak) = (processor_seconds() - before, peak_memory_mib());
    let found = Found::by(&deduper, table);
    let judged = Judgement::new(people, &found);
    let line = serde_json::json!({
        "set": name, "method": "scrm", "rows": table.len(), "pairs": judged.pairs, "kept": found.pairs.len(),
        "reached": judged.reached,
        "f1": judged.best.f1, "precision": judged.best.precision, "recall": judged.best.recall,
        "threshold": judged.best.threshold, "default_f1": judged.f1, "default_precision": judged.precision,
        "default_recall": judged.recall, "wall": wall, "cpu": cpu, "peak_mib": peak,
    });
    println!("{line}");
    Ok(())
}

fn report(Labelled { name, table, people }: &Labelled) -> Result<(), Box<dyn Error>> {
    let (seconds, deduper) = timed(|| Deduper::fit(table, DeduperConfig::default()));
    let deduper = deduper?;
    let found = Found::by(&deduper, table);
    let Judgement { pairs, precision, recall, f1, reached, best } = Judgement::new(people, &found);
    println!(
        "{name:12} {:6} {pairs:6} {precision:9.4} {recall:7.4} {f1:7.4} {reached:8.4} {seconds:7.2}  pairs alone: {:.4} at {:.4}",
        table.len(),
        best.f1,
        best.threshold
    );
    if std::env::args().any(|argument| argument == "--wrong") {
        show_wrong(table, &found, |first, second| people.get(first) == people.get(second));
    }
    if std::env::args().any(|argument| argument == "--model") {
        println!("{}", deduper.model_text());
    }
    Ok(())
}

/// Prints the pairs that were merged wrongly, and those that were looked at and missed.
fn show_wrong(table: &RecordTable, found: &Found, same: impl Fn(usize, usize) -> bool) {
    let members = found.clusters.iter().enumerate();
    let cluster_of: FxHashMap<usize, usize> =
        members.flat_map(|(cluster, members)| members.iter().map(move |member| (*member, cluster))).collect();
    let row = |record: usize| table.row(record).collect::<Vec<_>>().join(", ");
    for (first, second, probability) in &found.pairs {
        let merged = cluster_of.get(first) == cluster_of.get(second);
        if merged != same(*first, *second) {
            let what = if merged { "WRONG " } else { "MISSED" };
            println!("{what} {probability:.4} {} | {}", row(*first), row(*second));
        }
    }
}
