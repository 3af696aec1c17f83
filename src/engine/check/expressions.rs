//! Every expression can be read, names only what something supplies, and has the right type.

use indexmap::IndexMap;

use super::{
    codes,
    tour::{Tour, Way},
    world::World,
};
use crate::{
    definition::{
        model::{Do, Field},
        near,
    },
    diagnostic::Diagnostic,
    guard::{self, Expr, Scope, Type},
};

/// Everything of that kind.
pub fn check(tour: &Tour<'_>, world: World<'_>) -> Vec<Diagnostic> {
    let mut search = Search {
        scope: Names::of(tour, world),
        found: Vec::new(),
    };
    search.kept(tour);
    for way in &tour.ways {
        search.way(tour, way);
    }
    for clock in &tour.clocks {
        if let Some(at) = &clock.clock.at {
            let wanted = [Type::Date, Type::Instant];
            search.expression(&format!("{}.at", clock.path), at, &[], Some(&wanted));
        }
    }
    for place in &tour.states {
        if let Some(every) = &place.state.every {
            for (key, text) in [("from", &every.from), ("until", &every.until)] {
                let path = format!("{}.every.{key}", place.path);
                search.expression(&path, text, &[], Some(&[Type::Date]));
            }
        }
    }
    for (name, form) in &tour.definition.forms {
        for (index, field) in form.fields.iter().enumerate() {
            let path = format!("forms.{name}.fields[{index}].show_when");
            if let Some(text) = &field.show_when {
                let before = form.fields.get(..index).unwrap_or_default();
                search.expression(&path, text, before, Some(&[Type::Boolean]));
            }
        }
    }
    search.found
}

/// The names of one file, with their types.
#[derive(Debug, Clone)]
pub struct Names {
    known: IndexMap<String, Type>,
    /// Facts that the host has and the file does not declare.
    undeclared: Vec<String>,
    /// States that one of the workflows which a link may mean has and another has not: that other.
    lacking: IndexMap<String, String>,
    /// Children and links of workflows that are not there; that is told once, elsewhere.
    open: Vec<(String, Type)>,
}

impl Names {
    /// Everything but `form.…`, which depends on the act, and what `set` keeps.
    pub fn of(tour: &Tour<'_>, world: World<'_>) -> Self {
        let definition = tour.definition;
        let mut known = IndexMap::new();
        for (name, kind) in &definition.facts {
            known.insert(name.clone(), Type::from(*kind));
        }
        for (name, setting) in &definition.settings {
            known.insert(format!("settings.{name}"), Type::of_scalar(&setting.default));
        }
        for (name, form) in &definition.forms {
            for field in form.fields.iter().filter(|field| field.keep) {
                known.insert(format!("kept.{name}.{}", field.id), Type::of_field(field));
            }
        }
        for place in &tour.states {
            known.insert(format!("entered.{}", place.id), Type::Integer);
        }
        for (brood, workflow) in tour.broods() {
            known.insert(format!("{brood}.count"), Type::Integer);
            known.insert(format!("{brood}.ended"), Type::Integer);
            let child = world.workflow(workflow).map(Tour::of);
            for place in child.iter().flat_map(|child| &child.states) {
                if let Some(outcome) = &place.state.final_outcome {
                    known.insert(format!("{brood}.{outcome}"), Type::Integer);
                }
            }
        }
        let mut lacking = IndexMap::new();
        for link in definition.links.keys() {
            known.insert(format!("{link}.signed_hash"), Type::Text);
            known.insert(format!("{link}.current_hash"), Type::Text);
            let others: Vec<Tour<'_>> = world.meant(definition, link).into_iter().map(Tour::of).collect();
            for place in others.iter().flat_map(|other| &other.states) {
                let name = format!("{link}.reached.{}", place.id);
                match others.iter().find(|other| other.state(place.id).is_none()) {
                    Some(other) => lacking.insert(name, other.definition.workflow.clone()).map(drop),
                    None => known.insert(name, Type::Boolean).map(drop),
                };
            }
        }
        let mut open = Vec::new();
        for (brood, workflow) in tour.broods() {
            if workflow != definition.workflow && world.workflow(workflow).is_none() {
                open.push((format!("{brood}."), Type::Integer));
            }
        }
        for (link, meant) in &definition.links {
            if meant.names().any(|name| world.workflow(name).is_none()) {
                open.push((format!("{link}.reached."), Type::Boolean));
            }
        }
        let subject = world.catalogue.subjects.get(&definition.about);
        let facts = subject.into_iter().flat_map(|subject| subject.facts.keys());
        let undeclared = facts
            .filter(|name| !definition.facts.contains_key(*name))
            .cloned()
            .collect();
        Self {
            known,
            undeclared,
            lacking,
            open,
        }
    }

    fn with(&self, fields: &[Field]) -> Self {
        let mut names = self.clone();
        for field in fields {
            names.known.insert(format!("form.{}", field.id), Type::of_field(field));
        }
        names
    }
}

impl Scope for Names {
    fn kind(&self, name: &str) -> Option<Type> {
        let open = || self.open.iter().find(|(head, _)| name.starts_with(head.as_str()));
        self.known
            .get(name)
            .cloned()
            .or_else(|| open().map(|(_, kind)| kind.clone()))
    }

    fn names(&self) -> Vec<String> {
        self.known.keys().cloned().collect()
    }
}

struct Search {
    scope: Names,
    found: Vec<Diagnostic>,
}

/// The fields of a form.
pub fn fields<'a>(tour: &Tour<'a>, form: Option<&str>) -> &'a [Field] {
    form.and_then(|form| tour.definition.forms.get(form))
        .map(|form| form.fields.as_slice())
        .unwrap_or_default()
}

impl Search {
    /// Values that `set` keeps get the type of their expression; one may read another.
    fn kept(&mut self, tour: &Tour<'_>) {
        let mut open: Vec<(String, String, &str, &[Field])> = Vec::new();
        for deed in &tour.deeds {
            if let Do::Set(values) = deed.deed {
                for (name, text) in values {
                    let path = format!("{}.set.{name}", deed.path);
                    open.push((path, format!("kept.{name}"), text, fields(tour, deed.form)));
                }
            }
        }
        for _ in 0..open.len() {
            for (_, name, text, fields) in &open {
                if let Ok(expr) = guard::parse(text)
                    && let Ok(kind) = guard::check(&expr, &self.scope.with(fields))
                {
                    self.scope.known.entry(name.clone()).or_insert(kind);
                }
            }
        }
        for (path, name, text, fields) in &open {
            let kind = self.scope.kind(name);
            self.expression(path, text, fields, kind.as_ref().map(std::slice::from_ref));
        }
    }

    fn way(&mut self, tour: &Tour<'_>, way: &Way<'_>) {
        let form = way.transition.collect.as_deref();
        for (index, condition) in way.transition.when.iter().enumerate() {
            let path = format!("{}.when[{index}].if", way.path);
            let read = self.expression(&path, &condition.test, fields(tour, form), Some(&[Type::Boolean]));
            if let Some(expr) = read
                && guard::names(&expr).is_empty()
                && !condition.test.contains("today()")
                && !condition.test.contains("now()")
            {
                let what = format!("`{}` reads nothing, so it is always the same.", condition.test);
                self.found
                    .push(Diagnostic::error(codes::ALWAYS_SAME, path, what).mend("Read a fact, or take it away."));
            }
        }
    }

    fn expression(&mut self, path: &str, text: &str, fields: &[Field], wanted: Option<&[Type]>) -> Option<Expr> {
        let expr = match guard::parse(text) {
            Ok(expr) => expr,
            Err(error) => {
                let what = format!("`{text}` cannot be read: {}", error.message);
                self.found.push(Diagnostic::error(codes::EXPRESSION_SYNTAX, path, what));
                return None;
            }
        };
        let scope = self.scope.with(fields);
        let before = self.found.len();
        for name in guard::names(&expr) {
            // A table is read through its columns by `all` and `exists` only.
            if scope.kind(&name).is_none() {
                self.unknown(path, &name, &scope);
            }
        }
        if self.found.len() > before {
            return None;
        }
        match guard::check(&expr, &scope) {
            Err(errors) => {
                for error in errors {
                    self.found
                        .push(Diagnostic::error(codes::EXPRESSION_TYPE, path, error.message));
                }
                None
            }
            Ok(kind) if wanted.is_some_and(|wanted| !wanted.contains(&kind)) => {
                let needed = wanted.and_then(<[Type]>::first).map(Type::words).unwrap_or_default();
                let what = format!("`{text}` is {}, and {needed} is needed here.", kind.words());
                self.found.push(Diagnostic::error(codes::EXPRESSION_TYPE, path, what));
                None
            }
            Ok(_) => Some(expr),
        }
    }

    fn unknown(&mut self, path: &str, name: &str, scope: &Names) {
        let what = format!("Nothing supplies `{name}`.");
        let told = if name.starts_with("form.") && path.starts_with("forms.") {
            let what = format!("`{name}` is not a question that is asked before this one.");
            Diagnostic::error(codes::FORM_NOT_COLLECTED, path, what).mend("Ask it earlier in the form.")
        } else if name.starts_with("form.") && !scope.known.keys().any(|known| known.starts_with("form.")) {
            Diagnostic::error(
                codes::FORM_NOT_COLLECTED,
                path,
                format!("`{name}` is read, and no form is filled in here."),
            )
            .mend("Add `collect`, or mark the answer `keep` where it is given and read `kept.<form>.<field>`.")
        } else if self.scope.undeclared.iter().any(|fact| fact == name) {
            Diagnostic::error(
                codes::EXPRESSION_NAME,
                path,
                format!("The fact `{name}` is not declared in this file."),
            )
            .mend(format!("Add `{name}` with its type under `facts`."))
        } else if let Some(other) = self.scope.lacking.get(name) {
            let what = format!("`{other}` has no such state, and the link may mean it.");
            Diagnostic::error(codes::EXPRESSION_NAME, path, what)
                .why(format!("`{name}` would never be true there."))
                .mend(format!("Give `{other}` that state, or take it out of the link."))
        } else {
            let code = if name.starts_with("settings.") {
                codes::UNKNOWN_SETTING
            } else {
                codes::EXPRESSION_NAME
            };
            let known: Vec<&str> = scope.known.keys().map(String::as_str).collect();
            let mend = near::closest(name, known.iter().copied())
                .map(|other| format!("Did you mean `{other}`?"))
                .unwrap_or_else(|| {
                    "Declare it under `facts`, `settings` or `links`, or keep it with `set`.".to_owned()
                });
            Diagnostic::error(code, path, what).mend(mend)
        };
        self.found.push(told);
    }
}
