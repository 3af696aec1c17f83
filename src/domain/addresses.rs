//! Addresses of networks: which of them are public, and which lead inside.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one of the public internet: what is asked of it leaves the house. Addresses
/// that carry another inside (mapped, NAT64, 6to4) are what they carry.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => is_public_four(four),
        IpAddr::V6(six) => is_public_six(six),
    }
}

fn is_public_four(four: Ipv4Addr) -> bool {
    let [a, b, c, _] = four.octets();
    let inside = four.is_private() || four.is_loopback() || four.is_link_local();
    let shared = a == 100 && (64..128).contains(&b);
    let kept = matches!(
        (a, b, c),
        (0, _, _) | (192, 0, 0) | (198, 18..=19, _) | (240..=255, _, _)
    );
    !(inside || shared || kept || four.is_documentation() || four.is_multicast())
}

fn is_public_six(six: Ipv6Addr) -> bool {
    if let Some(four) = carried(six) {
        return is_public_four(four);
    }
    let [first, second, ..] = six.segments();
    let documentation = first == 0x2001 && second == 0xdb8;
    // Only this eighth has been given out at all.
    (0x2000..0x4000).contains(&first) && !documentation && !(first == 0x2001 && second < 0x200)
}

fn carried(six: Ipv6Addr) -> Option<Ipv4Addr> {
    let four = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match six.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            Some(four(high, low))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_inside_is_not_public() {
        for (address, public) in [
            ("93.184.216.34", true),
            ("8.8.8.8", true),
            ("127.0.0.1", false),
            ("127.9.9.9", false),
            ("10.0.0.1", false),
            ("172.16.0.1", false),
            ("172.32.0.1", true),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("100.128.0.1", true),
            ("0.0.0.0", false),
            ("0.1.2.3", false),
            ("192.0.0.8", false),
            ("192.0.2.1", false),
            ("198.18.0.1", false),
            ("203.0.113.9", false),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("2606:4700::1111", true),
            ("::1", false),
            ("::", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("ff02::1", false),
            ("2001:db8::1", false),
            ("2001::1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:8.8.8.8", true),
            ("64:ff9b::10.0.0.1", false),
            ("64:ff9b::8.8.8.8", true),
            ("2002:7f00:1::1", false),
            ("::127.0.0.1", false),
        ] {
            let parsed = address.parse().unwrap();
            assert_eq!(is_public(parsed), public, "{address}");
        }
    }
}
