//! Engines without a store.

use napi::Either;
use napi_derive::napi;
use scrm_core::api::{engine_operation, given_json, read_time, unknown_operation};
use scrm_core::foundation::ErrorInfo;
use scrm_core::playbook::Playbook;
use scrm_sqlite::SegmentSql;

use crate::guard::guarded;
use crate::text::{refusal, reply};

/// The engines of a playbook.
#[napi]
#[derive(Debug)]
pub struct Engines {
    engines: scrm_core::workspace::Engines,
}

#[napi]
impl Engines {
    /// Compiles a playbook, the standard one where none is given.
    #[napi]
    pub fn compile(playbook: Option<String>) -> Either<Engines, String> {
        let compiled = guarded("Engines.compile", || {
            let playbook = read_playbook(playbook.as_deref())?;
            let engines =
                scrm_core::workspace::Engines::new(&playbook).map_err(|error| ErrorInfo::from(&error))?;
            Ok(Self { engines })
        });
        match compiled {
            Ok(engines) => Either::A(engines),
            Err(error) => Either::B(refusal(&error)),
        }
    }

    /// Runs an operation.
    #[napi]
    pub fn call(&self, name: String, request: String) -> String {
        reply(guarded("Engines.call", || {
            let operation = engine_operation(&name).ok_or_else(unknown_operation)?;
            operation.call_json(&self.engines, &request)
        }))
    }

    /// The SQL with which a store in SQLite is asked for a segment's customers, as JSON text; `now` is JSON text too.
    #[napi]
    pub fn segment_sql(&self, expression: String, now: String) -> String {
        reply(guarded("Engines.segmentSql", || {
            let now = read_time("now", &given_json(&now)?)?;
            let sql = SegmentSql::of_expression(&expression, &self.engines, now)
                .map_err(|error| ErrorInfo::from(&error))?;
            Ok(serde_json::Value::from(sql.to_string()).to_string())
        }))
    }
}

/// The playbook of a document, the standard one where there is none.
pub(crate) fn read_playbook(document: Option<&str>) -> Result<Playbook, ErrorInfo> {
    document.map_or_else(
        || Ok(Playbook::standard()),
        |text| Playbook::read(text).map_err(|error| ErrorInfo::from(&error)),
    )
}
