//! Which amounts of each currency compare with an amount of the workspace's as a condition asks.

use std::collections::BTreeSet;

use super::AmountRange;
use super::bounds::runs;
use crate::foundation::{Currency, CurrencyTable, Money};
use crate::segment::syntax::Comparison;

/// Ranges in minor units, by currency. Conversion rounds, but never turns two amounts round, so that what compares so lies
/// together.
pub(super) fn amounts(table: &CurrencyTable, operator: Comparison, base_minor: f64) -> Vec<AmountRange> {
    let rated = table.rates.keys().filter_map(|code| Currency::parse(code));
    let currencies: BTreeSet<Currency> = rated.chain([table.base]).collect();
    let converted = |currency, minor| table.to_base(Money { minor, currency }).map(|base| base.minor as f64);
    currencies
        .into_iter()
        .filter(|currency| converted(*currency, 0).is_some())
        .flat_map(|currency| {
            let value = |minor| converted(currency, minor).unwrap_or(f64::NAN);
            let runs = runs(operator, base_minor, i64::MIN, i64::MAX, value);
            runs.into_iter().map(move |(from, to)| AmountRange { currency, from, to })
        })
        .collect()
}
