//! The stylesheet, the script and the icon: inside the program, under addresses that change with their content.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// A file that pages need.
#[derive(Debug)]
pub struct Asset {
    /// `accord.css`: what templates call it.
    pub name: &'static str,
    /// `/assets/accord.0f3a….css`: may be kept for ever, because other content has another address.
    pub address: String,
    /// The media type.
    pub media_type: &'static str,
    /// The content.
    pub text: &'static str,
}

/// In the order in which the rules stand in the stylesheet.
const STYLES: &str = concat!(
    include_str!("base.css"),
    include_str!("layout.css"),
    include_str!("forms.css"),
    include_str!("reading.css"),
    include_str!("pictures.css"),
    include_str!("media.css"),
);

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        asset("accord.css", "text/css; charset=utf-8", STYLES),
        asset("accord.js", "text/javascript; charset=utf-8", include_str!("accord.js")),
        asset("accord.svg", "image/svg+xml", include_str!("accord.svg")),
    ]
});

fn asset(name: &'static str, media_type: &'static str, text: &'static str) -> Asset {
    let hash: String = Sha256::digest(text)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let address = match name.split_once('.') {
        Some((stem, ending)) => format!("/assets/{stem}.{hash}.{ending}"),
        None => format!("/assets/{name}.{hash}"),
    };
    Asset {
        name,
        address,
        media_type,
        text,
    }
}

/// Every asset: what a server has to answer for.
pub fn all() -> &'static [Asset] {
    ASSETS.as_slice()
}

/// The asset at an address, `/assets/accord.0f3a….css`; nothing for any other address, an old hash included.
pub fn at(address: &str) -> Option<&'static Asset> {
    all().iter().find(|asset| asset.address == address)
}

/// The address of an asset that templates name.
pub fn address(name: &str) -> Option<&'static str> {
    all()
        .iter()
        .find(|asset| asset.name == name)
        .map(|asset| asset.address.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_at_it() {
        for asset in all() {
            assert_eq!(at(&asset.address).map(|found| found.name), Some(asset.name));
            assert_eq!(address(asset.name), Some(asset.address.as_str()));
        }
        assert!(
            at("/assets/accord.css").is_none(),
            "an address without its hash could go stale"
        );
        assert_ne!(
            asset("accord.css", "text/css", "a").address,
            asset("accord.css", "text/css", "b").address
        );
    }
}
