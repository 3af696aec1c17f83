//! Tests of the engine from the outside: public conformance fixtures, the reference interpreter,
//! properties over random charts and random lives.

#[cfg(test)]
mod changeovers;
#[cfg(test)]
mod charts;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod decisions;
#[cfg(test)]
mod lives;
#[cfg(test)]
mod office;
#[cfg(test)]
mod random_charts;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod scxml;
#[cfg(test)]
mod steps;
