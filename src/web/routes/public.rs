//! What everybody may see, and what machines ask of the service itself.

use super::{
    Object::{Nothing, Own},
    Route,
    Who::{self, Anyone, Power},
    saying::{get, post, rare, with_files},
};
use crate::web::{assets, html};

/// Whoever brings in what ran before.
const RUNNING: Who = Power(crate::service::running::POWER);

/// In order, the more particular before the more general.
#[rustfmt::skip]
pub(super) const ROUTES: &[Route] = &[
    // The service itself.
    get("/healthz", "health", Anyone, Nothing, html::health::alive),
    get("/readyz", "ready", Anyone, Nothing, html::health::ready),
    get("/assets/{name}", "asset", Anyone, Nothing, assets::show),

    // For everybody.
    get("/register", "register", Anyone, Nothing, html::public::register::page),
    get("/register.csv", "register.csv", Anyone, Nothing, html::public::register::csv),
    get("/register/{reference}", "register.one", Anyone, Nothing, html::public::procurement::page),
    get("/register/{reference}/fairness", "register.fairness", Anyone, Nothing, html::public::fair::page),
    get("/register/{reference}/can-we-bid", "bid.ask-page", Anyone, Nothing, html::public::can_we_bid::page),
    post("/register/{reference}/can-we-bid", "bid.ask", Anyone, Nothing, html::public::can_we_bid::check),
    get("/register/{reference}/questions.odt", "bid.questions", Anyone, Nothing, html::editable::questions),
    get("/register/{reference}/record.json", "register.record", Anyone, Nothing, html::public::register::record),
    get("/register/{reference}/account", "account.ask-page", Anyone, Nothing, html::public::bidding::page),
    rare(post("/register/{reference}/account", "account.ask", Anyone, Nothing, html::public::bidding::send)),
    get("/grants", "grants", Anyone, Nothing, html::public::grants::page),
    get("/grants.json", "grants.json", Anyone, Nothing, html::public::grants::json),
    get("/annual-summaries", "yearly", Anyone, Nothing, html::public::yearly::page),
    get("/annual-summaries/{reference}/{year}", "yearly.one", Anyone, Nothing, html::public::yearly::one),
    get("/annual-summaries/{reference}/{year}/data.json", "yearly.json", Anyone, Nothing, html::public::yearly::json),
    get("/notices", "notices", Anyone, Nothing, html::public::notices::page),
    get("/notices/{name}", "notice", Anyone, Nothing, html::public::notices::one),
    get("/feeds/notices.atom", "feed.notices", Anyone, Nothing, html::public::feeds::notices),
    get("/feeds/notices.json", "feed.notices.json", Anyone, Nothing, html::public::feeds::notices_json),
    get("/feeds/opportunities.atom", "feed.opportunities", Anyone, Nothing, html::public::feeds::opportunities),
    get("/feeds/opportunities.json", "feed.opportunities.json", Anyone, Nothing, html::public::feeds::opportunities_json),
    get("/feeds/dates.ics", "feed.dates", Anyone, Nothing, html::public::feeds::dates),
    rare(get("/feeds/mine/{name}", "feed.mine", Anyone, Nothing, html::public::feeds::mine)),
    get("/heard", "heard", Anyone, Nothing, html::public::heard::page),
    get("/heard/{reference}", "heard.one", Anyone, Nothing, html::public::heard::one),
    get("/assured", "assured", Anyone, Nothing, html::public::assured::page),
    get("/process", "processes", Anyone, Nothing, html::public::process::list),
    get("/process/{name}", "process", Anyone, Nothing, html::public::process::one),
    get("/bodies", "bodies", Anyone, Nothing, html::bodies::page),
    get("/money", "money", Power(crate::service::money::READ), Nothing, html::money::page),
    get("/running/import", "running.import-page", RUNNING, Nothing, html::running::page),
    with_files(post("/running/import", "running.import", RUNNING, Nothing, html::running::send)),
    get("/running/import/contracts.csv", "running.contracts", RUNNING, Nothing, html::running::contracts),
    get("/running/import/posts.csv", "running.posts", RUNNING, Nothing, html::running::posts),
    get("/running/import/returns.csv", "running.returns", RUNNING, Nothing, html::running::returns),
    get("/running/import/{file}", "running.look", RUNNING, Own, html::running::look),
    post("/running/import/{file}", "running.confirm", RUNNING, Own, html::running::confirm),
    get("/decisions", "decisions", Anyone, Nothing, html::decisions::page),
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
];
