//! Answers as Python objects.

use std::sync::{LazyLock, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use rustc_hash::FxHashMap;
use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::{BridgeError, Shape};

type Object<'py> = Bound<'py, PyAny>;
type Result<T> = std::result::Result<T, BridgeError>;

/// Writes an answer of this shape.
pub(crate) fn write<'py>(
    py: Python<'py>,
    answer: &(impl Serialize + ?Sized),
    shape: Option<&'static Shape>,
) -> Result<Object<'py>> {
    answer.serialize(Writer { py, shape })
}

#[derive(Clone, Copy)]
struct Writer<'py> {
    py: Python<'py>,
    shape: Option<&'static Shape>,
}

impl<'py> Writer<'py> {
    fn raised(self, error: &PyErr) -> BridgeError {
        BridgeError::raised(self.py, error)
    }

    fn inside(self, shape: Option<&'static Shape>) -> Self {
        Self { py: self.py, shape }
    }

    fn list(self, room: usize) -> List<'py> {
        List { items: Vec::with_capacity(room), writer: self, around: None, is_tuple: false }
    }

    fn dict(self) -> Dict<'py> {
        Dict { dict: PyDict::new(self.py), writer: self, key: None, around: None }
    }
}

/// Texts of the program's own by where they stand.
type Names = FxHashMap<(usize, usize), Py<PyString>>;

/// A text of the program's own as a Python text, made once: names of fields and of choices.
fn name<'py>(py: Python<'py>, text: &'static str) -> Bound<'py, PyString> {
    static NAMES: LazyLock<Mutex<Names>> = LazyLock::new(Mutex::default);
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    let known = names.entry((text.as_ptr() as usize, text.len()));
    known.or_insert_with(|| PyString::intern(py, text).unbind()).bind(py).clone()
}

/// A text by what it says: an instant, a day or just a text. Years that Python's types do not have stay text.
pub(crate) fn text<'py>(py: Python<'py>, text: &str, shape: Option<&'static Shape>) -> Object<'py> {
    static INSTANT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    static DAY: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let reading = match shape {
        Some(Shape::Instant) => from_iso_format::<PyDateTime>(py, &INSTANT),
        Some(Shape::Day) => from_iso_format::<PyDate>(py, &DAY),
        _ => return PyString::new(py, text).into_any(),
    };
    let read = reading.and_then(|read| read.call1((text,)));
    read.unwrap_or_else(|_| PyString::new(py, text).into_any())
}

fn from_iso_format<'py, T: pyo3::PyTypeInfo>(
    py: Python<'py>,
    cell: &'static PyOnceLock<Py<PyAny>>,
) -> PyResult<&'py Object<'py>> {
    let method =
        cell.get_or_try_init(py, || py.get_type::<T>().getattr("fromisoformat").map(Bound::unbind))?;
    Ok(method.bind(py))
}

macro_rules! whole_numbers {
    ($($method:ident: $number:ty),+) => {$(
        fn $method(self, value: $number) -> Result<Object<'py>> {
            Ok(PyInt::new(self.py, value).into_any())
        }
    )+};
}

impl<'py> Serializer for Writer<'py> {
    type Ok = Object<'py>;
    type Error = BridgeError;
    type SerializeSeq = List<'py>;
    type SerializeTuple = List<'py>;
    type SerializeTupleStruct = List<'py>;
    type SerializeTupleVariant = List<'py>;
    type SerializeMap = Dict<'py>;
    type SerializeStruct = Dict<'py>;
    type SerializeStructVariant = Dict<'py>;

    whole_numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128
    }

    fn serialize_bool(self, value: bool) -> Result<Self::Ok> {
        Ok(PyBool::new(self.py, value).to_owned().into_any())
    }

    fn serialize_f32(self, value: f32) -> Result<Self::Ok> {
        self.serialize_f64(f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> Result<Self::Ok> {
        Ok(PyFloat::new(self.py, value).into_any())
    }

    fn serialize_char(self, value: char) -> Result<Self::Ok> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<Self::Ok> {
        Ok(text(self.py, value, self.shape))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Self::Ok> {
        Ok(PyBytes::new(self.py, value).into_any())
    }

    fn serialize_none(self) -> Result<Self::Ok> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Self::Ok> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Self::Ok> {
        Ok(self.py.None().into_bound(self.py))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Self::Ok> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Self::Ok> {
        Ok(name(self.py, variant).into_any())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Self::Ok> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Self::Ok> {
        let mut dict = self.dict();
        dict.put(name(self.py, variant), variant, value)?;
        Ok(dict.finish())
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<List<'py>> {
        Ok(self.list(len.unwrap_or(0)))
    }

    fn serialize_tuple(self, len: usize) -> Result<List<'py>> {
        Ok(List { is_tuple: true, ..self.list(len) })
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<List<'py>> {
        Ok(self.list(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<List<'py>> {
        let mut list = self.inside(self.shape.and_then(|shape| shape.under(variant))).list(len);
        list.around = Some(variant);
        Ok(list)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Dict<'py>> {
        Ok(self.dict())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Dict<'py>> {
        Ok(self.dict())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Dict<'py>> {
        let mut dict = self.inside(self.shape.and_then(|shape| shape.under(variant))).dict();
        dict.around = Some(variant);
        Ok(dict)
    }
}

/// Puts what was written under the name of its variant.
fn wrap<'py>(py: Python<'py>, around: Option<&'static str>, inner: Object<'py>) -> Result<Object<'py>> {
    let Some(variant) = around else { return Ok(inner) };
    let dict = PyDict::new(py);
    dict.set_item(name(py, variant), inner).map_err(|error| BridgeError::raised(py, &error))?;
    Ok(dict.into_any())
}

/// A list being written.
struct List<'py> {
    items: Vec<Object<'py>>,
    writer: Writer<'py>,
    around: Option<&'static str>,
    is_tuple: bool,
}

impl<'py> List<'py> {
    fn push(&mut self, value: &(impl Serialize + ?Sized)) -> Result<()> {
        let shape = self.writer.shape.and_then(|shape| shape.item(self.items.len()));
        self.items.push(value.serialize(self.writer.inside(shape))?);
        Ok(())
    }

    fn finish(self) -> Result<Object<'py>> {
        let Self { items, writer, around, is_tuple } = self;
        let made = if is_tuple {
            PyTuple::new(writer.py, items).map(Bound::into_any)
        } else {
            PyList::new(writer.py, items).map(Bound::into_any)
        };
        wrap(writer.py, around, made.map_err(|error| writer.raised(&error))?)
    }
}

macro_rules! lists {
    ($($interface:ident::$method:ident),+) => {$(
        impl<'py> $interface for List<'py> {
            type Ok = Object<'py>;
            type Error = BridgeError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.push(value)
            }

            fn end(self) -> Result<Object<'py>> {
                self.finish()
            }
        }
    )+};
}

lists! {
    SerializeSeq::serialize_element, SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field, SerializeTupleVariant::serialize_field
}

/// A dict being written.
struct Dict<'py> {
    dict: Bound<'py, PyDict>,
    writer: Writer<'py>,
    key: Option<Bound<'py, PyString>>,
    around: Option<&'static str>,
}

impl<'py> Dict<'py> {
    fn put(
        &mut self,
        key: Bound<'py, PyString>,
        text: &str,
        value: &(impl Serialize + ?Sized),
    ) -> Result<()> {
        let Some(shape) = self.writer.shape else { return self.set(key, value.serialize(self.writer)?) };
        let written = value.serialize(self.writer.inside(shape.under(text)))?;
        if let Shape::Tagged { tag, forms, .. } = shape
            && *tag == text
        {
            let form = written.cast::<PyString>().ok().and_then(|form| form.to_str().ok());
            if let Some((_, shape)) = forms.iter().find(|(name, _)| Some(*name) == form) {
                self.writer.shape = Some(shape);
            }
        }
        self.set(key, written)
    }

    fn set(&self, key: Bound<'py, PyString>, value: Object<'py>) -> Result<()> {
        self.dict.set_item(key, value).map_err(|error| self.writer.raised(&error))
    }

    fn finish(self) -> Object<'py> {
        self.dict.into_any()
    }
}

impl<'py> SerializeStruct for Dict<'py> {
    type Ok = Object<'py>;
    type Error = BridgeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<()> {
        self.put(name(self.writer.py, key), key, value)
    }

    fn end(self) -> Result<Object<'py>> {
        Ok(self.finish())
    }
}

impl<'py> SerializeStructVariant for Dict<'py> {
    type Ok = Object<'py>;
    type Error = BridgeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<()> {
        SerializeStruct::serialize_field(self, key, value)
    }

    fn end(self) -> Result<Object<'py>> {
        wrap(self.writer.py, self.around, self.finish())
    }
}

impl<'py> SerializeMap for Dict<'py> {
    type Ok = Object<'py>;
    type Error = BridgeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        let key = key.serialize(self.writer.inside(None))?;
        let key = match key.cast_into::<PyString>() {
            Ok(text) => text,
            // JSON's keys are texts, and Python sees what JSON would hold.
            Err(other) => other.into_inner().str().map_err(|error| self.writer.raised(&error))?,
        };
        self.key = Some(key);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let Some(key) = self.key.take() else { return Err(BridgeError::new("a value has no key")) };
        if self.writer.shape.is_none() {
            return self.set(key, value.serialize(self.writer)?);
        }
        let text = key.to_str().map_err(|error| self.writer.raised(&error))?.to_owned();
        self.put(key, &text, value)
    }

    fn end(self) -> Result<Object<'py>> {
        Ok(self.finish())
    }
}
