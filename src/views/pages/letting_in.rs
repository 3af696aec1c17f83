//! Whether programs are let in, and which of them are told what happens.

use serde::Serialize;

use super::{Context, sheet::Part};
use crate::views::components::{
    control::{Choice, Options},
    errors::ErrorSummary,
    field::Field,
    form::Form,
    link::{Button, Weight},
    page::Page,
    table::{Cell, Column, Table},
    text::Empty,
};

/// The page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LettingIn {
    /// What stands round it.
    pub page: Page,
    /// Whether they are let in, in a sentence.
    pub says: String,
    /// The button that changes it.
    pub switch: Form,
    /// A secret that was made this moment: the address, and what signs what it is told.
    pub made: Option<Made>,
    /// Addresses that are told.
    pub list: Part,
    /// For another.
    pub form: Option<Form>,
}

/// What is shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Made {
    /// What it is for.
    pub title: String,
    /// What signs.
    pub secret: String,
}

impl Context for LettingIn {
    const TEMPLATE: &'static str = "letting-in";

    fn samples() -> Vec<(&'static str, Self)> {
        let url = Field::text("url", "Which address is told?", "").hint("It begins with https://.");
        let kinds = Field::options(
            "kinds",
            "What is it told?",
            Options::several(vec![Choice::new("record.began", "A record began", true)]),
        );
        let quiet = |text: &str| Button::primary(text).weighing(Weight::Secondary);
        let on = Self {
            page: Page::sample("Programs"),
            says: "Programs are let in.".into(),
            switch: Form::new(
                "#",
                "01975",
                Vec::new(),
                Button::primary("Let no programs in").weighing(Weight::Warning),
            ),
            made: Some(Made {
                title: "https://told.example/accord".into(),
                secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into(),
            }),
            list: Part {
                table: Some(Table {
                    id: "webhooks-rows".into(),
                    caption: "1 address".into(),
                    columns: ["Address", "What it is told", "Change"].map(Column::new).into(),
                    rows: vec![vec![
                        Cell::new("https://told.example/accord"),
                        Cell::new("A record began; as Rachel Okafor may see it."),
                        Cell::buttons(vec![
                            Form::new("#", "01976", Vec::new(), quiet("Make a new secret for told.example")),
                            Form::new("#", "01977", Vec::new(), quiet("Tell told.example no more")),
                        ]),
                    ]],
                    empty: String::new(),
                    csv: Some("?as=csv".into()),
                    paging: None,
                }),
                ..Part::bare("webhooks")
            },
            form: Some(Form::new(
                "#",
                "01978",
                vec![url.clone(), kinds.clone()],
                Button::primary("Tell this address"),
            )),
        };
        let wrong = url.error("Enter an address that begins with https://, without a name or a password in it.");
        let mut page = Page::sample("Programs");
        page.errors = ErrorSummary::of([&wrong]);
        let errors = Self {
            page,
            made: None,
            form: Some(Form::new(
                "#",
                "01978",
                vec![wrong, kinds],
                Button::primary("Tell this address"),
            )),
            ..on.clone()
        };
        let off = Self {
            says: "Programs are not let in.".into(),
            switch: Form::new("#", "01975", Vec::new(), Button::primary("Let programs in")),
            made: None,
            list: Part {
                empty: Some(Empty {
                    title: "Nobody is told".into(),
                    text: "An address that is told stands here.".into(),
                    link: None,
                }),
                ..Part::bare("webhooks")
            },
            form: None,
            ..on.clone()
        };
        vec![("on", on), ("with an error", errors), ("off", off)]
    }
}
