//! What one role will be asked, when, how long there is, and what happens next. Markdown.

use std::fmt::Write as _;

use crate::{
    check::{
        explore::ground,
        time,
        tour::{Place, Tour},
    },
    definition::{
        model::{Deadline, Definition, Do},
        near,
        scalar::Amount,
        vocabulary::Roles,
    },
};

/// The journey of one role through a workflow.
pub fn journey(definition: &Definition, role: &str, roles: &Roles) -> String {
    let tour = Tour::of(definition);
    let called = |role: &str| {
        roles
            .roles
            .get(role)
            .map_or_else(|| role.replace('_', " "), |known| known.title.clone())
    };
    let guide = Guide {
        tour: &tour,
        role,
        called: &called,
    };
    let mut out = format!("# {}: what it means for you, {}\n\n", definition.title, called(role));
    if let Some(says) = &definition.says {
        let _infallible = writeln!(out, "{}\n", says.trim());
    }
    let before = out.len();
    for (number, place) in tour.states.iter().enumerate() {
        guide.state(number, place, &mut out);
    }
    guide.anywhere(&mut out);
    if out.len() == before {
        out.push_str("You are not asked for anything here.\n");
    }
    out
}

struct Guide<'a> {
    tour: &'a Tour<'a>,
    role: &'a str,
    called: &'a dyn Fn(&str) -> String,
}

impl Guide<'_> {
    fn state(&self, number: usize, place: &Place<'_>, out: &mut String) {
        let mut lines: Vec<String> = Vec::new();
        self.votes(place, &mut lines);
        self.acts(Some(number), Some(place), &mut lines);
        for (permit, roles) in &place.state.permits {
            if roles.iter().any(|role| role == self.role) {
                lines.push(format!("- You may work here: {}.", permit.replace(['.', '_'], " ")));
            }
        }
        for mail in self.mails(number) {
            lines.push(format!("- You get an email: \"{}\".", mail.replace('_', " ")));
        }
        if lines.is_empty() {
            return;
        }
        let title = self.tour.title(place.id);
        let _infallible = writeln!(out, "## {title}\n");
        for line in &lines {
            let _infallible = writeln!(out, "{line}");
        }
        let asked = lines_ask(&lines);
        self.clocks(number, place, asked, out);
        if let Some(next) = &place.state.next {
            let _infallible = writeln!(out, "- What happens next: {}", next.trim());
        }
        out.push('\n');
    }

    fn votes(&self, place: &Place<'_>, lines: &mut Vec<String>) {
        let Some(decision) = place
            .state
            .decision
            .as_ref()
            .filter(|one| one.who.iter().any(|role| role == self.role))
        else {
            return;
        };
        let ask = decision.ask.clone().unwrap_or_else(|| self.tour.title(place.id));
        let options: Vec<String> = decision
            .options
            .iter()
            .map(|(name, answer)| answer.title.clone().unwrap_or_else(|| name.replace('_', " ")))
            .collect();
        lines.push(format!("- You are asked to decide, with others: \"{}\"", ask.trim()));
        lines.push(format!(
            "- You may answer: {}. You may change your answer until it is closed.",
            near::list(&options, "or")
        ));
        if decision.blind {
            lines.push("- Nobody sees the answers before it is closed.".to_owned());
        }
    }

    fn acts(&self, from: Option<usize>, place: Option<&Place<'_>>, lines: &mut Vec<String>) {
        for way in self.tour.ways.iter().filter(|way| way.from == from) {
            let words = way.transition;
            let title = words
                .title
                .clone()
                .or_else(|| way.event.map(|event| event.replace('_', " ")))
                .unwrap_or_default();
            if words.needs_second.as_deref() == Some(self.role) {
                lines.push(format!(
                    "- You may be asked to confirm \"{title}\", which somebody else has done."
                ));
            }
            if !ground::by(self.tour, way).iter().any(|role| role == self.role) {
                continue;
            }
            let asked = place.is_some_and(|place| time::is_waited_for(place, words));
            let mut line = format!("- You {} \"{title}\"", if asked { "are asked to:" } else { "may:" });
            if let Some(form) = &words.collect {
                let form = self
                    .tour
                    .definition
                    .forms
                    .get(form)
                    .and_then(|known| known.title.clone())
                    .unwrap_or_else(|| form.replace('_', " "));
                let _infallible = write!(line, ", with the form \"{form}\"");
            }
            if words.requires_reason {
                line.push_str(", and say why");
            }
            if let Some(second) = &words.needs_second {
                let _infallible = write!(line, "; {} confirms it", (self.called)(second));
            }
            match &words.to {
                Some(to) => {
                    let _infallible = write!(line, ". Then it is \"{}\".", self.tour.title(to));
                }
                None => line.push('.'),
            }
            lines.push(line);
            for condition in &words.when {
                lines.push(format!(
                    "  - Not before this is put right: {}",
                    condition.because.trim()
                ));
            }
        }
    }

    /// Mails to this role on the way into a state.
    fn mails(&self, number: usize) -> Vec<&str> {
        let name = self.tour.name(number);
        let into = self
            .tour
            .ways
            .iter()
            .filter(|way| way.transition.to.as_deref() == Some(name));
        let deeds = into.flat_map(|way| &way.transition.effects);
        let own = self
            .tour
            .states
            .get(number)
            .map(|place| place.state.on_entry.as_slice())
            .unwrap_or_default();
        let mut all: Vec<&str> = Vec::new();
        for deed in deeds.chain(own) {
            if let Do::Email(email) = deed
                && email.to.iter().any(|to| to == self.role)
                && !all.contains(&email.template.as_str())
            {
                all.push(&email.template);
            }
        }
        all
    }

    fn clocks(&self, number: usize, place: &Place<'_>, asked: bool, out: &mut String) {
        for clock in self.tour.clocks.iter().filter(|clock| clock.of == number) {
            let _infallible = writeln!(
                out,
                "- {}: {}.",
                if asked { "You have" } else { "It takes at most" },
                self.length(clock.clock)
            );
            if asked && !clock.clock.remind_with_left.is_empty() {
                let left: Vec<String> = clock
                    .clock
                    .remind_with_left
                    .iter()
                    .map(|left| self.amount(left))
                    .collect();
                let _infallible = writeln!(out, "- You are reminded with {} left.", near::list(&left, "and"));
            }
            let leads = clock.clock.then.as_deref().and_then(|event| {
                let way = self
                    .tour
                    .ways
                    .iter()
                    .find(|way| way.from == Some(number) && way.event == Some(event))?;
                way.transition.to.as_deref()
            });
            match (leads, &place.state.decision) {
                (Some(to), _) => {
                    let _infallible = writeln!(out, "- If the time runs out, it is \"{}\".", self.tour.title(to));
                }
                (None, Some(_)) => {
                    out.push_str("- When the time ends, the answers are counted. Silence never counts as a yes.\n");
                }
                (None, None) => {}
            }
        }
        if let Some(why) = &place.state.no_deadline {
            let _infallible = writeln!(out, "- There is no deadline: {}", why.trim());
        }
    }

    fn length(&self, clock: &Deadline) -> String {
        match (&clock.within, &clock.rule, &clock.at) {
            (Some(amount), _, _) => self.amount(amount),
            (None, Some(rule), _) => format!("the time of the rule \"{}\"", rule.replace('_', " ")),
            (None, None, Some(at)) => format!("until {}", at.replace(['.', '_'], " ")),
            (None, None, None) => "no set time".to_owned(),
        }
    }

    fn amount(&self, amount: &Amount) -> String {
        let text = match amount {
            Amount::Of(..) => amount.to_string(),
            Amount::Setting(name) => {
                let setting = self.tour.definition.settings.get(name);
                let default = setting.map(|setting| setting.default.to_string()).unwrap_or_default();
                format!("{default} (it may be changed each time)")
            }
        };
        text.replace('_', " ")
    }

    fn anywhere(&self, out: &mut String) {
        let mut lines = Vec::new();
        self.acts(None, None, &mut lines);
        if !lines.is_empty() {
            let _infallible = writeln!(out, "## At any time\n\n{}", lines.join("\n"));
        }
    }
}

/// Whether the role is asked for something, and does not only look on.
fn lines_ask(lines: &[String]) -> bool {
    lines
        .iter()
        .any(|line| line.starts_with("- You are asked") || line.starts_with("- You may work"))
}
