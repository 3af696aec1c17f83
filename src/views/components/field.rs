//! A question of a form: its words, its help, what is wrong with the answer, and the control for it.

use serde::Serialize;

use super::{
    Component,
    control::{Control, Day, Input, LongText, Moment, Options, Rows},
    field_samples,
    files::Upload,
};

/// A question and its control.
///
/// The first control of a question has the question's `id`; that is where error links lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Unique on the page.
    pub id: String,
    /// The name under which the answer is sent. Dates add `-day`, `-month`, `-year` and `-time`.
    pub name: String,
    /// The question.
    pub label: String,
    /// The question is the page's `h1`: one question on a page.
    pub heading: bool,
    /// One short sentence of help, without links.
    pub hint: Option<String>,
    /// What is wrong, in whole sentences that name the question and the fix.
    pub errors: Vec<String>,
    /// It need not be answered: "(optional)" is said.
    pub optional: bool,
    /// Where an answer comes from that the person did not type here: "From your profile."
    pub prefilled: Option<String>,
    /// Asked only if another question was answered so.
    pub when: Option<When>,
    /// The control.
    pub control: Control,
}

/// The answer that makes a question asked. The server judges it; the page only hides what is not asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// The name of the other question.
    pub name: String,
    /// Any of these answers will do.
    pub values: Vec<String>,
    /// The same in words, for a page without script: "Answer this if you chose Yes above."
    pub says: String,
}

impl Field {
    /// A question with a control; the name is the id.
    pub fn new(id: impl Into<String>, label: impl Into<String>, control: Control) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            label: label.into(),
            heading: false,
            hint: None,
            errors: Vec::new(),
            optional: false,
            prefilled: None,
            when: None,
            control,
        }
    }

    /// One line of text.
    pub fn text(id: impl Into<String>, label: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(id, label, Control::Line(Input::text(value)))
    }

    /// Several lines of text, with the most words if there is a limit.
    pub fn long_text(
        id: impl Into<String>,
        label: impl Into<String>,
        value: impl Into<String>,
        most: Option<u32>,
    ) -> Self {
        Self::new(id, label, Control::LongText(LongText::new(value, most)))
    }

    /// A whole number.
    pub fn number(id: impl Into<String>, label: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(id, label, Control::Line(Input::number(value)))
    }

    /// Pounds and pence.
    pub fn money(id: impl Into<String>, label: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(id, label, Control::Line(Input::money(value)))
    }

    /// A day.
    pub fn date(id: impl Into<String>, label: impl Into<String>, day: Day) -> Self {
        Self::new(id, label, Control::Date(day))
    }

    /// A day and a time, in the UK.
    pub fn datetime(id: impl Into<String>, label: impl Into<String>, moment: Moment) -> Self {
        Self::new(id, label, Control::Datetime(moment))
    }

    /// One, or several, of what is offered.
    pub fn options(id: impl Into<String>, label: impl Into<String>, options: Options) -> Self {
        Self::new(id, label, Control::Options(options))
    }

    /// Files.
    pub fn files(id: impl Into<String>, label: impl Into<String>, upload: Upload) -> Self {
        Self::new(id, label, Control::Files(upload))
    }

    /// Rows of questions.
    pub fn rows(id: impl Into<String>, label: impl Into<String>, rows: Rows) -> Self {
        Self::new(id, label, Control::Rows(rows))
    }

    /// The same question with help.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    /// The same question with something wrong.
    pub fn error(mut self, error: impl Into<String>) -> Self {
        self.errors.push(error.into());
        self
    }

    /// The same question, which need not be answered.
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// The same question as the heading of the page.
    pub fn as_heading(self) -> Self {
        Self { heading: true, ..self }
    }

    /// The same question with an answer that is known already, and from where.
    pub fn prefilled(self, from: impl Into<String>) -> Self {
        Self {
            prefilled: Some(from.into()),
            ..self
        }
    }

    /// The same question, asked only then.
    pub fn asked_when(self, when: When) -> Self {
        Self {
            when: Some(when),
            ..self
        }
    }

    /// The id of its first control that can be typed in or chosen: for tables, the first one with an error.
    pub fn target(&self) -> &str {
        let Control::Rows(rows) = &self.control else {
            return &self.id;
        };
        let cells = || rows.rows.iter().flat_map(|row| &row.fields);
        cells()
            .find(|cell| !cell.errors.is_empty())
            .or_else(|| cells().next())
            .map_or(&self.id, |cell| cell.target())
    }
}

impl Component for Field {
    const PARTIAL: &'static str = "ac-field";
    const TITLE: &'static str = "Questions";
    const SAYS: &'static str = "Every kind of answer that a workflow file may ask for. The label is the question; \
                                optional ones say so; errors stand beside the question and in the summary.";

    fn samples() -> Vec<(&'static str, Self)> {
        field_samples::all()
    }
}
