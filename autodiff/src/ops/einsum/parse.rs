//! The text of an einsum: what the axes of each operand and of the result are called.

use alloc::{format, string::String, vec::Vec};
use cotangent_tensor::{Error, ErrorKind};

/// The letters of every axis. An axis under an ellipsis has a letter of its own, see [`broadcast_letter`].
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Letters {
    pub(super) operands: Vec<Vec<char>>,
    pub(super) result: Vec<char>,
}

/// The letter of the axis `from_end` places from the end of an ellipsis: private characters, which no text may use.
fn broadcast_letter(from_end: usize) -> char {
    char::from_u32(0xE000 + from_end as u32).expect("a private character")
}

/// How errors name the axis of a letter.
pub(super) fn name(letter: char) -> String {
    match u32::from(letter).checked_sub(0xE000) {
        Some(from_end) if from_end < 256 => format!("axis {} from the end of the ellipsis", from_end + 1),
        _ => format!("index {letter}"),
    }
}

#[track_caller]
fn refuse<T>(spec: &str, why: &str) -> Result<T, Error> {
    Err(Error::new(ErrorKind::Argument, format!("einsum: `{spec}`: {why}")))
}

/// One operand's or the result's part of the text.
struct Term {
    before: Vec<char>,
    ellipsis: bool,
    after: Vec<char>,
}

impl Term {
    #[track_caller]
    fn parse(spec: &str, text: &str) -> Result<Term, Error> {
        let (before, after) = text.split_once("...").unwrap_or((text, ""));
        for c in before.chars().chain(after.chars()) {
            if c == '.' {
                return refuse(spec, "a dot that is not part of one ellipsis `...`");
            }
            if !c.is_alphabetic() {
                return refuse(spec, &format!("{c:?} is no letter"));
            }
        }
        let ellipsis = text.contains("...");
        Ok(Term { before: before.chars().collect(), ellipsis, after: after.chars().collect() })
    }

    /// With `broadcast` axes under the ellipsis.
    fn letters(self, broadcast: usize) -> Vec<char> {
        let dots = (0..broadcast).rev().map(broadcast_letter);
        self.before.into_iter().chain(dots).chain(self.after).collect()
    }
}

/// The letters of operands of these ranks.
#[track_caller]
pub(super) fn parse(spec: &str, ranks: &[usize]) -> Result<Letters, Error> {
    let text: String = spec.chars().filter(|c| !c.is_whitespace()).collect();
    let (left, right) = match text.split_once("->") {
        Some((left, right)) => (left, Some(right)),
        None => (&text[..], None),
    };
    let terms = left.split(',').map(|term| Term::parse(spec, term)).collect::<Result<Vec<_>, _>>()?;
    if terms.len() != ranks.len() {
        return refuse(spec, &format!("names {} operands, got {}", terms.len(), ranks.len()));
    }
    let mut most = 0;
    let mut operands = Vec::new();
    for (i, (term, &rank)) in terms.into_iter().zip(ranks).enumerate() {
        let named = term.before.len() + term.after.len();
        if named > rank || (named < rank && !term.ellipsis) {
            return refuse(spec, &format!("names {named} axes of operand {i}, which has {rank}"));
        }
        most = most.max(rank - named);
        operands.push(term.letters(rank - named));
    }
    let result = match right {
        Some(right) => explicit(spec, right, most, &operands)?,
        None => implicit(most, &operands),
    };
    Ok(Letters { operands, result })
}

/// The result as the text has it.
#[track_caller]
fn explicit(spec: &str, text: &str, broadcast: usize, operands: &[Vec<char>]) -> Result<Vec<char>, Error> {
    let term = Term::parse(spec, text)?;
    if broadcast > 0 && !term.ellipsis {
        return refuse(spec, "the result has no ellipsis for the axes under those of the operands");
    }
    let letters = term.letters(broadcast);
    for (i, letter) in letters.iter().enumerate() {
        if letters[..i].contains(letter) {
            return refuse(spec, &format!("the result names index {letter} twice"));
        }
        if !operands.iter().any(|operand| operand.contains(letter)) {
            return refuse(spec, &format!("the result names index {letter}, which no operand has"));
        }
    }
    Ok(letters)
}

/// Without `->`: the axes under ellipses, then the letters that occur once, in alphabetical order.
fn implicit(broadcast: usize, operands: &[Vec<char>]) -> Vec<char> {
    let mut letters: Vec<char> = operands.iter().flatten().copied().filter(|&c| u32::from(c) < 0xE000).collect();
    letters.sort_unstable();
    let once = |&c: &char| letters.iter().filter(|&&d| d == c).count() == 1;
    (0..broadcast).rev().map(broadcast_letter).chain(letters.iter().copied().filter(once)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(spec: &str, ranks: &[usize]) -> (Vec<String>, String) {
        let letters = parse(spec, ranks).expect("a good text");
        let text = |letters: &Vec<char>| letters.iter().collect();
        (letters.operands.iter().map(text).collect(), text(&letters.result))
    }

    #[test]
    fn results_without_an_arrow_are_those_of_numpy() {
        assert_eq!(letters("ij,jk", &[2, 2]).1, "ik");
        assert_eq!(letters("ba", &[2]).1, "ab");
        assert_eq!(letters("bA", &[2]).1, "Ab");
        assert_eq!(letters("ii", &[2]).1, "");
        assert_eq!(letters(" i , i ", &[1, 1]).1, "");
        assert_eq!(letters("", &[0]), ([String::new()].into(), String::new()));
        assert_eq!(letters("b...a", &[4]).1, "\u{E001}\u{E000}ab");
    }

    #[test]
    fn ellipses_align_at_their_ends() {
        let (operands, result) = letters("...ij,j...->...i", &[4, 2]);
        assert_eq!(operands, ["\u{E001}\u{E000}ij", "j\u{E000}"]);
        assert_eq!(result, "\u{E001}\u{E000}i");
        assert_eq!(letters("i->i...", &[1]).1, "i");
    }

    #[test]
    fn mistakes_are_told() {
        let text = |spec: &str, ranks: &[usize]| String::from(parse(spec, ranks).expect_err("a mistake").text());
        assert_eq!(text("i.j", &[2]), "einsum: `i.j`: a dot that is not part of one ellipsis `...`");
        assert_eq!(text("......", &[2]), "einsum: `......`: a dot that is not part of one ellipsis `...`");
        assert_eq!(text("i1", &[2]), "einsum: `i1`: '1' is no letter");
        assert_eq!(text("i-j", &[2]), "einsum: `i-j`: '-' is no letter");
        assert_eq!(text("i->j->i", &[1]), "einsum: `i->j->i`: '-' is no letter");
        assert_eq!(text("ij,jk", &[2]), "einsum: `ij,jk`: names 2 operands, got 1");
        assert_eq!(text("ij", &[3]), "einsum: `ij`: names 2 axes of operand 0, which has 3");
        assert_eq!(text("ij...", &[1]), "einsum: `ij...`: names 2 axes of operand 0, which has 1");
        assert_eq!(text("ij->ii", &[2]), "einsum: `ij->ii`: the result names index i twice");
        assert_eq!(text("ij->k", &[2]), "einsum: `ij->k`: the result names index k, which no operand has");
        let lost = "einsum: `...i->i`: the result has no ellipsis for the axes under those of the operands";
        assert_eq!(text("...i->i", &[2]), lost);
    }
}
