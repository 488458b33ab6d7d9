//! Which word of a phrase leads from one of its words to the next.

use rustc_hash::FxHashMap;

use super::vocabulary::Symbol;
use super::word_hash::mixed;
use super::word_runs::Gap;

/// A word that follows, and whether after an apostrophe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Step(u32);

impl Step {
    pub(super) const fn new(symbol: Symbol, gap: Gap) -> Self {
        Self(symbol << 1 | matches!(gap, Gap::Apostrophe) as u32)
    }
}

/// Where steps lead to from the nodes of a trie: most are looked for once and found at the first place.
#[derive(Clone, Debug)]
pub(super) struct Steps {
    /// By the highest bits of a number that node and step give, or the next free place after it.
    places: Vec<Place>,
    shift: u32,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    from: u32,
    step: Step,
    to: u32,
}

/// No node leads anywhere from here.
const FREE: Place = Place { from: u32::MAX, step: Step(0), to: u32::MAX };
/// Places for each step.
const SPARSE: usize = 2;

impl Steps {
    pub(super) fn of(steps: &FxHashMap<(u32, Step), u32>) -> Self {
        let count = (SPARSE * steps.len().max(1)).next_power_of_two();
        let mut made = Self { places: vec![FREE; count], shift: u64::BITS - count.trailing_zeros() };
        for ((from, step), to) in steps {
            let mut at = made.first_place(*from, *step);
            while made.places.get(at).is_some_and(|place| place.from != FREE.from) {
                at = (at + 1) % count;
            }
            if let Some(place) = made.places.get_mut(at) {
                *place = Place { from: *from, step: *step, to: *to };
            }
        }
        made
    }

    /// The node that a step leads to.
    #[inline]
    pub(super) fn get(&self, from: u32, step: Step) -> Option<u32> {
        let mut at = self.first_place(from, step);
        loop {
            let place = self.places.get(at)?;
            if place.from == from && place.step == step {
                return Some(place.to);
            }
            if place.from == FREE.from {
                return None;
            }
            at = (at + 1) % self.places.len();
        }
    }

    #[inline]
    const fn first_place(&self, from: u32, step: Step) -> usize {
        (mixed((from as u64) << 32 | step.0 as u64, 0) >> self.shift) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_leads_where_it_was_said_to() {
        let gap = |number: u32| if number.is_multiple_of(3) { Gap::Apostrophe } else { Gap::Space };
        let steps = (0..500).map(|number| ((number % 7, Step::new(number, gap(number))), number + 1));
        let steps: FxHashMap<(u32, Step), u32> = steps.collect();
        let made = Steps::of(&steps);
        assert!(steps.iter().all(|((from, step), to)| made.get(*from, *step) == Some(*to)));
        assert_eq!(made.get(1, Step::new(1, Gap::Apostrophe)), None);
        assert_eq!(Steps::of(&FxHashMap::default()).get(0, Step::new(0, Gap::Space)), None);
    }
}
