//! The lines that the example prints, and the verdict.

use crate::rounding::Figures;
use cotangent::prelude::*;
use cotangent::random::Key;

/// Counts the figures, and those that are off.
#[derive(Default)]
pub(crate) struct Report {
    figures: usize,
    off: usize,
}

const W_GRAD: [(&str, u32); 3] =
    [("-0.16965583", 0xbe2d_ba42), ("-0.8774644", 0xbf60_a182), ("-1.4901346", 0xbfbe_bcbb)];
const B_GRAD: (&str, u32) = ("-0.29227245", 0xbe95_a4bc);
const LOSS: (&str, u32) = ("3.0519385", 0x4043_52f6);

/// How many f32 lie between two of them.
fn ulps(a: f32, b: f32) -> i64 {
    let place = |x: f32| {
        let bits = i64::from(x.to_bits() & 0x7fff_ffff);
        if x.is_sign_negative() { -bits } else { bits }
    };
    (place(a) - place(b)).abs()
}

/// As JAX prints it.
fn text(x: f32) -> String {
    Array::from(x).to_string()
}

fn number(x: &Array) -> f32 {
    x.item().expect("a figure is one f32")
}

/// Opens a cell of the notebook.
pub(crate) fn cell(title: &str) {
    println!("\n{title}");
}

impl Report {
    fn line(&mut self, name: &str, ours: f32, printed: &str, notebook: f32, ok: bool, note: &str) {
        self.figures += 1;
        self.off += usize::from(!ok);
        let verdict = if ok { "ok " } else { "OFF" };
        let distance = ulps(ours, notebook);
        println!("  {verdict} {name:<12} {:>13}   notebook {printed:>13}   {distance} ulp{note}", text(ours));
    }

    /// A figure that must agree to the bit.
    pub(crate) fn same_bits(&mut self, name: &str, ours: &Array, printed: &str, bits: u32) {
        let ours = number(ours);
        self.line(name, ours, printed, f32::from_bits(bits), ours.to_bits() == bits, "");
    }

    /// A key that must agree to the bit.
    pub(crate) fn key(&mut self, name: &str, key: &Key, words: [u32; 2]) {
        self.figures += 1;
        let ok = key.words() == words;
        self.off += usize::from(!ok);
        let verdict = if ok { "ok " } else { "OFF" };
        let [a, b] = key.words();
        println!("  {verdict} {name:<12} {a:08x} {b:08x}   notebook {:08x} {:08x}", words[0], words[1]);
    }

    /// A figure that must print as the notebook's, or be within `bound` of it.
    pub(crate) fn within(&mut self, name: &str, ours: &Array, printed: &str, bits: u32, bound: f64, truth: f64) {
        let (ours, notebook) = (number(ours), f32::from_bits(bits));
        let difference = (f64::from(ours) - f64::from(notebook)).abs();
        let ok = text(ours) == printed || difference <= bound;
        let to_truth = |x: f32| (f64::from(x) - truth).abs();
        let note = format!(
            ", {difference:.1e} apart, bound {bound:.1e}; to the f64 truth {:.1e}, the notebook's {:.1e}",
            to_truth(ours),
            to_truth(notebook)
        );
        self.line(name, ours, printed, notebook, ok, &note);
    }

    pub(crate) fn weights(&mut self, name: &str, ours: &Array, bounds: &Figures, truth: &Figures) {
        for (i, (printed, bits)) in W_GRAD.into_iter().enumerate() {
            self.within(&format!("{name}[{i}]"), &ours.at(i), printed, bits, bounds.w[i], truth.w[i]);
        }
    }

    pub(crate) fn bias(&mut self, name: &str, ours: &Array, bounds: &Figures, truth: &Figures) {
        self.within(name, ours, B_GRAD.0, B_GRAD.1, bounds.b, truth.b);
    }

    pub(crate) fn loss(&mut self, name: &str, ours: &Array, bounds: &Figures, truth: &Figures) {
        self.within(name, ours, LOSS.0, LOSS.1, bounds.loss, truth.loss);
    }

    pub(crate) fn failure(&mut self, text: &str) {
        self.figures += 1;
        self.off += 1;
        println!("  OFF {text}");
    }

    /// Prints the verdict and exits with it.
    pub(crate) fn finish(self) {
        println!("\n{} figures, {} off", self.figures, self.off);
        std::process::exit(i32::from(self.off > 0));
    }
}
