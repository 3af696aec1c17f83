//! How programs use the site, for people who write them.

use serde::Serialize;

use super::Context;
use crate::views::components::{link::Link, page::Page};

/// The page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Programs {
    /// What stands round it.
    pub page: Page,
    /// The alliance lets programs in.
    pub is_on: bool,
    /// Our address.
    pub origin: String,
    /// What there is, part by part.
    pub parts: Vec<Part>,
    /// What problems are called.
    pub codes: Vec<Code>,
    /// Where one can go on.
    pub links: Vec<Link>,
}

/// A part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What it is about.
    pub title: String,
    /// What can be asked.
    pub lines: Vec<Line>,
}

/// Something that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// `GET`.
    pub method: String,
    /// `/api/v1/me`.
    pub path: String,
    /// What it does.
    pub title: String,
}

/// What a problem is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Code {
    /// `not_found`.
    pub code: String,
    /// What it means.
    pub says: String,
}

impl Context for Programs {
    const TEMPLATE: &'static str = "programs";

    fn samples() -> Vec<(&'static str, Self)> {
        let on = Self {
            page: Page::sample("For programs"),
            is_on: true,
            origin: "https://accord.example".into(),
            parts: vec![Part {
                title: "Records".into(),
                lines: vec![Line {
                    method: "GET".into(),
                    path: "/api/v1/records".into(),
                    title: "Records".into(),
                }],
            }],
            codes: vec![Code {
                code: "not_found".into(),
                says: "There is no such thing, or it is not for this person.".into(),
            }],
            links: vec![Link::new("Make a token", "/account/tokens")],
        };
        let off = Self {
            is_on: false,
            links: Vec::new(),
            ..on.clone()
        };
        vec![("on", on), ("off", off)]
    }
}
