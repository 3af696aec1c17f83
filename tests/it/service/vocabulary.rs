//! Each file of the vocabulary is judged when the library is read: what cannot be meant has a place and a mend.

use accord::service::library::{Library, Shelf};

/// A file below `workflows/`, what stands there, what is put in its place, and what is said of it.
const WRONG: &[(&str, &str, &str, &str)] = &[
    (
        "running",
        "workflow: running-services",
        "workflow: running-servces",
        "Did you mean `running-services`?",
    ),
    (
        "running",
        "contract: bring_in_contract",
        "contract: bring_in_contrat",
        "Did you mean `bring_in_contract`?",
    ),
    (
        "running",
        "post: post.update",
        "post: post.updat",
        "Did you mean `post.update`?",
    ),
    ("running", "rows: 5000", "rows: 0", "`rows` is 0"),
    (
        "bodies",
        "seats: 7",
        "seats: 0",
        "bodies.yaml:15:36: `seats` is 0. Write a number from 1 to 1000.",
    ),
    (
        "bodies",
        "seats: 7",
        "seats: -7",
        "bodies.yaml:15:36: WF0106 -7 cannot stand after `seats`. Write a whole number from 0 on.",
    ),
    (
        "bodies",
        "2027-09-30",
        "30/09/2027",
        "bodies.yaml:20:16: WF0106 `30/09/2027` cannot stand after `review_on`. Write a day",
    ),
    (
        "bodies",
        "2027-09-30",
        "2027-13-30",
        "Write a day as year, month and day: 2027-09-30.",
    ),
    (
        "bodies",
        "2027-09-30",
        "0027-09-30",
        "Write a day as year, month and day: 2027-09-30.",
    ),
    (
        "bodies",
        "board_vcse",
        "bord_vcse",
        "There is no role `bord_vcse`. Did you mean `board_vcse`?",
    ),
    (
        "bodies",
        "[contract_manager]",
        "[contract_maneger]",
        "Did you mean `contract_manager`?",
    ),
    (
        "bodies",
        "role: board_expert",
        "role: board_vcse",
        "`board_vcse` stands here twice",
    ),
    ("bodies", "term: 36", "term: 0", "`term` is 0"),
    (
        "bodies",
        "quorum: 5",
        "quorum: 50",
        "a quorum of 50. Write a number from 1 to 9.",
    ),
    (
        "payments",
        "rests: 2",
        "rests: -2",
        "payments.yaml:16:8: WF0106 -2 cannot stand after `rests`",
    ),
    ("payments", "longest: 10", "longest: 0", "`longest` is 0"),
    ("payments", "months: 12", "months: 0", "`months` is 0"),
    ("payments", "[bank]", "[bnak]", "called `bnak`. Did you mean `bank`?"),
    (
        "payments",
        "waits: claim.approved",
        "waits: claim.aproved",
        "Did you mean `claim.approved`?",
    ),
    (
        "payments",
        "[claim.accepted,",
        "[claim.acepted,",
        "Did you mean `claim.accepted`?",
    ),
    (
        "payments",
        "england-and-wales",
        "england-and-whales",
        "Did you mean `england-and-wales`?",
    ),
    (
        "payments",
        "paid: claim.paid",
        "paid: claim.approved",
        "Name two meanings.",
    ),
    (
        "landscape",
        "counts: [member]",
        "counts: [membr]",
        "landscape.yaml:6:10: There is no kind of organisation `membr`. Did you mean `member`?",
    ),
    (
        "landscape",
        "kinds: [member",
        "kinds: [membre",
        "Did you mean `member`?",
    ),
    (
        "landscape",
        "[specification, round]",
        "[specifcation, round]",
        "Did you mean `specification`?",
    ),
    (
        "landscape",
        "small: [under_10k",
        "small: [under_10",
        "Did you mean `under_10k`?",
    ),
    (
        "landscape",
        "one_to_one: 1",
        "one_to_oen: 1",
        "Did you mean `one_to_one`?",
    ),
    ("landscape", "covered: 2", "covered: 0", "`covered` is 0"),
    ("landscape", "rows: 500", "rows: 0", "`rows` is 0"),
    ("retention", "codes: 1", "codes: 0", "`codes` is 0"),
    (
        "proportion",
        "below_pounds: 150000",
        "below_pounds: 50000",
        "from the smallest value to the largest",
    ),
    (
        "proportion",
        "{ words: 5000",
        "{ below_pounds: 900000, words: 5000",
        "Take `below_pounds` away.",
    ),
    (
        "proportion",
        "{ below_pounds: 50000, words",
        "{ words",
        "Only the last band has no end.",
    ),
    ("proportion", "words: 1500", "words: 15", "`words` is 15"),
    (
        "proportion",
        "policies: [safeguarding] }",
        "policies: [safegarding] }",
        "Did you mean `safeguarding`?",
    ),
    (
        "proportion",
        "may_explain: [contract_manager]",
        "may_explain: [contract_manger]",
        "Did you mean `contract_manager`?",
    ),
    (
        "proportion",
        "ask for {asked} words",
        "ask for many words",
        "write `{asked}` where it stands",
    ),
    ("proportion", "  hours: {", "  hour: {", "hour"),
    (
        "proportion",
        "words_an_hour: 250",
        "words_an_hour: 0",
        "`words_an_hour` is 0",
    ),
    (
        "roles",
        "house: lived_experience",
        "house: lived_experence",
        "Did you mean `lived_experience`?",
    ),
    (
        "roles",
        "powers: [alliance.manage,",
        "powers: [alliance.manag,",
        "roles.yaml:18:14: There is no power `alliance.manag`. Did you mean `alliance.manage`?",
    ),
    (
        "roles",
        "powers: [alliance.manage,",
        "powers: [",
        "No role has the power `alliance.manage`, so nobody could let anybody in.",
    ),
    (
        "roles",
        "powers: [specifications.read,",
        "powers: [specification.read,",
        "There is no power `specification.read`. Did you mean `specifications.read`?",
    ),
    (
        "roles",
        "house: vcse",
        "house: vcsee",
        "There is no house `vcsee`. Did you mean `vcse`?",
    ),
    (
        "roles",
        "kept_out_by: [bidding",
        "kept_out_by: [biding",
        "Did you mean `bidding`?",
    ),
    (
        "support",
        "[safeguarding_lead]",
        "[safegarding_lead]",
        "Did you mean `safeguarding_lead`?",
    ),
    (
        "support",
        "shown_to: [expert,",
        "shown_to: [expret,",
        "Did you mean `expert`?",
    ),
    ("support", "[safeguarding_lead]", "[]", "reaches nobody"),
    ("put_right", "host_sign:", "host_sing:", "Did you mean `host_sign`?"),
    (
        "put_right",
        "  evaluation:",
        "  evalution:",
        "There is no workflow `evalution`. Did you mean `evaluation`?",
    ),
    ("put_right", "[conflicted,", "[conflited,", "Did you mean `conflicted`?"),
    (
        "put_right",
        "score_sheet: []",
        "score_shet: []",
        "Did you mean `score_sheet`?",
    ),
    (
        "subscriptions",
        "letter: subscription_code",
        "letter: subscription_cod",
        "Did you mean `subscription_code`?",
    ),
    (
        "subscriptions",
        "tries: 5",
        "tries: 0",
        "subscriptions.yaml:11:8: `tries` is 0",
    ),
    ("subscriptions", "\"20:00\"", "\"25:00\"", "Write a time of day"),
    ("subscriptions", "60 minutes", "0 minutes", "Write `60 minutes`"),
    ("profile", "open: [name,", "open: [naem,", "Did you mean `name`?"),
    (
        "profile",
        "[0-9+() -]{6,24}",
        "[0-9+( -]{6,24",
        "is not a regular expression",
    ),
    (
        "profile",
        "- { id: website,",
        "- { id: web_site,",
        "The question `website` is missing",
    ),
    ("city", "of_thousand: 96", "of_thousand: 960", "of a thousand together"),
    ("lists", "  contract:", "  contrcat:", "Did you mean `contract`?"),
    (
        "regimes",
        "  psr-competitive:",
        "  psr-competitve:",
        "There is no workflow about a round `psr-competitve`. Did you mean `psr-competitive`?",
    ),
    (
        "lists",
        "  grant-application:",
        "  grant-aplication:",
        "Did you mean `grant-application`?",
    ),
    (
        "regimes",
        "route: competitive",
        "route: competitve",
        "There is no route `competitve`. Did you mean `competitive`?",
    ),
    (
        "regimes",
        "{authority} reads them",
        "{autority} reads them",
        "Nothing stands for `{autority}`. Write `{authority}`.",
    ),
    (
        "regimes",
        "method: open",
        "method: opne",
        "There is no method `opne`. Did you mean `open`?",
    ),
    (
        "regimes",
        "{lead_body}",
        "{leadbody}",
        "Nothing stands for `{leadbody}`. Write one of `{buyer}`, `{lead_body}`, `{alliance}`.",
    ),
    (
        "regimes",
        "statutory: true",
        "statutory: false",
        "Only a statute gives bidders a panel to turn to.",
    ),
    (
        "work",
        "  section.edit:",
        "  section.edti:",
        "Did you mean `section.edit`?",
    ),
    (
        "catalogue",
        "by_house: [comment.add,",
        "by_house: [comment.ad,",
        "Did you mean `comment.add`?",
    ),
];

#[test]
fn what_cannot_be_meant_is_refused_with_its_place_and_the_near_name() {
    let shelf = Shelf::built_in();
    let mut missed = Vec::new();
    for (file, from, to, says) in WRONG {
        let path = format!("workflows/vocabulary/{file}.yaml");
        let text = shelf.get(&path).unwrap();
        assert!(text.contains(from), "{path} has no `{from}`");
        let said = match Library::read(shelf.clone().with(&path, &text.replacen(from, to, 1))) {
            Ok(_) => "nothing".to_owned(),
            Err(error) => format!("{error:#}"),
        };
        let located = said
            .lines()
            .any(|line| line.contains(says) && line.starts_with(&format!("{path}:")));
        if !located {
            missed.push(format!("{file}: `{from}` => `{to}`: {said}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_file_that_nobody_reads_is_found() {
    let shelf = Shelf::built_in().with("workflows/vocabulary/bodis.yaml", "x: 1\n");
    let said = Library::read(shelf).unwrap_err().to_string();
    assert!(
        said.contains("Did you mean `workflows/vocabulary/bodies.yaml`?"),
        "{said}"
    );
}

#[test]
fn a_workflow_is_called_as_its_file_is() {
    let text = Shelf::built_in().get("workflows/meeting.yaml").unwrap().to_owned();
    let library = Library::read(Shelf::built_in().with("workflows/gathering.yaml", &text)).unwrap();
    let file = &library.files["gathering"];
    assert!(!file.is_proved() && file.certificate.is_none());
    let found = file.found.iter().find(|one| one.path == "workflow").unwrap();
    assert!(found.span.is_some(), "{found:?}");
    assert!(
        found.mend.as_ref().unwrap().contains("Write `workflow: gathering`"),
        "{found:?}"
    );
}
