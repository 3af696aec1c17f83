//! Every kind of question in every state, for the gallery.

use super::{
    control::{Choice, Control, Day, Declaration, Input, Length, Moment, Options, Ranked, Ranking, Row, Rows},
    field::{Field, When},
    files::{SentFile, Upload},
    link::{Button, Weight},
};

/// Each with what it shows.
pub(super) fn all() -> Vec<(&'static str, Field)> {
    let mut all = lines();
    all.extend(days());
    all.extend(chosen());
    all.extend(sent_and_agreed());
    all.extend(rows());
    all
}

fn lines() -> Vec<(&'static str, Field)> {
    let what = "Peer workers meet people where they are: at the Tuesday kitchen, on walks, at home.";
    vec![
        (
            "text",
            Field::text("g-text", "Name of your organisation", "Heeley Kitchen Table"),
        ),
        (
            "text: hint, error",
            Field::text("g-text-error", "Charity number", "11-22")
                .hint("Seven digits, on your page of the register.")
                .error("Enter ‘Charity number’ in the form that is asked for."),
        ),
        (
            "text: optional, pre-filled",
            Field::text("g-text-known", "Website", "https://kitchen.example")
                .optional()
                .prefilled("From your profile. Check that it is still right."),
        ),
        (
            "text: only if",
            Field::text("g-text-when", "Who holds the keys", "").asked_when(When {
                name: "g-yes-no".into(),
                values: vec!["yes".into()],
                says: "Answer this if you chose Yes for ‘Do you have a place to meet?’.".into(),
            }),
        ),
        (
            "code",
            Field::new(
                "g-code",
                "Code from the email",
                Control::Line(Input {
                    length: Length::Medium,
                    ..Input::code()
                }),
            ),
        ),
        (
            "long text",
            Field::long_text("g-long", "What will peer workers do?", what, Some(350))
                .hint("Write as you would say it."),
        ),
        (
            "long text: too long",
            Field::long_text("g-long-error", "How will you know that it helps?", what, Some(10))
                .error("‘How will you know that it helps?’ must be 10 words or fewer. It has 16."),
        ),
        (
            "long text: no limit",
            Field::long_text("g-long-free", "Anything else", "", None).optional(),
        ),
        (
            "number",
            Field::new(
                "g-number",
                "Hours a week",
                Control::Line(Input {
                    behind: Some("hours".into()),
                    ..Input::number("16")
                }),
            ),
        ),
        (
            "number: error",
            Field::number("g-number-error", "People supported", "about 20")
                .error("Enter a whole number, such as 25, for ‘People supported’."),
        ),
        (
            "money",
            Field::money("g-money", "Cost of one year", "38,500.00").hint("Everything, with on-costs."),
        ),
        (
            "money: error",
            Field::money("g-money-error", "Cost of training", "lots")
                .error("Enter an amount in pounds, such as £1,234.50, for ‘Cost of training’."),
        ),
    ]
}

fn days() -> Vec<(&'static str, Field)> {
    let day = |day: &str, month: &str, year: &str| Day {
        day: day.into(),
        month: month.into(),
        year: year.into(),
    };
    let at = Moment {
        day: "15".into(),
        month: "5".into(),
        year: "2026".into(),
        time: "midday".into(),
    };
    vec![
        (
            "date",
            Field::date("g-date", "When can you start?", day("1", "7", "2026")).hint("For example, 1 7 2026."),
        ),
        (
            "date: error",
            Field::date("g-date-error", "When does your insurance end?", day("31", "2", "2026"))
                .error("Enter a real date, such as 1 April 2026, for ‘When does your insurance end?’."),
        ),
        (
            "date and time",
            Field::datetime("g-datetime", "When do bids close?", at).hint("For example, 15 5 2026, midday."),
        ),
        (
            "date and time: error",
            Field::datetime("g-datetime-error", "When is the meeting?", Moment::default())
                .error("Enter a date and a time, such as 1 April 2026 5pm, for ‘When is the meeting?’."),
        ),
    ]
}

fn chosen() -> Vec<(&'static str, Field)> {
    let answers = || {
        vec![
            Choice::new("approve", "I support this text", true),
            Choice::new("conditions", "I support it, with conditions", false)
                .hint("You say what has to happen, and it is watched."),
            Choice::new("changes", "I ask for changes", false),
            Choice::new("block", "I cannot support it", false)
                .hint("You say why. The text then goes to the board, in public."),
        ]
    };
    let unchosen = || {
        answers()
            .into_iter()
            .map(|choice| Choice {
                chosen: false,
                hint: None,
                ..choice
            })
            .collect()
    };
    let networks = || {
        ["City Centre", "Foundry", "Heeley Plus", "Hillsborough"]
            .into_iter()
            .map(|name| Choice::new(name.to_lowercase().replace(' ', "-"), name, name.starts_with('H')))
            .collect::<Vec<_>>()
    };
    let people = ["", "Amina Yusuf", "Beverley Nkemelu", "Martin Sorsby"];
    let people = people.map(|name| {
        Choice::new(
            name,
            if name.is_empty() { "Choose a person" } else { name },
            name.starts_with('B'),
        )
    });
    let places = [("heeley", "Heeley Kitchen Table"), ("don-valley", "Don Valley Minds")];
    let places = places.map(|(id, name)| Choice::new(id, name, false));
    vec![
        (
            "choice",
            Field::options("g-choice", "What do you say?", Options::one(answers()))
                .hint("You can change your answer until midday on Friday 10 April 2026."),
        ),
        (
            "choice: error",
            Field::options(
                "g-choice-error",
                "What do you say to the clauses?",
                Options::one(unchosen()),
            )
            .error("Select an answer to ‘What do you say to the clauses?’."),
        ),
        (
            "choices",
            Field::options("g-choices", "Networks you would work in", Options::several(networks()))
                .hint("Choose all that you could start in."),
        ),
        (
            "choices: error",
            Field::options(
                "g-choices-error",
                "Languages",
                Options::several(vec![
                    Choice::new("urdu", "Urdu", false),
                    Choice::new("somali", "Somali", false),
                ]),
            )
            .error("Select an answer to ‘Languages’."),
        ),
        (
            "ranking: error",
            Field::new(
                "g-ranking",
                "Networks that you bid for",
                Control::Ranking(Ranking {
                    options: ["City Centre", "Foundry", "Heeley Plus"]
                        .into_iter()
                        .map(|name| Ranked {
                            value: name.to_lowercase().replace(' ', "-"),
                            label: name.into(),
                            place: if name == "Foundry" { "" } else { "1" }.into(),
                        })
                        .collect(),
                }),
            )
            .error("Give each a place of its own in ‘Networks that you bid for’: two are number 1."),
        ),
        (
            "yes or no",
            Field::options("g-yes-no", "Do you have a place to meet?", Options::yes_no(Some(true))),
        ),
        (
            "yes or no: error",
            Field::options(
                "g-yes-no-error",
                "Have you worked with us before?",
                Options::yes_no(None),
            )
            .error("Select yes or no for ‘Have you worked with us before?’."),
        ),
        (
            "person",
            Field::new(
                "g-person",
                "Who certifies the return?",
                Control::Select(Options::one(people.to_vec())),
            ),
        ),
        (
            "person: error",
            Field::new(
                "g-person-error",
                "Who signs?",
                Control::Select(Options::one(
                    people
                        .iter()
                        .cloned()
                        .map(|one| Choice { chosen: false, ..one })
                        .collect(),
                )),
            )
            .error("Choose a person for ‘Who signs?’."),
        ),
        (
            "organisation",
            Field::options(
                "g-organisation",
                "Which organisation leads?",
                Options::one(places.to_vec()),
            ),
        ),
    ]
}

fn sent_and_agreed() -> Vec<(&'static str, Field)> {
    let remove = |name: &str| Some(Button::secondary(format!("Remove {name}"), "remove", name));
    let limits = "PDF, Word or Excel, up to 10MB each. Up to 5 files.";
    let sent = |name: &str, size: &str| SentFile {
        name: name.into(),
        size: size.into(),
        href: "#file".into(),
        remove: remove(name),
    };
    let agreed = |agreed| {
        Control::Declaration(Declaration {
            statement: "I may sign for Heeley Kitchen Table, and what is written here is true as far as I know.".into(),
            agreed,
        })
    };
    vec![
        (
            "files",
            Field::files(
                "g-files",
                "Your safeguarding policy",
                Upload {
                    limits: limits.into(),
                    accept: ".pdf,.docx,.xlsx".into(),
                    ..Upload::default()
                },
            ),
        ),
        (
            "files: sent, and earlier ones",
            Field::files(
                "g-files-sent",
                "Insurance certificates",
                Upload {
                    sent: vec![
                        sent("public-liability-2026.pdf", "240KB"),
                        sent("employers-liability-2026.pdf", "198KB"),
                    ],
                    earlier: vec![Choice::new(
                        "f17",
                        "professional-indemnity.pdf, sent on 4 March 2026",
                        false,
                    )],
                    earlier_name: "g-files-earlier".into(),
                    accept: ".pdf".into(),
                    several: true,
                    limits: limits.into(),
                },
            ),
        ),
        (
            "files: error",
            Field::files(
                "g-files-error",
                "Accounts",
                Upload {
                    limits: limits.into(),
                    ..Upload::default()
                },
            )
            .error("The selected file must be smaller than 10MB."),
        ),
        (
            "declaration",
            Field::new("g-declaration", "Before you send it", agreed(true)),
        ),
        (
            "declaration: error",
            Field::new("g-declaration-error", "Declaration", agreed(false))
                .error("Confirm that you agree: ‘Declaration’."),
        ),
    ]
}

fn rows() -> Vec<(&'static str, Field)> {
    let row = |form: &str, number: usize, what: &str, cost: &str| {
        let id = |column: &str| format!("{form}-{number}-{column}");
        Row {
            title: format!("Cost {number}"),
            hint: None,
            hidden: None,
            fields: vec![
                Field::text(id("what"), "What for", what),
                Field::money(id("cost"), "A year", cost),
            ],
            remove: Some(
                Button::secondary(format!("Remove cost {number}"), "remove", number.to_string())
                    .weighing(Weight::Secondary),
            ),
        }
    };
    let add = Some(Button::secondary("Add another cost", "add", "costs"));
    let good = vec![
        row("g-rows", 1, "Rent of the hall", "2,400.00"),
        row("g-rows", 2, "Travel", "600.00"),
    ];
    let mut bad = row("g-rows-error", 1, "Food", "x");
    bad.fields = bad
        .fields
        .into_iter()
        .enumerate()
        .map(|(nth, field)| {
            if nth == 1 {
                field.error("Enter an amount in pounds, such as £1,234.50, for ‘A year’.")
            } else {
                field
            }
        })
        .collect();
    vec![
        (
            "table",
            Field::rows(
                "g-rows",
                "What it costs",
                Rows {
                    rows: good,
                    add: add.clone(),
                },
            )
            .hint("One line for each cost. Leave lines empty that you do not need."),
        ),
        (
            "table: error",
            Field::rows("g-rows-error", "What else it costs", Rows { rows: vec![bad], add })
                .error("‘What else it costs’, row 1: Enter an amount in pounds, such as £1,234.50, for ‘A year’."),
        ),
    ]
}
