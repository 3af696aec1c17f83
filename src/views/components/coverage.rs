//! Every network, and whether it has an offer.

use serde::Serialize;

use super::Component;

/// A tile for each network; the sentence above says the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// "13 of 15 networks have an offer. City Centre and Foundry have none."
    pub says: String,
    /// In the alliance's order.
    pub tiles: Vec<Tile>,
}

/// One network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tile {
    /// Its name.
    pub name: String,
    /// How well it is covered.
    pub cover: Cover,
    /// By whom, or what is being done.
    pub note: String,
    /// Its page.
    pub href: Option<String>,
}

/// How well a network is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Cover {
    Full,
    Part,
    None,
    /// Something is looked for, and is there.
    Found,
    /// Something is looked for, and is not there: no gap, because others may be.
    Elsewhere,
}

impl Component for Coverage {
    const PARTIAL: &'static str = "ac-coverage";
    const TITLE: &'static str = "Coverage";
    const SAYS: &'static str =
        "Every network and whether it has an offer: in words, by the shape of its mark, and by colour.";

    fn samples() -> Vec<(&'static str, Self)> {
        let names = [
            "City Centre",
            "Foundry",
            "GPA1",
            "Heeley Plus",
            "Hillsborough",
            "Network North",
            "North 2",
            "Peak Edge",
            "Porter Valley",
            "SAPA 5",
            "Seven Hills",
            "Townships",
            "University",
            "Upper Don Valley",
            "West 5",
        ];
        let tile = |name: &str| {
            let (cover, note) = match name {
                "Foundry" => (Cover::None, "No offer: asked again on 3 June"),
                "Peak Edge" => (Cover::Part, "8 of 16 hours: one post is vacant"),
                _ => (Cover::Full, "Heeley Kitchen Table"),
            };
            Tile {
                name: name.into(),
                cover,
                note: note.into(),
                href: (cover != Cover::Full).then(|| "#network".into()),
            }
        };
        vec![
            (
                "15 networks",
                Self {
                    says: "13 of 15 networks are covered. Peak Edge is partly covered, and Foundry is not.".into(),
                    tiles: names.into_iter().map(tile).collect(),
                },
            ),
            (
                "What is looked for",
                Self {
                    says: "1 of 2 networks has some of those that you look for.".into(),
                    tiles: [
                        ("North 2", Cover::Found, "1 organisation"),
                        ("Foundry", Cover::Elsewhere, "no organisations"),
                    ]
                    .map(|(name, cover, note)| Tile {
                        name: name.into(),
                        cover,
                        note: note.into(),
                        href: None,
                    })
                    .into(),
                },
            ),
        ]
    }
}
