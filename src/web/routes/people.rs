//! People and roles, and the organisations that they belong to.

use super::{
    Object::{Nothing, Own},
    Route,
    Who::{self, Anyone, Power, SignedIn},
    saying::{get, post, rare, with_files},
};
use crate::web::html;

const MANAGE: Who = Power("alliance.manage");
const ACTING: &str = "/people/{id}/delegations/{delegation}/end";
const OWN_ACTING: &str = "/account/delegations/{delegation}/end";
const IMPORT: &str = "/organisations/import/{file}";
const PROFILE: &str = "/organisations/{id}/profile/{number}";

/// In order, the more particular before the more general.
#[rustfmt::skip]
pub(super) const ROUTES: &[Route] = &[
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
    get("/people/{id}/erase", "person.erase-page", MANAGE, Nothing, html::people::erasing::page),
    post("/people/{id}/erase", "person.erase", MANAGE, Nothing, html::people::erasing::ask),
    get("/people/{id}/delegate", "person.delegate-page", MANAGE, Nothing, html::people::delegation::page),
    post("/people/{id}/delegate", "person.delegate", MANAGE, Nothing, html::people::delegation::begin),
    get(ACTING, "person.acting-page", MANAGE, Nothing, html::people::delegation::end_page),
    post(ACTING, "person.acting-end", MANAGE, Nothing, html::people::delegation::end),
    get("/account/delegate", "account.delegate-page", SignedIn, Own, html::people::delegation::page),
    post("/account/delegate", "account.delegate", SignedIn, Own, html::people::delegation::begin),
    get(OWN_ACTING, "account.acting-page", SignedIn, Own, html::people::delegation::end_page),
    post(OWN_ACTING, "account.acting-end", SignedIn, Own, html::people::delegation::end),

    // Who has an interest in what.
    get("/interests", "interests", SignedIn, Own, html::interests::page),
    get("/interests/declared", "interests.declared", SignedIn, Own, html::interests::declared),
    rare(post("/interests/paper", "interests.paper", SignedIn, Own, html::interests::make)),

    // Where there is what.
    get("/landscape", "landscape", Anyone, Nothing, html::landscape::page),
    get("/landscape/for/{id}", "landscape.for", Anyone, Nothing, html::landscape::page),

    // Organisations: a register for everybody, and what each says of itself.
    get("/organisations", "organisations", Anyone, Nothing, html::organisations::page),
    get("/organisations.csv", "organisations.csv", Anyone, Nothing, html::organisations::csv),
    get("/organisations/new", "organisations.new", MANAGE, Nothing, html::organisations::adding::page),
    post("/organisations/new", "organisations.add", MANAGE, Nothing, html::organisations::adding::add),
    get("/organisations/import", "organisations.import-page", MANAGE, Nothing, html::organisations::import::page),
    with_files(post("/organisations/import", "organisations.import", MANAGE, Nothing, html::organisations::import::send)),
    get("/organisations/import/template.csv", "organisations.template", MANAGE, Nothing, html::organisations::import::template),
    get(IMPORT, "organisations.import-look", MANAGE, Own, html::organisations::import::look),
    post(IMPORT, "organisations.import-confirm", MANAGE, Own, html::organisations::import::confirm),
    get("/organisations/{id}", "organisation", Anyone, Nothing, html::organisations::one::page),
    get("/organisations/{id}/people", "organisation.people-page", SignedIn, Own, html::organisations::people::page),
    post("/organisations/{id}/people", "organisation.people", SignedIn, Own, html::organisations::people::send),
    get("/organisations/{id}/profile", "organisation.profile-page", SignedIn, Own, html::organisations::profile::page),
    post("/organisations/{id}/profile", "organisation.profile", SignedIn, Own, html::organisations::profile::save),
    get(PROFILE, "organisation.profile-version", SignedIn, Own, html::organisations::profile::version),
];
