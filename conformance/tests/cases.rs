//! Every shared case, through the public API.

use std::path::Path;

#[test]
fn every_case_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let summary = scrm_conformance::run(&folder).unwrap();
    assert!(summary.holds(), "{summary}");
}
