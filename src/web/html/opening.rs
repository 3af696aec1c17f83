//! Opening cards: making one, checking it, showing it on the day.
//!
//! Words of a card are shown once, in the answer to the request that made it, and kept nowhere; what somebody types of
//! them is neither kept as a draft nor put back into the page.

use super::{home::record_href, shell};
use crate::{
    domain::words,
    service::{
        fault::{Fault, FieldError},
        opening::{
            ceremony::{self, Ceremony, SHOW, Shown},
            circle::Opener,
            making::{self, CHECK, NEW, Table, WORDS},
        },
    },
    views::{
        components::{
            control::{Control, Input},
            field::Field,
            form::Form,
            link::{Button, Link},
            summary::{SummaryList, SummaryRow},
        },
        pages::message::{Message, Reason, Words},
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Where another card is asked for though there is one.
const ANOTHER: &str = "another";

/// What is said of a card that is made while bids are open.
const NOT_DEALT: &str = "Bids are open, and are locked by the cards that were dealt before. Whoever looks after the round \
                         hears that you made another card, and deals the cards anew: then yours locks what is sent from \
                         then on. If you find the old one, keep it as well: it opens what was sent before.";

/// What cards are for, and what they do not do.
const PROMISE: [&str; 2] = [
    "What a bid and its files say is locked by these cards and by the server's own key from the moment it is sent. Whoever reads the \
     database, its copies and that key reads nothing of it before enough openers have shown their cards.",
    "This does not help against somebody who changes the program itself, or reads its memory while a bid is sent or a \
     card is made or shown, nor against enough openers who act together with whoever runs the server. Files that come \
     with a bid are locked with it, and so is what they are called; how large they are is not. What is not sent yet is \
     sealed by the server's key alone.",
];

/// What stands on somebody's card, in the demonstration, where nobody has it on paper.
fn in_the_demonstration(site: &Site, request: &Request) -> Result<Option<String>, Fault> {
    let person = request.caller()?.person;
    let words = site
        .demo
        .as_ref()
        .and_then(|demo| demo.card(request.param("id"), &person));
    Ok(words.map(|words| format!("In this demonstration nobody has paper. On this person's card stands: {words}.")))
}

fn here(table: &Table, permit: &str) -> String {
    let record = &table.seen.record;
    format!("{}/work/{permit}", record_href(&record.kind, &record.id))
}

fn table(site: &Site, request: &Request) -> Result<Table, Fault> {
    making::look(&site.app, request.alliance()?, &request.caller()?, request.param("id"))
}

/// The words of a card, in one line.
fn asked(errors: &[FieldError]) -> Field {
    let mut field = Field::new(
        WORDS,
        "The eight words of your card, in their order",
        Control::Line(Input::text("")),
    )
    .hint("The first four letters of each word are enough.");
    field.errors.extend(errors.iter().map(|one| one.says.clone()));
    field
}

fn message(site: &Site, request: &Request, title: &str, table: &Table, says: Vec<String>) -> Result<Message, Fault> {
    let record = &table.seen.record;
    let mut page = shell::page(site, request, title)?;
    page.back = Some(Link::new("Back", record_href(&record.kind, &record.id)));
    Ok(Message {
        caption: Some(record.title.clone()),
        ..Message::new(page, title, says)
    })
}

/// A page on which words are typed; what is wrong with them stands beside the question.
fn typing(
    site: &Site,
    mut message: Message,
    action: String,
    button: &str,
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let field = asked(errors);
    if !errors.is_empty() {
        message.page = shell::with_errors(message.page, std::slice::from_ref(&field));
    }
    message.form = Some(Form::new(
        action,
        shell::key(site),
        vec![field],
        Button::primary(button),
    ));
    let status = if errors.is_empty() { 200 } else { 422 };
    Ok(shell::draw(&message)?.with_status(status))
}

/// What there is to say of whoever's card: make one, test it, or that it works.
///
/// # Errors
/// The round is not there, or not for this person.
pub fn making(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let table = table(site, request)?;
    let title = "Make your opening card";
    let mut says = Vec::new();
    let own = table.own();
    if let Some(why) = own.and_then(|one| one.barred.clone()) {
        let mut message = message(
            site,
            request,
            "You cannot have an opening card here",
            &table,
            Vec::new(),
        )?;
        message.reasons = vec![Reason {
            because: why,
            mend: None,
        }];
        return shell::draw(&message);
    }
    let card = own.and_then(|one| one.card.as_ref());
    let wants_another = table.may_make && request.asked(ANOTHER).is_some();
    if let Some(card) = card.filter(|_| !wants_another) {
        let made = words::stamp(card.made_at.utc());
        let another = Link::new(
            "Make another card; this one then counts no more",
            format!("?{ANOTHER}=yes"),
        );
        return match card.checked_at {
            Some(at) => {
                says.push(format!(
                    "Your card was made on {made}, and its words were typed back last on {}. It works.",
                    words::stamp(at.utc())
                ));
                says.extend(ready(&table.openers));
                says.extend(PROMISE.map(str::to_owned));
                let mut message = message(site, request, "Your opening card", &table, says)?;
                if table.may_check {
                    message.links.push(Link::new("Check it again", here(&table, CHECK)));
                }
                message.links.extend(table.may_make.then_some(another));
                shell::draw(&message)
            }
            None => {
                says.push(format!(
                    "You made a card on {made}. It counts once you have typed its words back."
                ));
                let mut message = message(site, request, "Type the words of your card back", &table, says)?;
                message.links.extend(table.may_make.then_some(another));
                typing(site, message, here(&table, CHECK), "My card is right", &[])
            }
        };
    }
    if !table.may_make {
        says.push(
            "Opening cards are made by those who open bids, once the board has agreed a round and before it is published."
                .to_owned(),
        );
        return shell::draw(&message(site, request, "There is no card to make now", &table, says)?);
    }
    says.extend([
        "You get eight words. They are shown once: write them down, or print the page, and keep them as you keep a bank \
         card. Then you type them back, so that we both know that they are right."
            .to_owned(),
        "After bids have closed you and another opener type your words, each on your own page, and the bids are unlocked."
            .to_owned(),
    ]);
    says.extend(PROMISE.map(str::to_owned));
    says.extend(ready(&table.openers));
    let mut message = message(site, request, title, &table, says)?;
    let action = here(&table, NEW);
    message.form = Some(Form::new(
        action,
        shell::key(site),
        Vec::new(),
        Button::primary("Make my card"),
    ));
    shell::draw(&message)
}

/// Whose cards work. Who has none is not said: why may be nobody's to know.
fn ready(openers: &[Opener]) -> Option<String> {
    let names: Vec<String> = openers
        .iter()
        .filter(|one| one.is_ready())
        .map(|one| match &one.organisation {
            Some((_, organisation)) => format!("{} ({organisation})", one.name),
            None => one.name.clone(),
        })
        .collect();
    (!names.is_empty()).then(|| format!("Cards that work: {}.", names.join(", ")))
}

/// Makes a card and shows its words, this once.
///
/// # Errors
/// It is not theirs to do now.
pub fn make(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let made = match making::make(&site.app, request.alliance()?, &caller, request.param("id")) {
        Ok(made) => made,
        // The page says why not.
        Err(Fault::Invalid(_)) => return making(site, request),
        Err(other) => return Err(other),
    };
    let table = table(site, request)?;
    let says = vec![
        "These are the words of your card. Nobody can show them to you again: write them down now, in their order, or \
         print this page."
            .to_owned(),
        "Then type them back below.".to_owned(),
    ];
    let mut says = says;
    says.extend(table.dealt.then(|| NOT_DEALT.to_owned()));
    let mut message = message(site, request, "Your opening card", &table, says)?;
    let round = &table.seen.record;
    let mut rows = vec![SummaryRow::new(
        "Round",
        format!("{} {}", round.title, round.reference.clone().unwrap_or_default()).trim_end(),
    )];
    rows.extend(
        made.words
            .iter()
            .zip(1..)
            .map(|(word, number)| SummaryRow::new(format!("Word {number}"), *word)),
    );
    message.words = vec![Words {
        title: "Keep this".to_owned(),
        list: SummaryList { rows },
    }];
    message.form_title = Some("Type the words back".to_owned());
    typing(site, message, here(&table, CHECK), "My card is right", &[])
}

/// The page on which words are typed back.
///
/// # Errors
/// The round is not there, or not for this person.
pub fn checking(site: &Site, request: &Request) -> Result<Reply, Fault> {
    check_page(site, request, &[])
}

fn check_page(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let table = table(site, request)?;
    if !table.may_check || table.own().is_none_or(|one| one.card.is_none()) {
        return making(site, request);
    }
    let mut says = vec![
        "Take out your card and type its words, so that we both know that it works. Nothing else happens.".to_owned(),
    ];
    says.extend(in_the_demonstration(site, request)?);
    if table.may_make {
        says.push("If you cannot find it, make another: this is the time for it.".to_owned());
        says.extend(table.dealt.then(|| NOT_DEALT.to_owned()));
    } else {
        says.push(
            "If you cannot find it, tell the contract manager today. While bids are open there is time to help."
                .to_owned(),
        );
    }
    let mut message = message(site, request, "Check your opening card", &table, says)?;
    if table.may_make {
        let another = format!("{}?{ANOTHER}=yes", here(&table, NEW));
        message.links.push(Link::new("Make another card", another));
    }
    typing(site, message, here(&table, CHECK), "Check it", errors)
}

/// Checks the words.
///
/// # Errors
/// It is not theirs to do now.
pub fn check(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (caller, round) = (request.caller()?, request.param("id"));
    let typed = request.typed(WORDS).unwrap_or_default();
    match making::check(&site.app, request.alliance()?, &caller, round, typed) {
        Ok(()) => Ok(Reply::go(format!("/round/{round}/work/{NEW}"))),
        Err(Fault::Invalid(errors)) => check_page(site, request, &errors),
        Err(other) => Err(other),
    }
}

/// The opening: who is there, and the words of one's own card.
///
/// # Errors
/// The round is not there, or not for this person.
pub fn ceremony(site: &Site, request: &Request) -> Result<Reply, Fault> {
    show_page(site, request, &[])
}

fn show_page(site: &Site, request: &Request, errors: &[FieldError]) -> Result<Reply, Fault> {
    let found = ceremony::look(&site.app, request.alliance()?, &request.caller()?, request.param("id"))?;
    let record = &found.seen.record;
    let href = record_href(&record.kind, &record.id);
    let (title, mut says, asks) = state(&found);
    if asks {
        says.extend(in_the_demonstration(site, request)?);
    }
    let mut page = shell::page(site, request, title)?;
    page.back = Some(Link::new("Back", href.clone()));
    let mut message = Message {
        caption: Some(record.title.clone()),
        ..Message::new(page, title, says)
    };
    if !found.present.is_empty() {
        let rows = found.present.iter().map(|one| {
            let until = words::time(one.until);
            SummaryRow::new(
                if one.own { "You" } else { one.name.as_str() },
                format!("Shown at {}, counts until {until}", words::time(one.at)),
            )
        });
        message.words = vec![Words {
            title: "Who is there".to_owned(),
            list: SummaryList { rows: rows.collect() },
        }];
    }
    if asks {
        let action = format!("{href}/work/{SHOW}");
        return typing(site, message, action, "Show my card", errors);
    }
    message.links.push(Link::new(format!("Go to {}", record.title), href));
    shell::draw(&message)
}

/// How far it is: the title, sentences, and whether words are asked for.
fn state(found: &Ceremony) -> (&'static str, Vec<String>, bool) {
    let Some(needed) = found.needed else {
        let says = "The bids of this round are opened by two people together, without cards.";
        return ("No cards are needed here", vec![says.to_owned()], false);
    };
    if found.may_show && found.locked == 0 {
        let says = "What cards had locked is unlocked. Two openers now open them together, on the page of the round: \
                    one does it, the other confirms. Nobody reads a bid before that.";
        return ("No bid is locked by cards now", vec![says.to_owned()], false);
    }
    if !found.may_show {
        let says = "Opening cards are shown by those who open the bids, once bids have closed.";
        return ("There is no card to show now", vec![says.to_owned()], false);
    }
    let says = vec![
        format!(
            "{} locked. {needed} openers show their cards within half an hour of one another, each signed in on a page \
             of their own. With the last of them the bids are unlocked.",
            words::count(found.locked.try_into().unwrap_or(u64::MAX), "bid is", "bids are")
        ),
        "Show yours only when the others are with you, in the room or on the telephone.".to_owned(),
    ];
    ("Show your opening card", says, true)
}

/// Shows a card.
///
/// # Errors
/// It is not theirs to do now.
pub fn show(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (caller, round) = (request.caller()?, request.param("id"));
    let typed = request.typed(WORDS).unwrap_or_default();
    match ceremony::show(&site.app, request.alliance()?, &caller, round, typed) {
        Ok(Shown::Waiting | Shown::Unlocked(_)) => Ok(Reply::go(format!("/round/{round}/work/{SHOW}"))),
        Err(Fault::Invalid(errors)) => show_page(site, request, &errors),
        Err(other) => Err(other),
    }
}
