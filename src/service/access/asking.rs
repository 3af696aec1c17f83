//! An organisation that nobody here knows asks for an account, to bid: whoever looks after people and
//! organisations gets a letter, and writes or calls back. Nothing else is kept of it.

use accord_store::people;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::post;
use crate::{
    domain::{hex, subscriptions},
    service::{
        app::{App, Desk},
        authority::powers,
        fault::{Fault, FieldError},
        history, people as office, public,
    },
    views::contexts::access::Access,
};

/// What somebody without an account says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// The organisation's name.
    pub organisation: String,
    /// Who writes.
    pub name: String,
    /// Where they read emails.
    pub address: String,
    /// By which they can be called, if they wish.
    pub telephone: String,
    /// What would help, and anything else; may be empty.
    pub note: String,
}

/// The most characters of one line, and of the note.
const LINE: usize = 120;
const NOTE: usize = 1_000;

impl App {
    /// Tells whoever looks after people and organisations that somebody wishes to bid in what stands under a
    /// reference. The same wish of the same day is told once.
    ///
    /// # Errors
    /// Something is missing, nothing public stands there, or the store fails.
    pub fn ask_for_account(&self, alliance: &str, reference: &str, wish: &Wish) -> Result<(), Fault> {
        let wish = judged(wish)?;
        let reference = reference.to_owned();
        self.writing(alliance, move |desk| tell(desk, &reference, &wish))
    }
}

fn judged(wish: &Wish) -> Result<Wish, Fault> {
    let mut wrong = Vec::new();
    let mut line = |field: &str, text: &str, most: usize, missing: Option<&str>| {
        let kept: String = text.trim().chars().filter(|c| !c.is_control() || *c == '\n').collect();
        let says = match (kept.is_empty(), missing) {
            (true, Some(missing)) => missing.to_owned(),
            _ if kept.chars().count() > most => format!("Write at most {most} characters."),
            _ => return kept,
        };
        wrong.push(FieldError {
            field: field.to_owned(),
            says,
        });
        kept
    };
    let mut out = Wish {
        organisation: line(
            "organisation",
            &wish.organisation,
            LINE,
            Some("Enter what your organisation is called."),
        ),
        name: line("name", &wish.name, LINE, Some("Enter your name.")),
        telephone: line("telephone", &wish.telephone, LINE, None),
        note: line("note", &wish.note, NOTE, None),
        address: String::new(),
    };
    match subscriptions::address(&wish.address) {
        Ok(address) => out.address = address,
        Err(says) => wrong.push(FieldError {
            field: "address".to_owned(),
            says,
        }),
    }
    if wrong.is_empty() {
        Ok(out)
    } else {
        Err(Fault::Invalid(wrong))
    }
}

fn tell(desk: &mut Desk<'_>, reference: &str, wish: &Wish) -> Result<(), Fault> {
    let found = public::one(desk, reference)?;
    let day = desk.now.date_naive();
    let mark = Sha256::digest(format!("{reference} {} {} {day}", wish.organisation, wish.address));
    let mark = hex(&mark);
    let ids: Vec<String> = powers::people(desk, office::POWER)?.into_iter().collect();
    let mut told = false;
    for person in people::several(desk.db, &ids)? {
        let key = format!("account/{mark}/{}", person.id);
        if person.email.is_none() || post::was_put(desk, &key)? {
            continue;
        }
        let access = Access {
            link: format!("{}/organisations", desk.app.origin),
            by: wish.organisation.clone(),
            says: said(&found.record.title, wish),
            ..Access::default()
        };
        let why = "you look after people and organisations here";
        post::put(desk, &key, ("account", why), &person, access)?;
        told = true;
    }
    if told {
        // Who asked stands in the letter alone.
        history::note(desk, None, &json!({ "account": { "asked": reference, "mark": mark } }))?;
    }
    Ok(())
}

fn said(title: &str, wish: &Wish) -> String {
    let telephone = match wish.telephone.is_empty() {
        true => String::new(),
        false => format!(", telephone {}", wish.telephone),
    };
    let note = match wish.note.is_empty() {
        true => String::new(),
        false => format!(" They add: {}", wish.note.replace('\n', " ")),
    };
    format!(
        "{} of {} would like to bid in {title}. Email {}{telephone}.{note}",
        wish.name, wish.organisation, wish.address
    )
}
