//! What holds for every function and length: all forms give the same bits, and the reductions follow the order that
//! their documentation states.

use cotangent_kernels::{
    Abs, Acos, Acosh, Add, Asin, Asinh, Atan, Atan2, Atanh, Cbrt, Ceil, Cos, Cosh, Div, Equal, Erf, ErfInv, Erfc, Exp,
    Exp2, ExpM1, Float, Floor, Greater, Isa, Kernel, Lgamma, Ln, Ln1p, Log2, Log10, Map, Maximum, Minimum, Mul, Neg,
    Number, Powf, Reciprocal, Round, Rsqrt, Sigmoid, Sign, Sin, Sinh, Softplus, Sqrt, Square, Sub, Tan, Tanh, Trunc,
    Zip, ZipAssign, dispatch, dot, max, max_rows, min, min_rows, powi, powi_scalar, prod, prod_rows, select, sum,
    sum_rows,
};
use quickcheck::{TestResult, quickcheck};

/// Whether this build and machine round `a*b + c` once.
struct Fused;
impl Kernel for Fused {
    type Output = bool;
    fn run<I: Isa>(self) -> bool {
        I::FUSED
    }
}

fn same<T: Number>(x: T, y: T) -> bool {
    // Distinguishes the zeros, and no NaNs: `Debug` prints the shortest digits that identify a float.
    format!("{x:?}") == format!("{y:?}")
}

fn forms_agree<T: Number, F: Map<T>>(x: &[T]) -> bool {
    let alone: Vec<T> = x.iter().map(|&x| F::scalar(x)).collect();
    let mut slice = vec![T::ONE; x.len()];
    F::slice(x, &mut slice);
    let mut place = x.to_vec();
    F::in_place(&mut place);
    alone.iter().zip(&slice).all(|(&a, &b)| same(a, b)) && alone.iter().zip(&place).all(|(&a, &b)| same(a, b))
}

fn all_maps<T: Float>(x: &[T]) {
    macro_rules! each {
        ($($f:ident)*) => { $( assert!(forms_agree::<T, $f>(x), "{}: {x:?}", stringify!($f)); )* };
    }
    each!(Neg Abs Sign Square Exp ExpM1 Ln Ln1p Sqrt Rsqrt Reciprocal Sin Cos Tan Sinh Cosh Tanh Sigmoid Erf Erfc ErfInv
        Floor Ceil Round Trunc Exp2 Log2 Log10 Asin Acos Atan Asinh Acosh Atanh Cbrt Softplus Lgamma);
}

fn zip_forms_agree<T: Number, F: Zip<T, Output: PartialEq + core::fmt::Debug> + ?Sized>(a: &[T], b: &[T]) -> bool {
    let (Some(&a0), Some(&b0)) = (a.first(), b.first()) else {
        return true;
    };
    let print = |out: &[F::Output]| format!("{out:?}");
    let alone: Vec<_> = a.iter().zip(b).map(|(&a, &b)| F::scalar(a, b)).collect();
    let mut out = alone.clone();
    out.fill(F::scalar(T::ZERO, T::ZERO));
    F::slices(a, b, &mut out);
    let slices = print(&alone) == print(&out);
    F::left(a0, b, &mut out);
    let left = print(&out) == print(&b.iter().map(|&b| F::scalar(a0, b)).collect::<Vec<_>>());
    F::right(a, b0, &mut out);
    let right = print(&out) == print(&a.iter().map(|&a| F::scalar(a, b0)).collect::<Vec<_>>());
    slices && left && right
}

fn assign_forms_agree<T: Number, F: ZipAssign<T>>(a: &[T], b: &[T]) -> bool {
    let (Some(&a0), Some(&b0)) = (a.first(), b.first()) else {
        return true;
    };
    let print = |out: &[T]| format!("{out:?}");
    let run = |start: &[T], f: &dyn Fn(&mut [T])| {
        let mut out = start.to_vec();
        f(&mut out);
        print(&out)
    };
    let collect = |f: &dyn Fn(usize) -> T| print(&(0..a.len()).map(f).collect::<Vec<_>>());
    run(a, &|x| F::assign(x, b)) == collect(&|i| F::scalar(a[i], b[i]))
        && run(a, &|x| F::assign_scalar(x, b0)) == collect(&|i| F::scalar(a[i], b0))
        && run(b, &|x| F::assign_from(x, a)) == collect(&|i| F::scalar(a[i], b[i]))
        && run(b, &|x| F::assign_from_scalar(x, a0)) == collect(&|i| F::scalar(a0, b[i]))
}

/// Numbers of every kind and length: quickcheck's are mostly huge, so a bit pattern chooses the scale.
fn spread(seeds: &[u32]) -> Vec<f64> {
    let number = |&seed: &u32| match seed % 16 {
        0 => f64::from(f32::from_bits(seed)),
        1 => [0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1.0, -1.0, 1e6][seed as usize / 16 % 8],
        _ => f64::from(seed as i32) / 2.0_f64.powi(20 + (seed % 11) as i32),
    };
    seeds.iter().map(number).collect()
}

quickcheck! {
    fn map_forms_agree(seeds: Vec<u32>, repeat: u8) -> bool {
        // Long enough for several blocks now and then.
        let x: Vec<f64> = spread(&seeds).repeat(1 + usize::from(repeat % 8));
        all_maps(&x);
        all_maps(&x.iter().map(|&x| x as f32).collect::<Vec<f32>>());
        true
    }

    fn two_operand_forms_agree(seeds: Vec<u32>, others: Vec<u32>) -> bool {
        let n = seeds.len().min(others.len());
        let (a, b) = (spread(&seeds[..n]), spread(&others[..n]));
        let narrow = |x: &[f64]| x.iter().map(|&x| x as f32).collect::<Vec<f32>>();
        let integers = |x: &[u32]| x.iter().map(|&x| x as i32).collect::<Vec<i32>>();
        let (a32, b32) = (narrow(&a), narrow(&b));
        let (ai, bi) = (integers(&seeds[..n]), integers(&others[..n]));
        macro_rules! floats { ($($f:ident)*) => { $( zip_forms_agree::<f64, $f>(&a, &b) && zip_forms_agree::<f32, $f>(&a32, &b32) && )* true } }
        macro_rules! assign { ($($f:ident)*) => { $( assign_forms_agree::<f64, $f>(&a, &b) && assign_forms_agree::<f32, $f>(&a32, &b32) && )* true } }
        macro_rules! ints { ($($f:ident)*) => { $( zip_forms_agree::<i32, $f>(&ai, &bi) && assign_forms_agree::<i32, $f>(&ai, &bi) && )* true } }
        floats!(Add Sub Mul Div Maximum Minimum Powf Atan2 Equal Greater)
            && assign!(Add Sub Mul Div Maximum Minimum Powf Atan2)
            && ints!(Add Sub Mul Maximum Minimum)
    }

    fn powi_forms_agree(seeds: Vec<u32>, n: i8) -> bool {
        let x = spread(&seeds);
        let mut y = vec![0.0; x.len()];
        powi(&x, n.into(), &mut y);
        x.iter().zip(&y).all(|(&x, &y)| same(powi_scalar(x, n.into()), y))
    }

    fn select_selects(seeds: Vec<(bool, i32, i32)>) -> bool {
        let mask: Vec<bool> = seeds.iter().map(|x| x.0).collect();
        let a: Vec<i32> = seeds.iter().map(|x| x.1).collect();
        let b: Vec<i32> = seeds.iter().map(|x| x.2).collect();
        let mut out = vec![0; mask.len()];
        select(&mask, &a, &b, &mut out);
        seeds.iter().zip(&out).all(|(&(mask, a, b), &y)| y == if mask { a } else { b })
    }

    fn sum_has_its_order(seeds: Vec<i32>, repeat: u8) -> bool {
        let x: Vec<f32> = seeds.iter().map(|&x| x as f32 / 3e8).collect::<Vec<_>>().repeat(1 + usize::from(repeat) * 4);
        sum(&x).to_bits() == documented_sum(&x).to_bits()
    }

    fn rows_have_the_order_of_slices(seeds: Vec<i32>, width: u8) -> bool {
        let x: Vec<f32> = seeds.iter().map(|&x| x as f32 / 3e8).collect::<Vec<_>>().repeat(9);
        let width = 1 + usize::from(width);
        let rows = x.chunks_exact(width);
        let (mut sums, mut products) = (vec![0.0; rows.len()], vec![0.0; rows.len()]);
        sum_rows(&x[..rows.len() * width], &mut sums);
        prod_rows(&x[..rows.len() * width], &mut products);
        rows.zip(sums).zip(products).all(|((row, s), p)| s.to_bits() == sum(row).to_bits() && same(p, prod(row)))
    }

    fn extremes_follow_the_rule_of_two(seeds: Vec<u8>, repeat: u8) -> bool {
        // Ties of zeros, infinities and a rare NaN.
        let values = [-0.0, 0.0, -1.0, -0.0, f32::NEG_INFINITY, 2.5, f32::INFINITY, f32::NAN];
        let value = |&s: &u8| values[usize::from(s).trailing_ones().min(7) as usize];
        let x: Vec<f32> = seeds.iter().map(value).collect::<Vec<_>>().repeat(1 + usize::from(repeat % 8));
        let few = |limit: f32| x.iter().copied().filter(|x| *x <= limit).collect::<Vec<_>>();
        [x.clone(), few(2.5), few(0.0), few(-0.0)].iter().all(|x| {
            let largest = x.iter().fold(f32::NEG_INFINITY, |a, &x| a.larger(x));
            let smallest = x.iter().fold(f32::INFINITY, |a, &x| a.smaller(x));
            let (mut over, mut under) = ([0.0], [0.0]);
            max_rows(x, &mut over);
            min_rows(x, &mut under);
            same(max(x), largest) && same(min(x), smallest) && same(over[0], largest) && same(under[0], smallest)
        })
    }

    fn dot_has_its_order(seeds: Vec<(i32, i32)>, repeat: u8) -> bool {
        let repeat = 1 + usize::from(repeat);
        let x: Vec<f32> = seeds.iter().map(|x| x.0 as f32 / 3e8).collect::<Vec<_>>().repeat(repeat);
        let y: Vec<f32> = seeds.iter().map(|x| x.1 as f32 / 3e8).collect::<Vec<_>>().repeat(repeat);
        dot(&x, &y).to_bits() == documented_dot(&x, &y).to_bits()
    }

    fn extremes_are_elements(x: Vec<i64>) -> TestResult {
        if x.is_empty() {
            return TestResult::discard();
        }
        TestResult::from_bool(Some(&max(&x)) == x.iter().max() && Some(&min(&x)) == x.iter().min())
    }
}

/// Blocks of 512, lanes of 64, halves; blocks pairwise: the largest power of two of blocks on the left.
fn documented_sum(x: &[f32]) -> f32 {
    if x.len() <= 512 {
        let lanes = (0..64).map(|j| x.iter().skip(j).step_by(64).fold(0.0, |sum, &x| sum + x)).collect();
        return halves(lanes);
    }
    let blocks = x.len().div_ceil(512);
    let left = 1 << (blocks - 1).ilog2();
    documented_sum(&x[..left * 512]) + documented_sum(&x[left * 512..])
}

/// Blocks of 4096, lanes of 16 (a block of fewer elements is one chain), halves; blocks in order.
fn documented_dot(x: &[f32], y: &[f32]) -> f32 {
    let fused = dispatch(Fused);
    let step = |sum: f32, (x, y): (&f32, &f32)| if fused { x.mul_add(*y, sum) } else { x * y + sum };
    let block = |(x, y): (&[f32], &[f32])| {
        if x.len() < 16 {
            return x.iter().zip(y).fold(0.0, step);
        }
        halves((0..16).map(|j| x.iter().zip(y).skip(j).step_by(16).fold(0.0, step)).collect())
    };
    x.chunks(4096).zip(y.chunks(4096)).map(block).fold(0.0, |sum, x| sum + x)
}

fn halves(lanes: Vec<f32>) -> f32 {
    match lanes.len() {
        1 => lanes[0],
        n => halves((0..n / 2).map(|j| lanes[j] + lanes[j + n / 2]).collect()),
    }
}

#[test]
#[should_panic(expected = "map: slices of 2 and 3 elements")]
fn lengths_must_agree() {
    Exp::slice(&[1.0, 2.0], &mut [0.0; 3]);
}
