//! What came of each try, in the words of GOV.UK Notify, which people know.

use super::transport::SendFault;

/// The word for a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// On its way: it is not known yet whether it was taken.
    Sending,
    /// The receiving server took it.
    Delivered,
    /// The address does not exist.
    NoSuchAddress,
    /// The inbox takes nothing right now.
    NotAccepting,
    /// Something else went wrong between the machines.
    TechnicalFailure,
}

impl Delivery {
    /// As the ledger writes it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Delivered => "delivered",
            Self::NoSuchAddress => "email address does not exist",
            Self::NotAccepting => "inbox not accepting messages right now",
            Self::TechnicalFailure => "technical failure",
        }
    }

    /// What a failed try is called.
    pub fn of(fault: &SendFault) -> Self {
        match fault {
            SendFault::Refused(what) if says_no_such_address(what) => Self::NoSuchAddress,
            SendFault::NotNow(what) if what.starts_with('4') => Self::NotAccepting,
            SendFault::Refused(_) | SendFault::NotNow(_) => Self::TechnicalFailure,
            SendFault::Unknown(_) => Self::Sending,
        }
    }
}

/// Whether a refusal is about the address itself.
pub fn says_no_such_address(what: &str) -> bool {
    ["550", "551", "553", "is not an email address"]
        .iter()
        .any(|word| what.contains(word))
}
