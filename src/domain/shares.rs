//! A secret in shares: any so many of them give it back, fewer say nothing about it (Shamir, over GF(256)).
//!
//! Each byte of the secret is the constant of a polynomial of its own, whose other coefficients are random; a share is
//! the value of all of them at its number. The field is that of AES (x⁸ + x⁴ + x³ + x + 1).

/// Bytes of a secret.
pub const SIZE: usize = 32;

/// One share. Its number is what the polynomials were asked at: never 0, which would be the secret itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Share {
    /// 1, 2, ….
    pub number: u8,
    /// As many as the secret has.
    pub bytes: [u8; SIZE],
}

// What a share says is secret: it is not to be found in a log.
impl std::fmt::Debug for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Share {{ number: {}, .. }}", self.number)
    }
}

/// Splits a secret into `of` shares, of which any `needed` give it back. `random` gives fresh random bytes each time.
/// `None` if that cannot be: no share is needed, or more than there are.
pub fn split(secret: &[u8; SIZE], needed: u8, of: u8, mut random: impl FnMut() -> [u8; SIZE]) -> Option<Vec<Share>> {
    if needed == 0 || needed > of {
        return None;
    }
    // From the highest power down, as Horner's rule wants them; the secret is the last.
    let mut coefficients: Vec<[u8; SIZE]> = (1..needed).map(|_| random()).collect();
    coefficients.push(*secret);
    let share = |number: u8| {
        let mut bytes = [0; SIZE];
        for one in &coefficients {
            for (value, coefficient) in bytes.iter_mut().zip(one) {
                *value = times(*value, number) ^ coefficient;
            }
        }
        Share { number, bytes }
    };
    Some((1..=of).map(share).collect())
}

/// The secret of these shares, if there are enough of them and none was changed: otherwise some other bytes, which is
/// why what the secret opens has to notice. `None` if there is no share, or one of them twice.
pub fn join(shares: &[Share]) -> Option<[u8; SIZE]> {
    if shares.is_empty() {
        return None;
    }
    let mut secret = [0; SIZE];
    for (place, share) in shares.iter().enumerate() {
        let mut factor = 1;
        for (other_place, other) in shares.iter().enumerate() {
            if place == other_place {
                continue;
            }
            // The value of the Lagrange polynomial at 0: minus is plus in this field.
            factor = times(factor, times(other.number, inverse(other.number ^ share.number)?));
        }
        if share.number == 0 {
            return None;
        }
        for (value, byte) in secret.iter_mut().zip(share.bytes) {
            *value ^= times(factor, byte);
        }
    }
    Some(secret)
}

/// Product in the field.
fn times(a: u8, b: u8) -> u8 {
    let (mut a, mut b, mut product) = (a, b, 0);
    for _ in 0..8 {
        product ^= a & (b & 1).wrapping_neg();
        let carry = (a >> 7).wrapping_neg();
        a = (a << 1) ^ (0x1b & carry);
        b >>= 1;
    }
    product
}

/// What gives 1 when it is multiplied with; nothing for 0.
fn inverse(a: u8) -> Option<u8> {
    if a == 0 {
        return None;
    }
    // a^254, since a^255 is 1.
    let (mut out, mut power) = (1, a);
    for _ in 0..7 {
        power = times(power, power);
        out = times(out, power);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(seed: u8) -> impl FnMut() -> [u8; SIZE] {
        let mut next = seed;
        move || {
            std::array::from_fn(|_| {
                next = next.wrapping_mul(37).wrapping_add(11);
                next
            })
        }
    }

    #[test]
    fn the_field_is_that_of_aes() {
        // FIPS 197, section 4.2, and its inverse of 0x53.
        assert_eq!(times(0x57, 0x83), 0xc1);
        assert_eq!(times(0x57, 0x13), 0xfe);
        assert_eq!(inverse(0x53), Some(0xca));
        assert_eq!(inverse(0), None);
        for a in 1..=255 {
            assert_eq!(inverse(a).map(|b| times(a, b)), Some(1), "{a}");
        }
    }

    #[test]
    fn a_known_polynomial_has_its_known_values() {
        // 0x42 + 0x07·x: at 1, 2 and 3 that is 0x45, 0x4c and 0x4b, worked out by hand.
        let shares = split(&[0x42; SIZE], 2, 3, || [0x07; SIZE]).unwrap();
        let values: Vec<u8> = shares.iter().map(|one| one.bytes[0]).collect();
        assert_eq!(values, [0x45, 0x4c, 0x4b]);
    }

    /// Of up to seven shares, for every number that is needed, every subset: enough give the secret back, fewer do not.
    #[test]
    fn every_subset_that_is_large_enough_and_no_smaller_one() {
        let secret: [u8; SIZE] = std::array::from_fn(|place| u8::try_from(place * 7 + 1).unwrap());
        let mut tried = 0;
        for of in 1..=7_u8 {
            for needed in 1..=of {
                let shares = split(&secret, needed, of, fixed(of * 8 + needed)).unwrap();
                for subset in 1_u32..(1 << of) {
                    let some: Vec<Share> = shares
                        .iter()
                        .filter(|one| subset >> (one.number - 1) & 1 == 1)
                        .cloned()
                        .collect();
                    let enough = some.len() >= usize::from(needed);
                    assert_eq!(join(&some) == Some(secret), enough, "{needed} of {of}: {subset:b}");
                    tried += 1;
                }
            }
        }
        assert_eq!(tried, 1510);
    }

    #[test]
    fn one_changed_bit_gives_another_secret() {
        let secret = [9; SIZE];
        let shares = split(&secret, 2, 3, fixed(3)).unwrap();
        for byte in 0..SIZE {
            let mut worse = shares[..2].to_vec();
            worse[1].bytes[byte] ^= 1;
            assert_ne!(join(&worse), Some(secret), "{byte}");
        }
        let mut worse = shares[..2].to_vec();
        worse[1].number = 3;
        assert_ne!(join(&worse), Some(secret));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(split(&[0; SIZE], 0, 3, fixed(1)).is_none());
        assert!(split(&[0; SIZE], 4, 3, fixed(1)).is_none());
        let shares = split(&[5; SIZE], 2, 3, fixed(1)).unwrap();
        assert!(join(&[]).is_none());
        assert!(join(&[shares[0].clone(), shares[0].clone()]).is_none());
        let at_zero = Share {
            number: 0,
            bytes: [1; SIZE],
        };
        assert!(join(&[at_zero]).is_none());
    }

    #[test]
    fn a_share_says_nothing_in_a_log() {
        let share = split(&[5; SIZE], 1, 1, fixed(1)).unwrap().remove(0);
        assert_eq!(format!("{share:?}"), "Share { number: 1, .. }");
    }
}
