//! The bytes of a row that nobody can read.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use scrm_testkit::Corruption;

/// What a row's bytes become.
pub(crate) fn spoilt(bytes: &[u8], corruption: Corruption) -> Vec<u8> {
    match corruption {
        Corruption::BadJson => b"{\"v\":1,".to_vec(),
        Corruption::UnknownKind => b"{\"v\":1,\"kind\":\"carrier_pigeon\"}".to_vec(),
        Corruption::FutureVersion => {
            let mut record: serde_json::Value = serde_json::from_slice(bytes).unwrap();
            record.as_object_mut().unwrap().insert("v".to_owned(), 2.into());
            record.to_string().into_bytes()
        }
    }
}
