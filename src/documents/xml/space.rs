//! White space as HTML has it: any run of it is one space, none at the ends of a block or around a break.

use crate::tree::Inline;

/// Puts the white space of a block right, joins texts and drops what is empty.
pub(crate) fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut tidied = forwards(inlines, &mut true);
    backwards(&mut tidied, &mut true);
    tidied
}

/// Collapses runs; `spaced` says whether a space (or a start) stands before.
fn forwards(inlines: Vec<Inline>, spaced: &mut bool) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                let mut collapsed = String::with_capacity(text.len());
                for c in text.chars() {
                    let space = matches!(c, ' ' | '\t' | '\n' | '\r');
                    if !space {
                        collapsed.push(c);
                    } else if !*spaced {
                        collapsed.push(' ');
                    }
                    *spaced = space;
                }
                match out.last_mut() {
                    Some(Inline::Text(before)) => before.push_str(&collapsed),
                    _ if collapsed.is_empty() => {}
                    _ => out.push(Inline::Text(collapsed)),
                }
            }
            Inline::Strong(inner) => out.push(Inline::Strong(forwards(inner, spaced))),
            Inline::Em(inner) => out.push(Inline::Em(forwards(inner, spaced))),
            Inline::Link { href, text } => out.push(Inline::Link {
                href,
                text: forwards(text, spaced),
            }),
            Inline::Break => {
                out.push(Inline::Break);
                *spaced = true;
            }
        }
    }
    out
}

/// Takes spaces away before an end or a break; `ending` says whether one follows.
fn backwards(inlines: &mut Vec<Inline>, ending: &mut bool) {
    for inline in inlines.iter_mut().rev() {
        match inline {
            Inline::Text(text) => {
                if *ending {
                    text.truncate(text.trim_end_matches(' ').len());
                }
                *ending = *ending && text.is_empty();
            }
            Inline::Strong(inner) | Inline::Em(inner) | Inline::Link { text: inner, .. } => backwards(inner, ending),
            Inline::Break => *ending = true,
        }
    }
    inlines.retain(|inline| match inline {
        Inline::Text(text) => !text.is_empty(),
        Inline::Strong(inner) | Inline::Em(inner) | Inline::Link { text: inner, .. } => !inner.is_empty(),
        Inline::Break => true,
    });
    while matches!(inlines.last(), Some(Inline::Break)) && *ending && inlines.len() == 1 {
        inlines.pop();
    }
}

/// Parts inlines at their breaks into lines. A mark around a break is carried to both lines.
pub(crate) fn lines(inlines: &[Inline]) -> Vec<Vec<Inline>> {
    let mut all = vec![Vec::new()];
    for inline in inlines {
        let parts: Vec<Vec<Inline>> = match inline {
            Inline::Text(_) => vec![vec![inline.clone()]],
            Inline::Break => vec![Vec::new(), Vec::new()],
            Inline::Strong(inner) => lines(inner).into_iter().map(|l| vec![Inline::Strong(l)]).collect(),
            Inline::Em(inner) => lines(inner).into_iter().map(|l| vec![Inline::Em(l)]).collect(),
            Inline::Link { href, text } => lines(text)
                .into_iter()
                .map(|l| {
                    vec![Inline::Link {
                        href: href.clone(),
                        text: l,
                    }]
                })
                .collect(),
        };
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                all.push(Vec::new());
            }
            if let Some(line) = all.last_mut() {
                line.extend(part);
            }
        }
    }
    all.into_iter().map(tidy).filter(|line| !line.is_empty()).collect()
}
