//! The checks: one card each, with its bar, its past and how sure it is.

use std::fmt::Write as _;

use super::{Page, class};
use crate::audit::check::{CheckResult, Direction, Unit};
use crate::audit::report::chart::{self, IntervalBar, escape};
use crate::audit::report::words;

impl Page<'_> {
    pub(super) fn checks(&mut self) {
        self.out.push_str("<section><h2>The checks</h2><div class=\"cards three\">");
        for check in &self.report.checks {
            self.check(check);
        }
        self.out.push_str(
            "</div><p class=\"muted small\">In each bar: green is good, yellow is close, the line is the target, \
             the dot is the value and the whisker how sure it is.</p></section>",
        );
    }

    fn check(&mut self, check: &CheckResult) {
        let title = words::check_title(check.check);
        put!(
            self,
            "<article class=\"card\"><div class=\"head\"><h3>{title}</h3><span class=\"pill {}\">{}</span></div>",
            class(check.verdict),
            words::verdict(check.verdict)
        );
        if let Some(value) = check.value {
            put!(
                self,
                "<p class=\"value\">{}</p><p class=\"muted small goal\">Target: {}</p>",
                escape(&words::value(value, check.unit)),
                escape(&words::goal(check))
            );
            self.interval(check, value);
            if !check.past.is_empty() {
                let values: Vec<f64> = check.past.iter().map(|past| past.value).chain([value]).collect();
                let label = format!("{title}: the last {} values", values.len());
                let line = chart::line(&label, &values, check.target, class(check.verdict));
                put!(self, "<p class=\"muted small\">So far</p>{line}");
            }
        } else {
            put!(self, "<p class=\"muted small\">Target: {}</p>", escape(&words::goal(check)));
        }
        let certainty = words::certainty(check);
        let separator = if certainty.is_empty() { "" } else { " · " };
        put!(
            self,
            "<p class=\"muted small\">{}{separator}{}</p>",
            escape(&words::sample(check)),
            escape(&certainty)
        );
        if let Some(change) = words::to_pass(check) {
            let mut change = change;
            if let Some(first) = change.get_mut(0..1) {
                first.make_ascii_uppercase();
            }
            put!(self, "<p class=\"small\">{}.</p>", escape(&change));
        }
        self.out.push_str("</article>");
    }

    fn interval(&mut self, check: &CheckResult, value: f64) {
        let at_least = check.direction == Direction::AtLeast;
        let limit = if at_least { check.target - check.tolerance } else { check.target + check.tolerance };
        let highest = [value, limit, check.interval.map_or(0.0, |interval| interval.high)];
        let highest = highest.into_iter().fold(0.0, f64::max);
        let lowest = value.min(limit).min(check.interval.map_or(100.0, |interval| interval.low));
        let (from, to) = match check.unit {
            // A scale from 0 would squeeze what happens between 80 and 100.
            Unit::Percent if at_least && lowest > 52.0 => (50.0, 100.0),
            Unit::Percent => (0.0, 100.0),
            Unit::Minutes => (0.0, (highest * 1.15).max(check.target * 2.0)),
        };
        let (from_label, to_label) = (words::value(from, check.unit), words::value(to, check.unit));
        let target = words::value(check.target, check.unit);
        let bar = chart::interval_bar(
            &format!(
                "{}: {}, target {}",
                words::check_title(check.check),
                words::value(value, check.unit),
                words::goal(check)
            ),
            &IntervalBar {
                from,
                to,
                value,
                interval: check.interval.map(|interval| (interval.low, interval.high)),
                target: check.target,
                limit,
                at_least,
                class: class(check.verdict),
                from_label: &from_label,
                to_label: &to_label,
                target_label: &target,
            },
        );
        self.out.push_str(&bar);
    }
}
