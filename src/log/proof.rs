//! Proofs that a leaf is in a tree, and that one tree is the beginning of another (RFC 6962
//! section 2.1; verification as RFC 9162 sections 2.1.3.2 and 2.1.4.2).

use crate::{frontier::Frontier, hash::Hash};

/// The root of a list of leaves.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::new();
    for leaf in leaves {
        frontier.push(*leaf);
    }
    frontier.root()
}

/// The audit path of leaf `index`, bottom up; `None` if there is no such leaf.
pub fn inclusion(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    let mut path = Vec::new();
    let (mut leaves, mut index) = (leaves, index);
    while leaves.len() > 1 {
        let (left, right) = leaves.split_at_checked(split(leaves.len()))?;
        if index < left.len() {
            path.push(root(right));
            leaves = left;
        } else {
            path.push(root(left));
            index -= left.len();
            leaves = right;
        }
    }
    path.reverse();
    Some(path)
}

/// The proof that the first `old` leaves are the beginning of all; `None` if there are not so many.
pub fn consistency(leaves: &[Hash], old: usize) -> Option<Vec<Hash>> {
    if old == 0 || old > leaves.len() {
        return None;
    }
    let mut path = Vec::new();
    let (mut leaves, mut old, mut whole) = (leaves, old, true);
    while old < leaves.len() {
        let (left, right) = leaves.split_at_checked(split(leaves.len()))?;
        if old <= left.len() {
            path.push(root(right));
            leaves = left;
        } else {
            path.push(root(left));
            old -= left.len();
            leaves = right;
            whole = false;
        }
    }
    if !whole {
        path.push(root(leaves));
    }
    path.reverse();
    Some(path)
}

/// The largest power of two smaller than `n`, for `n > 1`.
fn split(n: usize) -> usize {
    n.next_power_of_two() / 2
}

/// Whether `path` shows that `leaf` is number `index` of the `size` leaves under `root`.
pub fn included(leaf: Hash, index: u64, size: u64, path: &[Hash], root: Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut made) = (index, size - 1, leaf);
    for step in path {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            made = Hash::node(*step, made);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            made = Hash::node(made, *step);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && made == root
}

/// Whether `path` shows that the tree of `old` leaves is the beginning of the one of `new`.
pub fn consistent((old, old_root): (u64, Hash), (new, new_root): (u64, Hash), path: &[Hash]) -> bool {
    if old == 0 || old > new {
        return false;
    }
    if old == new {
        return path.is_empty() && old_root == new_root;
    }
    let (mut node, mut last) = (old - 1, new - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let mut steps = path.iter().copied();
    // A perfect subtree is its own first step and is left out of the path.
    let first = if old.is_power_of_two() {
        Some(old_root)
    } else {
        steps.next()
    };
    let Some(first) = first else { return false };
    let (mut made_old, mut made_new) = (first, first);
    for step in steps {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            made_old = Hash::node(step, made_old);
            made_new = Hash::node(step, made_new);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            made_new = Hash::node(made_new, step);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && made_old == old_root && made_new == new_root
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The leaves and roots of the certificate-transparency reference tests.
    const INPUTS: [&[u8]; 8] = [
        b"",
        &[0x00],
        &[0x10],
        &[0x20, 0x21],
        &[0x30, 0x31],
        &[0x40, 0x41, 0x42, 0x43],
        &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        &[
            0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f,
        ],
    ];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    fn count(n: usize) -> u64 {
        n.try_into().unwrap()
    }

    fn leaves(n: usize) -> Vec<Hash> {
        (0..n).map(|i| Hash::leaf(&i.to_be_bytes())).collect()
    }

    #[test]
    fn roots_are_those_of_the_reference_tests() {
        let leaves: Vec<_> = INPUTS.iter().map(|input| Hash::leaf(input)).collect();
        for (n, expected) in ROOTS.iter().enumerate() {
            assert_eq!(root(&leaves[..=n]).to_string(), *expected, "{} leaves", n + 1);
        }
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_shown_and_no_other() {
        for size in 1..70 {
            let leaves = leaves(size);
            let root = root(&leaves);
            for index in 0..size {
                let path = inclusion(&leaves, index).unwrap();
                let (i, n) = (count(index), count(size));
                assert!(included(leaves[index], i, n, &path, root), "{index} of {size}");
                assert!(!included(Hash::empty(), i, n, &path, root));
                assert!(!included(leaves[index], i, n + 64, &path, root));
                assert!(size == 1 || !included(leaves[index], (i + 1) % n, n, &path, root));
                for cut in 0..path.len() {
                    let mut worse = path.clone();
                    worse[cut].0[31] ^= 1;
                    assert!(!included(leaves[index], i, n, &worse, root));
                    worse.remove(cut);
                    assert!(!included(leaves[index], i, n, &worse, root));
                }
            }
        }
    }

    #[test]
    fn every_beginning_of_every_small_tree_is_shown_and_no_other() {
        for new in 1..70 {
            let leaves = leaves(new);
            let new_root = root(&leaves);
            for old in 1..=new {
                let path = consistency(&leaves, old).unwrap();
                let old_root = root(&leaves[..old]);
                let (o, n) = (count(old), count(new));
                assert!(consistent((o, old_root), (n, new_root), &path), "{old} of {new}");
                assert!(!consistent((o, Hash::empty()), (n, new_root), &path));
                assert!(!consistent((o, old_root), (n, Hash::empty()), &path));
                for cut in 0..path.len() {
                    let mut worse = path.clone();
                    worse[cut].0[0] ^= 128;
                    assert!(!consistent((o, old_root), (n, new_root), &worse));
                }
            }
        }
    }

    #[test]
    fn a_stored_frontier_goes_on_as_if_it_had_never_been_stored() {
        let leaves = leaves(100);
        let mut frontier = Frontier::new();
        for (n, leaf) in leaves.iter().enumerate() {
            frontier = Frontier::stored(frontier.size(), frontier.peaks().to_vec()).unwrap();
            frontier.push(*leaf);
            let path = inclusion(&leaves[..=n], n).unwrap();
            assert!(included(*leaf, count(n), count(n) + 1, &path, frontier.root()));
        }
        assert_eq!(Frontier::stored(3, vec![Hash::empty()]), None);
    }
}
