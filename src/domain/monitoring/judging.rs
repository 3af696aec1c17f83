//! What does not fit in a return, each with the question it is about and how to mend it.

use super::indicators::{Answers, IndicatorSet, Made, sum};

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The input.
    pub input: String,
    /// What is wrong and how to mend it, a sentence or two.
    pub says: String,
}

/// Everything that does not fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    /// Questions without a number.
    pub missing: Vec<Problem>,
    /// Numbers that cannot be: nobody could be asked to certify them.
    pub impossible: Vec<Problem>,
    /// Numbers that do not fit together; they hold the return back from being certified.
    pub unequal: Vec<Problem>,
    /// The same where the set asks for an explanation only.
    pub unusual: Vec<Problem>,
}

/// Numbers out of rows as people fill them in: question and number.
///
/// # Errors
/// Rows about a question that is not asked, or that is answered twice.
pub fn collect(set: &IndicatorSet, rows: impl IntoIterator<Item = (String, i64)>) -> Result<Answers, Vec<Problem>> {
    let (mut answers, mut wrong) = (Answers::new(), Vec::new());
    for (input, number) in rows {
        let says = match set.inputs.get(&input) {
            None => Some(format!(
                "This return has no question “{input}”.{}",
                nearest(set, &input)
            )),
            Some(known) if answers.contains_key(&input) => Some(format!(
                "“{}” is answered twice. Keep one of the two rows.",
                known.label
            )),
            Some(_) => None,
        };
        match says {
            Some(says) => wrong.push(Problem { input, says }),
            None => _ = answers.insert(input, number),
        }
    }
    if wrong.is_empty() { Ok(answers) } else { Err(wrong) }
}

fn nearest(set: &IndicatorSet, wrong: &str) -> String {
    accord_engine::guard::nearest(wrong, set.inputs.keys().map(String::as_str))
        .map_or_else(String::new, |near| format!(" Did you mean “{near}”?"))
}

/// Everything that does not fit in a return.
pub fn problems(set: &IndicatorSet, answers: &Answers) -> Problems {
    let mut out = Problems::default();
    for (id, input) in &set.inputs {
        let says = match answers.get(id) {
            None if input.optional => continue,
            None => {
                let says = format!("Enter a number for “{}”; 0 if there was none.", input.label);
                out.missing.push(Problem {
                    input: id.clone(),
                    says,
                });
                continue;
            }
            Some(number) if *number < 0 && !input.may_be_negative => {
                format!("“{}” is {number}. Enter 0 or more.", input.label)
            }
            Some(number) if number.unsigned_abs() > input.most.unsigned_abs() => format!(
                "“{}” is {number}, which is more than {}. Look for a slip of the keyboard.",
                input.label, input.most
            ),
            Some(_) => continue,
        };
        out.impossible.push(Problem {
            input: id.clone(),
            says,
        });
    }
    // What is no number at all would only be said again in other words below.
    if out.impossible.is_empty() {
        out.impossible.extend(
            set.figures
                .values()
                .filter_map(|one| out_of_reach(set, &one.made, answers)),
        );
        out.impossible.dedup();
        unequal(set, answers, &mut out);
    }
    out
}

/// A part above its whole, or a change that nobody can make.
fn out_of_reach(set: &IndicatorSet, made: &Made, answers: &Answers) -> Option<Problem> {
    let label = |id: &String| {
        set.inputs
            .get(id)
            .map_or_else(|| id.clone(), |input| input.label.clone())
    };
    match made {
        Made::Percent {
            of,
            out_of,
            may_exceed: false,
        } => {
            let (part, whole) = (*answers.get(of)?, sum(out_of, answers)?);
            let wholes: Vec<String> = out_of.iter().map(|one| format!("“{}”", label(one))).collect();
            (part > whole).then(|| Problem {
                input: of.clone(),
                says: format!(
                    "“{}” is {part}. It cannot be more than {}, which is {whole}. Correct one of them.",
                    label(of),
                    wholes.join(" and ")
                ),
            })
        }
        Made::MeanChange {
            sum,
            cases,
            widest: Some(widest),
        } => {
            let (total, cases_given) = (*answers.get(sum)?, *answers.get(cases)?);
            let most = widest.saturating_mul(cases_given);
            (total.abs() > most).then(|| Problem {
                input: sum.clone(),
                says: format!(
                    "“{}” is {total}. With {cases_given} for “{}” it is between -{most} and {most}.",
                    label(sum),
                    label(cases)
                ),
            })
        }
        Made::Count(_)
        | Made::Sum(_)
        | Made::Less { .. }
        | Made::Percent { .. }
        | Made::MeanChange { .. }
        | Made::Median { .. } => None,
    }
}

fn unequal(set: &IndicatorSet, answers: &Answers, out: &mut Problems) {
    for check in &set.checks {
        let sums = (
            sum(&check.sum, answers),
            sum(&check.less, answers),
            answers.get(&check.equals),
        );
        let (Some(sum), Some(less), Some(equals)) = sums else {
            continue;
        };
        if sum - less != *equals {
            let problem = Problem {
                input: check.equals.clone(),
                says: format!("{} ({} was expected; {equals} was entered.)", check.because, sum - less),
            };
            if check.soft {
                out.unusual.push(problem);
            } else {
                out.unequal.push(problem);
            }
        }
    }
}

/// What is known of a quarter beside its numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The numbers of the return before; empty for the first.
    pub before: Answers,
    /// Pence that are paid for the quarter, where that is known.
    pub payment: Option<i64>,
}

/// What may well be so, and wants a word of explanation.
pub fn unusual(set: &IndicatorSet, answers: &Answers, known: &Known) -> Vec<Problem> {
    let mut out = problems(set, answers).unusual;
    for (id, input) in &set.inputs {
        let carried = input.carried_from.as_ref().and_then(|from| known.before.get(from));
        if let (Some(number), Some(before)) = (answers.get(id), carried)
            && number != before
        {
            out.push(Problem {
                input: id.clone(),
                says: format!("“{}” is {number}. Your last return ended with {before}.", input.label),
            });
        }
    }
    for one in &set.warnings {
        let Some((number, input)) = answers.get(&one.number).zip(set.inputs.get(&one.number)) else {
            continue;
        };
        let other = |id: &Option<String>| id.as_ref().and_then(|id| answers.get(id)).copied();
        let paid = one.above_payment.zip(known.payment.filter(|pence| *pence > 0));
        let against = [
            other(&one.above).filter(|most| number > most),
            other(&one.below).filter(|least| number < least),
            paid.filter(|(percent, pence)| number.saturating_mul(10_000) > percent.saturating_mul(*pence))
                .map(|(_, pence)| pence / 100),
        ];
        let (label, said) = input.say(Some(*number));
        out.extend(against.into_iter().flatten().map(|against| Problem {
            input: one.number.clone(),
            says: format!(
                "{} (“{label}” is {said}, against {}.)",
                one.because,
                input.say(Some(against)).1
            ),
        }));
    }
    out
}

/// What is wrong with a set itself: words that mean nothing, numbers that mask nothing.
pub fn faults(set: &IndicatorSet) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut known = |place: String, input: &String| {
        if !set.inputs.contains_key(input) {
            out.push(format!("{place}: there is no input `{input}`.{}", nearest(set, input)));
        }
    };
    for (id, input) in &set.inputs {
        if let Some(from) = &input.carried_from {
            known(format!("inputs.{id}.carried_from"), from);
        }
    }
    for (id, figure) in &set.figures {
        for input in figure.made.inputs() {
            known(format!("figures.{id}.made"), input);
        }
    }
    for (place, check) in set.checks.iter().enumerate() {
        for input in check.sum.iter().chain(&check.less).chain([&check.equals]) {
            known(format!("checks[{place}]"), input);
        }
    }
    for (place, warning) in set.warnings.iter().enumerate() {
        for input in warning.inputs() {
            known(format!("warnings[{place}]"), input);
        }
    }
    for (id, figure) in &set.figures {
        if figure.by_host && !matches!(figure.made, Made::Count(_) | Made::Sum(_)) {
            out.push(format!(
                "figures.{id}.by_host: only a count or a sum is published for each host"
            ));
        }
    }
    out.extend(set.small_numbers.fault().map(|fault| format!("small_numbers: {fault}")));
    out
}

#[cfg(test)]
mod tests;
