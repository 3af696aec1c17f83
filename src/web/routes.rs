//! The one table of routes: who may, and how the thing that it is about is found.
//!
//! A route that is not here does not exist. `who` is judged before anything is looked at, `object`
//! before the handler runs; the service judges again, by the same rules, when something is done.

use super::{html, reply::Reply, request::Request, site::Site};
use crate::service::{access::sessions::Session, fault::Fault};

/// How it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Post,
}

/// Who may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everyone, signed in or not.
    Anyone,
    /// Whoever has typed the code that was sent to them, also before the second factor.
    HalfIn,
    /// Whoever is signed in as far as their roles ask.
    SignedIn,
    /// Of those, whoever has a role with this power.
    Power(&'static str),
    /// Everyone, in the demonstration only.
    Demonstration,
}

/// What it is about, and so how it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// Nothing in particular.
    Nothing,
    /// The record `{kind}/{id}`, as far as this person sees it.
    Record,
    /// The instance `{id}`, likewise.
    Instance,
    /// The file `{id}` that somebody sent, if this person may read what it belongs to.
    File,
    /// The document `{id}`, if this person is among its readers.
    Document,
    /// Something of this person's own, found by the handler under their id alone.
    Own,
}

/// A handler: everything that blocks is allowed, nothing that waits.
pub type Run = fn(&Site, &Request) -> Result<Reply, Fault>;

/// Keeps what somebody typed whose session has run out.
pub type Rescue = fn(&Site, &Session, &Request) -> Result<(), Fault>;

/// One route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// How it is asked.
    pub method: Method,
    /// The address, with `{names}`.
    pub path: &'static str,
    /// What it does, for the log.
    pub action: &'static str,
    /// Who may.
    pub who: Who,
    /// What it is about.
    pub object: Object,
    /// The handler.
    pub run: Run,
    /// It tries to sign somebody in: an address may do that less often.
    pub signs_in: bool,
    /// Anybody may, and it is work for us: an address may do that less often, too.
    pub rare: bool,
    /// Files may come with the form.
    pub files: bool,
    /// What is done when the session has run out.
    pub rescue: Option<Rescue>,
}

const fn get(path: &'static str, action: &'static str, who: Who, object: Object, run: Run) -> Route {
    Route {
        method: Method::Get,
        path,
        action,
        who,
        object,
        run,
        signs_in: false,
        rare: false,
        files: false,
        rescue: None,
    }
}

const fn post(path: &'static str, action: &'static str, who: Who, object: Object, run: Run) -> Route {
    Route {
        method: Method::Post,
        ..get(path, action, who, object, run)
    }
}

const fn sign_in(path: &'static str, action: &'static str, who: Who, run: Run) -> Route {
    Route {
        signs_in: true,
        ..post(path, action, who, Object::Nothing, run)
    }
}

const fn rare(route: Route) -> Route {
    Route { rare: true, ..route }
}

const fn with_files(route: Route) -> Route {
    Route { files: true, ..route }
}

const fn rescued(route: Route, rescue: Rescue) -> Route {
    Route {
        rescue: Some(rescue),
        ..route
    }
}

use self::{
    Object::{Document, File, Instance, Nothing, Own, Record},
    Who::{Anyone, Demonstration, HalfIn, Power, SignedIn},
};

const TIME: &str = "/task/{id}/more-time/{state}/{clock}";
const VOTE: &str = "/task/{id}/vote/{state}";
const TASK: &str = "/task/{id}/{verb}/{state}/{event}";
const TASK_SAVE: &str = "/task/{id}/{verb}/{state}/{event}/save";
const TASK_CHECK: &str = "/task/{id}/{verb}/{state}/{event}/check";
const TASK_GO_ON: &str = "/task/{id}/{verb}/{state}/{event}/go-on";
const WORK: &str = "/{kind}/{id}/work/{permit}";
const WORK_SAVE: &str = "/{kind}/{id}/work/{permit}/save";

/// What is done for an address that is no route.
pub const NOTHING_HERE: Route = get("", "nothing", Anyone, Nothing, html::nothing_here);

/// Every route, the more particular before the more general.
#[rustfmt::skip]
pub const ROUTES: &[Route] = &[
    get("/healthz", "health", Anyone, Nothing, html::health::alive),
    get("/readyz", "ready", Anyone, Nothing, html::health::ready),
    get("/assets/{name}", "asset", Anyone, Nothing, super::assets::show),

    // Signing in.
    get("/sign-in", "sign-in.page", Anyone, Nothing, html::sign_in::page),
    sign_in("/sign-in", "sign-in.ask", Anyone, html::sign_in::ask),
    get("/sign-in/code", "sign-in.code-page", Anyone, Nothing, html::sign_in::code_page),
    sign_in("/sign-in/code", "sign-in.code", Anyone, html::sign_in::code),
    get("/sign-in/factor", "sign-in.factor-page", HalfIn, Nothing, html::factor::page),
    sign_in("/sign-in/factor", "sign-in.factor", HalfIn, html::factor::show),
    post("/sign-out", "sign-out", Anyone, Nothing, html::sign_in::out),
    get("/invitation/{token}", "invitation.page", Anyone, Nothing, html::invitation::page),
    sign_in("/invitation/{token}", "invitation.take-up", Anyone, html::invitation::take_up),

    // What somebody has of their own.
    get("/account", "account", SignedIn, Own, html::account::page),
    post("/account/sessions/{id}/end", "account.end-session", SignedIn, Own, html::account::end),
    post("/account/sessions/end-others", "account.end-others", SignedIn, Own, html::account::end_others),
    post("/account/act-for", "account.act-for", SignedIn, Own, html::account::act_for),
    get("/account/factor", "factor.choose", HalfIn, Own, html::factor::choose),
    post("/account/factor", "factor.make", HalfIn, Own, html::factor::make),
    post("/account/factor/confirm", "factor.confirm", HalfIn, Own, html::factor::confirm),
    get("/account/notifications", "own.letters", SignedIn, Own, html::own::notifications::show),
    post("/account/notifications", "own.wishes", SignedIn, Own, html::own::notifications::save),
    post("/account/calendar", "own.calendar", SignedIn, Own, html::own::notifications::calendar),
    get("/account/access", "own.needs-page", SignedIn, Own, html::own::access::show),
    post("/account/access", "own.needs", SignedIn, Own, html::own::access::save),
    get("/account/data", "own.data", SignedIn, Own, html::own::data::show),
    get("/account/data/held", "own.data-read", SignedIn, Own, html::own::data::read),
    get("/account/data.json", "own.data-file", SignedIn, Own, html::own::data::file),
    post("/account/data/details", "own.correct", SignedIn, Own, html::own::data::correct),
    get("/account/data/address", "own.address-page", SignedIn, Own, html::own::data::code_page),
    post("/account/data/address", "own.address", SignedIn, Own, html::own::data::readdress),
    post("/account/data/address/confirm", "own.address-code", SignedIn, Own, html::own::data::confirm),
    post("/account/data/erase", "own.erase", SignedIn, Own, html::own::data::erase),
    post("/account/data/ask", "own.ask-erasure", SignedIn, Own, html::own::data::ask),
    get("/", "home", SignedIn, Own, html::home::page),
    get("/people", "people", Power("alliance.manage"), Nothing, html::people::page),
    post("/people/{id}/invite", "people.invite", Power("alliance.manage"), Nothing, html::people::invite),
    get("/procurements", "procurements", SignedIn, Own, html::procurements::page),

    // For everybody.
    get("/register", "register", Anyone, Nothing, html::public::register::page),
    get("/register.csv", "register.csv", Anyone, Nothing, html::public::register::csv),
    get("/register/{reference}", "register.one", Anyone, Nothing, html::public::register::one),
    get("/notices", "notices", Anyone, Nothing, html::public::notices::page),
    get("/notices/{name}", "notice", Anyone, Nothing, html::public::notices::one),
    get("/feeds/notices.atom", "feed.notices", Anyone, Nothing, html::public::feeds::notices),
    get("/feeds/dates.ics", "feed.dates", Anyone, Nothing, html::public::feeds::dates),
    rare(get("/feeds/mine/{name}", "feed.mine", Anyone, Nothing, html::public::feeds::mine)),
    get("/process", "processes", Anyone, Nothing, html::public::process::list),
    get("/process/{name}", "process", Anyone, Nothing, html::public::process::one),
    get("/verify", "verify.page", Anyone, Nothing, html::public::verify::page),
    rare(with_files(post("/verify", "verify", Anyone, Nothing, html::public::verify::check))),
    get("/subscriptions", "subscriptions", Anyone, Nothing, html::public::subscriptions::page),
    rare(post("/subscriptions", "subscriptions.ask", Anyone, Nothing, html::public::subscriptions::send)),
    get("/subscriptions/stop/{key}", "subscriptions.stop-page", Anyone, Nothing, html::public::subscriptions::stop_page),
    rare(post("/subscriptions/stop/{key}", "subscriptions.stop", Anyone, Nothing, html::public::subscriptions::stop)),
    get("/subscriptions/{id}", "subscriptions.code-page", Anyone, Nothing, html::public::subscriptions::code_page),
    rare(post("/subscriptions/{id}", "subscriptions.code", Anyone, Nothing, html::public::subscriptions::confirm)),
    get("/accessibility", "accessibility", Anyone, Nothing, html::public::wording::accessibility),
    get("/privacy", "privacy", Anyone, Nothing, html::public::wording::privacy),
    get("/help", "help", Anyone, Nothing, html::public::wording::help),

    // The demonstration.
    get("/demo", "demo", Demonstration, Nothing, html::demo::page),
    get("/demo/gallery", "demo.gallery", Demonstration, Nothing, html::demo::gallery),
    get("/demo/inbox", "demo.inbox", Demonstration, Nothing, html::demo::inbox),
    get("/demo/inbox/{number}", "demo.letter", Demonstration, Nothing, html::demo::letter),
    get("/demo/tour", "demo.tour", Demonstration, Nothing, html::tour::page),
    post("/demo/tour/check", "demo.check", Demonstration, Nothing, html::tour::check),
    post("/demo/tour/verify", "demo.verify", Demonstration, Nothing, html::tour::verify),
    post("/demo/sign-in-as", "demo.sign-in-as", Demonstration, Nothing, html::demo::sign_in_as),
    post("/demo/clock", "demo.clock", Demonstration, Nothing, html::demo::clock),

    // Doing something.
    get(TIME, "time.page", SignedIn, Instance, html::more_time::page),
    post(TIME, "time.take", SignedIn, Instance, html::more_time::take),
    get("/task/{id}/undo/{seq}", "undo.page", SignedIn, Instance, html::undo::page),
    post("/task/{id}/undo/{seq}", "undo.take", SignedIn, Instance, html::undo::take),
    get(VOTE, "vote.choose", SignedIn, Instance, html::vote::page),
    post(VOTE, "vote.chosen", SignedIn, Instance, html::vote::chosen),
    get(TASK, "task.question", SignedIn, Instance, html::task::page),
    with_files(rescued(post(TASK, "task.answer", SignedIn, Instance, html::task::answer), html::task::rescue)),
    rescued(post(TASK_SAVE, "task.save", SignedIn, Instance, html::task::save), html::task::rescue),
    get(TASK_CHECK, "task.check", SignedIn, Instance, html::check::page),
    post(TASK_CHECK, "task.send", SignedIn, Instance, html::check::send),
    post(TASK_GO_ON, "task.go-on", SignedIn, Instance, html::check::go_on),
    get("/sent/{draft}", "task.sent", SignedIn, Own, html::check::sent),

    // Reading and working.
    get("/documents/{id}", "document", Anyone, Document, html::documents::page),
    get("/files/{id}", "file", SignedIn, File, html::files::show),
    get("/documents/{id}/pdf", "document.pdf", Anyone, Document, html::documents::pdf),
    get("/specification/{id}/text", "text", SignedIn, Record, html::reading::page),
    get(WORK, "work.page", SignedIn, Record, html::work::page),
    rescued(post(WORK, "work.send", SignedIn, Record, html::work::send), html::work::rescue),
    rescued(post(WORK_SAVE, "work.save", SignedIn, Record, html::work::save), html::work::rescue),
    get("/{kind}/{id}", "record", SignedIn, Record, html::record::page),
];
