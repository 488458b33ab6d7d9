//! Customers who may be one: what speaks for it, and what against.

use std::fmt::Write as _;

use super::{Page, table};
use crate::audit::report::PossibleDuplicate;
use crate::audit::report::chart::{self, Entry, Series, escape};
use crate::audit::report::words;

const FOR: Series = Series { name: "for one person", class: "for" };
const AGAINST: Series = Series { name: "for two", class: "against" };

impl Page<'_> {
    pub(super) fn duplicates(&mut self) {
        let figures = &self.report.customers;
        if figures.possible_duplicates.is_empty() {
            return;
        }
        put!(
            self,
            "<section><h2>Possible duplicates</h2><p class=\"muted small\">{} to look at; the most probable first. Each \
             field moves the balance by its bits: one more doubles the odds of one person.</p>{}<div class=\"cards\">",
            words::counted(figures.duplicates_in_review, "pair", "pairs"),
            chart::legend(&[FOR, AGAINST])
        );
        for pair in &figures.possible_duplicates {
            self.duplicate(pair);
        }
        self.out.push_str("</div></section>");
    }

    fn duplicate(&mut self, pair: &PossibleDuplicate) {
        let entry = |evidence: &crate::audit::report::FieldEvidence| {
            let label = format!("{}: {}", words::field(&evidence.field), evidence.level);
            Entry::single(label, evidence.bits, format!("{:+.1}", evidence.bits))
        };
        let entries: Vec<Entry> = pair.evidence.iter().map(entry).collect();
        let rows: Vec<Vec<String>> =
            entries.iter().map(|entry| vec![entry.label.clone(), entry.shown.clone()]).collect();
        let (first, second) = (words::masked(&pair.first), words::masked(&pair.second));
        put!(
            self,
            "<article class=\"card\"><div class=\"head\"><h3><code>{}</code> and <code>{}</code></h3>\
             <span class=\"pill watch\">{}</span></div>{}{}</article>",
            escape(&first),
            escape(&second),
            words::percent(pair.probability * 100.0),
            chart::waterfall(&format!("{first} and {second}: bits by field"), FOR, AGAINST, &entries),
            table(&["Field", "Bits"], &rows)
        );
    }
}
