//! Starting something, doing something, and putting it right.

use super::{
    Object::{Instance, Nothing, Own, Record},
    Route,
    Who::{Power, SignedIn},
    saying::{drafted, get, post, rescued, with_files},
};
use crate::web::html;

const TIME: &str = "/task/{id}/more-time/{state}/{clock}";
const VOTE: &str = "/task/{id}/vote/{state}";
const CHOOSE: &str = "/task/{id}/choose/{state}";
const TASK: &str = "/task/{id}/{verb}/{state}/{event}";
const TASK_SAVE: &str = "/task/{id}/{verb}/{state}/{event}/save";
const TASK_CHECK: &str = "/task/{id}/{verb}/{state}/{event}/check";
const TASK_COPY: &str = "/task/{id}/{verb}/{state}/{event}/copy";
const TASK_EDITABLE: &str = "/task/{id}/{verb}/{state}/{event}/draft.odt";
const TASK_SAVED: &str = "/task/{id}/{verb}/{state}/{event}/saved-copy";
const TASK_GO_ON: &str = "/task/{id}/{verb}/{state}/{event}/go-on";
const PUT_RIGHT: &str = crate::service::putting_right::POWER;
const FOR: &str = "/task/{id}/for/{person}/{verb}/{state}/{event}";
const FOR_SAVE: &str = "/task/{id}/for/{person}/{verb}/{state}/{event}/save";
const FOR_CHECK: &str = "/task/{id}/for/{person}/{verb}/{state}/{event}/check";
const START: &str = "/start/{workflow}";
const START_SAVE: &str = "/start/{workflow}/save";
const START_CHECK: &str = "/start/{workflow}/check";
const TASK_DISCARD: &str = "/task/{id}/{verb}/{state}/{event}/discard";

/// In order, the more particular before the more general.
#[rustfmt::skip]
pub(super) const ROUTES: &[Route] = &[
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
    get("/put-right/accounts", "accounts", Power(PUT_RIGHT), Nothing, html::putting_right::accounts::page),
    drafted(post("/put-right/accounts", "accounts.write", Power(PUT_RIGHT), Nothing, html::putting_right::accounts::write)),
    get("/put-right/accounts/{account}", "account.one", Power(PUT_RIGHT), Nothing, html::putting_right::accounts::one),
    drafted(post("/put-right/accounts/{account}", "account.settle", Power(PUT_RIGHT), Nothing, html::putting_right::accounts::settle)),
    get("/put-right/emails", "emails", Power(PUT_RIGHT), Nothing, html::putting_right::emails::page),
    get("/put-right/emails/{message}", "email.one", Power(PUT_RIGHT), Nothing, html::putting_right::emails::one),
    post("/put-right/emails/{message}", "email.close", Power(PUT_RIGHT), Nothing, html::putting_right::emails::close),
    get("/put-right/{recording}", "put-right.one", SignedIn, Own, html::putting_right::looking::page),
    post("/put-right/{recording}", "put-right.settle", SignedIn, Own, html::putting_right::looking::settle),
    get("/recorded/{recording}", "put-right.own", SignedIn, Own, html::putting_right::looking::own),
    get("/task/{id}/for", "put-right.whom", SignedIn, Instance, html::putting_right::recording::whom),
    get("/task/{id}/for/{person}", "put-right.theirs", SignedIn, Instance, html::putting_right::recording::theirs),
    get(FOR, "put-right.question", SignedIn, Instance, html::task::page),
    with_files(rescued(post(FOR, "put-right.answer", SignedIn, Instance, html::task::answer), html::saving::rescue)),
    rescued(post(FOR_SAVE, "put-right.save", SignedIn, Instance, html::saving::save), html::saving::rescue),
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
    get(CHOOSE, "way.choose", SignedIn, Instance, html::vote::ways),
    post(CHOOSE, "way.chosen", SignedIn, Instance, html::vote::way),
    get(TASK, "task.question", SignedIn, Instance, html::task::page),
    with_files(rescued(post(TASK, "task.answer", SignedIn, Instance, html::task::answer), html::saving::rescue)),
    rescued(post(TASK_SAVE, "task.save", SignedIn, Instance, html::saving::save), html::saving::rescue),
    get(TASK_CHECK, "task.check", SignedIn, Instance, html::check::page),
    drafted(post(TASK_CHECK, "task.send", SignedIn, Instance, html::check::send)),
    get(TASK_EDITABLE, "task.editable", SignedIn, Instance, html::editable::draft),
    get(TASK_SAVED, "task.save-copy", SignedIn, Instance, html::copy::save),
    get(TASK_COPY, "task.copy", SignedIn, Instance, html::copy::page),
    drafted(with_files(post(TASK_COPY, "task.begin-from-copy", SignedIn, Instance, html::copy::begin))),
    drafted(post(TASK_GO_ON, "task.go-on", SignedIn, Instance, html::check::go_on)),
    drafted(post(TASK_DISCARD, "task.discard", SignedIn, Instance, html::overtaken::discard)),
    get("/kept/{form}", "kept", SignedIn, Own, html::kept::page),
    get("/sent/{draft}", "task.sent", SignedIn, Own, html::sent::page),
];
