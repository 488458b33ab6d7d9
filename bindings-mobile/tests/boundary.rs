//! The objects as uniffi exports them, called from Rust.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use scrm_mobile::{
    CallError, DeduperHandle, EnginesHandle, ImportListener, ListenerError, MatcherHandle, WorkspaceHandle,
};

const NOW: &str = "2026-01-05T09:00:00Z";

fn code(error: &CallError) -> &str {
    let CallError::Refused { code, .. } = error;
    code
}

fn field(error: &CallError) -> Option<&str> {
    let CallError::Refused { field, .. } = error;
    field.as_deref()
}

fn in_memory() -> Arc<WorkspaceHandle> {
    WorkspaceHandle::open(":memory:".to_owned(), None).unwrap()
}

fn call(workspace: &WorkspaceHandle, operation: &str, request: &str) -> Result<String, CallError> {
    workspace.call(operation.to_owned(), request.to_owned())
}

fn import(
    workspace: &WorkspaceHandle,
    rows: u32,
    listener: Option<Arc<dyn ImportListener>>,
) -> Result<String, CallError> {
    let mut file = "Name,Phone\n".to_owned();
    for row in 0..rows {
        file.push_str(&format!("Anna Walker {row},+4474001{row:05}\n"));
    }
    let request = format!(r#"{{"options": {{"source": "shop", "default_region": "GB"}}, "now": "{NOW}"}}"#);
    workspace.import_bytes(file.into_bytes(), request, listener)
}

#[test]
fn engines_answer_and_name_the_field_that_is_wrong() {
    let engines = EnginesHandle::new(None).unwrap();
    let call = |request: &str| engines.call("text.fold".to_owned(), request.to_owned());
    assert_eq!(call(r#"{"text": "ПРИВЕТ"}"#).unwrap(), r#"{"text":"привет"}"#);
    let refused = call(r#"{"text": "x", "txet": 1}"#).unwrap_err();
    assert_eq!((code(&refused), field(&refused)), ("api.request.unknown_field", Some("txet")));
    let unknown = engines.call("text.flod".to_owned(), "{}".to_owned()).unwrap_err();
    assert_eq!(code(&unknown), "api.operation.unknown");
    assert!(EnginesHandle::new(Some("[workspace]\nnmae = 1\n".to_owned())).is_err());
}

#[test]
fn a_workspace_runs_the_operations_of_engines_too() {
    let workspace = in_memory();
    assert_eq!(call(&workspace, "text.fold", r#"{"text": "ＡＢＣ"}"#).unwrap(), r#"{"text":"abc"}"#);
}

#[test]
fn a_deduper_answers_and_names_what_is_wrong() {
    let deduper = DeduperHandle::new(r#"{"review": 0.5}"#.to_owned()).unwrap();
    let call = |operation: &str, request: &str| deduper.call(operation.to_owned(), request.to_owned());
    assert_eq!(code(&call("clusters", "{}").unwrap_err()), "api.deduper.not_fitted");
    call("fit", r#"{"records": [{"name": "Anna Walker"}, {"name": "Omar Haddad"}]}"#).unwrap();
    assert_eq!(call("clusters", "{}").unwrap(), r#"[["0"],["1"]]"#);
    assert_eq!(code(&deduper.fit_file("/nothing".to_owned(), None).unwrap_err()), "api.file.unreadable");
    for _ in 0..2 {
        deduper.shut().unwrap();
    }
    assert_eq!(code(&call("clusters", "{}").unwrap_err()), "api.workspace.closed");
    assert_eq!(field(&DeduperHandle::new(r#"{"merge": 7}"#.to_owned()).unwrap_err()), Some("merge"));
}

#[test]
fn what_is_closed_takes_no_calls_and_can_be_closed_again() {
    let (workspace, engines) = (in_memory(), EnginesHandle::new(None).unwrap());
    let matcher = engines.matcher().unwrap();
    for _ in 0..2 {
        workspace.shut().unwrap();
        engines.shut().unwrap();
        matcher.shut().unwrap();
    }
    let errors = [
        call(&workspace, "tick", "{}").unwrap_err(),
        import(&workspace, 1, None).unwrap_err(),
        workspace.matcher().unwrap_err(),
        engines.call("text.fold".to_owned(), "{}".to_owned()).unwrap_err(),
        engines.matcher().unwrap_err(),
        matcher.find("x".to_owned()).unwrap_err(),
        matcher.find_many(Vec::new()).unwrap_err(),
        matcher.labels("x".to_owned()).unwrap_err(),
        matcher.rules().unwrap_err(),
    ];
    assert!(errors.iter().all(|error| code(error) == "api.workspace.closed"), "{errors:?}");
}

#[test]
fn a_file_belongs_to_one_workspace_until_it_is_closed() {
    let folder = std::env::temp_dir().join(format!("scrm-mobile-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("shop.db").display().to_string();
    let first = WorkspaceHandle::open(path.clone(), None).unwrap();
    assert!(WorkspaceHandle::open(path.clone(), None).is_err());
    first.shut().unwrap();
    WorkspaceHandle::open(path, None).unwrap().shut().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn places_count_in_utf16() {
    let rules = r#"[{"id": "price", "label": "Price", "phrases": ["цена", "price"]}]"#;
    let matcher = MatcherHandle::new(rules.to_owned()).unwrap();
    let found = matcher.find_many(vec!["😀 Ｐｒｉｃｅ и ЦЕНА".to_owned(), "thanks".to_owned()]).unwrap();
    let places: Vec<_> =
        found[0].iter().map(|place| (place.rule, place.phrase, place.start, place.end)).collect();
    assert_eq!(places, [(0, 1, 3, 8), (0, 0, 11, 15)]);
    assert!(found[1].is_empty());
    assert_eq!(matcher.labels("цена".to_owned()).unwrap(), ["Price"]);
    let refused = MatcherHandle::new(r#"[{"id": "price", "phrases": []}]"#.to_owned()).unwrap_err();
    assert_eq!(field(&refused), Some("[0].label"));
}

#[derive(Debug, Default)]
struct Counting {
    calls: AtomicU32,
    stop_after: Option<u32>,
    throw: bool,
    close: Option<Arc<WorkspaceHandle>>,
}

impl ImportListener for Counting {
    fn progress(&self, progress: String) -> Result<bool, ListenerError> {
        assert!(progress.contains("\"counts\""), "{progress}");
        let calls = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some(workspace) = &self.close {
            workspace.shut().unwrap();
        }
        if self.throw { Err(ListenerError::Thrown) } else { Ok(self.stop_after != Some(calls)) }
    }

    fn rejected(&self, _: String) -> Result<(), ListenerError> {
        Ok(())
    }
}

/// More rows than a few batches hold.
const MANY: u32 = 20_000;

#[test]
fn an_import_tells_how_it_goes_and_can_be_stopped() {
    let workspace = in_memory();
    let whole = Arc::new(Counting::default());
    let report = import(&workspace, MANY, Some(whole.clone())).unwrap();
    assert!(report.contains("\"created\":20000"), "{report}");
    let batches = whole.calls.load(Ordering::SeqCst);
    assert!(batches > 2, "{batches}");

    for listener in [
        Counting { stop_after: Some(1), ..Counting::default() },
        Counting { throw: true, ..Counting::default() },
    ] {
        let listener = Arc::new(listener);
        let report = import(&in_memory(), MANY, Some(listener.clone())).unwrap();
        assert!(report.contains("\"aborted\":true"), "{report}");
        assert_eq!(listener.calls.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn closing_stops_an_import() {
    let workspace = in_memory();
    let listener = Arc::new(Counting { close: Some(Arc::clone(&workspace)), ..Counting::default() });
    let error = import(&workspace, MANY, Some(listener.clone())).unwrap_err();
    assert_eq!(code(&error), "api.workspace.closed");
    assert_eq!(listener.calls.load(Ordering::SeqCst), 1);
}
