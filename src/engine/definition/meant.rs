//! What a link may mean: one workflow, or several, of which an instance means one.
//!
//! A file that belongs to several packs (a bid, a contract) says so once instead of standing there once for each.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The workflows that a link may mean, in the order of the file. Whatever is said of the link holds for each of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meant(pub Vec<String>);

impl Meant {
    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether an instance of this workflow can be meant.
    pub fn means(&self, workflow: &str) -> bool {
        self.names().any(|name| name == workflow)
    }

    /// Each with the path that a diagnostic names, given the path of the link.
    pub fn places<'a>(&'a self, path: &'a str) -> impl Iterator<Item = (String, &'a str)> {
        let single = self.0.len() == 1;
        self.names().enumerate().map(move |(index, name)| {
            let path = if single {
                path.to_owned()
            } else {
                format!("{path}[{index}]")
            };
            (path, name)
        })
    }
}

impl<'de> Deserialize<'de> for Meant {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct OneOrMany;

        impl<'de> de::Visitor<'de> for OneOrMany {
            type Value = Meant;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a workflow, or a list of names")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Meant, E> {
                Ok(Meant(vec![name.to_owned()]))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Meant, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = seq.next_element()? {
                    all.push(one);
                }
                Ok(Meant(all))
            }
        }

        d.deserialize_any(OneOrMany)
    }
}

/// One is written as it was before there could be several, so that no definition changes its hash by itself.
impl Serialize for Meant {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(s),
            many => many.serialize(s),
        }
    }
}

impl JsonSchema for Meant {
    fn schema_name() -> Cow<'static, str> {
        "Meant".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A workflow, or several, each of which has every state that is asked about.",
            "oneOf": [
                { "type": "string" },
                { "type": "array", "items": { "type": "string" }, "minItems": 1, "uniqueItems": true },
            ],
        })
    }
}
