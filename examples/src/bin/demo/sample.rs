//! The built-in sample: 5,000 rows of customers and a month with 20,000 messages.

use chrono::{DateTime, TimeDelta, Utc};
use scrm_testkit::generator::{self, CUSTOMER_HEADER, CustomerRows};

const SEED: u64 = 2_026;
const CUSTOMERS: u64 = 5_000;
const MESSAGES: u64 = 20_000;
pub(crate) const DAYS: u32 = 30;

/// The sample's last minute: a Monday morning, when the weekly audit runs.
pub(crate) fn end() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_780_279_200)
}

/// The customer file.
pub(crate) fn customers() -> String {
    let mut file = String::from(CUSTOMER_HEADER);
    file.push('\n');
    CustomerRows::new(SEED, CUSTOMERS, end()).for_each(|row| row.write_csv(&mut file));
    file
}

/// The month, oldest first.
pub(crate) fn month() -> Vec<generator::Activity> {
    generator::month(SEED, CUSTOMERS, MESSAGES, DAYS, end())
}
