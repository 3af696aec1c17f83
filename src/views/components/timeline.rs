//! What comes, and what came: a timeline, and the journal in plain English.

use serde::Serialize;

use super::{Component, link::Link};

/// Things in order of time: "if nobody does anything".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// In order.
    pub moments: Vec<Moment>,
    /// All of it lies ahead, and what stands round it says so.
    pub all_ahead: bool,
    /// What to say when there are none.
    pub empty: String,
}

/// One thing that happened or will.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// When, in words.
    pub words: String,
    /// When, for machines; empty where nobody knows.
    pub machine: String,
    /// What.
    pub title: String,
    /// More, in a sentence.
    pub text: Option<String>,
    /// Where it happens, if that is on pages of their own.
    pub links: Vec<Link>,
    /// How many these are, in words, where they are too many to be read one after the other.
    pub many: Option<String>,
    /// What then follows, in sentences.
    pub follows: Vec<String>,
    /// What it depends on that nobody can know, in sentences.
    pub unsure: Vec<String>,
    /// How the date was counted.
    pub because: Vec<String>,
    /// It lies ahead: it happens by itself unless somebody acts.
    pub ahead: bool,
}

impl Component for Timeline {
    const PARTIAL: &'static str = "ac-timeline";
    const TITLE: &'static str = "Timeline";
    const SAYS: &'static str = "What happened and what will happen by itself. What lies ahead says so.";

    fn samples() -> Vec<(&'static str, Self)> {
        let moment = |words: &str, machine: &str, title: &str, text: &str, ahead| Moment {
            words: words.into(),
            machine: machine.into(),
            title: title.into(),
            text: (!text.is_empty()).then(|| text.into()),
            ahead,
            ..Moment::default()
        };
        let reminder = Moment {
            links: vec![Link::new("April to June 2026", "#return")],
            follows: vec!["A letter to Host: “Your return is due”.".into()],
            unsure: vec!["It depends on what people do until then.".into()],
            because: vec!["10 working days after Tuesday 30 June 2026.".into()],
            ..moment(
                "the end of Tuesday 14 July 2026",
                "2026-07-14T23:00:00Z",
                "A reminder: Being filled in",
                "",
                true,
            )
        };
        let together = Moment {
            links: ["Ms Lee", "Mr Okoro", "Mrs Shah", "Mr Reid"]
                .map(|name| Link::new(name, "#declaration"))
                .into(),
            many: Some("On 4 of these: Declaring an interest".into()),
            ..moment(
                "the end of Friday 17 July 2026",
                "2026-07-17T23:00:00Z",
                "The time is over: Waiting for a declaration",
                "",
                true,
            )
        };
        let full = Self {
            empty: String::new(),
            all_ahead: false,
            moments: vec![
                moment(
                    "Monday 23 March 2026",
                    "2026-03-23",
                    "Version 3 was sent to both houses",
                    "",
                    false,
                ),
                moment(
                    "Wednesday 8 April 2026",
                    "2026-04-08",
                    "Who has not answered is reminded",
                    "Two of seven experts, and one partner.",
                    true,
                ),
                moment(
                    "midday on Friday 10 April 2026",
                    "2026-04-10T11:00:00Z",
                    "Answers are counted",
                    "With the answers so far the experts' house has too few: the manager is asked what to do.",
                    true,
                ),
                reminder,
                together,
            ],
        };
        let none = Self {
            all_ahead: false,
            moments: Vec::new(),
            empty: "Nothing happens by itself here. It waits for somebody to act.".into(),
        };
        vec![("past and ahead", full), ("nothing ahead", none)]
    }
}

/// What happened, newest first, by day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Journal {
    /// Days, newest first.
    pub days: Vec<Day>,
    /// What to say when nothing did.
    pub empty: String,
}

/// What happened on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    /// In words: "Friday 10 April 2026".
    pub words: String,
    /// `2026-04-10`.
    pub machine: String,
    /// Entries, newest first.
    pub entries: Vec<Entry>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// `2:30pm`.
    pub time: String,
    /// What, as a sentence with who did it.
    pub text: String,
    /// The reason that was given.
    pub reason: Option<String>,
    /// Documents, notices and letters that it made.
    pub links: Vec<Link>,
    /// Its number in the log, for who wants to check it.
    pub number: Option<u64>,
}

impl Component for Journal {
    const PARTIAL: &'static str = "ac-journal";
    const TITLE: &'static str = "Journal";
    const SAYS: &'static str = "What happened, in plain English. Numbers are those of the log that anyone can verify.";

    fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            empty: String::new(),
            days: vec![
                Day {
                    words: "Friday 10 April 2026".into(),
                    machine: "2026-04-10".into(),
                    entries: vec![Entry {
                        time: "midday".into(),
                        text: "Both houses signed off version 3.".into(),
                        reason: None,
                        links: vec![Link::new("Sign-off certificate", "#document")],
                        number: Some(412),
                    }],
                },
                Day {
                    words: "Wednesday 1 April 2026".into(),
                    machine: "2026-04-01".into(),
                    entries: vec![
                        Entry {
                            time: "2:30pm".into(),
                            text: "Tom Hadfield, acting for Rachel Okafor, gave 3 working days more.".into(),
                            reason: Some("Two experts asked for time.".into()),
                            links: Vec::new(),
                            number: Some(407),
                        },
                        Entry {
                            time: "9:05am".into(),
                            text: "An expert asked for more time.".into(),
                            reason: None,
                            links: Vec::new(),
                            number: Some(406),
                        },
                    ],
                },
            ],
        };
        let none = Self {
            days: Vec::new(),
            empty: "Nothing has happened yet.".into(),
        };
        vec![("entries", full), ("empty", none)]
    }
}
