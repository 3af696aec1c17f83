//! Tokens of one's own, for programs.

use serde::Serialize;

use super::{Context, sheet::Part};
use crate::views::components::{
    field::Field,
    form::Form,
    link::{Button, Weight},
    page::Page,
    table::{Cell, Column, Table},
    text::Empty,
};

/// The page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tokens {
    /// What stands round it.
    pub page: Page,
    /// The alliance lets programs in.
    pub is_on: bool,
    /// One that was made this moment.
    pub made: Option<Shown>,
    /// Those that there are.
    pub list: Part,
    /// For another.
    pub form: Option<Form>,
}

/// What is shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// What its owner calls it.
    pub name: String,
    /// What the program shows.
    pub secret: String,
    /// How to try it.
    pub example: String,
}

impl Context for Tokens {
    const TEMPLATE: &'static str = "tokens";

    fn samples() -> Vec<(&'static str, Self)> {
        let end = Button::primary("End Our spreadsheet").weighing(Weight::Secondary);
        let name = Field::text("name", "What is it for?", "");
        let full = Self {
            page: Page::sample("Tokens for programs"),
            is_on: true,
            made: Some(Shown {
                name: "Our spreadsheet".into(),
                secret: format!("accord_{}", "5f2c".repeat(16)),
                example: "curl -H 'Authorization: Bearer TOKEN' https://accord.example/api/v1/me".into(),
            }),
            list: Part {
                table: Some(Table {
                    id: "tokens-rows".into(),
                    caption: "1 token".into(),
                    columns: ["Token", "What it may", "Change"].map(Column::new).into(),
                    rows: vec![vec![
                        Cell::new("Our spreadsheet"),
                        Cell::new("Read"),
                        Cell::buttons(vec![Form::new("#", "01975", Vec::new(), end)]),
                    ]],
                    empty: String::new(),
                    csv: Some("?as=csv".into()),
                    paging: None,
                }),
                ..Part::bare("tokens")
            },
            form: Some(Form::new(
                "#",
                "01976",
                vec![name.clone()],
                Button::primary("Make a token"),
            )),
        };
        let wrong = name.error("Give it a name of 80 characters or fewer, so that you know it again.");
        let mut page = Page::sample("Tokens for programs");
        page.errors = crate::views::components::errors::ErrorSummary::of([&wrong]);
        let errors = Self {
            page,
            made: None,
            form: Some(Form::new("#", "01976", vec![wrong], Button::primary("Make a token"))),
            ..full.clone()
        };
        let off = Self {
            is_on: false,
            made: None,
            list: Part {
                empty: Some(Empty {
                    title: "You have made none".into(),
                    text: "A program shows a token to do what you let it do.".into(),
                    link: None,
                }),
                ..Part::bare("tokens")
            },
            form: None,
            ..full.clone()
        };
        vec![("full", full), ("with an error", errors), ("off", off)]
    }
}
