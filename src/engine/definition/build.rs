//! From a tree to the structs, by serde. Errors carry the path at which they arose.

use std::fmt;

use serde::{
    Deserialize,
    de::{self, DeserializeSeed, IntoDeserializer, Visitor, value::StrDeserializer},
};

use super::{
    node::{Data, Key, Node},
    source,
};

/// Why a tree could not become the struct, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError {
    /// Where.
    pub path: String,
    /// Why.
    pub what: String,
}

impl BuildError {
    fn under(mut self, step: &str) -> Self {
        self.path = match self.path.as_str() {
            "" => step.to_owned(),
            rest if rest.starts_with('[') => format!("{step}{rest}"),
            rest => source::join(step, rest),
        };
        self
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for BuildError {}

impl de::Error for BuildError {
    fn custom<T: fmt::Display>(what: T) -> Self {
        Self {
            path: String::new(),
            what: what.to_string(),
        }
    }
}

/// Builds a value.
///
/// # Errors
/// The first thing that does not fit.
pub fn build<'de, T: Deserialize<'de>>(node: &'de Node) -> Result<T, BuildError> {
    T::deserialize(node)
}

impl<'de> de::Deserializer<'de> for &'de Node {
    type Error = BuildError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, BuildError> {
        match &self.data {
            Data::Null | Data::Broken => visitor.visit_unit(),
            Data::Bool(value) => visitor.visit_bool(*value),
            Data::Integer(value) => visitor.visit_i64(*value),
            Data::Text(text) => visitor.visit_borrowed_str(text),
            Data::List(items) => visitor.visit_seq(Items(items.iter(), 0)),
            Data::Map(entries) => visitor.visit_map(Entries(entries.iter(), None)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, BuildError> {
        match &self.data {
            Data::Null | Data::Broken => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, BuildError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, BuildError> {
        match &self.data {
            Data::Text(word) => visitor.visit_enum(word.as_str().into_deserializer()),
            Data::Map(entries) => match entries.as_slice() {
                [(key, value)] => visitor.visit_enum(Tagged(key, value)),
                _ => Err(de::Error::custom("exactly one key belongs here")),
            },
            other => Err(de::Error::custom(format!("{} cannot stand here", other.kind()))),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Items<'de>(std::slice::Iter<'de, Node>, usize);

impl<'de> de::SeqAccess<'de> for Items<'de> {
    type Error = BuildError;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, BuildError> {
        let Some(node) = self.0.next() else { return Ok(None) };
        let step = format!("[{}]", self.1);
        self.1 += 1;
        seed.deserialize(node).map(Some).map_err(|error| error.under(&step))
    }
}

struct Entries<'de>(std::slice::Iter<'de, (Key, Node)>, Option<(&'de Key, &'de Node)>);

impl<'de> de::MapAccess<'de> for Entries<'de> {
    type Error = BuildError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, BuildError> {
        self.1 = self.0.next().map(|(key, node)| (key, node));
        let Some((key, _)) = self.1 else { return Ok(None) };
        seed.deserialize(KeyText(&key.text))
            .map(Some)
            .map_err(|error| error.under(&key.text))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, BuildError> {
        let (key, node) = self
            .1
            .take()
            .ok_or_else(|| de::Error::custom("a value without a key"))?;
        seed.deserialize(node).map_err(|error| error.under(&key.text))
    }
}

/// A key is text in the file and may be a number in the struct (years of a calendar).
struct KeyText<'de>(&'de str);

impl<'de> KeyText<'de> {
    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, BuildError> {
        let number = self.0.parse::<i64>();
        let number = number.map_err(|_bad| de::Error::custom(format!("`{}` is not a whole number", self.0)))?;
        visitor.visit_i64(number)
    }
}

macro_rules! number_keys {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, BuildError> {
            self.number(visitor)
        })*
    };
}

impl<'de> de::Deserializer<'de> for KeyText<'de> {
    type Error = BuildError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, BuildError> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, BuildError> {
        visitor.visit_newtype_struct(self)
    }

    number_keys! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
    deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, BuildError> {
        let word: StrDeserializer<'_, BuildError> = self.0.into_deserializer();
        visitor.visit_enum(word)
    }

    serde::forward_to_deserialize_any! {
        bool i128 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// `{ email: … }`
struct Tagged<'de>(&'de Key, &'de Node);

impl<'de> de::EnumAccess<'de> for Tagged<'de> {
    type Error = BuildError;
    type Variant = Content<'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content<'de>), BuildError> {
        let word: StrDeserializer<'_, BuildError> = self.0.text.as_str().into_deserializer();
        let variant = seed.deserialize(word)?;
        Ok((variant, Content(self.0, self.1)))
    }
}

/// What stands under the one key of an enum.
struct Content<'de>(&'de Key, &'de Node);

impl<'de> de::VariantAccess<'de> for Content<'de> {
    type Error = BuildError;

    fn unit_variant(self) -> Result<(), BuildError> {
        Err(de::Error::custom(format!("`{}` takes no value", self.0.text)))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, BuildError> {
        seed.deserialize(self.1).map_err(|error| error.under(&self.0.text))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, BuildError> {
        de::Deserializer::deserialize_any(self.1, visitor).map_err(|error| error.under(&self.0.text))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, BuildError> {
        de::Deserializer::deserialize_any(self.1, visitor).map_err(|error| error.under(&self.0.text))
    }
}
