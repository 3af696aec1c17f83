//! Documents and notices: a template's text becomes one tree, the tree a page and a PDF, and for a
//! notice the context becomes open data. The files are kept before the row that names them.

use accord_documents::{
    html,
    pdf::{self, Style},
    tree::{Document, Head, Stamp as Line},
    xml,
};
use accord_store::{Stamp, StoreError, documents, documents::DocumentRow, outbox::OutboxRow};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    giving,
    ocds::{self, Edition},
    worker::{Failed, Record, Worker},
};
use crate::{
    domain::words,
    service::outgoing::{About, DocumentOrder, NoticeOrder},
    views::{render::Rendered, source::Shelf},
};

/// What a row says: `document.kind`.
const DOCUMENT: &str = "document";
const NOTICE: &str = "notice";

/// One thing to make.
struct Order<'a> {
    kind: &'static str,
    template: &'a str,
    readers: &'a [String],
    about: &'a About,
    context: &'a Value,
    rendered: Rendered,
}

/// A page, its PDF, and what a person has to look at.
struct Made {
    hash: String,
    html: String,
    pdf: Option<Vec<u8>>,
    flagged: Option<String>,
}

impl Worker {
    pub(super) fn make_document(
        &self,
        row: &OutboxRow,
        order: &DocumentOrder,
        now: DateTime<Utc>,
    ) -> Result<Record, Failed> {
        let rendered = self
            .words
            .of(&self.store, row, Shelf::Document, &order.template)?
            .render_document(&order.template, &order.context)
            .map_err(Failed::dead)?;
        let order = Order {
            kind: DOCUMENT,
            template: &order.template,
            readers: &order.readers,
            about: &order.about,
            context: &order.context,
            rendered,
        };
        self.make(row, &order, now)
    }

    pub(super) fn publish(&self, row: &OutboxRow, order: &NoticeOrder, now: DateTime<Utc>) -> Result<Record, Failed> {
        let rendered = self
            .words
            .of(&self.store, row, Shelf::Notice, &order.template)?
            .render_notice(&order.template, &order.context)
            .map_err(Failed::dead)?;
        let order = Order {
            kind: NOTICE,
            template: &order.template,
            readers: &["public".to_owned()],
            about: &order.about,
            context: &order.context,
            rendered,
        };
        self.make(row, &order, now)
    }

    fn make(&self, row: &OutboxRow, order: &Order<'_>, now: DateTime<Utc>) -> Result<Record, Failed> {
        let (alliance, reference, key) = (
            order.about.alliance.clone(),
            order.rendered.reference.clone(),
            row.key.clone(),
        );
        let (subject, template) = (order.about.subject.clone(), order.template.to_owned());
        let at = Stamp::from(order.about.at);
        let known = self.store.read(|db| {
            let made = documents::of_outbox(db, &key)?;
            let version = documents::next_version(db, &alliance, &reference)?;
            let before = documents::newest(db, &alliance, (&subject, &template), at)?;
            Ok::<_, StoreError>((made, version, before))
        });
        let (version, before) = match known.map_err(Failed::later)? {
            // Made by a try whose mark did not count.
            (Some(_), ..) => return Ok(Record::default()),
            (None, version, before) => (version, before),
        };
        let readers = if order.readers.is_empty() {
            &order.rendered.readers
        } else {
            order.readers
        };
        let readers = serde_json::to_string(readers).map_err(Failed::dead)?;
        let document = parsed(order, version).map_err(Failed::dead)?;
        let hash = document.content_hash();
        // A notice is said again when it is published again; a document that says nothing new is the
        // same document.
        let same = |one: &DocumentRow| one.reference == reference && one.hash == hash && one.readers == readers;
        if order.kind == DOCUMENT && before.as_ref().is_some_and(same) {
            return Ok(Record::default());
        }
        let style = match order.rendered.easy_read {
            true => Style::EasyRead,
            false => Style::Standard,
        };
        let made = draw(&document, hash, style);
        let id = self.rng.id(now);
        let data = self.open_data(order, &id)?;
        let stem = format!(
            "documents/{}-v{version}.{}",
            name(&order.rendered.reference),
            made.hash.get(..8).unwrap_or_default()
        );
        let keep = |ending: &str, bytes: Vec<u8>| {
            let key = format!("{stem}.{ending}");
            self.files.put(&key, bytes).map_err(Failed::later)?;
            Ok::<_, Failed>(key)
        };
        let html_key = keep("html", made.html.into_bytes())?;
        let pdf_key = made.pdf.map(|bytes| keep("pdf", bytes)).transpose()?;
        let data_key = data.map(|bytes| keep("json", bytes)).transpose()?;
        let incident = made
            .flagged
            .as_ref()
            .map(|why| format!("look at the PDF of {} before it is used: {why}", order.rendered.title));
        let document = DocumentRow {
            id,
            alliance_id: alliance,
            subject_id: Some(order.about.subject.clone()),
            // What belongs to the alliance belongs to no instance.
            instance_id: Some(order.about.instance.clone()).filter(|id| !id.is_empty()),
            outbox_key: Some(key),
            kind: order.kind.to_owned(),
            template: order.template.to_owned(),
            reference,
            version,
            title: order.rendered.title.clone(),
            hash: made.hash,
            html_key,
            pdf_key,
            data_key,
            readers,
            flagged: made.flagged,
            created_at: Stamp::from(order.about.at),
        };
        Ok(Record {
            document: Some(document),
            incident,
            ..Record::default()
        })
    }

    /// A notice about a round also goes out as data.
    fn open_data(&self, order: &Order<'_>, id: &str) -> Result<Option<Vec<u8>>, Failed> {
        let publisher = self.publisher.of(order.context);
        // Whatever is announced about a round of grants, nobody buys there: a question that was answered, too.
        let grants = order.context.pointer("/round/grants");
        if order.rendered.giving || grants.is_some_and(|one| !one.is_null()) {
            let url = format!("{}/documents/{id}", publisher.site);
            let data = giving::data(order.context, order.about.at, &url).map_err(Failed::dead)?;
            return serde_json::to_vec_pretty(&data).map(Some).map_err(Failed::dead);
        }
        let Some(tag) = &order.rendered.ocds else {
            return Ok(None);
        };
        // A notice about something else (a board that goes ahead with a specification) is no release.
        if order.context.get("round").is_none_or(serde_json::Value::is_null) {
            return Ok(None);
        }
        let edition = Edition {
            tag,
            seq: order.about.seq,
            at: order.about.at,
            title: &order.rendered.title,
            url: &format!("{}/documents/{id}", publisher.site),
        };
        let package = ocds::package(order.context, &edition, &publisher).map_err(Failed::dead)?;
        serde_json::to_vec_pretty(&package).map(Some).map_err(Failed::dead)
    }
}

/// The page, and the PDF if one can be drawn: what cannot be drawn never holds back what can be read.
fn draw(document: &Document, hash: String, style: Style) -> Made {
    let html = html::page_in(document, style);
    let (pdf, flagged) = match pdf::render(document, style) {
        Ok(made) if made.missing.is_empty() => (Some(made.bytes), None),
        Ok(made) => {
            let signs: Vec<String> = made
                .missing
                .iter()
                .map(|one| format!("U+{:04X} in “{}”", u32::from(one.character), one.context))
                .collect();
            let why = format!("no font of ours shows {}", signs.join(", "));
            (Some(made.bytes), Some(why))
        }
        Err(fault) => (None, Some(format!("there is none: {fault}"))),
    };
    Made {
        hash,
        html,
        pdf,
        flagged,
    }
}

fn parsed(order: &Order<'_>, version: i32) -> Result<Document, String> {
    let said = |path: &str| {
        order
            .context
            .pointer(path)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let mut head = Head::new(order.rendered.title.clone(), said("/alliance/name"));
    head.reference = Some(order.rendered.reference.clone());
    head.issued = Some(order.about.at);
    head.issued_on = Some(words::day(words::local_day(order.about.at)));
    head.issued_at = Some(words::full(order.about.at));
    let email = said("/alliance/email");
    if !email.is_empty() {
        head.formats = Some(format!(
            "If you need this in another format or language, write to {email}."
        ));
    }
    let lines = [
        ("Version", version.to_string()),
        ("Workflow", order.about.definition.clone()),
        ("Log checkpoint", said("/checkpoint")),
    ];
    head.stamps = lines
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| Line {
            label: label.to_owned(),
            value,
        })
        .collect();
    xml::parse(&order.rendered.xml, head)
        .map_err(|faults| format!("the text of `{}` is not a document: {faults}", order.template))
}

/// A reference as part of a file's name.
fn name(reference: &str) -> String {
    let kept = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            c
        } else {
            '-'
        }
    };
    reference.chars().map(kept).collect()
}
