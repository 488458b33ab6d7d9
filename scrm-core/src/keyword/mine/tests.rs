use super::{KeywordMiner, KeywordProposal, MiningConfig, mine};
use unicode_normalization::char::is_combining_mark;

use crate::foundation::text::{Folded, StemLanguage};
use crate::keyword::{KeywordConfig, KeywordMatcher, KeywordRule, MatchMode};

/// Messages made from parts: every opening with every topic word and ending.
fn asked(openings: &[&str], topics: &[&str], endings: &[&str]) -> Vec<String> {
    let mut out = Vec::new();
    for opening in openings {
        for topic in topics {
            for ending in endings {
                out.push(format!("{opening} {topic} {ending}"));
            }
        }
    }
    out
}

fn two_topics() -> Vec<String> {
    let mut all = asked(
        &["can you", "do you", "could somebody", "where do they"],
        &["repair watches", "repair a watch", "repair my old watch"],
        &["", "today", "in the shop on Main Street"],
    );
    all.extend(asked(
        &["is there", "do you offer", "I look for", "how about"],
        &["a gift voucher", "gift vouchers", "some voucher as a gift"],
        &["", "for my mother", "of 50 euros"],
    ));
    all
}

/// What rules answer already: asked in the same manner, for other things.
fn answered() -> Vec<String> {
    asked(
        &[
            "can you",
            "do you",
            "could somebody",
            "where do they",
            "is there",
            "do you offer",
            "I look for",
            "how about",
        ],
        &["deliver tomorrow", "open on Sunday", "take a card", "change the colour", "sell a chain"],
        &["", "today", "in the shop on Main Street", "for my mother", "of 50 euros"],
    )
}

fn none(_: &Folded<'_>) -> Vec<String> {
    Vec::new()
}

fn proposals(messages: &[String]) -> Vec<KeywordProposal> {
    let messages: Vec<(&str, Option<&str>)> =
        messages.iter().map(|message| (message.as_str(), None)).collect();
    let answered = answered();
    let answered: Vec<(&str, &str)> = answered.iter().map(|message| (message.as_str(), "other")).collect();
    mine(&messages, &answered, &none, &MiningConfig::default())
}

#[test]
fn topics_are_told_apart_and_named() {
    let found = proposals(&two_topics());
    let watches: u64 =
        found.iter().filter(|group| group.name.contains("repair")).map(|group| group.messages).sum();
    let gifts: u64 =
        found.iter().filter(|group| group.name.contains("gift")).map(|group| group.messages).sum();
    assert!(watches >= 30 && gifts >= 30, "{watches} {gifts}");
    for group in &found {
        assert!(group.samples.len() <= 5 && !group.samples.is_empty());
        assert!(group.terms.iter().all(|phrase| phrase.mode == Some(MatchMode::Stem)));
        assert!((group.coverage_gain - 100.0 * group.messages as f64 / (72.0 + 200.0)).abs() < 1e-9);
        let sorts: Vec<bool> = group.samples.iter().map(|sample| sample.contains("watch")).collect();
        assert!(sorts.iter().all(|sort| Some(sort) == sorts.first()), "{:?}", group.samples);
    }
}

#[test]
fn scripts_without_spaces_are_mined_by_their_characters() {
    let mut messages = Vec::new();
    for opening in ["请问", "你好", "我想知道", "老板", "那个"] {
        for ending in ["吗", "呢", "谢谢", "啊"] {
            messages.push(format!("{opening}可以开发票{ending}"));
            messages.push(format!("{opening}门店在哪里{ending}"));
        }
    }
    let mut miner = KeywordMiner::new(&MiningConfig::default());
    for message in &messages {
        miner.add(message, None);
        miner.add_answered(
            &message.replace("可以开发票", "多少钱").replace("门店在哪里", "今天发货"),
            "other",
        );
    }
    let found = miner.proposals(&none);
    let text =
        |group: &KeywordProposal| group.terms.iter().map(|phrase| phrase.text.clone()).collect::<String>();
    let of = |parts: [&str; 3]| -> u64 {
        let groups = found.iter().filter(|group| parts.iter().any(|part| text(group).contains(part)));
        groups.map(|group| group.messages).sum()
    };
    assert!(of(["发票", "可以", "以开"]) >= 15 && of(["门店", "店在", "哪里"]) >= 15);
    assert!(
        found.iter().flat_map(|group| &group.terms).all(|phrase| phrase.mode == Some(MatchMode::Substring))
    );
}

/// Questions for which there is no rule, alone or among a few others.
const WATCHES: [&str; 12] = [
    "do you repair watches",
    "can you repair my watch?",
    "watch repair please",
    "is watch repair possible",
    "I need my old watch repaired",
    "repair of a watch, how",
    "my watch broke, repair?",
    "who does watch repair here",
    "where to repair a watch",
    "the watch stopped, repair it please",
    "watch glass repair",
    "repair watch strap",
];

#[test]
fn a_topic_is_found_however_much_of_the_messages_it_is() {
    let others =
        ["do you sell tea", "hello", "nice weather", "is the lift broken", "a red one", "see you soon"];
    let again: Vec<String> = WATCHES.iter().map(|text| format!("{text} today")).collect();
    for (number, (repeated, others)) in
        [(&again[..0], &others[..0]), (&again[..0], &others[..]), (&again[..], &others[..])]
            .into_iter()
            .enumerate()
    {
        let messages: Vec<(&str, Option<&str>)> = WATCHES
            .into_iter()
            .chain(repeated.iter().map(String::as_str))
            .chain(others.iter().copied())
            .map(|text| (text, None))
            .collect();
        let found = mine(&messages, &[], &none, &MiningConfig::default());
        let most = found.first().map_or(0, |group| group.messages);
        assert!(most as usize >= WATCHES.len() + repeated.len() - 2, "{number}: {found:?}");
    }
}

#[test]
fn two_topics_of_few_messages_are_two() {
    let repairs = WATCHES.map(|text| (text, None));
    let others = [
        "gravure there is",
        "tomorrow I need gravure",
        "gravure on a pen",
        "how long does gravure take",
        "gravure of names",
        "gravure of a logo for a firm",
        "name and date, gravure",
        "gravure of a present",
        "on glass gravure",
        "gravure, what does it cost",
        "medal, gravure",
        "is gravure possible",
    ];
    let messages: Vec<(&str, Option<&str>)> =
        repairs.into_iter().chain(others.map(|text| (text, None))).collect();
    let found = mine(&messages, &[], &none, &MiningConfig::default());
    let sorts = |group: &KeywordProposal| {
        group.samples.iter().map(|sample| sample.contains("gravure")).collect::<Vec<bool>>()
    };
    assert!(found.len() >= 2, "{found:?}");
    assert!(found.iter().map(sorts).all(|sorts| sorts.windows(2).all(|pair| pair[0] == pair[1])));
}

#[test]
fn a_piece_of_a_word_is_no_keyword() {
    let parking = [
        "駐車場はありますか",
        "駐車場はどこですか",
        "駐車場は無料ですか",
        "近くに駐車場ありますか",
        "駐車場の料金を教えて",
        "店の駐車場は何台ですか",
        "駐車場が満車の時は？",
        "駐車場まで何分",
        "駐車場は予約できる？",
        "駐車場について",
        "大型車も駐車場に入る？",
        "駐車場の場所を知りたい",
    ];
    let others = [
        "修理できますか",
        "値段はいくらですか",
        "開店は何時ですか",
        "ありがとう",
        "また来ます",
        "こんにちは",
    ];
    let messages: Vec<(&str, Option<&str>)> =
        parking.into_iter().chain(others).map(|text| (text, None)).collect();
    let found = mine(&messages, &[], &none, &MiningConfig::default());
    let terms: Vec<&str> =
        found.iter().flat_map(|group| &group.terms).map(|term| term.text.as_str()).collect();
    assert!(terms.iter().any(|term| term.contains("駐車場")), "{terms:?}");
    assert!(!terms.iter().any(|term| ["すか", "車場", "駐車"].contains(term)), "{terms:?}");
}

#[test]
fn forms_are_those_of_the_language_that_is_asked_for() {
    let forms = ["consertam", "consertar", "consertou", "consertava"];
    let rest = ["anel", "colar", "brinco", "broche", "pulseira", "corrente"];
    let messages: Vec<String> =
        forms.iter().flat_map(|form| rest.iter().map(move |thing| format!("{form} {thing}"))).collect();
    let most = |language| {
        let config = MiningConfig { least_messages: 12, language, ..MiningConfig::default() };
        let mut miner = KeywordMiner::new(&config);
        messages.iter().for_each(|message| miner.add(message, None));
        answered().iter().for_each(|message| miner.add_answered(message, "other"));
        miner.proposals(&none).iter().map(|group| group.messages).max()
    };
    assert_eq!(most(Some(StemLanguage::Pt)), Some(24), "one word in four forms");
    assert!(most(None).is_none_or(|messages| messages < 24), "four English words");
}

/// Thai: where to park, and when the shop opens.
const THAI: [&str; 10] = [
    "มีที่จอดรถไหมคะ",
    "ที่จอดรถฟรีไหม",
    "จอดรถได้ที่ไหน",
    "มีที่จอดรถมั้ย",
    "ที่จอดรถอยู่ไหน",
    "เปิดกี่โมง",
    "ร้านเปิดกี่โมงคะ",
    "เปิดวันอาทิตย์ไหม",
    "ขอบคุณ",
    "สวัสดี",
];

#[test]
fn what_is_proposed_fires_where_it_is_said_to_in_scripts_with_marks_too() {
    let messages: Vec<String> = THAI.iter().map(|message| (*message).to_owned()).cycle().take(40).collect();
    let found = mine(
        &messages.iter().map(|message| (message.as_str(), None)).collect::<Vec<_>>(),
        &[],
        &none,
        &MiningConfig::default(),
    );
    assert!(!found.is_empty());
    for proposal in found {
        let rule = KeywordRule { terms: proposal.terms.clone(), ..KeywordRule::new("r".into(), "", [""; 0]) };
        let matcher =
            KeywordMatcher::new(&KeywordConfig { rules: vec![rule], ..KeywordConfig::standard() }).unwrap();
        let fired = messages.iter().filter(|message| !matcher.find(message).is_empty()).count();
        assert_eq!(proposal.messages, fired as u64, "{}", proposal.name);
        assert!(!proposal.name.starts_with(is_combining_mark), "{}", proposal.name);
    }
}

#[test]
fn the_same_is_proposed_in_any_order() {
    let mut messages = two_topics();
    let first = proposals(&messages);
    messages.reverse();
    assert_eq!(proposals(&messages), first);
    messages.sort();
    assert_eq!(proposals(&messages), first);
}

#[test]
fn what_every_message_has_is_a_name_too() {
    let asked: Vec<String> = ["do you repair watches", "can you repair my watch?", "watch repair please"]
        .map(str::to_owned)
        .to_vec();
    let repeated: Vec<(&str, Option<&str>)> =
        asked.iter().cycle().take(15).map(|message| (message.as_str(), None)).collect();
    let found = mine(&repeated, &[], &none, &MiningConfig::default());
    assert!(!found.is_empty() && found.iter().all(|proposal| !proposal.name.is_empty()), "{found:?}");
}

#[test]
fn one_message_said_often_is_a_group() {
    let mut messages: Vec<String> = vec!["Menu".into(); 60];
    messages.extend(two_topics());
    let found = proposals(&messages);
    assert!(found.iter().any(|group| group.messages == 60 && group.name == "Menu"));
}

#[test]
fn groups_below_the_least_are_not_proposed() {
    for (count, expected) in [(4, false), (5, true)] {
        let config = MiningConfig { least_messages: 5, ..MiningConfig::default() };
        let mut miner = KeywordMiner::new(&config);
        for number in 0..count {
            miner.add(&format!("engraving costs {}", ["a", "b", "c", "d", "e"][number]), None);
        }
        let found = miner.proposals(&none);
        assert!(found.iter().all(|group| group.messages >= 5));
        assert!(expected || found.is_empty());
    }
}

#[test]
fn most_proposals_is_kept_and_the_best_come_first() {
    let config = MiningConfig { most_proposals: 1, ..MiningConfig::default() };
    let texts = two_topics();
    let messages: Vec<(&str, Option<&str>)> = texts.iter().map(|message| (message.as_str(), None)).collect();
    let all = mine(&messages, &[], &none, &MiningConfig::default());
    let one = mine(&messages, &[], &none, &config);
    assert_eq!(one.len(), 1);
    assert_eq!(one.first(), all.first());
}

#[test]
fn rules_in_force_that_are_met_are_listed() {
    let texts = two_topics();
    let mut miner = KeywordMiner::new(&MiningConfig::default());
    for message in &texts {
        miner.add(message, None);
    }
    for _ in 0..3 {
        miner.add_answered("repair of a watch, what does it cost", "price");
    }
    miner.count_answered(25);
    let existing = |message: &Folded<'_>| -> Vec<String> {
        if message.text().contains("shop") { vec!["places".to_owned()] } else { Vec::new() }
    };
    let found = miner.proposals(&existing);
    let conflicts: Vec<_> = found.iter().flat_map(|group| &group.conflicts).collect();
    let taken: u64 =
        conflicts.iter().filter(|conflict| conflict.rule == "price").map(|conflict| conflict.taken).sum();
    let shared: u64 =
        conflicts.iter().filter(|conflict| conflict.rule == "places").map(|conflict| conflict.shared).sum();
    assert!(taken <= 3 && shared >= 6, "{taken} {shared}");
    for group in &found {
        assert!((group.coverage_gain - 100.0 * group.messages as f64 / 100.0).abs() < 1e-9);
    }
}

#[test]
fn debug_shows_no_words() {
    let mut miner = KeywordMiner::new(&MiningConfig::default());
    for message in &two_topics() {
        miner.add(message, Some("We do, Anna."));
        miner.add_answered("repair a watch", "price");
    }
    let shown = format!("{miner:?} {:?}", miner.proposals(&none));
    for word in ["watch", "gift", "Anna", "repair", "voucher"] {
        assert!(!shown.contains(word), "{shown}");
    }
}

#[test]
fn memory_is_bounded_and_counts_are_scaled() {
    let config = MiningConfig { most_kept: 500, ..MiningConfig::default() };
    let mut miner = KeywordMiner::new(&config);
    let texts = two_topics();
    for message in texts.iter().cycle().take(5_000) {
        miner.add(message, None);
    }
    let total: u64 = miner.proposals(&none).iter().map(|group| group.messages).sum();
    assert!((3_500..=6_500).contains(&total), "{total}");
}

#[test]
fn the_same_messages_give_the_same_proposals() {
    assert_eq!(proposals(&two_topics()), proposals(&two_topics()));
}

#[test]
fn nothing_and_nonsense_give_nothing() {
    assert!(proposals(&[]).is_empty());
    for nonsense in ["", "?!", "🙂🙂", "0 1 2", &"ab ".repeat(5_000), "\u{94d}\u{200b}"] {
        assert!(proposals(&[nonsense.to_owned()]).is_empty());
        let _ = proposals(&vec![nonsense.to_owned(); 100]);
    }
}
