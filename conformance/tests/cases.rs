//! Every shared case, through the operations table.

use scrm_conformance::Places;

#[test]
fn every_case_holds() {
    let summary = scrm_conformance::run(&Places::default()).unwrap();
    assert!(summary.holds(), "{summary}");
}
