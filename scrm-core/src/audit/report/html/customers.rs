//! Customers: what is known of them, what they are tagged with, who waits, and what they ordered.

use std::fmt::Write as _;

use super::Page;
use crate::audit::report::GroupCompleteness;
use crate::audit::report::chart::{Entry, escape};
use crate::audit::report::language_names::language_name;
use crate::audit::report::words;

impl Page<'_> {
    pub(super) fn customers(&mut self) {
        let figures = &self.report.customers;
        self.out.push_str("<section><h2>Customers</h2>");
        self.tiles(&[
            (words::count(figures.active), "customers"),
            (words::count(figures.created), "new in this time"),
            (words::count(figures.merged), "duplicates merged"),
            (words::count(figures.duplicates_in_review), "possible duplicates to look at"),
            (words::count(figures.complete), "with complete records"),
            (words::count(figures.follow_ups_due), "follow-ups due"),
            (words::count(figures.opt_outs), "opted out of offers"),
            (words::count(figures.archived), "archived"),
        ]);
        self.out.push_str("<div class=\"cards\">");
        let active = figures.active.max(1) as f64;
        let gaps: Vec<Entry> = figures
            .gaps
            .iter()
            .map(|gap| {
                let shown = format!(
                    "{} · {}",
                    words::count(gap.missing),
                    words::percent(gap.missing as f64 * 100.0 / active)
                );
                Entry::single(words::field(gap.field.as_str()), gap.missing as f64, shown)
            })
            .collect();
        self.bar_card("What records lack", &gaps, Some(active));
        let groups = |groups: &[GroupCompleteness]| -> Vec<Entry> {
            groups
                .iter()
                .map(|group| {
                    let name = if group.name == "-" { "nobody" } else { &group.name };
                    let customers = words::counted(group.customers, "customer", "customers");
                    let shown = format!("{} · {customers}", words::percent(group.percent));
                    Entry::single(name, group.percent, shown)
                })
                .collect()
        };
        self.bar_card("Complete by owner", &groups(&figures.by_owner), Some(100.0));
        self.bar_card("Complete by source", &groups(&figures.by_source), Some(100.0));
        let stages: Vec<Entry> = figures
            .stages
            .iter()
            .map(|(stage, number)| Entry::single(words::stage(*stage), *number as f64, words::count(*number)))
            .collect();
        self.bar_card("By stage", &stages, None);
        let languages: Vec<Entry> = figures
            .languages
            .iter()
            .map(|(language, number)| {
                let name = if language == "-" { "not stated" } else { language_name(language) };
                Entry::single(name, *number as f64, words::count(*number))
            })
            .collect();
        self.bar_card("By language", &languages, None);
        self.imports();
        self.out.push_str("</div></section>");
    }

    fn imports(&mut self) {
        let report = self.report;
        if report.imports.is_empty() {
            return;
        }
        self.out.push_str(
            "<article class=\"card wide\"><h3>Imports</h3><div class=\"scroll\"><table><thead><tr>\
             <th scope=\"col\">Source</th><th class=\"n\" scope=\"col\">Rows</th><th class=\"n\" scope=\"col\">New</th>\
             <th class=\"n\" scope=\"col\">Merged</th><th class=\"n\" scope=\"col\">Unchanged</th>\
             <th class=\"n\" scope=\"col\">Refused</th></tr></thead><tbody>",
        );
        for import in &report.imports {
            put!(self, "<tr><td dir=\"auto\">{}</td>", escape(&import.source));
            for number in [import.rows, import.created, import.merged, import.unchanged, import.rejected] {
                put!(self, "<td class=\"n\">{}</td>", words::count(number));
            }
            self.out.push_str("</tr>");
        }
        self.out.push_str("</tbody></table></div></article>");
    }

    pub(super) fn tags(&mut self) {
        let figures = &self.report.tags;
        if figures.tags.is_empty() {
            return;
        }
        self.out.push_str("<section><h2>Tags</h2>");
        self.tiles(&[
            (words::count(figures.tagged), "customers with tags"),
            (words::count(figures.untagged), "without any"),
            (words::count(figures.set), "tags set in this time"),
            (words::count(figures.removed), "tags removed"),
        ]);
        let entries: Vec<Entry> = figures
            .tags
            .iter()
            .take(12)
            .map(|tag| {
                let overdue = if tag.overdue > 0 {
                    format!(" · {} overdue", words::count(tag.overdue))
                } else {
                    String::new()
                };
                let shown =
                    format!("{} · {}{overdue}", words::count(tag.customers), words::percent(tag.percent));
                Entry::single(words::field(tag.tag.as_str()), tag.percent, shown)
            })
            .collect();
        self.out.push_str("<div class=\"cards\">");
        self.bar_card("Customers by tag", &entries, Some(100.0));
        self.out.push_str("</div></section>");
    }

    pub(super) fn queue(&mut self) {
        let figures = &self.report.priorities;
        if figures.levels.is_empty() {
            return;
        }
        self.out.push_str(
            "<section><h2>The queue</h2><div class=\"cards\"><article class=\"card\"><h3>By urgency</h3>\
             <div class=\"scroll\"><table><thead><tr><th scope=\"col\">Level</th><th class=\"n\" scope=\"col\">Waiting</th>\
             <th class=\"n\" scope=\"col\">Overdue</th><th class=\"n\" scope=\"col\">In time</th>\
             <th class=\"n\" scope=\"col\">Late</th></tr></thead><tbody>",
        );
        for level in &figures.levels {
            put!(
                self,
                "<tr><td>P{}</td><td class=\"n\">{}</td><td class=\"n{}\">{}</td><td class=\"n\">{}</td>\
                 <td class=\"n\">{}</td></tr>",
                level.level,
                words::count(level.open),
                if level.overdue > 0 { " late" } else { "" },
                words::count(level.overdue),
                words::count(level.in_time),
                words::count(level.late)
            );
        }
        self.out.push_str("</tbody></table></div></article>");
        if !figures.queue.is_empty() {
            self.queue_rows();
        }
        self.out.push_str("</div></section>");
    }

    fn queue_rows(&mut self) {
        self.out.push_str(
            "<article class=\"card\"><h3>Answer first</h3><div class=\"scroll\"><table><thead><tr>\
             <th scope=\"col\">Customer</th><th scope=\"col\">Level</th><th class=\"n\" scope=\"col\">Score</th>\
             <th scope=\"col\">Due</th></tr></thead><tbody>",
        );
        for row in &self.report.priorities.queue {
            put!(
                self,
                "<tr><td><bdi>{}</bdi> <code class=\"muted\">{}</code></td><td>P{}</td><td class=\"n\">{:.0}</td>\
                 <td class=\"{}\">{}</td></tr>",
                escape(&row.name),
                escape(row.customer.as_str()),
                row.level,
                row.score,
                if row.overdue { "late" } else { "" },
                escape(&words::day_and_time(self.report, row.respond_by))
            );
        }
        self.out.push_str("</tbody></table></div></article>");
    }

    pub(super) fn sales_and_sending(&mut self) {
        let report = self.report;
        let funnel = report.funnel;
        let has_sales = funnel.inquired + funnel.quoted + funnel.sampled + funnel.ordered > 0;
        if !has_sales && report.outbox.states.is_empty() {
            return;
        }
        self.out.push_str("<section><h2>Sales and sending</h2><div class=\"cards\">");
        if has_sales {
            let steps = [
                ("wrote", funnel.inquired),
                ("got a quote", funnel.quoted),
                ("got a sample", funnel.sampled),
                ("ordered", funnel.ordered),
            ];
            let entries: Vec<Entry> = steps
                .iter()
                .map(|(name, number)| Entry::single(*name, *number as f64, words::count(*number)))
                .collect();
            self.bar_card("Customers from inquiry to order", &entries, None);
        }
        let named = |counts: &std::collections::BTreeMap<String, u64>| -> Vec<Entry> {
            counts
                .iter()
                .map(|(name, number)| {
                    Entry::single(words::field(name), *number as f64, words::count(*number))
                })
                .collect()
        };
        self.bar_card("Outgoing messages", &named(&report.outbox.states), None);
        self.bar_card("Why sending failed", &named(&report.outbox.failures), None);
        self.out.push_str("</div></section>");
    }
}
