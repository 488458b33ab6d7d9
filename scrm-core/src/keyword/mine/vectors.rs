//! Messages as points: what they say, weighed by how telling it is, in few dimensions.

use super::documents::{Document, SlotNames, Terms};

/// A table of numbers, row by row.
pub(super) struct Rows {
    pub(super) width: usize,
    pub(super) values: Vec<f32>,
}

impl Rows {
    fn zeros(rows: usize, width: usize) -> Self {
        Self { width, values: vec![0.0; rows * width] }
    }

    pub(super) fn row(&self, index: usize) -> &[f32] {
        self.values.get(index * self.width..(index + 1) * self.width).unwrap_or_default()
    }

    /// Every row.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.width.max(1))
    }

    /// Keeps the first rows.
    pub(super) fn truncate(&mut self, rows: usize) {
        self.values.truncate(rows * self.width);
        self.values.shrink_to_fit();
    }

    fn row_mut(&mut self, index: usize) -> &mut [f32] {
        self.values.get_mut(index * self.width..(index + 1) * self.width).unwrap_or_default()
    }
}

/// The sum of products, in eight lanes so that it runs wide, and always in the same order.
pub(super) fn dot(left: &[f32], right: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    let (a, b) = (left.chunks_exact(8), right.chunks_exact(8));
    let rest: f32 = a.remainder().iter().zip(b.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a.zip(b) {
        for ((lane, x), y) in lanes.iter_mut().zip(x).zip(y) {
            *lane += x * y;
        }
    }
    lanes.iter().sum::<f32>() + rest
}

fn add_scaled(to: &mut [f32], from: &[f32], by: f32) {
    for (to, from) in to.iter_mut().zip(from) {
        *to += by * from;
    }
}

/// Brings a vector to length 1; one of nothing stays so.
pub(super) fn normalise(row: &mut [f32]) {
    let length = dot(row, row).sqrt();
    if length > 1e-12 {
        row.iter_mut().for_each(|value| *value /= length);
    }
}

/// Terms of each document with weights, of length 1.
pub(super) struct Sparse {
    pub(super) rows: Vec<Vec<(u32, f32)>>,
}

/// Messages about other things that are imagined beside those that are there, and in which none of their words stand but
/// those that say nothing: where most messages are about one thing, its words are still telling.
const ELSEWHERE: f32 = 100.0;

/// Weighs the terms of each document by how rare they are (Spärck Jones 1972), and the pieces of its words likewise.
/// With the number of columns. Linear.
pub(super) fn weigh(
    documents: &[Document],
    terms: &Terms,
    names: &SlotNames,
    longer: f32,
    pieces: f32,
) -> (Sparse, usize) {
    let among = |total: f32, documents: u32| ((total + 1.0) / (documents as f32 + 0.5)).ln().max(0.0);
    let total = documents.len() as f32;
    let rarity = |documents| among(total + ELSEWHERE, documents);
    let weights: Vec<f32> = terms
        .all
        .iter()
        .map(|term| {
            let rarity = match names.are_function_words(&term.slots) {
                true => among(total, term.documents),
                false => rarity(term.documents),
            };
            rarity * if names.is_basic(&term.slots) { 1.0 } else { longer }
        })
        .collect();
    let of_slots: Vec<Vec<u32>> = names.pieces();
    let columns = of_slots.iter().flatten().max().map_or(0, |highest| *highest as usize + 1);
    let of_documents: Vec<Vec<u32>> = documents
        .iter()
        .map(|document| {
            let slots = document.slots.iter().filter_map(|slot| of_slots.get(slot.id as usize));
            let mut found: Vec<u32> = slots.flatten().copied().collect();
            found.sort_unstable();
            found.dedup();
            found
        })
        .collect();
    let mut counts = vec![0_u32; columns];
    for piece in of_documents.iter().flatten() {
        if let Some(count) = counts.get_mut(*piece as usize) {
            *count += 1;
        }
    }
    let first = u32::try_from(terms.all.len()).unwrap_or(u32::MAX);
    let rows = documents
        .iter()
        .zip(&of_documents)
        .map(|(document, found)| {
            let mut row: Vec<(u32, f32)> =
                document.terms().filter_map(|term| Some((term, *weights.get(term as usize)?))).collect();
            scale(&mut row, 1.0);
            let mut more: Vec<(u32, f32)> = found
                .iter()
                .filter_map(|piece| Some((first + *piece, rarity(*counts.get(*piece as usize)?))))
                .collect();
            scale(&mut more, pieces);
            row.append(&mut more);
            row.retain(|(_, weight)| *weight > 0.0);
            scale(&mut row, 1.0);
            row
        })
        .collect();
    (Sparse { rows }, terms.all.len() + columns)
}

/// Brings a row to a length; one of nothing stays so.
fn scale(row: &mut [(u32, f32)], to: f32) {
    let length = row.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    if length > 0.0 {
        row.iter_mut().for_each(|(_, weight)| *weight *= to / length);
    }
}

/// The mean of some rows, of length 1.
pub(super) fn mean(rows: &Rows, members: &[u32]) -> Vec<f32> {
    let mut mean = vec![0.0; rows.width];
    for member in members {
        add_scaled(&mut mean, rows.row(*member as usize), 1.0);
    }
    normalise(&mut mean);
    mean
}

/// Directions to spare in finding those in which a few documents differ.
const SPARE: usize = 8;

/// Latent semantic analysis (Deerwester and others 1990): documents in the `width` directions in which they differ most,
/// found by subspace iteration (Halko, Martinsson and Tropp 2011) from a start fixed by a hash. Linear in what all
/// documents hold, times `width`.
pub(super) fn embed(sparse: &Sparse, terms: usize, width: usize, rounds: usize) -> Rows {
    // So many rows differ in no more directions; a few to spare find those the sooner.
    let width = width.min(terms).min(sparse.rows.len() + SPARE).max(1);
    let mut basis = Rows::zeros(terms, width);
    for (index, value) in basis.values.iter_mut().enumerate() {
        *value = if scramble(index as u64) & 1 == 0 { 1.0 } else { -1.0 };
    }
    orthonormalise(&mut basis);
    let mut projected = project(sparse, &basis);
    let mut lengths = vec![1.0; width];
    for _ in 0..rounds {
        let mut next = Rows::zeros(terms, width);
        for (index, row) in sparse.rows.iter().enumerate() {
            let from = projected.row(index);
            for (term, weight) in row {
                add_scaled(next.row_mut(*term as usize), from, *weight);
            }
        }
        lengths = orthonormalise(&mut next);
        basis = next;
        projected = project(sparse, &basis);
    }
    // Lengths are squares of singular values here. Directions count by the root of theirs: between how much messages
    // differ in them, and all alike.
    let scale: Vec<f32> = lengths.iter().map(|length| length.max(1e-9).sqrt().sqrt()).collect();
    for index in 0..sparse.rows.len() {
        let row = projected.row_mut(index);
        row.iter_mut().zip(&scale).for_each(|(value, scale)| *value *= scale);
        normalise(row);
    }
    projected
}

fn project(sparse: &Sparse, basis: &Rows) -> Rows {
    let mut out = Rows::zeros(sparse.rows.len(), basis.width);
    for (index, row) in sparse.rows.iter().enumerate() {
        for (term, weight) in row {
            add_scaled(out.row_mut(index), basis.row(*term as usize), *weight);
        }
    }
    out
}

/// Gram and Schmidt's way, over columns; gives their lengths.
fn orthonormalise(rows: &mut Rows) -> Vec<f32> {
    let (width, height) = (rows.width, rows.values.len() / rows.width.max(1));
    // Columns as rows: that is how they are walked.
    let mut columns = Rows::zeros(width, height);
    for (index, row) in rows.values.chunks_exact(width).enumerate() {
        for (column, value) in row.iter().enumerate() {
            if let Some(slot) = columns.values.get_mut(column * height + index) {
                *slot = *value;
            }
        }
    }
    let mut lengths = Vec::with_capacity(width);
    for column in 0..width {
        let (done, rest) = columns.values.split_at_mut(column * height);
        let Some(current) = rest.get_mut(..height) else { break };
        for _ in 0..2 {
            for earlier in done.chunks_exact(height.max(1)) {
                let share = dot(earlier, current);
                add_scaled(current, earlier, -share);
            }
        }
        let length = dot(current, current).sqrt();
        lengths.push(length);
        normalise(current);
    }
    for (index, row) in rows.values.chunks_exact_mut(width).enumerate() {
        for (column, value) in row.iter_mut().enumerate() {
            *value = columns.values.get(column * height + index).copied().unwrap_or_default();
        }
    }
    lengths
}

/// SplitMix64's finaliser (Steele, Lea and Flood 2014).
pub(super) const fn scramble(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
