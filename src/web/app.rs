//! The application as the framework wants it: the table of routes, headers, and the body of a
//! request. The same for the server and for tests.

use std::{net::IpAddr, sync::Arc, time::Instant};

use actix_web::{
    App, Error, HttpMessage as _, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    cookie::{Cookie, SameSite},
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue},
    },
    middleware::{Next, from_fn},
    web,
};

use super::{
    api,
    arriving::{read_head, read_parts},
    csrf, dispatch, headers,
    parts::Parts,
    problem,
    reply::{Body, Jar, Reply},
    request::Request,
    routes::{self, Method, NOTHING_HERE, ROUTES, Route},
    site::Site,
    sites::Sites,
};

/// Addresses that are asked by name and by number.
const WATCHED: [&str; 2] = ["/healthz", "/readyz"];

/// The application.
pub fn app(
    sites: Arc<Sites>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(web::Data::from(sites))
        .configure(table)
        .default_service(web::to(|http: HttpRequest, body: web::Payload| {
            handle(&NOTHING_HERE, http, body)
        }))
        .wrap(from_fn(around))
}

/// One resource for each path, with the methods that the table gives it and no other.
fn table(config: &mut web::ServiceConfig) {
    let mut paths: Vec<&str> = Vec::new();
    for route in ROUTES {
        if paths.contains(&route.path) {
            continue;
        }
        paths.push(route.path);
        let mut resource =
            web::resource(route.path).default_service(web::to(|http: HttpRequest, body: web::Payload| {
                handle(&NOTHING_HERE, http, body)
            }));
        for one in ROUTES.iter().filter(|one| one.path == route.path) {
            let by = match one.method {
                Method::Get => {
                    web::route().guard(actix_web::guard::Any(actix_web::guard::Get()).or(actix_web::guard::Head()))
                }
                Method::Post => web::post(),
                Method::Put => web::put(),
                Method::Delete => web::delete(),
            };
            resource = resource.route(by.to(move |http: HttpRequest, body: web::Payload| handle(one, http, body)));
        }
        config.service(resource);
    }
}

/// What a request is called in the log and on error pages.
#[derive(Debug, Clone)]
pub(super) struct Id(pub(super) String);

/// Round every request: its id, whether it is meant for us, headers, one line in the log.
async fn around(request: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    let began = Instant::now();
    let Some(sites) = request.app_data::<web::Data<Sites>>().cloned() else {
        return Ok(request.into_response(HttpResponse::InternalServerError().finish()));
    };
    let root = sites.root();
    let id = root.app.rng.id(root.app.wall.now());
    request.extensions_mut().insert(Id(id.clone()));
    let method = request.method().clone();
    // The header itself: what a proxy is said to have been asked for, anybody could have written.
    let host = request.headers().get("host").and_then(|host| host.to_str().ok());
    let host = host.or_else(|| request.uri().authority().map(actix_web::http::uri::Authority::as_str));
    // Whoever watches over the process asks it by whatever address it has inside; nothing is told there.
    let watched = WATCHED.contains(&request.path()).then(|| root.clone());
    let site = watched.or_else(|| sites.at(host?));
    let transport = headers::transport(site.as_ref().map_or(&root.origin, |site| &site.origin));
    let mut response = if let Some(site) = site {
        request.extensions_mut().insert(site);
        next.call(request).await?
    } else {
        let refusal = HttpResponse::build(StatusCode::MISDIRECTED_REQUEST)
            .content_type("text/plain; charset=utf-8")
            .body("This address is not ours.\n");
        request.into_response(refusal)
    };
    let route = response.request().match_pattern().unwrap_or_default();
    tracing::info!(
        request.id = id,
        %method,
        route,
        status = response.status().as_u16(),
        duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        "answered"
    );
    dress(response.headers_mut(), &id, transport);
    Ok(response)
}

fn dress(headers: &mut actix_web::http::header::HeaderMap, id: &str, transport: Option<&str>) {
    let mut put = |name: &str, value: &str| {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value))
            && !headers.contains_key(&name)
        {
            headers.insert(name, value);
        }
    };
    for (name, value) in headers::ALWAYS {
        put(name, value);
    }
    put("content-security-policy", headers::POLICY);
    put("cache-control", headers::UNKEPT);
    put("x-request-id", id);
    if let Some(value) = transport {
        put("strict-transport-security", value);
    }
}

/// One request by one route.
async fn handle(route: &'static Route, http: HttpRequest, body: web::Payload) -> HttpResponse {
    let site = http.extensions().get::<Arc<Site>>().cloned();
    let Some(site) = site else {
        return HttpResponse::InternalServerError().finish();
    };
    let (request, cookie, from) = read_head(&site, &http);
    if request.is_for_programs() && route.api.is_none() {
        let pattern = http.match_pattern();
        return respond(&site, api::problem::no_route(pattern.as_deref(), &request));
    }
    let other = (route.path == NOTHING_HERE.path)
        .then(|| routes::allowed(http.match_pattern().as_deref(), |route| route.api.is_none()))
        .flatten();
    if let Some(allow) = other {
        // The address is there, and takes other methods: what arrives is not read.
        if let Err(seconds) = site.gate.request(from) {
            let fault = crate::service::fault::Fault::TooMany(seconds);
            return respond(&site, problem::reply(&site, &request, fault));
        }
        let mut reply = blocking(site.clone(), route, request, move |site, request| {
            dispatch::turned_away(site, request, cookie.as_deref(), 405)
        })
        .await;
        reply.headers.push(("allow", allow));
        return respond(&site, reply);
    }
    let reply = match admit(&site, route, &http, &request, cookie.is_some(), from) {
        Err(reply) => *reply,
        Ok(()) => match read_parts(route, &http, body).await {
            Err(status) => {
                blocking(site.clone(), route, request, move |site, request| {
                    dispatch::turned_away(site, request, cookie.as_deref(), status)
                })
                .await
            }
            Ok(Parts { form, files, body }) => {
                let request = Request {
                    form,
                    files,
                    body,
                    ..request
                };
                blocking(site.clone(), route, request, move |site, request| {
                    dispatch::answer(site, route, request, cookie.as_deref())
                })
                .await
            }
        },
    };
    respond(&site, reply)
}

/// The database, templates and hashes block: none of that on a thread that answers others. A panic
/// there is a page here.
async fn blocking(
    site: Arc<Site>,
    route: &'static Route,
    request: Request,
    answer: impl FnOnce(&Site, Request) -> Reply + Send + 'static,
) -> Reply {
    let (id, machine, path) = (request.id.clone(), request.machine, request.path.clone());
    let inner = site.clone();
    let done = web::block(move || answer(&inner, request)).await;
    done.unwrap_or_else(|_panicked| {
        let request = Request {
            id,
            machine,
            path,
            ..Request::default()
        };
        let fault = anyhow::anyhow!("the handler of {} panicked", route.action);
        problem::reply(&site, &request, fault.into())
    })
}

/// How often, and from where.
fn admit(
    site: &Site,
    route: &Route,
    http: &HttpRequest,
    request: &Request,
    signed_in: bool,
    from: IpAddr,
) -> Result<(), Box<Reply>> {
    let mut wait = site.gate.request(from);
    if wait.is_ok() && route.signs_in {
        wait = site.gate.sign_in(from);
    }
    if wait.is_ok() && route.rare {
        wait = site.gate.rare(from);
    }
    if let Err(seconds) = wait {
        let fault = crate::service::fault::Fault::TooMany(seconds);
        return Err(Box::new(problem::reply(site, request, fault)));
    }
    if let Some(endpoint) = route.api {
        // No cookie counts there, so there is nothing that another site could use.
        return api::negotiation::admit(site, endpoint, request);
    }
    if http.method().is_safe() {
        return Ok(());
    }
    let header = |name: &str| http.headers().get(name)?.to_str().ok();
    let says = csrf::From {
        site: header("sec-fetch-site"),
        origin: header("origin"),
        signed_in,
    };
    if csrf::allows(&site.origin, says) {
        return Ok(());
    }
    Err(Box::new(problem::refused(
        site,
        request,
        403,
        "This was not sent from our own page",
        "For your safety nothing was done. Open the page here and send it again.",
    )))
}

fn respond(site: &Site, reply: Reply) -> HttpResponse {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut builder = HttpResponse::build(status);
    for (name, value) in &reply.headers {
        builder.insert_header((*name, value.as_str()));
    }
    for keep in &reply.cookies {
        builder.cookie(cookie(site, keep.jar, keep.value.as_deref()));
    }
    if matches!(reply.status, 408 | 413) {
        // What is still on its way is not read any more.
        builder.force_close();
    }
    match reply.body {
        Body::Page(html) => builder.content_type("text/html; charset=utf-8").body(html),
        Body::Text(text) => builder.content_type("text/plain; charset=utf-8").body(text),
        Body::Json(kind, text) => builder.content_type(kind).body(text),
        Body::Nothing => builder.finish(),
        Body::Go(to) => builder.insert_header(("location", to)).finish(),
        Body::File(file) => {
            if file.lasting {
                builder.insert_header(("cache-control", "public, max-age=31536000, immutable"));
            } else {
                builder.insert_header(("content-security-policy", headers::SANDBOX));
            }
            if let Some(name) = &file.name {
                builder.insert_header(("content-disposition", super::reply::attachment(name)));
            }
            builder.content_type(file.kind.as_str()).body(file.bytes)
        }
    }
}

pub(super) fn name_of(site: &Site, jar: Jar) -> String {
    let name = match jar {
        Jar::Session => "accord",
        Jar::Asking => "accord-code",
        Jar::Left => "accord-left",
    };
    // The prefix makes browsers refuse the cookie from anybody but this very host.
    if site.origin.is_secure() {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

fn cookie(site: &Site, jar: Jar, value: Option<&str>) -> Cookie<'static> {
    let mut cookie = Cookie::build(name_of(site, jar), value.unwrap_or_default().to_owned())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.origin.is_secure())
        .finish();
    if value.is_none() {
        cookie.make_removal();
    }
    cookie
}
