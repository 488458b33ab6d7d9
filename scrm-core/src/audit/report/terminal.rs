//! The report in the terminal: what a shop owner reads in half a minute.

use std::fmt::Write as _;

use super::Report;
use super::words;
use crate::audit::check::{Direction, Unit, Verdict};

const BAR: usize = 20;
const MOST_REMEDIES: usize = 5;

impl Report {
    /// The report as plain text of at most 40 lines and about 80 columns, without colours.
    ///
    /// ```
    /// # use scrm_core::audit::{Audit, AuditConfig};
    /// # use scrm_core::customer::CustomerConfig;
    /// # use scrm_core::foundation::time::Calendar;
    /// let audit = Audit::new(&AuditConfig::standard(), &CustomerConfig::standard(), Calendar::utc())?;
    /// let text = audit.begin(chrono::DateTime::UNIX_EPOCH).finish().to_terminal();
    /// assert!(text.lines().count() <= 40);
    /// # Ok::<(), scrm_core::audit::AuditError>(())
    /// ```
    #[must_use]
    pub fn to_terminal(&self) -> String {
        let mut out = String::with_capacity(4 * 1_024);
        let name = self.workspace.as_deref().map(|name| format!("{} · ", visible(name))).unwrap_or_default();
        let _ = writeln!(out, "{name}audit of {}", words::day_and_time(self, self.at));
        let _ = writeln!(out, "{}.\n", words::headline(self));
        for check in &self.checks {
            let mark = match check.verdict {
                Verdict::Pass => "✓",
                Verdict::Watch => "~",
                Verdict::Fail => "✗",
                Verdict::NoData => "·",
            };
            let (bar, value) = match check.value {
                Some(value) => {
                    let full = match check.unit {
                        Unit::Percent => 100.0,
                        Unit::Minutes => check.target * 2.0,
                    };
                    (bar(value, full), words::value(value, check.unit))
                }
                None => (" ".repeat(BAR), words::sample(check)),
            };
            let goal = match (check.value, check.direction) {
                (None, _) => String::new(),
                (_, Direction::AtLeast) => format!("≥ {}", words::value(check.target, check.unit)),
                (_, Direction::AtMost) => format!("≤ {}", words::value(check.target, check.unit)),
            };
            let title = words::check_title(check.check);
            let line = format!("{mark} {title:<26} {bar} {value:>9}   {goal}");
            let _ = writeln!(out, "{}", line.trim_end());
        }
        self.terminal_remedies(&mut out);
        self.terminal_figures(&mut out);
        out
    }

    fn terminal_remedies(&self, out: &mut String) {
        if self.remedies.is_empty() {
            out.push_str("\nNothing to do.\n");
            return;
        }
        out.push_str("\nWhat to do now\n");
        for (number, remedy) in (1..).zip(self.remedies.iter().take(MOST_REMEDIES)) {
            let (action, _) = words::remedy(remedy);
            let _ = writeln!(
                out,
                " {number}. {}\n    {}, by {}",
                visible(&action),
                visible(&words::owner(&remedy.owner)),
                words::day_and_time(self, remedy.deadline)
            );
        }
        let left = self.remedies.len().saturating_sub(MOST_REMEDIES);
        if left > 0 {
            let _ = writeln!(out, " … and {left} more in the report");
        }
    }

    fn terminal_figures(&self, out: &mut String) {
        let (customers, talks) = (&self.customers, &self.conversations);
        let _ = writeln!(
            out,
            "\n{}: {} new, {} merged, {} to look at, {} due",
            words::counted(customers.active, "customer", "customers"),
            words::count(customers.created),
            words::counted(customers.merged, "duplicate", "duplicates"),
            words::counted(customers.duplicates_in_review, "pair", "pairs"),
            words::counted(customers.follow_ups_due, "follow-up", "follow-ups")
        );
        let _ = writeln!(
            out,
            "{}: {} answered by a rule, {} by a person, {} not yet, {} needed no answer",
            words::counted(talks.incoming, "message", "messages"),
            words::count(talks.answered_by.rule),
            words::count(talks.answered_by.person),
            words::count(talks.answered_by.nobody),
            words::count(talks.answered_by.not_needed)
        );
        let waits = [("a rule", talks.response_by_rules), ("a person", talks.response_by_people)];
        for (who, response) in waits {
            if let (Some(median), Some(p90)) = (response.clock.median, response.clock.p90) {
                let _ = writeln!(
                    out,
                    "Waiting for {who}: half within {}, nine of ten within {}",
                    words::duration(median),
                    words::duration(p90)
                );
            }
        }
        if let Some(found) = &self.value.still_buying {
            let _ = writeln!(
                out,
                "Who ordered more than once: {} still buy, {} may have left, {} have",
                words::count(found.likely),
                words::count(found.open),
                words::count(found.gone)
            );
        }
        if let Some(first) = self.priorities.queue.first() {
            let _ = writeln!(
                out,
                "Answer first: {} ({}), P{}, due {}",
                visible(&first.name),
                visible(first.customer.as_str()),
                first.level,
                words::day_and_time(self, first.respond_by)
            );
        }
    }
}

fn bar(value: f64, full: f64) -> String {
    let share = if full > 0.0 { (value / full).clamp(0.0, 1.0) } else { 0.0 };
    let filled = (share * BAR as f64).round() as usize;
    format!("{}{}", "█".repeat(filled), "░".repeat(BAR - filled.min(BAR)))
}

/// A name without anything that steers a terminal.
fn visible(text: &str) -> String {
    text.chars().filter(|character| !words::misleads(*character)).collect()
}
