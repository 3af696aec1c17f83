//! An invitation: a page with a button. Programs that open every link change nothing.

use super::{shell, sign_in};
use crate::{
    service::{access::invitations, fault::Fault},
    views::{
        components::{form::Form, link::Button},
        pages::message::Message,
    },
    web::{reply::Reply, request::Request, site::Site},
};

/// Says who is invited.
///
/// # Errors
/// There is no such invitation, or it is over.
pub fn page(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let token = request.param("token");
    let person = invitations::look(&site.app, token)?;
    let heading = format!("Welcome, {}", person.first_name);
    let form = Form::new(
        format!("/invitation/{token}"),
        shell::key(site),
        Vec::new(),
        Button::primary("Come in"),
    );
    shell::draw(&Message {
        form: Some(form),
        ..Message::new(
            shell::page(site, request, &heading)?,
            &heading,
            vec![
                "You are invited to take part. The next page shows what is asked of you, if anything is.".to_owned(),
                "You can ask for another format, for more time, or for somebody to go through it with you.".to_owned(),
            ],
        )
    })
}

/// Takes it up.
///
/// # Errors
/// It is over, or was taken up before.
pub fn take_up(site: &Site, request: &Request) -> Result<Reply, Fault> {
    let person = invitations::take_up(&site.app, request.param("token"))?;
    sign_in::let_in(site, request, &person)
}
