//! Events of one kind, in the order of time: what happened within a window is a stretch of it.

/// When, in nanoseconds since 1970, and to which row.
#[derive(Clone, Debug, Default)]
pub(super) struct Timeline {
    times: Vec<i64>,
    rows: Vec<u32>,
    /// Those that came after later ones, in no order.
    late: Vec<(i64, u32)>,
}

/// Late events that are carried along before they are put in their places.
const FEW_LATE: usize = 1_024;

impl Timeline {
    pub(super) fn push(&mut self, at: i64, row: u32) {
        if self.times.last().is_none_or(|last| *last <= at) {
            self.times.push(at);
            self.rows.push(row);
        } else {
            self.late.push((at, row));
            if self.late.len() > FEW_LATE + self.times.len() / 4 {
                self.put_in_order(|_| true);
            }
        }
    }

    /// Puts late events in their places, and leaves out those of rows that are not kept.
    pub(super) fn put_in_order(&mut self, keeps: impl Fn(u32) -> bool) {
        let late = std::mem::take(&mut self.late);
        let mut all: Vec<(i64, u32)> = self
            .times
            .drain(..)
            .zip(self.rows.drain(..))
            .chain(late)
            .filter(|(_, row)| keeps(*row))
            .collect();
        all.sort();
        self.times.extend(all.iter().map(|(at, _)| *at));
        self.rows.extend(all.iter().map(|(_, row)| *row));
    }

    /// Calls `visit` with the row of every event after `after` and not after `until`.
    pub(super) fn visit(&self, after: Option<i64>, until: i64, mut visit: impl FnMut(u32)) {
        let begin = after.map_or(0, |after| self.times.partition_point(|at| *at <= after));
        let end = self.times.partition_point(|at| *at <= until).max(begin);
        self.rows.get(begin..end).into_iter().flatten().for_each(|row| visit(*row));
        let late = self.late.iter().filter(|(at, _)| *at <= until && after.is_none_or(|after| *at > after));
        late.for_each(|(_, row)| visit(*row));
    }

    pub(super) fn shrink(&mut self) {
        self.times.shrink_to_fit();
        self.rows.shrink_to_fit();
    }

    /// Bytes that it takes.
    pub(super) const fn bytes(&self) -> usize {
        self.times.capacity() * size_of::<i64>()
            + self.rows.capacity() * size_of::<u32>()
            + self.late.capacity() * size_of::<(i64, u32)>()
    }
}
