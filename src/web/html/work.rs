//! A piece of work that a permit allows: one form, kept while it is typed.

use serde_json::{Map, Value as Json};

use super::{
    asked,
    changes::differs,
    fields,
    home::record_href,
    overtaken,
    record::TEXT,
    shell::{self, Did},
    task,
};
use crate::{
    service::{
        access::sessions::Session,
        aims,
        authority::Caller,
        fault::{Fault, FieldError},
        proposals, spoken,
        working::{self, Bench, Sent},
    },
    views::{
        components::{
            field::Field,
            form::Form,
            link::{Button, ButtonGroup, Link},
            summary::{SummaryList, SummaryRow},
        },
        pages::{
            asking::Asking,
            message::{Message, Words},
        },
    },
    web::{
        problem,
        reply::{Body, Reply},
        request::Request,
        site::Site,
    },
};

/// How often a piece of work is tried while others write in the same place.
const TURNS: usize = 40;

fn bench(site: &Site, request: &Request, alliance: &str, caller: &Caller) -> Result<Bench, Fault> {
    let record = (request.kind(), request.param("id"));
    working::open(
        &site.app,
        alliance,
        caller,
        record,
        request.param("permit"),
        &request.query,
    )
}

/// The form.
///
/// # Errors
/// It is not allowed now, or not to this person.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let bench = match bench(site, request, request.alliance()?, &request.caller()?) {
        Err(Fault::NotFound(_)) => return overtaken::work(site, request),
        found => found?,
    };
    if bench.overwritten() {
        return clash(site, request, &bench, &bench.typed, &Clash::there(&bench));
    }
    show(site, request, &bench, &bench.typed, &[])
}

/// Where one goes on: the comment, the place in the text, or the page of its own that it is about.
fn back(bench: &Bench) -> String {
    let record = &bench.seen.record;
    let href = record_href(&record.kind, &record.id);
    let about = |name: &str| bench.given.get(name).and_then(Json::as_str).filter(|id| !id.is_empty());
    if about("promise").is_some() {
        return asked::href(&record.kind, &record.id);
    }
    if record.kind == TEXT {
        match bench.permit.as_str() {
            proposals::ADD | proposals::ANSWER => return format!("{href}/proposals"),
            aims::WRITE | aims::LINK => return format!("{href}/aims"),
            _ => {}
        }
    }
    match (about("comment"), about("section")) {
        (Some(comment), _) => format!("{href}/comments/{comment}"),
        (None, Some(section)) => format!("{href}/text#s-{section}"),
        (None, None) if bench.form.about.is_empty() => href,
        (None, None) => format!("{href}/text"),
    }
}

fn address(request: &Request, end: &str) -> String {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let path = path.trim_end_matches("/save");
    if query.is_empty() {
        format!("{path}{end}")
    } else {
        format!("{path}{end}?{query}")
    }
}

fn show(
    site: &Site,
    request: &Request,
    bench: &Bench,
    typed: &Map<String, Json>,
    errors: &[FieldError],
) -> Result<Reply, Fault> {
    let form = &bench.form.form;
    let mut known: Vec<&str> = Vec::new();
    let mut questions: Vec<Field> = Vec::new();
    for field in &form.fields {
        known.push(&field.id);
        let own: Vec<String> = errors
            .iter()
            .filter(|one| one.field == field.id)
            .map(|one| one.says.clone())
            .collect();
        questions.push(fields::question(field, typed.get(&field.id), &bench.choices, &own));
    }
    // What belongs to no question stands beside the first.
    if let Some(first) = questions.first_mut() {
        let others = errors.iter().filter(|one| !known.contains(&one.field.as_str()));
        first.errors.extend(others.map(|one| one.says.clone()));
    }
    let title = title(bench);
    if let Some(nothing) = nothing_to_choose(bench) {
        let says = match bench.says.is_empty() {
            true => vec![nothing],
            false => bench.says.clone(),
        };
        let mut message = Message::new(shell::page(site, request, &title)?, &title, says);
        message.links = vec![Link::new(format!("Back to {}", bench.seen.record.title), back(bench))];
        return shell::draw(&message);
    }
    let mut page = shell::with_errors(shell::page(site, request, &title)?, &questions);
    page.back = Some(Link::new("Back", back(bench)));
    let form = the_form(site, request, bench, questions)?;
    shell::draw(&Asking {
        page,
        caption: Some(bench.seen.record.title.clone()),
        heading: Some(title),
        says: bench.says.clone(),
        form,
        links: Vec::new(),
    })
}

/// What to say where a question that must be answered has nothing to choose from.
fn nothing_to_choose(bench: &Bench) -> Option<String> {
    let mut asked = bench.form.form.fields.iter();
    let empty = asked
        .find(|field| field.required && field.options_from.is_some() && bench.choices.of_field(field).is_empty())?;
    Some(format!("There is nothing to choose from now for ‘{}’.", empty.label))
}

fn title(bench: &Bench) -> String {
    bench.form.form.title.clone().unwrap_or_else(|| bench.permit.clone())
}

fn the_form(site: &Site, request: &Request, bench: &Bench, questions: Vec<Field>) -> Result<Form, Fault> {
    let key = bench
        .draft
        .as_ref()
        .map_or_else(|| shell::key(site), |one| one.id.clone());
    let button = Button::primary(bench.form.button.as_deref().unwrap_or("Send"));
    Ok(Form {
        base: Some(bench.mark()?),
        autosave: (!bench.form.secret).then(|| address(request, "/save")),
        buttons: ButtonGroup {
            buttons: vec![button.clone()],
            links: vec![Link::new("Come back later", back(bench))],
        },
        ..Form::new(address(request, ""), key, questions, button)
    })
}

/// What stands elsewhere and says otherwise.
struct Clash {
    title: &'static str,
    says: Vec<String>,
    whose: &'static str,
    against: Map<String, Json>,
    words: Vec<SummaryRow>,
}

impl Clash {
    /// Somebody else has written there since.
    fn there(bench: &Bench) -> Self {
        let mut says: Vec<String> = bench.there.by.clone().into_iter().collect();
        says.push(
            "Nothing is sent yet, and what you typed is kept. Look at both: what you send stands then.".to_owned(),
        );
        Self {
            title: "This was changed while you were writing",
            whose: "What stands there now",
            against: bench.there.answers.clone(),
            words: overtaken::words(bench.form.form.fields.iter(), &bench.there.answers, &bench.choices),
            says,
        }
    }

    /// The same person, in another window.
    fn window(bench: &Bench, differs: &[String]) -> Result<Self, Fault> {
        let kept = bench.kept()?;
        let changed = bench
            .form
            .form
            .fields
            .iter()
            .filter(|field| differs.contains(&field.id));
        Ok(Self {
            title: "You changed this in another window",
            says: vec![
                "Nothing is lost: change what you wrote here until it says what you mean, and send it.".to_owned(),
            ],
            whose: "What you wrote in the other window",
            words: overtaken::words(changed, &kept, &bench.choices),
            against: kept,
        })
    }
}

/// Shows both, and nothing is sent before somebody has chosen.
fn clash(
    site: &Site,
    request: &Request,
    bench: &Bench,
    typed: &Map<String, Json>,
    clash: &Clash,
) -> Result<Reply, Fault> {
    let fields = bench.form.form.fields.iter();
    let questions = fields.map(|field| fields::question(field, typed.get(&field.id), &bench.choices, &[]));
    let mut page = shell::page(site, request, clash.title)?;
    page.back = Some(Link::new("Back", back(bench)));
    let message = Message {
        caption: Some(bench.seen.record.title.clone()),
        words: vec![Words {
            title: clash.whose.to_owned(),
            list: SummaryList {
                rows: clash.words.clone(),
            },
        }],
        differs: differs(&bench.form.form, (&clash.against, clash.whose), typed),
        form_title: Some("What you wrote".to_owned()),
        form: Some(the_form(site, request, bench, questions.collect())?),
        ..Message::new(page, clash.title, clash.says.clone())
    };
    shell::draw(&message)
}

fn typed(bench: &Bench, request: &Request) -> Map<String, Json> {
    let all: Vec<_> = bench.form.form.fields.iter().collect();
    fields::typed(&all, &request.form)
}

/// Does it.
///
/// # Errors
/// It is not allowed any more.
pub fn send(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let bench = match bench(site, request, request.alliance()?, &caller) {
        Err(Fault::NotFound(_)) => return overtaken::send_work(site, request),
        found => found?,
    };
    let typed = typed(&bench, request);
    let differs = bench.elsewhere(&task::stamp(request), &typed)?;
    if !differs.is_empty() {
        let window = Clash::window(&bench, &differs)?;
        return Ok(clash(site, request, &bench, &typed, &window)?.with_status(409));
    }
    // A row more, or less: nothing is sent yet.
    if [fields::ADD, fields::TAKE]
        .iter()
        .any(|button| request.typed(button).is_some())
    {
        working::keep(&site.app, &caller, &bench, task::stamp(request), typed)?;
        return Ok(Reply::go(address(request, "")));
    }
    let mut bench = bench;
    for _ in 0..TURNS {
        match working::send(&site.app, &caller, &bench, task::stamp(request), &typed) {
            Ok(Sent::AsTyped) => {
                return Ok(Reply::go(
                    sent_there(&bench).unwrap_or_else(|| Did::Sent.at(&back(&bench))),
                ));
            }
            Ok(Sent::Together) => return Ok(Reply::go(told(&back(&bench)))),
            Err(Fault::Invalid(errors)) => {
                // What was typed is a draft by now, and the page that comes back was filled in with it: the next press is
                // no other window's.
                let kept = self::bench(site, request, request.alliance()?, &caller)?;
                let back = if kept.form.secret { Map::new() } else { typed };
                return Ok(show(site, request, &kept, &back, &errors)?.with_status(422));
            }
            // What was typed is a draft by now.
            Err(Fault::Conflict(_)) if !bench.there.answers.is_empty() => {
                let shown = bench.there.answers;
                bench = self::bench(site, request, request.alliance()?, &caller)?;
                if bench.there.answers == shown {
                    break;
                }
                // Somebody was quicker by a moment: it is tried once more on what they wrote.
            }
            Err(other) => return Err(other),
        }
    }
    Ok(clash(site, request, &bench, &typed, &Clash::there(&bench))?.with_status(409))
}

/// Where something was said about a paragraph, with the words that it is sent beside it: on a small screen the place is
/// far from the top of the page.
fn sent_there(bench: &Bench) -> Option<String> {
    let about = |name: &str| bench.given.get(name).and_then(Json::as_str).filter(|id| !id.is_empty());
    let (section, paragraph) = (about("section")?, about("paragraph")?);
    let record = &bench.seen.record;
    let href = record_href(&record.kind, &record.id);
    Some(format!(
        "{href}/text?{}={section}.{paragraph}#{}",
        super::reading::SENT,
        super::reading::SENT
    ))
}

/// The same address, for a page that says that two changes were put together.
fn told(back: &str) -> String {
    let (path, place) = back.split_once('#').unwrap_or((back, ""));
    format!("{path}?{}=yes#{place}", super::reading::TOGETHER)
}

/// Keeps what is being typed, for the script of the page.
///
/// # Errors
/// It is not allowed any more.
pub fn save(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let caller = request.caller()?;
    let bench = match bench(site, request, request.alliance()?, &caller) {
        Err(Fault::NotFound(_)) => {
            let (_, row) = overtaken::keep_work(site, request, request.alliance()?, &caller)?;
            return Ok(overtaken::saved(&row));
        }
        found => found?,
    };
    if bench.form.secret {
        return Err(Fault::NotFound("page"));
    }
    let typed = typed(&bench, request);
    if !bench.elsewhere(&task::stamp(request), &typed)?.is_empty() {
        return Ok(Reply::of(
            409,
            Body::Json("application/problem+json", problem::elsewhere()),
        ));
    }
    let draft = working::keep(&site.app, &caller, &bench, task::stamp(request), typed)?;
    let at = spoken::clock_time(draft.saved_at.utc());
    let bench = Bench {
        draft: Some(draft),
        ..bench
    };
    let answer = serde_json::json!({ "says": format!("Saved at {at}."), "base": bench.mark()? });
    Ok(Reply::of(200, Body::Json("application/json", answer.to_string())))
}

/// Keeps what was typed by somebody whose session has run out.
///
/// # Errors
/// The database fails.
pub fn rescue(site: &Site, session: &Session, request: &Request) -> Result<(), Fault> {
    let caller = session.caller();
    let bench = match bench(site, request, &session.row.alliance_id, &caller) {
        Ok(bench) => bench,
        Err(Fault::NotFound(_)) => {
            return match overtaken::keep_work(site, request, &session.row.alliance_id, &caller) {
                Ok(_) | Err(Fault::NotFound(_)) => Ok(()),
                Err(other) => Err(other),
            };
        }
        Err(other) => return Err(other),
    };
    if bench.form.secret {
        return Ok(());
    }
    working::keep(&site.app, &caller, &bench, task::stamp(request), typed(&bench, request)).map(drop)
}
