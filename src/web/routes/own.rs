//! Signing in, and what somebody has of their own.

use super::{
    Object::{Nothing, Own},
    Route,
    Who::{Anyone, HalfIn, SignedIn},
    saying::{get, post, rare, sign_in},
};
use crate::web::html;

/// In order, the more particular before the more general.
#[rustfmt::skip]
pub(super) const ROUTES: &[Route] = &[
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
    get("/account/names", "own.names-page", SignedIn, Own, html::own::names::page),
    post("/account/names", "own.names", SignedIn, Own, html::own::names::save),
    get("/account/about-me", "own.described-page", SignedIn, Own, html::own::described::page),
    post("/account/about-me", "own.described", SignedIn, Own, html::own::described::save),
    get("/account/data", "own.data", SignedIn, Own, html::own::data::show),
    get("/account/data/held", "own.data-read", SignedIn, Own, html::own::taking::read),
    rare(get("/account/data.zip", "own.data-zip", SignedIn, Own, html::own::taking::packed)),
    get("/account/data.json", "own.data-file", SignedIn, Own, html::own::taking::file),
    post("/account/data/details", "own.correct", SignedIn, Own, html::own::data::correct),
    get("/account/data/address", "own.address-page", SignedIn, Own, html::own::data::code_page),
    post("/account/data/address", "own.address", SignedIn, Own, html::own::data::readdress),
    post("/account/data/address/confirm", "own.address-code", SignedIn, Own, html::own::data::confirm),
    post("/account/data/erase", "own.erase", SignedIn, Own, html::own::data::erase),
    post("/account/data/ask", "own.ask-erasure", SignedIn, Own, html::own::data::ask),
    get("/", "home", SignedIn, Own, html::home::page),
    get("/waiting", "waiting", SignedIn, Own, html::waiting::page),
    get("/procurements", "procurements", SignedIn, Own, html::procurements::page),
    get("/procurements/{list}", "procurements.kind", SignedIn, Own, html::procurements::own),
];
