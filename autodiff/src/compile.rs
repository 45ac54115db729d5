//! `compile`: a function recorded once for each structure and type of its arguments, simplified, and run as a program.
//!
//! The steps are files: `cache` finds the entry, `simplify` rewrites the program without changing a bit of its results,
//! `fuse` finds elementwise equations that run together, which `steps` writes for the block executor of the tensor layer,
//! and `run` executes all with every buffer freed or reused at its last use.

use crate::{
    array::{Array, Type},
    bind::{bind_multi, raise},
    function::{Arguments, Function, Primals, Trees},
    prim::{MultiPrim, call::Call},
    program::{Program, Tape, TapeKind},
    transform::{put_leaves, take_leaves},
};
use alloc::{sync::Arc, vec::Vec};
use cotangent_pytree::PyTree;
use cotangent_tensor::Tensor;
use smallvec::SmallVec;

mod cache;
mod fuse;
mod run;
mod simplify;
mod steps;

use cache::{Cache, Entry};
pub(crate) use run::Executable;

/// `f`, recorded on its first call and run as a program from then on.
///
/// The function is recorded once for each combination of tree structure, shapes, dtypes and static fields, up to a bound
/// on how many are kept; then the recorded operations are simplified (equal ones shared, unused ones dropped) and run
/// without the function. So it must compute with arrays only: reading a value, or branching on one, is an error that says
/// so. The results have the same bits as those of `f`. A compiled function composes with every transform, which then goes
/// through its simplified operations: `grad(compile(f))` may add cotangents in another order than `grad(f)`, where
/// `compile(grad(f))` has its bits. Compile outermost, which also gains most.
///
/// ```
/// use cotangent_autodiff::{array, compile, value_and_grad, Array};
/// let fast = compile(value_and_grad(|x: &Array| (x.sin() * x).sum()));
/// let (value, slope) = fast(&array([0.0, 1.0]));
/// assert_eq!(value.item::<f64>()?, 1.0_f64.sin());
/// # Ok::<(), cotangent_autodiff::Error>(())
/// ```
///
/// # Panics
/// When called: the function reads a value.
pub fn compile<'f, F, Args>(f: F) -> <Args as Arguments>::Boxed<'f, F::Output>
where
    Args: Trees,
    F: Function<Args, Output: PyTree<Array>> + Send + Sync + 'f,
    F::Output: 'f,
{
    let cache: Cache<Args::Owned, F::Output> = Cache::new();
    Args::boxed(move |args| {
        let mut leaves: SmallVec<[&Array; 8]> = SmallVec::new();
        Args::leaves(args, &mut |x| leaves.push(x));
        let known = |entry: &Entry<Args::Owned, F::Output>| {
            entry.takes(&leaves) && Args::same_structure(&entry.arguments, args)
        };
        match cache.find(known) {
            Some(entry) => call(entry, &leaves),
            None => {
                let entry = record::<F, Args>(&f, args, &leaves);
                let result = call(&entry, &leaves);
                cache.insert(entry);
                result
            }
        }
    })
}

/// Records and simplifies `f` for arguments like these.
fn record<F, Args>(f: &F, args: Args::Refs<'_>, leaves: &[&Array]) -> Entry<Args::Owned, F::Output>
where
    Args: Trees,
    F: Function<Args, Output: PyTree<Array>>,
{
    let types: Vec<Type> = leaves.iter().map(|x| x.type_of()).collect();
    let mut arguments = Args::owned(args);
    let (program, output) = trace("compile", &mut arguments, &types, |arguments| f.call(Args::refs(arguments)));
    take_leaves(&mut arguments);
    Entry { arguments, types, output, executable: Arc::new(Executable::new(simplify::simplify(program))) }
}

/// Runs `f` on recorded variables in the place of the leaves; its output's structure has holes.
fn trace<T: PyTree<Array>, O: PyTree<Array>>(
    transform: &'static str,
    tree: &mut T,
    types: &[Type],
    f: impl FnOnce(&T) -> O,
) -> (Program, O) {
    let (tape, vars) = Tape::open(transform, TapeKind::Full, types.to_vec());
    put_leaves(tree, vars);
    let mut output = f(tree);
    let outputs = take_leaves(&mut output);
    let program = tape.finish(&outputs);
    if let Err(error) = program.check() {
        raise(error);
    }
    (program, output)
}

fn call<T, O: PyTree<Array>>(entry: &Entry<T, O>, leaves: &[&Array]) -> O {
    let executable = &entry.executable;
    let mut output = entry.output.clone();
    if !executable.is_closed() {
        put_leaves(&mut output, executable.program().replay(leaves));
    } else if let Some(known) = leaves.iter().map(|x| x.known()).collect::<Option<SmallVec<[&Tensor; 8]>>>() {
        put_leaves(&mut output, executable.run(&known).into_iter().map(Array::from));
    } else {
        put_leaves(&mut output, bind_multi(&MultiPrim::Call(Call(executable.clone())), leaves));
    }
    output
}

/// The program of `f` for arguments of these types, unsimplified: what JAX calls the jaxpr. Print it to see what a
/// transform does.
///
/// ```
/// use cotangent_autodiff::{array, grad, stage, Array};
/// let program = stage(|x: &Array| x.sin() * x, &array(1.0));
/// assert_eq!(program.to_string(), "\
/// program(a: f64[]) {
///   b: f64[] = sin a
///   c: f64[] = mul b a
///   return c
/// }");
/// ```
///
/// # Panics
/// The function reads a value.
#[doc(alias = "make_jaxpr")]
pub fn stage<P, F>(f: F, primals: P) -> Program
where
    P: Primals,
    F: Function<P::Args, Output: PyTree<Array>>,
{
    let mut tree = primals.owned();
    let mut types = Vec::new();
    tree.leaves(&mut |x| types.push(x.type_of()));
    trace("stage", &mut tree, &types, |tree| f.call(P::refs(tree))).0
}
