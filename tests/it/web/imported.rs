//! Organisations from a file: nothing is written until it is confirmed, what is refused says how to mend it, and what
//! comes out of the register goes in again unchanged. And what the office corrects on the page.

use accord::service::outgoing::Outgoing;
use accord_store::{journal, organisations, profiles};

use super::browser::{Answer, Browser, Web, words};

const HERE: &str = "/organisations/import";
const HEAD: &str = "Organisation,What it is,Areas,What it offers,Communities,Languages,Led by its community,Website";

fn send(browser: &Browser<'_>, file: &str) -> Answer {
    let body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"ours.csv\"\r\n\
         content-type: text/csv\r\n\r\n{file}\r\n--x--\r\n"
    );
    let headers = [
        ("sec-fetch-site", "same-origin"),
        ("content-type", "multipart/form-data; boundary=x"),
    ];
    browser.send("POST", HERE, Some(body), &headers)
}

/// Sends a file; gives the address of what it would do, and the page.
fn looked(browser: &Browser<'_>, file: &str) -> (String, Answer) {
    let sent = send(browser, file).is(303);
    let path = sent.to().to_owned();
    let page = browser.get(&path).is(200);
    (path, page)
}

fn confirm(browser: &Browser<'_>, (path, page): &(String, Answer)) -> Answer {
    browser.post(path, &[("seen", &page.hidden("seen")), ("because", "From the survey.")])
}

fn named(web: &Web, name: &str) -> Option<organisations::OrganisationRow> {
    let read = |db: &mut accord_store::Db| organisations::all(db, &web.t.alliance);
    let all = web.t.app.store.read(read).unwrap();
    all.into_iter().find(|one| one.name == name)
}

fn versions(web: &Web, id: &str) -> usize {
    let read = |db: &mut accord_store::Db| profiles::of(db, &web.t.alliance, id);
    web.t.app.store.read(read).unwrap().len()
}

#[test]
fn what_comes_out_goes_in_again_unchanged() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    let csv = rachel.get("/organisations.csv").is(200).body;
    // As Excel in Europe writes it: a mark before the text, and semicolons.
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    for record in reader.records() {
        writer.write_record(&record.unwrap()).unwrap();
    }
    let european = format!("\u{feff}{}", String::from_utf8(writer.into_inner().unwrap()).unwrap());
    for file in [csv.clone(), format!("\u{feff}{csv}"), european] {
        let (path, page) = looked(&rachel, &file);
        page.says("No organisations would be added and no organisations changed")
            .says("rows say what stands here already")
            .says("There is nothing to confirm");
        rachel.post(&path, &[]).is(409);
    }
}

#[test]
fn a_file_is_looked_at_then_taken_whole() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    rachel.get(HERE).is(200).says("nothing is written until you confirm it");
    let template = rachel.get(&format!("{HERE}/template.csv")).is(200).body;
    assert!(template.starts_with(HEAD) && template.lines().count() == 1);
    let file = format!(
        "{HEAD},Income,Telephone,Email address,Mood\r\n\
         Darnall Doorsteps,Member,\"Foundry, gpa1\",Befriending and company,\"Roma, Slovak\",Slovak,yes,https://doorsteps.example,\"Under £10,000\",0114 496 0999,office@doorsteps.example,sunny\r\n\
         Peak Edge Walk and Talk,Member,Peak Edge,Activities and being outdoors,,,no,https://peak-walkers.example,\"Under £10,000\",0114 496 0120,office@peak-walkers.example,\r\n\
         Faith in Mind,Commissioner,Nowhere,Magic,,,perhaps,faith.example,Plenty,0114 1,faith@mind,\r\n\
         Nobody's,Lead body,Foundry,,,,,,,,,\r\n\
         darnall doorsteps,Member,Foundry,,,,,,,,,\r\n"
    );
    let shown = looked(&rachel, &file);
    let page = &shown.1;
    for says in [
        "1 organisation would be added and 1 organisation changed",
        "3 rows cannot be taken",
        "columns of other names: “Mood”",
        "“Nowhere” is not among the areas here. Write one or more of: City Centre;",
        "“Magic” is not among what is offered here",
        "“perhaps” is neither yes nor no",
        "“Plenty” is no band of income",
        "What an organisation is stays as it is here (Member)",
        "Enter an address that begins with https://.",
        "Telephone stays as it is",
        "Email address stays as it is",
        "“Lead body” cannot be added from a file. Write Member, Partner, Commissioner or Involvement.",
        "stands in this file more than once",
        "Peak Edge, West 5",
    ] {
        assert!(words(&page.body).contains(says), "{says}: {}", words(&page.body));
    }
    let refused = rachel.get(&format!("{}?as=csv", shown.0)).is(200).body;
    assert!(refused.contains("4,Faith in Mind,Areas,"), "{refused}");
    assert!(named(&web, "Darnall Doorsteps").is_none(), "nothing is written before");
    // Nobody else sees it, not even another manager.
    for who in ["tom", "grace"] {
        assert_ne!(web.signed_in(who).get(&shown.0).status, 200, "{who}");
    }
    let peak = named(&web, "Peak Edge Walk and Talk").unwrap();
    let before = versions(&web, &peak.id);
    confirm(&rachel, &shown).is(303);
    confirm(&rachel, &shown).is(409);
    rachel
        .get(&shown.0)
        .is(200)
        .says("1 organisation was added and 1 was changed")
        .says("3 rows that could not be taken were left out");
    let new = named(&web, "Darnall Doorsteps").unwrap();
    assert_eq!(
        (new.handle.as_str(), new.kind.as_str(), new.community_led),
        ("darnall-doorsteps", "member", true)
    );
    assert_eq!(new.income_band.as_deref(), Some("under_10k"));
    assert!(new.profile.contains("[\"foundry\",\"gpa1\"]") && new.profile.contains("[\"Roma\",\"Slovak\"]"));
    assert_eq!(versions(&web, &peak.id), before + 1);
    // The journal says so, once; whom the changed one has named is told.
    let read = |db: &mut accord_store::Db| journal::page(db, &web.t.alliance, 0, 10_000);
    let rows = web.t.app.store.read(read).unwrap();
    let entries: Vec<_> = rows.iter().filter(|row| row.body.contains("\"import\"")).collect();
    assert!(entries.len() == 1 && entries[0].body.contains(&new.id) && entries[0].body.contains(&peak.id));
    assert!(
        letters(&web)
            .iter()
            .any(|(to, says)| to.contains("sarah") && says.contains("Peak Edge Walk and Talk"))
    );
    // The same file once more changes nothing.
    let (_, page) = looked(&rachel, &file);
    page.says("No organisations would be added and no organisations changed")
        .says("There is nothing to confirm");
    web.browser().get("/landscape?community=Slovak").is(200).says("1 of 26");
}

fn letters(web: &Web) -> Vec<(String, String)> {
    let letters = web
        .posted()
        .into_iter()
        .filter_map(|row| match serde_json::from_str(&row.payload) {
            Ok(Outgoing::Email(letter)) => Some(letter),
            _ => None,
        });
    letters
        .map(|letter| {
            let says = letter.context["access"]["says"].as_str().unwrap_or_default().to_owned();
            (letter.to.email, says)
        })
        .collect()
}

#[test]
fn what_changed_meanwhile_is_looked_at_once_more() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    let file = "Organisation,Website\nFaith in Mind,https://faith.example\n";
    let shown = looked(&rachel, file);
    let other = looked(&rachel, "Organisation,Website\nFaith in Mind,https://mind.example\n");
    confirm(&rachel, &other).is(303);
    let page = confirm(&rachel, &shown).is(409).says("has changed since you looked");
    page.says("https://mind.example");
    let again = (shown.0.clone(), rachel.get(&shown.0).is(200));
    confirm(&rachel, &again).is(303);
}

#[test]
fn a_file_that_is_no_table_is_refused_with_the_mend() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    let many = format!("Organisation\n{}", "x\n".repeat(501));
    let large = format!("Organisation\n{}", "x".repeat(500_001));
    for (file, says) in [
        ("", "Select a CSV file."),
        ("Name of it\nx\n", "no heading “Organisation”"),
        ("Organisation\n", "headings and no rows"),
        (many.as_str(), "more than 500 rows"),
        (large.as_str(), "larger than 500,000 bytes"),
        ("Organisation\nx,y\n", "Row 2: This row has more cells"),
    ] {
        let page = send(&rachel, file).is(422).says(says);
        assert!(page.body.contains("There is a problem"));
    }
    let unknown = "Organisation,Key\nWho,nobody-has-it\n";
    looked(&rachel, unknown)
        .1
        .says("There is no organisation of the key “nobody-has-it”");
    web.signed_in("martin").get(HERE).is(404);
}

#[test]
fn the_office_corrects_with_a_reason_and_the_organisation_is_told() {
    let web = Web::new();
    let faith = named(&web, "Faith in Mind").unwrap();
    let path = format!("/organisations/{}/profile", faith.id);
    let rachel = web.signed_in("rachel");
    rachel
        .get(&format!("/organisations/{}", faith.id))
        .is(200)
        .says("Correct what stands here");
    let page = rachel.get(&path).is(200).says("Why do you correct it?");
    assert!(!page.body.contains("name=\"telephone\""), "the number is theirs alone");
    let mut form = vec![
        ("name", "Faith in Mind"),
        ("networks", "foundry"),
        ("services", "groups"),
        ("telephone", "0114 496 6666"),
    ];
    let refused = rachel.post(&path, &form).is(422).says("Write why you correct it");
    assert!(refused.body.contains("href=\"#because\""));
    form.push(("because", "They no longer work in the north."));
    rachel.post(&path, &form).is(303);
    let now = named(&web, "Faith in Mind").unwrap();
    assert!(
        now.profile.contains("[\"foundry\"]") && now.profile.contains("0114 496 0124"),
        "{}",
        now.profile
    );
    let says = letters(&web)
        .into_iter()
        .find(|(to, _)| to.contains("tariq"))
        .unwrap()
        .1;
    assert!(
        says.contains("was corrected") && says.contains("no longer work in the north"),
        "{says}"
    );
    let read = |db: &mut accord_store::Db| journal::page(db, &web.t.alliance, 0, 10_000);
    let rows = web.t.app.store.read(read).unwrap();
    assert!(rows.iter().any(|row| row.body.contains("no longer work in the north")));
    // Its own people read the version, and the organisation's page offers it to nobody else.
    web.signed_in("tariq")
        .get(&format!("{path}/2"))
        .is(200)
        .says("Rachel Okafor");
    web.signed_in("martin").get(&path).is(404);
}

#[test]
fn an_empty_cell_leaves_what_stands_there_and_a_dash_takes_it_out() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    let before = named(&web, "Peak Edge Walk and Talk").unwrap();
    // Names that differ by spaces and capitals are one name; a telephone number that is left out is no refusal.
    let file = format!("{HEAD},Income,Telephone\r\nPeak  edge Walk and  Talk,,,,,,,-,,\r\n");
    let shown = looked(&rachel, &file);
    shown
        .1
        .is(200)
        .says("No organisations would be added and 1 organisation changed")
        .says("Website");
    let shown = (shown.0.clone(), rachel.get(&shown.0));
    let seen = shown.1.hidden("seen");
    rachel
        .post(&shown.0, &[("seen", &seen)])
        .is(422)
        .says("There is a problem")
        .says("Write why you correct it");
    confirm(&rachel, &shown).is(303);
    let after = named(&web, &before.name).unwrap();
    assert!(before.profile.contains("https://") && !after.profile.contains("https://"));
    assert_eq!((before.income_band, before.email), (after.income_band, after.email));
    assert!(
        letters(&web)
            .iter()
            .any(|(_, says)| says.contains("The reason: From the survey."))
    );
    let data = rachel.get("/account/data.json").is(200).body;
    assert!(data.contains("files_of_organisations_sent") && data.contains("ours.csv"));
}

#[test]
fn one_is_added_by_a_page_that_refuses_what_a_file_may_not_say() {
    let web = Web::new();
    let rachel = web.signed_in("rachel");
    let here = "/organisations/new";
    rachel.get("/organisations").is(200).says("Add an organisation");
    let page = rachel.get(here).is(200).says("Its name");
    let key = page.hidden("ac-key");
    let wrong = rachel.post(here, &[("ac-key", &key), ("name", ""), ("email", "nobody")]);
    wrong
        .is(422)
        .says("Write the name of the organisation.")
        .says("Write what it is")
        .says("“nobody” is no email address.")
        .says("Write why it is added.");
    let all = |db: &mut accord_store::Db| organisations::all(db, &web.t.alliance);
    let known = web.t.app.store.read(all).unwrap().remove(0).name;
    let form = |name: &str| {
        [
            ("ac-key", key.clone()),
            ("name", name.to_owned()),
            ("kind", "member".to_owned()),
            ("because", "They joined in May.".to_owned()),
        ]
    };
    let post = |name: &str| {
        let form = form(name);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        rachel.post(here, &form)
    };
    post(&known).is(422).says("stands here already");
    let added = post("Crookes Kitchen").is(303);
    let row = named(&web, "Crookes Kitchen").unwrap();
    assert_eq!(added.to(), format!("/organisations/{}", row.id));
    rachel.get(added.to()).is(200).says("Crookes Kitchen");
    let read = |db: &mut accord_store::Db| journal::page(db, &web.t.alliance, 0, 10_000);
    let entries = web.t.app.store.read(read).unwrap();
    assert!(entries.iter().any(|one| one.body.contains("They joined in May.")));
    web.signed_in("amina").get(here).is(404);
}
