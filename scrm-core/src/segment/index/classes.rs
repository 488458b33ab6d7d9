//! The class of value of every customer.

use rustc_hash::FxHashMap;

use crate::value::{DatedOrder, RfmClass, RfmEngine, RfmStanding};

/// The orders of every row that has some, and what they come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Classes {
    /// Nothing where classes depend on everybody: nobody asks for them then.
    rfm: Option<RfmEngine>,
    orders: FxHashMap<u32, Orders>,
    /// Where somebody else says what class a row has.
    given: FxHashMap<u32, RfmClass>,
}

#[derive(Clone, Debug, Default)]
struct Orders {
    placed: Vec<DatedOrder>,
    /// The day of the last of them.
    last: i32,
    /// What they come to from that day on.
    standing: Option<RfmStanding>,
}

impl Classes {
    pub(super) fn new(rfm: Option<&RfmEngine>) -> Self {
        Self { rfm: rfm.cloned(), ..Self::default() }
    }

    /// The class of a row on a day.
    pub(super) fn of(&self, row: usize, today: i32) -> Option<RfmClass> {
        let row = row as u32;
        if let Some(given) = self.given.get(&row) {
            return Some(*given);
        }
        let rfm = self.rfm.as_ref()?;
        let orders = self.orders.get(&row)?;
        let standing = match today < orders.last {
            true => rfm.standing(&orders.placed, today),
            false => orders.standing,
        };
        Some(rfm.class_on(standing?, today))
    }

    /// Takes over all orders of a row, in the place of what was known.
    pub(super) fn take(&mut self, row: usize, placed: Vec<DatedOrder>) {
        self.orders.remove(&(row as u32));
        self.add(row, placed);
    }

    /// Takes in more orders of a row.
    pub(super) fn add(&mut self, row: usize, placed: impl IntoIterator<Item = DatedOrder>) {
        let Some(rfm) = &self.rfm else { return };
        let mut placed = placed.into_iter().peekable();
        if placed.peek().is_none() {
            return;
        }
        let orders = self.orders.entry(row as u32).or_default();
        orders.placed.extend(placed);
        orders.last = orders.placed.iter().map(DatedOrder::day).max().unwrap_or_default();
        orders.standing = rfm.standing(&orders.placed, orders.last);
    }

    /// Says what class a row has, whatever it ordered.
    pub(super) fn give(&mut self, row: usize, class: RfmClass) {
        self.given.insert(row as u32, class);
    }

    /// Leaves out rows that are not kept.
    pub(super) fn forget(&mut self, keeps: impl Fn(u32) -> bool) {
        self.orders.retain(|row, _| keeps(*row));
    }

    pub(super) fn shrink(&mut self) {
        self.orders.values_mut().for_each(|orders| orders.placed.shrink_to_fit());
        self.orders.shrink_to_fit();
    }

    /// Bytes that they take.
    pub(super) fn bytes(&self) -> usize {
        let orders = self.orders.values().map(|orders| orders.placed.capacity() * size_of::<DatedOrder>());
        let rows = self.orders.capacity() * size_of::<(u32, Orders)>();
        orders.sum::<usize>() + rows + self.given.capacity() * size_of::<(u32, RfmClass)>()
    }
}
