//! One process on a record: what one can do and what not, whom it waits for, its dates.

use accord_engine::refusal::{
    Offer,
    Standing::{Blocked as Held, Closed, NotYours, Ready, Waiting},
};
use accord_store::subjects::SubjectRow;

use super::{
    super::{
        aims,
        home::{record_href, task_href},
    },
    TEXT,
};
use crate::{
    domain::words,
    service::{
        comments::ANSWER,
        places::{Place, Verb},
        readers,
        record::{self, Stage},
        spoken,
        waiting::Awaited,
    },
    views::{
        components::{
            self,
            blocked::{Blocked, Reason},
            dated::Dated,
            link::Link,
            stages::{StageAt, StageTrack},
            standing::{Offer as Doing, Standing},
        },
        pages::record as page,
    },
    web::{problem, site::Site},
};

/// One process as the page shows it.
pub(super) fn shown(site: &Site, row: &SubjectRow, run: &record::Run, number: usize, several: bool) -> page::Run {
    let (mut can, mut blocked) = split(site, run);
    blocked.extend(empty(site, run, row));
    can.extend(work(site, run, row));
    let mut dates: Vec<Dated> = run.dates.iter().map(|date| dated(site, date)).collect();
    let when = (!dates.is_empty()).then(|| dates.remove(0));
    let now = if run.over {
        format!("{}. This is over.", run.now)
    } else {
        run.now.clone()
    };
    page::Run {
        id: format!("run-{number}"),
        title: several.then(|| run.title.clone()),
        track: (!run.stages.is_empty()).then(|| track(&run.title, &run.stages)),
        standing: Standing {
            now,
            tag: None,
            can,
            nothing: "Nothing is waiting on you here.".to_owned(),
            next: Some(run.next.clone()).filter(|next| !next.is_empty()),
            when,
        },
        blocked,
        awaited: run.awaited.iter().map(|one| awaited(site, one)).collect(),
        dates,
    }
}

/// Work that a permit allows: the text, where it is about one, and each form that stands alone.
fn work(site: &Site, run: &record::Run, row: &SubjectRow) -> Vec<Doing> {
    let here = record_href(&row.kind, &row.id);
    let mut out = Vec::new();
    let doing = |words: &str, href: String| Doing {
        link: Link::new(words, href),
        hint: None,
    };
    if row.kind == TEXT {
        out.push(doing(
            "Read the text and what people said about it",
            format!("{here}/text"),
        ));
        out.push(doing(aims::WAY, format!("{here}/aims")));
        out.push(doing("See comments and their answers", format!("{here}/comments")));
        out.push(doing("See proposals and their answers", format!("{here}/proposals")));
        out.push(doing("Where is what you asked for?", format!("{here}/asked")));
        if run.permits.iter().any(|(permit, _)| permit == ANSWER) {
            out.push(doing("Answer comments", format!("{here}/answering")));
        }
    }
    for one in &run.held {
        out.push(doing(
            "Take back what you have just done",
            format!("/task/{}/undo/{}", run.instance, one.seq),
        ));
    }
    for one in &run.more_time {
        let href = format!("/task/{}/more-time/{}/{}", run.instance, one.state, one.clock);
        out.push(doing("Ask for more time", href));
    }
    for (permit, _) in &run.permits {
        let Some(form) = site
            .app
            .library
            .work_form(&row.kind, permit)
            .filter(|form| form.about.is_empty() && !run.empty.iter().any(|(one, _)| one == permit))
        else {
            continue;
        };
        let title = form.form.title.as_deref().unwrap_or(permit);
        out.push(doing(title, format!("{here}/work/{permit}")));
    }
    out
}

/// Work whose form has nothing to choose from now.
fn empty(site: &Site, run: &record::Run, row: &SubjectRow) -> Vec<Blocked> {
    let known = &site.app.library;
    let blocked = run.empty.iter().filter_map(|(permit, reason)| {
        let form = known
            .work_form(&row.kind, permit)
            .filter(|form| form.about.is_empty())?;
        Some(Blocked {
            act: form.form.title.clone().unwrap_or_else(|| permit.clone()),
            reasons: vec![problem::blocked(reason.clone())],
        })
    });
    blocked.collect()
}

/// The stages of a process, by its title, as a track.
pub(in crate::web::html) fn track(title: &str, stages: &[(String, Stage)]) -> StageTrack {
    let stages = stages.iter().map(|(title, stage)| components::stages::Stage {
        title: title.clone(),
        at: match stage {
            Stage::Done => StageAt::Done,
            Stage::Now => StageAt::Now,
            Stage::Ahead => StageAt::Ahead,
        },
        note: None,
        href: None,
    });
    StageTrack {
        title: format!("Stages: {title}"),
        stages: stages.collect(),
    }
}

/// What is waited for, from whom; and since when it is late.
fn awaited(site: &Site, one: &Awaited) -> String {
    let late = one.due_at.filter(|at| *at < site.app.clock.now());
    let late = late.map_or_else(String::new, |at| format!(" (overdue since {})", words::until(at)));
    let whom = match one.people.len() {
        0 => format!("nobody holds this role yet ({})", one.roles.join(", ")),
        1..=6 => one.people.join(", "),
        many => format!("{many} people ({})", one.roles.join(", ")),
    };
    format!("{}: {whom}{late}", one.what)
}

fn dated(site: &Site, date: &record::Date) -> Dated {
    let now = site.app.clock.now();
    let clock = spoken::clock(date.at, words::ZONE, now);
    Dated {
        label: date.what.clone(),
        words: clock.full,
        machine: clock.at,
        because: date.derivation.clone(),
        past: date.at < now,
    }
}

/// What can be done, and what not: a decision is one thing to do, however many answers it has.
fn split(site: &Site, run: &record::Run) -> (Vec<Doing>, Vec<Blocked>) {
    let mut ready: Vec<Doing> = Vec::new();
    let mut blocked: Vec<Blocked> = Vec::new();
    let mut votes: Vec<&str> = Vec::new();
    for offer in &run.offers {
        let title = title(run, offer);
        let reasons = match &offer.standing {
            Ready if offer.vote && votes.contains(&offer.state.as_str()) => continue,
            Ready => {
                votes.extend(offer.vote.then_some(offer.state.as_str()));
                ready.push(Doing {
                    link: Link::new(title, href(run, offer)),
                    hint: hint(site, offer),
                });
                continue;
            }
            NotYours(_) => continue,
            Held(reasons) => reasons.iter().cloned().map(problem::blocked).collect(),
            Closed(at) => {
                let clock = spoken::clock(*at, words::ZONE, site.app.clock.now());
                vec![plain(format!("The time for this ended at {}.", clock.full))]
            }
            Waiting { missing, .. } => {
                let who = titles(site, missing).join(", ");
                vec![plain(format!(
                    "It is done, and waits for a second person to confirm it: {who}."
                ))]
            }
        };
        let one = Blocked { act: title, reasons };
        if !blocked.contains(&one) {
            blocked.push(one);
        }
    }
    for one in &run.in_the_way {
        blocked.push(Blocked {
            act: format!("{} (others do this; what is missing is yours)", one.act),
            reasons: one.reasons.iter().cloned().map(problem::blocked).collect(),
        });
    }
    (ready, blocked)
}

fn plain(because: String) -> Reason {
    Reason {
        because,
        found: None,
        who: Vec::new(),
        mend: None,
        promise: false,
    }
}

fn hint(site: &Site, offer: &Offer) -> Option<String> {
    let role = offer.needs_second.clone()?;
    let who = titles(site, &[role]).join(", ");
    Some(format!("A second person confirms it: {who}."))
}

fn titles(site: &Site, roles: &[String]) -> Vec<String> {
    readers::role_titles(&site.app.library, roles)
}

fn title(run: &record::Run, offer: &Offer) -> String {
    if offer.vote {
        let ask = run.asks.iter().find(|(state, _)| *state == offer.state);
        return ask.map_or_else(|| offer.title.clone(), |(_, ask)| ask.clone());
    }
    if offer.second {
        return format!("Confirm: {}", offer.title);
    }
    let own = |(place, _): &&((String, String), String)| place.0 == offer.state && place.1 == offer.event;
    let called = run.tasks.iter().find(own);
    called.map_or_else(|| offer.title.clone(), |(_, called)| called.clone())
}

fn href(run: &record::Run, offer: &Offer) -> String {
    if offer.vote {
        return format!("/task/{}/{}/{}", run.instance, Verb::Vote.word(), offer.state);
    }
    task_href(&run.instance, &Place::of(offer))
}
