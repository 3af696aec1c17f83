//! From words and signs to an expression.

use std::ops::Range;

use super::{
    DEEPEST, Expr, Function, GuardError, Kind, LONGEST, MOST_PARTS, Node, Operator, Quantifier,
    check::nearest,
    lex::{Token, lex},
};
use crate::value::Value;

/// Reads an expression.
///
/// # Errors
/// The first thing that cannot be read, and where.
pub fn parse(text: &str) -> Result<Expr, GuardError> {
    if text.len() > LONGEST {
        return Err(GuardError {
            message: format!("This expression is longer than {LONGEST} bytes; make part of it a fact."),
            at: 0..text.len(),
        });
    }
    let mut parser = Parser {
        text,
        tokens: lex(text)?,
        next: 0,
        end: text.len(),
        depth: 0,
        parts: 0,
        inside: false,
    };
    let root = parser.expression()?;
    match parser.peek() {
        None => Ok(Expr {
            text: text.to_owned(),
            root,
        }),
        Some(token) => {
            let message = format!("{} cannot stand here.", shown(token));
            Err(parser.fault(message))
        }
    }
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<(Token, Range<usize>)>,
    next: usize,
    end: usize,
    depth: usize,
    parts: usize,
    /// Within the predicate of `all` or `exists`.
    inside: bool,
}

fn shown(token: &Token) -> String {
    match token {
        Token::Integer(n) => format!("`{n}`"),
        Token::Text(text) => format!("'{text}'"),
        Token::Word(word) => format!("`{word}`"),
        Token::Sign(sign) => format!("`{sign}`"),
    }
}

/// From the loosest to the tightest.
const LEVELS: [&[Operator]; 5] = [
    &[Operator::Or],
    &[Operator::And],
    &[
        Operator::Equal,
        Operator::NotEqual,
        Operator::AtMost,
        Operator::AtLeast,
        Operator::Less,
        Operator::More,
        Operator::In,
    ],
    &[Operator::Plus, Operator::Minus],
    &[Operator::Times, Operator::Divide, Operator::Remainder],
];
const COMPARISONS: usize = 2;

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    fn place(&self) -> Range<usize> {
        self.tokens
            .get(self.next)
            .map_or(self.end..self.end, |(_, at)| at.clone())
    }

    /// Where the token before the next one ends.
    fn so_far(&self) -> usize {
        self.next
            .checked_sub(1)
            .and_then(|before| self.tokens.get(before))
            .map_or(0, |(_, at)| at.end)
    }

    fn fault(&self, message: impl Into<String>) -> GuardError {
        GuardError {
            message: message.into(),
            at: self.place(),
        }
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let here = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        self.next = self.next.saturating_add(usize::from(here));
        here
    }

    fn need_sign(&mut self, sign: &str, why: &str) -> Result<(), GuardError> {
        if self.take_sign(sign) {
            Ok(())
        } else {
            Err(self.fault(format!("A `{sign}` is missing {why}.")))
        }
    }

    fn node(&mut self, at: Range<usize>, kind: Kind) -> Result<Node, GuardError> {
        self.parts = self.parts.saturating_add(1);
        if self.parts > MOST_PARTS {
            return Err(GuardError {
                message: format!("This expression has more than {MOST_PARTS} parts; make some of it a fact."),
                at,
            });
        }
        Ok(self.part(at, kind))
    }

    fn part(&self, at: Range<usize>, kind: Kind) -> Node {
        let text = self.text.get(at.clone()).unwrap_or_default().into();
        Node { at, text, kind }
    }

    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, GuardError>) -> Result<T, GuardError> {
        if self.depth >= DEEPEST {
            return Err(self.fault(format!("Brackets and signs are nested more than {DEEPEST} deep here.")));
        }
        self.depth = self.depth.saturating_add(1);
        let result = inner(self);
        self.depth = self.depth.saturating_sub(1);
        result
    }

    fn expression(&mut self) -> Result<Node, GuardError> {
        self.deeper(|parser| parser.level(0))
    }

    fn operator(&self, among: &[Operator]) -> Option<Operator> {
        let written = match self.peek()? {
            Token::Sign(sign) => *sign,
            Token::Word(word) if word == "in" => "in",
            Token::Word(_) | Token::Integer(_) | Token::Text(_) => return None,
        };
        among.iter().copied().find(|operator| operator.sign() == written)
    }

    fn level(&mut self, level: usize) -> Result<Node, GuardError> {
        let Some(among) = LEVELS.get(level) else {
            return self.unary();
        };
        let mut left = self.level(level.saturating_add(1))?;
        let mut compared = false;
        while let Some(operator) = self.operator(among) {
            if compared {
                return Err(self.fault("Comparisons cannot be chained; join two of them with `&&`."));
            }
            compared = level == COMPARISONS;
            self.next = self.next.saturating_add(1);
            let right = self.level(level.saturating_add(1))?;
            let at = left.at.start..self.so_far();
            left = self.node(at, Kind::Binary(operator, Box::new(left), Box::new(right)))?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Node, GuardError> {
        let start = self.place().start;
        if self.take_sign("!") {
            let inner = self.deeper(Self::unary)?;
            return self.node(start..self.so_far(), Kind::Not(Box::new(inner)));
        }
        if self.take_sign("-") {
            let inner = self.deeper(Self::unary)?;
            return self.node(start..self.so_far(), Kind::Negate(Box::new(inner)));
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<Node, GuardError> {
        let at = self.place();
        if self.take_sign("(") {
            let inner = self.expression()?;
            self.need_sign(")", "to close this bracket")?;
            // The brackets belong to the text of the part, so that a cut-out text can be read again.
            return Ok(self.part(at.start..self.so_far(), inner.kind));
        }
        if self.take_sign("[") {
            let items = self.arguments("]")?;
            return self.node(at.start..self.so_far(), Kind::List(items));
        }
        let Some(token) = self.peek().cloned() else {
            return Err(self.fault("The expression stops here, and something is missing."));
        };
        self.next = self.next.saturating_add(1);
        match token {
            Token::Integer(n) => {
                if matches!(self.peek(), Some(Token::Sign("."))) {
                    return Err(
                        self.fault("There are no decimals; write money as money('£1.50') and shares as settings.")
                    );
                }
                self.node(at, Kind::Literal(Value::Integer(n)))
            }
            Token::Text(text) => self.node(at, Kind::Literal(Value::Text(text))),
            Token::Word(word) if word == "true" || word == "false" => {
                self.node(at, Kind::Literal(Value::Bool(word == "true")))
            }
            Token::Word(word) if word != "in" => self.named(word, at),
            other @ (Token::Word(_) | Token::Sign(_)) => Err(GuardError {
                message: format!(
                    "A name, a number or a text is missing here; {} cannot stand in its place.",
                    shown(&other)
                ),
                at,
            }),
        }
    }

    fn named(&mut self, first: String, at: Range<usize>) -> Result<Node, GuardError> {
        let mut path = vec![first];
        while self.take_sign(".") {
            match self.peek().cloned() {
                Some(Token::Word(word)) => {
                    self.next = self.next.saturating_add(1);
                    path.push(word);
                }
                Some(_) | None => return Err(self.fault("A name is missing after this dot.")),
            }
        }
        let before = self.so_far();
        if !self.take_sign("(") {
            return self.node(at.start..before, Kind::Name(path.join(".")));
        }
        let called = path.pop().unwrap_or_default();
        let at = at.start..before;
        if path.is_empty() {
            self.call(&called, at)
        } else {
            let list = at.start..before.saturating_sub(called.len()).saturating_sub(1);
            self.each(&called, path.join("."), list, at)
        }
    }

    fn call(&mut self, called: &str, at: Range<usize>) -> Result<Node, GuardError> {
        let Some(function) = Function::ALL.into_iter().find(|f| f.name() == called) else {
            let hint = nearest(called, Function::ALL.iter().map(|f| f.name()));
            let hint = hint.map_or_else(String::new, |name| format!(" Did you mean `{name}`?"));
            return Err(GuardError {
                message: format!("There is no function `{called}`.{hint}"),
                at,
            });
        };
        let arguments = self.arguments(")")?;
        let at = at.start..self.so_far();
        if arguments.len() != function.arity() {
            return Err(GuardError {
                message: format!(
                    "`{called}` takes {} argument{}, and here are {}.",
                    function.arity(),
                    if function.arity() == 1 { "" } else { "s" },
                    arguments.len()
                ),
                at,
            });
        }
        self.node(at, Kind::Call(function, arguments))
    }

    fn each(
        &mut self,
        called: &str,
        list: String,
        list_at: Range<usize>,
        at: Range<usize>,
    ) -> Result<Node, GuardError> {
        let quantifier = match called {
            "all" => Quantifier::All,
            "exists" => Quantifier::Exists,
            _ => {
                return Err(GuardError {
                    message: format!("A list has only `all` and `exists`; `{called}` is neither."),
                    at,
                });
            }
        };
        if self.inside {
            return Err(GuardError {
                message: "`all` and `exists` cannot stand within one another; make a fact of the inner one.".to_owned(),
                at,
            });
        }
        let Some(Token::Word(member)) = self.peek().cloned() else {
            return Err(self.fault(format!(
                "`{called}` needs a name for the member: `{list}.{called}(x, …)`."
            )));
        };
        self.next = self.next.saturating_add(1);
        self.need_sign(",", "between the member's name and what must hold of it")?;
        self.inside = true;
        let predicate = self.expression();
        self.inside = false;
        let predicate = predicate?;
        self.need_sign(")", "to close this bracket")?;
        let list = self.node(list_at, Kind::Name(list))?;
        let at = at.start..self.so_far();
        self.node(at, Kind::Each(quantifier, Box::new(list), member, Box::new(predicate)))
    }

    /// Expressions with commas between, up to the closing sign.
    fn arguments(&mut self, close: &'static str) -> Result<Vec<Node>, GuardError> {
        let mut all = Vec::new();
        if self.take_sign(close) {
            return Ok(all);
        }
        loop {
            all.push(self.expression()?);
            if self.take_sign(close) {
                return Ok(all);
            }
            self.need_sign(",", "between these parts, or the closing bracket")?;
        }
    }
}
