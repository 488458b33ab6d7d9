//! The difference in words.

use super::report::{CountedChange, NotCompared, PlaybookChange, PlaybookChangeKind, PlaybookDiff};
use crate::audit::words::{count, counted, masked, value_class};
use crate::foundation::TagId;
use crate::value::RfmClass;

impl PlaybookDiff {
    /// The difference as lines of text. Of the sampled customers' ids the ends are shown: enough to find them.
    #[must_use]
    pub fn to_text(&self) -> String {
        let customers = counted(self.customers, "customer", "customers");
        let mut lines = vec![match self.changed {
            0 => format!("Nothing changes for {customers}."),
            changed => format!("Of {customers}, {} would be decided otherwise.", count(changed)),
        }];
        for kind in self.kinds.iter().filter(|kind| kind.customers > 0) {
            let customers = counted(kind.customers, "customer", "customers");
            lines.push(format!("{}: {customers}", title(kind.kind)));
            lines.extend(self.changes.iter().filter(|one| one.change.kind() == kind.kind).map(line));
        }
        lines.extend(self.not_compared.iter().map(left_out));
        lines.join("\n")
    }
}

const fn title(kind: PlaybookChangeKind) -> &'static str {
    match kind {
        PlaybookChangeKind::Tag => "Tags",
        PlaybookChangeKind::Group => "Groups of tags",
        PlaybookChangeKind::PriorityLevel => "Priority of who waits",
        PlaybookChangeKind::Score => "Score of who waits",
        PlaybookChangeKind::Owner => "Who has the customer",
        PlaybookChangeKind::ValueClass => "Value class",
        PlaybookChangeKind::Segment => "Segments",
    }
}

fn line(counted: &CountedChange) -> String {
    let what = match &counted.change {
        PlaybookChange::TagSet { tag } => format!("gets {tag}"),
        PlaybookChange::TagRemoved { tag } => format!("loses {tag}"),
        PlaybookChange::Group { group, from, to } => {
            format!("{group}: {} → {}", tag(from.as_ref()), tag(to.as_ref()))
        }
        PlaybookChange::PriorityLevel { from, to } => format!("P{from} → P{to}"),
        PlaybookChange::ScoreRises {} => "rises".to_owned(),
        PlaybookChange::ScoreFalls {} => "falls".to_owned(),
        PlaybookChange::Owner { from, to } => format!("{from} → {to}"),
        PlaybookChange::ValueClass { from, to } => format!("{} → {}", class(*from), class(*to)),
        PlaybookChange::SegmentEntered { segment } => format!("enters {segment}"),
        PlaybookChange::SegmentLeft { segment } => format!("leaves {segment}"),
    };
    let samples: Vec<String> = counted.samples.iter().map(masked).collect();
    let samples = if samples.is_empty() { String::new() } else { format!(" ({})", samples.join(", ")) };
    format!("  {what}: {}{samples}", count(counted.customers))
}

fn tag(tag: Option<&TagId>) -> &str {
    tag.map_or("none", TagId::as_str)
}

const fn class(class: Option<RfmClass>) -> &'static str {
    match class {
        Some(class) => value_class(class),
        None => "no purchase",
    }
}

fn left_out(what: &NotCompared) -> String {
    match what {
        NotCompared::ValueClassByQuantiles {} => {
            "Not compared: the value class, which by quantiles follows from all customers together."
                .to_owned()
        }
        NotCompared::OrdersWithoutRate { orders } => {
            format!("Not counted: {} in a currency without a rate.", counted(*orders, "order", "orders"))
        }
    }
}
