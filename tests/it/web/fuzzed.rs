//! A program that tries everything which the OpenAPI document allows, and some of what it does not,
//! against the running server: nothing may be our fault, and nothing undocumented.
//!
//! Takes part when `schemathesis` is there; `ACCORD_TEST_REQUIRE=api` makes its absence a failure.

use std::{
    fmt::Write as _,
    fs,
    net::TcpListener,
    process::Command,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use accord::{
    domain::host::Origin,
    web::{
        limits::{Gate, Pace},
        routes::{Object, ROUTES},
        serve::{self, Listen},
        site::Site,
        sites::Sites,
    },
};
use accord_store::{
    documents::{self, DocumentRow},
    tokens::Reach,
};
use tokio_util::sync::CancellationToken;

use super::{
    api,
    browser::Web,
    openapi::{said, tool},
    reading,
};

/// What each half may take, in seconds; `ACCORD_API_SECONDS` says otherwise.
const SECONDS: &str = "25";
/// What is looked at in every answer.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";

fn document(web: &Web, record: &str) -> String {
    let row = DocumentRow {
        id: "01900000-0000-7000-8000-00000000000d".to_owned(),
        alliance_id: web.t.alliance.clone(),
        subject_id: Some(record.to_owned()),
        instance_id: None,
        outbox_key: None,
        kind: "notice".to_owned(),
        template: "specification".to_owned(),
        reference: "SPEC".to_owned(),
        version: 1,
        title: "The text".to_owned(),
        hash: "0".to_owned(),
        html_key: "text.html".to_owned(),
        pdf_key: Some("text.pdf".to_owned()),
        data_key: Some("text.json".to_owned()),
        readers: "[\"public\"]".to_owned(),
        flagged: None,
        created_at: web.now().into(),
    };
    let id = row.id.clone();
    web.t.app.store.write(move |db| documents::put(db, &row)).unwrap();
    id
}

/// The same site on a port of its own, where nobody has to wait.
fn serve(web: &Web) -> (String, CancellationToken, thread::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let origin = format!("http://127.0.0.1:{port}");
    let pace = Pace {
        requests: 10_000_000,
        sign_ins: 10_000_000,
        token: 10_000_000,
    };
    let site = Site {
        app: web.t.app.clone(),
        origin: Origin::parse(&origin).unwrap(),
        gate: Arc::new(Gate::new(&web.t.app.wall, pace, Vec::new())),
        templates: web.site.templates.clone(),
        files: web.site.files.clone(),
        demo: None,
    };
    let listen = Listen {
        workers: 2,
        patience: Duration::from_secs(1),
        ..Listen::on(listener).unwrap()
    };
    let token = CancellationToken::new();
    let (tell, told) = mpsc::channel();
    let ending = token.clone();
    let server = thread::spawn(move || {
        serve::run(Arc::new(Sites::of(Arc::new(site))), listen, ending, move |_| {
            tell.send(()).unwrap();
        })
        .unwrap();
    });
    told.recv().unwrap();
    (origin, token, server)
}

/// Things that are there, so that more is tried than what is missing.
fn settings(instance: &str, record: &str, document: &str) -> String {
    let mut out = String::new();
    for route in ROUTES.iter().filter(|route| route.api.is_some()) {
        let id = match route.object {
            Object::Record => record,
            Object::Instance => instance,
            Object::Document => document,
            Object::Nothing | Object::Own | Object::File => continue,
        };
        let mut known = vec![
            format!("\"path.id\" = \"{id}\""),
            "\"header.If-Match\" = '\"1\"'".to_owned(),
        ];
        for (name, value) in [
            ("kind", "specification"),
            ("permit", "comment.add"),
            ("verb", "act"),
            ("state", "consultation"),
            ("event", "close_comments"),
        ] {
            if route.path.contains(&format!("{{{name}}}")) {
                known.push(format!("\"path.{name}\" = \"{value}\""));
            }
        }
        write!(
            out,
            "[[operations]]\ninclude-operation-id = \"{}\"\nparameters = {{ {} }}\n\n",
            route.action,
            known.join(", ")
        )
        .unwrap();
    }
    out
}

#[test]
fn nothing_that_is_sent_is_our_fault_or_undocumented() {
    let Some(program) = tool("schemathesis") else {
        println!("skipped: schemathesis is not installed");
        return;
    };
    let web = Web::new();
    let (instance, record) = reading::open(&web);
    let document = document(&web, &record);
    let token = api::token(&web, "rachel", Reach::Act);
    let (origin, ending, server) = serve(&web);
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("schemathesis.toml");
    fs::write(&config, settings(&instance, &record, &document)).unwrap();
    let seconds = said("ACCORD_API_SECONDS").unwrap_or_else(|| SECONDS.to_owned());
    let try_out = |phase: &str| {
        let run = Command::new(&program)
            .current_dir(folder.path())
            .arg("--no-color")
            .arg("--config-file")
            .arg(&config)
            .args(["run", &format!("{origin}/api/openapi.json")])
            .args(["--header", &format!("Authorization: Bearer {token}")])
            .args(["--phases", phase, "--max-examples", "40", "--max-time", &seconds])
            .args([
                "--workers",
                "1",
                "--seed",
                "1",
                "--continue-on-failure",
                "--warnings",
                "off",
            ])
            // It would learn the id of its own token, and end it.
            .args(["--exclude-operation-id", "api.end-token"])
            .args(["--checks", CHECKS])
            .output()
            .unwrap();
        let out = String::from_utf8_lossy(&run.stdout).into_owned();
        (run.status.success(), out + &String::from_utf8_lossy(&run.stderr))
    };
    let tried = ["coverage", "fuzzing"].map(try_out);
    ending.cancel();
    server.join().unwrap();
    for (fine, out) in tried {
        // Some releases of Python 3.11 cannot parse what the tool is made of; that says nothing of us.
        let python = out.contains("AST constructor recursion depth mismatch") && !out.contains("= FAILURES =");
        assert!(fine || python, "{out}");
        println!("{out}");
    }
}
