//! How the installation is, for whoever mends; and the demonstration.

use super::{
    Object::Nothing,
    Route,
    Who::{self, Demonstration, Power},
    saying::{get, post, rare, with_files},
};
use crate::web::html;

/// Roles and their powers may come with a pack.
const MANAGE: Who = Power(crate::service::people::POWER);
const MEND: Who = Power("incidents.mend");
const CHANGEOVER: &str = "/operations/workflows/{name}/changeovers/{changeover}";
const COMPARE: &str = "/operations/workflows/{name}/compare";

/// In order, the more particular before the more general.
#[rustfmt::skip]
pub(super) const ROUTES: &[Route] = &[
    // How the installation is.
    get("/operations", "operations", MEND, Nothing, html::operations::page),
    rare(post("/operations/verify", "operations.verify", MEND, Nothing, html::operations::verify)),
    get("/operations/clocks", "operations.clocks", MEND, Nothing, html::operations::clocks::page),
    get("/operations/workflows", "operations.workflows", MEND, Nothing, html::operations::workflows::list),
    get("/operations/workflows/{name}", "operations.workflow", MEND, Nothing, html::operations::workflows::one),
    get(COMPARE, "operations.compare", MEND, Nothing, html::operations::workflows::compare),
    get(CHANGEOVER, "operations.changeover", MEND, Nothing, html::operations::changeovers::one),
    rare(post(CHANGEOVER, "operations.change-over", MEND, Nothing, html::operations::changeovers::act)),
    get("/operations/packs", "packs", MANAGE, Nothing, html::operations::packs::page),
    with_files(post("/operations/packs", "packs.send", MANAGE, Nothing, html::operations::packs::send)),
    get("/operations/packs/{pack}", "packs.look", MANAGE, Nothing, html::operations::packs::look),
    post("/operations/packs/{pack}", "packs.take", MANAGE, Nothing, html::operations::packs::act),
    get("/operations/letters", "operations.letters", MEND, Nothing, html::operations::letters::page),
    get("/operations/incidents", "operations.incidents", MEND, Nothing, html::operations::incidents::page),
    get("/operations/incidents/{incident}", "operations.incident", MEND, Nothing, html::operations::incidents::one),
    post("/operations/incidents/{incident}", "operations.mend", MEND, Nothing, html::operations::incidents::mend),

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
];
