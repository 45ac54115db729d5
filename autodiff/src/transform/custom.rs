//! Functions with a derivative rule of the user's own.

use super::{leaves_of, put_leaves, take_leaves};
use crate::{
    array::Array,
    bind::{bind_multi, raise},
    function::{Function, Trees},
    prim::{MultiPrim, custom::CustomJvp},
    program::{LinearMap, Tape, TapeKind},
    sync::Once,
};
use alloc::{sync::Arc, vec::Vec};
use cotangent_pytree::PyTree;

/// `f` with `rule` in the place of its derivative, in forward and in reverse mode and to every order.
///
/// `rule` takes the arguments of `f` and returns the value and the derivative at that point as a function of the tangents,
/// which must be linear in them. Write it in differentiable operations: higher orders differentiate the rule.
///
/// ```
/// use cotangent_autodiff::{array, custom_jvp, grad, Array};
/// // ln(1 + eˣ), whose derivative in composed form is ∞/∞ for large x.
/// let ln_1p_exp = custom_jvp(
///     |x: &Array| x.exp().ln_1p(),
///     |x: &Array| {
///         let slope = x.sigmoid();
///         (x.exp().ln_1p(), move |dx: &Array| &slope * dx)
///     },
/// );
/// assert_eq!(grad(ln_1p_exp)(&array(100.0)).item::<f64>()?, 1.0);
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// When differentiated: a rule that is not linear in the tangents.
pub fn custom_jvp<F, R, L, Args, O>(f: F, rule: R) -> Args::Boxed<'static, O>
where
    Args: Trees,
    O: PyTree<Array>,
    F: Function<Args, Output = O> + Send + Sync + 'static,
    R: Function<Args, Output = (O, L)> + Send + Sync + 'static,
    L: Function<Args, Output = O>,
{
    let f = Arc::new(f);
    let rule = Arc::new(rule);
    Args::boxed(move |args| {
        let mut inputs = Args::owned(args);
        let leaves = take_leaves(&mut inputs);
        // The output's structure is known once `f` ran: inside of whichever rule the operands call for.
        let output: Arc<Once<O>> = Arc::new(Once::new());
        let prim = {
            let (inputs, f, output) = (inputs.clone(), f.clone(), output.clone());
            let (like, rule, shape) = (inputs.clone(), rule.clone(), output.clone());
            CustomJvp::new(
                Arc::new(move |xs: &[Array]| run::<F, Args, O>(&f, &inputs, xs, &output)),
                Arc::new(move |xs: &[Array], dxs: &[Option<&Array>]| {
                    apply::<R, L, Args, O>(&rule, &like, xs, dxs, &shape)
                }),
            )
        };
        let results = bind_multi(&MultiPrim::Custom(prim), &leaves.iter().collect::<Vec<_>>());
        let mut tree = output.get().expect("some rule ran the function").clone();
        put_leaves(&mut tree, results);
        tree
    })
}

fn filled<T: PyTree<Array>>(like: &T, leaves: &[Array]) -> T {
    let mut tree = like.clone();
    put_leaves(&mut tree, leaves.iter().cloned());
    tree
}

/// The leaves of a result; its structure goes to `output`.
fn opened<O: PyTree<Array>>(mut y: O, output: &Once<O>) -> Vec<Array> {
    let leaves = take_leaves(&mut y);
    output.get_or_init(|| y);
    leaves
}

fn run<F, Args, O>(f: &F, like: &Args::Owned, xs: &[Array], output: &Once<O>) -> Vec<Array>
where
    Args: Trees,
    O: PyTree<Array>,
    F: Function<Args, Output = O>,
{
    let inputs = filled(like, xs);
    opened(f.call(Args::refs(&inputs)), output)
}

fn apply<R, L, Args, O>(
    rule: &R,
    like: &Args::Owned,
    xs: &[Array],
    dxs: &[Option<&Array>],
    output: &Once<O>,
) -> (Vec<Array>, Vec<Option<Array>>)
where
    Args: Trees,
    O: PyTree<Array>,
    R: Function<Args, Output = (O, L)>,
    L: Function<Args, Output = O>,
{
    let inputs = filled(like, xs);
    let (y, push) = rule.call(Args::refs(&inputs));
    let map = tangent_map::<L, Args, O>(&push, like, xs);
    (opened(y, output), map.apply(dxs.iter().map(|dx| dx.cloned()).collect()))
}

/// The derivative as a linear map: recorded, so that absent tangents stay absent and linearity is checked.
fn tangent_map<L, Args, O>(push: &L, like: &Args::Owned, xs: &[Array]) -> LinearMap
where
    Args: Trees,
    O: PyTree<Array>,
    L: Function<Args, Output = O>,
{
    let (tape, vars) = Tape::open("custom_jvp", TapeKind::Linear, xs.iter().map(Array::type_of).collect());
    let tangents = filled(like, &vars);
    let dys: Vec<Option<Array>> = leaves_of(&push.call(Args::refs(&tangents))).into_iter().map(Some).collect();
    tape.finish_linear(&dys).unwrap_or_else(|error| raise(error))
}
