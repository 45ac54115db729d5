//! The one error type of the array layer and of everything above it: a kind, a text, and the line of user code.

use alloc::{boxed::Box, string::String};
use core::{fmt, panic::Location};

/// What went wrong, for programs that want to tell errors apart; people read the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Shapes do not fit the operation or each other.
    Shape,
    /// A dtype that the operation does not take.
    DType,
    /// An axis or an index that does not exist.
    Index,
    /// An argument that no array has to do with (a count, a probability, an order).
    Argument,
    /// Values that the operation is not defined for: a singular matrix, one that is not positive definite.
    Value,
    /// Two trees differ in structure, or a tree has leaves that do not fit.
    Tree,
    /// A transform was asked for something that it cannot give: a gradient of a vector, a value that escaped, …
    Transform,
    /// A numerical check of a derivative failed.
    Check,
}

/// An error of this library. `Display` gives one line: the operation, what did not fit, and the place in user code.
///
/// ```
/// use cotangent_tensor::{ErrorKind, Tensor};
/// let error = Tensor::from_vec(vec![1.0, 2.0], &[3]).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Shape);
/// assert!(error.to_string().starts_with("from_vec: 2 values do not fill shape [3]"));
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    text: String,
    location: &'static Location<'static>,
}

impl Error {
    /// An error that points at the caller.
    #[track_caller]
    pub fn new(kind: ErrorKind, text: impl Into<String>) -> Self {
        Error::new_at(Location::caller(), kind, text)
    }

    /// An error that points at a line of user code noted earlier.
    pub fn new_at(location: &'static Location<'static>, kind: ErrorKind, text: impl Into<String>) -> Self {
        Error(Box::new(Inner { kind, text: text.into(), location }))
    }

    /// What kind of error it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The text without the place.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The line of user code that called the operation.
    pub fn location(&self) -> &'static Location<'static> {
        self.0.location
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at {})", self.0.text, self.0.location)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}: {self})", self.0.kind)
    }
}

impl core::error::Error for Error {}
