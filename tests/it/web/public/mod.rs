//! What everybody may see, and what nobody but its readers may.

mod bidding;
mod can_we_bid;
mod register;
mod verify;
mod yearly;

use accord_store::documents::{self, DocumentRow};
use serde_json::json;

use super::browser::Web;
use crate::service::award;

/// A round that is being prepared, with a sealed bid, papers of every sort, and one notice.
struct Scene {
    web: Web,
    round: award::Round,
    notice: String,
    secret: String,
}

fn id(number: u32) -> String {
    format!("01900000-0000-7000-8000-{number:012}")
}

fn paper(web: &Web, record: &str, number: u32, readers: &str) -> DocumentRow {
    let hash = format!("{number:08x}").repeat(8);
    DocumentRow {
        id: id(number),
        alliance_id: web.t.alliance.clone(),
        subject_id: Some(record.to_owned()),
        instance_id: None,
        outbox_key: None,
        kind: "document".to_owned(),
        template: "paper".to_owned(),
        reference: format!("PAPER-{number}"),
        version: 1,
        title: format!("Paper {number}"),
        hash,
        html_key: format!("{number}.html"),
        pdf_key: Some(format!("{number}.pdf")),
        data_key: None,
        readers: format!("[\"{readers}\"]"),
        flagged: None,
        created_at: web.now().into(),
    }
}

fn keep(web: &Web, row: DocumentRow) -> String {
    let id = row.id.clone();
    let html = format!(
        "<main>\n<h1>{}</h1>\n<p>The words of {}</p></main>\n<footer>\n<dl><dt>Fingerprint of its content \
         (SHA-256)</dt><dd>{}</dd></dl></footer>",
        row.title, row.title, row.hash
    );
    let pdf = format!(
        "%PDF-1.7 {} trailer\n<</Root 1 0 R/ID[<{}><0>]>>",
        row.title,
        &row.hash[..32]
    );
    web.site.files.put(&row.html_key, html.into_bytes()).unwrap();
    web.site
        .files
        .put(row.pdf_key.as_ref().unwrap(), pdf.into_bytes())
        .unwrap();
    web.t.app.store.write(move |db| documents::put(db, &row)).unwrap();
    id
}

fn package(awards: bool) -> Vec<u8> {
    let mut release = json!({
        "id": "ocds-213czf-X-1-tender",
        "date": "2026-01-05T09:00:00Z",
        "tender": {
            "title": "Peer support for the city", "status": "active",
            "tenderPeriod": { "endDate": "2026-04-10T11:00:00Z" },
            "lots": [{ "id": "foundry", "title": "Foundry" }],
            "description": "What it is.\n\nWhom it is for.",
        },
    });
    if awards {
        release["awards"] = json!([{
            "id": "A-1", "title": "Foundry", "status": "pending", "value": { "amount": 38_500.5, "currency": "GBP" },
            "suppliers": [{ "id": "s", "name": "=Heeley Trust" }],
        }]);
    }
    json!({ "releases": [release] }).to_string().into_bytes()
}

impl Scene {
    fn new() -> Self {
        let web = Web::new();
        let round = award::round(&web.t);
        let (_, bid) = award::bid(&web.t, &round, "burngreave");
        let secret = keep(&web, paper(&web, &round.record, 1, "board_vcse"));
        keep(
            &web,
            DocumentRow {
                title: "Letter to Burngreave".into(),
                ..paper(&web, &bid, 2, "bidder")
            },
        );
        let notice = DocumentRow {
            kind: "notice".to_owned(),
            title: "Open for bids".to_owned(),
            data_key: Some("3.json".to_owned()),
            ..paper(&web, &round.record, 3, "public")
        };
        web.site.files.put("3.json", package(false)).unwrap();
        let notice = keep(&web, notice);
        Self {
            web,
            round,
            notice,
            secret,
        }
    }

    fn reference(&self) -> String {
        let (record, alliance) = (self.round.record.clone(), self.web.t.alliance.clone());
        let read = |db: &mut accord_store::Db| accord_store::subjects::load(db, &alliance, &record);
        self.web.t.app.store.read(read).unwrap().reference.unwrap()
    }
}
