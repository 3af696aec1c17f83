//! The hands that click: a browser driven by Node, one command at a time.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex},
};

use accord::{
    cli::rehearse::{Deed, Hands},
    domain::specification::text::sections,
    service::{access::sessions, app::App},
    web::site::Files,
};
use accord_store::{alliances, drafts, organisations, people};
use anyhow::{Context as _, bail};
use serde_json::{Map, Value as Json, json};

/// Files of documents, as the play's worker leaves them.
#[derive(Debug)]
pub(super) struct Disk(pub(super) PathBuf);

impl Files for Disk {
    fn get(&self, key: &str) -> anyhow::Result<Vec<u8>> {
        Ok(fs::read(self.0.join(key))?)
    }

    fn put(&self, key: &str, bytes: Vec<u8>) -> anyhow::Result<()> {
        let path = self.0.join(key);
        fs::create_dir_all(path.parent().context("no folder")?)?;
        Ok(fs::write(path, bytes)?)
    }
}

/// What was done, and what was wrong with pages on the way.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) deeds: usize,
    pub(super) pages: u64,
    pub(super) people: u64,
    /// Deeds that began on Home: the others began on the page of a record.
    pub(super) from_home: usize,
    pub(super) wrong: Vec<String>,
}

/// Chromium, as whoever a step names.
#[derive(Debug)]
pub(super) struct Chromium {
    app: App,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    tally: Arc<Mutex<Tally>>,
}

impl Chromium {
    pub(super) fn start(tools: &Path, app: &App, (base, shots): (&str, &Path), script: bool) -> Self {
        let _ = fs::remove_dir_all(shots);
        let mut child = Command::new("node")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/clicked/clicked.cjs"))
            .arg(base)
            .arg(shots)
            .arg(if script { "script" } else { "plain" })
            .arg(names(app).to_string())
            .env("NODE_PATH", tools.join("node_modules"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            app: app.clone(),
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
            tally: Arc::default(),
        }
    }

    pub(super) fn tally(&self) -> Arc<Mutex<Tally>> {
        self.tally.clone()
    }

    fn one(&mut self, deed: &Deed, given: &Map<String, Json>) -> anyhow::Result<Json> {
        let person = &deed.caller.person;
        let found = self.app.store.read(|db| people::load(db, person))?.context("nobody")?;
        let command = json!({
            "who": found.handle,
            "cookie": sessions::begin(&self.app, person, "Chromium", true)?,
            "record": [deed.record.0, deed.record.1],
            "instance": deed.instance,
            "verb": deed.verb,
            "what": deed.what,
            "decline": deed.decline,
            "given": given,
        });
        let input = self.input.as_mut().context("the browser has ended")?;
        writeln!(input, "{command}")?;
        input.flush()?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let reply: Json = serde_json::from_str(&line).with_context(|| format!("the browser said `{line}`"))?;
        let mut tally = self.tally.lock().unwrap();
        tally.deeds += 1;
        tally.from_home += usize::from(reply["from"] == "/");
        tally.pages = reply["pages"].as_u64().unwrap_or_default();
        tally.people = reply["people"].as_u64().unwrap_or_default();
        let wrong = reply["wrong"].as_array().into_iter().flatten().filter_map(Json::as_str);
        tally.wrong.extend(wrong.map(str::to_owned));
        if let Some(fault) = reply["fault"].as_str() {
            bail!("{} {} by {}: {fault}", deed.verb, deed.what, found.handle);
        }
        let key = reply["key"].as_str().unwrap_or_default();
        let draft = self.app.store.read(|db| drafts::load(db, person, key))?;
        let answer = draft.answer.context("what was sent has no answer")?;
        Ok(serde_json::from_str(&answer)?)
    }
}

impl Hands for Chromium {
    fn do_it(&mut self, deed: &Deed) -> anyhow::Result<Json> {
        let mut last = Json::Null;
        for given in as_forms_ask(deed) {
            last = self.one(deed, &given)?;
        }
        Ok(last)
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // The end of its input ends it.
        self.input = None;
        let _ = self.child.wait();
    }
}

/// Ids and names of people and organisations, by what a play calls them.
fn names(app: &App) -> Json {
    let all = app.store.read(|db| {
        let alliance = alliances::all(db)?.remove(0).id;
        let mut out = Map::new();
        for row in people::of_alliance(db, &alliance)? {
            out.insert(row.id.clone(), json!({ "id": row.id, "name": row.name }));
            out.insert(row.handle, json!({ "id": row.id, "name": row.name }));
        }
        for row in organisations::all(db, &alliance)? {
            out.insert(row.id.clone(), json!({ "id": row.id, "name": row.name }));
            out.insert(row.handle, json!({ "id": row.id, "name": row.name }));
        }
        Ok::<_, accord_store::StoreError>(out)
    });
    Json::Object(all.unwrap())
}

/// A play may say at once what forms ask one by one.
fn as_forms_ask(deed: &Deed) -> Vec<Map<String, Json>> {
    let mut given = deed.with.clone();
    if let Some(reason) = &deed.reason {
        given.insert("why".to_owned(), reason.clone().into());
    }
    for list in ["seats", "questions"] {
        if let Some(Json::Array(all)) = given.get(list) {
            return all.iter().filter_map(|one| one.as_object().cloned()).collect();
        }
    }
    if let Some(Json::Object(days)) = given.remove("timetable") {
        given.extend(days);
    }
    if let Some(Json::String(text)) = given.get("document") {
        return sections(text)
            .into_iter()
            .map(|(heading, text)| {
                let mut one = given.clone();
                one.remove("document");
                one.insert("heading".to_owned(), heading.into());
                one.insert("text".to_owned(), text.trim().into());
                one
            })
            .collect();
    }
    vec![given]
}
