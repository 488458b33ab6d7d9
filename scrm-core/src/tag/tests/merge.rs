//! The laws of joining two records' tags.

use proptest::prelude::*;

use super::*;
use crate::customer::{AppliedTag, TagPhase};
use crate::foundation::Reason;

fn applied(index: usize, minute: u32, by_person: bool) -> AppliedTag {
    let definition = TagConfig::standard().tags().nth(index).unwrap().id.clone();
    AppliedTag {
        tag: TagId::new(&definition),
        set_at: at(1, 9, minute),
        confirmed_at: at(2, 9, minute),
        rule: (!by_person).then(|| RuleId::new(&definition)),
        reason: Reason::new("tag.rule_holds"),
        phase: TagPhase::Active,
        expires_at: None,
    }
}

#[test]
fn the_earlier_setting_and_the_later_confirmation_stay() {
    let (early, mut late) = (applied(0, 1, false), applied(0, 5, true));
    late.confirmed_at = at(9, 9, 0);
    let merged = merge_tags(&[late], std::slice::from_ref(&early), &engine());
    assert_eq!((merged.len(), merged[0].set_at, merged[0].confirmed_at), (1, early.set_at, at(9, 9, 0)));
}

#[test]
fn a_group_keeps_one_tag_and_a_person_wins() {
    let small = applied(0, 1, false);
    let large = applied(2, 1, true);
    let merged = merge_tags(&[small], std::slice::from_ref(&large), &engine());
    assert_eq!(merged, [large]);
}

#[test]
fn tags_that_the_playbook_no_longer_knows_stay() {
    let mut old = applied(0, 1, true);
    old.tag = TagId::new("старый.тег");
    assert_eq!(merge_tags(std::slice::from_ref(&old), &[], &engine()), [old]);
}

fn any_tags() -> impl Strategy<Value = Vec<AppliedTag>> {
    let tag = (0_usize..19, 0_u32..4, any::<bool>());
    proptest::collection::btree_map(0_usize..19, tag, 0..6).prop_map(|tags| {
        tags.into_iter().map(|(index, (_, minute, person))| applied(index, minute, person)).collect()
    })
}

proptest! {
    #[test]
    fn the_order_does_not_matter(a in any_tags(), b in any_tags()) {
        let engine = engine();
        let ab = merge_tags(&a, &b, &engine);
        prop_assert_eq!(&ab, &merge_tags(&b, &a, &engine));
        prop_assert_eq!(&merge_tags(&ab, &ab, &engine), &ab);
        let mut groups: Vec<_> = ab.iter().filter_map(|tag| engine.place(&tag.tag)?.1).collect();
        let tags = groups.len();
        groups.sort_unstable();
        groups.dedup();
        prop_assert_eq!(groups.len(), tags, "one tag of a group");
    }
}
