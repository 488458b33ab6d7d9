//! Online Retail (UCI): 541,909 lines of invoices with cancellations and lines of nobody become a table of customers.
//!
//! Reads from `SCRM_DATA`, or from `shared/data` beside the repository; skipped where absent, or without gzip.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests read files, say what they skip, and may panic"
)]

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Command;

use chrono::{Datelike, NaiveDate};
use scrm_core::foundation::Coded;
use scrm_core::import::ImportConfig;
use scrm_core::import::csv::{CsvOptions, RecordReader};
use scrm_core::value::{
    Activity, BgNbd, ChurnEngine, ChurnStatus, GammaGamma, Histories, ParetoNbd, PurchaseModel, RfmClass,
    RfmEngine, RfmTable, TransactionLines, UNKNOWN, ValueConfig,
};

fn unpacked() -> Option<Vec<u8>> {
    let root = std::env::var_os("SCRM_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    let file = root.join("online_retail/online_retail_2010-12_2011-12.csv.gz");
    let unpacked = Command::new("gzip").arg("-dc").arg(&file).output().ok();
    let unpacked = unpacked.filter(|output| output.status.success() && file.is_file());
    if unpacked.is_none() {
        println!("skipped: no data");
    }
    unpacked.map(|output| output.stdout)
}

fn day(date: &str) -> i32 {
    let date = NaiveDate::parse_from_str(date.get(..10).unwrap(), "%Y-%m-%d").unwrap();
    date.num_days_from_ce() - NaiveDate::default().num_days_from_ce()
}

#[derive(Default)]
struct Columns {
    customers: Vec<u32>,
    days: Vec<i32>,
    amounts: Vec<f64>,
    orders: Vec<u32>,
}

fn number(numbers: &mut HashMap<String, u32>, name: &str) -> u32 {
    if name.is_empty() {
        return UNKNOWN;
    }
    let next = numbers.len() as u32;
    *numbers.entry(name.to_owned()).or_insert(next)
}

fn columns(bytes: &[u8]) -> Columns {
    let mut reader = RecordReader::new(&CsvOptions::default(), &ImportConfig::standard().limits).unwrap();
    let mut columns = Columns::default();
    let (mut customers, mut orders) = (HashMap::new(), HashMap::new());
    let mut header = true;
    let mut take = |reader: &mut RecordReader| {
        while let Some(record) = reader.next_record().unwrap() {
            let cells: Vec<&str> = record.cells().collect();
            if std::mem::take(&mut header) {
                continue;
            }
            columns.customers.push(number(&mut customers, cells[6]));
            columns.days.push(day(cells[4]));
            columns.amounts.push(cells[3].parse::<f64>().unwrap() * cells[5].parse::<f64>().unwrap());
            columns.orders.push(number(&mut orders, cells[0]));
        }
    };
    for piece in bytes.chunks(1 << 20) {
        reader.feed(piece).unwrap();
        take(&mut reader);
    }
    reader.finish().unwrap();
    take(&mut reader);
    columns
}

fn mean(table: &RfmTable, of: impl Fn(usize) -> f64) -> f64 {
    (0..table.rows.len()).map(of).sum::<f64>() / table.rows.len() as f64
}

#[test]
fn invoices_with_cancellations_become_a_table_of_customers() {
    let Some(bytes) = unpacked() else { return };
    let columns = columns(&bytes);
    let lines = TransactionLines {
        customers: &columns.customers,
        days: &columns.days,
        amounts: &columns.amounts,
        orders: &columns.orders,
    };
    let ValueConfig { rfm, churn, .. } = ValueConfig::standard();
    let today = day("2011-12-10");
    let table = RfmEngine::new(&rfm).unwrap().table(&lines, today).unwrap();
    println!("{:?} {:?}", table.counts, table.bounds);

    // 397,884 lines of 4,338 customers are what is usually left of this set.
    let counts = table.counts;
    assert_eq!((counts.lines, counts.without_customer, counts.future), (541_909, 135_080, 0));
    assert_eq!((counts.returned, counts.free, counts.bought), (8_905, 40, 397_884));
    assert_eq!((table.rows.len(), counts.only_returned), (4_338, 33));
    let rows = &table.rows;
    assert!((mean(&table, |row| f64::from(rows[row].recency_days)) - 93.06).abs() < 0.005);
    assert!((mean(&table, |row| f64::from(rows[row].frequency)) - 4.27).abs() < 0.005);
    assert!((mean(&table, |row| rows[row].monetary) - 2_054.27).abs() < 0.005);
    assert_eq!(rows.iter().map(|row| row.recency_days).max(), Some(374));
    assert_eq!(rows.iter().map(|row| row.frequency).max(), Some(209));
    assert!(rows.iter().any(|row| (row.monetary - 280_206.02).abs() < 0.005));
    for class in [RfmClass::HighValue, RfmClass::Potential, RfmClass::Ordinary, RfmClass::ChurnRisk] {
        let share = rows.iter().filter(|row| row.class == class).count();
        println!("{class:?} {share}");
        assert!(share > 100, "{class:?} {share}");
    }

    let engine = ChurnEngine::new(&churn).unwrap();
    let found = engine.table(&lines, &Activity::default(), today).unwrap();
    let at_risk = found.rows.iter().filter(|row| row.status == ChurnStatus::AtRisk).count();
    println!("{:?} at risk {at_risk}", found.usual);
    assert!(found.usual.seen && at_risk > 300 && at_risk < 2_500, "{at_risk}");

    // Days with purchases after the first, as the models count.
    let frequency: Vec<f64> = rows.iter().map(|row| f64::from(row.days - 1)).collect();
    let recency: Vec<f64> = rows.iter().map(|row| f64::from(row.age_days - row.recency_days)).collect();
    let age: Vec<f64> = rows.iter().map(|row| f64::from(row.age_days)).collect();
    let average: Vec<f64> = rows.iter().map(|row| row.repeat_average).collect();
    let histories = Histories::new(&frequency, &recency, &age).unwrap();
    let (model, report) = BgNbd::fit(&histories, None).unwrap();
    println!("{model:?} {}", report.log_likelihood);
    let forecasts = PurchaseModel::BgNbd(model).predict(30.0, &histories).unwrap();
    let expected: f64 = forecasts.expected_purchases.iter().sum();
    assert!(expected > 500.0 && expected < 3_000.0, "{expected}");
    // In one year of wholesalers nobody is seen to leave: rates of leaving shrink without end.
    assert_eq!(ParetoNbd::fit(&histories, None).unwrap_err().code(), "value.fit.at_bound");
    let (spending, report) = GammaGamma::fit(&frequency, &average, None).unwrap();
    println!("{spending:?} {}", report.log_likelihood);
    assert!(report.customers > 2_500);
}
