//! A drawing as SVG: our own writer. No script, no link, no style sheet; every text is escaped; equal drawings give equal
//! bytes.

use std::fmt::Write;

use crate::{
    layout::Rect,
    look::{Rgb, fonts::CAP_HEIGHT},
    markup::escaped,
};

use super::drawing::{Anchor, Drawing, Paint, Shape, Step, Stroke};

/// The bundled font first, then what most systems have; one width of digits for all.
pub const FONTS: &str = "'Inter tnum', Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

/// The whole file.
pub fn file(drawing: &Drawing) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}", element(drawing, ""))
}

/// The element alone, to stand in a page; `prefix` keeps the names inside apart from those of other drawings there.
pub fn element(drawing: &Drawing, prefix: &str) -> String {
    let (w, h) = (number(drawing.width), number(drawing.height));
    let mut svg = String::with_capacity(128 * drawing.shapes.len() + 512);
    let title = escaped(&drawing.title);
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
         font-family=\"{FONTS}\" role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n"
    );
    let mut clips = 0;
    for shape in &drawing.shapes {
        write_shape(&mut svg, shape, prefix, &mut clips);
    }
    svg.push_str("</svg>\n");
    svg
}

fn write_shape(svg: &mut String, shape: &Shape, prefix: &str, clips: &mut usize) {
    match shape {
        Shape::Rect { rect, corner, fill, edge } => {
            let _ = write!(svg, "<rect{}", place(*rect));
            if *corner > 0.0 {
                let _ = write!(svg, " rx=\"{}\"", number(corner.min(rect.width().min(rect.height()) / 2.0)));
            }
            write_paint(svg, *fill, *edge);
        }
        Shape::Circle { centre, radius, fill, edge } => {
            let (x, y, r) = (number(centre.x), number(centre.y), number(*radius));
            let _ = write!(svg, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"");
            write_paint(svg, *fill, *edge);
        }
        Shape::Path { steps, fill, edge } => {
            svg.push_str("<path d=\"");
            for step in steps {
                let _ = match step {
                    Step::Move(to) => write!(svg, "M{} {}", number(to.x), number(to.y)),
                    Step::Line(to) => write!(svg, "L{} {}", number(to.x), number(to.y)),
                    Step::Curve(by, to) => {
                        write!(svg, "Q{} {} {} {}", number(by.x), number(by.y), number(to.x), number(to.y))
                    }
                    Step::Close => write!(svg, "Z"),
                };
            }
            svg.push('"');
            write_paint(svg, *fill, *edge);
        }
        Shape::Text { at, anchor, text, size, weight, colour } => {
            let baseline = at.y + CAP_HEIGHT * size / 2.0;
            let _ = write!(svg, "<text x=\"{}\" y=\"{}\"", number(at.x), number(baseline));
            match anchor {
                Anchor::Start => {}
                Anchor::Middle => svg.push_str(" text-anchor=\"middle\""),
                Anchor::End => svg.push_str(" text-anchor=\"end\""),
            }
            let (size, weight, fill) = (number(*size), weight.number(), hex(*colour));
            let _ = writeln!(
                svg,
                " font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{fill}\">{}</text>",
                escaped(text)
            );
        }
        Shape::Open { title, opacity, clip } => {
            if let Some(clip) = clip {
                *clips += 1;
                let _ =
                    writeln!(svg, "<clipPath id=\"{prefix}clip{clips}\"><rect{}/></clipPath>", place(*clip));
            }
            svg.push_str("<g");
            if *opacity < 1.0 {
                let _ = write!(svg, " opacity=\"{}\"", number(f64::from(*opacity)));
            }
            if clip.is_some() {
                let _ = write!(svg, " clip-path=\"url(#{prefix}clip{clips})\"");
            }
            svg.push('>');
            if !title.is_empty() {
                let _ = write!(svg, "<title>{}</title>", escaped(title));
            }
            svg.push('\n');
        }
        Shape::Close => svg.push_str("</g>\n"),
    }
}

fn place(rect: Rect) -> String {
    let (w, h) = (rect.width().max(0.0), rect.height().max(0.0));
    format!(
        " x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
        number(rect.min.x),
        number(rect.min.y),
        number(w),
        number(h)
    )
}

fn write_paint(svg: &mut String, fill: Option<Paint>, edge: Option<Stroke>) {
    match fill {
        Some(paint) => {
            let _ = write!(svg, " fill=\"{}\"", hex(paint.colour));
            if paint.opacity < 1.0 {
                let _ = write!(svg, " fill-opacity=\"{}\"", number(f64::from(paint.opacity)));
            }
        }
        None => svg.push_str(" fill=\"none\""),
    }
    if let Some(Stroke { paint, width }) = edge {
        let _ = write!(svg, " stroke=\"{}\" stroke-width=\"{}\"", hex(paint.colour), number(width));
        if paint.opacity < 1.0 {
            let _ = write!(svg, " stroke-opacity=\"{}\"", number(f64::from(paint.opacity)));
        }
    }
    svg.push_str("/>\n");
}

/// `#RRGGBB`.
pub fn hex(Rgb([r, g, b]): Rgb) -> String {
    format!("#{r:02X}{g:02X}{b:02X}")
}

/// At most two decimals, without trailing zeros; never `-0`.
fn number(value: f64) -> String {
    let hundredths = (value * 100.0).round() + 0.0;
    let mut text = format!("{:.2}", if hundredths.is_finite() { hundredths / 100.0 } else { 0.0 });
    text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_fixed() {
        assert_eq!(
            [0.0, -0.001, 1.0, 12.345, -7.5, 1e6].map(number),
            ["0", "0", "1", "12.35", "-7.5", "1000000"]
        );
        assert_eq!(number(f64::NAN), "0");
    }
}
