//! Many people write in one section at once, and nothing that anybody wrote is lost.

use std::{sync::Arc, thread};

use serde_json::json;

use super::{
    browser::{At, Browser, Web, words},
    reading::drafting,
};

/// Everybody in Sheffield who may write.
const WHO: [&str; 20] = [
    "rachel",
    "tom",
    "grace",
    "danny",
    "yasmin",
    "kofi",
    "linda",
    "jamal",
    "eleanor",
    "wei",
    "hodan",
    "beverley",
    "charlotte",
    "zuzana",
    "desmond",
    "nkechi",
    "imran",
    "pauline",
    "laila",
    "nadia",
];
const MANY: usize = WHO.len();

/// A section with so many paragraphs; gives its id.
fn section(web: &Web, record: &str) -> String {
    let text: Vec<String> = (1..=MANY).map(|number| format!("Paragraph {number}.")).collect();
    let body = json!({ "heading": "Written at once", "text": text.join("\n\n"), "why": "" });
    let made = web.t.work(record, "hodan", "section.edit", body).unwrap();
    made["section"].as_str().unwrap().to_owned()
}

fn text(web: &Web, id: &str) -> (i32, String) {
    let id = id.to_owned();
    let row = web
        .t
        .at_desk(move |desk| Ok(accord_store::sections::load(desk.db, &id)?));
    let row = row.unwrap();
    (row.revision, row.text)
}

/// Everybody opens the page, then everybody sends at once: each what `wrote` makes of the text for the
/// number of the writer. Gives the answers' statuses and pages.
fn at_once(web: &Web, path: &str, wrote: impl Fn(usize) -> String) -> Vec<(u16, String)> {
    // The form is filled in by all of them before anybody sends.
    let ready: Vec<(String, Vec<(String, String)>)> = (0..MANY)
        .map(|number| {
            let browser = web.signed_in(WHO[number]);
            let page = browser.get(path).is(200);
            let form = vec![
                ("ac-key".to_owned(), page.hidden("ac-key")),
                ("ac-base".to_owned(), page.hidden("ac-base")),
                ("heading".to_owned(), "Written at once".to_owned()),
                ("text".to_owned(), wrote(number)),
                ("why".to_owned(), format!("Change {number}")),
            ];
            (browser.cookie("__Host-accord").unwrap(), form)
        })
        .collect();
    let at = At::of(web);
    let gate = Arc::new(std::sync::Barrier::new(MANY));
    let threads: Vec<_> = ready
        .into_iter()
        .map(|(cookie, form)| {
            let (at, path, gate) = (at.clone(), path.to_owned(), gate.clone());
            thread::spawn(move || {
                let browser = Browser::at(&at);
                browser.jar.borrow_mut().insert("__Host-accord".to_owned(), cookie);
                let form: Vec<(&str, &str)> = form
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str()))
                    .collect();
                gate.wait();
                let answer = browser.post(&path, &form);
                (answer.status, words(&answer.body))
            })
        })
        .collect();
    threads.into_iter().map(|one| one.join().unwrap()).collect()
}

#[test]
fn twenty_who_change_different_paragraphs_at_once_all_stand() {
    let web = Web::new();
    let (_, record) = drafting(&web);
    let section = section(&web, &record);
    let before = text(&web, &section).1;
    let path = format!("/specification/{record}/work/section.edit?section={section}");
    let answers = at_once(&web, &path, |number| {
        before.replace(
            &format!("Paragraph {}.", number + 1),
            &format!("Paragraph {}, as {number} has it.", number + 1),
        )
    });
    assert!(answers.iter().all(|(status, _)| *status == 303), "{answers:?}");
    let (revision, after) = text(&web, &section);
    assert_eq!(revision, 21, "each is a version of its own");
    for number in 0..MANY {
        assert!(
            after.contains(&format!("as {number} has it.")),
            "{number} is lost: {after}"
        );
    }
}

#[test]
fn twenty_who_change_the_same_words_each_see_the_other_and_keep_their_own() {
    let web = Web::new();
    let (_, record) = drafting(&web);
    let section = section(&web, &record);
    let before = text(&web, &section).1;
    let path = format!("/specification/{record}/work/section.edit?section={section}");
    let answers = at_once(&web, &path, |number| {
        before.replace("Paragraph 1.", &format!("Words of {number}."))
    });
    let (stood, asked): (Vec<_>, Vec<_>) = answers.iter().partition(|(status, _)| *status == 303);
    assert_eq!(stood.len(), 1, "one is first");
    assert_eq!(asked.len(), MANY - 1);
    let (revision, after) = text(&web, &section);
    assert_eq!(revision, 2);
    let first = after.split("\n\n").next().unwrap();
    for (status, page) in asked {
        assert_eq!(*status, 409);
        assert!(
            page.contains("This was changed while you were writing") && page.contains(first),
            "{page}"
        );
        assert!(
            page.contains("What differs: Text"),
            "which words differ is marked: {page}"
        );
    }
}

#[test]
fn two_who_change_different_paragraphs_are_told_that_both_stand() {
    let web = Web::new();
    let (_, record) = drafting(&web);
    let section = section(&web, &record);
    let before = text(&web, &section).1;
    let path = format!("/specification/{record}/work/section.edit?section={section}");
    let grace = web.signed_in("grace");
    let page = grace.get(&path).is(200);
    let (key, base) = (page.hidden("ac-key"), page.hidden("ac-base"));
    let theirs = json!({ "section": section, "text": before.replace("Paragraph 9.", "Paragraph 9, said better.") });
    web.t.work(&record, "hodan", "section.edit", theirs).unwrap();
    let mine = before.replace("Paragraph 2.", "Paragraph 2, from Grace.");
    let form = [
        ("ac-key", key.as_str()),
        ("ac-base", &base),
        ("heading", "Written at once"),
        ("text", &mine),
    ];
    let to = grace.post(&path, &form).is(303).to().to_owned();
    grace
        .get(to.split('#').next().unwrap())
        .is(200)
        .says("Somebody else changed other paragraphs while you wrote. Both changes stand.")
        .says("Paragraph 9, said better.")
        .says("Paragraph 2, from Grace.");
    // Pressed twice, it is done once.
    grace.post(&path, &form).is(303);
    assert_eq!(text(&web, &section).0, 3);
}
