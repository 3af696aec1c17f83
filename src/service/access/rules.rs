//! How long and how often: the numbers of signing in. They follow OWASP ASVS 5.0 level 2, and are
//! the same for every alliance.

use chrono::TimeDelta;

/// A code that was sent is good for so long.
pub const CODE: TimeDelta = TimeDelta::minutes(10);
/// Digits of a code.
pub const CODE_DIGITS: usize = 8;
/// Tries at one code.
pub const CODE_TRIES: i32 = 5;
/// One address gets so many codes ...
pub const CODES: i64 = 5;
/// ... in so long.
pub const CODES_IN: TimeDelta = TimeDelta::minutes(15);
/// Wrong answers for one address, before it must rest ...
pub const WRONG: i64 = 15;
/// ... counted over so long.
pub const WRONG_IN: TimeDelta = TimeDelta::hours(1);
/// Codes are forgotten after so long.
pub const CODES_KEPT: TimeDelta = TimeDelta::days(1);

/// A session of somebody who decides ends after so long without use.
pub const IDLE_DECIDING: TimeDelta = TimeDelta::minutes(30);
/// Anybody else's: long answers take time to write.
pub const IDLE: TimeDelta = TimeDelta::hours(4);
/// Every session ends after so long.
pub const SESSION: TimeDelta = TimeDelta::hours(12);
/// Use is noted at most this often.
pub const TOUCH: TimeDelta = TimeDelta::minutes(1);

/// Before an act that cannot be taken back, the second factor was shown at most so long ago.
pub const FRESH: TimeDelta = TimeDelta::minutes(15);
/// Wrong tries at a factor before it rests ...
pub const FACTOR_TRIES: i32 = 5;
/// ... for so long.
pub const FACTOR_RESTS: TimeDelta = TimeDelta::minutes(15);
/// The fewest characters of a password.
pub const PASSWORD_LEAST: usize = 12;
/// The most: more is somebody's file.
pub const PASSWORD_MOST: usize = 200;
/// Codes on a printed card.
pub const CARD_CODES: i32 = 24;
/// Codes for the day on which the other factor is lost.
pub const RECOVERY_CODES: i32 = 10;

/// An invitation can be taken up for so long.
pub const INVITATION: TimeDelta = TimeDelta::days(14);
