//! Going over, and back: one transaction for each record, as every other step of it.

use accord_engine::{
    changeover::Changeover,
    event::{Actor, Event},
    refusal::Refusal,
};

use super::{
    trial,
    trial::{over, unplaced, went_over},
};
use crate::service::{
    app::{App, Desk},
    authority,
    fault::Fault,
    mending::By,
    signals,
    transition::{self, Loaded, Turned},
};

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// Records that went.
    pub went: usize,
    /// Those that stayed: the instance and why. Most often somebody was quicker.
    pub stayed: Vec<(String, String)>,
}

/// Every record that can goes over; the others stay with the rules that they have.
///
/// # Errors
/// The file is wrong, no reason is given, or the store fails.
pub fn go_over(app: &App, alliance: &str, words: &Changeover, (by, because): (&By, &str)) -> Result<Done, Fault> {
    given(because)?;
    let tried = app.reading(alliance, |desk| trial(desk, words))?;
    if tried.is_todays {
        let name = words.workflow.clone();
        // What is taken up is published by it, as by a start.
        app.writing(alliance, move |desk| {
            let library = desk.app.library.clone();
            library.proved(desk.db, &name, desk.now).map(|_| ())
        })?;
    }
    let mut done = Done::default();
    for verdict in &tried.verdicts {
        if !verdict.reasons.is_empty() {
            done.stayed.push((verdict.instance.clone(), verdict.reasons.join(" ")));
            continue;
        }
        let (plans, to) = (tried.plans.clone(), tried.to.clone());
        one(
            app,
            alliance,
            (&verdict.instance, by),
            because,
            &mut done,
            move |loaded, actor, because| {
                let plan = plans.get(&*loaded.workflow.hash).ok_or_else(moved_on)?;
                // It may stand elsewhere by now than when it was tried out.
                if let Some(broken) = plan.breaks(&loaded.snapshot).first() {
                    return Err(Refusal::because("changeover", broken.clone()).into());
                }
                let loaded = Loaded {
                    workflow: to.clone(),
                    ..loaded
                };
                Ok((loaded, over(&plan.plan, actor, because)))
            },
        )?;
    }
    Ok(done)
}

/// Every record that went over by this file, and to which nothing has happened since, goes back.
///
/// # Errors
/// As [`go_over`].
pub fn go_back(app: &App, alliance: &str, words: &Changeover, (by, because): (&By, &str)) -> Result<Done, Fault> {
    given(because)?;
    let went = app.reading(alliance, |desk| went_over(desk, words))?;
    let mut done = Done::default();
    for (instance, before) in went {
        one(
            app,
            alliance,
            (&instance, by),
            because,
            &mut done,
            move |loaded, actor, because| {
                let loaded = Loaded {
                    workflow: before.clone(),
                    ..loaded
                };
                let reason = because.to_owned();
                Ok((loaded, Event::ChangedBack { actor, reason }))
            },
        )?;
    }
    Ok(done)
}

fn moved_on() -> Fault {
    let because = "It goes by another version by now: somebody was quicker.";
    Refusal::because("pinned", because).into()
}

fn given(because: &str) -> Result<(), Fault> {
    if because.trim().is_empty() {
        return Err(Fault::field(
            "because",
            "Say why, in a sentence. It stands in the journal of each record.",
        ));
    }
    Ok(())
}

/// One record, in a transaction of its own; a refusal leaves it where it is.
fn one(
    app: &App,
    alliance: &str,
    (instance, by): (&str, &By),
    because: &str,
    done: &mut Done,
    event: impl Fn(Loaded, Actor, &str) -> Result<(Loaded, Event), Fault> + Send + 'static,
) -> Result<(), Fault> {
    let (id, by, because) = (instance.to_owned(), by.clone(), because.trim().to_owned());
    let turned = app.writing(alliance, move |desk| {
        let loaded = transition::load(desk, &id)?;
        let actor = acting(desk, &loaded, &by)?;
        let (loaded, event) = event(loaded, actor, &because)?;
        transition::change_rules(desk, loaded, &event)
    });
    match turned {
        Ok(Turned { signals, .. }) => {
            done.went += 1;
            signals::deliver(app, signals);
            Ok(())
        }
        Err(Fault::Refused(refusal)) => {
            done.stayed.push((instance.to_owned(), refusal.to_string()));
            Ok(())
        }
        Err(other) => Err(other),
    }
}

/// Whoever does it, as the journal has them.
fn acting(desk: &mut Desk<'_>, loaded: &Loaded, by: &By) -> Result<Actor, Fault> {
    match by {
        By::Person(caller) => authority::actor(desk, loaded.about(), caller),
        By::Operator(name) => Ok(unplaced(name.clone())),
    }
}
