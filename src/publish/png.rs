//! A drawing as PNG, painted with the bundled fonts alone: the same pixels on every machine.

use std::sync::{Arc, LazyLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

use crate::look::Weight;

use super::{drawing::Drawing, svg};

/// Most pixels on a side.
pub const MOST_SIDE: f64 = 16_384.0;
/// Most pixels in all: 200 MB while it is painted.
pub const MOST_PIXELS: f64 = 50_000_000.0;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for weight in Weight::ALL {
        fonts.load_font_data(weight.file().to_vec());
    }
    Arc::new(fonts)
});

/// The whole file, `scale` pixels for each pixel of the drawing.
///
/// # Errors
/// A sentence: the picture would be larger than a program can be expected to open, with what to do about it.
pub fn file(drawing: &Drawing, scale: f64) -> Result<Vec<u8>, String> {
    let (width, height) = ((drawing.width * scale).ceil(), (drawing.height * scale).ceil());
    if width > MOST_SIDE || height > MOST_SIDE || width * height > MOST_PIXELS {
        return Err(too_large(drawing, [width, height]));
    }
    let failed = |error: &dyn std::fmt::Display| format!("the picture could not be painted ({error})");
    let options =
        Options { fontdb: Arc::clone(&FONTS), font_family: "Inter tnum".to_owned(), ..Options::default() };
    let tree = Tree::from_str(&svg::file(drawing), &options).map_err(|error| failed(&error))?;
    let mut pixels = Pixmap::new(width.max(1.0) as u32, height.max(1.0) as u32)
        .ok_or_else(|| failed(&"there is not enough memory"))?;
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(&error))
}

fn too_large(drawing: &Drawing, [width, height]: [f64; 2]) -> String {
    let (w, h) = (drawing.width, drawing.height);
    let fits = (MOST_SIDE / w).min(MOST_SIDE / h).min((MOST_PIXELS / (w * h)).sqrt());
    let smaller =
        [4.0, 3.0, 2.0, 1.0].into_iter().find(|scale| *scale <= fits).map(|scale| format!("scale {scale}, "));
    format!(
        "the picture would have {width} × {height} pixels, more than {MOST_SIDE} on a side or {} million in all; choose {}SVG or PDF, or only what is seen",
        MOST_PIXELS / 1e6,
        smaller.unwrap_or_default()
    )
}
