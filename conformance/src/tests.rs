use serde_json::{Value, json};

use crate::answers::{AnswerLine, Answered, Answers};
use crate::files::Cases;
use crate::judge::Judge;
use crate::left_out::LeftOut;
use crate::playbooks::Playbooks;
use crate::rust;
use crate::summary::Summary;

fn cases(file: &str) -> (Cases, Playbooks) {
    let mut playbooks = Playbooks::default();
    let mut cases = Cases::default();
    cases.add("text/test.json", file, &mut playbooks);
    (cases, playbooks)
}

/// What Rust's answers to a file come to.
fn in_rust(file: &str) -> Summary {
    let (cases, mut playbooks) = cases(file);
    let answers = rust::run(&cases.expanded, &mut playbooks);
    Judge::new("rust", &answers, &LeftOut::default()).judge(&cases)
}

/// What these answers to a file come to.
fn in_other(file: &str, lines: &[Value], left_out: &Value) -> Summary {
    let (cases, _) = cases(file);
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    let answers = Answers::read(&text.join("\n")).unwrap();
    let path = std::env::temp_dir().join(format!("left-out-{}-{}.json", std::process::id(), lines.len()));
    std::fs::write(&path, left_out.to_string()).unwrap();
    let left_out = crate::left_out::read(&path).unwrap().remove("other").unwrap_or_default();
    std::fs::remove_file(path).unwrap();
    Judge::new("other", &answers, &left_out).judge(&cases)
}

fn fold(folded: &str) -> String {
    json!({"v": 1, "op": "text.fold", "cases": [
        {"name": "a", "input": {"text": "A"}, "expect": {"ok": {"text": folded}}}]})
    .to_string()
}

#[test]
fn a_case_that_holds_passes_and_one_that_does_not_fails() {
    assert!(in_rust(&fold("a")).holds());
    let failed = in_rust(&fold("b"));
    assert!(!failed.holds() && failed.total().failed == 1, "{failed}");
}

#[test]
fn what_a_file_may_not_hold_fails() {
    for (file, why) in [
        (r#"{"v": 1, "op": "text.fold", "cases": []}"#, "has no cases"),
        (r#"{"v": 2, "op": "text.fold", "cases": []}"#, "version 2"),
        (r#"{"v": 1, "op": "text.fold", "cases": [{"name": "a", "inptu": {}}]}"#, "unknown field"),
        (
            r#"{"v": 1, "op": "text.sing", "cases": [{"name": "a", "expect": {"ok": {}}}]}"#,
            "no operation \"text.sing\"",
        ),
        (r#"{"v": 1, "op": "text.fold", "cases": [{"name": "a"}, {"name": "a"}]}"#, "two cases"),
        (
            r#"{"v": 1, "op": "text.fold", "cases": [
                {"name": "a", "input": {}, "expect": {"error": {"code": "conformance.request"}}}]}"#,
            "$.code",
        ),
        (
            r#"{"v": 1, "op": "text.fold", "cases": [
                {"name": "a", "pending": "later", "input": {"text": "A"}, "expect": {"ok": {"text": "a"}}}]}"#,
            "remove `pending`",
        ),
        (
            r#"{"v": 1, "op": "workspace", "cases": [{"name": "a", "steps": [{"call": "fly"}]}]}"#,
            "no operation \"fly\"",
        ),
        (
            r#"{"v": 1, "op": "workspace", "cases": [{"name": "a", "steps": [
                {"call": "receive", "input": [{"id": "1", "from": "447400123456", "txt": "a"}]}]}]}"#,
            "no txt",
        ),
        (
            r#"{"v": 1, "op": "workspace", "cases": [{"name": "a", "steps": [
                {"call": "tick", "save": {"x": "/nothing"}}]}]}"#,
            "nothing at \"/nothing\"",
        ),
    ] {
        let summary = in_rust(file);
        assert!(!summary.holds(), "{file}");
        assert!(summary.failures.iter().any(|failure| failure.contains(why)), "{why}: {summary}");
    }
}

#[test]
fn an_error_that_the_catalogue_does_not_have_fails() {
    let file = json!({"v": 1, "op": "text.fold", "cases": [
        {"name": "a", "input": {"text": "A"}, "expect": {"error": {"code": "text.made_up"}}}]});
    let line = json!({"file": "text/test.json", "name": "a", "answer": {"error": {"code": "text.made_up", "message": "x"}}});
    let summary = in_other(&file.to_string(), &[line], &json!({}));
    assert!(summary.failures.iter().any(|failure| failure.contains("not in the error catalogue")));
}

#[test]
fn an_operation_without_cases_fails_the_run() {
    let (mut cases, _) = cases(&fold("a"));
    cases.require_all_operations();
    for name in ["text.words: the operation", "undo_merge: the operation", "deliver: the operation"] {
        assert!(cases.mistakes.iter().any(|mistake| mistake.starts_with(name)), "{name}");
    }
}

#[test]
fn a_missing_answer_fails_unless_its_operation_is_listed_as_left_out() {
    let line = json!({"file": "text/test.json", "name": "a", "answer": {"ok": {"text": "a"}}});
    let listed = json!({"other": {"text.fold": "no reason but this"}});
    assert!(in_other(&fold("a"), std::slice::from_ref(&line), &json!({})).holds());

    let missing = in_other(&fold("a"), &[], &json!({}));
    assert!(missing.failures.iter().any(|failure| failure.ends_with("has no answer")), "{missing}");

    let left_out = in_other(&fold("a"), &[], &listed);
    assert_eq!((left_out.failures.len(), left_out.total().left_out), (0, 1), "{left_out}");
    assert!(!left_out.holds(), "nothing passed");

    let both = in_other(&fold("a"), &[line], &listed);
    assert!(both.failures.iter().any(|failure| failure.contains("listed as left out")), "{both}");

    let unknown = in_other(&fold("a"), &[], &json!({"other": {"text.sing": "x"}}));
    assert!(unknown.failures.iter().any(|failure| failure.contains("no such operation")), "{unknown}");
}

#[test]
fn steps_are_judged_with_what_the_language_itself_saved() {
    let file = json!({"v": 1, "op": "workspace", "cases": [{"name": "a", "steps": [
        {"call": "receive", "input": [{"id": "1", "from": "447400123456", "text": "hello"}], "save": {"c": "/0/customer"}},
        {"call": "customer", "input": {"id": {"$ref": "c"}}, "expect": {"ok": {"id": {"$ref": "c"}}}},
    ]}]});
    assert!(in_rust(&file.to_string()).holds());

    let line = |step: usize, answer: Value| json!({"file": "text/test.json", "name": "a", "step": step, "answer": {"ok": answer}});
    let received = line(1, json!([{"customer": "c_x"}]));
    let right = [received.clone(), line(2, json!({"id": "c_x"}))];
    assert!(in_other(&file.to_string(), &right, &json!({})).holds());
    let wrong = in_other(&file.to_string(), &[received, line(2, json!({"id": "c_y"}))], &json!({}));
    assert!(wrong.failures.iter().any(|failure| failure.contains("step 2 (customer)")), "{wrong}");
}

#[test]
fn a_call_is_answered_once() {
    let line = json!({"file": "f", "name": "a", "answer": {"ok": 1}}).to_string();
    assert!(Answers::read(&format!("{line}\n{line}")).is_err());
    assert!(Answers::read("{\"file\": \"f\"}").is_err());
    let line: AnswerLine = serde_json::from_str(&line).unwrap();
    assert_eq!(line.answer, Answered::Ok(json!(1)));
}
