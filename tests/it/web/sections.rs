//! Sections are added, put in another place, taken out and put back by pages, and say by which house they were written.

use serde_json::json;

use super::{
    browser::{Web, link, words},
    reading::drafting,
};

#[test]
fn sections_are_put_in_order_taken_out_and_put_back_without_losing_a_word() {
    let web = Web::new();
    let (_, record) = drafting(&web);
    let path = format!("/specification/{record}/sections");
    let grace = web.signed_in("grace");
    let page = grace.get(&path).is(200);
    let write = link(&page.body, "Write another clause");
    assert!(write.contains("part=clauses"), "{write}");
    for (who, heading) in [("hodan", "Who it is for"), ("grace", "At night")] {
        let body = json!({ "heading": heading, "text": format!("{heading}, in words.") });
        web.t.work(&record, who, "section.edit", body).unwrap();
    }
    let text = format!("/specification/{record}/text");
    let page = grace.get(&text).is(200).says("Changes so far: 2.");
    let said = words(&page.body);
    assert!(said.contains("Written by: Lived experience."), "{said}");
    assert!(said.contains("The alliance, in its file"), "clauses came from a file");
    let page = grace.get(&path).is(200).says("Number");
    // Another order.
    let order = link(&page.body, "Put the sections in another order");
    let form = grace.get(&order).is(200);
    let ids: Vec<String> = {
        let id = record.clone();
        let rows = web
            .t
            .at_desk(move |desk| Ok(accord_store::sections::of_subject(desk.db, &id)?));
        rows.into_iter()
            .filter(|row| row.part == "text")
            .map(|row| row.id)
            .collect()
    };
    let second = format!("delivered.{}", ids[1]);
    let (key, base) = (form.hidden("ac-key"), form.hidden("ac-base"));
    let sent = [
        ("ac-key", key.as_str()),
        ("ac-base", base.as_str()),
        (second.as_str(), "1"),
        ("why", "The night comes first"),
    ];
    grace.post(&order, &sent).is(303);
    let said = words(&grace.get(&text).is(200).body);
    let place = |what: &str| said.find(what).unwrap();
    assert!(place("1. At night") < place("2. Who it is for"), "{said}");
    grace
        .get(&format!("{text}/changes"))
        .is(200)
        .says("The order of the sections was changed last on")
        .says("The night comes first");
    // Taken out, and put back.
    let page = grace.get(&path).is(200);
    let out = link(&page.body, "Take out 2, Who it is for");
    let form = grace.get(&out).is(200).says("Who it is for, in words.");
    let key = form.hidden("ac-key");
    grace.post(&out, &[("ac-key", key.as_str())]).is(422);
    grace
        .post(&out, &[("ac-key", key.as_str()), ("why", "Said in the purpose")])
        .is(303);
    let page = grace.get(&path).is(200);
    let back = link(&page.body, "Put Who it is for back");
    let form = grace.get(&back).is(200).says("Who it is for, in words.");
    let (key, base) = (form.hidden("ac-key"), form.hidden("ac-base"));
    let sent = [
        ("ac-key", key.as_str()),
        ("ac-base", base.as_str()),
        ("heading", "Who it is for"),
        ("text", "Who it is for, in words."),
    ];
    grace.post(&back, &sent).is(303);
    let page = grace.get(&text).is(200);
    page.says("2. Who it is for");
    // Somebody who only reads is told so.
    let page = web.signed_in("ifrah").get(&path).is(200);
    page.says("Sections cannot be changed now, or not by you.");
}

#[test]
fn an_order_that_somebody_else_changed_meanwhile_is_not_written_over() {
    let web = Web::new();
    let (_, record) = drafting(&web);
    let body = json!({ "heading": "One", "text": "One." });
    web.t.work(&record, "hodan", "section.edit", body).unwrap();
    let began = json!({ "began": ["nothing"], "delivered": [] });
    assert!(web.t.work(&record, "hodan", "section.order", began).is_err());
    let twice = json!({ "delivered": ["x"] });
    assert!(web.t.work(&record, "hodan", "section.order", twice).is_err());
}
