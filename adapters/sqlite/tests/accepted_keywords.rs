//! What people accept and decline is still so after a restart.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use scrm_core::customer::IdentifierKind;
use scrm_core::desk::{IncomingMessage, Sender, SenderIdentifier};
use scrm_core::foundation::text::Folded;
use scrm_core::playbook::Playbook;
use scrm_core::store::ProposalState;
use scrm_core::transport::{Channel, MessageBody};
use scrm_core::workspace::Workspace;
use scrm_sqlite::{SqliteOptions, SqliteStore};

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 6, 4, 0, 0).unwrap()
}

fn open(path: &std::path::Path) -> Workspace {
    let store = SqliteStore::open(path, &SqliteOptions::default()).unwrap();
    Workspace::new(Box::new(store), &Playbook::standard()).unwrap()
}

fn message(number: usize, text: &str) -> IncomingMessage {
    let value = format!("4474{number:08}").as_str().into();
    IncomingMessage {
        external_id: format!("wamid.{number}").as_str().into(),
        channel: Channel::Whatsapp,
        account: "shop".into(),
        sender: Sender {
            identifiers: vec![SenderIdentifier { kind: IdentifierKind::WhatsappId, value }],
            display_name: None,
        },
        body: MessageBody::text(text),
        sent_at: noon(),
        history: false,
    }
}

const REPAIRS: [&str; 12] = [
    "ремонт есть",
    "сегодня можно ремонт",
    "ремонт сколько дней",
    "у вас бывает ремонт",
    "ремонт на улице Мира",
    "срочно ремонт",
    "ремонт для фирмы",
    "замена или ремонт",
    "ремонт часов",
    "кольцо сломалось, ремонт",
    "по гарантии ремонт",
    "кто делает ремонт",
];

const ENGRAVINGS: [&str; 12] = [
    "гравировка есть",
    "завтра нужна гравировка",
    "гравировка на ручке",
    "интересует гравировка",
    "имя и дата, гравировка",
    "гравировка шрифтом",
    "логотип, гравировка",
    "красивая гравировка",
    "гравировка подарка",
    "на стекле гравировка",
    "гравировка почём",
    "медаль, гравировка",
];

#[test]
fn accepted_and_declined_proposals_survive_a_restart() {
    let path = std::env::temp_dir().join(format!("scrm-accepted-{}.db", std::process::id()));
    let workspace = open(&path);
    let questions = REPAIRS.iter().chain(&ENGRAVINGS);
    let messages: Vec<_> = questions.enumerate().map(|(number, text)| message(number, text)).collect();
    workspace.receive(&messages, noon()).unwrap();
    let proposals = workspace.proposals(None, noon() + TimeDelta::hours(1)).unwrap();
    let of = |word: &str| {
        proposals
            .iter()
            .find(|p| p.proposal.samples.iter().all(|text| text.contains(word)))
            .unwrap()
            .id
            .clone()
    };
    let (repair, engraving) = (of("ремонт"), of("гравировка"));
    let rule = workspace.accept_proposal(&repair, Some("Да, чиним."), noon() + TimeDelta::hours(2)).unwrap();
    workspace.decline_proposal(&engraving, noon() + TimeDelta::hours(2)).unwrap();
    let playbook = workspace.playbook().unwrap();
    drop(workspace);

    let workspace = open(&path);
    assert_eq!(workspace.playbook().unwrap(), playbook);
    let best = workspace.engines().keyword.best(&Folded::new("Ремонт часов?")).unwrap();
    assert_eq!(best.rule, rule.id);
    let again = workspace.proposals(None, noon() + TimeDelta::hours(3)).unwrap();
    assert!(again.iter().all(|proposal| proposal.id != repair && proposal.id != engraving));
    let declined = workspace.store().proposals(std::slice::from_ref(&engraving)).unwrap().remove(0).unwrap();
    assert_eq!(declined.value.state, ProposalState::Declined);
    workspace.decline_proposal(&repair, noon() + TimeDelta::hours(4)).unwrap();
    drop(workspace);

    let workspace = open(&path);
    assert_eq!(workspace.playbook().unwrap(), Playbook::standard());
    drop(workspace);
    for ending in ["db", "db-wal", "db-shm", "db.owner"] {
        let _ = std::fs::remove_file(path.with_extension(ending));
    }
}
