//! The one table of routes: who may, and how the thing that it is about is found.
//!
//! A route that is not here does not exist. `who` is judged before anything is looked at, `object`
//! before the handler runs; the service judges again, by the same rules, when something is done.

use accord_store::tokens::Reach;

use super::{
    api::{self, endpoint::Endpoint},
    html,
    reply::Reply,
    request::Request,
    site::Site,
};
use crate::service::{access::sessions::Session, fault::Fault};

/// How it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
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
    /// Whoever shows a token that reaches so far; no cookie counts here.
    Token(Reach),
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
    /// What is typed there is in a draft, whose key the service judges: neither kept as a form nor
    /// answered twice by the key alone.
    pub drafted: bool,
    /// What is done when the session has run out.
    pub rescue: Option<Rescue>,
    /// It is for programs: what they send and get.
    pub api: Option<&'static Endpoint>,
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
        drafted: false,
        rescue: None,
        api: None,
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
        ..drafted(route)
    }
}

const fn drafted(route: Route) -> Route {
    Route { drafted: true, ..route }
}

/// A route for programs.
const fn program(
    method: Method,
    path: &'static str,
    action: &'static str,
    who: Who,
    object: Object,
    endpoint: &'static Endpoint,
) -> Route {
    Route {
        method,
        files: matches!(endpoint.takes, api::endpoint::Takes::File),
        api: Some(endpoint),
        ..get(path, action, who, object, html::nothing_here)
    }
}

use self::{
    Method::{Delete, Get, Post, Put},
    Object::{Document, File, Instance, Nothing, Own, Record},
    Who::{Anyone, Demonstration, HalfIn, Power, SignedIn, Token},
};

const MANAGE: Who = Power("alliance.manage");
const MEND: Who = Power("incidents.mend");
const ACTING: &str = "/people/{id}/delegations/{delegation}/end";
const OWN_ACTING: &str = "/account/delegations/{delegation}/end";
const TIME: &str = "/task/{id}/more-time/{state}/{clock}";
const VOTE: &str = "/task/{id}/vote/{state}";
const TASK: &str = "/task/{id}/{verb}/{state}/{event}";
const TASK_SAVE: &str = "/task/{id}/{verb}/{state}/{event}/save";
const TASK_CHECK: &str = "/task/{id}/{verb}/{state}/{event}/check";
const TASK_GO_ON: &str = "/task/{id}/{verb}/{state}/{event}/go-on";
const PUT_RIGHT: &str = crate::service::putting_right::POWER;
const FOR: &str = "/task/{id}/for/{person}/{verb}/{state}/{event}";
const FOR_SAVE: &str = "/task/{id}/for/{person}/{verb}/{state}/{event}/save";
const FOR_CHECK: &str = "/task/{id}/for/{person}/{verb}/{state}/{event}/check";
const START: &str = "/start/{workflow}";
const START_SAVE: &str = "/start/{workflow}/save";
const START_CHECK: &str = "/start/{workflow}/check";
const TASK_DISCARD: &str = "/task/{id}/{verb}/{state}/{event}/discard";
const WORK: &str = "/{kind}/{id}/work/{permit}";
const WORK_SAVE: &str = "/{kind}/{id}/work/{permit}/save";

const API_FOR: &str = "/api/v1/instances/{id}/for/{person}/{verb}/{state}/{event}";
const API_CORRECT: &str = "/api/v1/instances/{id}/corrections/{submission}";
const PLACE: &str = "/api/v1/instances/{id}/{verb}/{state}/{event}";
const PLACE_DRAFT: &str = "/api/v1/instances/{id}/{verb}/{state}/{event}/draft";
const PLACE_FILES: &str = "/api/v1/instances/{id}/{verb}/{state}/{event}/files";
const MORE_TIME: &str = "/api/v1/instances/{id}/more-time/{state}/{clock}";
const UNDO: &str = "/api/v1/instances/{id}/undo/{seq}";
const BENCH: &str = "/api/v1/records/{kind}/{id}/work/{permit}";
const BENCH_DRAFT: &str = "/api/v1/records/{kind}/{id}/work/{permit}/draft";
const COMPARE: &str = "/operations/workflows/{name}/compare";
const PROFILE: &str = "/organisations/{id}/profile/{number}";
const READ: Who = Token(Reach::Read);
const DRAFT: Who = Token(Reach::Draft);
const ACT: Who = Token(Reach::Act);

/// What is done for an address that is no route.
pub const NOTHING_HERE: Route = get("", "nothing", Anyone, Nothing, html::nothing_here);

/// Every route, the more particular before the more general.
#[rustfmt::skip]
pub const ROUTES: &[Route] = &[
    get("/healthz", "health", Anyone, Nothing, html::health::alive),
    get("/readyz", "ready", Anyone, Nothing, html::health::ready),
    get("/assets/{name}", "asset", Anyone, Nothing, super::assets::show),

    // Programs: what they may, and the pages on which people let them.
    get("/api", "api.page", Anyone, Nothing, html::api::page),
    get("/api/settings", "api.settings", Power("alliance.manage"), Nothing, html::letting_in::page),
    post("/api/settings", "api.switch", Power("alliance.manage"), Nothing, html::letting_in::switch),
    post("/api/webhooks", "webhooks.make", Power("alliance.manage"), Nothing, html::letting_in::subscribe),
    post("/api/webhooks/{id}/rotate", "webhooks.rotate", Power("alliance.manage"), Nothing, html::letting_in::rotate),
    post("/api/webhooks/{id}/end", "webhooks.end", Power("alliance.manage"), Nothing, html::letting_in::end),
    program(Get, "/api/openapi.json", "api.openapi", Anyone, Nothing, &api::openapi::DOCUMENT),
    program(Get, "/api/v1/notices", "api.notices", Anyone, Nothing, &api::documents::NOTICES),
    program(Get, "/api/v1/documents/{id}", "api.document", Anyone, Document, &api::documents::ONE),
    program(Get, "/api/v1/documents/{id}/html", "api.document-html", Anyone, Document, &api::documents::HTML),
    program(Get, "/api/v1/documents/{id}/pdf", "api.document-pdf", Anyone, Document, &api::documents::PDF),
    program(Get, "/api/v1/documents/{id}/data", "api.document-data", Anyone, Document, &api::documents::DATA),
    program(Get, "/api/v1/me", "api.me", READ, Own, &api::me::ME),
    program(Get, "/api/v1/me/tasks", "api.tasks", READ, Own, &api::tasks::ALL),
    program(Get, "/api/v1/me/drafts", "api.drafts", READ, Own, &api::drafts::ALL),
    program(Get, "/api/v1/me/sessions", "api.sessions", READ, Own, &api::me::SESSIONS),
    program(Delete, "/api/v1/me/sessions/{id}", "api.end-session", ACT, Own, &api::me::END_SESSION),
    program(Get, "/api/v1/me/tokens", "api.tokens", READ, Own, &api::me::TOKENS),
    program(Delete, "/api/v1/me/tokens/{id}", "api.end-token", READ, Own, &api::me::END_TOKEN),
    program(Get, "/api/v1/organisations", "api.organisations", READ, Own, &api::organisations::ALL),
    program(Get, "/api/v1/organisations/{id}", "api.organisation", READ, Own, &api::organisations::ONE),
    program(Get, "/api/v1/organisations/{id}/profile", "api.profile", READ, Own, &api::organisations::PROFILE),
    program(Put, "/api/v1/organisations/{id}/profile", "api.profile-save", ACT, Own, &api::organisations::SAVE),
    program(Get, "/api/v1/records", "api.records", READ, Own, &api::records::ALL),
    program(Get, "/api/v1/records/{kind}/{id}", "api.record", READ, Record, &api::records::ONE),
    program(Get, "/api/v1/records/{kind}/{id}/documents", "api.record-documents", READ, Record, &api::documents::OF_RECORD),
    program(Get, "/api/v1/records/{kind}/{id}/ahead", "api.record-ahead", READ, Record, &api::ahead::AHEAD),
    program(Get, "/api/v1/records/{kind}/{id}/text", "api.text", READ, Record, &api::texts::TEXT),
    program(Get, "/api/v1/records/{kind}/{id}/text/versions", "api.text-versions", READ, Record, &api::texts::VERSIONS),
    program(Get, "/api/v1/records/{kind}/{id}/text/versions/{number}", "api.text-version", READ, Record, &api::texts::VERSION),
    program(Get, "/api/v1/starts", "api.starts", READ, Own, &api::starting::ALL),
    program(Get, "/api/v1/starts/{workflow}", "api.start", READ, Own, &api::starting::ONE),
    program(Post, "/api/v1/starts/{workflow}", "api.start-send", ACT, Own, &api::starting::SEND),
    program(Get, BENCH, "api.work", READ, Record, &api::work::ONE),
    program(Post, BENCH, "api.work-send", ACT, Record, &api::work::SEND),
    program(Put, BENCH_DRAFT, "api.work-save", DRAFT, Record, &api::work::SAVE),
    program(Get, "/api/v1/instances/{id}", "api.instance", READ, Instance, &api::records::INSTANCE),
    program(Get, "/api/v1/instances/{id}/journal", "api.journal", READ, Instance, &api::records::JOURNAL),
    program(Post, MORE_TIME, "api.more-time", ACT, Instance, &api::acting::MORE_TIME),
    program(Post, UNDO, "api.undo", ACT, Instance, &api::acting::UNDO),
    program(Get, "/api/v1/instances/{id}/for", "api.put-right-whom", READ, Instance, &api::putting_right::WHOM),
    program(Get, "/api/v1/instances/{id}/for/{person}", "api.put-right-theirs", READ, Instance, &api::putting_right::THEIRS),
    program(Post, API_FOR, "api.put-right-propose", ACT, Instance, &api::putting_right::PROPOSE),
    program(Post, API_CORRECT, "api.put-right-correct", ACT, Instance, &api::putting_right::CORRECT),
    program(Get, "/api/v1/recordings", "api.recordings", READ, Own, &api::putting_right::ALL),
    program(Get, "/api/v1/recordings/{recording}", "api.recording", READ, Own, &api::putting_right::ONE),
    program(Post, "/api/v1/recordings/{recording}", "api.put-right-settle", ACT, Own, &api::putting_right::SETTLE),
    program(Get, PLACE, "api.place", READ, Instance, &api::acting::PLACE),
    program(Post, PLACE, "api.act", ACT, Instance, &api::acting::ACT),
    program(Get, PLACE_DRAFT, "api.draft", READ, Instance, &api::drafts::ONE),
    program(Put, PLACE_DRAFT, "api.draft-save", DRAFT, Instance, &api::drafts::SAVE),
    program(Delete, PLACE_DRAFT, "api.draft-discard", DRAFT, Instance, &api::drafts::DISCARD),
    program(Post, PLACE_FILES, "api.upload", DRAFT, Instance, &api::files::UPLOAD),
    program(Get, "/api/v1/files/{id}", "api.file", READ, File, &api::files::ONE),

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
    get("/account/tokens", "tokens", SignedIn, Own, html::tokens::page),
    post("/account/tokens", "tokens.make", SignedIn, Own, html::tokens::make),
    post("/account/tokens/{id}/end", "tokens.end", SignedIn, Own, html::tokens::end),
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
    get("/account/data/held", "own.data-read", SignedIn, Own, html::own::taking::read),
    get("/account/data.zip", "own.data-zip", SignedIn, Own, html::own::taking::packed),
    get("/account/data.json", "own.data-file", SignedIn, Own, html::own::taking::file),
    post("/account/data/details", "own.correct", SignedIn, Own, html::own::data::correct),
    get("/account/data/address", "own.address-page", SignedIn, Own, html::own::data::code_page),
    post("/account/data/address", "own.address", SignedIn, Own, html::own::data::readdress),
    post("/account/data/address/confirm", "own.address-code", SignedIn, Own, html::own::data::confirm),
    post("/account/data/erase", "own.erase", SignedIn, Own, html::own::data::erase),
    post("/account/data/ask", "own.ask-erasure", SignedIn, Own, html::own::data::ask),
    get("/", "home", SignedIn, Own, html::home::page),

    // People and roles, for whoever manages the alliance; who acts for oneself.
    get("/people", "people", MANAGE, Nothing, html::people::page),
    get("/people.csv", "people.csv", MANAGE, Nothing, html::people::csv),
    get("/people/new", "people.new", MANAGE, Nothing, html::people::details::new),
    post("/people/new", "people.add", MANAGE, Nothing, html::people::details::add),
    get("/people/waiting", "people.waiting", MANAGE, Nothing, html::people::waiting::page),
    post("/people/waiting", "people.second", MANAGE, Nothing, html::people::waiting::answer),
    get("/people/{id}", "person", MANAGE, Nothing, html::people::one::page),
    post("/people/{id}/invite", "people.invite", MANAGE, Nothing, html::people::invite),
    get("/people/{id}/correct", "person.correct-page", MANAGE, Nothing, html::people::details::page),
    post("/people/{id}/correct", "person.correct", MANAGE, Nothing, html::people::details::correct),
    get("/people/{id}/appoint", "person.appoint-page", MANAGE, Nothing, html::people::appoint::page),
    post("/people/{id}/appoint", "person.appoint", MANAGE, Nothing, html::people::appoint::appoint),
    get("/people/{id}/end/{appointment}", "person.end-page", MANAGE, Nothing, html::people::appoint::end_page),
    post("/people/{id}/end/{appointment}", "person.end", MANAGE, Nothing, html::people::appoint::end),
    get("/people/{id}/delegate", "person.delegate-page", MANAGE, Nothing, html::people::delegation::page),
    post("/people/{id}/delegate", "person.delegate", MANAGE, Nothing, html::people::delegation::begin),
    get(ACTING, "person.acting-page", MANAGE, Nothing, html::people::delegation::end_page),
    post(ACTING, "person.acting-end", MANAGE, Nothing, html::people::delegation::end),
    get("/account/delegate", "account.delegate-page", SignedIn, Own, html::people::delegation::page),
    post("/account/delegate", "account.delegate", SignedIn, Own, html::people::delegation::begin),
    get(OWN_ACTING, "account.acting-page", SignedIn, Own, html::people::delegation::end_page),
    post(OWN_ACTING, "account.acting-end", SignedIn, Own, html::people::delegation::end),

    // Organisations: a register for everybody, and what each says of itself.
    get("/organisations", "organisations", Anyone, Nothing, html::organisations::page),
    get("/organisations.csv", "organisations.csv", Anyone, Nothing, html::organisations::csv),
    get("/organisations/{id}", "organisation", Anyone, Nothing, html::organisations::one::page),
    get("/organisations/{id}/profile", "organisation.profile-page", SignedIn, Own, html::organisations::profile::page),
    post("/organisations/{id}/profile", "organisation.profile", SignedIn, Own, html::organisations::profile::save),
    get(PROFILE, "organisation.profile-version", SignedIn, Own, html::organisations::profile::version),

    // How the installation is, for whoever mends.
    get("/operations", "operations", MEND, Nothing, html::operations::page),
    rare(post("/operations/verify", "operations.verify", MEND, Nothing, html::operations::verify)),
    get("/operations/clocks", "operations.clocks", MEND, Nothing, html::operations::clocks::page),
    get("/operations/workflows", "operations.workflows", MEND, Nothing, html::operations::workflows::list),
    get("/operations/workflows/{name}", "operations.workflow", MEND, Nothing, html::operations::workflows::one),
    get(COMPARE, "operations.compare", MEND, Nothing, html::operations::workflows::compare),
    get("/operations/letters", "operations.letters", MEND, Nothing, html::operations::letters::page),
    get("/operations/incidents", "operations.incidents", MEND, Nothing, html::operations::incidents::page),
    get("/operations/incidents/{incident}", "operations.incident", MEND, Nothing, html::operations::incidents::one),
    post("/operations/incidents/{incident}", "operations.mend", MEND, Nothing, html::operations::incidents::mend),

    get("/waiting", "waiting", SignedIn, Own, html::waiting::page),
    get("/procurements", "procurements", SignedIn, Own, html::procurements::page),

    // For everybody.
    get("/register", "register", Anyone, Nothing, html::public::register::page),
    get("/register.csv", "register.csv", Anyone, Nothing, html::public::register::csv),
    get("/register/{reference}", "register.one", Anyone, Nothing, html::public::procurement::page),
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

    // Starting something.
    get("/start", "start", SignedIn, Own, html::starting::page),
    get("/start/begun/{draft}", "start.begun", SignedIn, Own, html::starting::begun),
    get(START, "start.form", SignedIn, Own, html::starting::sheet::page),
    rescued(post(START, "start.answer", SignedIn, Own, html::starting::sheet::answer), html::starting::sheet::rescue),
    rescued(post(START_SAVE, "start.save", SignedIn, Own, html::starting::sheet::save), html::starting::sheet::rescue),
    get(START_CHECK, "start.check", SignedIn, Own, html::starting::sheet::check),
    post(START_CHECK, "start.send", SignedIn, Own, html::starting::sheet::send),

    // Put right: recorded for somebody else, or corrected, by two people.
    get("/put-right", "put-right", Power(PUT_RIGHT), Nothing, html::putting_right::page),
    get("/put-right/{recording}", "put-right.one", SignedIn, Own, html::putting_right::looking::page),
    post("/put-right/{recording}", "put-right.settle", SignedIn, Own, html::putting_right::looking::settle),
    get("/recorded/{recording}", "put-right.own", SignedIn, Own, html::putting_right::looking::own),
    get("/task/{id}/for", "put-right.whom", SignedIn, Instance, html::putting_right::recording::whom),
    get("/task/{id}/for/{person}", "put-right.theirs", SignedIn, Instance, html::putting_right::recording::theirs),
    get(FOR, "put-right.question", SignedIn, Instance, html::task::page),
    with_files(rescued(post(FOR, "put-right.answer", SignedIn, Instance, html::task::answer), html::task::rescue)),
    rescued(post(FOR_SAVE, "put-right.save", SignedIn, Instance, html::task::save), html::task::rescue),
    get(FOR_CHECK, "put-right.check", SignedIn, Instance, html::putting_right::recording::page),
    drafted(post(FOR_CHECK, "put-right.propose", SignedIn, Instance, html::putting_right::recording::send)),
    get("/task/{id}/correct", "put-right.sent", SignedIn, Instance, html::putting_right::correcting::list),
    get("/task/{id}/correct/{submission}", "put-right.correct-page", SignedIn, Instance, html::putting_right::correcting::page),
    post("/task/{id}/correct/{submission}", "put-right.correct", SignedIn, Instance, html::putting_right::correcting::send),
    get("/{kind}/{id}/put-right", "put-right.record", SignedIn, Record, html::putting_right::of_record),

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
    drafted(post(TASK_CHECK, "task.send", SignedIn, Instance, html::check::send)),
    drafted(post(TASK_GO_ON, "task.go-on", SignedIn, Instance, html::check::go_on)),
    drafted(post(TASK_DISCARD, "task.discard", SignedIn, Instance, html::overtaken::discard)),
    get("/kept/{form}", "kept", SignedIn, Own, html::kept::page),
    get("/sent/{draft}", "task.sent", SignedIn, Own, html::check::sent),

    // Reading and working.
    get("/documents/{id}", "document", Anyone, Document, html::documents::page),
    get("/files/{id}", "file", SignedIn, File, html::files::show),
    get("/documents/{id}/pdf", "document.pdf", Anyone, Document, html::documents::pdf),
    get("/specification/{id}/text", "text", SignedIn, Record, html::reading::page),
    get("/specification/{id}/text/changes", "text.changes", SignedIn, Record, html::changes::page),
    get("/specification/{id}/asked", "asked", SignedIn, Record, html::asked::page),
    get("/specification/{id}/words", "text.words", SignedIn, Record, html::beside::page),
    get("/specification/{id}/comments", "comments", SignedIn, Record, html::comments::page),
    get("/specification/{id}/comments/{comment}", "comment", SignedIn, Record, html::comments::one),
    get("/specification/{id}/answering", "answering.page", SignedIn, Record, html::answering::page),
    post("/specification/{id}/answering", "answering.send", SignedIn, Record, html::answering::send),
    get(WORK, "work.page", SignedIn, Record, html::work::page),
    rescued(post(WORK, "work.send", SignedIn, Record, html::work::send), html::work::rescue),
    rescued(post(WORK_SAVE, "work.save", SignedIn, Record, html::work::save), html::work::rescue),
    get("/{kind}/{id}/ahead", "record.ahead", SignedIn, Record, html::ahead::page),
    get("/{kind}/{id}/ahead.csv", "record.ahead-file", SignedIn, Record, html::ahead::csv),
    get("/{kind}/{id}/path", "record.path", SignedIn, Record, html::path::page),
    get("/{kind}/{id}/documents", "record.documents", SignedIn, Record, html::record::documents::page),
    get("/{kind}/{id}/below", "record.below", SignedIn, Record, html::record::below::page),
    get("/{kind}/{id}/people", "record.people", SignedIn, Record, html::record::people::page),
    get("/{kind}/{id}/history", "record.history", SignedIn, Record, html::record::history::page),
    get("/{kind}/{id}/journal.csv", "record.journal", SignedIn, Record, html::record::history::file),
    get("/{kind}/{id}", "record", SignedIn, Record, html::record::page),
];
