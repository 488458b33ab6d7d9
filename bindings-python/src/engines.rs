//! The engines of a playbook, without a workspace.

use pyo3::prelude::*;
use scrm_core::api::read_time;
use scrm_core::segment::Segment;
use scrm_core::workspace::Engines as Compiled;
use scrm_sqlite::SegmentSql;

use crate::bridge::{given, text_of};
use crate::errors::{coded, raised};
use crate::frame::AskedColumns;
use crate::guard::guard;
use crate::operations::{read_of_engines, write_answer};
use crate::playbook::Playbook;

/// The engines of a playbook.
#[pyclass(module = "scrm._scrm", frozen, subclass)]
#[derive(Debug)]
pub(crate) struct Engines(Compiled);

#[pymethods]
impl Engines {
    #[new]
    #[pyo3(signature = (playbook = None, /))]
    fn new(py: Python<'_>, playbook: Option<&Bound<'_, Playbook>>) -> PyResult<Self> {
        guard(py, "Engines", || {
            let document = Playbook::document(playbook);
            py.detach(|| Compiled::new(&document)).map(Self).map_err(|error| coded(py, &error))
        })
    }

    /// Runs an operation of the table.
    #[pyo3(signature = (operation, request, /))]
    fn call<'py>(
        &self,
        py: Python<'py>,
        operation: &str,
        request: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(py, "Engines.call", || {
            let call = read_of_engines(operation, request)?;
            let answer = raised(py, py.detach(|| call.run(&self.0)))?;
            write_answer(py, operation, &answer)
        })
    }

    /// The SQL with which a store in SQLite is asked for a segment's customers.
    #[pyo3(signature = (expression, now, /))]
    fn segment_sql(
        &self,
        py: Python<'_>,
        expression: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<String> {
        guard(py, "Engines.segment_sql", || {
            let expression = text_of("expression", expression)?;
            let now = raised(py, read_time("now", &given(now)))?;
            let sql =
                SegmentSql::of_expression(expression, &self.0, now).map_err(|error| coded(py, &error))?;
            Ok(sql.to_string())
        })
    }

    /// For each row of a frame's stream whether it belongs to a segment; nothing where a column has values that only Python reads.
    #[pyo3(signature = (expression, columns, now, /))]
    fn segment_mask(
        &self,
        py: Python<'_>,
        expression: &Bound<'_, PyAny>,
        columns: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
    ) -> PyResult<Option<Vec<Option<bool>>>> {
        guard(py, "Engines.segment_mask", || {
            let expression = text_of("expression", expression)?;
            let now = raised(py, read_time("now", &given(now)))?;
            let schema = &self.0.segments;
            let segment = Segment::parse(expression, schema).map_err(|error| coded(py, &error))?;
            let columns = AskedColumns::read(columns)?;
            py.detach(|| columns.holds(&segment, schema, now)).map_err(|error| coded(py, &error))
        })
    }
}
