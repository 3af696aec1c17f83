//! Documents: the page first, the PDF beside it.

use accord_store::documents::DocumentRow;

use crate::{
    service::{fault::Fault, readers},
    web::{
        reply::{Body, File, Reply},
        request::Request,
        site::Site,
    },
};

/// A document as a page. It was made by the worker, with its own style inside, and is shown in a
/// sandbox of its own.
///
/// # Errors
/// The file cannot be read.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let row = found(site, request)?;
    let bytes = site.files.get(&row.html_key)?;
    Ok(Reply::of(
        200,
        Body::File(File {
            kind: "text/html; charset=utf-8".to_owned(),
            name: None,
            bytes,
            lasting: false,
        }),
    ))
}

/// A document as a PDF, to keep.
///
/// # Errors
/// There is none, or it waits to be looked at.
pub fn pdf(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let row = found(site, request)?;
    let (Some(key), None) = (&row.pdf_key, &row.flagged) else {
        return Err(Fault::NotFound("page"));
    };
    let bytes = site.files.get(key)?;
    Ok(Reply::of(
        200,
        Body::File(File {
            kind: "application/pdf".to_owned(),
            name: Some(format!("{}-v{}.pdf", row.reference, row.version)),
            bytes,
            lasting: false,
        }),
    ))
}

fn found(site: &Site, request: &Request) -> Result<DocumentRow, Fault> {
    let session = request.session.as_ref();
    site.app.store.read(|db| {
        let alliance = match session {
            Some(session) => session.row.alliance_id.clone(),
            None => site.app.first(db)?,
        };
        let mut desk = site.app.desk(db, &alliance);
        let caller = session.map(crate::service::access::sessions::Session::caller);
        readers::document(&mut desk, caller.as_ref(), request.param("id"))
    })
}
