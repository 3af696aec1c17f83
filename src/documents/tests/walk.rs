//! Walking the finished file: what is drawn on each page, where, and under which mark.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Document, Object, ObjectId};
use printpdf::cmap::ToUnicodeCMap;

/// Something drawn.
#[derive(Debug)]
pub(crate) struct Drawn {
    pub(crate) page: usize,
    pub(crate) mark: Mark,
    pub(crate) what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mark {
    None,
    Artifact,
    Content(i64),
}

#[derive(Debug)]
pub(crate) enum What {
    Words { text: String, x: f32, y: f32 },
    Path,
}

pub(crate) fn drawn(file: &Document) -> Vec<Drawn> {
    let mut all = Vec::new();
    for (page, id) in file.get_pages().into_values().enumerate() {
        walk(file, page, id, &mut all);
    }
    all
}

fn walk(file: &Document, page: usize, id: ObjectId, all: &mut Vec<Drawn>) {
    let maps = maps(file, id);
    let content = Content::decode(&file.get_page_content(id)).expect("content");
    let (mut marks, mut font, mut at): (Vec<Mark>, Vec<u8>, (f32, f32)) = (Vec::new(), Vec::new(), (0.0, 0.0));
    for op in content.operations {
        let number = |at: usize| op.operands[at].as_float().expect("a number");
        let mut draw = |what| {
            let mark = marks.last().cloned().unwrap_or(Mark::None);
            all.push(Drawn { page, mark, what });
        };
        match op.operator.as_str() {
            "BDC" => {
                assert!(marks.is_empty(), "marks do not nest");
                let tag = op.operands[0].as_name().expect("a tag");
                let mcid = op.operands[1]
                    .as_dict()
                    .expect("properties")
                    .get(b"MCID")
                    .and_then(Object::as_i64);
                marks.push(match (tag, mcid) {
                    (b"Artifact", _) => Mark::Artifact,
                    (_, Ok(mcid)) => Mark::Content(mcid),
                    _ => Mark::None,
                });
            }
            "EMC" => {
                marks.pop().expect("something to close");
            }
            "Tf" => font = op.operands[0].as_name().expect("a font").to_vec(),
            "Td" => at = (number(0), number(1)),
            "Tj" => {
                let bytes = op.operands[0].as_str().expect("a string");
                let map = &maps[&font];
                let text = bytes
                    .chunks(2)
                    .map(|pair| {
                        map.lookup_string(u32::from(pair[0]) << 8 | u32::from(pair[1]))
                            .expect("mapped")
                    })
                    .collect();
                draw(What::Words { text, x: at.0, y: at.1 });
            }
            "TJ" | "'" | "\"" => panic!("text is shown with Tj alone"),
            "f" | "f*" | "S" | "B" | "B*" | "b" | "s" => draw(What::Path),
            _ => {}
        }
    }
    assert!(marks.is_empty(), "all marks are closed");
}

fn maps(file: &Document, page: ObjectId) -> BTreeMap<Vec<u8>, ToUnicodeCMap> {
    let read = |font: &lopdf::Dictionary| {
        let stream = font
            .get(b"ToUnicode")
            .and_then(Object::as_reference)
            .expect("ToUnicode");
        let stream = file.get_object(stream).and_then(Object::as_stream).expect("a stream");
        let plain = stream.get_plain_content().expect("readable");
        ToUnicodeCMap::parse(&String::from_utf8(plain).expect("text")).expect("a map")
    };
    file.get_page_fonts(page)
        .expect("fonts")
        .into_iter()
        .map(|(name, font)| (name, read(font)))
        .collect()
}

/// All words on all pages that are content, in drawing order.
pub(crate) fn content_words(file: &Document) -> String {
    let mut words = String::new();
    let mut last = None;
    for drawn in drawn(file) {
        if let (What::Words { text, .. }, Mark::Content(_)) = (drawn.what, &drawn.mark) {
            let here = Some((drawn.page, drawn.mark));
            if last.is_some() && last != here && !words.ends_with(' ') {
                words.push(' ');
            }
            words.push_str(&text);
            last = here;
        }
    }
    words
}
