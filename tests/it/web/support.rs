//! Support: who helps now stands everywhere; what is raised reaches those it is for, and nobody else learns
//! that it was raised.

use super::browser::Web;

const SAID: &str = "Xanthippe has not been seen since Tuesday";
const ANSWERED: &str = "We called her brother; quodlibet";

fn raise(web: &Web, who: &str, way: &str, form: &[(&str, &str)]) -> String {
    let sent = web.signed_in(who).post(&format!("/support/{way}"), form).is(303);
    sent.to().trim_end_matches("?new=yes").to_owned()
}

fn worried(named: &str) -> [(&str, &str); 3] {
    [("text", SAID), ("role", "safeguarding_lead"), ("named", named)]
}

#[test]
fn who_helps_now_is_one_press_from_every_page_and_needs_no_account() {
    let web = Web::new();
    let nobody = web.browser();
    for path in ["/register", "/sign-in", "/help"] {
        assert!(nobody.get(path).body.contains("href=\"/support\""), "{path}");
    }
    let page = nobody.get("/support").is(200);
    let library = &web.t.app.library;
    for one in &library.support.at_once {
        assert!(page.body.contains(&one.how), "{}", one.who);
    }
    page.says("Nobody watches this site round the clock")
        .says("Sign in to write it here");
    web.signed_in("grace")
        .get("/")
        .says("Nobody watches this site round the clock");
    let rachel = web.signed_in("rachel").get("/").is(200);
    assert!(!rachel.body.contains("Nobody watches this site"));
}

#[test]
fn what_is_raised_is_read_taken_on_and_answered() {
    let web = Web::new();
    let grace = web.signed_in("grace");
    grace
        .get("/support/worried")
        .is(200)
        .says("Read by Siobhan Daly and nobody else");
    let mine = raise(&web, "grace", "worried", &worried("yes"));
    grace.get(&mine).is(200).says(SAID).says("Not read yet");
    let theirs = mine.replace("/support/raised/", "/concerns/");
    let siobhan = web.signed_in("siobhan");
    siobhan.get("/").says("Read what was raised");
    siobhan.get("/concerns").is(200).says("Grace").says("Not read yet");
    siobhan.get(&theirs).is(200).says(SAID);
    siobhan
        .post(&theirs, &[("answer", ANSWERED)])
        .is(422)
        .says("Take it on first");
    siobhan.post(&theirs, &[("deed", "take")]).is(303);
    siobhan.post(&theirs, &[("deed", "take")]).is(409);
    grace.get(&mine).says("Somebody has seen to it since");
    siobhan
        .post(&theirs, &[("answer", " ")])
        .is(422)
        .says("Write what you tell them");
    siobhan.post(&theirs, &[("answer", ANSWERED)]).is(303);
    siobhan.post(&theirs, &[("answer", "again")]).is(409);
    grace.get(&mine).says(ANSWERED).says("Answered on");
    assert!(!siobhan.get("/").body.contains("Read what was raised"));
}

#[test]
fn it_is_nowhere_else() {
    let web = Web::new();
    let mine = raise(&web, "grace", "worried", &worried("no"));
    let theirs = mine.replace("/support/raised/", "/concerns/");
    let siobhan = web.signed_in("siobhan");
    siobhan.post(&theirs, &[("deed", "take")]).is(303);
    siobhan.post(&theirs, &[("answer", ANSWERED)]).is(303);
    let page = siobhan.get(&theirs).is(200).says("Asked not to be named");
    assert!(!page.body.contains("Grace"));
    for other in ["rachel", "tom", "aisha", "leon", "hodan", "imran", "diane"] {
        let other = web.signed_in(other);
        other.get(&theirs).is(404);
        other.get(&mine).is(404);
        other.post(&theirs, &[("deed", "take")]).is(404);
    }
    web.signed_in("rachel").get("/concerns").is(404);
    // Letters call, and say nothing of it.
    let letters: Vec<_> = web
        .posted()
        .into_iter()
        .filter(|row| row.key.contains("concern"))
        .collect();
    assert_eq!(letters.len(), 3);
    for letter in &letters {
        assert!(!letter.payload.contains("Xanthippe") && !letter.payload.contains("quodlibet"));
    }
    // Neither does the database, nor anything beside it.
    let mut looked = 0;
    for entry in std::fs::read_dir(web.t.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            looked += 1;
            let bytes = std::fs::read(&path).unwrap();
            for word in ["Xanthippe", "quodlibet"] {
                let found = bytes.windows(word.len()).any(|part| part == word.as_bytes());
                assert!(!found, "{word} in {}", path.display());
            }
        }
    }
    assert!(looked > 0);
}

#[test]
fn a_concern_goes_past_the_lead_body_to_whom_the_person_chooses() {
    let web = Web::new();
    let form = |role: &'static str| [("text", SAID), ("role", role), ("named", "yes")];
    let to_the_chair = raise(&web, "grace", "past_the_lead_body", &form("board_chair"));
    let to_the_commissioner = raise(&web, "grace", "past_the_lead_body", &form("commissioner"));
    for (mine, reads, does_not) in [
        (
            to_the_chair,
            ["imran"].as_slice(),
            ["diane", "siobhan", "rachel"].as_slice(),
        ),
        (
            to_the_commissioner,
            ["diane", "joanne"].as_slice(),
            ["imran", "siobhan", "hugh"].as_slice(),
        ),
    ] {
        let theirs = mine.replace("/support/raised/", "/concerns/");
        for who in reads {
            web.signed_in(who).get(&theirs).is(200).says(SAID);
        }
        for who in does_not {
            web.signed_in(who).get(&theirs).is(404);
        }
    }
}

#[test]
fn what_is_missing_is_said_and_nothing_typed_is_lost() {
    let web = Web::new();
    let grace = web.signed_in("grace");
    let long = "a".repeat(5_001);
    for (form, says) in [
        (
            vec![("role", "safeguarding_lead"), ("named", "yes")],
            "Write what it is about",
        ),
        (
            vec![("text", SAID), ("role", "safeguarding_lead")],
            "Select whether your name is shown",
        ),
        (
            vec![("text", SAID), ("role", "finance"), ("named", "no")],
            "Select who is to read it",
        ),
        (
            vec![("text", long.as_str()), ("role", "safeguarding_lead"), ("named", "no")],
            "5,000 characters or fewer",
        ),
    ] {
        let answer = grace.post("/support/worried", &form).is(422).says(says);
        if form.contains(&("text", SAID)) {
            answer.says(SAID);
        }
    }
    grace.get("/support/nonsense").is(404);
    grace.get("/support").says("You have raised nothing");
}

/// Ends what somebody holds.
fn leaves(web: &Web, who: &str) {
    let (id, alliance) = (web.t.person(who), web.t.alliance.clone());
    let now = web.t.app.clock.now();
    let end = move |db: &mut accord_store::Db| {
        for one in accord_store::appointments::of_person(db, &alliance, &id, now.into())? {
            accord_store::appointments::end(db, &one.id, (now - chrono::TimeDelta::minutes(1)).into())?;
        }
        Ok::<_, accord_store::StoreError>(())
    };
    web.t.app.store.write(end).unwrap();
}

/// Letters that say that something waits to be read, to one person.
fn called(web: &Web, who: &str) -> usize {
    let id = web.t.person(who);
    let all = web.posted().into_iter();
    all.filter(|row| row.recipient == id && row.payload.contains("access/concern\""))
        .count()
}

#[test]
fn a_role_that_nobody_holds_is_read_for_by_the_next() {
    let web = Web::new();
    let before = raise(&web, "grace", "worried", &worried("yes"));
    let theirs = before.replace("/support/raised/", "/concerns/");
    let imran = web.signed_in("imran");
    imran.get(&theirs).is(404);
    web.signed_in("siobhan").post(&theirs, &[("deed", "take")]).is(303);
    leaves(&web, "siobhan");
    // What was open is read by the next, who takes it on from whoever left.
    imran.get(&theirs).is(200).says(SAID).says("I see to it");
    imran.post(&theirs, &[("deed", "take")]).is(303);
    imran.post(&theirs, &[("answer", ANSWERED)]).is(303);
    web.signed_in("grace").get(&before).says(ANSWERED);
    // And whoever raises something now is told who reads it.
    web.signed_in("grace")
        .get("/support/worried")
        .is(200)
        .says("it is read by Imran Siddiqui");
    let after = raise(&web, "grace", "worried", &worried("no"));
    assert_eq!(called(&web, "imran"), 1);
    let theirs = after.replace("/support/raised/", "/concerns/");
    imran.get(&theirs).is(200).says("Asked not to be named");
    web.signed_in("rachel").get(&theirs).is(404);
    // Whoever mends hears that nobody holds the role, and not that anything was raised.
    accord::service::support::waiting::remind(&web.t.app).unwrap();
    assert_eq!(called(&web, "imran"), 1, "on the day itself they have a letter");
    web.signed_in("rachel")
        .get("/operations/incidents")
        .says("Nobody holds the role “Safeguarding lead” today");
    web.t.clock.advance(chrono::TimeDelta::days(1));
    accord::service::support::waiting::remind(&web.t.app).unwrap();
    accord::service::support::waiting::remind(&web.t.app).unwrap();
    assert_eq!(called(&web, "imran"), 2, "once a day until somebody sees to it");
}

#[test]
fn nobody_reads_what_they_raised_themselves_and_it_is_never_nowhere() {
    let web = Web::new();
    let mine = raise(&web, "siobhan", "worried", &worried("yes"));
    let theirs = mine.replace("/support/raised/", "/concerns/");
    let siobhan = web.signed_in("siobhan");
    siobhan.get(&theirs).is(404);
    siobhan.get(&mine).is(200).says(SAID);
    web.signed_in("imran").get(&theirs).is(200).says(SAID);
    // Where nobody could read it, the page says where to turn, and sends nothing.
    for who in ["imran", "siobhan", "rachel", "tom"] {
        leaves(&web, who);
    }
    let grace = web.signed_in("grace");
    let page = grace.get("/support/worried").is(200);
    if page.body.contains("Nobody here can read it today") {
        grace
            .post("/support/worried", &worried("yes"))
            .is(422)
            .says("Nobody here can read it today");
    }
}
