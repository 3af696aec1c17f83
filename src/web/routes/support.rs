//! Support, and concerns that reach a few. Programs have no part in it.

use super::{
    Object::{Nothing, Own},
    Route,
    Who::{Anyone, SignedIn},
    saying::{get, post, rare},
};
use crate::web::html::{
    own,
    support::{self, raising, reading},
};

/// In order, the more particular before the more general.
#[rustfmt::skip]
pub(super) const ROUTES: &[Route] = &[
    get("/account/support", "own.support-page", SignedIn, Own, own::support::page),
    post("/account/support", "own.supporter", SignedIn, Own, own::support::choose),
    post("/account/break", "own.break", SignedIn, Own, own::support::pause),
    post("/account/break/end", "own.break-end", SignedIn, Own, own::support::go_on),
    get("/support", "support", Anyone, Nothing, support::page),
    get("/support/raised/{concern}", "support.raised", SignedIn, Own, raising::raised),
    get("/support/{way}", "support.way", SignedIn, Own, raising::page),
    rare(post("/support/{way}", "support.raise", SignedIn, Own, raising::send)),
    get("/concerns", "concerns", SignedIn, Own, reading::page),
    get("/concerns/{concern}", "concern", SignedIn, Own, reading::one),
    post("/concerns/{concern}", "concern.see-to", SignedIn, Own, reading::see_to),
];
