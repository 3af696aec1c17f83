//! The body of an email: Markdown in, text and HTML out, in one walk, so that they say the same.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use super::escape;

/// The two faces of a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faces {
    /// For programs that show text.
    pub text: String,
    /// Paragraphs, lists and links; no head, no styles.
    pub html: String,
}

/// Makes both.
///
/// # Errors
/// A sentence that names what an email may not hold.
pub fn faces(markdown: &str) -> Result<Faces, String> {
    let mut writer = Writer::default();
    for event in Parser::new(markdown) {
        writer.event(event)?;
    }
    let text = writer.out.text.trim_end().to_owned();
    Ok(Faces {
        text: format!("{text}\n"),
        html: writer.out.html,
    })
}

#[derive(Default)]
struct Writer {
    out: Faces,
    /// Open lists: the next number, or none for bullets.
    lists: Vec<Option<u64>>,
    /// An open link: its target, and where its words begin.
    link: Option<(String, usize)>,
    /// The next block follows an item's mark on the same line.
    after_mark: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => {
                self.end(tag);
                Ok(())
            }
            Event::Text(words) => {
                self.out.text.push_str(&words);
                self.out.html.push_str(&escape::xml(&words));
                Ok(())
            }
            Event::SoftBreak => {
                self.out.text.push(' ');
                self.out.html.push('\n');
                Ok(())
            }
            Event::HardBreak => {
                self.new_line();
                self.out.html.push_str("<br>");
                Ok(())
            }
            other => Err(format!(
                "an email holds paragraphs, headings, lists, links and stress, not {other:?}"
            )),
        }
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<(), String> {
        match tag {
            Tag::Paragraph => {
                self.block();
                self.out.html.push_str("<p>");
            }
            Tag::Heading { level, .. } => {
                self.block();
                self.out.html.push_str(heading(level, "<h2>", "<h3>"));
            }
            Tag::List(first) => {
                self.block();
                self.out.html.push_str(if first.is_some() { "<ol>" } else { "<ul>" });
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Emphasis => self.out.html.push_str("<em>"),
            Tag::Strong => self.out.html.push_str("<strong>"),
            Tag::Link { dest_url, .. } => {
                let safe = ["https://", "http://", "mailto:", "tel:"];
                if !safe.iter().any(|start| dest_url.starts_with(start)) {
                    return Err(format!("`{dest_url}` is not a full address: begin with https://"));
                }
                let open = format!("<a href=\"{}\">", escape::xml(&dest_url));
                self.out.html.push_str(&open);
                self.link = Some((dest_url.to_string(), self.out.text.len()));
            }
            other => {
                return Err(format!(
                    "an email holds paragraphs, headings, lists, links and stress, not {other:?}"
                ));
            }
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.html.push_str("</p>\n"),
            TagEnd::Heading(level) => self.out.html.push_str(heading(level, "</h2>\n", "</h3>\n")),
            TagEnd::List(numbered) => {
                self.lists.pop();
                self.out.html.push_str(if numbered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => {
                self.after_mark = false;
                self.out.html.push_str("</li>\n");
            }
            TagEnd::Emphasis => self.out.html.push_str("</em>"),
            TagEnd::Strong => self.out.html.push_str("</strong>"),
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    /// In text, the address stands behind the words, unless the words are the address.
    fn end_link(&mut self) {
        self.out.html.push_str("</a>");
        if let Some((target, from)) = self.link.take() {
            let bare = target.strip_prefix("mailto:").or(target.strip_prefix("tel:"));
            let said = self.out.text.get(from..).unwrap_or_default();
            if said != target && Some(said) != bare {
                self.out.text.push_str(&format!(" ({})", bare.unwrap_or(&target)));
            }
        }
    }

    fn item(&mut self) {
        self.new_line();
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}. ");
                *number += 1;
                mark
            }
            Some(None) | None => "- ".to_owned(),
        };
        self.out.text.push_str(&mark);
        self.out.html.push_str("<li>");
        self.after_mark = true;
    }

    /// An empty line before a block, but not between a mark and its words.
    fn block(&mut self) {
        if self.after_mark {
            self.after_mark = false;
        } else if !self.out.text.is_empty() {
            self.new_line();
            if self.lists.is_empty() {
                self.out.text.push('\n');
            }
        }
    }

    fn new_line(&mut self) {
        if !self.out.text.is_empty() && !self.out.text.ends_with('\n') {
            self.out.text.push('\n');
        }
        self.out.text.push_str(&"  ".repeat(self.lists.len().saturating_sub(1)));
    }
}

fn heading(level: HeadingLevel, second: &'static str, third: &'static str) -> &'static str {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => second,
        _ => third,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_faces_say_the_same() {
        let faces = faces("Hello **Amina**,\n\n- one\n- two\n\n[Read it](https://a.example/x).\n").unwrap();
        assert_eq!(
            faces.text,
            "Hello Amina,\n\n- one\n- two\n\nRead it (https://a.example/x).\n"
        );
        assert_eq!(
            faces.html,
            "<p>Hello <strong>Amina</strong>,</p>\n<ul><li>one</li>\n<li>two</li>\n</ul>\n\
             <p><a href=\"https://a.example/x\">Read it</a>.</p>\n"
        );
    }

    #[test]
    fn markup_of_other_kinds_is_refused() {
        for bad in [
            "<b>x</b>",
            "![p](https://a.example/p.png)",
            "[x](javascript:alert)",
            "    code",
        ] {
            assert!(faces(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_somebody_typed_stays_words() {
        let typed = "[win](https://evil.example)\n# big\n- x\n<script>\n    code\n1. a\n***";
        let faces = faces(&format!("They said: {}", escape::markdown(typed))).unwrap();
        assert!(!faces.html.contains("<a ") && !faces.html.contains("<h") && !faces.html.contains("<li"));
        assert!(faces.html.contains("&lt;script&gt;"));
    }
}
