//! Nested brackets, line breaks and the dots that stand for what is left out, by `NumPy`'s rules.

use alloc::{
    format,
    string::{String, ToString as _},
    vec::Vec,
};
use core::iter::repeat_n;

/// Where lines break.
pub(super) const LINE_WIDTH: usize = 75;
/// Of more elements than this only the edges are shown.
const SHOW_ALL: usize = 1000;
/// Elements shown at either end of a shortened axis.
const EDGE: usize = 3;

/// How the elements of one array are set.
pub(super) struct Layout<'a> {
    shape: &'a [usize],
    separator: &'a str,
    indent: usize,
    line_width: usize,
    shortened: bool,
}

impl<'a> Layout<'a> {
    /// A layout for text that stands after `indent` characters and before `suffix` more.
    pub(super) fn new(shape: &'a [usize], separator: &'a str, indent: usize, suffix: usize) -> Self {
        let size = shape.iter().fold(1_usize, |n, &d| n.saturating_mul(d));
        Layout { shape, separator, indent, line_width: LINE_WIDTH - suffix, shortened: size > SHOW_ALL }
    }

    pub(super) fn is_scalar(&self) -> bool {
        self.shape.is_empty()
    }

    /// The positions of the elements that are shown, in order.
    pub(super) fn shown(&self) -> Vec<usize> {
        let mut positions = alloc::vec![0];
        for &length in self.shape {
            let (leading, trailing) = self.ends(length);
            let along = || (0..leading).chain(length - trailing..length);
            positions = positions.iter().flat_map(|p| along().map(move |i| p * length + i)).collect();
        }
        positions
    }

    /// The text of the array, given the text of each element.
    pub(super) fn text(&self, word: &dyn Fn(usize) -> String) -> String {
        if self.shape.contains(&0) {
            return "[]".to_string();
        }
        self.nested(0, 0, self.indent + 1, self.line_width, word)
    }

    /// How many elements of an axis are shown before the dots and after them; without dots, all of them are after.
    fn ends(&self, length: usize) -> (usize, usize) {
        if self.shortened && length > 2 * EDGE { (EDGE, EDGE) } else { (0, length) }
    }

    /// The subarray whose first element is at `offset`, counted in subarrays of its size. `indent` is where its content
    /// starts, `width` what is left of the line.
    fn nested(
        &self,
        axis: usize,
        offset: usize,
        indent: usize,
        width: usize,
        word: &dyn Fn(usize) -> String,
    ) -> String {
        let Some(&length) = self.shape.get(axis) else {
            return word(offset);
        };
        let (leading, trailing) = self.ends(length);
        let item = |i| Some(self.nested(axis + 1, offset * length + i, indent + 1, width - 1, word));
        let dots = (leading > 0).then_some(None);
        let items = (0..leading).map(item).chain(dots).chain((length - trailing..length).map(item));
        let items = items.map(|text| text.unwrap_or_else(|| "...".to_string()));
        let axes_left = self.shape.len() - axis;
        let inside = if axes_left == 1 { self.row(items, indent, width) } else { self.rows(items, axes_left, indent) };
        format!("[{inside}]")
    }

    /// The elements of one row, on as many lines as they need.
    fn row(&self, words: impl Iterator<Item = String>, indent: usize, width: usize) -> String {
        // Room for the separator or the bracket that follows the last word of a line.
        let width = width - self.separator.trim_end().len().max(1);
        let mut text = String::new();
        let mut line = String::new();
        for (i, word) in words.enumerate() {
            if i > 0 {
                line += self.separator;
            }
            if indent + line.len() + word.len() > width && !line.is_empty() {
                text += line.trim_end();
                text.push('\n');
                text.extend(repeat_n(' ', indent));
                line.clear();
            }
            line += &word;
        }
        text + &line
    }

    /// Subarrays below each other, with blank lines between those of two or more axes.
    fn rows(&self, items: impl Iterator<Item = String>, axes_left: usize, indent: usize) -> String {
        let separator = format!("{}{}{:indent$}", self.separator.trim_end(), "\n".repeat(axes_left - 1), "");
        items.collect::<Vec<_>>().join(&separator)
    }
}
