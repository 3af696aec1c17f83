//! Paying people for their involvement: for whoever pays, and for whoever is paid. Programs have no part in it: a
//! token that leaks must open no account.

use super::{
    Object::{Nothing, Own},
    Route,
    Who::{self, Power, SignedIn},
    saying::{drafted, get, post},
};
use crate::{
    service::payments::{MAKE, READ},
    web::html::{
        own::{payments as own, week},
        payments::{self, lists, run},
    },
};

const SEE: Who = Power(READ);
const PAY: Who = Power(MAKE);

/// In order, the more particular before the more general.
///
/// What is typed about an account is neither kept as a form nor remembered by a hash, and a file may be fetched again:
/// these routes judge for themselves what a second press does.
#[rustfmt::skip]
pub(super) const ROUTES: &[Route] = &[
    get("/payments", "payments", SEE, Nothing, payments::page),
    post("/payments", "payments.make", PAY, Nothing, payments::make),
    get("/payments/runs", "payments.runs", SEE, Nothing, lists::runs),
    get("/payments/look-at", "payments.look-at", SEE, Nothing, lists::anomalies),
    get("/payments/runs/{run}", "payments.run", SEE, Nothing, run::page),
    drafted(post("/payments/runs/{run}/file", "payments.file", PAY, Nothing, run::file)),
    post("/payments/runs/{run}/paid", "payments.paid", PAY, Nothing, run::paid),
    post("/payments/runs/{run}/take-out", "payments.take-out", PAY, Nothing, run::take_out),

    get("/account/payments", "own.payments", SignedIn, Own, own::page),
    get("/account/payments/account", "own.account-page", SignedIn, Own, own::form),
    drafted(post("/account/payments/account", "own.account", SignedIn, Own, own::give)),
    get("/account/payments/week", "own.week-page", SignedIn, Own, week::page),
    post("/account/payments/week", "own.week", SignedIn, Own, week::save),
    post("/account/payments/account/take-away", "own.account-away", SignedIn, Own, own::take_away),
];
