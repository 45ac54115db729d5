//! Einstein's summation, lowered to diagonals, sums, contractions of two operands, and a permutation.

use crate::{array::Array, bind::or_raise, prim::dot};
use alloc::{format, vec::Vec};
use cotangent_tensor::{Axes, Contraction, DType, Error, ErrorKind, MAX_RANK, Range, Shape};

mod parse;
mod path;

use parse::{name, parse};
use path::{Problem, Set};

/// Einstein's summation over letters that name axes, with all of NumPy's syntax: a letter of several operands runs along
/// in all of them, a letter twice in one operand takes its diagonal, letters that the result lacks are summed over.
/// Without `->` the result has the letters that occur once, in alphabetical order, behind those under an ellipsis.
/// `...` stands for all axes without a letter, which broadcast; so do axes of length 1. Spaces do not count.
///
/// Operands are multiplied in the order that costs the fewest multiplications (up to 8 of them; more, by the pair whose
/// product grows least). Multilinear: the derivative in an operand is the einsum of the others. The dtype is the widest.
///
/// ```
/// use cotangent_autodiff::{array, einsum};
/// let (a, b) = (array([[1.0, 2.0], [3.0, 4.0]]), array([1.0, -1.0]));
/// assert_eq!(einsum("ij,j->i", &[&a, &b]).to_vec::<f64>()?, [-1.0, -1.0]);
/// assert_eq!(einsum("ii", &[&a]).item::<f64>()?, 5.0);
/// assert_eq!(einsum("...i,i", &[&a, &b]).to_vec::<f64>()?, [-1.0, -1.0]);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// A text that is no einsum of as many operands with as many axes, lengths that differ, bool operands only, a product on
/// the way with more axes than [`MAX_RANK`].
#[track_caller]
pub fn einsum(spec: &str, operands: &[&Array]) -> Array {
    or_raise(try_einsum(spec, operands))
}

/// [`einsum`] with the error as a value.
///
/// # Errors
/// As [`einsum`] panics.
#[track_caller]
pub fn try_einsum(spec: &str, operands: &[&Array]) -> Result<Array, Error> {
    let ranks: Vec<usize> = operands.iter().map(|x| x.rank()).collect();
    let letters = parse(spec, &ranks)?;
    let shapes: Vec<Shape> = operands.iter().map(|x| x.shape()).collect();
    let lengths = Lengths::of(&letters.operands, &shapes)?;
    let dtype = operands.iter().map(|x| x.dtype()).reduce(DType::promote).expect("a term for each operand");
    super::products::numbers("einsum", dtype)?;
    let terms = operands.iter().zip(letters.operands).map(|(x, letters)| Term { x: x.convert(dtype), letters });
    let terms: Vec<Term> = terms.map(|term| term.diagonal().without_broadcast(&lengths)).collect();
    let product = multiply(terms, &letters.result, &lengths)?;
    Ok(product.ordered(&letters.result))
}

/// Every letter with its length, in the order of first occurrence.
struct Lengths(Vec<(char, usize)>);

impl Lengths {
    /// A letter's axes agree, or have length 1 and broadcast to the others. Within one operand they agree.
    #[track_caller]
    fn of(operands: &[Vec<char>], shapes: &[Shape]) -> Result<Lengths, Error> {
        let mut lengths: Vec<(char, usize, usize)> = Vec::new();
        for (i, (letters, shape)) in operands.iter().zip(shapes).enumerate() {
            for (at, (&letter, &n)) in letters.iter().zip(shape.iter()).enumerate() {
                if let Some(first) = letters[..at].iter().position(|&c| c == letter)
                    && shape[first] != n
                {
                    let text = format!("einsum: {} has length {} and {n} in operand {i}", name(letter), shape[first]);
                    return Err(Error::new(ErrorKind::Shape, text));
                }
                match lengths.iter_mut().find(|(c, ..)| *c == letter) {
                    None => lengths.push((letter, n, i)),
                    Some((_, known, place)) if *known == 1 => (*known, *place) = (n, i),
                    Some((_, known, place)) if *known != n && n != 1 => {
                        let name = name(letter);
                        let text =
                            format!("einsum: {name} has length {known} in operand {place} and {n} in operand {i}");
                        return Err(Error::new(ErrorKind::Shape, text));
                    }
                    Some(_) => {}
                }
            }
        }
        Ok(Lengths(lengths.into_iter().map(|(letter, n, _)| (letter, n)).collect()))
    }

    fn get(&self, letter: char) -> usize {
        self.0.iter().find(|(c, _)| *c == letter).expect("every letter of an operand has a length").1
    }

    fn set(&self, letters: &[char]) -> Set {
        let index = |letter: &char| self.0.iter().position(|(c, _)| c == letter).expect("a letter of an operand");
        letters.iter().fold(0, |set, letter| set | 1 << index(letter))
    }
}

/// An array with the letters of its axes.
struct Term {
    x: Array,
    letters: Vec<char>,
}

impl Term {
    /// The diagonal over each letter that occurs twice, at the end: row n·i + i of the two axes joined.
    fn diagonal(mut self) -> Term {
        while let Some((at, again)) = self.repeated() {
            let n = self.x.shape()[at];
            let rest: Vec<usize> = (0..self.letters.len()).filter(|&i| i != at && i != again).collect();
            let letters = rest.iter().map(|&i| self.letters[i]).chain([self.letters[at]]).collect();
            let moved = self.x.permute(&rest.iter().copied().chain([at, again]).collect::<Vec<_>>());
            let shape = moved.shape();
            let joined = moved.reshape_to(&Shape::of(shape[..rest.len()].iter().copied().chain([n * n])));
            let diagonal = Range { start: 0, len: n, step: n as isize + 1 };
            let ranges = shape[..rest.len()].iter().map(|&d| Range::all(d)).chain([diagonal]);
            self = Term { x: joined.slice_ranges(ranges.collect()), letters };
        }
        self
    }

    /// Two axes with one letter.
    fn repeated(&self) -> Option<(usize, usize)> {
        let again = (0..self.letters.len()).find(|&i| self.letters[..i].contains(&self.letters[i]))?;
        let first = self.letters.iter().position(|c| *c == self.letters[again])?;
        Some((first, again))
    }

    /// Without the axes of length 1 whose letter is longer elsewhere.
    fn without_broadcast(self, lengths: &Lengths) -> Term {
        let shape = self.x.shape();
        let axes = Axes::of((0..shape.rank()).filter(|&i| shape[i] != lengths.get(self.letters[i])));
        let letters = (0..shape.rank()).filter(|&i| !axes.contains(i)).map(|i| self.letters[i]).collect();
        Term { x: self.x.reshape_to(&shape.without(axes)), letters }
    }

    /// Summed over the letters that nobody needs.
    fn summed(self, needed: impl Fn(&char) -> bool) -> Term {
        let axes: Vec<isize> =
            (0..self.letters.len()).filter(|&i| !needed(&self.letters[i])).map(|i| i as isize).collect();
        let x = self.x.sum_axes(&axes[..]);
        Term { x, letters: self.letters.into_iter().filter(needed).collect() }
    }

    /// With the axes in the order of `letters`, those that it lacks as axes of length 1.
    fn ordered(&self, letters: &[char]) -> Array {
        let present = letters.iter().filter_map(|c| self.letters.iter().position(|d| d == c));
        let moved = self.x.permute(&present.collect::<Vec<_>>());
        let from = self.x.shape();
        let length = |c: &char| self.letters.iter().position(|d| d == c).map_or(1, |i| from[i]);
        moved.reshape_to(&Shape::of(letters.iter().map(length)))
    }
}

/// The product of all terms, with the letters of the result in some order.
#[track_caller]
fn multiply(terms: Vec<Term>, result: &[char], lengths: &Lengths) -> Result<Term, Error> {
    if lengths.0.len() > Set::BITS as usize {
        let text = format!("einsum: {} indices, more than {}", lengths.0.len(), Set::BITS);
        return Err(Error::new(ErrorKind::Argument, text));
    }
    let needed = |nodes: &[Option<Term>], letter: &char| {
        result.contains(letter) || nodes.iter().flatten().any(|term| term.letters.contains(letter))
    };
    let mut nodes: Vec<Option<Term>> = terms.into_iter().map(Some).collect();
    for i in 0..nodes.len() {
        let term = nodes[i].take().expect("no product yet");
        nodes[i] = Some(term.summed(|letter| needed(&nodes, letter)));
    }
    let sets = nodes.iter().flatten().map(|term| lengths.set(&term.letters)).collect();
    let sizes = lengths.0.iter().map(|&(_, n)| n as f64).collect();
    let problem = Problem { operands: sets, result: lengths.set(result), lengths: sizes };
    for (i, j) in problem.path() {
        let (x, y) = (nodes[i].take(), nodes[j].take());
        let (x, y) = (x.expect("a node is used once"), y.expect("a node is used once"));
        let product = pair(&x, &y, |letter| needed(&nodes, letter))?;
        nodes.push(Some(product));
    }
    Ok(nodes.pop().flatten().expect("the last node is the product of all"))
}

/// The product of two terms, summed over the letters that nobody needs: both have them.
#[track_caller]
fn pair(x: &Term, y: &Term, needed: impl Fn(&char) -> bool) -> Result<Term, Error> {
    let place = |letters: &[char], c: char| letters.iter().position(|&d| d == c);
    let shared = x.letters.iter().enumerate().filter_map(|(i, &c)| Some((c, (i, place(&y.letters, c)?))));
    let (kept, summed): (Vec<_>, Vec<_>) = shared.partition(|(c, _)| needed(c));
    let batch = kept.iter().map(|&(c, _)| c);
    let free = |of: &Term, other: &Term| {
        of.letters.iter().copied().filter(|&c| place(&other.letters, c).is_none()).collect::<Vec<_>>()
    };
    let letters: Vec<char> = batch.chain(free(x, y)).chain(free(y, x)).collect();
    if letters.len() > MAX_RANK {
        let text = format!(
            "einsum: the product of {} and {} has {} axes, more than {MAX_RANK}",
            x.x.shape(),
            y.x.shape(),
            letters.len()
        );
        return Err(Error::new(ErrorKind::Shape, text));
    }
    // A product without a sum whose operands run along together is elementwise.
    if summed.is_empty() && (!kept.is_empty() || x.letters.is_empty() || y.letters.is_empty()) {
        return Ok(Term { x: x.ordered(&letters) * y.ordered(&letters), letters });
    }
    let pairs = |axes: &[(char, (usize, usize))]| axes.iter().map(|&(_, pair)| pair).collect::<Vec<_>>();
    let axes = Contraction::new(&pairs(&kept), &pairs(&summed));
    Ok(Term { x: dot::checked("einsum", &x.x, &y.x, &axes)?, letters })
}
