//! Programs: what they may, and the pages on which people let them.

use accord_store::tokens::Reach;

use super::{
    Method::{Delete, Get, Post, Put},
    Object::{Document, File, Instance, Nothing, Own, Record},
    Route,
    Who::{self, Anyone, Power, Token},
    saying::{get, post, program},
};
use crate::web::{api, html};

const API_FOR: &str = "/api/v1/instances/{id}/for/{person}/{verb}/{state}/{event}";
const API_CORRECT: &str = "/api/v1/instances/{id}/corrections/{submission}";
const PLACE: &str = "/api/v1/instances/{id}/{verb}/{state}/{event}";
const PLACE_DRAFT: &str = "/api/v1/instances/{id}/{verb}/{state}/{event}/draft";
const PLACE_FILES: &str = "/api/v1/instances/{id}/{verb}/{state}/{event}/files";
const MORE_TIME: &str = "/api/v1/instances/{id}/more-time/{state}/{clock}";
const UNDO: &str = "/api/v1/instances/{id}/undo/{seq}";
const BENCH: &str = "/api/v1/records/{kind}/{id}/work/{permit}";
const BENCH_DRAFT: &str = "/api/v1/records/{kind}/{id}/work/{permit}/draft";
const READ: Who = Token(Reach::Read);
const DRAFT: Who = Token(Reach::Draft);
const ACT: Who = Token(Reach::Act);

/// In order, the more particular before the more general.
#[rustfmt::skip]
pub(super) const ROUTES: &[Route] = &[
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
];
