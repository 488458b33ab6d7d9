//! The report as one self-contained page: no scripts, nothing loaded from anywhere. Written for a phone
//! first; wide screens get more columns. Every chart has its numbers in a table behind it.

use std::fmt::Write as _;

use super::Report;
use super::chart::{self, Entry, Series, escape};
use super::words;
use crate::audit::check::{CheckId, Verdict};

/// Writes a piece of the page; a string takes everything.
macro_rules! put {
    ($page:expr, $($part:tt)*) => {{ let _ = write!($page.out, $($part)*); }};
}

mod checks;
mod conversations;
mod customers;
mod duplicates;
mod value;

const STYLE: &str = include_str!("../style.css");

const PLAIN: [Series; 1] = [Series { name: "", class: "accent" }];

impl Report {
    /// The report as one HTML page.
    ///
    /// ```
    /// # use scrm_core::audit::{Audit, AuditConfig};
    /// # use scrm_core::customer::CustomerConfig;
    /// # use scrm_core::foundation::time::Calendar;
    /// let audit = Audit::new(&AuditConfig::standard(), &CustomerConfig::standard(), Calendar::utc())?;
    /// let page = audit.begin(chrono::DateTime::UNIX_EPOCH).finish().to_html();
    /// assert!(page.starts_with("<!doctype html>"));
    /// assert!(!page.contains("<script") && !page.contains("://"));
    /// # Ok::<(), scrm_core::audit::AuditError>(())
    /// ```
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut page = Page { report: self, out: String::with_capacity(64 * 1_024) };
        page.head();
        page.remedies();
        page.checks();
        page.customers();
        page.value();
        page.duplicates();
        page.conversations();
        page.questions();
        page.tags();
        page.queue();
        page.sales_and_sending();
        page.notes();
        page.out.push_str("</main></body></html>\n");
        page.out
    }
}

struct Page<'a> {
    report: &'a Report,
    out: String,
}

const fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Watch => "watch",
        Verdict::Fail => "fail",
        Verdict::NoData => "none",
    }
}

/// A table behind a chart.
fn table(headers: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = String::from("<details><summary>Numbers</summary><div class=\"scroll\"><table><thead><tr>");
    for (position, header) in headers.iter().enumerate() {
        let class = if position == 0 { "" } else { " class=\"n\"" };
        let _ = write!(out, "<th{class} scope=\"col\">{}</th>", escape(header));
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        for (position, cell) in row.iter().enumerate() {
            let class = if position == 0 { "" } else { " class=\"n\"" };
            let _ = write!(out, "<td{class} dir=\"auto\">{}</td>", escape(cell));
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div></details>");
    out
}

impl Page<'_> {
    fn head(&mut self) {
        let report = self.report;
        let title = report.workspace.as_deref().unwrap_or("Audit");
        put!(
            self,
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
             <meta name=\"robots\" content=\"noindex\"><title>{} – audit of {}</title><style>{STYLE}</style></head>\
             <body><main><header><p class=\"muted small\"><bdi>{}</bdi> · audit of {} · {} to {}, {} time</p>",
            escape(title),
            escape(&words::day(report, report.at)),
            escape(title),
            escape(&words::day_and_time(report, report.at)),
            escape(&words::day(report, report.window.from)),
            escape(&words::day(report, report.window.to)),
            escape(&report.time_zone)
        );
        put!(
            self,
            "<h1>{}</h1><p class=\"muted\">{}</p>",
            escape(&words::headline(report)),
            escape(&words::subline(report))
        );
        self.out.push_str("<div class=\"strip\" aria-hidden=\"true\">");
        let mut verdicts: Vec<Verdict> = report.checks.iter().map(|check| check.verdict).collect();
        verdicts.sort_unstable();
        for verdict in verdicts {
            put!(self, "<i class=\"{}\"></i>", class(verdict));
        }
        self.out.push_str("</div></header>");
    }

    fn remedies(&mut self) {
        let report = self.report;
        if report.remedies.is_empty() {
            return;
        }
        self.out.push_str("<section><h2>What to do now</h2><ol class=\"todo\">");
        for remedy in &report.remedies {
            let (action, detail) = words::remedy(remedy);
            put!(
                self,
                "<li class=\"{}\"><b>{}</b><p>{}</p><p class=\"who\"><span>Who: <strong>{}</strong></span>\
                 <span>By: <strong>{}</strong></span><span>For: {}</span></p></li>",
                class(remedy.verdict),
                escape(&action),
                escape(&detail),
                escape(&words::owner(&remedy.owner)),
                escape(&words::day_and_time(report, remedy.deadline)),
                words::purpose(remedy)
            );
        }
        self.out.push_str("</ol></section>");
    }

    fn tiles(&mut self, tiles: &[(String, &str)]) {
        self.out.push_str("<div class=\"tiles\">");
        for (number, label) in tiles {
            put!(self, "<div class=\"tile\"><b>{}</b><span>{}</span></div>", escape(number), escape(label));
        }
        self.out.push_str("</div>");
    }

    /// A card with a chart of single bars and its table.
    fn bar_card(&mut self, title: &str, entries: &[Entry], full: Option<f64>) {
        if entries.is_empty() {
            return;
        }
        let rows: Vec<Vec<String>> =
            entries.iter().map(|entry| vec![entry.label.clone(), entry.shown.clone()]).collect();
        put!(
            self,
            "<article class=\"card\"><h3>{}</h3>{}{}</article>",
            escape(title),
            chart::bars(title, &PLAIN, entries, full),
            table(&["", ""], &rows)
        );
    }

    fn notes(&mut self) {
        let report = self.report;
        self.out.push_str("<section><h2>How this was measured</h2>");
        if !report.notes.is_empty() {
            self.out.push_str("<ul class=\"small\">");
            for note in &report.notes {
                put!(self, "<li>{}</li>", escape(&words::note(note)));
            }
            self.out.push_str("</ul>");
        }
        self.out.push_str("<details><summary>Definitions</summary><dl>");
        for check in CheckId::ALL {
            put!(
                self,
                "<dt>{} <code class=\"muted\">{}</code></dt><dd>{}</dd>",
                words::check_title(check),
                check.definition(),
                escape(words::definition(check))
            );
        }
        self.out.push_str(
            "<dt>How sure</dt><dd>Shares: Wilson’s score interval. Median: between two order statistics by \
             binomial ranks. On target is good; beside it by no more than the tolerance, watch; beyond, not \
             good.</dd></dl></details>",
        );
        if !report.next_audits.is_empty() {
            let next: Vec<String> = report
                .next_audits
                .iter()
                .map(|audit| {
                    format!("{} {}", words::audit_kind(audit.kind), words::day_and_time(report, audit.at))
                })
                .collect();
            put!(self, "<p class=\"muted small\">Next: {}.</p>", escape(&next.join("; ")));
        }
        self.out.push_str("</section>");
    }
}
