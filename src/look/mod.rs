//! How things look, without a window: colours, shapes, letters. The window and the pages that leave the house share it.

pub mod fonts;
pub mod marks;
pub mod palette;

pub use fonts::Weight;
pub use marks::Mark;
pub use palette::{Palette, Rgb};
