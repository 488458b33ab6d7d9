//! How fast the value models are fitted and asked, and a million customers scored: `cargo xtask bench value`.
//!
//! `value [FOLDER] [--write FILE]`: the folder of the data sets. With `--write` the generated lines are written for the peers,
//! three numbers of 8 bytes each, little-endian — customer, day, amount — and nothing is measured.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use scrm_benches::{median, peak_memory_mib, timed};
use scrm_core::value::{
    Activity, BgNbd, ChurnEngine, GammaGamma, Histories, Horizon, NumberedIds, ParetoNbd, PurchaseModel,
    RfmEngine, TransactionLines, ValueConfig,
};

const CUSTOMERS: u64 = 1_000_000;
const LINES: usize = 5_000_000;
const ROUNDS: usize = 7;
const TODAY: i32 = 19_800;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut data, mut write) = (None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--write" => write = arguments.next(),
            unknown if unknown.starts_with("--") => return Err(format!("there is no {unknown}").into()),
            _ => data = Some(PathBuf::from(argument)),
        }
    }
    let lines = Lines::generated();
    if let Some(file) = write {
        return lines.write(Path::new(&file));
    }
    let data = data.or_else(|| std::env::var_os("SCRM_DATA").map(PathBuf::from));
    models(&data.unwrap_or_else(|| PathBuf::from("../shared/data")))?;
    table(&lines)
}

fn show(what: &str, seconds: f64) {
    println!("{what:58} {:10.2} ms", seconds * 1_000.0);
}

/// The middle of several rounds.
fn rounds(mut work: impl FnMut() -> Result<(), Box<dyn Error>>) -> Result<f64, Box<dyn Error>> {
    let mut seconds = Vec::new();
    for _ in 0..ROUNDS {
        let (taken, result) = timed(&mut work);
        result?;
        seconds.push(taken);
    }
    Ok(median(seconds))
}

/// Fits to CDNOW, and forecasts for a million customers: CDNOW's again and again, each with a T of its own.
fn models(data: &Path) -> Result<(), Box<dyn Error>> {
    let file = data.join("cdnow/cdnow_customers_summary_with_transactions.csv");
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("skipped: no data");
        return Ok(());
    };
    let mut columns: [Vec<f64>; 4] = Default::default();
    for line in text.lines().skip(1) {
        for (column, cell) in columns.iter_mut().zip(line.split(',').skip(1)) {
            column.push(cell.trim().parse()?);
        }
    }
    let [frequency, recency, age, average] = columns;
    let histories = || Histories::new(&frequency, &recency, &age);
    let (bg_nbd, _) = BgNbd::fit(&histories()?, None)?;
    let (pareto_nbd, _) = ParetoNbd::fit(&histories()?, None)?;
    let (spending, _) = GammaGamma::fit(&frequency, &average, None)?;
    show("BG/NBD fitted to CDNOW", rounds(|| BgNbd::fit(&histories()?, None).map(drop).map_err(Into::into))?);
    show("Pareto/NBD fitted", rounds(|| ParetoNbd::fit(&histories()?, None).map(drop).map_err(Into::into))?);
    show("Gamma-Gamma fitted", rounds(|| Ok(GammaGamma::fit(&frequency, &average, None).map(drop)?))?);

    let million = |column: &[f64]| -> Vec<f64> { column.iter().copied().cycle().take(1_000_000).collect() };
    let (frequency, recency, average) = (million(&frequency), million(&recency), million(&average));
    let age: Vec<f64> =
        million(&age).iter().zip(0_u32..).map(|(age, row)| age + f64::from(row) * 1e-6).collect();
    let histories = || Histories::new(&frequency, &recency, &age);
    for (name, model) in
        [("BG/NBD", PurchaseModel::BgNbd(bg_nbd)), ("Pareto/NBD", PurchaseModel::ParetoNbd(pareto_nbd))]
    {
        let seconds = rounds(|| Ok(model.predict(39.0, &histories()?).map(drop)?))?;
        show(&format!("{name}: a million customers, alive and purchases"), seconds);
    }
    let year = Horizon { periods: 12, period: 4.345, discount_rate: 0.01 };
    let model = PurchaseModel::BgNbd(bg_nbd);
    let seconds =
        rounds(|| Ok(model.lifetime_value(&spending, &histories()?, &average, &year).map(drop)?))?;
    show("lifetime values of a million customers, twelve periods", seconds);
    Ok(())
}

/// What was bought.
struct Lines {
    ids: Vec<i64>,
    days: Vec<i32>,
    amounts: Vec<f64>,
}

impl Lines {
    /// Customers as whole numbers with gaps, some of whom buy much more than others; one line in fifty is a return.
    fn generated() -> Self {
        let mut state = 88_172_645_463_325_252_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let mut lines = Self { ids: Vec::new(), days: Vec::new(), amounts: Vec::new() };
        for _ in 0..LINES {
            let share = (next() >> 11) as f64 / (1_u64 << 53) as f64;
            lines.ids.push((share * share * CUSTOMERS as f64) as i64 * 7 + 1_000);
            lines.days.push(19_000 + (next() % 730) as i32);
            let returned = if next().is_multiple_of(50) { 1_000.0 } else { 0.0 };
            lines.amounts.push((next() % 100_000) as f64 / 100.0 - returned);
        }
        lines
    }

    fn columns<'l>(&'l self, numbered: &'l NumberedIds) -> TransactionLines<'l> {
        TransactionLines {
            customers: numbered.numbers(),
            days: &self.days,
            amounts: &self.amounts,
            orders: &[],
        }
    }

    fn write(&self, file: &Path) -> Result<(), Box<dyn Error>> {
        let mut out = BufWriter::new(std::fs::File::create(file)?);
        for ((id, day), amount) in self.ids.iter().zip(&self.days).zip(&self.amounts) {
            out.write_all(&id.to_le_bytes())?;
            out.write_all(&i64::from(*day).to_le_bytes())?;
            out.write_all(&amount.to_le_bytes())?;
        }
        Ok(out.flush()?)
    }
}

fn table(lines: &Lines) -> Result<(), Box<dyn Error>> {
    let ValueConfig { rfm, churn, .. } = ValueConfig::standard();
    let (rfm, churn) = (RfmEngine::new(&rfm)?, ChurnEngine::new(&churn)?);
    let mut customers = 0;
    let seconds = rounds(|| {
        let numbered = NumberedIds::new(&lines.ids);
        customers = rfm.table(&lines.columns(&numbered), TODAY)?.rows.len();
        Ok(())
    })?;
    show(&format!("RFM of {customers} customers from {LINES} lines"), seconds);
    println!("{:58} {:10.2} M/s", "", customers as f64 / seconds / 1e6);
    let numbered = NumberedIds::new(&lines.ids);
    let columns = lines.columns(&numbered);
    let seconds = rounds(|| Ok(rfm.table(&columns, TODAY).map(drop)?))?;
    show("… of which without numbering the customers", seconds);
    let seconds = rounds(|| Ok(churn.table(&columns, &Activity::default(), TODAY).map(drop)?))?;
    show("churn of the same", seconds);
    println!("at most {:.0} MiB", peak_memory_mib());
    Ok(())
}
