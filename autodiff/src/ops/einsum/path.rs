//! The order in which operands are multiplied: the cheapest in multiplications for few operands, greedy for many.

use alloc::{vec, vec::Vec};

/// Operands up to which every order is compared: 3⁸ pairs of subsets at most.
const EXHAUSTIVE: usize = 8;

/// A set of letters, by their number.
pub(super) type Set = u128;

/// What the search knows of an einsum.
pub(super) struct Problem {
    /// The letters of each operand.
    pub(super) operands: Vec<Set>,
    /// The letters of the result.
    pub(super) result: Set,
    /// The length of the axes of each letter.
    pub(super) lengths: Vec<f64>,
}

impl Problem {
    /// The number of elements over the axes of these letters.
    fn size(&self, letters: Set) -> f64 {
        (0..self.lengths.len()).filter(|i| letters >> i & 1 == 1).map(|i| self.lengths[i]).product()
    }

    /// Pairs of nodes to be multiplied: nodes below the number of operands are those, the others are the products in
    /// order.
    pub(super) fn path(&self) -> Vec<(usize, usize)> {
        if self.operands.len() <= EXHAUSTIVE { self.best() } else { self.greedy() }
    }

    /// The letters of the product of `members`, a set of operands: those that the rest or the result needs.
    fn letters(&self, members: usize) -> Set {
        let union = |keep: bool| {
            let chosen = self.operands.iter().enumerate().filter(move |(i, _)| (members >> i & 1 == 1) == keep);
            chosen.fold(0, |set, (_, letters)| set | letters)
        };
        if members.is_power_of_two() { union(true) } else { union(true) & (union(false) | self.result) }
    }

    /// Dynamic programming over the subsets of operands. An empty axis makes all orders cost nothing.
    fn best(&self) -> Vec<(usize, usize)> {
        let n = self.operands.len();
        let letters: Vec<Set> = (0..1 << n).map(|members| self.letters(members)).collect();
        let mut cost = vec![0.0; 1 << n];
        let mut split = vec![0; 1 << n];
        for members in (1_usize..1 << n).filter(|members| members.count_ones() > 1) {
            let mut best = f64::INFINITY;
            let mut part = (members - 1) & members;
            while part > members ^ part {
                let other = members ^ part;
                let flops = cost[part] + cost[other] + self.size(letters[part] | letters[other]);
                if flops <= best {
                    (best, split[members]) = (flops, part);
                }
                part = (part - 1) & members;
            }
            cost[members] = best;
        }
        let mut pairs = Vec::new();
        emit((1 << n) - 1, &split, n, &mut pairs);
        pairs
    }

    /// The pair with the smallest product first, after what the product replaces.
    fn greedy(&self) -> Vec<(usize, usize)> {
        let mut live: Vec<(usize, Set)> = self.operands.iter().copied().enumerate().collect();
        let mut pairs = Vec::new();
        while live.len() > 1 {
            let mut best = (f64::INFINITY, 0, 1, 0);
            for i in 0..live.len() {
                for j in i + 1..live.len() {
                    let rest = live.iter().enumerate().filter(|&(k, _)| k != i && k != j);
                    let needed = rest.fold(self.result, |set, (_, (_, letters))| set | letters);
                    let product = (live[i].1 | live[j].1) & needed;
                    let grown = self.size(product) - self.size(live[i].1) - self.size(live[j].1);
                    if grown < best.0 {
                        best = (grown, i, j, product);
                    }
                }
            }
            let (_, i, j, product) = best;
            let ((right, _), (left, _)) = (live.remove(j), live.remove(i));
            live.push((self.operands.len() + pairs.len(), product));
            pairs.push((left, right));
        }
        pairs
    }
}

/// Appends the pairs that multiply `members`, and gives the node of their product. As deep as operands are many: 8.
fn emit(members: usize, split: &[usize], n: usize, pairs: &mut Vec<(usize, usize)>) -> usize {
    if members.is_power_of_two() {
        return members.trailing_zeros() as usize;
    }
    let (one, other) = (split[members], members ^ split[members]);
    // The operand that was named first stays on the left.
    let (left, right) = if one.trailing_zeros() < other.trailing_zeros() { (one, other) } else { (other, one) };
    let pair = (emit(left, split, n, pairs), emit(right, split, n, pairs));
    pairs.push(pair);
    n + pairs.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Operands as texts of the letters a, b, …
    fn problem(operands: &[&str], result: &str, lengths: &[f64]) -> Problem {
        let set = |text: &&str| text.bytes().fold(0, |set, c| set | 1 << (c - b'a'));
        let operands = operands.iter().map(set).collect();
        Problem { operands, result: set(&result), lengths: lengths.into() }
    }

    /// Multiplications of a path.
    fn flops(problem: &Problem, path: &[(usize, usize)]) -> f64 {
        let mut live: Vec<Option<Set>> = problem.operands.iter().copied().map(Some).collect();
        let mut total = 0.0;
        for &(i, j) in path {
            let (x, y) = (live[i].take().expect("used once"), live[j].take().expect("used once"));
            total += problem.size(x | y);
            let needed = live.iter().flatten().fold(problem.result, |set, letters| set | letters);
            live.push(Some((x | y) & needed));
        }
        assert_eq!(live.iter().flatten().count(), 1);
        total
    }

    /// The textbook's chain of six matrices (Cormen et al., Introduction to Algorithms, 15.2): 15125 multiplications.
    #[test]
    fn the_best_order_of_a_matrix_chain_is_found() {
        let lengths = [30.0, 35.0, 15.0, 5.0, 10.0, 20.0, 25.0];
        let chain = problem(&["ab", "bc", "cd", "de", "ef", "fg"], "ag", &lengths);
        let path = chain.path();
        assert_eq!(flops(&chain, &path), 15125.0);
        assert_eq!(path, [(1, 2), (0, 6), (3, 4), (8, 5), (7, 9)]);
    }

    #[test]
    fn many_operands_cost_no_more_than_their_order_in_the_text() {
        let operands = ["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi", "ij", "jk"];
        let lengths = [9.0, 2.0, 8.0, 3.0, 7.0, 2.0, 6.0, 5.0, 2.0, 4.0, 3.0];
        let chain = problem(&operands, "ak", &lengths);
        let in_order: Vec<_> = (0..9).map(|i| if i == 0 { (0, 1) } else { (9 + i, i + 1) }).collect();
        assert!(flops(&chain, &chain.path()) <= flops(&chain, &in_order));
    }

    #[test]
    fn one_operand_needs_no_product() {
        assert_eq!(problem(&["ab"], "a", &[2.0, 3.0]).path(), []);
    }
}
