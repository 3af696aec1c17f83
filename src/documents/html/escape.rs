//! Writing HTML without ever writing what somebody typed as markup.

use std::collections::BTreeMap;

use super::Setting;

/// HTML so far.
pub(super) struct Html {
    out: String,
    pub(super) setting: Setting,
    pub(super) prefix: String,
    pub(super) figures: usize,
    ids: BTreeMap<String, usize>,
}

impl Html {
    pub(super) fn new(setting: Setting) -> Self {
        Self {
            out: String::new(),
            setting,
            prefix: String::new(),
            figures: 0,
            ids: BTreeMap::new(),
        }
    }

    pub(super) fn into_string(self) -> String {
        self.out
    }

    /// Markup of our own.
    pub(super) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Words.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\u{a0}' => self.out.push_str("&nbsp;"),
                _ => self.out.push(c),
            }
        }
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.raw("<");
        self.raw(name);
        for (attribute, value) in attributes {
            self.raw(" ");
            self.raw(attribute);
            self.raw("=\"");
            self.text(value);
            self.raw("\"");
        }
        self.raw(">");
    }

    pub(super) fn close(&mut self, name: &str) {
        self.raw("</");
        self.raw(name);
        self.raw(">");
    }

    pub(super) fn element(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        self.text(text);
        self.close(name);
    }

    /// An id that no other element of this output has.
    pub(super) fn id(&mut self, wanted: &str) -> String {
        let base = if wanted.is_empty() { "part" } else { wanted };
        let wanted = format!("{}{base}", self.prefix);
        let seen = self.ids.entry(wanted.clone()).or_insert(0);
        *seen += 1;
        if *seen == 1 { wanted } else { format!("{wanted}-{seen}") }
    }
}
