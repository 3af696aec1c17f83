//! A correction of spelling while people sign: an expert says that it means the same, and answers count on.

use serde_json::json;

use super::{
    asked::vote,
    browser::{Web, link},
    changes::asked,
};

#[test]
fn an_expert_confirms_it_and_answers_are_carried_over_and_say_so() {
    let web = Web::new();
    let (instance, record, section) = asked(&web);
    let t = &web.t;
    vote(&web, &instance, "grace", "approve", json!({}));
    let before = t.snapshot(&instance).ballots["sign_off"].bound_to.clone().unwrap();
    t.clock.advance(chrono::TimeDelta::hours(1));
    let rachel = web.signed_in("rachel");
    let page = rachel.get(&format!("/specification/{record}/text")).is(200);
    let correct = link(&page.body, "Correct only the spelling of section 1");
    rachel.get(&correct).is(200).says("no word that can turn a sentence");
    // What the page shows is read anew each time: what was typed is kept.
    let send = |text: &str| {
        let form = rachel.get(&correct).is(200);
        let (key, base) = (form.hidden("ac-key"), form.hidden("ac-base"));
        let sent = [
            ("ac-key", key.as_str()),
            ("ac-base", base.as_str()),
            ("heading", "Who it is for"),
            ("text", text),
            ("declared", "yes"),
        ];
        rachel.post(&correct, &sent)
    };
    send("Adults without a serious mental health problem.\n\n- At home\n- In a café")
        .is(422)
        .says("“without” was put in, taken out or moved");
    send("Adults with a serious mental-health problem.\n\n- At home\n- In a café").is(303);
    let unchanged = t.snapshot(&instance).ballots["sign_off"].bound_to.clone().unwrap();
    assert_eq!(unchanged, before, "nothing changes before somebody has looked");
    // Whoever may confirm is told, finds it at home, and reads what changes.
    let told = |template: &str| {
        let name = format!("access/{template}");
        let all = web.posted().into_iter().filter(|row| row.payload.contains(&name));
        all.map(|row| row.recipient).collect::<Vec<_>>()
    };
    assert!(told("spelling_to_confirm").contains(&t.person("yasmin")));
    let yasmin = web.signed_in("yasmin");
    yasmin.get("/").is(200).says("Look at a correction of spelling");
    let confirm = format!("/specification/{record}/work/spelling.confirm");
    let form = yasmin
        .get(&confirm)
        .is(200)
        .says("mental health problem")
        .says("mental-health problem");
    let key = form.hidden("ac-key");
    let no = [("ac-key", key.as_str()), ("same", "no")];
    yasmin
        .post(&confirm, &no)
        .is(422)
        .says("Say what it could mean afterwards");
    yasmin
        .post(&confirm, &[("ac-key", key.as_str()), ("same", "yes")])
        .is(303);
    let snapshot = t.snapshot(&instance);
    let ballot = &snapshot.ballots["sign_off"];
    let given = &ballot.votes[0];
    assert!(!given.void);
    assert_eq!(
        given.on.as_deref(),
        Some(before.as_str()),
        "it was given for these words"
    );
    assert_ne!(ballot.bound_to.as_deref(), Some(before.as_str()));
    assert_eq!(Some(given.carried[0].to.as_str()), ballot.bound_to.as_deref());
    assert_eq!(given.carried[0].by, t.person("yasmin"));
    // Whoever has answered is told, and can still change their answer; whoever proposed it hears.
    assert_eq!(told("spelling_corrected"), [t.person("grace")]);
    assert_eq!(told("spelling_judged"), [t.person("rachel")]);
    assert!(!web.posted().iter().any(|row| row.payload.contains("\"sign_again\"")));
    web.signed_in("grace")
        .get(&format!("/task/{instance}/vote/sign_off"))
        .is(200)
        .says("confirmed that it means the same");
    vote(&web, &instance, "grace", "abstain", json!({}));
    let snapshot = t.snapshot(&instance);
    assert!(snapshot.ballots["sign_off"].votes[1].carried.is_empty());
    // An edit that nobody confirms voids all of them, as ever.
    let edit = json!({ "section": section, "text": "Adults." });
    t.work(&record, "rachel", "section.edit", edit).unwrap();
    let snapshot = t.snapshot(&instance);
    assert!(snapshot.ballots["sign_off"].votes.iter().all(|vote| vote.void));
}

#[test]
fn nobody_confirms_their_own_and_one_that_was_overtaken_is_gone() {
    let web = Web::new();
    let (instance, record, section) = asked(&web);
    let t = &web.t;
    vote(&web, &instance, "grace", "approve", json!({}));
    let text = "Adults with a serious mental-health problem.\n\n- At home\n- In a café";
    let body = || json!({ "section": section, "text": text, "declared": true });
    t.work(&record, "rachel", "spelling.propose", body()).unwrap();
    let yes = || json!({ "same": "yes" });
    assert!(
        t.work(&record, "rachel", "spelling.confirm", yes()).is_err(),
        "the office does not"
    );
    assert!(
        t.work(&record, "hodan", "spelling.confirm", yes()).is_err(),
        "nor does a partner"
    );
    let no = json!({ "same": "no", "why": "Mental-health what?" });
    t.work(&record, "danny", "spelling.confirm", no).unwrap();
    assert!(!t.snapshot(&instance).ballots["sign_off"].votes[0].void);
    assert!(
        t.work(&record, "danny", "spelling.confirm", yes()).is_err(),
        "it was judged"
    );
    // Proposed anew, and the section is edited meanwhile.
    t.work(&record, "rachel", "spelling.propose", body()).unwrap();
    let edit = json!({ "section": section, "text": "Adults." });
    t.work(&record, "rachel", "section.edit", edit).unwrap();
    assert!(t.work(&record, "danny", "spelling.confirm", yes()).is_err());
}
