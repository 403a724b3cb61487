//! The look, and the small parts that know nothing of accounts. Start at `tokens`; `widgets` holds the controls.

pub mod fonts;
pub mod grid;
pub mod icons;
pub mod marks;
pub mod text;
pub mod theme;
pub mod tokens;
pub mod weight_slider;
pub mod widgets;

pub use crate::number;
pub use fonts::{Weight, t11, t13, t15, t20, t28};
pub use icons::{Icon, icon_text, paint_icon};
pub use marks::{Mark, paint_mark};
pub use tokens::Tokens;
pub use weight_slider::{Crossing, SliderEvent, SliderResponse, WeightSlider};

/// Fonts, colours and sizes of both themes. Call once per context, before the first pass.
pub fn install(ctx: &egui::Context) {
    fonts::install(ctx);
    theme::apply(ctx);
}
