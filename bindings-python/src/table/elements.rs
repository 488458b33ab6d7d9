//! The records of an answer that is a list, one by one: an answer can only be written, and this writes it to a
//! function.

use serde::ser::{Impossible, Serialize, SerializeSeq, Serializer};

use super::Records;
use crate::bridge::BridgeError;

type Visit<'v> = &'v mut dyn FnMut(&dyn erased_serde::Serialize) -> Result<(), BridgeError>;

/// Calls `visit` with each record of a list.
pub(super) fn each(answer: &Records, visit: Visit<'_>) -> Result<(), BridgeError> {
    answer.serialize(Elements { visit })
}

/// Passes each element of a list on, and refuses everything that is no list.
struct Elements<'v> {
    visit: Visit<'v>,
}

impl SerializeSeq for Elements<'_> {
    type Ok = ();
    type Error = BridgeError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), BridgeError> {
        (self.visit)(&value)
    }

    fn end(self) -> Result<(), BridgeError> {
        Ok(())
    }
}

fn no_list<T>() -> Result<T, BridgeError> {
    Err(BridgeError::new("the answer is no list"))
}

macro_rules! refuse {
    ($($method:ident($($argument:ty),*) -> $answer:ty;)+) => {$(
        fn $method(self, $(_: $argument),*) -> Result<$answer, BridgeError> {
            no_list()
        }
    )+};
}

type Refused = Impossible<(), BridgeError>;

impl<'v> Serializer for Elements<'v> {
    type Ok = ();
    type Error = BridgeError;
    type SerializeSeq = Self;
    type SerializeTuple = Refused;
    type SerializeTupleStruct = Refused;
    type SerializeTupleVariant = Refused;
    type SerializeMap = Refused;
    type SerializeStruct = Refused;
    type SerializeStructVariant = Refused;

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, BridgeError> {
        Ok(self)
    }

    refuse! {
        serialize_bool(bool) -> ();
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_tuple(usize) -> Refused;
        serialize_tuple_struct(&'static str, usize) -> Refused;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Refused;
        serialize_map(Option<usize>) -> Refused;
        serialize_struct(&'static str, usize) -> Refused;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Refused;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), BridgeError> {
        no_list()
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), BridgeError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), BridgeError> {
        no_list()
    }
}
