//! Churn: who should have bought again by now, by the customer's own rhythm, and does less than before.
//!
//! # When a gap is too long
//!
//! The usual gap of a customer is the geometric mean of the days between the days on which the customer bought, drawn towards
//! the usual gap of all customers as if `prior_gaps` more gaps had been seen of that length: with few gaps of one's own it is
//! nearly everybody's, with many nearly one's own. Each gap that ended in a purchase is compared with the usual gap that its
//! customer has without it; `share_in_time` of these ratios are at most the factor. A gap is too long once it exceeds the
//! usual gap times the factor: of the gaps that did end in a purchase, so few were longer.
//!
//! Until `least_gaps` gaps are known of all customers together, the usual gap and the factor of the playbook stand.
//!
//! # When activity falls
//!
//! Days with purchases and whatever else the caller counts — messages, visits, opened campaigns — are added up over the last
//! `activity_days` and over as many days before. Activity falls where the later sum is at most `falling_to` times the earlier.

mod engine;
#[cfg(test)]
mod tests;

pub use engine::{Activity, ChurnEngine, ChurnRow, ChurnStatus, ChurnTable, UsualGaps};
