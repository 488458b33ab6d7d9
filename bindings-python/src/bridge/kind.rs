//! What a Python object is to serde: looked at once per object, the usual types first.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyMapping, PySequence,
    PyString, PyTime, PyTuple, PyType,
};

use super::BridgeError;

/// A Python object, sorted.
pub(crate) enum Kind<'py> {
    Nothing,
    Flag(bool),
    Whole(Bound<'py, PyInt>),
    Number(f64),
    Text(Bound<'py, PyString>),
    List(Bound<'py, PyList>),
    Tuple(Bound<'py, PyTuple>),
    Dict(Bound<'py, PyDict>),
}

/// Sorts an object; an enum member, a model or a number of another library's stands for what it holds.
pub(crate) fn kind<'py>(object: &Bound<'py, PyAny>) -> Result<Kind<'py>, BridgeError> {
    kind_behind(object, 0)
}

/// An object may stand for another, but not for ever.
const MOST_STAND_INS: u32 = 4;

fn kind_behind<'py>(object: &Bound<'py, PyAny>, stand_ins: u32) -> Result<Kind<'py>, BridgeError> {
    if let Ok(text) = object.cast_exact::<PyString>() {
        return Ok(Kind::Text(text.clone()));
    }
    if let Ok(dict) = object.cast_exact::<PyDict>() {
        return Ok(Kind::Dict(dict.clone()));
    }
    if let Ok(list) = object.cast_exact::<PyList>() {
        return Ok(Kind::List(list.clone()));
    }
    if object.is_none() {
        return Ok(Kind::Nothing);
    }
    if let Ok(flag) = object.cast_exact::<PyBool>() {
        return Ok(Kind::Flag(flag.is_true()));
    }
    if let Ok(number) = object.cast_exact::<PyInt>() {
        return Ok(Kind::Whole(number.clone()));
    }
    if let Ok(number) = object.cast_exact::<PyFloat>() {
        return Ok(Kind::Number(number.value()));
    }
    if stand_ins > MOST_STAND_INS {
        return Err(BridgeError::new("the object stands for itself"));
    }
    unusual(object, stand_ins).unwrap_or_else(|error| Err(BridgeError::raised(object.py(), &error)))
}

type Sorted<'py> = Result<Kind<'py>, BridgeError>;

fn unusual<'py>(object: &Bound<'py, PyAny>, stand_ins: u32) -> PyResult<Sorted<'py>> {
    let py = object.py();
    if is_missing(object)? {
        return Ok(Ok(Kind::Nothing));
    }
    if let Some(text) = time_text(object)? {
        return Ok(Ok(Kind::Text(text)));
    }
    if object.is_instance(imported(py, &ENUM, "enum", "Enum")?)? {
        return Ok(kind_behind(&object.getattr("value")?, stand_ins + 1));
    }
    if let Ok(text) = object.cast::<PyString>() {
        return Ok(Ok(Kind::Text(text.clone())));
    }
    if let Ok(number) = object.cast::<PyInt>() {
        return Ok(Ok(Kind::Whole(number.clone())));
    }
    if let Ok(number) = object.cast::<PyFloat>() {
        return Ok(Ok(Kind::Number(number.value())));
    }
    if let Ok(tuple) = object.cast::<PyTuple>() {
        return Ok(Ok(Kind::Tuple(tuple.clone())));
    }
    if let Ok(list) = object.cast::<PyList>() {
        return Ok(Ok(Kind::List(list.clone())));
    }
    if let Ok(dict) = object.cast::<PyDict>() {
        return Ok(Ok(Kind::Dict(dict.clone())));
    }
    if object.get_type().name()? == "Decimal" {
        return decimal(object);
    }
    if let Some(dict) = model(object)? {
        return Ok(Ok(Kind::Dict(dict)));
    }
    if let Ok(mapping) = object.cast::<PyMapping>() {
        let dict = PyDict::new(py);
        dict.update(mapping)?;
        return Ok(Ok(Kind::Dict(dict)));
    }
    let is_bytes = object.is_instance_of::<PyBytes>() || object.is_instance_of::<PyByteArray>();
    if !is_bytes && let Ok(sequence) = object.cast::<PySequence>() {
        return Ok(Ok(Kind::Tuple(sequence.to_tuple()?)));
    }
    // NumPy's scalars and arrays know what they are in Python.
    if object.hasattr("dtype")? && object.hasattr("tolist")? {
        return Ok(kind_behind(&object.call_method0("tolist")?, stand_ins + 1));
    }
    Ok(Err(BridgeError::new(format!("a `{}` cannot be passed", type_name(object)))))
}

/// Whether the object is one of the ways in which data frames write nothing.
pub(crate) fn is_missing(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    if object.is_none() {
        return Ok(true);
    }
    let name = object.get_type().name()?;
    Ok(name == "NaTType" || name == "NAType")
}

/// A time as text, for `datetime`, `date` and `time` objects. One without a zone has none as text either, and the
/// engine says where that matters.
fn time_text<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyString>>> {
    let is_time = object.is_instance_of::<PyDateTime>()
        || object.is_instance_of::<PyDate>()
        || object.is_instance_of::<PyTime>();
    if !is_time {
        return Ok(None);
    }
    let text = object.call_method0(pyo3::intern!(object.py(), "isoformat"))?;
    Ok(Some(text.cast_into::<PyString>()?))
}

/// The fields of a pydantic model or of a dataclass.
fn model<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyDict>>> {
    let py = object.py();
    if object.is_instance_of::<PyType>() {
        return Ok(None);
    }
    let class = object.get_type();
    if class.hasattr(pyo3::intern!(py, "model_dump"))? {
        return Ok(object.call_method0(pyo3::intern!(py, "model_dump"))?.cast_into::<PyDict>().ok());
    }
    if !class.hasattr(pyo3::intern!(py, "__dataclass_fields__"))? {
        return Ok(None);
    }
    let fields = imported(py, &FIELDS, "dataclasses", "fields")?.call1((object,))?;
    let dict = PyDict::new(py);
    for field in fields.try_iter()? {
        let name = field?.getattr(pyo3::intern!(py, "name"))?.cast_into::<PyString>()?;
        dict.set_item(&name, object.getattr(&name)?)?;
    }
    Ok(Some(dict))
}

/// A decimal number where a binary one says exactly the same.
fn decimal<'py>(object: &Bound<'py, PyAny>) -> PyResult<Sorted<'py>> {
    let is_finite = object.call_method0("is_finite")?.is_truthy()?;
    let py = object.py();
    if is_finite {
        let whole = object.call_method0("__int__")?;
        if whole.eq(object)? {
            return Ok(Ok(Kind::Whole(whole.cast_into::<PyInt>()?)));
        }
        let number = PyFloat::new(py, object.extract::<f64>()?);
        if number.as_any().eq(object)? {
            return Ok(Ok(Kind::Number(number.value())));
        }
    }
    Ok(Err(BridgeError::new("the Decimal has no exact binary form: pass a float or a whole number")))
}

/// The name of an object's type.
pub(super) fn type_name(object: &Bound<'_, PyAny>) -> String {
    object.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string())
}

static ENUM: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
static FIELDS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

fn imported<'py>(
    py: Python<'py>,
    cell: &'static PyOnceLock<Py<PyAny>>,
    module: &str,
    name: &str,
) -> PyResult<&'py Bound<'py, PyAny>> {
    Ok(cell.get_or_try_init(py, || py.import(module)?.getattr(name).map(Bound::unbind))?.bind(py))
}
