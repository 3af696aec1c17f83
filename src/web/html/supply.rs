//! Sending one's own copy of a bid, where too many opening cards are lost.

use super::{copy, home::record_href, shell};
use crate::{
    domain,
    service::{
        fault::{Fault, FieldError},
        opening::supply::{self, COPY, SUPPLY, Wanted},
        uploads::secret,
    },
    views::{
        components::{
            field::Field,
            files::Upload,
            form::Form,
            link::{Button, Link},
        },
        pages::message::Message,
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// What is asked for, and why.
///
/// # Errors
/// The bid is not there, or not theirs.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let wanted = supply::look(&site.app, request.alliance()?, &request.caller()?, request.param("id"))?;
    show(site, request, &wanted, &[])
}

fn show(site: &Site, request: &Request, wanted: &Wanted, errors: &[FieldError]) -> Result<Reply, Fault> {
    let record = &wanted.seen.record;
    let href = record_href(&record.kind, &record.id);
    let title = "Send your copy";
    let mut page = shell::page(site, request, title)?;
    page.back = Some(Link::new("Back", href.clone()));
    if wanted.row.is_none() {
        let says = "No copy of this bid is asked for now. One is where too many opening cards are lost, so that nobody could \
                    open the bids.";
        let mut message = Message::new(page, title, vec![says.to_owned()]);
        message.links.push(Link::new("Go to your bid", href));
        return shell::draw(&message);
    }
    let mut field =
        Field::files(COPY, "Your copy", Upload::default()).hint("The file that you saved before you sent your bid.");
    field.errors.extend(errors.iter().map(|one| one.says.clone()));
    let fields = vec![field];
    if !errors.is_empty() {
        page = shell::with_errors(page, &fields);
    }
    let says = [
        "Too many opening cards are lost, so your bid cannot be opened as it was sent. Send the copy that you saved: it takes \
         the place of what you sent if it is the same to the letter.",
        "It is held against the fingerprint on your receipt. It stays sealed until the bids are opened, and everybody can see \
         in the journal that it was sent again.",
    ];
    let message = Message {
        caption: Some(record.title.clone()),
        form: Some(Form::new(
            format!("{href}/work/{SUPPLY}"),
            shell::key(site),
            fields,
            Button::primary("Send my copy"),
        )),
        ..Message::new(page, title, says.map(str::to_owned).into())
    };
    let status = if errors.is_empty() { 200 } else { 422 };
    Ok(shell::draw(&message)?.with_status(status))
}

/// Takes it.
///
/// # Errors
/// The bid is not there, or not theirs.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let (alliance, caller, bid) = (request.alliance()?, request.caller()?, request.param("id"));
    let sent = request.files.iter().find(|file| file.field == COPY);
    let read = sent.and_then(|file| domain::copy::read(str::from_utf8(&file.bytes).ok()?));
    let outcome = match read {
        Some(mut answers) => {
            let slips = secret::copied(&mut answers);
            let wanted = supply::look(&site.app, alliance, &caller, bid)?;
            let slips = match &wanted.row {
                Some(row) => copy::fitting_files(site, &row.instance_id, slips)?,
                None => slips,
            };
            supply::send(&site.app, alliance, &caller, bid, (&answers, slips))
        }
        None => Err(Fault::field(
            COPY,
            "Select the copy that you saved, as it was saved: its last lines are for the program.",
        )),
    };
    match outcome {
        Ok(()) => Ok(Reply::go(format!("/bid/{bid}/work/{SUPPLY}"))),
        Err(Fault::Invalid(errors)) => {
            let wanted = supply::look(&site.app, alliance, &caller, bid)?;
            show(site, request, &wanted, &errors)
        }
        Err(other) => Err(other),
    }
}
