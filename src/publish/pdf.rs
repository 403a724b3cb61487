//! Drawings as the pages of a PDF: shapes stay shapes, text stays text with its font embedded. No time and no chance in
//! it: equal drawings give equal bytes.

use krilla::{
    Document,
    color::rgb,
    geom::{Path, PathBuilder, Point, Rect as PdfRect, Transform},
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, FillRule, LineCap, LineJoin, Stroke as PdfStroke},
    surface::Surface,
    text::{Font, TextDirection},
};

use crate::{
    layout::Rect,
    look::{
        Weight,
        fonts::{CAP_HEIGHT, width},
    },
};

use super::drawing::{Anchor, Drawing, Paint, Shape, Step, Stroke};

/// Points of a page for each pixel of a drawing.
const POINTS: f64 = 0.75;
/// Longest side of a page that every reader shows.
const MOST_SIDE: f64 = 14_400.0;
/// How far the handles of a curve reach to make a quarter of a circle.
const QUARTER: f64 = 0.552_284_75;

/// The whole file, one page for each drawing, as large as the drawing or, if that is more than a page may have, smaller.
///
/// # Errors
/// A sentence; not to be expected.
pub fn file(title: &str, drawings: &[Drawing]) -> Result<Vec<u8>, String> {
    let failed = || "the PDF could not be made; export as SVG instead".to_owned();
    let fonts: Vec<Font> =
        Weight::ALL.iter().filter_map(|weight| Font::new(weight.file().into(), 0)).collect();
    let [regular, medium, semibold] = fonts.try_into().map_err(|_| failed())?;
    let fonts = [regular, medium, semibold];
    let mut document = Document::new();
    let metadata = Metadata::new().title(title.to_owned()).creator("Inroads".to_owned());
    document.set_metadata(metadata.language("en".to_owned()));
    for drawing in drawings {
        let longest = drawing.width.max(drawing.height) * POINTS;
        let scale = POINTS * (MOST_SIDE / longest).min(1.0);
        let (w, h) = ((drawing.width * scale) as f32, (drawing.height * scale) as f32);
        let mut page = document.start_page_with(PageSettings::from_wh(w, h).ok_or_else(failed)?);
        let mut surface = page.surface();
        surface.push_transform(&Transform::from_scale(scale as f32, scale as f32));
        let mut pops = Vec::new();
        for shape in &drawing.shapes {
            draw(&mut surface, shape, &fonts, &mut pops);
        }
        surface.pop();
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|_| failed())
}

fn draw(surface: &mut Surface<'_>, shape: &Shape, fonts: &[Font; 3], pops: &mut Vec<usize>) {
    match shape {
        Shape::Rect { rect, corner, fill, edge } => {
            put(surface, rect_path(*rect, *corner), *fill, *edge);
        }
        Shape::Circle { centre, radius, fill, edge } => {
            let around = Rect::point(*centre).expand(*radius);
            put(surface, rect_path(around, *radius), *fill, *edge);
        }
        Shape::Path { steps, fill, edge } => {
            let mut path = PathBuilder::new();
            let mut from = (0.0, 0.0);
            for step in steps {
                match step {
                    Step::Move(to) => path.move_to(to.x as f32, to.y as f32),
                    Step::Line(to) => path.line_to(to.x as f32, to.y as f32),
                    Step::Curve(by, to) => {
                        // A curve of one handle as one of two.
                        let third = |end: f64, handle: f64| end + (handle - end) * 2.0 / 3.0;
                        path.cubic_to(
                            third(from.0, by.x) as f32,
                            third(from.1, by.y) as f32,
                            third(to.x, by.x) as f32,
                            third(to.y, by.y) as f32,
                            to.x as f32,
                            to.y as f32,
                        );
                    }
                    Step::Close => path.close(),
                }
                if let Step::Move(to) | Step::Line(to) | Step::Curve(_, to) = step {
                    from = (to.x, to.y);
                }
            }
            put(surface, path.finish(), *fill, *edge);
        }
        Shape::Text { at, anchor, text, size, weight, colour } => {
            let wide = width(text, *size, *weight);
            let left = match anchor {
                Anchor::Start => at.x,
                Anchor::Middle => at.x - wide / 2.0,
                Anchor::End => at.x - wide,
            };
            let start = Point::from_xy(left as f32, (at.y + CAP_HEIGHT * size / 2.0) as f32);
            surface.set_stroke(None);
            surface.set_fill(Some(fill_of((*colour).into())));
            let font = fonts[*weight as usize].clone();
            surface.draw_text(start, font, *size as f32, text, false, TextDirection::Auto);
        }
        Shape::Open { opacity, clip, .. } => {
            let mut pushed = 0;
            if let Some(path) = clip.and_then(|clip| rect_path(clip, 0.0)) {
                surface.push_clip_path(&path, &FillRule::NonZero);
                pushed += 1;
            }
            if *opacity < 1.0 {
                surface.push_opacity(share(*opacity));
                pushed += 1;
            }
            pops.push(pushed);
        }
        Shape::Close => {
            for _ in 0..pops.pop().unwrap_or(0) {
                surface.pop();
            }
        }
    }
}

fn put(surface: &mut Surface<'_>, path: Option<Path>, fill: Option<Paint>, edge: Option<Stroke>) {
    let Some(path) = path else { return };
    surface.set_fill(fill.map(fill_of));
    surface.set_stroke(edge.map(|Stroke { paint, width }| PdfStroke {
        paint: colour_of(paint).into(),
        width: width as f32,
        opacity: share(paint.opacity),
        line_cap: LineCap::Butt,
        line_join: LineJoin::Miter,
        ..PdfStroke::default()
    }));
    surface.draw_path(&path);
}

fn fill_of(paint: Paint) -> Fill {
    Fill { paint: colour_of(paint).into(), opacity: share(paint.opacity), rule: FillRule::NonZero }
}

fn colour_of(paint: Paint) -> rgb::Color {
    let [r, g, b] = paint.colour.0;
    rgb::Color::new(r, g, b)
}

fn share(part: f32) -> NormalizedF32 {
    NormalizedF32::new(part.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE)
}

/// A rectangle with round corners; `None` for one without an area.
fn rect_path(rect: Rect, corner: f64) -> Option<Path> {
    let corner = corner.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let (l, t, r, b) = (rect.min.x, rect.min.y, rect.max.x, rect.max.y);
    let mut path = PathBuilder::new();
    if corner <= 0.0 {
        path.push_rect(PdfRect::from_ltrb(l as f32, t as f32, r as f32, b as f32)?);
        return path.finish();
    }
    let handle = corner * (1.0 - QUARTER);
    path.move_to((l + corner) as f32, t as f32);
    for (line, first, second, to) in [
        ((r - corner, t), (r - handle, t), (r, t + handle), (r, t + corner)),
        ((r, b - corner), (r, b - handle), (r - handle, b), (r - corner, b)),
        ((l + corner, b), (l + handle, b), (l, b - handle), (l, b - corner)),
        ((l, t + corner), (l, t + handle), (l + handle, t), (l + corner, t)),
    ] {
        path.line_to(line.0 as f32, line.1 as f32);
        path.cubic_to(
            first.0 as f32,
            first.1 as f32,
            second.0 as f32,
            second.1 as f32,
            to.0 as f32,
            to.1 as f32,
        );
    }
    path.close();
    path.finish()
}
