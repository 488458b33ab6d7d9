use super::*;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use scrm_core::store::MemoryStore;
use tower::ServiceExt;

async fn post_text(app: Router, body: &str) -> (StatusCode, serde_json::Value) {
    let request = Request::post("/messages").header("content-type", "application/json");
    let answer = app.oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    let status = answer.status();
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[tokio::test]
async fn a_question_is_decided_and_its_answer_is_sent_once() {
    let crm = Arc::new(Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap());
    let question = r#"{"id": "wamid.1", "from": "447400123456", "text": "hello"}"#;
    let (status, decided) = post_text(app(Arc::clone(&crm)), question).await;
    assert_eq!((status, &decided[0]["reply"]), (StatusCode::OK, &"welcome".into()));
    let (_, again) = post_text(app(Arc::clone(&crm)), question).await;
    assert_eq!(again[0]["kind"], "duplicate");
    let mut sent = Vec::new();
    let mut send = |to: &str, text: &str| {
        sent.push((to.to_owned(), text.to_owned()));
        ExternalId::new("wamid.out.1")
    };
    let later = DateTime::<Utc>::from(SystemTime::now()) + chrono::TimeDelta::seconds(10);
    work(&crm, later, &mut send).unwrap();
    work(&crm, later, &mut send).unwrap();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0].0.contains("447400123456") && sent[0].1.starts_with("Hello"), "{sent:?}");
}

#[tokio::test]
async fn a_sender_without_a_number_is_refused_with_a_code() {
    let crm = Arc::new(Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard()).unwrap());
    let (status, error) = post_text(app(crm), r#"{"id": "wamid.1", "from": "", "text": "hello"}"#).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(error["code"], "workspace.no_sender");
}
