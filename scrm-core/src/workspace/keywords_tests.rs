//! How keywords do, which are proposed, and what accepting and declining them changes.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::*;
use crate::audit::RemedyAction;
use crate::customer::IdentifierKind;
use crate::desk::{IncomingMessage, Sender, SenderIdentifier};
use crate::foundation::{Coded, ConversationId, Event, EventKind, ExternalId, MessageId, ProposalId, RuleId};
use crate::keyword::KeywordRule;
use crate::reply::{FigureVerdict, ReplyKind};
use crate::store::MemoryStore;
use crate::transport::{Channel, MessageBody};

fn noon() -> DateTime<Utc> {
    // A Tuesday, 12:00 in Taipei.
    Utc.with_ymd_and_hms(2026, 1, 6, 4, 0, 0).unwrap()
}

fn minute(minutes: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(minutes)
}

/// A workspace, and how many messages it was sent.
struct Shop {
    workspace: Workspace,
    sent: u64,
}

impl Shop {
    fn new() -> Self {
        Self::with(&Playbook::standard())
    }

    fn with(playbook: &Playbook) -> Self {
        let workspace = Workspace::new(Box::new(MemoryStore::default()), playbook).unwrap();
        Self { workspace, sent: 0 }
    }

    fn receive(&mut self, customer: u64, text: &str, at: DateTime<Utc>) -> Received {
        self.sent += 1;
        let value = format!("4474{customer:08}");
        let message = IncomingMessage {
            external_id: ExternalId::new(format!("wamid.{}", self.sent)),
            channel: Channel::Whatsapp,
            account: "shop".into(),
            sender: Sender {
                identifiers: vec![SenderIdentifier {
                    kind: IdentifierKind::WhatsappId,
                    value: value.as_str().into(),
                }],
                display_name: None,
            },
            body: MessageBody::text(text),
            sent_at: at,
            history: false,
        };
        self.workspace.receive(&[message], at).unwrap().remove(0)
    }

    /// Sends what is due; gives the records' ids and the texts.
    fn deliver(&self, at: DateTime<Utc>) -> Vec<(MessageId, String)> {
        let leases = self.workspace.lease("test", 100, at).unwrap();
        let sent = leases.into_iter().filter_map(|lease| {
            let id = &lease.message.id;
            let Attempt::Send {} = self.workspace.attempt(id, lease.generation, at).unwrap() else {
                return None;
            };
            let record = self.workspace.acknowledge(id, lease.generation, None, at).unwrap();
            Some((record, lease.message.body.words().unwrap_or_default().to_owned()))
        });
        sent.collect()
    }

    fn record(&self, id: &str, conversation: Option<&ConversationId>, kind: EventKind, at: DateTime<Utc>) {
        let conversation = conversation.cloned();
        let event = Event { v: 1, id: id.into(), at, customer: None, conversation, kind };
        self.workspace.record(&[event], at).unwrap();
    }

    fn agent_writes(&self, conversation: &ConversationId, text: &str, at: DateTime<Utc>) {
        let body = Some(MessageBody::text(text));
        let kind = EventKind::AgentReplied { agent: None, message: None, body };
        self.record(&format!("e_{conversation}_{}", at.timestamp()), Some(conversation), kind, at);
    }

    /// Customers of these numbers come, ask one of the questions each, and a person replies.
    fn ask(&mut self, customers: std::ops::Range<u64>, questions: &[&str], reply: &str, at: DateTime<Utc>) {
        for customer in customers {
            self.receive(customer, "hello", at);
            self.deliver(at + TimeDelta::seconds(4));
            let question = questions[customer as usize % questions.len()];
            let asked = self.receive(customer, question, at + TimeDelta::minutes(1));
            self.deliver(at + TimeDelta::minutes(2));
            self.agent_writes(&asked.conversation.unwrap(), reply, at + TimeDelta::minutes(3));
        }
    }

    fn proposals(&self, at: DateTime<Utc>) -> Vec<ProposedKeywords> {
        self.workspace.proposals(None, at).unwrap()
    }

    /// What a customer who has been greeted gets for a question.
    fn answer(&mut self, customer: u64, question: &str, at: DateTime<Utc>) -> (ReplyKind, Option<String>) {
        self.receive(customer, "hello", at);
        self.deliver(at + TimeDelta::seconds(4));
        let received = self.receive(customer, question, at + TimeDelta::minutes(1));
        let text = self.deliver(at + TimeDelta::minutes(2)).pop().map(|(_, text)| text);
        (received.reply.unwrap(), text)
    }
}

const REPAIR: [&str; 12] = [
    "do you repair watches",
    "repair my clock, call 0912345678",
    "repair please",
    "this phone needs repair",
    "is repair possible today",
    "where to get some repair",
    "repair of broken screens?",
    "who does the repair",
    "hello, about that repair",
    "something old to repair",
    "any chance of repair on Monday",
    "repair, anybody?",
];

const ENGRAVING: [&str; 12] = [
    "гравировка есть?",
    "гравировка на кольце возможна",
    "нужна гравировка",
    "а гравировка у вас бывает",
    "интересует гравировка на часах",
    "гравировка за день реально?",
    "гравировка имени на ручке",
    "у кого заказать, гравировка срочно",
    "подскажите, гравировка на стекле бывает",
    "хочется подарок, гравировка с датой",
    "красивая гравировка шрифтом",
    "гравировка логотипа для фирмы",
];

/// A shop that was asked about repairs, in Russian about engravings, and about the price.
fn asked() -> Shop {
    asked_with(&Playbook::standard())
}

fn asked_with(playbook: &Playbook) -> Shop {
    let mut shop = Shop::with(playbook);
    shop.ask(0..12, &REPAIR, "Yes, bring it in.", noon());
    shop.ask(20..32, &ENGRAVING, "Да, делаем.", minute(10));
    for customer in 40..46 {
        shop.answer(customer, "how much is the lamp", minute(20));
    }
    shop
}

fn about<'p>(proposals: &'p [ProposedKeywords], word: &str) -> &'p ProposedKeywords {
    let found = proposals.iter().find(|p| p.proposal.samples.iter().all(|sample| sample.contains(word)));
    found.unwrap_or_else(|| panic!("no proposal about {word}"))
}

#[test]
fn what_nothing_answers_is_proposed_with_what_people_replied() {
    let shop = asked();
    let proposals = shop.proposals(minute(60));
    let repair = about(&proposals, "repair");
    assert_eq!(repair.proposal.draft_answer.as_ref().unwrap().text, "Yes, bring it in.");
    assert_eq!((repair.at, repair.proposal.messages), (minute(60), 12));
    about(&proposals, "гравировка");
    let samples = proposals.iter().flat_map(|p| &p.proposal.samples);
    assert!(samples.clone().all(|sample| sample != "hello"), "a greeting is no question");
    assert!(samples.clone().any(|sample| sample.contains("call")), "the sample with the number is shown");
    assert!(samples.clone().all(|sample| !sample.contains("0912345678")), "and its number is not");
}

#[test]
fn the_same_messages_give_the_same_proposals_under_the_same_ids() {
    let shop = asked();
    let (first, later) = (shop.proposals(minute(60)), shop.proposals(minute(90)));
    assert_eq!(first, later, "also the time at which they were first proposed");
    assert_eq!(asked().proposals(minute(60)), first);
    let mut ids: Vec<_> = first.iter().map(|proposal| &proposal.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), first.len());
}

#[test]
fn an_accepted_proposal_answers_and_is_not_proposed_again() {
    let mut shop = asked();
    let proposals = shop.proposals(minute(60));
    let id = about(&proposals, "repair").id.clone();
    assert_eq!(shop.answer(60, "can you repair a clock", minute(61)).0, ReplyKind::Fallback);
    let rule =
        shop.workspace.accept_proposal(&id, Some("We repair, {name|friend}. {{yes}}"), minute(70)).unwrap();
    assert_eq!(rule.id.as_str(), format!("keyword.{id}"));
    let answered = shop.answer(61, "can you repair a clock", minute(71));
    assert_eq!(answered, (ReplyKind::Keyword, Some("We repair, friend. {yes}".to_owned())));
    assert_eq!(shop.answer(62, "сделаете ремонт", minute(72)).0, ReplyKind::Fallback, "and nothing else");
    let left = shop.proposals(minute(80));
    assert!(left.iter().all(|proposal| proposal.id != id));
    assert!(left.iter().all(|p| p.proposal.samples.iter().all(|sample| !sample.contains("repair"))));
    about(&left, "гравировка");
}

#[test]
fn a_declined_proposal_is_not_proposed_again_and_may_be_accepted_after_all() {
    let mut shop = asked();
    let id = about(&shop.proposals(minute(60)), "repair").id.clone();
    shop.workspace.decline_proposal(&id, minute(61)).unwrap();
    shop.ask(70..76, &REPAIR, "Yes, bring it in.", minute(62));
    let left = shop.proposals(minute(90));
    assert!(
        left.iter().all(|p| p.proposal.samples.iter().all(|sample| !sample.contains("repair"))),
        "{left:?}"
    );
    assert!(left.iter().all(|p| p.proposal.conflicts.is_empty()), "a declined proposal is no rule to meet");
    about(&left, "гравировка");
    shop.workspace.accept_proposal(&id, Some("Yes."), minute(91)).unwrap();
    assert_eq!(shop.answer(80, "repair it, please", minute(92)).1.as_deref(), Some("Yes."));
}

#[test]
fn an_acceptance_is_taken_back_and_its_answer_replaced() {
    let mut shop = asked();
    let id = about(&shop.proposals(minute(60)), "repair").id.clone();
    let ask =
        |shop: &mut Shop, customer, minutes| shop.answer(customer, "repair it, please", minute(minutes));
    for (customer, answer) in [(80, "One."), (81, "Two.")] {
        shop.workspace.accept_proposal(&id, Some(answer), minute(61)).unwrap();
        assert_eq!(ask(&mut shop, customer, 62).1.as_deref(), Some(answer));
    }
    shop.workspace.accept_proposal(&id, Some(" \u{a0}"), minute(63)).unwrap();
    assert_eq!(ask(&mut shop, 82, 64).0, ReplyKind::Fallback, "a rule without an answer says nothing");
    assert_eq!(shop.workspace.engines().keyword.labels("repair it, please").len(), 1);
    shop.workspace.decline_proposal(&id, minute(65)).unwrap();
    assert!(shop.workspace.engines().keyword.labels("repair it, please").is_empty());
    assert_eq!(shop.workspace.playbook().unwrap(), Playbook::standard());
}

#[test]
fn what_cannot_be_accepted_says_why_and_changes_nothing() {
    let shop = asked();
    let id = about(&shop.proposals(minute(60)), "repair").id.clone();
    let refused = |id: &ProposalId, answer: &str| {
        let error = shop.workspace.accept_proposal(id, Some(answer), minute(61)).unwrap_err();
        (error.code(), error.field())
    };
    assert_eq!(refused(&id, "Yes, {name"), ("reply.text.template", Some("answer".to_owned())));
    assert_eq!(refused(&id, "Yes, {nmae}"), ("reply.text.unknown_variable", Some("answer".to_owned())));
    assert_eq!(refused(&"p_0".into(), "Yes."), ("workspace.not_found", None));
    let unknown = shop.workspace.decline_proposal(&"p_0".into(), minute(61)).unwrap_err();
    assert_eq!(unknown.code(), "workspace.not_found");
    assert_eq!(shop.workspace.playbook().unwrap(), Playbook::standard());
    about(&shop.proposals(minute(62)), "repair");
}

#[test]
fn the_playbooks_limits_hold_for_accepted_rules() {
    let mut playbook = Playbook::standard();
    playbook.keywords.limits.max_rules = playbook.keywords.rules.len();
    let shop = asked_with(&playbook);
    let id = about(&shop.proposals(minute(60)), "repair").id.clone();
    let error = shop.workspace.accept_proposal(&id, Some("Yes."), minute(61)).unwrap_err();
    assert_eq!((error.code(), error.field().as_deref()), ("keyword.rules.too_many", Some("keywords.rules")));
}

#[test]
fn the_playbook_in_force_works_as_the_workspace_does() {
    let mut shop = asked();
    let id = about(&shop.proposals(minute(60)), "repair").id.clone();
    let rule = shop.workspace.accept_proposal(&id, Some("Yes."), minute(61)).unwrap();
    let playbook = shop.workspace.playbook().unwrap();
    assert_eq!(playbook.keywords.rules.last(), Some(&rule));
    let text = serde_json::to_string(&playbook).unwrap();
    let mut copy = Shop::with(&Playbook::read(&text).unwrap());
    assert_eq!(
        copy.answer(1, "repair it, please", minute(62)),
        shop.answer(90, "repair it, please", minute(62))
    );
}

#[test]
fn a_rule_of_the_playbook_stands_in_the_place_of_an_accepted_one_with_its_id() {
    let shop = asked();
    let id = about(&shop.proposals(minute(60)), "repair").id.clone();
    let accepted = shop.workspace.accept_proposal(&id, Some("Yes."), minute(61)).unwrap();
    let record = shop.workspace.store().proposals(&[id]).unwrap().remove(0).unwrap().value;
    let mut playbook = Playbook::standard();
    playbook.keywords.rules.push(KeywordRule::new(accepted.id.clone(), "fix", ["fix"]));
    let whole = accepted::lay_over(&playbook, &[record]);
    assert_eq!(whole, playbook, "neither its terms nor its answer");
}

#[test]
fn accepted_rules_that_the_playbook_leaves_no_room_for_are_left_out_of_force() {
    let shop = asked();
    let proposals = shop.proposals(minute(60));
    let ids = [about(&proposals, "repair"), about(&proposals, "гравировка")].map(|p| p.id.clone());
    for (id, minutes) in ids.iter().zip(61..) {
        shop.workspace.accept_proposal(id, Some("Yes."), minute(minutes)).unwrap();
    }
    let records: Vec<_> = accepted::load(shop.workspace.store()).unwrap();
    assert!(records.iter().map(|record| &record.id).eq(&ids), "in the order of acceptance");
    let mut playbook = Playbook::standard();
    playbook.keywords.limits.max_rules = playbook.keywords.rules.len() + 1;
    let engines = accepted::engines_in_force(&playbook, &records).unwrap();
    assert!(engines.has_rule(&accepted::rule_id(&ids[0])) && !engines.has_rule(&accepted::rule_id(&ids[1])));
    playbook.keywords.rules[0].phrases.push(String::new());
    let error = accepted::engines_in_force(&playbook, &records).unwrap_err();
    assert_eq!(error.code(), "keyword.phrase.blank", "a wrong playbook is refused all the same");
}

fn health_of(shop: &Shop, rule: &str, at: DateTime<Utc>) -> KeywordRuleHealth {
    let health = shop.workspace.keyword_health(None, at).unwrap();
    health.rules.into_iter().find(|health| health.rule.as_str() == rule).unwrap()
}

#[test]
fn a_rules_health_counts_what_it_answered_and_how_that_was_taken() {
    let mut playbook = Playbook::standard();
    playbook.replies.health.least_sample = 2;
    playbook.replies.keyword.get_mut(&RuleId::from("keyword.price")).unwrap().values_mut().for_each(|text| {
        text.push_str(" https://shop.example/prices");
    });
    let mut shop = Shop::with(&playbook);
    for customer in 0..4 {
        shop.receive(customer, "hello", noon());
        shop.deliver(minute(1));
        let asked = shop.receive(customer, "how much is it, and do you deliver", minute(2));
        let (sent, _) = shop.deliver(minute(3)).remove(0);
        if customer == 0 {
            shop.record("e_click", None, EventKind::LinkClicked { message: sent.clone() }, minute(4));
            shop.record("e_click_2", None, EventKind::LinkClicked { message: sent.clone() }, minute(9));
            shop.record("e_rate", None, EventKind::ReplyRated { message: sent.clone(), stars: 1 }, minute(4));
            shop.record("e_rate_2", None, EventKind::ReplyRated { message: sent, stars: 5 }, minute(5));
        }
        if customer > 0 {
            shop.receive(customer, "I want to talk to a human", minute(6));
            shop.agent_writes(&asked.conversation.unwrap(), "Hello", minute(7));
        }
    }
    let at = minute(2 * 24 * 60);
    let price = health_of(&shop, "keyword.price", at);
    let reply = price.reply.unwrap();
    assert_eq!((price.triggered, price.measure.fired, price.accepted), (4, 4, false));
    assert_eq!((reply.fired, reply.silent.hits, reply.handed_over.hits), (4, 1, 3));
    assert_eq!((reply.clicked.hits, reply.clicked.of), (1, 4));
    assert_eq!((reply.satisfied.hits, reply.satisfied.of), (1, 1));
    assert_eq!(reply.verdict, FigureVerdict::Rewrite);
    assert_eq!(reply.remedy.unwrap().reasons[0].code, "reply.health.handed_over");
    let delivery = health_of(&shop, "keyword.delivery", at);
    assert_eq!((delivery.triggered, delivery.reply.unwrap().fired), (4, 4), "the second answer counts too");
    let whole = shop.workspace.keyword_health(None, at).unwrap();
    assert_eq!((whole.answerable, whole.answered), (8, 4), "four greetings and four questions");
    assert_eq!(price.trigger_share, Some(50.0), "who asks for a person asks no rule");
}

#[test]
fn an_answer_that_is_taken_badly_is_among_what_the_report_says_to_do() {
    let mut playbook = Playbook::standard();
    playbook.replies.health.least_sample = 5;
    let mut shop = Shop::with(&playbook);
    for customer in 0..5 {
        shop.receive(customer, "hello", noon());
        shop.deliver(minute(1));
        shop.receive(customer, "how much is it", minute(2));
        shop.deliver(minute(3));
    }
    let rewritten = |shop: &Shop| {
        let report = shop.workspace.audit(minute(2 * 24 * 60)).unwrap();
        let remedies = report.remedies.iter().filter_map(|remedy| match &remedy.action {
            RemedyAction::RewriteAnswer { rule, fired, .. } => Some((rule.to_string(), *fired)),
            _ => None,
        });
        (remedies.collect::<Vec<_>>(), report)
    };
    for customer in 0..2 {
        shop.receive(customer, "I want to talk to a human", minute(6));
    }
    assert!(rewritten(&shop).0.is_empty(), "forty percent may be");
    shop.receive(2, "I want to talk to a human", minute(6));
    let (remedies, report) = rewritten(&shop);
    assert_eq!(remedies, [("keyword.price".to_owned(), 5)]);
    let sentence = "Of 5, 60 % ended with a person; at most 40 % should. That may be chance.";
    let text = report.to_markdown();
    assert!(text.contains("Write the answer of “keyword.price” anew"), "{text}");
    assert!(text.contains(sentence), "{text}");
    assert!(report.to_html().contains(sentence));
}

#[test]
fn findings_name_the_messages_that_show_them() {
    let mut playbook = Playbook::standard();
    playbook.keywords.rules = vec![KeywordRule::new("r".into(), "tracking", ["tracking"])];
    playbook.replies.keyword.clear();
    let mut shop = Shop::with(&playbook);
    for customer in 0..6 {
        shop.receive(customer, "please track my order", noon());
    }
    let health = shop.workspace.keyword_health(None, minute(9)).unwrap();
    assert_eq!(health.measured_on, 6);
    let samples: Vec<usize> = health.rules[0].findings.iter().flat_map(|f| f.samples.clone()).collect();
    assert!(samples.iter().all(|sample| *sample < health.samples.len()), "{samples:?}");
    assert!(health.samples.iter().all(|message| shop.workspace.explain(message.as_str()).is_ok()));
}

#[test]
fn clicks_and_ratings_are_of_messages_of_ours() {
    let mut shop = Shop::new();
    let received = shop.receive(1, "how much is the lamp", noon());
    let record = |kind: EventKind| {
        let event = Event { v: 1, id: "e_1".into(), at: noon(), customer: None, conversation: None, kind };
        shop.workspace.record(&[event], noon()).unwrap_err()
    };
    let message = received.message.clone();
    assert_eq!(record(EventKind::LinkClicked { message: message.clone() }).code(), "workspace.not_found");
    assert_eq!(record(EventKind::LinkClicked { message: "m_9".into() }).code(), "workspace.not_found");
    for stars in [0, 6, u8::MAX] {
        let error = record(EventKind::ReplyRated { message: message.clone(), stars });
        assert_eq!((error.code(), error.row()), ("workspace.no_such_rating", Some(1)));
    }
}

#[test]
fn half_of_the_customers_get_the_second_text_and_keep_it() {
    let mut playbook = Playbook::standard();
    let rule = RuleId::from("keyword.price");
    let second: crate::reply::Texts =
        playbook.replies.keyword[&rule].keys().map(|language| (*language, "Second.".to_owned())).collect();
    playbook.replies.second_text.insert(rule.clone(), second);
    let mut shop = Shop::with(&playbook);
    let mut seconds = 0;
    for customer in 0..20 {
        let first = shop.answer(customer, "how much is the lamp", noon()).1.unwrap();
        let again = shop.answer(customer, "what is the price of a chair", minute(30)).1.unwrap();
        assert_eq!(first, again);
        seconds += usize::from(first == "Second.");
    }
    assert!((4..=16).contains(&seconds), "{seconds} of 20");
}

#[test]
fn the_second_text_needs_a_first_one_in_its_languages() {
    let refused = |second: &str| {
        let text = format!("[replies.second_text.\"{second}");
        let error = Playbook::read(&text).unwrap_err();
        (error.code(), error.field())
    };
    let (code, field) = refused("keyword.prize\"]\nen = \"x\"\n");
    assert_eq!(
        (code, field.as_deref()),
        ("reply.keyword.unknown", Some("replies.second_text.\"keyword.prize\""))
    );
    let (code, field) = refused("keyword.price\"]\nen = \"x\"\n");
    assert_eq!(code, "reply.second_text.missing_language");
    assert_eq!(field.as_deref(), Some("replies.second_text.\"keyword.price\""));
}
