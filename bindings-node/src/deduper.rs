//! Duplicates of any table, on a thread of its own.

use std::fmt;
use std::fs::File;
use std::sync::mpsc::{Receiver, Sender, channel};

use napi::Either;
use napi_derive::napi;
use scrm_core::api::{
    self, deduper_operation, defect, given_json, read_id_column, unknown_operation, unreadable_file,
};
use scrm_core::foundation::ErrorInfo;

use crate::guard::guarded;
use crate::import::Rows;
use crate::outlet::{Event, Outlet};
use crate::text::{refusal, reply};

/// A deduper. Its calls run one after the other, in their order.
#[napi(js_name = "Deduper")]
pub struct DeduperHandle {
    jobs: Sender<Job>,
}

impl fmt::Debug for DeduperHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeduperHandle")
    }
}

/// What the thread is asked to do; the ticket is settled with the outcome.
struct Job {
    ticket: u32,
    work: Work,
}

enum Work {
    /// To run an operation on a request of JSON text.
    Call { name: String, request: String },
    /// To look at the records of a JSON list of objects.
    FitRows { rows: String, id: Option<String> },
    /// To look at the records of a CSV file.
    FitFile { path: String, id: Option<String> },
}

#[napi]
impl DeduperHandle {
    /// A deduper without records, by a configuration of JSON text.
    #[napi]
    pub fn create(outlet: &Outlet, config: String) -> Either<DeduperHandle, String> {
        let created = guarded("Deduper.create", || {
            let deduper = api::DeduperHandle::new(&given_json(&config)?)?;
            let (jobs, receiver) = channel();
            let outlet = outlet.clone();
            std::thread::spawn(move || run(&deduper, &receiver, &outlet));
            Ok(Self { jobs })
        });
        created.map_or_else(|error| Either::B(refusal(&error)), Either::A)
    }

    /// Runs an operation and settles the ticket with its outcome. Gives an error's text where that cannot begin.
    #[napi]
    pub fn call(&self, ticket: u32, name: String, request: String) -> Option<String> {
        self.begin("Deduper.call", ticket, || Ok(Work::Call { name, request }))
    }

    /// Looks at records, of a JSON list of objects or of a CSV file at a path, and settles the ticket. The name of the
    /// column of ids is JSON text.
    #[napi]
    pub fn fit(&self, ticket: u32, is_path: bool, source: String, id: String) -> Option<String> {
        self.begin("Deduper.fit", ticket, || {
            let id = read_id_column(&given_json(&id)?)?;
            Ok(if is_path { Work::FitFile { path: source, id } } else { Work::FitRows { rows: source, id } })
        })
    }
}

impl DeduperHandle {
    fn begin(
        &self,
        name: &str,
        ticket: u32,
        work: impl FnOnce() -> Result<Work, ErrorInfo>,
    ) -> Option<String> {
        let begun = guarded(name, || self.jobs.send(Job { ticket, work: work()? }).map_err(|_| defect()));
        begun.err().map(|error| refusal(&error))
    }
}

/// Works through the jobs, until nobody can send any more.
fn run(deduper: &api::DeduperHandle, jobs: &Receiver<Job>, outlet: &Outlet) {
    for Job { ticket, work } in jobs {
        let outcome = guarded("deduping", || work.run(deduper));
        outlet.send(ticket, Event::Settled, reply(outcome));
    }
}

impl Work {
    fn run(self, deduper: &api::DeduperHandle) -> Result<String, ErrorInfo> {
        let fitted = match self {
            Self::Call { name, request } => {
                let operation = deduper_operation(&name).ok_or_else(unknown_operation)?;
                return operation.call_json(deduper, &request);
            }
            Self::FitRows { rows, id } => deduper.fit(&mut Rows::read("records", &rows)?, id.as_deref()),
            Self::FitFile { path, id } => {
                let mut file = File::open(&path).map_err(|error| unreadable_file("records", &error))?;
                deduper.fit_csv(&mut file, id.as_deref())
            }
        };
        serde_json::to_string(&fitted?).map_err(|_| defect())
    }
}
