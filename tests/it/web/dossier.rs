//! Everything about a record as one file: what somebody may see of it, no more, and a line in the journal.

use crate::{
    service::award,
    web::browser::{Answer, Web},
};

/// What the file holds, as far as text shows it: the ZIP is not compressed.
fn inside(answer: Answer) -> String {
    let answer = answer.is(200);
    assert_eq!(answer.header("content-type"), "application/zip");
    assert!(answer.header("content-disposition").contains("-dossier.zip"));
    assert!(answer.body.starts_with("PK"));
    answer.body
}

#[test]
fn it_holds_what_the_reader_may_see_and_a_list_with_fingerprints() {
    let web = Web::new();
    let (_, record) = web.t.specification();
    let browser = web.signed_in("rachel");
    let path = format!("/specification/{record}/dossier");
    browser
        .get(&format!("/specification/{record}/documents"))
        .says("Take everything about this with you");
    browser.get(&path).is(200).says("One ZIP file");
    let text = inside(browser.post(&path, &[]));
    for part in ["index.txt", "hashes.sha256", "about.txt", "what-has-happened.txt"] {
        assert!(text.contains(part), "{part}");
    }
    browser
        .get(&format!("/specification/{record}/history"))
        .says("Took everything about this with them");
}

#[test]
fn nothing_that_is_sealed_is_in_anybodys_but_its_senders() {
    let web = Web::new();
    let round = award::round(&web.t);
    let (_, bid) = award::bid(&web.t, &round, "burngreave");
    let rounds = format!("/round/{}/dossier", round.record);
    for who in ["rachel", "vincent"] {
        let browser = web.signed_in(who);
        browser.get(&rounds).is(200).says("One ZIP file");
        let text = inside(browser.post(&rounds, &[]));
        assert!(!text.contains(&bid), "{who} is told of the bid");
        browser.post(&format!("/bid/{bid}/dossier"), &[]).is(404);
    }
    let own = inside(web.signed_in("amina").post(&format!("/bid/{bid}/dossier"), &[]));
    assert!(own.contains("Burngreave Wellbeing Circle"));
    web.signed_in("martin")
        .post(&format!("/bid/{bid}/dossier"), &[])
        .is(404);
}
