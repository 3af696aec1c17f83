//! Packs: what is in one, what is refused, what becomes of each file, and what an alliance has when it was taken in.

use std::sync::{Arc, LazyLock};

use accord::{
    domain::bundle::{self, Member},
    service::{
        access::sessions,
        app::App,
        fault::Fault,
        founding, homes,
        library::{Library, Shelf},
        packs::{
            self, MANIFEST, Manifest, Pack,
            compare::Fate,
            digest, gather,
            judge::judge,
            take::{self, Choice, Said},
        },
        seed,
        transition::Start,
    },
};
use accord_store::{journal, outbox};

use crate::support::app::TestApp;

static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| Arc::new(Library::read(Shelf::built_in()).unwrap()));

fn gathered(library: &Library, workflows: &[&str]) -> anyhow::Result<Pack> {
    let names: Vec<String> = workflows.iter().map(|one| (*one).to_owned()).collect();
    let label = gather::Label {
        name: "shared".to_owned(),
        version: "1".to_owned(),
        origin: "The Synergy alliance".to_owned(),
        licence: "Free to use.".to_owned(),
        made_on: "2026-01-05".parse().unwrap(),
    };
    gather::gather(library, &names, label)
}

/// A pack in which a file has other words: `workflows/meeting.yaml` with another title.
fn changed(path: &str, old: &str, new: &str) -> Pack {
    let text = LIBRARY.shelf.get(path).unwrap();
    assert!(text.contains(old), "{path} does not say {old}");
    let shelf = Shelf::built_in().with(path, &text.replacen(old, new, 1));
    gathered(&Library::read(shelf).unwrap(), &["meeting"]).unwrap()
}

#[test]
fn a_pack_has_what_its_workflows_need_and_reads_back_as_it_was_written() {
    let pack = gathered(&LIBRARY, &["alliance-framework"]).unwrap();
    for path in [
        "workflows/alliance-framework.yaml",
        "workflows/bid.yaml",
        "workflows/contract.yaml",
        "workflows/quarterly-return.yaml",
        "workflows/starts/alliance-framework.yaml",
        "workflows/calendars/england-and-wales.yaml",
        "workflows/vocabulary/roles.yaml",
        "workflows/rate-cards/synergy-2026.yaml",
        "workflows/words/help.md",
        "workflows/scenarios/peer-support-framework.yaml",
        "workflows/seed/sheffield.yaml",
    ] {
        assert!(pack.files.contains_key(path), "{path} is not in it");
    }
    for folder in ["clauses", "checks", "indicators", "mobilisation", "question-sets"] {
        let place = format!("workflows/{folder}/");
        assert!(pack.files.keys().any(|path| path.starts_with(&place)), "{folder}");
    }
    let templates = pack.files.keys().filter(|path| path.starts_with("templates/"));
    assert!(templates.count() > 50);
    assert!(!pack.files.contains_key("workflows/psr-competitive.yaml"));
    assert!(pack.manifest.files.iter().all(|one| one.shipped));
    let bytes = pack.write().unwrap();
    assert_eq!(bytes, pack.write().unwrap());
    assert_eq!(packs::read("a.zip", &bytes).unwrap(), pack);
    assert!(judge(pack.over(&Shelf::built_in(), |_| false)).is_ok());
    let error = gathered(&LIBRARY, &["meetting"]).unwrap_err().to_string();
    assert!(
        error.contains("there is no workflow `meetting`") && error.contains("`meeting`"),
        "{error}"
    );
}

fn member(name: &str, text: &str) -> Member {
    Member {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

fn small(change: impl FnOnce(&mut Manifest)) -> Vec<Member> {
    let mut pack = gathered(&LIBRARY, &["meeting"]).unwrap();
    pack.files.retain(|path, _| path == "workflows/meeting.yaml");
    pack.manifest.files.retain(|one| one.path == "workflows/meeting.yaml");
    change(&mut pack.manifest);
    let mut out = vec![member(MANIFEST, &serde_json::to_string(&pack.manifest).unwrap())];
    out.extend(pack.files.iter().map(|(path, text)| member(path, text)));
    out
}

#[track_caller]
fn refused(members: Vec<Member>, says: &str) {
    let error = packs::read("a.zip", &bundle::pack(members).unwrap()).unwrap_err();
    assert!(format!("{error:#}").contains(says), "{error:#}");
}

#[test]
fn what_is_no_pack_or_was_changed_is_refused_with_its_place() {
    let with = |extra: Member| {
        let mut all = small(|_| {});
        all.push(extra);
        all
    };
    refused(
        with(member("workflows/other.yaml", "x")),
        "a.zip: workflows/other.yaml is in it and not in its list",
    );
    refused(
        with(member("../../etc/passwd", "x")),
        "a file in it wants to lie outside",
    );
    refused(with(member("/etc/passwd", "x")), "a file in it wants to lie outside");
    refused(with(member("workflows/run.exe", "MZ")), "a program is in it");
    refused(with(member("inner.zip", "PK\u{3}\u{4}")), "another packed file");
    refused(vec![member("readme.txt", "x")], "there is no pack.json in it");
    refused(vec![member(MANIFEST, "{")], "a.zip, pack.json: EOF");
    refused(
        vec![member(MANIFEST, &"x".repeat(17 * 1024 * 1024))],
        "it would be too large when it is unpacked",
    );
    let lists = |path: &str| {
        let (path, listed) = (path.to_owned(), path.to_owned());
        let mut all = small(move |manifest| {
            let mut one = manifest.files[0].clone();
            one.path = listed;
            one.hash = digest("x");
            manifest.files.push(one);
        });
        all.push(member(&path, "x"));
        all
    };
    for path in [
        "templates/pages/home.hbs",
        "workflows/schema/workflow.v1.json",
        "src/main.rs",
        "workflows/.hidden.yaml",
        "workflows/deep/er/one.yaml",
    ] {
        refused(lists(path), &format!("{path} is no place for a file of a library"));
    }
    refused(
        small(|manifest| manifest.files[0].hash = digest("another")),
        "workflows/meeting.yaml is not what the list says",
    );
    refused(
        small(|manifest| manifest.files.push(manifest.files[0].clone())),
        "workflows/meeting.yaml stands in its list twice",
    );
    refused(small(|manifest| manifest.format = 9), "it was made by a newer program");
    refused(small(|manifest| manifest.name = "../x".to_owned()), "is no name");
    refused(
        small(|manifest| manifest.licence = " ".to_owned()),
        "its licence is empty",
    );
    refused(
        small(|manifest| manifest.files[0].path = "workflows/gone.yaml".to_owned()),
        "workflows/gone.yaml is in its list and not in it",
    );
    // Two files of one name, as no program of ours writes them.
    let twice = with(member("workflows/meetinx.yaml", "x"));
    let mut bytes = bundle::pack(twice).unwrap();
    let (from, to) = (b"workflows/meetinx.yaml", b"workflows/meeting.yaml");
    for at in 0..bytes.len() - from.len() {
        if &bytes[at..at + from.len()] == from {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    }
    assert!(
        packs::read("a.zip", &bytes)
            .unwrap_err()
            .to_string()
            .contains("it is damaged")
    );
    for cut in [0, 10, bytes.len() / 2, bytes.len() - 1] {
        assert!(packs::read("a.zip", &bytes[..cut]).is_err());
    }
}

/// Sheffield, and another alliance beside it.
fn two() -> (TestApp, String) {
    let t = TestApp::sheffield();
    let seed = seed::read(&t.app, "sheffield").unwrap();
    let mut file = founding::Founding {
        alliance: seed.alliance,
        networks: seed.networks,
        organisations: seed.organisations,
    };
    "Elsewhere".clone_into(&mut file.alliance.short_name);
    "https://elsewhere.example".clone_into(&mut file.alliance.site);
    for person in file.organisations.iter_mut().flat_map(|one| &mut one.people) {
        if person.channel() == "email" {
            person
                .email
                .get_or_insert_with(|| format!("{}@elsewhere.example", person.id));
        }
    }
    let id = founding::found(&t.app, file, "the tests", true).unwrap().alliance;
    homes::look(&t.app).unwrap();
    (t, id)
}

fn said() -> Said {
    Said {
        by: "kit".to_owned(),
        name: "Kit".to_owned(),
        because: "As the board agreed.".to_owned(),
        asked: None,
    }
}

fn title(app: &App, alliance: &str) -> String {
    app.of(alliance).library.title("meeting").unwrap()
}

fn entries(app: &App, alliance: &str) -> usize {
    app.store
        .read(|db| journal::page(db, alliance, 0, 10_000))
        .unwrap()
        .len()
}

fn told(app: &App, alliance: &str) -> usize {
    let rows = app.store.read(|db| outbox::page(db, alliance, None, 10_000)).unwrap();
    rows.iter()
        .filter(|row| row.payload.contains("was taken into the library"))
        .count()
}

#[test]
fn what_one_alliance_takes_in_is_there_for_it_alone() {
    let (t, elsewhere) = two();
    let before = title(&t.app, &t.alliance);
    let pack = changed("workflows/meeting.yaml", &before, "How we meet");
    let lines = take::beside(&t.app, &elsewhere, &pack).unwrap();
    let meeting = lines.iter().find(|line| line.path == "workflows/meeting.yaml").unwrap();
    assert_eq!(meeting.fate, Fate::Changed);
    assert!(
        lines
            .iter()
            .all(|line| line.path == meeting.path || line.fate == Fate::Same)
    );
    let entries_before = entries(&t.app, &elsewhere);
    let done = take::take(&t.app, &elsewhere, &pack, &Choice::default(), &said()).unwrap();
    assert_eq!(done.files, ["workflows/meeting.yaml"]);
    assert_eq!(title(&t.app, &elsewhere), "How we meet");
    assert_eq!(title(&t.app, &t.alliance), before);
    assert_eq!(entries(&t.app, &elsewhere), entries_before + 1);
    assert_eq!((told(&t.app, &elsewhere), told(&t.app, &t.alliance)), (2, 0));
    assert_eq!(take::all(&t.app, &elsewhere).unwrap()[0].version, "1");
    // What is started there is started by its own rules.
    let hash = |alliance: &str| {
        let started = t.app.start(Start::of(alliance, "meeting", "A meeting")).unwrap();
        let row = t
            .app
            .store
            .read(|db| accord_store::instances::load(db, alliance, &started.instance));
        row.unwrap().definition
    };
    let (there, here) = (hash(&elsewhere), hash(&t.alliance));
    assert_ne!(there, here);
    assert_eq!(*LIBRARY.files["meeting"].workflow.as_ref().unwrap().hash, *here);
    // A second time there is nothing to do, and a later state of the pack takes the place of the first.
    let again = take::take(&t.app, &elsewhere, &pack, &Choice::default(), &said()).unwrap();
    assert!(again.files.is_empty());
    let later = changed("workflows/meeting.yaml", &before, "How we meet now");
    let lines = take::beside(&t.app, &elsewhere, &later).unwrap();
    let line = lines.iter().find(|line| line.fate == Fate::Changed).unwrap();
    assert!(
        line.path.ends_with("meeting.yaml") && line.says.contains("Nothing changes for anybody"),
        "{}",
        line.says
    );
    take::take(&t.app, &elsewhere, &later, &Choice::default(), &said()).unwrap();
    assert_eq!(title(&t.app, &elsewhere), "How we meet now");
    // It is there when the program begins again.
    let t = t.restarted(LIBRARY.clone());
    homes::look(&t.app).unwrap();
    assert_eq!(title(&t.app, &elsewhere), "How we meet now");
    assert_eq!(title(&t.app, &t.alliance), before);
}

#[test]
fn where_both_have_their_own_somebody_says_which() {
    let (t, elsewhere) = two();
    let before = title(&t.app, &elsewhere);
    let mut first = changed("workflows/meeting.yaml", &before, "Our meetings");
    "ours".clone_into(&mut first.manifest.name);
    take::take(&t.app, &elsewhere, &first, &Choice::default(), &said()).unwrap();
    let theirs = changed("workflows/meeting.yaml", &before, "Their meetings");
    let asked = entries(&t.app, &elsewhere);
    let error = take::take(&t.app, &elsewhere, &theirs, &Choice::default(), &said()).unwrap_err();
    assert!(
        error.to_string().contains("workflows/meeting.yaml\nSay for each"),
        "{error}"
    );
    let unknown = Choice {
        take: ["workflows/meetting.yaml".to_owned()].into(),
        ..Choice::default()
    };
    let error = take::take(&t.app, &elsewhere, &theirs, &unknown, &said()).unwrap_err();
    assert!(
        error.to_string().contains("there is no file `workflows/meetting.yaml`"),
        "{error}"
    );
    assert_eq!(
        (title(&t.app, &elsewhere).as_str(), entries(&t.app, &elsewhere)),
        ("Our meetings", asked)
    );
    let path = || ["workflows/meeting.yaml".to_owned()].into();
    let keep = Choice {
        keep: path(),
        ..Choice::default()
    };
    let done = take::take(&t.app, &elsewhere, &theirs, &keep, &said()).unwrap();
    assert_eq!((done.files.len(), done.kept.len()), (0, 1));
    // What they have as it was shipped is no reason to lose one's own.
    let shipped = gathered(&LIBRARY, &["meeting"]).unwrap();
    take::take(&t.app, &elsewhere, &shipped, &Choice::default(), &said()).unwrap();
    assert_eq!(title(&t.app, &elsewhere), "Our meetings");
    let take_theirs = Choice {
        take: path(),
        ..Choice::default()
    };
    take::take(&t.app, &elsewhere, &theirs, &take_theirs, &said()).unwrap();
    assert_eq!(title(&t.app, &elsewhere), "Their meetings");
}

#[test]
fn what_would_not_be_right_is_not_taken_in_and_says_where() {
    let (t, elsewhere) = two();
    let mut pack = gathered(&LIBRARY, &["meeting"]).unwrap();
    let broken = |pack: &mut Pack, path: &str, old: &str, new: &str| {
        let text = pack.files[path].replacen(old, new, 1);
        assert_ne!(text, pack.files[path], "{path} does not say {old}");
        let listed = pack.manifest.files.iter_mut().find(|one| one.path == path).unwrap();
        (listed.hash, listed.shipped) = (digest(&text), false);
        pack.files.insert(path.to_owned(), text);
    };
    broken(
        &mut pack,
        "workflows/meeting.yaml",
        "initial: planned",
        "initial: plannned",
    );
    let before = entries(&t.app, &elsewhere);
    let error = take::take(&t.app, &elsewhere, &pack, &Choice::default(), &said()).unwrap_err();
    assert!(error.to_string().contains("workflows/meeting.yaml:"), "{error}");
    broken(&mut pack, "workflows/vocabulary/roles.yaml", "roles:", "rolles:");
    let error = take::beside(&t.app, &elsewhere, &pack).unwrap_err();
    assert!(
        error.to_string().contains("workflows/vocabulary/roles.yaml:"),
        "{error}"
    );
    let silent = Said {
        because: " ".to_owned(),
        ..said()
    };
    let nobody = take::take(&t.app, &elsewhere, &pack, &Choice::default(), &silent).unwrap_err();
    assert!(matches!(nobody, Fault::Invalid(_)));
    assert_eq!(entries(&t.app, &elsewhere), before);
    assert!(take::all(&t.app, &elsewhere).unwrap().is_empty());
    assert_eq!(title(&t.app, &elsewhere), title(&t.app, &t.alliance));
    // Somebody signs in there as before.
    let person = t.person("rachel-2");
    assert!(sessions::begin(t.app.of(&elsewhere), &person, "Test", true).is_ok());
}
