//! Phrases in which others do not count: `人工智能` is no call for `人工`.

use super::collector::{Hit, Hits};

impl Hits {
    /// The rules of the phrases that count, once for every hit.
    ///
    /// What overlaps an exception does not count, unless it is longer and holds all of it: "do not stop" takes back the
    /// "stop sending me offers" that it reaches into, and not "if you do not stop sending me offers". Nor does what stands
    /// within a phrase that does not count.
    pub(crate) fn counting(
        &self,
        is_phrase: impl Fn(usize) -> bool,
        is_exception: impl Fn(usize) -> bool,
    ) -> impl Iterator<Item = usize> {
        let exceptions = Places::new(self.list().iter().filter(|hit| is_exception(hit.rule)));
        let is_refused = |hit: &&Hit| exceptions.any(hit, |other| !holds_more(hit, other));
        let refused = match exceptions.list.is_empty() {
            true => Places::default(),
            false => Places::new(self.list().iter().filter(|hit| is_phrase(hit.rule)).filter(is_refused)),
        };
        let is_within =
            move |hit: &Hit| refused.any(hit, |other| other.start <= hit.start && hit.end <= other.end);
        let phrases = self.list().iter().filter(move |hit| is_phrase(hit.rule));
        phrases.filter(move |hit| !is_within(hit)).map(|hit| hit.rule)
    }
}

fn holds_more(hit: &Hit, other: &Hit) -> bool {
    hit.start <= other.start && other.end <= hit.end && hit.end - hit.start > other.end - other.start
}

/// Hits in the order of where they begin.
#[derive(Default)]
struct Places<'h> {
    list: Vec<&'h Hit>,
    longest: usize,
}

impl<'h> Places<'h> {
    fn new(hits: impl Iterator<Item = &'h Hit>) -> Self {
        let list: Vec<&Hit> = hits.collect();
        let longest = list.iter().map(|hit| hit.end - hit.start).max().unwrap_or_default();
        Self { list, longest }
    }

    /// Whether what overlaps a hit is anywhere as it is asked to be. Looks at what begins near it alone, so that the time is
    /// linear in the hits.
    fn any(&self, hit: &Hit, is_so: impl Fn(&Hit) -> bool) -> bool {
        let from = self.list.partition_point(|other| other.start + self.longest <= hit.start);
        let near = self.list.iter().skip(from).take_while(|other| other.start < hit.end);
        near.filter(|other| hit.start < other.end).any(|other| is_so(other))
    }
}
