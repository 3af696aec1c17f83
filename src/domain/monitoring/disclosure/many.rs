//! A hundred thousand random tables: no number from 1 to 4 is published, and none can be worked out.
//!
//! What is asked of each small number is a witness: another table that is published in exactly the same way, in which
//! the number is another one. Whoever reads what is published cannot tell the two apart. Decisions depend on what was
//! published before and on nothing else, so they are kept for each beginning; that is checked, too.

use std::{
    collections::{BTreeMap, BTreeSet},
    num::Wrapping,
};

use super::*;

const ROUNDED: Rule = Rule {
    least: 5,
    step: 5,
    least_base: 10,
    keep_possible: 2,
};
const EXACT: Rule = Rule { step: 1, ..ROUNDED };

/// How often something random is drawn for all shapes together.
const TABLES: usize = 100_000;

/// A kind of table: which cells are sums of which leaves, and how a reader knows that they hang together.
struct Shape {
    says: &'static str,
    rule: Rule,
    /// Numbers that nothing else gives; each is below this.
    leaves: usize,
    below: i64,
    /// Each cell: leaves that are added, those that are taken away, whether it is published.
    cells: &'static [(&'static [usize], &'static [usize], bool)],
    equations: &'static [(&'static [usize], &'static [usize])],
}

const SHOWN: bool = true;
const HIDDEN: bool = false;

/// A total and its parts.
const PARTS: Shape = Shape {
    says: "a total and three parts",
    rule: ROUNDED,
    leaves: 3,
    below: 14,
    cells: &[
        (&[0, 1, 2], &[], SHOWN),
        (&[0], &[], SHOWN),
        (&[1], &[], SHOWN),
        (&[2], &[], SHOWN),
    ],
    equations: &[(&[0], &[1, 2, 3])],
};

/// Two groups by two others, with every total: parity of two kinds, or two tables of one report.
const SQUARE: Shape = Shape {
    says: "two tables of one report that share their parts",
    rule: ROUNDED,
    leaves: 4,
    below: 9,
    cells: &[
        (&[0, 1, 2, 3], &[], SHOWN),
        (&[0, 1], &[], SHOWN),
        (&[2, 3], &[], SHOWN),
        (&[0, 2], &[], SHOWN),
        (&[1, 3], &[], SHOWN),
        (&[0], &[], HIDDEN),
        (&[1], &[], HIDDEN),
        (&[2], &[], HIDDEN),
        (&[3], &[], HIDDEN),
    ],
    equations: &[
        (&[0], &[1, 2]),
        (&[0], &[3, 4]),
        (&[1], &[5, 6]),
        (&[2], &[7, 8]),
        (&[3], &[5, 7]),
        (&[4], &[6, 8]),
    ],
};

/// Supported in one quarter and in the next, with endings: opening and starters stay inside.
const QUARTERS: Shape = Shape {
    says: "two quarters, the second opening with what the first closed with",
    rule: ROUNDED,
    leaves: 4,
    below: 9,
    cells: &[
        // Leaves: who stayed to the end of the first quarter, who ended in it, who began in the second, who ended then.
        (&[0, 1], &[], SHOWN),
        (&[1], &[], SHOWN),
        (&[0], &[], HIDDEN),
        (&[2], &[], HIDDEN),
        (&[0, 2], &[], SHOWN),
        (&[2], &[], SHOWN),
        (&[0, 2, 3], &[], SHOWN),
        (&[3], &[], HIDDEN),
    ],
    equations: &[(&[0], &[1, 2]), (&[4], &[2, 3]), (&[3], &[5]), (&[6], &[4, 7])],
};

/// A quarter from its opening to its close, of which opening and starters are shown to nobody.
const CASELOAD: Shape = Shape {
    says: "people supported, who left and who stayed",
    rule: EXACT,
    leaves: 4,
    below: 5,
    cells: &[
        // Leaves: there at the opening and at the close, at the opening alone, neither, at the close alone.
        (&[0, 1, 2, 3], &[], SHOWN),
        (&[0, 1], &[], HIDDEN),
        (&[2, 3], &[], HIDDEN),
        (&[0, 3], &[], SHOWN),
        (&[1, 2], &[], SHOWN),
    ],
    equations: &[(&[0], &[1, 2]), (&[1, 2], &[3, 4])],
};

fn shapes() -> Vec<Shape> {
    let exact = |shape: Shape, below| Shape {
        rule: EXACT,
        below,
        ..shape
    };
    vec![
        PARTS,
        SQUARE,
        QUARTERS,
        CASELOAD,
        exact(PARTS, 7),
        exact(QUARTERS, 5),
        Shape {
            rule: Rule {
                least: 4,
                step: 3,
                ..ROUNDED
            },
            ..PARTS
        },
    ]
}

impl Shape {
    fn equations(&self) -> Vec<Equation> {
        let equations = self.equations.iter();
        equations
            .map(|(left, right)| Equation {
                left: left.to_vec(),
                right: right.to_vec(),
            })
            .collect()
    }

    fn table(&self, leaves: &[i64]) -> Vec<Cell> {
        let sum = |places: &[usize]| places.iter().map(|place| leaves[*place]).sum::<i64>();
        let cells = self.cells.iter();
        cells
            .map(|(plus, less, published)| Cell {
                raw: sum(plus) - sum(less),
                published: *published,
            })
            .collect()
    }
}

/// What a way of publishing says of a table.
trait Way {
    fn says(&mut self, table: &[Cell]) -> Vec<Option<Shown>>;
    /// Whether it says of a table what it said of another one.
    fn says_so(&self, table: &[Cell], said: &[Option<Shown>]) -> bool;
}

/// Ours, with what was decided kept by what was said before.
struct Kept<'a> {
    start: Reader<'a>,
    nodes: Vec<Node<'a>>,
}

/// After a beginning: what is withheld of the next cell, and where each word about it leads.
struct Node<'a> {
    reader: Reader<'a>,
    gap: Option<Values>,
    next: BTreeMap<Shown, usize>,
}

impl<'a> Kept<'a> {
    fn of(start: Reader<'a>) -> Self {
        let first = Node {
            reader: start.clone(),
            gap: None,
            next: BTreeMap::new(),
        };
        Self {
            start,
            nodes: vec![first],
        }
    }
}

impl Way for Kept<'_> {
    fn says(&mut self, table: &[Cell]) -> Vec<Option<Shown>> {
        let mut at = 0;
        let mut out = vec![None; table.len()];
        for (place, cell) in table.iter().enumerate().filter(|(_, cell)| cell.published) {
            let node = &mut self.nodes[at];
            let gap = node.gap.get_or_insert_with(|| node.reader.gap(place));
            let (known, shown) = said(self.start.rule, gap, cell.raw);
            out[place] = Some(shown);
            at = match node.next.get(&shown) {
                Some(next) => *next,
                None => {
                    let mut reader = node.reader.clone();
                    reader.learn(place, &known);
                    let new = self.nodes.len();
                    self.nodes[at].next.insert(shown, new);
                    self.nodes.push(Node {
                        reader,
                        gap: None,
                        next: BTreeMap::new(),
                    });
                    new
                }
            };
        }
        out
    }

    fn says_so(&self, table: &[Cell], already: &[Option<Shown>]) -> bool {
        let mut at = Some(0);
        for (cell, shown) in table.iter().zip(already) {
            let (Some(shown), Some(node)) = (shown, at) else {
                continue;
            };
            let node = &self.nodes[node];
            let gap = node.gap.as_ref().unwrap();
            if said(self.start.rule, gap, cell.raw).1 != *shown {
                return false;
            }
            at = node.next.get(shown).copied();
        }
        true
    }
}

/// What many do: mask what is small, round the rest, and look at nothing else.
struct MaskingAlone(Rule);

impl Way for MaskingAlone {
    fn says(&mut self, table: &[Cell]) -> Vec<Option<Shown>> {
        let shown = |cell: &Cell| cell.published.then(|| self.0.count(cell.raw));
        table.iter().map(shown).collect()
    }

    fn says_so(&self, table: &[Cell], said: &[Option<Shown>]) -> bool {
        let mut cells = table.iter().zip(said);
        cells.all(|(cell, said)| said.is_none_or(|said| self.0.count(cell.raw) == said))
    }
}

/// Numbers that look random and are the same each time.
struct Dice(Wrapping<u64>);

impl Dice {
    fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0 * Wrapping(6_364_136_223_846_793_005) + Wrapping(1_442_695_040_888_963_407);
        i64::try_from(self.0.0 >> 33).unwrap() % end
    }

    /// Mostly small numbers: those are the ones to be kept.
    fn leaves(&mut self, shape: &Shape) -> Vec<i64> {
        let one = |dice: &mut Self| {
            let below = if dice.below(3) == 0 {
                shape.below
            } else {
                shape.below.min(6)
            };
            dice.below(below)
        };
        (0..shape.leaves).map(|_| one(self)).collect()
    }
}

/// Tables of a shape that may be published as one is: those near it first, then every table there could be.
fn others(shape: &Shape, leaves: &[i64]) -> impl Iterator<Item = Vec<i64>> {
    let digits = |number: usize, base: usize, count: usize| {
        (0..count).map(move |place| number / base.pow(u32::try_from(place).unwrap()) % base)
    };
    let (count, leaves, steps) = (shape.leaves, leaves.to_vec(), [0, 1, -1, 2, -2]);
    let all = u32::try_from(count).unwrap();
    // What is shown is at most so much below what stands there, and no leaf is more than the whole.
    let most = usize::try_from(leaves.iter().sum::<i64>() + shape.rule.step * 2).unwrap();
    let near = (1..steps.len().pow(all)).map(move |number| {
        let moved = leaves.iter().zip(digits(number, 5, count));
        moved.map(|(leaf, step)| leaf + steps[step]).collect::<Vec<i64>>()
    });
    let far = (0..(most + 1).pow(all)).map(move |number| {
        let leaves = digits(number, most + 1, count);
        leaves.map(|leaf| i64::try_from(leaf).unwrap()).collect::<Vec<i64>>()
    });
    near.filter(|leaves| leaves.iter().all(|leaf| *leaf >= 0)).chain(far)
}

/// What each cell can be, among the tables that are published in one way.
type Possible = BTreeMap<Vec<Option<Shown>>, Vec<BTreeSet<i64>>>;

/// A small number that somebody could know, in words.
fn leak(shape: &Shape, way: &mut dyn Way, possible: &mut Possible, leaves: &[i64]) -> Option<String> {
    let table = shape.table(leaves);
    let small = |raw: i64| (1..shape.rule.least).contains(&raw);
    let said = way.says(&table);
    for (cell, shown) in table.iter().zip(&said) {
        if let (true, Some(Shown::Number(number))) = (small(cell.raw), shown) {
            return Some(format!("{number} is published for {} of {leaves:?}", cell.raw));
        }
    }
    for (part, whole) in said.iter().flatten().zip(said.iter().flatten().skip(1)) {
        // A share says no more than the two numbers do that it is made of.
        let share = shape.rule.percent(*part, *whole);
        if share.number().is_some() && (part.number().is_none() || whole.number().is_none()) {
            return Some(format!("a share of {part} in {whole} is published"));
        }
    }
    let values = possible
        .entry(said.clone())
        .or_insert_with(|| vec![BTreeSet::new(); table.len()]);
    let add = |values: &mut Vec<BTreeSet<i64>>, table: &[Cell]| {
        for (values, cell) in values.iter_mut().zip(table) {
            if values.len() < 2 {
                values.insert(cell.raw);
            }
        }
    };
    add(values, &table);
    let known = |values: &[BTreeSet<i64>]| {
        let mut cells = table.iter().zip(values);
        cells.position(|(cell, values)| small(cell.raw) && values.len() < 2)
    };
    for other in others(shape, leaves) {
        let place = known(values)?;
        let witness = shape.table(&other);
        if witness[place].raw != table[place].raw && way.says_so(&witness, &said) {
            add(values, &witness);
        }
    }
    let place = known(values)?;
    Some(format!(
        "{}: cell {place} of {leaves:?} can only be {}",
        shape.says, table[place].raw
    ))
}

#[test]
fn of_a_hundred_thousand_tables_none_gives_a_small_number_away() {
    let mut dice = Dice(Wrapping(2026));
    let shapes = shapes();
    for shape in &shapes {
        let cells = shape.table(&vec![0; shape.leaves]);
        let plain = shape.equations();
        let equations = with_derived(&cells, &plain);
        let mut kept = Kept::of(Reader::before(shape.rule, cells.len(), &equations));
        let mut possible = Possible::new();
        for number in 0..TABLES.div_ceil(shapes.len()) {
            let leaves = dice.leaves(shape);
            assert_eq!(leak(shape, &mut kept, &mut possible, &leaves), None);
            if number % 500 == 0 {
                let table = shape.table(&leaves);
                assert_eq!(kept.says(&table), publish(shape.rule, &table, &plain), "{leaves:?}");
            }
        }
    }
}

#[test]
fn masking_alone_would_be_found_out() {
    let mut dice = Dice(Wrapping(2026));
    for shape in shapes() {
        let (mut way, mut possible) = (MaskingAlone(shape.rule), Possible::new());
        let found = (0..2000).any(|_| {
            let leaves = dice.leaves(&shape);
            leak(&shape, &mut way, &mut possible, &leaves).is_some()
        });
        assert!(found, "{}", shape.says);
    }
}
