//! Tables as files hold them, and how well a score tells pairs apart.

use std::error::Error;
use std::path::Path;

use scrm_benches::csv_rows;

/// A file's header and rows.
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Reads a file whole; nothing where it is absent.
    pub(crate) fn read(file: &Path) -> Result<Option<Self>, Box<dyn Error>> {
        let Some(mut rows) = csv_rows(file)? else { return Ok(None) };
        let header = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Ok(Some(Self { header, rows }))
    }

    /// The names of the columns.
    pub(crate) fn header(&self) -> impl Iterator<Item = &str> {
        self.header.iter().map(|name| name.trim())
    }

    /// How many rows there are.
    pub(crate) const fn len(&self) -> usize {
        self.rows.len()
    }

    /// The cells of some columns, row by row.
    pub(crate) fn columns<'t, const N: usize>(
        &'t self,
        names: [&str; N],
    ) -> Result<Vec<[&'t str; N]>, Box<dyn Error>> {
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            let found = self.header.iter().position(|column| column.trim() == name);
            *place = found.ok_or_else(|| format!("there is no column {name}"))?;
        }
        let cell = |row: &'t Vec<String>, place: usize| row.get(place).map_or("", |cell| cell.trim());
        Ok(self.rows.iter().map(|row| places.map(|place| cell(row, place))).collect())
    }
}

/// The best that any threshold makes of scores.
#[derive(Clone, Copy, Default)]
pub(crate) struct Best {
    pub(crate) f1: f64,
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub(crate) threshold: f64,
}

impl Best {
    /// Of scores with the truth about their pairs.
    pub(crate) fn of(scored: &[(f64, bool)]) -> Self {
        let mut scored = scored.to_vec();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let all = scored.iter().filter(|(_, same)| *same).count() as f64;
        let (mut best, mut right) = (Self::default(), 0.0);
        for (count, (score, same)) in (1_u32..).zip(&scored) {
            right += f64::from(u8::from(*same));
            let next = scored.get(count as usize).map(|(score, _)| *score);
            if right == 0.0 || next.is_some_and(|next| next >= *score) {
                continue;
            }
            let (precision, recall) = (right / f64::from(count), right / all);
            let f1 = 2.0 * precision * recall / (precision + recall);
            if f1 > best.f1 {
                best = Self { f1, precision, recall, threshold: *score };
            }
        }
        best
    }
}
