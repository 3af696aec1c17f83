//! Where in a longer list one is, and what part of it is shown.

use serde::Serialize;

use super::{Component, control::Options, field::Field, link::Link};

/// Pages of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paging {
    /// What the list is of, for its label: "Contracts".
    pub of: String,
    /// "26 to 50 of 312".
    pub shown: String,
    /// The page before.
    pub before: Option<String>,
    /// The page after.
    pub after: Option<String>,
    /// Pages to jump to; gaps between them are shown as gaps.
    pub pages: Vec<PageLink>,
}

/// A page to jump to, or a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageLink {
    /// Its number; nothing is a gap.
    pub number: Option<u64>,
    /// Where it is.
    pub href: String,
    /// It is this one.
    pub here: bool,
}

impl Paging {
    /// Pages of a list of `total` things, `size` on a page, at page `here` (from 1); `address` makes
    /// the address of a page. Nothing where one page holds all.
    pub fn new(
        of: impl Into<String>,
        total: u64,
        size: u64,
        here: u64,
        address: impl Fn(u64) -> String,
    ) -> Option<Self> {
        let last = total.div_ceil(size.max(1));
        if last <= 1 {
            return None;
        }
        let here = here.clamp(1, last);
        let first_shown = (here - 1) * size + 1;
        let last_shown = total.min(here * size);
        let mut pages = Vec::new();
        let mut gap = false;
        for number in 1..=last {
            if number == 1 || number == last || number.abs_diff(here) <= 1 {
                let href = address(number);
                pages.push(PageLink {
                    number: Some(number),
                    href,
                    here: number == here,
                });
                gap = false;
            } else if !gap {
                pages.push(PageLink {
                    number: None,
                    href: String::new(),
                    here: false,
                });
                gap = true;
            }
        }
        let words = crate::domain::words::thousands;
        Some(Self {
            of: of.into(),
            shown: format!("{} to {} of {}", words(first_shown), words(last_shown), words(total)),
            before: (here > 1).then(|| address(here - 1)),
            after: (here < last).then(|| address(here + 1)),
            pages,
        })
    }

    /// 312 things, at a page.
    pub(super) fn sample(here: u64) -> Self {
        Self::new("Contracts", 312, 25, here, |page| format!("?page={page}")).unwrap_or(Self {
            of: String::new(),
            shown: String::new(),
            before: None,
            after: None,
            pages: Vec::new(),
        })
    }
}

impl Component for Paging {
    const PARTIAL: &'static str = "ac-paging";
    const TITLE: &'static str = "Pagination";
    const SAYS: &'static str = "Under a list that is longer than a page.";

    fn samples() -> Vec<(&'static str, Self)> {
        let of = |of: &str, here| Self {
            of: of.into(),
            ..Self::sample(here)
        };
        vec![
            ("first", of("Bids", 1)),
            ("in the middle", of("Emails", 7)),
            ("last", of("Documents", 13)),
        ]
    }
}

/// What part of a list is shown: a form that is sent with GET, so that the view has an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Filter {
    /// What it filters: "Filter contracts".
    pub title: String,
    /// Where it is sent to.
    pub action: String,
    /// What can be asked for.
    pub fields: Vec<Field>,
    /// What is asked for now, each with the address of the list without it.
    pub chosen: Vec<Link>,
    /// The list without any filter.
    pub clear: String,
}

impl Component for Filter {
    const PARTIAL: &'static str = "ac-filter";
    const TITLE: &'static str = "Filter";
    const SAYS: &'static str = "Beside or above a list. What is asked for stands above, each with a way to drop it.";

    fn samples() -> Vec<(&'static str, Self)> {
        let choices =
            ["Any", "Running", "Return is late"].map(|name| super::control::Choice::new(name, name, name == "Running"));
        let fields = |form: &str| {
            vec![
                Field::text(format!("{form}-name"), "Name or reference", ""),
                Field::new(
                    format!("{form}-status"),
                    "How it stands",
                    super::control::Control::Select(Options::one(choices.to_vec())),
                ),
            ]
        };
        let open = Self {
            title: "Filter contracts".into(),
            action: "#list".into(),
            fields: fields("gallery-filter"),
            chosen: vec![Link::new("Running", "?")],
            clear: "?".into(),
        };
        let none = Self {
            title: "Filter bids".into(),
            fields: fields("gallery-filter-none"),
            chosen: Vec::new(),
            ..open.clone()
        };
        vec![("something chosen", open), ("nothing chosen", none)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(total: u64, here: u64, expected: &str) {
        let said = Paging::new("Bids", total, 25, here, |page| format!("?page={page}")).map_or_else(
            || "none".to_owned(),
            |paging| {
                let pages = paging.pages.iter().map(|page| match (page.number, page.here) {
                    (None, _) => "…".to_owned(),
                    (Some(number), false) => number.to_string(),
                    (Some(number), true) => format!("[{number}]"),
                });
                format!("{}: {}", paging.shown, pages.collect::<Vec<_>>().join(" "))
            },
        );
        assert_eq!(said, expected);
    }

    #[test]
    fn pages_are_numbered_with_gaps_and_never_beyond_the_end() {
        check(0, 1, "none");
        check(25, 1, "none");
        check(26, 1, "1 to 25 of 26: [1] 2");
        check(26, 9, "26 to 26 of 26: 1 [2]");
        check(312, 1, "1 to 25 of 312: [1] 2 … 13");
        check(312, 7, "151 to 175 of 312: 1 … 6 [7] 8 … 13");
        check(312, 0, "1 to 25 of 312: [1] 2 … 13");
    }
}
