use super::{asked, at, audit, audit_with, customer, named, replied, tagged};
use crate::audit::{AuditRun, ImportFigures, Report, Verdict};
use crate::customer::{FieldName, FieldValue, PriorityState};
use crate::foundation::Reason;
use crate::store::{DuplicateReview, ReviewState};

const HOSTILE: &str = "<script>alert(1)</script>&\"' | `x` \u{202e}gnp";

fn hostile(run: &mut AuditRun) {
    run.set_workspace(HOSTILE);
    let text = |words: &str| FieldValue::Text(words.into());
    let mut one = customer(
        HOSTILE,
        &[
            (FieldName::Name, text("<script>Anna</script>")),
            (FieldName::Owner, text(HOSTILE)),
            (FieldName::Language, text(HOSTILE)),
        ],
    );
    one.priority = Some(PriorityState {
        level: 1,
        score: 80.0,
        since: at(1, 9, 0),
        respond_by: at(2, 9, 0),
        responded_at: None,
        reasons: Vec::new(),
    });
    run.add_customer(&tagged(one, HOSTILE));
    run.add_message(&asked(HOSTILE, "v1", HOSTILE, None, at(10, 9, 0)));
    run.add_message(&asked("m2", "v2", HOSTILE, Some(HOSTILE), at(10, 9, 1)));
    run.add_message(&replied("m3", "v2", Some(HOSTILE), at(10, 9, 2)));
    let weight = |bits: f64| {
        Reason::new("dedupe.weight").with("field", HOSTILE).with("level", HOSTILE).with("bits", bits)
    };
    run.set_duplicates_in_review(2);
    run.add_possible_duplicate(&DuplicateReview {
        v: 1,
        first: HOSTILE.into(),
        second: "c_2".into(),
        at: at(2, 9, 0),
        reasons: vec![
            Reason::new("dedupe.linked").with("probability", 0.75),
            weight(-2.5),
            weight(9.0),
            weight(0.0),
            weight(-7.5),
        ],
        state: ReviewState::Open,
    });
    run.add_import(ImportFigures {
        source: HOSTILE.to_owned(),
        at: at(2, 9, 0),
        rows: 1,
        created: 1,
        merged: 0,
        unchanged: 0,
        rejected: 0,
    });
}

fn hostile_report() -> Report {
    let mut run = audit_with(|config, _| {
        config.show_customer_words = true;
        config.remedies.back_up.owner = HOSTILE.to_owned();
    })
    .begin(at(20, 10, 0));
    hostile(&mut run);
    run.finish()
}

#[test]
fn nothing_inserted_becomes_markup() {
    let report = hostile_report();
    let page = report.to_html();
    assert!(page.contains("&lt;script&gt;"), "the text is shown");
    assert!(!page.contains("<script"), "and is not markup");
    assert!(!page.contains('\u{202e}'));
    let markdown = report.to_markdown();
    assert!(!markdown.contains("<script"));
    for row in markdown.lines().filter(|line| line.starts_with('|')) {
        let bars = row.replace("\\|", "").matches('|').count();
        assert!([3, 4, 5, 6, 7].contains(&bars), "{row}");
    }
    let terminal = report.to_terminal();
    assert!(!terminal.contains('\u{202e}'));
    assert!(terminal.chars().all(|character| character == '\n' || !character.is_control()));
}

/// Every tag is closed by its own name, in order.
fn is_balanced(page: &str) -> Result<(), String> {
    const VOID: [&str; 2] = ["meta", "!doctype"];
    let mut open: Vec<&str> = Vec::new();
    for part in page.split('<').skip(1) {
        let tag = part.split('>').next().unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            let last = open.pop();
            if last != Some(name) {
                return Err(format!("</{name}> closes {last:?}"));
            }
        } else if !tag.ends_with('/') {
            let name = tag.split([' ', '\n']).next().unwrap_or_default();
            if !VOID.contains(&name) {
                open.push(name);
            }
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("left open: {open:?}")) }
}

#[test]
fn pages_are_whole_and_stand_alone() {
    for report in [hostile_report(), audit().begin(at(20, 10, 0)).finish()] {
        let page = report.to_html();
        assert_eq!(is_balanced(&page), Ok(()));
        for loads in ["://", "url(", "@import", " src=", "<link", "javascript:", " onload"] {
            assert!(!page.contains(loads), "{loads}");
        }
        assert!(page.contains("name=\"viewport\"") && page.contains("prefers-color-scheme:dark"));
        let charts = page.matches("<svg ").count();
        assert_eq!(charts, page.matches("role=\"img\" aria-label=\"").count());
        assert!(!page.contains("NaN") && !page.contains("inf%"));
    }
}

#[test]
fn words_and_names_are_masked_and_words_shown_only_on_request() {
    let words = "call 0912345456 about the vase";
    for shown in [false, true] {
        let mut run = audit_with(|config, _| config.show_customer_words = shown).begin(at(20, 10, 0));
        let mut one = named("c1", "Anna Petrova");
        one.priority = Some(PriorityState {
            level: 1,
            score: 80.0,
            since: at(1, 9, 0),
            respond_by: at(2, 9, 0),
            responded_at: None,
            reasons: Vec::new(),
        });
        run.add_customer(&one);
        run.add_message(&asked("m1", "v1", words, None, at(10, 9, 0)));
        assert!(!format!("{run:?}").contains("vase"));
        let report = run.finish();
        let json = serde_json::to_string(&report).unwrap();
        for view in
            [report.to_html(), report.to_markdown(), report.to_terminal(), json, format!("{report:?}")]
        {
            assert!(!view.contains("Petrova") && !view.contains("0912345456"));
            assert!(shown || !view.contains("vase"));
        }
        assert_eq!(report.to_html().contains("about the vase"), shown);
        assert!(report.to_html().contains("A***"));
    }
}

#[test]
fn the_terminal_shows_at_most_forty_lines() {
    let mut run = audit().begin(at(20, 10, 0));
    hostile(&mut run);
    let report = run.finish();
    let text = report.to_terminal();
    assert!(text.lines().count() <= 40, "{text}");
    assert!(
        text.lines().filter(|line| line.contains('█') || line.contains('░')).all(|l| l.chars().count() <= 80)
    );
}

#[test]
fn possible_duplicates_show_as_many_as_lists_have_rows() {
    let mut run = audit().begin(at(20, 10, 0));
    let pair = |number: usize, reasons| DuplicateReview {
        v: 1,
        first: format!("c_first{number:02}").as_str().into(),
        second: "c_second00".into(),
        at: at(2, 9, 0),
        reasons,
        state: ReviewState::Open,
    };
    run.add_possible_duplicate(&pair(0, vec![Reason::new("dedupe.names_contradict")]));
    for number in 1..=11 {
        let weight =
            Reason::new("dedupe.weight").with("field", "name").with("level", "another").with("bits", -4.0);
        let linked = Reason::new("dedupe.linked").with("probability", 0.6);
        run.add_possible_duplicate(&pair(number, vec![linked, weight]));
    }
    let report = run.finish();
    let shown = &report.customers.possible_duplicates;
    assert_eq!((shown.len(), shown[0].first.as_str()), (10, "c_first01"));
    let page = report.to_html();
    assert!(page.contains("…irst10</code>") && !page.contains("irst11") && !page.contains("irst00"));
    assert!(page.contains("<rect class=\"against\" x=\"0.00%\" y=\"20\" width=\"100.00%\""), "{page}");
}

#[test]
fn long_labels_are_cut_in_charts_and_whole_in_tables() {
    let source = format!("import:{}.csv", "客戶名單".repeat(20));
    let mut one = named("c1", "王小明");
    one.fields.iter_mut().for_each(|(_, field)| field.source = source.as_str().into());
    let mut run = audit().begin(at(20, 10, 0));
    run.add_customer(&one);
    let page = run.finish().to_html();
    assert_eq!(page.matches(&source).count(), 1);
    assert!(page.contains("import:客戶") && page.contains("…</text>"));
}

#[test]
fn the_headline_counts_what_was_judged() {
    let mut report = audit().begin(at(20, 10, 0)).finish();
    let verdicts =
        [Verdict::Pass, Verdict::Pass, Verdict::Pass, Verdict::Watch, Verdict::Fail, Verdict::Fail];
    for (check, verdict) in report.checks.iter_mut().zip(verdicts) {
        check.verdict = verdict;
    }
    report.headline = crate::audit::Headline { passed: 3, watched: 1, failed: 2, no_data: 1 };
    assert!(
        report.to_markdown().starts_with("# 3 of 6 checks are good; fix two first, keep an eye on one\n")
    );
    report.headline = crate::audit::Headline { passed: 6, watched: 0, failed: 0, no_data: 1 };
    assert!(report.to_terminal().contains("6 of 6 checks are good.\n"));
}
