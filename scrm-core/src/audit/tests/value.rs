//! What orders say: from how many on, that nobody is lost or counted twice, and that an expectation knows nothing of what came.

use super::audit;
use crate::audit::{AuditConfig, Report, ValueFacts, ValueFigures, ValueLeftOut, ValueReport};
use crate::foundation::time::Calendar;
use crate::foundation::{Currency, CurrencyTable, Money, Order};
use crate::value::{OrderLines, RfmEngine, ValueConfig};
use chrono::{DateTime, TimeDelta, Utc};

const TODAY: i32 = 1_000;

/// Buyers with the days of their orders, the first of which is the oldest.
type Buyers = Vec<Vec<i32>>;

fn lines(buyers: &Buyers) -> OrderLines {
    let usd = Currency::parse("USD").unwrap();
    let currencies = CurrencyTable { base: usd, rates: Default::default() };
    let mut lines = OrderLines::default();
    for (customer, days) in (0..).zip(buyers) {
        for day in days {
            let at = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days((*day).into());
            let order =
                Order { number: String::new(), total: Money::major(20 + i64::from(customer % 7), usd) };
            lines.add(|| customer, at, &order, &Calendar::utc(), &currencies);
        }
    }
    lines
}

fn figures(buyers: &Buyers) -> ValueFigures {
    let rules: ValueReport = AuditConfig::standard().value;
    let rfm = RfmEngine::new(&ValueConfig::standard().rfm).unwrap();
    ValueFacts { orders: &lines(buyers), rfm: &rfm, rules: &rules, today: TODAY }.figures()
}

/// So many buyers as BG/NBD has them: each orders at a rate of their own, and leaves with a probability of their own.
fn simulated(count: u32) -> Buyers {
    let mut state = 0x1234_5678_u64;
    let mut uniform = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    };
    let buyers = (0..count).map(|_| {
        let mean_gap = 15.0 + 200.0 * uniform();
        let leaves = 0.5 * uniform();
        let mut at = 100.0 + 300.0 * uniform();
        let mut days = vec![at as i32];
        while uniform() > leaves {
            at += -mean_gap * uniform().ln() + 1.0;
            if at > f64::from(TODAY) {
                break;
            }
            days.push(at as i32);
        }
        days
    });
    buyers.collect()
}

fn report(figures: ValueFigures) -> Report {
    let mut run = audit().begin(super::at(20, 9, 0));
    run.set_value(figures);
    run.finish()
}

#[test]
fn classes_from_twenty_buyers_on() {
    let few = figures(&vec![vec![TODAY - 1]; 19]);
    assert_eq!((few.buyers, few.classes.len()), (19, 0));
    assert_eq!(few.left_out[0], ValueLeftOut::FewBuyers { wanted: 20 });
    let enough = figures(&vec![vec![TODAY - 1]; 20]);
    assert_eq!(enough.classes.iter().map(|class| class.customers).sum::<u64>(), 20);
    assert!(!enough.left_out.iter().any(|why| matches!(why, ValueLeftOut::FewBuyers { .. })));
}

#[test]
fn a_model_from_a_hundred_buyers_on_of_whom_thirty_came_back() {
    let of = |buyers: usize, again: usize| {
        let once = vec![vec![TODAY - 400]; buyers - again];
        let twice = vec![vec![TODAY - 500, TODAY - 300]; again];
        figures(&[once, twice].concat())
    };
    let too_few = |figures: &ValueFigures| {
        let why = ValueLeftOut::FewRepeatBuyers { wanted: 100, wanted_repeat: 30 };
        figures.left_out.contains(&why)
    };
    assert!(too_few(&of(99, 30)));
    assert!(too_few(&of(100, 29)));
    assert!(!too_few(&of(100, 30)));
}

#[test]
fn every_buyer_is_counted_once() {
    let buyers = simulated(600);
    let found = figures(&buyers);
    assert_eq!(found.left_out, []);
    assert_eq!((found.buyers, found.classes.iter().map(|class| class.customers).sum()), (600, 600));
    let still_buying = found.still_buying.unwrap();
    let cells = still_buying.rows.iter().flat_map(|row| &row.cells);
    assert_eq!(cells.map(|cell| cell.customers).sum::<u64>(), found.repeat_buyers);
    assert_eq!(still_buying.likely + still_buying.open + still_buying.gone, found.repeat_buyers);
    for row in &still_buying.rows {
        assert_eq!(row.cells.len(), still_buying.up_to_days.len() + 1);
        let known: Vec<f64> = row.cells.iter().filter_map(|cell| cell.probability).collect();
        assert!(known.is_sorted_by(|near, far| near >= far), "the longer ago, the less probable: {known:?}");
    }
    let expectation = found.expectation.unwrap();
    let before = buyers.iter().filter(|days| days[0] <= TODAY - expectation.days as i32).count() as u64;
    assert_eq!(expectation.customers, before);
    assert_eq!(expectation.rows.iter().map(|row| row.customers).sum::<u64>(), before);
    let off = expectation.actual as f64 / expectation.expected - 1.0;
    assert!(off.abs() < 0.15, "told right within {off}");
}

#[test]
fn an_expectation_knows_nothing_of_what_came() {
    let buyers = simulated(400);
    let before = figures(&buyers).expectation.unwrap();
    let mut more = buyers;
    more.iter_mut().for_each(|days| days.push(TODAY - 1));
    let after = figures(&more).expectation.unwrap();
    assert_eq!((after.told_on, after.days), (before.told_on, before.days));
    assert_eq!(after.expected, before.expected);
    assert!(after.actual > before.actual);
    let days = |figures: &crate::audit::Expectation| {
        figures.rows.iter().map(|row| row.customers).collect::<Vec<_>>()
    };
    assert_eq!(days(&after), days(&before));
}

#[test]
fn what_does_not_fit_is_said() {
    // Everybody comes back after a hundred days, and nobody differs.
    let same = figures(&vec![vec![TODAY - 300, TODAY - 200, TODAY - 100]; 200]);
    assert_eq!(same.still_buying, None);
    assert!(
        matches!(&same.left_out[..], [ValueLeftOut::NoFit { code }, ..] if code.starts_with("value.fit."))
    );
    let page = report(same).to_html();
    assert!(page.contains("cannot be told from these orders"));
}

#[test]
fn the_page_shows_what_is_known_and_nothing_where_nobody_ordered() {
    let empty = report(ValueFigures::default());
    for page in [empty.to_html(), empty.to_markdown(), empty.to_terminal()] {
        assert!(!page.contains("What customers are worth") && !page.contains("still buy"));
    }
    let full = report(figures(&simulated(400)));
    let page = full.to_html();
    for part in ["Customers by class", "Who still buys", "Expected orders and those that came"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(full.to_markdown().contains("| high value |"));
    assert!(full.to_terminal().contains("Who ordered more than once: "));
    let few = report(figures(&vec![vec![TODAY - 1]; 3]));
    assert!(few.to_html().contains("Classes are told from 20 customers with an order on; there are 3."));
    let old = serde_json::to_value(&full).unwrap();
    let mut without = old.clone();
    without.as_object_mut().unwrap().remove("value");
    assert_eq!(serde_json::from_value::<Report>(old).unwrap(), full);
    let read: Report = serde_json::from_value(without).unwrap();
    assert_eq!(read.value, ValueFigures::default(), "reports from before are read");
}

#[test]
fn customers_at_risk_are_a_remedy_with_an_owner_and_a_deadline() {
    let mut run = audit().begin(super::at(20, 9, 0));
    run.set_newly_at_risk((0..12).map(|number| format!("c_000000{number:02}").as_str().into()).collect());
    let report = run.finish();
    let remedy = report.remedies.iter().find(|remedy| remedy.check.is_none()).unwrap();
    assert_eq!((remedy.owner.as_str(), remedy.deadline), ("customer_owner", super::at(22, 9, 0)));
    let crate::audit::RemedyAction::WinBack { customers, at_risk } = &remedy.action else { panic!() };
    assert_eq!((customers.len(), *at_risk, customers[0].as_str()), (10, 12, "c_00000000"));
    let page = report.to_html();
    assert!(page.contains("Win back 12 regular customers") && page.contains("and 2 more"));
    assert!(page.contains("For: Keeping customers") && !page.contains("c_00000000"), "ids are masked");
}
