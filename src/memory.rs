//! Memory that is free goes back to the machine.
//!
//! The allocator of glibc keeps, for each thread, what its largest page took, in pieces between which something small
//! lives on: with fifty people on it for ten minutes a server held twice what it used, and grew by a sixth. Asked to, it
//! gives whole pages of memory back.

use std::time::Duration;

/// How often it is asked; it takes about a millisecond.
pub const EVERY: Duration = Duration::from_secs(15);

/// Gives back what is free. Does nothing where the allocator is another.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the allocator is asked in C")]
pub fn give_back() {
    // SAFETY: `malloc_trim` takes no pointer, may be called by any thread at any time (MT-Safe), and only returns
    // memory that nothing uses.
    let _some = unsafe { libc::malloc_trim(0) };
}

/// Gives back what is free. Does nothing where the allocator is another.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub const fn give_back() {}
