//! What came of what was sent.

use accord_engine::{deadline::TimerRole, definition::model::Do};

use super::{
    home::record_href,
    receipt::{self, Receipt},
    shell,
};
use crate::{
    domain::words,
    service::{
        drafts,
        fault::Fault,
        library::{find_state, transitions},
        places::{Place, Verb},
        readers, record, sight, spoken,
        transition::{Answer, Loaded},
    },
    views::{
        components::{answers::Confirmation, link::Link},
        pages::done::Done,
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// When something happens there next, if a clock says so.
fn next_date(site: &Site, loaded: &Loaded) -> Option<String> {
    let now = site.app.clock.now();
    let timers = loaded.snapshot.timers.values();
    let ends = timers.filter(|timer| matches!(timer.role, TimerRole::End(_)));
    let at = ends.filter_map(|timer| timer.due_at).filter(|at| *at > now).min()?;
    Some(format!(
        "The next date is {}.",
        spoken::clock(at, words::ZONE, now).full
    ))
}

/// What somebody's act has started, if they see it.
struct Begun {
    title: String,
    says: Vec<String>,
    reference: Option<String>,
    link: Link,
}

fn begun(site: &Site, request: &Request, answer: &Answer) -> Result<Option<Begun>, Fault> {
    let caller = request.caller()?;
    for id in &answer.started {
        let seen = site.app.reading(request.alliance()?, |desk| {
            sight::if_seen(sight::of_instance(desk, &caller, id))
        })?;
        let Some(seen) = seen else { continue };
        let Some(loaded) = seen.running.iter().find(|one| one.row.id == *id) else {
            continue;
        };
        let definition = &loaded.workflow.definition;
        let states = loaded.snapshot.states.iter().rev();
        let next = states.filter_map(|id| find_state(definition, id)?.next.clone()).next();
        let says = next.into_iter().chain(next_date(site, loaded));
        return Ok(Some(Begun {
            title: format!("{} is started", definition.title),
            says: says.collect(),
            reference: seen.record.reference.clone(),
            link: Link::new("Go on with it", record_href(&seen.record.kind, &seen.record.id)),
        }));
    }
    Ok(None)
}

/// Whether it is done in order to start something.
fn starts(loaded: &Loaded, place: &str) -> bool {
    let definition = &loaded.workflow.definition;
    Place::parse(place).is_some_and(|place| {
        let found = transitions(definition, &place.state, &place.event);
        let mut effects = found.iter().flat_map(|one| &one.effects);
        effects.any(|effect| matches!(effect, Do::Start(_)))
    })
}

/// That a second person has to confirm it, where nothing has happened yet.
fn second(site: &Site, loaded: &Loaded, place: &str) -> Option<String> {
    let mut halves = loaded.snapshot.awaiting_second.iter();
    let half = halves.find(|half| {
        let own = Place {
            verb: Verb::Act,
            state: half.state.to_string(),
            event: half.event.to_string(),
        };
        own.path() == place
    })?;
    let found = transitions(&loaded.workflow.definition, &half.state, &half.event);
    let roles: Vec<String> = found.iter().filter_map(|one| one.needs_second.clone()).collect();
    let who = readers::role_titles(&site.app.library, &roles).join(", ");
    Some(format!(
        "It waits for a second person to confirm it: {who}. Until then nothing happens."
    ))
}

/// What came of it; can be opened again later.
///
/// # Errors
/// It is not their draft, or was not sent.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let row = drafts::of(&site.app, &caller.person, request.param("draft"))?;
    let Some(answer) = row.answer.as_ref().filter(|_| row.sent_at.is_some()) else {
        return Err(Fault::NotFound("page"));
    };
    let answer: Answer = serde_json::from_str(answer)?;
    let seen = site.app.reading(&row.alliance_id, |desk| {
        sight::of_instance(desk, &caller, &row.instance_id)
    });
    // Whoever has done their part may have nothing more to see there.
    let seen = match seen {
        Ok(seen) => Some(seen),
        Err(Fault::NotFound(_)) => None,
        Err(other) => return Err(other),
    };
    let loaded = seen.as_ref().and_then(|seen| {
        seen.running
            .iter()
            .find(|one| one.row.id == row.instance_id)
            .zip(Some(seen))
    });
    let mut receipt = Receipt::default();
    let (mut says, mut again) = (Vec::new(), None);
    if let Some((loaded, seen)) = loaded {
        (receipt, (says, again)) = site.app.reading(&row.alliance_id, |desk| {
            let receipt = receipt::of(desk, seen, &answer)?;
            Ok::<_, Fault>((receipt, receipt::again(desk, loaded, &row.place)?))
        })?;
        says.append(&mut receipt.says);
        says.push(record::says_now(loaded, seen.sight));
        let states = loaded.snapshot.states.iter().rev();
        let mut found = states.filter_map(|id| find_state(&loaded.workflow.definition, id));
        says.extend(found.find_map(|state| state.next.clone()));
        says.extend(next_date(site, loaded));
        if let Some(waits) = second(site, loaded, &row.place) {
            says.insert(0, waits);
        }
    }
    says.push("We write to you when you are asked for something. You can come back to this page.".to_owned());
    let begun = match loaded.is_none_or(|(loaded, _)| starts(loaded, &row.place)) {
        true => begun(site, request, &answer)?,
        // What is offered for the work, such as a payment, is not what was meant to be started.
        false => None,
    };
    let title = begun.as_ref().map_or("Sent", |one| one.title.as_str());
    if let Some(one) = &begun {
        says.clone_from(&one.says);
    }
    tracing::debug!(instance.id = answer.instance, "shown what came of it");
    let page = shell::page(site, request, title)?;
    let contact = match &page.site.telephone {
        Some(telephone) => format!("If you have a question, email {} or call {telephone}.", page.site.email),
        None => format!("If you have a question, email {}.", page.site.email),
    };
    let record = seen.as_ref().map(|seen| &seen.record);
    let mut links: Vec<Link> = begun.iter().map(|one| one.link.clone()).chain(again).collect();
    links.extend(record.map(|record| {
        let href = record_href(&record.kind, &record.id);
        Link::new(format!("Back to {}", record.title), href)
    }));
    links.push(Link::new("Home", "/"));
    shell::draw(&Done {
        confirmation: Confirmation {
            title: title.to_owned(),
            label: "Your reference".to_owned(),
            reference: match &begun {
                Some(one) => one.reference.clone(),
                None => record.and_then(|record| record.reference.clone()),
            },
            level: 1,
            next: says,
            keep: receipt.keep,
            contact,
        },
        links,
        page,
    })
}
