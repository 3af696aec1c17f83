//! What a play means by the values it gives: names for ids, files and sentences for their text, tables
//! that are written short.

use anyhow::{Context as _, anyhow};
use serde_json::{Map, Value as Json};

use super::stage::Stage;

impl Stage {
    /// Values `@name` replaced by ids, however deep.
    pub(super) fn filled_in(&self, with: &Map<String, Json>) -> anyhow::Result<Map<String, Json>> {
        with.iter()
            .map(|(name, value)| Ok((name.clone(), self.meant(value)?)))
            .collect()
    }

    pub(super) fn meant(&self, value: &Json) -> anyhow::Result<Json> {
        Ok(match value {
            Json::String(text) => self.said(text)?,
            Json::Array(all) => all.iter().map(|one| self.meant(one)).collect::<anyhow::Result<_>>()?,
            Json::Object(map) => match table(map) {
                Some(rows) => self.meant(&rows?)?,
                None => Json::Object(self.filled_in(map)?),
            },
            Json::Null | Json::Bool(_) | Json::Number(_) => value.clone(),
        })
    }

    fn said(&self, text: &str) -> anyhow::Result<Json> {
        if let Some(name) = text.strip_prefix('@') {
            return Ok(self.id_of(name)?.into());
        }
        if let Some(path) = text.strip_prefix("file:") {
            let found = self.app.library.shelf.get(path);
            return Ok(found.with_context(|| format!("there is no file {path}"))?.into());
        }
        if let Some(name) = text.strip_prefix("text:") {
            let found = self.texts.get(name);
            return Ok(found
                .with_context(|| format!("there is no `{name}` in `texts`"))?
                .clone()
                .into());
        }
        Ok(text.into())
    }

    fn id_of(&self, name: &str) -> anyhow::Result<String> {
        if let Ok(named) = self.find(name) {
            return Ok(named.id);
        }
        self.person(name)
            .or_else(|_| self.organisation(name))
            .with_context(|| format!("`@{name}` is no person, no organisation, and no name that a step gave"))
    }
}

/// The rows of a table that is written short; `None` for anything else.
fn table(map: &Map<String, Json>) -> Option<anyhow::Result<Json>> {
    let (columns, rows) = (map.get("columns")?.as_array()?, map.get("rows")?);
    let names: Vec<&str> = columns.iter().filter_map(Json::as_str).collect();
    let lines: Vec<Vec<Json>> = match rows {
        Json::Object(pairs) => pairs
            .iter()
            .map(|(first, second)| vec![first.clone().into(), second.clone()])
            .collect(),
        Json::Array(all) => all
            .iter()
            .map(|one| one.as_array().cloned().unwrap_or_default())
            .collect(),
        _ => return None,
    };
    if let Some(odd) = lines.iter().find(|line| line.len() != names.len()) {
        return Some(Err(anyhow!(
            "a row has {} cells, and there are {} columns: {}",
            odd.len(),
            names.len(),
            Json::from(odd.clone())
        )));
    }
    let row = |line: Vec<Json>| -> Json {
        names
            .iter()
            .zip(line)
            .map(|(name, cell)| ((*name).to_owned(), cell))
            .collect::<Map<String, Json>>()
            .into()
    };
    Some(Ok(lines.into_iter().map(row).collect()))
}
