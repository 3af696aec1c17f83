//! What programs do: acts, drafts and work, each with the version that was seen.

use serde_json::json;

use super::{PASSWORD, Program, answers, is, password, read, scene};
use crate::web::{browser::Web, reading};

#[test]
fn a_record_says_what_can_be_done_and_every_reason_why_not() {
    let (web, instance, record, act) = scene();
    let program = Program::of(&web, "rachel");
    let path = format!("/api/v1/records/specification/{record}");
    let answer = program.get(&path).is(200);
    let told = read(&answer);
    let run = &told["runs"][0];
    assert_eq!((&told["sight"], &run["id"]), (&json!("whole"), &json!(instance)));
    let offers = run["offers"].as_array().unwrap();
    assert!(
        offers
            .iter()
            .any(|one| one["address"] == act && one["standing"]["is"] == "ready"),
        "{run:#}"
    );
    let etag = answer.header("etag").to_owned();
    let known = program.send("GET", &path, None, &[("if-none-match", &etag)]);
    assert_eq!((known.status, known.body.as_str()), (304, ""));
    // Whoever may not take it forward is told so, as on the page.
    let grace = Program::of(&web, "grace");
    let sheet = read(&grace.get(&act).is(200));
    assert_eq!(sheet["standing"]["is"], "not_yours");
    let refused = grace.send("POST", &act, Some(&json!({})), &[("if-match", "\"1\"")]);
    is(refused, 403, "not_yours");
}

#[test]
fn something_is_done_once_with_the_version_that_was_seen() {
    let (web, instance, _, act) = scene();
    let program = Program::of(&web, "rachel");
    let answer = program.get(&act).is(200);
    let (sheet, etag) = (read(&answer), answer.header("etag").to_owned());
    let mut body = json!({ "answers": answers(&sheet) });
    password(&web, "rachel");
    is(program.send("POST", &act, Some(&body), &[]), 428, "version_needed");
    is(
        program.send("POST", &act, Some(&body), &[("if-match", &etag)]),
        403,
        "factor_needed",
    );
    let mut wrong = body.clone();
    wrong["answers"]["no_such_question"] = json!(1);
    wrong["factor"] = json!("a guess");
    let problem = is(
        program.send("POST", &act, Some(&wrong), &[("if-match", &etag)]),
        422,
        "invalid",
    );
    assert_eq!(problem["errors"][0]["pointer"], "/factor");
    wrong["factor"] = json!(PASSWORD);
    let problem = is(
        program.send("POST", &act, Some(&wrong), &[("if-match", &etag)]),
        422,
        "invalid",
    );
    assert_eq!(problem["errors"][0]["pointer"], "/answers/no_such_question");
    body["factor"] = json!(PASSWORD);
    let headers = [("if-match", etag.as_str()), ("idempotency-key", "one")];
    let done = program.send("POST", &act, Some(&body), &headers).is(200);
    let again = program.send("POST", &act, Some(&body), &headers).is(200);
    assert_eq!(read(&done), read(&again));
    assert_eq!(again.header("idempotency-replayed"), "true");
    let other = json!({ "answers": {} });
    is(program.send("POST", &act, Some(&other), &headers), 422, "key_reused");
    // With another key it is another try, which comes too late.
    let headers = [("if-match", etag.as_str()), ("idempotency-key", "two")];
    let late = program.send("POST", &act, Some(&body), &headers);
    assert!((400..500).contains(&late.status), "{}", late.body);
    let view = read(&program.get(&format!("/api/v1/instances/{instance}")).is(200));
    assert_eq!(view["run"]["version"], read(&done)["version"]);
    let journal = read(&program.get(&format!("/api/v1/instances/{instance}/journal")).is(200));
    let acts = journal["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["who"] == "Rachel Okafor");
    assert_eq!(acts.count(), 1, "{journal:#}");
}

#[test]
fn what_happened_since_is_told() {
    let (web, _, _, act) = scene();
    let (rachel, tom) = (Program::of(&web, "rachel"), Program::of(&web, "tom"));
    let answer = tom.get(&act).is(200);
    let (sheet, etag) = (read(&answer), answer.header("etag").to_owned());
    let saving = json!({ "answers": answers(&sheet) });
    let body = json!({ "answers": answers(&sheet), "factor": PASSWORD });
    password(&web, "rachel");
    password(&web, "tom");
    // A draft that was begun before, and a colleague who is quicker.
    let draft = format!("{act}/draft");
    tom.send("PUT", &draft, Some(&saving), &[]).is(200);
    rachel.send("POST", &act, Some(&body), &[("if-match", &etag)]).is(200);
    let late = tom.send("POST", &act, Some(&body), &[("if-match", &etag)]);
    assert!(matches!(late.status, 403 | 404 | 412), "{}", late.body);
}

#[test]
fn a_draft_is_begun_in_a_program_and_goes_on_in_a_browser() {
    let (web, instance, _, act) = scene();
    let program = Program::of(&web, "rachel");
    let draft = format!("{act}/draft");
    is(program.get(&draft), 404, "not_found");
    let sheet = read(&program.get(&act).is(200));
    let mut body = json!({ "answers": answers(&sheet) });
    let saved = program.send("PUT", &draft, Some(&body), &[]).is(200);
    let etag = saved.header("etag").to_owned();
    is(program.send("PUT", &draft, Some(&body), &[]), 428, "version_needed");
    is(
        program.send("PUT", &draft, Some(&body), &[("if-match", "\"other\"")]),
        412,
        "stale",
    );
    let questions = sheet["form"]["questions"].as_array().unwrap();
    let text = questions
        .iter()
        .find(|one| one["type"] == "long_text" || one["type"] == "text")
        .unwrap();
    let first = text["id"].as_str().unwrap();
    body["answers"] = json!({ first: "People are heard" });
    let saved = program.send("PUT", &draft, Some(&body), &[("if-match", &etag)]).is(200);
    assert_eq!(read(&saved)["answers"], body["answers"]);
    let stale = program.send("PUT", &draft, Some(&body), &[("if-match", &etag)]);
    is(stale, 412, "stale");
    let page = web
        .signed_in("rachel")
        .get(&format!("/task/{instance}/act/idea/take_forward?q={first}"))
        .is(200);
    assert!(page.body.contains("People are heard"), "{}", page.body);
    let mine = read(&program.get("/api/v1/me/drafts").is(200));
    assert_eq!(mine["items"][0]["place"], "act/idea/take_forward");
    assert_eq!(
        read(&Program::of(&web, "tom").get("/api/v1/me/drafts"))["items"],
        json!([])
    );
    let now = program.get(&draft).header("etag").to_owned();
    is(
        program.send("DELETE", &draft, None, &[("if-match", &etag)]),
        412,
        "stale",
    );
    program.send("DELETE", &draft, None, &[("if-match", &now)]).is(204);
    is(program.get(&draft), 404, "not_found");
}

#[test]
fn work_is_done_and_the_text_has_versions() {
    let web = Web::new();
    let (_, record) = reading::open(&web);
    let program = Program::of(&web, "grace");
    let here = format!("/api/v1/records/specification/{record}");
    let text = read(&program.get(&format!("{here}/text")).is(200));
    let section = text["sections"][0]["id"].as_str().unwrap();
    assert_eq!(text["sections"][0]["heading"], "Who it is for");
    let work = format!("{here}/work/comment.add?section={section}&paragraph=1");
    let form = program.get(&work).is(200);
    assert_eq!(read(&form)["about"], json!(["section", "paragraph"]));
    let empty = json!({ "answers": { "text": "" } });
    let problem = is(program.send("POST", &work, Some(&empty), &[]), 422, "invalid");
    assert_eq!(problem["errors"][0]["pointer"], "/answers/text");
    // What was typed is kept, as on the page: the form is another now.
    let stale = program.send("POST", &work, Some(&empty), &[("if-match", form.header("etag"))]);
    is(stale, 412, "stale");
    let form = program.get(&work).is(200);
    let comment = json!({ "answers": { "text": "Say who pays for the bus." } });
    let headers = [("idempotency-key", "bus"), ("if-match", form.header("etag"))];
    program.send("POST", &work, Some(&comment), &headers).is(200);
    program.send("POST", &work, Some(&comment), &headers).is(200);
    let told = read(&program.get(&format!("{here}/text")).is(200));
    let said = told["sections"][0]["paragraphs"][0]["said"].as_array().unwrap().clone();
    assert_eq!(said.len(), 1, "twice is once: {said:?}");
    assert_eq!(
        (&said[0]["by"], &said[0]["is_own"]),
        (&json!("Lived experience"), &json!(true))
    );
    let versions = read(&program.get(&format!("{here}/text/versions")).is(200));
    let number = versions["items"][0]["number"].as_u64().unwrap();
    assert_eq!(told["version"], number);
    let past = read(&program.get(&format!("{here}/text/versions/{number}")).is(200));
    assert!(
        past.to_string()
            .contains("Adults with a serious mental health problem."),
        "{past:#}"
    );
    is(
        program.get(&format!("{here}/text/versions/{}", number + 1)),
        404,
        "not_found",
    );
    is(program.get(&format!("{here}/text/versions/x")), 404, "not_found");
    // A piece of work that is begun is kept, and one that is not theirs is not there.
    let draft = work.replace("comment.add?", "comment.add/draft?");
    let saved = program
        .send("PUT", &draft, Some(&json!({ "answers": { "text": "And" } })), &[])
        .is(200);
    is(
        program.send("PUT", &draft, Some(&json!({ "answers": {} })), &[]),
        428,
        "version_needed",
    );
    let etag = saved.header("etag").to_owned();
    program
        .send("PUT", &draft, Some(&json!({ "answers": {} })), &[("if-match", &etag)])
        .is(200);
    is(
        program.get(&format!("{here}/work/comment.answer?comment=1")),
        404,
        "not_found",
    );
}
