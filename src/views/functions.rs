//! The words that templates may call: `{{date x "full"}}`.

use chrono::{DateTime, NaiveDate, Utc};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonRender, Output, RenderContext, RenderError,
    RenderErrorReason, ScopedJson,
};
use serde_json::Value;

use super::escape;
use crate::domain::words;

/// Names of functions whose first value may be missing.
const FORGIVING: &[&str] = &["default", "some"];

/// Makes the functions known. `marked` says whether the output is XML.
pub(super) fn register(handlebars: &mut Handlebars<'_>, marked: bool) {
    let plain: [(&'static str, Run); 12] = [
        ("date", date),
        ("money", |v| on_integer(v, words::money)),
        ("count", count),
        ("list", list),
        ("words", |v| on_whole(v, words::number)),
        ("number", |v| on_whole(v, |n| (n + 1).to_string())),
        ("thousands", |v| on_whole(v, words::thousands)),
        ("upper_first", |v| on_text(v, words::upper_first)),
        ("lower", |v| on_text(v, str::to_lowercase)),
        ("short", |v| on_text(v, words::short_hash)),
        ("default", default),
        ("some", some),
    ];
    for (name, run) in plain {
        handlebars.register_helper(name, Box::new(Function { name, run }));
    }
    handlebars.register_helper("paragraphs", Box::new(Paragraphs { marked }));
}

type Run = fn(&[Option<&Value>]) -> Result<Value, String>;

struct Function {
    name: &'static str,
    run: Run,
}

impl HelperDef for Function {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let mut values = Vec::new();
        for param in helper.params() {
            match param.is_value_missing() {
                true if !FORGIVING.contains(&self.name) => {
                    return Err(RenderError::strict_error(param.relative_path()));
                }
                true => values.push(None),
                false => values.push(Some(param.value())),
            }
        }
        (self.run)(&values)
            .map(ScopedJson::Derived)
            .map_err(|why| RenderErrorReason::Other(format!("`{}`: {why}", self.name)).into())
    }
}

/// `{{paragraphs x}}`: text of several paragraphs as `<p>`s; outside XML, the text.
struct Paragraphs {
    marked: bool,
}

impl HelperDef for Paragraphs {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let param = helper
            .param(0)
            .ok_or(RenderErrorReason::ParamNotFoundForIndex("paragraphs", 0))?;
        if param.is_value_missing() {
            return Err(RenderError::strict_error(param.relative_path()));
        }
        let text = param.value().render();
        if !self.marked {
            return Ok(out.write(&escape::markdown(&text))?);
        }
        for block in escape::lines(&text).split("\n\n") {
            let block = block.trim();
            if !block.is_empty() {
                out.write(&format!("<p>{}</p>", escape::xml(block)))?;
            }
        }
        Ok(())
    }
}

fn first<'a>(values: &[Option<&'a Value>]) -> Result<&'a Value, String> {
    values
        .first()
        .copied()
        .flatten()
        .ok_or_else(|| "says nothing to work on".to_owned())
}

fn text_at<'a>(values: &[Option<&'a Value>], place: usize) -> Option<&'a str> {
    values.get(place).copied().flatten().and_then(Value::as_str)
}

/// Empty stays empty.
fn on_integer(values: &[Option<&Value>], say: fn(i64) -> String) -> Result<Value, String> {
    match first(values)? {
        Value::Null => Ok(Value::from("")),
        Value::Number(n) => n
            .as_i64()
            .map(|n| say(n).into())
            .ok_or_else(|| format!("{n} is not a whole number")),
        other => Err(format!("{other} is not a number")),
    }
}

fn on_whole(values: &[Option<&Value>], say: fn(u64) -> String) -> Result<Value, String> {
    match first(values)? {
        Value::Null => Ok(Value::from("")),
        other => whole(other).map(|n| say(n).into()),
    }
}

fn whole(value: &Value) -> Result<u64, String> {
    match value {
        Value::Array(all) => u64::try_from(all.len()).map_err(|e| e.to_string()),
        other => other.as_u64().ok_or_else(|| format!("{other} is not a whole number")),
    }
}

fn on_text(values: &[Option<&Value>], say: fn(&str) -> String) -> Result<Value, String> {
    Ok(say(&first(values)?.render()).into())
}

fn count(values: &[Option<&Value>]) -> Result<Value, String> {
    let number = whole(first(values)?)?;
    match (text_at(values, 1), text_at(values, 2)) {
        (Some(one), Some(many)) => Ok(words::count(number, one, many).into()),
        _ => Err("write it as `count n \"bid\" \"bids\"`".to_owned()),
    }
}

fn list(values: &[Option<&Value>]) -> Result<Value, String> {
    let Value::Array(all) = first(values)? else {
        return Err("works on a list".to_owned());
    };
    let said: Result<Vec<String>, String> = all
        .iter()
        .map(|one| match text_at(values, 1) {
            None => Ok(one.render()),
            Some(field) => one
                .get(field)
                .map(JsonRender::render)
                .ok_or_else(|| format!("the members have no `{field}`")),
        })
        .collect();
    Ok(words::list(&said?).into())
}

fn default(values: &[Option<&Value>]) -> Result<Value, String> {
    let instead = values.get(1).copied().flatten().cloned().unwrap_or_default();
    let value = values.first().copied().flatten();
    Ok(value.filter(|v| filled(v)).cloned().unwrap_or(instead))
}

fn some(values: &[Option<&Value>]) -> Result<Value, String> {
    Ok(values.first().copied().flatten().is_some_and(filled).into())
}

fn filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(all) => !all.is_empty(),
        Value::Object(all) => !all.is_empty(),
    }
}

fn date(values: &[Option<&Value>]) -> Result<Value, String> {
    let text = match first(values)? {
        Value::Null => return Ok("".into()),
        Value::String(text) if text.is_empty() => return Ok("".into()),
        Value::String(text) => text,
        other => return Err(format!("{other} is not a date")),
    };
    let style = text_at(values, 1).unwrap_or("day");
    let said = if let Ok(day) = text.parse::<NaiveDate>() {
        match style {
            "day" => words::day(day),
            "full" => words::full_day(day),
            "short" => words::short_day(day),
            other => return Err(format!("a day has no `{other}`; write day, full or short")),
        }
    } else {
        let at: DateTime<Utc> = text
            .parse()
            .map_err(|e| format!("`{text}` is not a date such as 2026-04-10: {e}"))?;
        match style {
            "day" => words::day(words::local_day(at)),
            "full" => words::full(at),
            "short" => words::short_day(words::local_day(at)),
            "stamp" => words::stamp(at),
            "until" => words::until(at),
            "time" => words::time(at),
            other => {
                return Err(format!(
                    "there is no `{other}`; write day, full, short, stamp, until or time"
                ));
            }
        }
    };
    Ok(said.into())
}
