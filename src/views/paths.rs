//! Which fields a template uses, found by reading it, so that a wrong one is known before it is sent.

use std::collections::BTreeMap;

use handlebars::template::{BlockParam, DecoratorTemplate, HelperTemplate, Parameter, Template, TemplateElement};

/// A use of a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// Steps from the top; `[]` stands for the members of a list.
    pub path: Vec<String>,
    /// Line of the template's body, from 1; 0 in the head.
    pub line: usize,
    /// It is written out as it stands, so that it must be words, a number or a day.
    pub written: bool,
}

/// Something that a template may not do, found on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misuse {
    /// Line of the template's body, from 1.
    pub line: usize,
    /// What.
    pub what: String,
}

/// What reading a template found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Fields, in order.
    pub uses: Vec<Use>,
    /// Partials, in order.
    pub partials: Vec<String>,
    /// Rules broken.
    pub misuses: Vec<Misuse>,
}

/// Reads a template. `partials` gives the pieces it may include.
pub fn read(template: &Template, partials: &BTreeMap<String, Template>) -> Found {
    let mut reader = Reader {
        partials,
        found: Found::default(),
        line: 0,
        depth: 0,
    };
    reader.template(template, &Scope::default());
    reader.found
}

/// Where names are looked up.
#[derive(Debug, Clone, Default)]
struct Scope {
    /// The object that a bare name is a field of, and those outside it. `None`: not known.
    blocks: Vec<Option<Vec<String>>>,
    /// Names of block parameters and of values given to a partial.
    locals: BTreeMap<String, Option<Vec<String>>>,
}

impl Scope {
    fn here(&self, up: usize) -> Option<Vec<String>> {
        if self.blocks.len() <= up {
            return Some(Vec::new());
        }
        self.blocks.iter().rev().nth(up).cloned().flatten()
    }

    fn inside(&self, base: Option<Vec<String>>) -> Self {
        let mut inner = self.clone();
        inner.blocks.push(base);
        inner
    }

    /// The path from the top that a name stands for; `None` where that cannot be known.
    fn resolve(&self, raw: &str) -> Option<Vec<String>> {
        let mut rest = raw;
        if let Some(path) = rest.strip_prefix("@root") {
            return Some(steps(path).collect());
        }
        if rest.starts_with('@') {
            return None;
        }
        let mut up = 0;
        while let Some(outer) = rest.strip_prefix("../") {
            up += 1;
            rest = outer;
        }
        if rest == ".." {
            (up, rest) = (up + 1, "");
        }
        let mut names = steps(rest);
        let all: Vec<String> = names.by_ref().collect();
        if up == 0
            && let Some((first, more)) = all.split_first()
            && let Some(local) = self.locals.get(first)
        {
            return local.as_ref().map(|base| [base.as_slice(), more].concat());
        }
        self.here(up).map(|base| [base, all].concat())
    }
}

fn steps(path: &str) -> impl Iterator<Item = String> {
    path.split(['.', '/'])
        .map(|step| step.trim_matches(['[', ']']))
        .filter(|step| !step.is_empty() && *step != "this")
        .map(str::to_owned)
}

struct Reader<'a> {
    partials: &'a BTreeMap<String, Template>,
    found: Found,
    line: usize,
    depth: usize,
}

impl Reader<'_> {
    fn template(&mut self, template: &Template, scope: &Scope) {
        for (place, element) in template.elements.iter().enumerate() {
            if self.depth == 0
                && let Some(mapping) = template.mapping.get(place)
            {
                self.line = mapping.0;
            }
            self.element(element, scope);
        }
    }

    fn element(&mut self, element: &TemplateElement, scope: &Scope) {
        match element {
            TemplateElement::RawString(_) | TemplateElement::Comment(_) => {}
            TemplateElement::Expression(call) => self.expression(call, scope),
            TemplateElement::HtmlExpression(call) => {
                self.misuse("write two braces: three let markup through");
                self.expression(call, scope);
            }
            TemplateElement::HelperBlock(call) => self.block(call, scope),
            TemplateElement::PartialExpression(call) | TemplateElement::PartialBlock(call) => self.partial(call, scope),
            TemplateElement::DecoratorExpression(_) | TemplateElement::DecoratorBlock(_) => {
                self.misuse("put the piece into a file in partials/");
            }
            _ => self.misuse("is not something that templates here may hold"),
        }
    }

    fn misuse(&mut self, what: &str) {
        self.found.misuses.push(Misuse {
            line: self.line,
            what: what.to_owned(),
        });
    }

    fn expression(&mut self, call: &HelperTemplate, scope: &Scope) {
        let bare = call.params.is_empty() && call.hash.is_empty() && !call.block;
        if bare {
            let before = self.found.uses.len();
            self.parameter(&call.name, scope);
            for used in self.found.uses.iter_mut().skip(before) {
                used.written = true;
            }
        } else {
            self.arguments(call, scope);
        }
    }

    fn arguments(&mut self, call: &HelperTemplate, scope: &Scope) {
        for parameter in call.params.iter().chain(call.hash.values()) {
            self.parameter(parameter, scope);
        }
    }

    fn parameter(&mut self, parameter: &Parameter, scope: &Scope) {
        match parameter {
            Parameter::Name(raw) => self.used(raw, scope),
            Parameter::Path(_) => {
                if let Some(raw) = parameter.as_name() {
                    self.used(raw, scope);
                }
            }
            Parameter::Subexpression(inner) => match inner.element.as_ref() {
                TemplateElement::Expression(call) => self.arguments(call, scope),
                other => self.element(other, scope),
            },
            _ => {}
        }
    }

    fn used(&mut self, raw: &str, scope: &Scope) {
        if let Some(path) = scope.resolve(raw)
            && !path.is_empty()
        {
            let line = self.line;
            self.found.uses.push(Use {
                path,
                line,
                written: false,
            });
        }
    }

    fn block(&mut self, call: &HelperTemplate, scope: &Scope) {
        self.arguments(call, scope);
        let first = call
            .params
            .first()
            .and_then(Parameter::as_name)
            .and_then(|raw| scope.resolve(raw));
        let inner = match call.name.as_name() {
            Some("each") => {
                let member = first.map(|mut path| {
                    path.push("[]".to_owned());
                    path
                });
                named(scope.inside(member.clone()), call.block_param.as_ref(), member)
            }
            Some("with") => named(scope.inside(first.clone()), call.block_param.as_ref(), first),
            _ => scope.clone(),
        };
        if let Some(body) = &call.template {
            self.template(body, &inner);
        }
        if let Some(otherwise) = &call.inverse {
            self.template(otherwise, scope);
        }
    }

    fn partial(&mut self, call: &DecoratorTemplate, scope: &Scope) {
        for parameter in call.params.iter().chain(call.hash.values()) {
            self.parameter(parameter, scope);
        }
        let Some(name) = call.name.as_name() else {
            return self.misuse("name the partial");
        };
        self.found.partials.push(name.to_owned());
        let Some(partial) = self.partials.get(name) else {
            let what = format!("there is no partials/{name}.hbs");
            return self.misuse(&what);
        };
        if self.depth > 8 {
            return self.misuse("partials include one another without end");
        }
        let base = match call.params.first() {
            None => scope.here(0),
            Some(parameter) => parameter.as_name().and_then(|raw| scope.resolve(raw)),
        };
        let mut inner = scope.inside(base);
        inner.locals.clear();
        for (name, value) in &call.hash {
            let path = value.as_name().and_then(|raw| scope.resolve(raw));
            inner.locals.insert(name.clone(), path);
        }
        self.depth += 1;
        self.template(partial, &inner);
        self.depth -= 1;
    }
}

/// `as |bid|`, `as |bid index|`.
fn named(mut scope: Scope, names: Option<&BlockParam>, path: Option<Vec<String>>) -> Scope {
    let (value, key) = match names {
        Some(BlockParam::Single(value)) => (value, None),
        Some(BlockParam::Pair((value, key))) => (value, Some(key)),
        None | Some(_) => return scope,
    };
    if let Some(name) = value.as_name() {
        scope.locals.insert(name.to_owned(), path);
    }
    if let Some(name) = key.and_then(Parameter::as_name) {
        scope.locals.insert(name.to_owned(), None);
    }
    scope
}
