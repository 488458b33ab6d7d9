//! What holds for every conversation.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::desk::Holder;
use crate::foundation::AgentId;

/// Engines with a limit each, the shortest cutting every text.
static LIMITED: LazyLock<Vec<(usize, ReplyEngine)>> = LazyLock::new(|| {
    let limited = |limit: u32| {
        let mut config = ReplyConfig::standard();
        config.longest_text = limit;
        (limit as usize, engine_of(&config, calendar()))
    };
    [1, 25, 150, 4_096].into_iter().map(limited).collect()
});

#[derive(Clone, Debug)]
enum Step {
    Say(&'static str, i64),
    Media(i64),
    AgentWrites(i64),
    Close(i64),
    Timer(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let words = prop::sample::select(vec![
        "price",
        "доставка",
        "operator",
        "stop",
        "签合同",
        "1",
        "hello",
        "thanks",
        "👍",
        "???",
        "do you like turtles",
        "كم السعر",
        "कीमत",
        "tell me a story",
        "退货",
    ]);
    let pause = prop_oneof![0_i64..5, 0_i64..60, 600_i64..50_000];
    let step = prop_oneof![
        6 => (words, pause.clone()).prop_map(|(words, pause)| Step::Say(words, pause)),
        1 => pause.clone().prop_map(Step::Media),
        1 => pause.clone().prop_map(Step::AgentWrites),
        1 => pause.clone().prop_map(Step::Close),
        1 => pause.prop_map(Step::Timer),
    ];
    proptest::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..Default::default() })]

    /// One reply per turn under one id, never while a person holds the thread, never above the limit.
    #[test]
    fn one_reply_per_turn(steps in steps(), choice in 0_usize..4) {
        let (limit, engine) = LIMITED[choice].clone();
        let mut chat = Chat::of(engine);
        chat.first_contact = true;
        let mut now = local("2026-01-05 12:00:00");
        let mut answered: std::collections::BTreeMap<u64, OutboxId> = BTreeMap::new();
        for step in steps {
            let pause = match &step {
                Step::Say(_, pause) | Step::Media(pause) | Step::AgentWrites(pause)
                | Step::Close(pause) | Step::Timer(pause) => *pause,
            };
            now += TimeDelta::seconds(pause);
            chat.deliver(now);
            let held_by_human = matches!(chat.thread.holder, Holder::Human { .. });
            let decision = match step {
                Step::Say(words, _) => chat.say(words, now),
                Step::Media(_) => chat.say_if_any(None, now),
                Step::AgentWrites(_) => {
                    if let Some(id) = desk::agent_wrote(&mut chat.thread, Some(&AgentId::new("a")), now) {
                        chat.carry_out(&[Effect::CancelSend { id }]);
                    }
                    continue;
                }
                Step::Close(_) => {
                    if let Some(id) = desk::closed(&mut chat.thread, now) {
                        chat.carry_out(&[Effect::CancelSend { id }]);
                    }
                    continue;
                }
                Step::Timer(_) => {
                    let Some(timer) = chat.timer.clone() else { continue };
                    let decision = chat.engine.on_timer(&chat.thread, &chat.customer, &timer, None, now);
                    chat.thread = decision.value.conversation.clone();
                    chat.carry_out(&decision.effects);
                    decision
                }
            };
            chat.first_contact = false;
            prop_assert!(!decision.reasons.is_empty());
            let returned = codes(&decision).contains(&"reply.returned_to_bot");
            let turn = decision.value.conversation.turn.number;
            let mut sends = 0;
            for effect in &decision.effects {
                let Effect::Send { message } = effect else { continue };
                sends += 1;
                prop_assert!(!held_by_human || returned);
                prop_assert!(message.body.words().unwrap().chars().count() <= limit);
                prop_assert_eq!(Some(&message.rule), decision.value.rule.as_ref());
                if decision.value.kind != ReplyKind::Offer {
                    let before = answered.insert(turn, message.id.clone());
                    prop_assert!(before.is_none_or(|before| before == message.id));
                }
            }
            prop_assert!(sends <= 1);
            prop_assert_eq!(sends == 1, decision.value.kind != ReplyKind::Silent);
            prop_assert!(chat.thread.questions.len() <= 8);
        }
    }

    /// Deciding a turn again, from the state that the first decision left, changes nothing.
    #[test]
    fn deciding_again_changes_nothing(steps in steps()) {
        decide_each_turn_twice(steps);
    }
}

fn decide_each_turn_twice(steps: impl IntoIterator<Item = Step>) {
    let mut chat = Chat::new();
    let mut now = local("2026-01-05 12:00:00");
    for step in steps {
        let Step::Say(words, pause) = step else { continue };
        now += TimeDelta::seconds(pause);
        let _ = chat.say(words, now);
        let left = chat.thread.clone();
        let _ = chat.decide_again(&MessageId::new("again"), now);
        assert_eq!(left, chat.thread);
    }
}

/// The question asked first is forgotten in the turn in which it is asked for the third time.
#[test]
fn a_question_is_forgotten_before_it_is_counted() {
    let asked =
        ["退货", "price", "1", "كم السعر", "退货", "price", "доставка", "do you like turtles", "退货"];
    decide_each_turn_twice(asked.map(|words| Step::Say(words, 3)));
}
