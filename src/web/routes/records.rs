//! Records: reading them, and working on them.

use super::{
    Object::{Document, File, Record},
    Route,
    Who::{Anyone, SignedIn},
    saying::{drafted, get, post, rescued, with_files},
};
use crate::web::html;

const WORK: &str = "/{kind}/{id}/work/{permit}";
const CARD_MAKE: &str = "/round/{id}/work/card.make";
const CARD_CHECK: &str = "/round/{id}/work/card.check";
const SUPPLY: &str = "/bid/{id}/work/bid.supply";
const CARD_SHOW: &str = "/round/{id}/work/card.show";
const WORK_SAVE: &str = "/{kind}/{id}/work/{permit}/save";

/// In order, the more particular before the more general.
#[rustfmt::skip]
pub(super) const ROUTES: &[Route] = &[
    get("/documents/{id}", "document", Anyone, Document, html::documents::page),
    get("/files/{id}", "file", SignedIn, File, html::files::show),
    get("/documents/{id}/pdf", "document.pdf", Anyone, Document, html::documents::pdf),
    get("/specification/{id}/text", "text", SignedIn, Record, html::reading::page),
    get("/specification/{id}/promises/{promise}", "promise", SignedIn, Record, html::promised::page),
    with_files(post("/specification/{id}/promises/{promise}", "promise.show", SignedIn, Record, html::promised::add)),
    get("/specification/{id}/attachments", "attachments", SignedIn, Record, html::attachments::page),
    with_files(post("/specification/{id}/attachments", "attachments.add", SignedIn, Record, html::attachments::add)),
    get("/specification/{id}/sections", "sections", SignedIn, Record, html::sections::page),
    get("/specification/{id}/text/changes", "text.changes", SignedIn, Record, html::changes::page),
    get("/specification/{id}/aims", "aims", SignedIn, Record, html::aims::page),
    get("/specification/{id}/words", "text.words", SignedIn, Record, html::beside::page),
    get("/specification/{id}/asked", "asked", SignedIn, Record, html::asked::page),
    get("/specification/{id}/parity", "parity", SignedIn, Record, html::parity::page),
    post("/specification/{id}/asked/paper", "asked.paper", SignedIn, Record, html::asked::make),
    get("/specification/{id}/proposals", "proposals", SignedIn, Record, html::proposals::page),
    get("/specification/{id}/comments", "comments", SignedIn, Record, html::comments::page),
    get("/specification/{id}/comments/{comment}", "comment", SignedIn, Record, html::comments::one),
    get("/specification/{id}/answering", "answering.page", SignedIn, Record, html::answering::page),
    post("/specification/{id}/answering", "answering.send", SignedIn, Record, html::answering::send),
    // What is typed there is kept nowhere.
    get(CARD_MAKE, "card.making", SignedIn, Record, html::opening::making),
    drafted(post(CARD_MAKE, "card.make", SignedIn, Record, html::opening::make)),
    get(CARD_CHECK, "card.checking", SignedIn, Record, html::opening::checking),
    drafted(post(CARD_CHECK, "card.check", SignedIn, Record, html::opening::check)),
    get(CARD_SHOW, "card.ceremony", SignedIn, Record, html::opening::ceremony),
    drafted(post(CARD_SHOW, "card.show", SignedIn, Record, html::opening::show)),
    get(SUPPLY, "bid.copy", SignedIn, Record, html::supply::page),
    drafted(with_files(post(SUPPLY, "bid.supply", SignedIn, Record, html::supply::send))),
    get(WORK, "work.page", SignedIn, Record, html::work::page),
    rescued(post(WORK, "work.send", SignedIn, Record, html::work::send), html::work::rescue),
    rescued(post(WORK_SAVE, "work.save", SignedIn, Record, html::work::save), html::work::rescue),
    get("/onboarding/{id}/checks", "checks", SignedIn, Record, html::hosting::checks::show),
    get("/contract/{id}/text", "contract.text", SignedIn, Record, html::hosting::text::show),
    get("/contract/{id}/start", "contract.start", SignedIn, Record, html::hosting::start::show),
    get("/contract/{id}/risks", "contract.risks", SignedIn, Record, html::hosting::risks::show),
    get("/{kind}/{id}/ahead", "record.ahead", SignedIn, Record, html::ahead::page),
    get("/{kind}/{id}/ahead.csv", "record.ahead-file", SignedIn, Record, html::ahead::csv),
    get("/{kind}/{id}/path", "record.path", SignedIn, Record, html::path::page),
    get("/{kind}/{id}/receipt", "record.receipt", SignedIn, Record, html::receipt::file),
    get("/{kind}/{id}/documents", "record.documents", SignedIn, Record, html::record::documents::page),
    get("/{kind}/{id}/dossier", "record.dossier-page", SignedIn, Record, html::dossier::page),
    post("/{kind}/{id}/dossier", "record.dossier", SignedIn, Record, html::dossier::take),
    get("/{kind}/{id}/below", "record.below", SignedIn, Record, html::record::below::page),
    get("/{kind}/{id}/people", "record.people", SignedIn, Record, html::record::people::page),
    get("/{kind}/{id}/history", "record.history", SignedIn, Record, html::record::history::page),
    get("/{kind}/{id}/journal.csv", "record.journal", SignedIn, Record, html::record::history::file),
    get("/{kind}/{id}", "record", SignedIn, Record, html::record::page),
];
