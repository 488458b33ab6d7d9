//! A tree of groups within groups.

use super::vectors::{Rows, dot};

/// A join of two nodes; leaves are numbered first, joins after them in order.
pub(super) struct Join {
    pub(super) left: usize,
    pub(super) right: usize,
}

/// Joins the two nearest groups again and again: the two whose join adds least to the spread within groups (Ward 1963),
/// found by chains of nearest neighbours (Murtagh 1983). The square of `points` in
/// time, linear in memory. Joins come sorted, nearest first.
pub(super) fn join_all(points: &Rows) -> Vec<Join> {
    let width = points.width.max(1);
    let leaves = points.values.len() / width;
    let mut means: Vec<f32> = points.values.clone();
    let mut sizes: Vec<f32> = vec![1.0; leaves];
    // The node that a place holds now; places are reused.
    let mut alive: Vec<usize> = (0..leaves).collect();
    let mut chain: Vec<usize> = Vec::new();
    let mut raw: Vec<(usize, usize, f32)> = Vec::new();
    let mut squares: Vec<f32> = points.rows().map(|row| dot(row, row)).collect();
    while alive.len() > 1 {
        if chain.is_empty() {
            chain.extend(alive.first());
        }
        let Some(current) = chain.last().copied() else { break };
        let previous = chain.len().checked_sub(2).and_then(|index| chain.get(index)).copied();
        let own = means.get(current * width..(current + 1) * width).unwrap_or_default();
        let (own_size, own_square) =
            (sizes.get(current).copied().unwrap_or(1.0), squares.get(current).copied().unwrap_or_default());
        let mut best: Option<(f32, usize)> = None;
        for other in &alive {
            if *other == current {
                continue;
            }
            let mean = means.get(other * width..(other + 1) * width).unwrap_or_default();
            let product = dot(own, mean);
            let size = sizes.get(*other).copied().unwrap_or(1.0);
            let square = squares.get(*other).copied().unwrap_or_default();
            let factor = own_size * size / (own_size + size);
            let likeness = -factor * (own_square + square - 2.0 * product).max(0.0);
            let better = match best {
                None => true,
                Some((found, at)) => {
                    likeness > found
                        || (likeness == found && Some(*other) == previous && Some(at) != previous)
                }
            };
            if better {
                best = Some((likeness, *other));
            }
        }
        let Some((likeness, nearest)) = best else { break };
        if Some(nearest) != previous {
            chain.push(nearest);
            continue;
        }
        chain.truncate(chain.len().saturating_sub(2));
        let (left, right) = (current.min(nearest), current.max(nearest));
        raw.push((left, right, likeness));
        let (left_size, right_size) =
            (sizes.get(left).copied().unwrap_or(1.0), sizes.get(right).copied().unwrap_or(1.0));
        let total = left_size + right_size;
        let (head, tail) = means.split_at_mut(right * width);
        let mut square = 0.0;
        if let (Some(into), Some(from)) = (head.get_mut(left * width..(left + 1) * width), tail.get(..width))
        {
            for (into, from) in into.iter_mut().zip(from) {
                *into = (*into * left_size + from * right_size) / total;
            }
            square = dot(into, into);
        }
        if let Some(size) = sizes.get_mut(left) {
            *size = total;
        }
        if let Some(slot) = squares.get_mut(left) {
            *slot = square;
        }
        if let Ok(position) = alive.binary_search(&right) {
            alive.remove(position);
        }
    }
    number(raw, leaves)
}

/// Sorts the joins, and numbers the nodes that they make.
fn number(mut raw: Vec<(usize, usize, f32)>, leaves: usize) -> Vec<Join> {
    raw.sort_by(|a, b| b.2.total_cmp(&a.2));
    let mut parent: Vec<usize> = (0..leaves).collect();
    let mut node: Vec<usize> = (0..leaves).collect();
    let mut joins = Vec::with_capacity(raw.len());
    for (left, right, _) in raw {
        let (left, right) = (root(&mut parent, left), root(&mut parent, right));
        let made = leaves + joins.len();
        let of = |place: usize, node: &[usize]| node.get(place).copied().unwrap_or_default();
        joins.push(Join { left: of(left, &node), right: of(right, &node) });
        if let Some(slot) = parent.get_mut(right) {
            *slot = left;
        }
        if let Some(slot) = node.get_mut(left) {
            *slot = made;
        }
    }
    joins
}

fn root(parent: &mut [usize], mut place: usize) -> usize {
    while let Some(up) = parent.get(place).copied().filter(|up| *up != place) {
        let further = parent.get(up).copied().unwrap_or(up);
        if let Some(slot) = parent.get_mut(place) {
            *slot = further;
        }
        place = up;
    }
    place
}
