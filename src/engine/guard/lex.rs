//! The words and signs of an expression.

use std::ops::Range;

use winnow::{
    LocatingSlice, Parser,
    combinator::{alt, delimited, repeat},
    token::{any, none_of, one_of, take_while},
};

use super::GuardError;

/// A word or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Integer(i64),
    Text(String),
    Word(String),
    Sign(&'static str),
}

type Input<'a> = LocatingSlice<&'a str>;

/// Splits a text into tokens, each with its place.
pub(super) fn lex(text: &str) -> Result<Vec<(Token, Range<usize>)>, GuardError> {
    let mut input = LocatingSlice::new(text);
    let mut tokens = Vec::new();
    loop {
        spaces(&mut input);
        let rest: &str = &input;
        if rest.is_empty() {
            return Ok(tokens);
        }
        let start = text.len().saturating_sub(rest.len());
        match token.with_span().parse_next(&mut input) {
            Ok(found) => tokens.push(found),
            Err(_) => return Err(unreadable(rest, start)),
        }
    }
}

fn spaces(input: &mut Input<'_>) {
    let all: winnow::Result<&str> = take_while(0.., char::is_whitespace).parse_next(input);
    // Taking nothing is a success too, so there is no other case.
    drop(all);
}

fn token(input: &mut Input<'_>) -> winnow::Result<Token> {
    alt((integer, text('\''), text('"'), word, sign)).parse_next(input)
}

fn integer(input: &mut Input<'_>) -> winnow::Result<Token> {
    take_while(1.., |c: char| c.is_ascii_digit())
        .try_map(|digits: &str| digits.parse().map(Token::Integer))
        .parse_next(input)
}

fn word(input: &mut Input<'_>) -> winnow::Result<Token> {
    (
        one_of(|c: char| c.is_ascii_alphabetic() || c == '_'),
        take_while(0.., |c: char| c.is_ascii_alphanumeric() || c == '_'),
    )
        .take()
        .map(|word: &str| Token::Word(word.to_owned()))
        .parse_next(input)
}

fn text<'a>(quote: char) -> impl Parser<Input<'a>, Token, winnow::error::ContextError> {
    let escaped = (
        '\\',
        alt(('\\'.value('\\'), 'n'.value('\n'), '\''.value('\''), '"'.value('"'))),
    )
        .map(|(_, c)| c);
    delimited(
        quote,
        repeat(0.., alt((escaped, none_of(['\\', quote])))).fold(String::new, |mut all, c: char| {
            all.push(c);
            all
        }),
        quote,
    )
    .map(Token::Text)
}

fn sign(input: &mut Input<'_>) -> winnow::Result<Token> {
    alt((
        alt(("&&", "||", "==", "!=", "<=", ">=")),
        alt(("<", ">", "!", "+", "-", "*", "/", "%")),
        alt(("(", ")", "[", "]", ",", ".")),
    ))
    .map(|found: &str| Token::Sign(SIGNS.iter().find(|sign| **sign == found).copied().unwrap_or_default()))
    .parse_next(input)
}

const SIGNS: [&str; 20] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", ".",
];

fn unreadable(rest: &str, start: usize) -> GuardError {
    let mut input = rest;
    let first: winnow::Result<char> = any.parse_next(&mut input);
    let first = first.unwrap_or(' ');
    let message = match first {
        '=' => "There is no `=`; compare with `==`.".to_owned(),
        '&' => "There is no `&`; write `&&` for \"and\".".to_owned(),
        '|' => "There is no `|`; write `||` for \"or\".".to_owned(),
        '?' | ':' => {
            "There is no `x ? y : z`; write two alternatives of the transition, each with its condition.".to_owned()
        }
        '\'' | '"' => format!("This text has no closing {first}, or a `\\` that is not one of \\\\ \\n \\' \\\"."),
        '£' => "Write money as money('£10.00').".to_owned(),
        c if c.is_ascii_digit() => "This number is too large.".to_owned(),
        c => format!("`{c}` has no meaning here."),
    };
    GuardError {
        message,
        at: start..start.saturating_add(first.len_utf8()),
    }
}
