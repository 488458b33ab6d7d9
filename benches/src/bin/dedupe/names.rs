//! Names alone: pairs of names of people and companies, labelled by hand.

use std::error::Error;
use std::path::Path;

use scrm_core::dedupe::{ComparableName, NameKind};

use crate::labelled::{Best, Table};

/// Compares the pairs of name_bench, and prints the best F1 over all thresholds.
pub(crate) fn measure(data: &Path) -> Result<(), Box<dyn Error>> {
    let Some(table) = Table::read(&data.join("name_bench/cases.csv"))? else {
        println!("name_bench: skipped: no data");
        return Ok(());
    };
    let mut scored = Vec::new();
    let mut shown = Vec::new();
    for [left, right, schema, same] in table.columns(["name1", "name2", "schema", "is_match"])? {
        let kind = if schema == "Person" { NameKind::Person } else { NameKind::Company };
        let (left_name, right_name) = (ComparableName::new(left, kind), ComparableName::new(right, kind));
        let likeness = left_name.likeness(&right_name).unwrap_or_default();
        scored.push((likeness, same == "true"));
        shown.push(format!("{likeness:.2} {same:5} {left} | {right}"));
    }
    let best = Best::of(&scored);
    println!(
        "name_bench: {} pairs, best F1 {:.3} at {:.2} (precision {:.3}, recall {:.3})",
        scored.len(),
        best.f1,
        best.threshold,
        best.precision,
        best.recall
    );
    if std::env::args().any(|argument| argument == "--wrong") {
        let wrong =
            scored.iter().zip(&shown).filter(|((score, same), _)| (*score >= best.threshold) != *same);
        let mut wrong: Vec<&String> = wrong.map(|(_, shown)| shown).collect();
        wrong.sort();
        wrong.into_iter().for_each(|pair| println!("{pair}"));
    }
    Ok(())
}
