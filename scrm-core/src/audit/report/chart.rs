//! Charts as inline SVG. Positions are percentages and text has a fixed size, so a chart fills a phone's
//! screen and a wide page alike without shrinking its words. Colours are classes of the page's style.

use std::fmt::Write as _;

use super::words::{count, misleads};

/// Text made safe for element content and attribute values.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            hidden if misleads(hidden) => {}
            other => out.push(other),
        }
    }
    out
}

/// A series of a chart: its name and the class that colours it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) class: &'static str,
}

/// A labelled row or column with one number per series.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) label: String,
    pub(crate) values: Vec<f64>,
    /// What is written beside a row.
    pub(crate) shown: String,
}

impl Entry {
    pub(crate) fn single(label: impl Into<String>, value: f64, shown: impl Into<String>) -> Self {
        Self { label: label.into(), values: vec![value], shown: shown.into() }
    }

    fn total(&self) -> f64 {
        self.values.iter().sum()
    }
}

fn open(out: &mut String, height: u32, title: &str) {
    let title = escape(title);
    let _ = write!(
        out,
        "<svg class=\"chart\" width=\"100%\" height=\"{height}\" role=\"img\" aria-label=\"{title}\">"
    );
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 && part.is_finite() { (part / whole * 100.0).clamp(0.0, 100.0) } else { 0.0 }
}

/// Horizontal bars, one row each, stacked where there are several series. `full` is the value of a bar
/// over the whole width; without it the longest bar is.
pub(crate) fn bars(title: &str, series: &[Series], entries: &[Entry], full: Option<f64>) -> String {
    const ROW: u32 = 38;
    let whole = full.unwrap_or_else(|| entries.iter().map(Entry::total).fold(0.0, f64::max));
    let rows = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let mut out = String::new();
    open(&mut out, rows.saturating_mul(ROW), title);
    for (row, entry) in (0_u32..).zip(entries) {
        let top = row * ROW;
        let (text, bar) = (top + 14, top + 20);
        let _ = write!(
            out,
            "<text class=\"label\" x=\"0\" y=\"{text}\">{}</text>\
             <text class=\"number\" x=\"100%\" y=\"{text}\">{}</text>\
             <rect class=\"track\" x=\"0\" y=\"{bar}\" width=\"100%\" height=\"9\" rx=\"4.5\"/>",
            escape(&fitting(&entry.label, &entry.shown)),
            escape(&entry.shown)
        );
        let mut start = 0.0;
        for (value, series) in entry.values.iter().zip(series) {
            let width = share(*value, whole);
            if width > 0.0 {
                let _ = write!(
                    out,
                    "<rect class=\"{}\" x=\"{start:.2}%\" y=\"{bar}\" width=\"{width:.2}%\" height=\"9\" \
                     rx=\"{}\"/>",
                    series.class,
                    if series_alone(entry) { "4.5" } else { "1" }
                );
            }
            start += width;
        }
    }
    out.push_str("</svg>");
    out
}

/// What adds up, step after step: each bar begins where the one before ended. Steps up and down have classes of their own.
pub(crate) fn waterfall(title: &str, up: Series, down: Series, entries: &[Entry]) -> String {
    const ROW: u32 = 38;
    let sums = entries.iter().scan(0.0, |sum, entry| {
        let from = *sum;
        *sum += entry.total();
        Some((from, *sum))
    });
    let steps: Vec<(f64, f64)> = sums.collect();
    let ends = || steps.iter().flat_map(|(from, to)| [*from, *to]);
    let (low, high) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    let place = |value: f64| share(value - low, high - low);
    let zero = place(0.0);
    let rows = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let mut out = String::new();
    open(&mut out, rows.saturating_mul(ROW), title);
    for (row, (entry, (from, to))) in (0_u32..).zip(entries.iter().zip(&steps)) {
        let top = row * ROW;
        let (text, bar) = (top + 14, top + 20);
        let (start, end) = (place(from.min(*to)).min(99.5), place(from.max(*to)));
        let _ = write!(
            out,
            "<text class=\"label\" x=\"0\" y=\"{text}\">{}</text>\
             <text class=\"number\" x=\"100%\" y=\"{text}\">{}</text>\
             <rect class=\"track\" x=\"0\" y=\"{bar}\" width=\"100%\" height=\"9\" rx=\"4.5\"/>\
             <rect class=\"{}\" x=\"{start:.2}%\" y=\"{bar}\" width=\"{:.2}%\" height=\"9\" rx=\"2\"/>\
             <line class=\"axis\" x1=\"{zero:.2}%\" x2=\"{zero:.2}%\" y1=\"{}\" y2=\"{}\"/>",
            escape(&fitting(&entry.label, &entry.shown)),
            escape(&entry.shown),
            if to >= from { up.class } else { down.class },
            (end - start).max(0.5),
            bar - 2,
            bar + 11
        );
    }
    out.push_str("</svg>");
    out
}

/// A label cut so that it does not run into the number beside it on a narrow phone; the table behind the
/// chart has all of it.
fn fitting(label: &str, shown: &str) -> String {
    const LINE: usize = 42;
    let width = |character: char| if character > '\u{2e80}' { 2 } else { 1 };
    let room = LINE.saturating_sub(shown.chars().map(width).sum()).max(12);
    if label.chars().map(width).sum::<usize>() <= room {
        return label.to_owned();
    }
    let mut used = 1;
    let mut out: String = label
        .chars()
        .take_while(|character| {
            used += width(*character);
            used <= room
        })
        .collect();
    out.push('…');
    out
}

fn series_alone(entry: &Entry) -> bool {
    entry.values.iter().filter(|value| **value > 0.0).count() == 1
}

/// Columns stacked by series, with gridlines and a label under every few columns.
pub(crate) fn columns(title: &str, series: &[Series], entries: &[Entry]) -> String {
    const PLOT: f64 = 150.0;
    const TOP: f64 = 16.0;
    let highest = entries.iter().map(Entry::total).fold(0.0, f64::max);
    let ceiling = round_up(highest);
    let mut out = String::new();
    open(&mut out, 190, title);
    for step in 0..=2 {
        let value = ceiling * f64::from(step) / 2.0;
        let y = TOP + PLOT - PLOT * f64::from(step) / 2.0;
        let class = if step == 0 { "axis" } else { "grid" };
        let _ = write!(
            out,
            "<line class=\"{class}\" x1=\"0\" x2=\"100%\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
             <text class=\"tick\" x=\"0\" y=\"{:.1}\">{}</text>",
            y - 4.0,
            if step == 0 { String::new() } else { count(value as u64) }
        );
    }
    let slots = entries.len().max(1) as f64;
    // The numbers of the scale stand on the left; columns keep clear of them.
    let (left, span) = (9.0, 91.0);
    let slot = span / slots;
    let labels_every = entries.len().div_ceil(5).max(1);
    for (position, entry) in entries.iter().enumerate() {
        let x = left + slot * position as f64;
        let mut bottom = TOP + PLOT;
        for (value, series) in entry.values.iter().zip(series) {
            let height = share(*value, ceiling) / 100.0 * PLOT;
            if height > 0.0 {
                bottom -= height;
                let _ = write!(
                    out,
                    "<rect class=\"{}\" x=\"{:.2}%\" y=\"{bottom:.1}\" width=\"{:.2}%\" height=\"{height:.1}\"/>",
                    series.class,
                    x + slot * 0.12,
                    slot * 0.76
                );
            }
        }
        if position % labels_every == 0 {
            let _ = write!(
                out,
                "<text class=\"tick middle\" x=\"{:.2}%\" y=\"184\">{}</text>",
                (x + slot / 2.0).clamp(6.0, 94.0),
                escape(&entry.label)
            );
        }
    }
    out.push_str("</svg>");
    out
}

/// The next 1, 2, 3, 4, 5, 6 or 8 times a power of ten, and at least 2.
fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.max(1.0).log10().floor());
    let step = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0].into_iter().find(|step| step * power >= value);
    (step.unwrap_or(10.0) * power).max(2.0)
}

/// Rows by columns, darker where more.
pub(crate) fn heat_map(title: &str, rows: &[&str], grid: &[Vec<u64>]) -> String {
    const CELL: u32 = 24;
    let highest = grid.iter().flatten().copied().max().unwrap_or(0);
    let columns = grid.iter().map(Vec::len).max().unwrap_or(1).max(1) as f64;
    let (left, span) = (10.0, 90.0);
    let width = span / columns;
    let bottom = CELL * u32::try_from(rows.len()).unwrap_or(0);
    let mut out = String::new();
    open(&mut out, bottom + 22, title);
    for (row, (name, counts)) in (0_u32..).zip(rows.iter().zip(grid)) {
        let y = row * CELL;
        let _ = write!(out, "<text class=\"tick\" x=\"0\" y=\"{}\">{}</text>", y + 16, escape(name));
        for (column, number) in counts.iter().enumerate() {
            let x = left + width * column as f64;
            let share = if highest > 0 { *number as f64 / highest as f64 } else { 0.0 };
            let _ = write!(
                out,
                "<rect class=\"heat0\" x=\"{x:.2}%\" y=\"{}\" width=\"{:.2}%\" height=\"{}\" rx=\"2\"/>",
                y + 1,
                width * 0.9,
                CELL - 2
            );
            if *number > 0 {
                let _ = write!(
                    out,
                    "<rect class=\"heat\" fill-opacity=\"{:.2}\" x=\"{x:.2}%\" y=\"{}\" width=\"{:.2}%\" \
                     height=\"{}\" rx=\"2\"><title>{} {column:02}:00 – {}</title></rect>",
                    0.12 + 0.88 * share,
                    y + 1,
                    width * 0.9,
                    CELL - 2,
                    escape(name),
                    count(*number)
                );
            }
        }
    }
    for hour in (0..24_u32).step_by(6) {
        let x = left + width * f64::from(hour);
        let _ = write!(out, "<text class=\"tick\" x=\"{x:.2}%\" y=\"{}\">{hour:02}:00</text>", bottom + 16);
    }
    out.push_str("</svg>");
    out
}

/// A square of a grid.
#[derive(Clone, Debug)]
pub(crate) struct Square {
    /// How dark it is, 0 to 1; nothing for an empty one.
    pub(crate) share: Option<f64>,
    /// What is written in it.
    pub(crate) shown: String,
    /// What it says to who points at it.
    pub(crate) about: String,
}

/// A grid of squares with a number each, darker where more is. `unit` is that of the columns.
pub(crate) fn squares(title: &str, unit: &str, columns: &[String], rows: &[(String, Vec<Square>)]) -> String {
    const CELL: u32 = 34;
    let (left, span) = (13.0, 87.0);
    let width = span / columns.len().max(1) as f64;
    let bottom = CELL * u32::try_from(rows.len()).unwrap_or(0);
    let mut out = String::new();
    open(&mut out, bottom + 20, title);
    for (row, (name, squares)) in (0_u32..).zip(rows) {
        let y = row * CELL;
        let _ = write!(out, "<text class=\"tick\" x=\"0\" y=\"{}\">{}</text>", y + 21, escape(name));
        for (column, square) in squares.iter().enumerate() {
            let x = left + width * column as f64;
            let size = format!(
                "x=\"{x:.2}%\" y=\"{}\" width=\"{:.2}%\" height=\"{}\" rx=\"3\"",
                y + 1,
                width * 0.96,
                CELL - 3
            );
            let Some(share) = square.share else {
                let _ = write!(out, "<rect class=\"heat0\" {size}/>");
                continue;
            };
            // Where the number can be read better in the page's colour than in that of its text, by day and by night.
            let class = if share >= 0.8 { "in-dark" } else { "in-light" };
            let _ = write!(
                out,
                "<rect class=\"heat\" fill-opacity=\"{:.2}\" {size}><title>{}</title></rect>\
                 <text class=\"{class}\" x=\"{:.2}%\" y=\"{}\">{}</text>",
                0.1 + 0.9 * share.clamp(0.0, 1.0),
                escape(&square.about),
                x + width * 0.48,
                y + 21,
                escape(&square.shown)
            );
        }
    }
    let _ = write!(out, "<text class=\"tick\" x=\"0\" y=\"{}\">{}</text>", bottom + 15, escape(unit));
    for (column, name) in columns.iter().enumerate() {
        let x = left + width * (column as f64 + 0.48);
        let _ = write!(
            out,
            "<text class=\"tick middle\" x=\"{x:.2}%\" y=\"{}\">{}</text>",
            bottom + 15,
            escape(name)
        );
    }
    out.push_str("</svg>");
    out
}

/// Rows of bars side by side, one for each series, over one scale.
pub(crate) fn pairs(title: &str, series: &[Series], entries: &[Entry]) -> String {
    const BAR: u32 = 9;
    let bars = u32::try_from(series.len()).unwrap_or(1);
    let row_height = 26 + bars * (BAR + 2);
    let whole = entries.iter().flat_map(|entry| &entry.values).copied().fold(0.0, f64::max);
    let rows = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    let mut out = String::new();
    open(&mut out, rows.saturating_mul(row_height), title);
    for (row, entry) in (0_u32..).zip(entries) {
        let text = row * row_height + 14;
        let _ = write!(
            out,
            "<text class=\"label\" x=\"0\" y=\"{text}\">{}</text>\
             <text class=\"number\" x=\"100%\" y=\"{text}\">{}</text>",
            escape(&fitting(&entry.label, &entry.shown)),
            escape(&entry.shown)
        );
        for (bar, (value, series)) in (0_u32..).zip(entry.values.iter().zip(series)) {
            let y = text + 6 + bar * (BAR + 2);
            let width = share(*value, whole);
            let _ = write!(
                out,
                "<rect class=\"track\" x=\"0\" y=\"{y}\" width=\"100%\" height=\"{BAR}\" rx=\"2\"/>\
                 <rect class=\"{}\" x=\"0\" y=\"{y}\" width=\"{width:.2}%\" height=\"{BAR}\" rx=\"2\"/>",
                series.class
            );
        }
    }
    out.push_str("</svg>");
    out
}

/// What an interval bar shows, on a scale from `from` to `to`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IntervalBar<'a> {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) value: f64,
    pub(crate) interval: Option<(f64, f64)>,
    pub(crate) target: f64,
    /// The other end of the tolerance.
    pub(crate) limit: f64,
    pub(crate) at_least: bool,
    pub(crate) class: &'a str,
    pub(crate) from_label: &'a str,
    pub(crate) to_label: &'a str,
    pub(crate) target_label: &'a str,
}

/// A value with its interval on a scale that shows target and tolerance.
pub(crate) fn interval_bar(title: &str, bar: &IntervalBar<'_>) -> String {
    // Room for the dot at both ends.
    let place = |value: f64| 1.5 + share(value - bar.from, bar.to - bar.from) * 0.97;
    let mut out = String::new();
    open(&mut out, 46, title);
    let (target, limit, value) = (place(bar.target), place(bar.limit), place(bar.value));
    let good = if bar.at_least { (target, 98.5) } else { (1.5, target) };
    let near = if bar.at_least { (limit, target) } else { (target, limit) };
    out.push_str("<rect class=\"track\" x=\"1.5%\" y=\"12\" width=\"97%\" height=\"8\" rx=\"2\"/>");
    for (class, (start, end)) in [("zone-good", good), ("zone-near", near)] {
        let width = (end - start).max(0.0);
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{start:.2}%\" y=\"12\" width=\"{width:.2}%\" height=\"8\"/>"
        );
    }
    if let Some((low, high)) = bar.interval {
        let (low, high) = (place(low), place(high));
        let _ = write!(
            out,
            "<line class=\"whisker\" x1=\"{low:.2}%\" x2=\"{high:.2}%\" y1=\"16\" y2=\"16\"/>\
             <line class=\"whisker\" x1=\"{low:.2}%\" x2=\"{low:.2}%\" y1=\"11\" y2=\"21\"/>\
             <line class=\"whisker\" x1=\"{high:.2}%\" x2=\"{high:.2}%\" y1=\"11\" y2=\"21\"/>"
        );
    }
    let anchor = if target > 75.0 {
        "end"
    } else if target < 25.0 {
        "start"
    } else {
        "middle"
    };
    let _ = write!(
        out,
        "<line class=\"target\" x1=\"{target:.2}%\" x2=\"{target:.2}%\" y1=\"5\" y2=\"27\"/>\
         <circle class=\"dot {}\" cx=\"{value:.2}%\" cy=\"16\" r=\"6\"/>\
         <text class=\"tick goal\" text-anchor=\"{anchor}\" x=\"{target:.2}%\" y=\"41\">{}</text>",
        escape(bar.class),
        escape(bar.target_label)
    );
    // The ends of the scale, where the target leaves room.
    if target > 40.0 {
        let _ = write!(out, "<text class=\"tick\" x=\"1.5%\" y=\"41\">{}</text>", escape(bar.from_label));
    }
    if target < 60.0 {
        let _ = write!(
            out,
            "<text class=\"tick\" text-anchor=\"end\" x=\"98.5%\" y=\"41\">{}</text>",
            escape(bar.to_label)
        );
    }
    out.push_str("</svg>");
    out
}

/// A line through values in the order of time, the last one marked; a dashed line is the target.
pub(crate) fn line(title: &str, values: &[f64], target: f64, class: &str) -> String {
    const HEIGHT: f64 = 34.0;
    let all = || values.iter().copied().chain([target]);
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let range = if high > low { high - low } else { 1.0 };
    let y = |value: f64| 5.0 + (HEIGHT - 10.0) * (1.0 - (value - low) / range);
    let steps = values.len().saturating_sub(1).max(1) as f64;
    let x = |position: usize| 2.0 + 96.0 * position as f64 / steps;
    let mut out = String::new();
    open(&mut out, HEIGHT as u32, title);
    let _ = write!(
        out,
        "<line class=\"target-line\" x1=\"0\" x2=\"100%\" y1=\"{0:.1}\" y2=\"{0:.1}\"/>",
        y(target)
    );
    for (position, pair) in values.windows(2).enumerate() {
        if let [from, to] = pair {
            let _ = write!(
                out,
                "<line class=\"line\" x1=\"{:.2}%\" y1=\"{:.1}\" x2=\"{:.2}%\" y2=\"{:.1}\"/>",
                x(position),
                y(*from),
                x(position + 1),
                y(*to)
            );
        }
    }
    if let Some(last) = values.last() {
        let _ = write!(
            out,
            "<circle class=\"dot {}\" cx=\"{:.2}%\" cy=\"{:.1}\" r=\"4\"/>",
            escape(class),
            x(values.len() - 1),
            y(*last)
        );
    }
    out.push_str("</svg>");
    out
}

/// The names of the series with their colours.
pub(crate) fn legend(series: &[Series]) -> String {
    let mut out = String::from("<p class=\"legend\">");
    for series in series {
        let _ = write!(out, "<span><i class=\"{}\"></i>{}</span>", series.class, escape(series.name));
    }
    out.push_str("</p>");
    out
}
