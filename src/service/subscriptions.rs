//! Anybody may ask to be told of something, and stop it in one step.
//!
//! An address counts once the code that was sent there has been typed; a link in that letter only
//! fills the code in, so that a program that opens links confirms nothing. What is answered does not
//! tell whether an address is known. Whoever holds the key of a letter may stop the letters: then
//! everything about the address is forgotten.

use std::collections::BTreeSet;

use accord_store::{
    outbox::{self, NewOutbox},
    subscriptions::{self as rows, SubscriptionRow},
};
use sha2::{Digest as _, Sha256};

use crate::{
    domain::{hex, subscriptions as terms, words},
    service::{
        app::{App, Desk},
        context,
        fault::{Fault, FieldError},
        organisations,
        outgoing::{About, Letter, Outgoing, Recipient},
    },
    views::contexts::everywhere::Act,
};

/// What somebody asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// As typed.
    pub address: String,
    /// What to call them; may be empty.
    pub name: String,
    /// Topics.
    pub topics: Vec<String>,
    /// Areas, by id: then only what concerns one of them; all where none is named.
    pub areas: Vec<String>,
}

/// What stands under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The address, mostly covered: `a…@burngreave.example`.
    pub address: String,
    /// What it is told of, in words.
    pub topics: String,
}

impl App {
    /// Notes a request and sends a code to its address. The id is for the page that takes the code;
    /// it is given for any address, known or not.
    ///
    /// # Errors
    /// The address is none, nothing is chosen, or the store fails.
    pub fn subscribe(&self, alliance: &str, request: &Request) -> Result<String, Fault> {
        let (address, topics) = self.judged(request)?;
        let name: String = request
            .name
            .trim()
            .chars()
            .filter(|c| !c.is_control())
            .take(80)
            .collect();
        let areas = request.areas.clone();
        self.at_desk(alliance, move |desk| {
            let mut topics = topics;
            let known = organisations::areas(desk)?;
            topics.extend(
                areas
                    .iter()
                    .filter(|id| known.contains_key(*id))
                    .map(|id| terms::area(id)),
            );
            ask(desk, &address, &name, &topics)
        })
    }

    /// Takes the code that was typed; from now on letters come.
    ///
    /// # Errors
    /// It is not the code, or it has run out: ask again.
    pub fn confirm_subscription(&self, alliance: &str, id: &str, code: &str) -> Result<(), Fault> {
        let (id, code) = (
            id.to_owned(),
            code.chars().filter(char::is_ascii_digit).collect::<String>(),
        );
        // A wrong code is counted, and that must be kept: it is no error inside the transaction.
        let right = self.at_desk(alliance, move |desk| confirm(desk, &id, &code))?;
        if right {
            return Ok(());
        }
        Err(Fault::field(
            "code",
            "That is not the code, or it has run out. Look at the newest email from us, or ask for another.",
        ))
    }

    /// What somebody with the key of a letter has chosen.
    ///
    /// # Errors
    /// Nothing stands under the key.
    pub fn subscription(&self, key: &str) -> Result<Choice, Fault> {
        let found = self.store.read(|db| rows::by_stop_key(db, key))?;
        let row = found
            .filter(|row| self.serves(&row.alliance_id))
            .ok_or(Fault::NotFound("subscription"))?;
        let topics: Vec<String> = serde_json::from_str(&row.topics)?;
        Ok(Choice {
            address: covered(&row.address),
            topics: self.reading(&row.alliance_id, |desk| said(desk, &topics))?,
        })
    }

    /// Stops every letter and forgets the address; a second time changes nothing and is no error.
    ///
    /// # Errors
    /// The store fails.
    pub fn unsubscribe(&self, key: &str) -> Result<(), Fault> {
        let (key, app) = (key.to_owned(), self.clone());
        let ours = move |row: &SubscriptionRow| app.serves(&row.alliance_id);
        self.store
            .write(move |db| match rows::by_stop_key(db, &key)?.filter(ours) {
                Some(row) => rows::forget(db, &row.id).map(drop),
                None => Ok(()),
            })?;
        Ok(())
    }

    fn judged(&self, request: &Request) -> Result<(String, Vec<String>), Fault> {
        let known = &self.library.subscriptions.topics;
        let mut wrong = Vec::new();
        let address = terms::address(&request.address).unwrap_or_else(|says| {
            wrong.push(FieldError {
                field: "address".to_owned(),
                says,
            });
            String::new()
        });
        let topics: Vec<String> = known
            .keys()
            .filter(|one| request.topics.contains(one))
            .cloned()
            .collect();
        if topics.is_empty() || request.topics.iter().any(|one| !known.contains_key(one)) {
            wrong.push(FieldError {
                field: "topics".to_owned(),
                says: "Choose what you would like to hear of.".to_owned(),
            });
        }
        if wrong.is_empty() {
            Ok((address, topics))
        } else {
            Err(Fault::Invalid(wrong))
        }
    }

    fn at_desk<T: Send + 'static>(
        &self,
        alliance: &str,
        work: impl FnOnce(&mut Desk<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (app, alliance) = (self.clone(), alliance.to_owned());
        self.store.write(move |db| {
            let mut desk = app.desk(db, &alliance);
            work(&mut desk)
        })
    }
}

/// Puts a confirmed address down, for demonstration data.
///
/// # Errors
/// The address is none, or the store fails.
pub fn plant(desk: &mut Desk<'_>, request: &Request) -> Result<(), Fault> {
    let (address, topics) = desk.app.judged(request)?;
    let row = SubscriptionRow {
        topics: serde_json::to_string(&topics)?,
        confirmed_at: Some(desk.now.into()),
        ..fresh(desk, &address, &request.name, &topics)?
    };
    Ok(rows::put(desk.db, &row)?)
}

/// Whoever is to get a letter about a topic and these places (none: it is about no place), but for those who get it
/// already.
///
/// # Errors
/// The store fails, or what is stored is damaged.
pub fn readers(
    desk: &mut Desk<'_>,
    topic: &str,
    places: &BTreeSet<String>,
    already: &[Recipient],
) -> Result<Vec<Recipient>, Fault> {
    let library = desk.app.library.clone();
    let mut out = Vec::new();
    for row in rows::confirmed(desk.db, &desk.alliance)? {
        let topics: Vec<String> = serde_json::from_str(&row.topics)?;
        let known = already.iter().any(|one| one.email.eq_ignore_ascii_case(&row.address));
        if known || !topics.iter().any(|one| one == topic) || !terms::concerns(&topics, places.iter()) {
            continue;
        }
        let name = if row.name.is_empty() { "reader" } else { &row.name };
        let title = library
            .subscriptions
            .topics
            .get(topic)
            .map(|one| one.title.to_lowercase());
        out.push(Recipient {
            person: None,
            name: name.to_owned(),
            first_name: name.to_owned(),
            organisation: String::new(),
            email: row.address.clone(),
            why: format!("you asked to hear of {}", title.unwrap_or_default()),
            stop: Some(format!("{}/subscriptions/stop/{}", desk.app.origin, row.stop_key)),
            reply: None,
        });
    }
    Ok(out)
}

/// Topics and areas in words: `Opportunities and Awards, for Foundry or Hillsborough`.
fn said(desk: &mut Desk<'_>, topics: &[String]) -> Result<String, Fault> {
    let titles = words::list(&desk.app.library.subscriptions.titles(topics));
    let chosen = terms::areas(topics);
    if chosen.is_empty() {
        return Ok(titles);
    }
    let known = organisations::areas(desk)?;
    let names: Vec<String> = chosen.iter().filter_map(|id| known.get(*id).cloned()).collect();
    Ok(format!("{titles}, for {}", words::list_or(&names)))
}

fn fresh(desk: &Desk<'_>, address: &str, name: &str, topics: &[String]) -> Result<SubscriptionRow, Fault> {
    Ok(SubscriptionRow {
        id: desk.id(),
        alliance_id: desk.alliance.clone(),
        address: address.to_owned(),
        name: name.to_owned(),
        topics: "[]".to_owned(),
        wanted: serde_json::to_string(topics)?,
        stop_key: hex(&desk.app.rng.bytes::<16>()),
        code_hash: None,
        code_until: None,
        tries: 0,
        codes: 0,
        asked_at: desk.wall().into(),
        confirmed_at: None,
    })
}

/// Codes are of the wall's time: they are about people at their post, not about business.
fn ask(desk: &mut Desk<'_>, address: &str, name: &str, topics: &[String]) -> Result<String, Fault> {
    let library = desk.app.library.clone();
    let (terms, now) = (&library.subscriptions, desk.wall());
    rows::forget_unconfirmed(desk.db, now - terms.codes_within())?;
    let mut row = match rows::by_address(desk.db, &desk.alliance, address)? {
        Some(row) => row,
        None => fresh(desk, address, name, topics)?,
    };
    if now - row.asked_at.utc() > terms.codes_within() {
        row.asked_at = now.into();
        row.codes = 0;
    }
    if row.codes >= terms.most_codes {
        // Somebody else may be typing this address in: enough letters for today.
        return Ok(row.id);
    }
    let code = six_digits(desk);
    row.wanted = serde_json::to_string(topics)?;
    row.code_hash = Some(hashed(&row.stop_key, &code));
    row.code_until = Some((now + terms.code_lasts()).into());
    row.tries = 0;
    row.codes = row.codes.saturating_add(1);
    rows::put(desk.db, &row)?;
    let said = said(desk, topics)?;
    send(desk, &row, &code, &said)?;
    Ok(row.id)
}

fn confirm(desk: &mut Desk<'_>, id: &str, code: &str) -> Result<bool, Fault> {
    let Some(mut row) = rows::load(desk.db, &desk.alliance, id)? else {
        return Ok(false);
    };
    let most = desk.app.library.subscriptions.tries;
    let in_time = row.code_until.is_some_and(|until| desk.wall() <= until.utc());
    let right = row.code_hash.as_ref() == Some(&hashed(&row.stop_key, code));
    if !in_time || row.tries >= most {
        return Ok(false);
    }
    if right {
        row.topics.clone_from(&row.wanted);
        row.confirmed_at = row.confirmed_at.or(Some(desk.now.into()));
        row.code_hash = None;
        row.code_until = None;
        row.codes = 0;
    } else {
        row.tries = row.tries.saturating_add(1);
    }
    rows::put(desk.db, &row)?;
    Ok(right)
}

/// Six digits, each as likely as any.
fn six_digits(desk: &Desk<'_>) -> String {
    // A million divides 2^32 with a rest of 967,296: numbers in the rest are drawn again.
    loop {
        let number = u32::from_le_bytes(desk.app.rng.bytes::<4>());
        if number < 4_294_000_000 {
            return format!("{:06}", number % 1_000_000);
        }
    }
}

fn hashed(key: &str, code: &str) -> String {
    hex(&Sha256::digest(format!("{key}\n{code}")))
}

/// `a…@burngreave.example`
fn covered(address: &str) -> String {
    let (name, domain) = address.split_once('@').unwrap_or((address, ""));
    format!("{}…@{domain}", name.chars().next().unwrap_or('…'))
}

fn send(desk: &mut Desk<'_>, row: &SubscriptionRow, code: &str, said: &str) -> Result<(), Fault> {
    let library = desk.app.library.clone();
    let to = Recipient {
        person: None,
        name: row.name.clone(),
        first_name: row.name.clone(),
        organisation: String::new(),
        email: row.address.clone(),
        why: "somebody typed your address on our page".to_owned(),
        stop: Some(format!("{}/subscriptions/stop/{}", desk.app.origin, row.stop_key)),
        reply: None,
    };
    let url = format!("{}/subscriptions/{}?code={code}", desk.app.origin, row.id);
    let form = [("code", code.to_owned()), ("topics", said.to_owned())];
    let act = Act {
        form: form.into_iter().map(|(name, said)| (name.to_owned(), said)).collect(),
        ..Act::default()
    };
    let letter = Letter {
        template: library.subscriptions.letter.clone(),
        attach: Vec::new(),
        calendar: None,
        about: About::of_alliance(desk),
        context: context::of_alliance(desk, url, act, &to)?,
        to,
    };
    let name = format!("mail/{}", letter.template);
    let words = library.todays_template(desk.db, &name, desk.now)?;
    let out = NewOutbox {
        key: format!("subscription/{}/{}", row.id, desk.id()),
        alliance_id: desk.alliance.clone(),
        instance_id: None,
        kind: "email".to_owned(),
        recipient: row.address.clone(),
        payload: serde_json::to_string(&Outgoing::Email(Box::new(letter)))?,
        template: Some(words),
        then_event: None,
        place: 0,
    };
    Ok(outbox::put(desk.db, &[out], desk.wall())?)
}
