//! What is said of the customers' value, in English.

use super::value_figures::{DayCounts, Expectation, StillBuying, ValueFigures, ValueLeftOut};
use super::words::{count, counted, percent};
use crate::value::RfmClass;

/// What a class means, and what to do.
pub(crate) const fn class_meaning(class: RfmClass) -> &'static str {
    match class {
        RfmClass::HighValue => "ordered lately, and often or for much. Answer them first, and thank them.",
        RfmClass::Potential => "ordered lately, little so far. Offer what goes with their first order.",
        RfmClass::Ordinary => "ordered little, and long ago. An occasional offer is enough.",
        RfmClass::ChurnRisk => {
            "used to order often or for much, but not lately. Call them before it is too late."
        }
    }
}

/// `2`, `4–5`, `11+`.
pub(crate) fn day_counts(days: DayCounts) -> String {
    match days.to {
        Some(to) if to == days.from => days.from.to_string(),
        Some(to) => format!("{}–{to}", days.from),
        None => format!("{}+", days.from),
    }
}

/// The same with the word for it.
pub(crate) fn orders(days: DayCounts) -> String {
    let one = days.to == Some(1);
    format!("{} {}", day_counts(days), if one { "order" } else { "orders" })
}

/// The heads of the columns of who still buys.
pub(crate) fn column_ends(found: &StillBuying) -> Vec<String> {
    let ends = found.up_to_days.iter().map(|days| format!("≤ {days}"));
    let last = found.up_to_days.last().map(|days| format!("> {days}"));
    ends.chain(last).collect()
}

/// What to do about those who may have left.
pub(crate) fn still_buying(found: &StillBuying) -> String {
    format!(
        "Of {} who ordered more than once, {} very probably still buy, of {} it is open, and {} have probably left. Write to those of \
         whom it is open first: there a message changes most.",
        counted(found.likely + found.open + found.gone, "customer", "customers"),
        count(found.likely),
        count(found.open),
        count(found.gone)
    )
}

/// How far what came is from what was expected: more than this many percent is far.
const CLOSE: f64 = 10.0;

/// What was expected, what came, and what that means.
pub(crate) fn expectation(found: &Expectation) -> String {
    let expected = found.expected.round() as u64;
    let told = format!(
        "From the orders until {} alone, {} were expected in the {} after it, of {}; {} came",
        found.told_on.format("%-d %b %Y"),
        counted(expected, "order", "orders"),
        counted(found.days.into(), "day", "days"),
        counted(found.customers, "customer", "customers"),
        count(found.actual)
    );
    let change = (found.actual as f64 / found.expected.max(0.5) - 1.0) * 100.0;
    let size = percent(change.abs());
    let meaning = if change.abs() <= CLOSE {
        "Customers buy as they used to, and what is told here can be relied upon."
    } else if change < 0.0 {
        "Customers buy less than they used to: look for what changed, prices, stock, answers, the season, before planning with these \
         numbers."
    } else {
        "Customers buy more than they used to: look for what helped, an offer, the season, before planning with these numbers."
    };
    match change.abs() < 0.5 {
        true => format!("{told}. {meaning}"),
        false => format!("{told}, {size} {}. {meaning}", if change < 0.0 { "fewer" } else { "more" }),
    }
}

/// Why something is not said.
pub(crate) fn left_out(figures: &ValueFigures, why: &ValueLeftOut) -> String {
    let (buyers, again) = (count(figures.buyers), count(figures.repeat_buyers));
    match why {
        ValueLeftOut::FewBuyers { wanted } => {
            format!("Classes are told from {wanted} customers with an order on; there are {buyers}.")
        }
        ValueLeftOut::FewRepeatBuyers { wanted, wanted_repeat } => format!(
            "Who still buys is told from {wanted} customers with an order on, {wanted_repeat} of whom ordered on more than one day; there \
             are {buyers}, and {again} of them ordered again."
        ),
        ValueLeftOut::FewBefore { until } => format!(
            "What was expected is not held against what came: until {} too few had ordered, or ordered again.",
            until.format("%-d %b %Y")
        ),
        ValueLeftOut::NoFit { code } => {
            format!("Who still buys cannot be told from these orders ({code}).")
        }
    }
}
