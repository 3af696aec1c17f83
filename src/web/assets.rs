//! Style, script and icon: part of the program, under addresses that change with their content.

use super::{
    reply::{Body, File, Reply},
    request::Request,
    site::Site,
};
use crate::{service::fault::Fault, views::assets};

/// One of them.
///
/// # Errors
/// There is none at this address, an old one included.
pub fn show(_site: &Site, request: &Request) -> Result<Reply, Fault> {
    let asset = assets::at(&format!("/assets/{}", request.param("name"))).ok_or(Fault::NotFound("page"))?;
    let file = File {
        kind: asset.media_type.to_owned(),
        name: None,
        bytes: asset.text.as_bytes().to_vec(),
        lasting: true,
    };
    Ok(Reply::of(200, Body::File(file)))
}
