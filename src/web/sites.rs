//! The sites of an installation: one for each alliance, found by the address that a request was sent to. Nothing else
//! says whose pages somebody gets: a handler is given the site of one alliance, whose product serves no other.

use std::sync::{Arc, PoisonError, RwLock};

use accord_store::alliances;

use super::site::{Site, briefs};
use crate::{
    domain::host::Origin,
    service::{app::App, homes},
};

/// Shared by every request.
#[derive(Debug)]
pub struct Sites {
    /// What all have in common, and who answers before an alliance has been founded.
    root: Arc<Site>,
    own: RwLock<Vec<Arc<Site>>>,
}

impl Sites {
    /// Those of the alliances that there are. One that cannot be served is said in the log, and not served.
    pub fn of(root: Arc<Site>) -> Self {
        let out = Self {
            root,
            own: RwLock::default(),
        };
        out.look();
        out
    }

    /// What all have in common.
    pub fn root(&self) -> &Arc<Site> {
        &self.root
    }

    /// Looks which alliances there are now. What cannot be looked at stays as it was, and the log says why.
    pub fn look(&self) {
        match self.found() {
            Ok(found) => *self.own.write().unwrap_or_else(PoisonError::into_inner) = found,
            Err(error) => tracing::error!(error = format!("{error:#}"), "the alliances could not be looked at"),
        }
    }

    fn found(&self) -> anyhow::Result<Vec<Arc<Site>>> {
        let app = &self.root.app;
        homes::look(app)?;
        let known = self.own.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut out = Vec::new();
        for row in app.store.read(alliances::all)? {
            let own = &homes::serving(app, &row.id);
            let same = known.iter().find(|site| is_of(site, own));
            match same.map_or_else(|| self.site(own).map(Arc::new), |site| Ok(site.clone())) {
                Ok(site) => out.push(site),
                Err(error) => {
                    tracing::error!(
                        alliance.id = row.id,
                        error = format!("{error:#}"),
                        "an alliance cannot be served"
                    );
                }
            }
        }
        Ok(out)
    }

    fn site(&self, own: &App) -> anyhow::Result<Site> {
        let root = &self.root;
        Ok(Site {
            // Without an address of its own it is wherever the installation is.
            origin: match own.origin == root.app.origin {
                true => root.origin.clone(),
                false => Origin::parse(&own.origin)?,
            },
            templates: match Arc::ptr_eq(&own.library, &root.app.library) {
                true => root.templates.clone(),
                false => briefs(own)?,
            },
            app: own.clone(),
            gate: root.gate.clone(),
            files: root.files.clone(),
            demo: root.demo.clone(),
        })
    }

    /// The site that a `Host` header means; nothing if it means none of ours. Where several alliances have the
    /// installation's own address it is the first of them by name.
    pub fn at(&self, host: &str) -> Option<Arc<Site>> {
        let own = self.own.read().unwrap_or_else(PoisonError::into_inner);
        if own.is_empty() {
            return self.root.origin.is_host(host).then(|| self.root.clone());
        }
        let find = |fits: &dyn Fn(&Site) -> bool| own.iter().find(|site| fits(site)).cloned();
        find(&|site| site.origin.is_named(host))
            .or_else(|| find(&|site| site.origin == self.root.origin && site.origin.is_host(host)))
            .or_else(|| find(&|site| site.origin.is_host(host)))
    }
}

/// Whether a site is of this very product: the same alliance, address and files.
fn is_of(site: &Site, own: &App) -> bool {
    site.app.home == own.home && site.app.origin == own.origin && Arc::ptr_eq(&site.app.library, &own.library)
}
