//! What customers are worth: classes, who still buys, and what was expected against what came.

use std::fmt::Write as _;

use super::{Page, table};
use crate::audit::report::chart::{self, Entry, Series, Square, escape};
use crate::audit::report::value_words as said;
use crate::audit::report::words;
use crate::audit::report::{Expectation, StillBuying};

const EXPECTED: Series = Series { name: "expected", class: "expected" };
const CAME: Series = Series { name: "came", class: "came" };

impl Page<'_> {
    pub(super) fn value(&mut self) {
        let figures = &self.report.value;
        if figures.buyers == 0 {
            return;
        }
        self.out.push_str("<section><h2>What customers are worth</h2>");
        let mut tiles = vec![
            (words::count(figures.buyers), "customers ordered"),
            (words::count(figures.repeat_buyers), "of them on more than one day"),
        ];
        if let Some(found) = &figures.still_buying {
            tiles.push((words::count(found.open), "may have left"));
            tiles.push((words::count(found.gone), "have probably left"));
        }
        self.tiles(&tiles);
        self.out.push_str("<div class=\"cards\">");
        self.classes();
        if let Some(found) = &figures.still_buying {
            self.still_buying(found);
        }
        if let Some(found) = &figures.expectation {
            self.expectation(found);
        }
        self.out.push_str("</div>");
        for why in &figures.left_out {
            put!(self, "<p class=\"muted small\">{}</p>", escape(&said::left_out(figures, why)));
        }
        self.out.push_str("</section>");
    }

    fn classes(&mut self) {
        let figures = &self.report.value;
        if figures.classes.is_empty() {
            return;
        }
        let name = |class| {
            let mut name = words::value_class(class).to_owned();
            name.get_mut(0..1).into_iter().for_each(str::make_ascii_uppercase);
            name
        };
        let entries: Vec<Entry> = figures
            .classes
            .iter()
            .map(|class| {
                let shown = format!("{} · {}", words::count(class.customers), words::percent(class.percent));
                Entry::single(name(class.class), class.customers as f64, shown)
            })
            .collect();
        let rows: Vec<Vec<String>> = figures
            .classes
            .iter()
            .map(|class| {
                let spent = class.spent_percent.map_or_else(|| "–".to_owned(), words::percent);
                vec![
                    name(class.class),
                    words::count(class.customers),
                    words::percent(class.percent),
                    words::count(class.spent.max(0.0).round() as u64),
                    spent,
                ]
            })
            .collect();
        put!(
            self,
            "<article class=\"card\"><h3>Customers by class</h3><p class=\"muted small\">By how recently, how often and for how much \
             they ordered.</p>{}<ul class=\"meaning\">",
            chart::bars("Customers by class", &super::PLAIN, &entries, None)
        );
        for class in &figures.classes {
            let spent = class.spent_percent.map_or_else(String::new, |percent| {
                format!(" They spent {} of everything.", words::percent(percent))
            });
            put!(
                self,
                "<li><b>{}</b>: {}{}</li>",
                escape(&name(class.class)),
                said::class_meaning(class.class),
                escape(&spent)
            );
        }
        put!(
            self,
            "</ul>{}</article>",
            table(&["Class", "Customers", "Share", "Spent", "Share of it"], &rows)
        );
    }

    fn still_buying(&mut self, found: &StillBuying) {
        let columns = said::column_ends(found);
        let rows: Vec<(String, Vec<Square>)> = found
            .rows
            .iter()
            .map(|row| {
                let square = |(cell, column): (&crate::audit::report::RecencyCell, &String)| Square {
                    share: cell.probability,
                    shown: words::count(cell.customers),
                    about: format!(
                        "{}, the last {column} days ago: {}, {}",
                        said::orders(row.days),
                        words::counted(cell.customers, "customer", "customers"),
                        cell.probability.map_or_else(String::new, |share| words::percent(share * 100.0))
                    ),
                };
                (said::day_counts(row.days), row.cells.iter().zip(&columns).map(square).collect())
            })
            .collect();
        let numbers: Vec<Vec<String>> = found
            .rows
            .iter()
            .map(|row| {
                let cells = row.cells.iter().map(|cell| match cell.probability {
                    Some(share) => {
                        format!("{} · {}", words::count(cell.customers), words::percent(share * 100.0))
                    }
                    None => "–".to_owned(),
                });
                std::iter::once(said::orders(row.days)).chain(cells).collect()
            })
            .collect();
        let mut headers = vec!["Orders"];
        headers.extend(columns.iter().map(String::as_str));
        put!(
            self,
            "<article class=\"card\"><h3>Who still buys</h3><p class=\"muted small\">Customers by how often they ordered (down) and how many \
             days ago they last did (across). The darker a square, the more probably they still buy.</p>{SCALE}{}<p class=\"small\">{}</p>{}\
             </article>",
            chart::squares("Customers by how often and how recently they ordered", "days", &columns, &rows),
            escape(&said::still_buying(found)),
            table(&headers, &numbers)
        );
    }

    fn expectation(&mut self, found: &Expectation) {
        let series = [EXPECTED, CAME];
        let each = |number: f64, customers: u64| number / customers.max(1) as f64;
        let entries: Vec<Entry> = found
            .rows
            .iter()
            .map(|row| {
                let values = vec![each(row.expected, row.customers), each(row.actual as f64, row.customers)];
                let shown = values.iter().map(|value| format!("{value:.2}")).collect::<Vec<_>>().join(" · ");
                Entry { label: format!("After {}", said::orders(row.days)), values, shown }
            })
            .collect();
        let rows: Vec<Vec<String>> = found
            .rows
            .iter()
            .map(|row| {
                vec![
                    said::orders(row.days),
                    words::count(row.customers),
                    format!("{:.1}", row.expected),
                    words::count(row.actual),
                ]
            })
            .collect();
        put!(
            self,
            "<article class=\"card wide\"><h3>Expected orders and those that came</h3><p class=\"small\">{}</p><p class=\"muted small\">Orders of each \
             customer in that time, by how often they had ordered before.</p>{}{}{}</article>",
            escape(&said::expectation(found)),
            chart::legend(&series),
            chart::pairs("Expected orders and those that came", &series, &entries),
            table(&["Ordered before", "Customers", "Expected", "Came"], &rows)
        );
    }
}

/// How dark what is.
const SCALE: &str = "<p class=\"scale\" aria-hidden=\"true\">gone<i style=\"opacity:.1\"></i><i style=\"opacity:.35\"></i>\
    <i style=\"opacity:.55\"></i><i style=\"opacity:.8\"></i><i></i>still buys</p>";
