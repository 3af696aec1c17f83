//! What the document crate promises, tried from outside.
use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document, Object, ObjectId};

use super::walk::{Mark, What, content_words, drawn};
use super::{LETTER, REPORT, parsed};
use crate::pdf::{Style, render};

fn file(source: &str, style: Style) -> Document {
    let made = render(&parsed(source), style).expect("a PDF");
    assert_eq!(made.missing, []);
    Document::load_mem(&made.bytes).expect("readable")
}

fn every(check: impl Fn(&Document)) {
    for source in [LETTER, REPORT, "<p>short</p>"] {
        for style in [Style::Standard, Style::LargePrint, Style::EasyRead] {
            check(&file(source, style));
        }
    }
}

/// Walks the structure tree: for each element its tag, kids and parent.
fn elements(file: &Document) -> Vec<(ObjectId, lopdf::Dictionary)> {
    let root = file
        .catalog()
        .and_then(|c| c.get(b"StructTreeRoot"))
        .and_then(Object::as_reference)
        .expect("a root");
    let mut open = vec![root];
    let mut all = Vec::new();
    while let Some(id) = open.pop() {
        let dict = file.get_dictionary(id).expect("an element").clone();
        for kid in dict.get(b"K").and_then(Object::as_array).expect("kids").iter().rev() {
            if let Ok(kid) = kid.as_reference() {
                let parent = file
                    .get_dictionary(kid)
                    .and_then(|d| d.get(b"P"))
                    .and_then(Object::as_reference);
                assert_eq!(parent.expect("a parent"), id);
                open.push(kid);
            }
        }
        all.push((id, dict));
    }
    all
}

#[test]
fn everything_drawn_is_content_or_artifact() {
    every(|file| assert!(drawn(file).iter().all(|drawn| drawn.mark != Mark::None)));
}

#[test]
fn every_marked_content_is_held_once_and_found_again() {
    every(|file| {
        let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
        let marked: BTreeSet<(usize, i64)> = drawn(file)
            .iter()
            .filter_map(|d| {
                if let Mark::Content(mcid) = d.mark {
                    Some((d.page, mcid))
                } else {
                    None
                }
            })
            .collect();
        let mut held = BTreeMap::new();
        for (id, dict) in elements(file) {
            for kid in dict.get(b"K").and_then(Object::as_array).expect("kids") {
                let Ok(kid) = kid.as_dict() else { continue };
                let Ok(mcid) = kid.get(b"MCID").and_then(Object::as_i64) else {
                    continue;
                };
                let page = kid.get(b"Pg").and_then(Object::as_reference).expect("a page");
                let page = pages.iter().position(|p| *p == page).expect("a page of ours");
                assert!(held.insert((page, mcid), id).is_none(), "held twice");
            }
        }
        assert_eq!(held.keys().copied().collect::<BTreeSet<_>>(), marked);

        let root = file
            .catalog()
            .and_then(|c| c.get(b"StructTreeRoot"))
            .and_then(Object::as_reference)
            .expect("root");
        let back = file
            .get_dictionary(root)
            .and_then(|d| d.get(b"ParentTree"))
            .and_then(Object::as_reference);
        let numbers = file
            .get_dictionary(back.expect("a tree"))
            .and_then(|d| d.get(b"Nums"))
            .and_then(Object::as_array);
        let numbers = numbers.expect("numbers");
        for ((page, mcid), id) in held {
            let of_page = numbers[page * 2 + 1].as_array().expect("an array");
            let mcid = usize::try_from(mcid).expect("small");
            assert_eq!(of_page[mcid].as_reference().expect("an element"), id);
        }
    });
}

#[test]
fn the_letter_can_be_read_in_order() {
    let words = content_words(&file(LETTER, Style::Standard));
    let mut from = 0;
    for part in [
        "Sheffield Peer Support Alliance",
        "Samira Ołowska Chief Officer",
        "8 May 2026",
        "Dear Samira Ołowska,",
        "what the board decided",
        "Scores agreed at moderation Question Weight Your score Best score",
        "Value for money 20% 3½ 4",
        "• Your peer supporters are paid at the Real Living Wage (£12.60 or more), and train each other.",
        "1. A standstill begins today",
        "• by e-mail to procurement@peersupport.example , or",
        "Signed 8 May 2026, 9:14am Jo Marsh",
        "About this document",
        "For another format, ring 0114 496 0000.",
    ] {
        let at = words[from..]
            .find(part)
            .unwrap_or_else(|| panic!("{part}\nis not after {from} in\n{words}"));
        from += at + part.len();
    }
}

#[test]
fn links_know_their_words() {
    let file = file(LETTER, Style::Standard);
    let links: Vec<_> = elements(&file)
        .into_iter()
        .filter(|(_, d)| d.get(b"S").and_then(Object::as_name).is_ok_and(|n| n == b"Link"))
        .collect();
    assert_eq!(links.len(), 3);
    for (_, link) in links {
        let kids = link.get(b"K").unwrap().as_array().unwrap();
        let annotation = kids
            .iter()
            .find_map(|kid| kid.as_dict().ok()?.get(b"Obj").ok()?.as_reference().ok())
            .unwrap();
        assert!(file.get_dictionary(annotation).unwrap().has(b"Contents"));
    }
}

#[test]
fn the_catalog_says_what_readers_ask() {
    let file = file(REPORT, Style::Standard);
    assert_eq!(file.version, "1.7");
    let catalog = file.catalog().expect("a catalog");
    assert_eq!(catalog.get(b"PageMode").unwrap().as_name().unwrap(), b"UseOutlines");
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    let viewer = catalog.get(b"ViewerPreferences").unwrap().as_dict().unwrap();
    assert!(viewer.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    assert!(!file.is_encrypted());
    let fonts = file
        .objects
        .values()
        .filter_map(|o| o.as_dict().ok()?.get(b"FontName").ok()?.as_name().ok());
    for font in fonts {
        assert!(
            font[..6].iter().all(u8::is_ascii_uppercase) && font[6] == b'+',
            "{font:?}"
        );
    }
}

#[test]
fn no_stream_ends_with_a_line_end() {
    for n in 0..40 {
        let file = file(&format!("<p>Letter number {n}</p>"), Style::Standard);
        for stream in file.objects.values().filter_map(|object| object.as_stream().ok()) {
            assert!(
                !matches!(stream.content.last(), Some(b'\n' | b'\r')),
                "{:?}",
                stream.dict
            );
        }
    }
}

#[test]
fn outlines_nest_as_headings_do() {
    let toc = file(REPORT, Style::Standard).get_toc().expect("outlines").toc;
    let levels: Vec<(usize, &str)> = toc.iter().map(|t| (t.level, t.title.as_str())).collect();
    assert_eq!(
        levels[..4],
        [
            (1, "A report – with “quotes” & signs"),
            (2, "People who were supported"),
            (3, "By age"),
            (2, "Where there is support")
        ]
    );
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = parsed(REPORT);
    let (one, two) = (
        render(&document, Style::Standard).unwrap(),
        render(&document, Style::Standard).unwrap(),
    );
    assert!(one.bytes == two.bytes);
    let other = render(&parsed("<p>other</p>"), Style::Standard).unwrap();
    let id = |bytes: &[u8]| Document::load_mem(bytes).unwrap().trailer.get(b"ID").unwrap().clone();
    assert_ne!(id(&one.bytes), id(&other.bytes));
}

#[test]
fn header_and_footer_are_furniture() {
    let file = file(REPORT, Style::Standard);
    let all = drawn(&file);
    let numbers: Vec<_> = all
        .iter()
        .filter(|d| matches!(&d.what, What::Words { text, .. } if text.starts_with("Page ")))
        .collect();
    assert_eq!(numbers.len(), file.get_pages().len());
    assert!(numbers.iter().all(|d| d.mark == Mark::Artifact));
    assert!(all.iter().all(|d| match &d.what {
        What::Words { x, y, .. } => *x >= 30.0 && *x <= 565.0 && *y >= 20.0 && *y <= 820.0,
        What::Path => true,
    }));
}
