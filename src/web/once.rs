//! A form that is sent twice is done once: whoever presses a button again is led to where the first
//! press led. Forms that are drafts have keys of their own, which the service judges.

use std::{thread, time::Duration};

use accord_store::answers::{self, Key};
use sha2::{Digest as _, Sha256};

use super::{
    html::shell,
    reply::{Body, Reply},
    request::Request,
    routes::{Method, Route, Who},
    site::Site,
};
use crate::{
    domain::hex,
    service::{drafts::Stamp, fault::Fault},
    views::{components::link::Link, pages::message::Message},
};

/// How often, and how long at a time, the second of two presses waits for the first.
const LOOKS: u32 = 100;
const PAUSE: Duration = Duration::from_millis(50);

/// Runs a handler; once for each key of a form.
///
/// # Errors
/// The handler's.
pub(super) fn run(site: &Site, route: &Route, request: &Request) -> Result<Reply, Fault> {
    let Some((person, key)) = named(route, request)? else {
        return (route.run)(site, request);
    };
    let hash = hash(request)?;
    for _ in 0..LOOKS {
        let (who, named, sent, now) = (person.clone(), key.clone(), hash.clone(), site.app.wall.now());
        let worth = site
            .app
            .store
            .write(move |db| Ok::<_, Fault>(answers::begin(db, &who, &named, &sent, now)?))?;
        match worth {
            Key::New => return first(site, route, request, person, key),
            Key::Answered(to) => return again(site, request, &to),
            // The page was taken back and says something else now: that is another wish.
            Key::Other => return (route.run)(site, request),
            Key::InHand => thread::sleep(PAUSE),
        }
    }
    let says = "This is being done already. Wait a little, then look whether it was.";
    Err(Fault::conflict(says, 0))
}

/// Whose form it is, and its key, if one press is to count.
fn named(route: &Route, request: &Request) -> Result<Option<(String, String)>, Fault> {
    if route.method != Method::Post || route.drafted || !matches!(route.who, Who::SignedIn | Who::Power(_)) {
        return Ok(None);
    }
    let Stamp { key, .. } = Stamp::read(request.typed("ac-key"), None, None);
    if key.is_empty() {
        return Ok(None);
    }
    Ok(Some((request.caller()?.person, format!("page/{key}"))))
}

fn hash(request: &Request) -> Result<String, Fault> {
    let whole = serde_json::to_vec(&(&request.path, &request.form))?;
    Ok(hex(&Sha256::digest(whole)))
}

fn first(site: &Site, route: &Route, request: &Request, person: String, key: String) -> Result<Reply, Fault> {
    let done = (route.run)(site, request);
    let answer = match &done {
        Ok(reply) => match &reply.body {
            // It was done, or it waits for a second factor and is to be sent again.
            Body::Go(to) => Some(to.clone()).filter(|to| !to.starts_with("/sign-in")),
            _ if reply.status < 300 => Some(String::new()),
            _ => None,
        },
        Err(_) => None,
    };
    site.app.store.write(move |db| {
        match answer {
            Some(to) => answers::keep(db, &person, &key, &to)?,
            None => answers::forget(db, &person, &key)?,
        }
        Ok::<_, Fault>(())
    })?;
    done
}

/// Where the first press led. A page that was its answer is not shown twice: it may have held a secret.
fn again(site: &Site, request: &Request, to: &str) -> Result<Reply, Fault> {
    if !to.is_empty() {
        return Ok(Reply::go(to));
    }
    let title = "This was sent already";
    let here = request.path.split('?').next().unwrap_or("/").to_owned();
    let message = Message {
        links: vec![Link::new("Go back to the page", here), Link::new("Go to Home", "/")],
        ..Message::new(
            shell::page(site, request, title)?,
            title,
            vec!["The button was pressed twice. It was done once, and not again.".to_owned()],
        )
    };
    shell::draw(&message)
}
