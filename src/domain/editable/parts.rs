//! The files inside.

use std::fmt::Write as _;

use super::{MEDIA, Paper, Piece};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
/// The names that files inside use.
const SPACES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
                      xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
                      xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
                      xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" \
                      xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" \
                      xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.3\"";
/// Stands where an answer is to be written.
const HERE: &str = "[Write your answer here]";

/// What lies in the file.
pub(super) fn manifest() -> String {
    let mut files = String::new();
    for (path, kind) in [
        ("/", MEDIA),
        ("content.xml", "text/xml"),
        ("styles.xml", "text/xml"),
        ("meta.xml", "text/xml"),
    ] {
        let version = if path == "/" { " manifest:version=\"1.3\"" } else { "" };
        let _ = write!(
            files,
            "<manifest:file-entry manifest:full-path=\"{path}\"{version} manifest:media-type=\"{kind}\"/>"
        );
    }
    format!(
        "{HEAD}<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" \
         manifest:version=\"1.3\">{files}</manifest:manifest>"
    )
}

/// What is known of it.
pub(super) fn meta(paper: &Paper) -> String {
    format!(
        "{HEAD}<office:document-meta {SPACES}><office:meta><meta:generator>Accord</meta:generator><dc:title>{}</dc:title>\
         <dc:creator>{}</dc:creator><dc:language>en-GB</dc:language></office:meta></office:document-meta>",
        escaped(&paper.title),
        escaped(&paper.by)
    )
}

/// The words.
pub(super) fn content(paper: &Paper) -> String {
    let mut out = format!(
        "{HEAD}<office:document-content {SPACES}><office:body><office:text><text:h text:style-name=\"Heading_20_1\" \
         text:outline-level=\"1\">{}</text:h>",
        escaped(&paper.title)
    );
    for piece in &paper.pieces {
        match piece {
            Piece::Heading(text) => heading(&mut out, 2, text),
            Piece::Question(text) => heading(&mut out, 3, text),
            Piece::Text(text) => paragraphs(&mut out, "Text_20_body", text),
            Piece::Help(text) => paragraphs(&mut out, "Help", text),
            Piece::Points(all) => {
                out.push_str("<text:list text:style-name=\"Points\">");
                for point in all {
                    out.push_str("<text:list-item>");
                    paragraphs(&mut out, "Text_20_body", point);
                    out.push_str("</text:list-item>");
                }
                out.push_str("</text:list>");
            }
            Piece::Answer(lines) => {
                let lines: Vec<&String> = lines.iter().filter(|line| !line.trim().is_empty()).collect();
                if lines.is_empty() {
                    paragraphs(&mut out, "Answer", HERE);
                }
                lines.iter().for_each(|line| paragraphs(&mut out, "Answer", line));
            }
        }
    }
    out.push_str("</office:text></office:body></office:document-content>");
    out
}

fn heading(out: &mut String, level: u8, text: &str) {
    let _ = write!(
        out,
        "<text:h text:style-name=\"Heading_20_{level}\" text:outline-level=\"{level}\">{}</text:h>",
        escaped(text)
    );
}

/// A paragraph for each line.
fn paragraphs(out: &mut String, style: &str, text: &str) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let _ = write!(out, "<text:p text:style-name=\"{style}\">{}</text:p>", escaped(line));
    }
}

/// How it looks: a size that is read easily, room between things, a line beside what one writes.
pub(super) fn styles() -> String {
    let family = |name: &str, shown: &str, parent: &str, paragraph: &str, text: &str| {
        format!(
            "<style:style style:name=\"{name}\" style:display-name=\"{shown}\" style:family=\"paragraph\" \
             style:parent-style-name=\"{parent}\"><style:paragraph-properties {paragraph}/><style:text-properties \
             {text}/></style:style>"
        )
    };
    let heading = |level: u8, size: &str| {
        format!(
            "<style:style style:name=\"Heading_20_{level}\" style:display-name=\"Heading {level}\" \
             style:family=\"paragraph\" style:parent-style-name=\"Standard\" style:next-style-name=\"Text_20_body\" \
             style:default-outline-level=\"{level}\"><style:paragraph-properties fo:margin-top=\"0.6cm\" \
             fo:margin-bottom=\"0.2cm\" fo:keep-with-next=\"always\"/><style:text-properties fo:font-size=\"{size}\" \
             fo:font-weight=\"bold\"/></style:style>"
        )
    };
    let all = [
        "<style:default-style style:family=\"paragraph\"><style:text-properties fo:font-family=\"Arial\" fo:font-size=\"12pt\" \
         fo:language=\"en\" fo:country=\"GB\" style:use-window-font-color=\"true\"/></style:default-style>\
         <style:style style:name=\"Standard\" style:family=\"paragraph\"/>"
            .to_owned(),
        heading(1, "20pt"),
        heading(2, "16pt"),
        heading(3, "13pt"),
        family(
            "Text_20_body",
            "Text body",
            "Standard",
            "fo:margin-bottom=\"0.25cm\" fo:line-height=\"130%\"",
            "",
        ),
        family(
            "Help",
            "Help",
            "Standard",
            "fo:margin-bottom=\"0.2cm\"",
            "fo:font-size=\"11pt\"",
        ),
        family(
            "Answer",
            "Answer",
            "Text_20_body",
            "fo:padding-left=\"0.3cm\" fo:border-left=\"0.06cm solid #767676\" fo:margin-left=\"0.2cm\"",
            "",
        ),
        "<text:list-style style:name=\"Points\"><text:list-level-style-bullet text:level=\"1\" \
         text:bullet-char=\"•\"><style:list-level-properties \
         text:list-level-position-and-space-mode=\"label-alignment\"><style:list-level-label-alignment \
         text:label-followed-by=\"listtab\" fo:text-indent=\"-0.6cm\" fo:margin-left=\"0.9cm\"/>\
         </style:list-level-properties></text:list-level-style-bullet></text:list-style>"
            .to_owned(),
    ];
    let page = "<office:automatic-styles><style:page-layout style:name=\"A4\"><style:page-layout-properties \
                fo:page-width=\"21cm\" fo:page-height=\"29.7cm\" fo:margin=\"2.2cm\"/></style:page-layout>\
                </office:automatic-styles><office:master-styles><style:master-page style:name=\"Standard\" \
                style:page-layout-name=\"A4\"/></office:master-styles>";
    format!(
        "{HEAD}<office:document-styles {SPACES}><office:styles>{}</office:styles>{page}</office:document-styles>",
        all.concat()
    )
}

/// Text as XML has it; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}
