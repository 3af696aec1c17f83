//! What somebody typed stays words.

use accord::views::{
    library::Templates,
    source::{self, Source},
};

fn with(path: &str, text: &str) -> Templates {
    let mut sources = source::discover(None).unwrap();
    let (folder, file) = path.split_once('/').unwrap();
    let like = sources.iter().find(|s| s.path.starts_with("mail/")).unwrap().clone();
    sources.push(Source {
        shelf: if folder == "mail" {
            like.shelf
        } else {
            source::Shelf::Document
        },
        name: file.split('.').next().unwrap().to_owned(),
        path: path.to_owned(),
        text: text.to_owned(),
    });
    Templates::compile(&sources).unwrap()
}

const HOSTILE: &str = "Eve\r\nBcc: all@x.example\0 [win](https://evil.example) <img src=x> # h\n\n- l & \u{202E}r";

#[test]
fn an_email_carries_it_as_words() {
    let templates = with(
        "mail/t.md.hbs",
        "---\ncontext: any\nsubject: \"About {{act.reason}}\"\n---\nThey said:\n\n{{act.reason}}\n",
    );
    let mut context = templates.sample(source::Shelf::Mail, "t").unwrap();
    context["act"]["reason"] = HOSTILE.into();
    let mail = templates.render_mail("t", &context).unwrap();
    assert!(!mail.subject.chars().any(char::is_control), "{:?}", mail.subject);
    assert!(mail.html.contains("[win](https://evil.example) &lt;img src=x&gt; # h"));
    assert!(!mail.html.contains("<img") && !mail.html.contains("<li>") && !mail.html.contains("evil.example\""));
    assert!(mail.text.contains("[win](https://evil.example) <img src=x> # h"));
    assert!(!mail.text.contains(['\0', '\r', '\u{202E}']));
}

#[test]
fn a_document_carries_it_as_words() {
    let templates = with(
        "documents/t.xml.hbs",
        "---\ncontext: any\ntitle: \"{{act.reason}}\"\nreference: R\n---\n<p>{{act.reason}}</p>{{paragraphs act.reason}}",
    );
    let mut context = templates.sample(source::Shelf::Document, "t").unwrap();
    context["act"]["reason"] = HOSTILE.into();
    let page = templates.render_document("t", &context).unwrap();
    assert!(!page.title.contains('\n'));
    let whole = format!("<d>{}</d>", page.xml);
    let parsed = roxmltree::Document::parse(&whole).unwrap();
    let names: Vec<_> = parsed
        .root_element()
        .children()
        .map(|n| n.tag_name().name().to_owned())
        .collect();
    assert_eq!(names, ["p", "p", "p"]);
}

#[test]
fn what_may_be_missing_has_a_default_and_nothing_else_may() {
    let templates = with(
        "mail/t.md.hbs",
        "---\ncontext: any\nsubject: S\n---\n{{default act.form.none \"nothing said\"}}, {{date today_on \"full\"}}\n",
    );
    let context = templates.sample(source::Shelf::Mail, "t").unwrap();
    let mail = templates.render_mail("t", &context).unwrap();
    assert!(
        mail.text.starts_with("nothing said, Tuesday 5 May 2026\n"),
        "{}",
        mail.text
    );
    let strict = with(
        "mail/u.md.hbs",
        "---\ncontext: any\nsubject: S\n---\n\n{{act.form.none}}\n",
    );
    let fault = strict.render_mail("u", &context).unwrap_err().to_string();
    assert!(fault.starts_with("templates/mail/u.md.hbs:6:"), "{fault}");
    assert!(fault.contains("`act.form.none` does not exist here"), "{fault}");
}
