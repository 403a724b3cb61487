//! Paints what egui drew, on the processor alone, so that a picture has the same bytes on every machine.
//!
//! A graphics card, its driver, or a software stand-in for one each round in their own way, and none of them is present
//! on every machine. egui hands out triangles with a colour and a texture coordinate per corner; filling those takes a
//! page of plain arithmetic without any dependency. It is slower than a card (about a tenth of a second for a window in
//! a debug build), which is nothing for the few pictures that are kept.

use std::collections::HashMap;

use egui::epaint::{ClippedPrimitive, ImageData, Primitive, Vertex};
use egui::{Color32, Pos2, Rect, TextureFilter, TextureId, TexturesDelta};

/// Colours are premultiplied and in gamma space, as egui blends them; 0 to 255 per channel.
type Pixel = [f32; 4];

/// A renderer for `egui_kittest` that needs nothing but memory.
#[derive(Default)]
pub struct CpuRenderer {
    textures: HashMap<TextureId, Texture>,
}

struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
    is_linear: bool,
}

impl Texture {
    /// Coordinates beyond the edge take the edge's colour.
    fn at(&self, x: i64, y: i64) -> Pixel {
        let x = x.clamp(0, self.width as i64 - 1) as usize;
        let y = y.clamp(0, self.height as i64 - 1) as usize;
        self.pixels[y * self.width + x].to_array().map(f32::from)
    }

    /// The colour at `u`, `v`, which run from 0 to 1.
    fn sample(&self, u: f32, v: f32) -> Pixel {
        let (x, y) = (u * self.width as f32, v * self.height as f32);
        if !self.is_linear {
            return self.at(x.floor() as i64, y.floor() as i64);
        }
        // A texel's colour sits in its middle: between four middles the colours mix.
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (fx, fy) = (x - left, y - top);
        let (xi, yi) = (left as i64, top as i64);
        let corners = [self.at(xi, yi), self.at(xi + 1, yi), self.at(xi, yi + 1), self.at(xi + 1, yi + 1)];
        std::array::from_fn(|i| {
            let upper = corners[0][i] * (1.0 - fx) + corners[1][i] * fx;
            let lower = corners[2][i] * (1.0 - fx) + corners[3][i] * fx;
            upper * (1.0 - fy) + lower * fy
        })
    }
}

/// What is painted on; starts transparent.
struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Pixel>,
}

/// The pixels a clip rectangle lets through: `left..right`, `top..bottom`.
struct Clip {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Clip {
    /// egui's own renderers round the scissor rectangle to whole pixels, so do we.
    fn new(rect: Rect, scale: f32, canvas: &Canvas) -> Self {
        let px = |v: f32| (v * scale).round().max(0.0) as usize;
        Self {
            left: px(rect.min.x),
            top: px(rect.min.y),
            right: px(rect.max.x).min(canvas.width),
            bottom: px(rect.max.y).min(canvas.height),
        }
    }
}

/// Twice the signed area of the triangle `a`, `b`, `p`: which side of the edge `a` to `b` the point lies on.
fn edge(a: Pos2, b: Pos2, p: Pos2) -> f32 {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}

impl Canvas {
    fn triangle(&mut self, mut corners: [Vertex; 3], texture: &Texture, clip: &Clip) {
        let mut area = edge(corners[0].pos, corners[1].pos, corners[2].pos);
        if area == 0.0 || !area.is_finite() {
            return;
        }
        // egui does not care about winding; one order makes one rule for the edges.
        if area < 0.0 {
            corners.swap(1, 2);
            area = -area;
        }
        let p = corners.map(|c| c.pos);
        let colours = corners.map(|c| c.color.to_array().map(f32::from));
        // The top-left rule: a pixel on an edge that two triangles share belongs to exactly one of them. Without it,
        // anti-aliased seams would be painted twice and shine through.
        let owns = |a: Pos2, b: Pos2| (a.y == b.y && b.x > a.x) || b.y < a.y;
        let owned = [owns(p[1], p[2]), owns(p[2], p[0]), owns(p[0], p[1])];

        // Most triangles are one plain colour: reading it once makes debug builds bearable.
        let is_flat = corners.iter().all(|c| c.uv == corners[0].uv && c.color == corners[0].color);
        let flat: Option<Pixel> = is_flat.then(|| {
            let texel = texture.sample(corners[0].uv.x, corners[0].uv.y);
            std::array::from_fn(|c| texel[c] * colours[0][c] / 255.0)
        });

        let low = |f: fn(&Pos2) -> f32| p.iter().map(f).fold(f32::MAX, f32::min).floor().max(0.0) as usize;
        let high = |f: fn(&Pos2) -> f32| p.iter().map(f).fold(f32::MIN, f32::max).ceil().max(0.0) as usize;
        let columns = low(|p| p.x).max(clip.left)..high(|p| p.x).min(clip.right);
        let rows = low(|p| p.y).max(clip.top)..high(|p| p.y).min(clip.bottom);
        for y in rows {
            for x in columns.clone() {
                let here = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
                let sides = [edge(p[1], p[2], here), edge(p[2], p[0], here), edge(p[0], p[1], here)];
                if (0..3).any(|i| sides[i] < 0.0 || (sides[i] == 0.0 && !owned[i])) {
                    continue;
                }
                if let Some(source) = flat {
                    self.blend(x, y, source);
                    continue;
                }
                let share = sides.map(|s| s / area);
                let mix = |f: &dyn Fn(usize) -> f32| share[0] * f(0) + share[1] * f(1) + share[2] * f(2);
                let texel = texture.sample(mix(&|i| corners[i].uv.x), mix(&|i| corners[i].uv.y));
                let source: Pixel = std::array::from_fn(|c| texel[c] * mix(&|i| colours[i][c]) / 255.0);
                self.blend(x, y, source);
            }
        }
    }

    /// Source over destination, premultiplied. Rounding to whole steps after each layer is what an 8-bit frame buffer
    /// does; it also makes debug and release builds agree to the bit.
    fn blend(&mut self, x: usize, y: usize, source: Pixel) {
        let pixel = &mut self.pixels[y * self.width + x];
        if source[3] == 255.0 {
            *pixel = source.map(|c| (c + 0.5).floor().clamp(0.0, 255.0));
            return;
        }
        let rest = 1.0 - source[3] / 255.0;
        for (old, new) in pixel.iter_mut().zip(source) {
            *old = (new + *old * rest + 0.5).floor().clamp(0.0, 255.0);
        }
    }
}

impl CpuRenderer {
    fn paint(&self, canvas: &mut Canvas, scale: f32, primitives: &[ClippedPrimitive]) {
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            // Callbacks paint with a graphics card's own commands; we have none of them.
            let Primitive::Mesh(mesh) = primitive else { continue };
            let Some(texture) = self.textures.get(&mesh.texture_id) else { continue };
            let clip = Clip::new(*clip_rect, scale, canvas);
            for indices in mesh.indices.chunks_exact(3) {
                let corners = [indices[0], indices[1], indices[2]].map(|i| {
                    let mut vertex = mesh.vertices[i as usize];
                    vertex.pos = (vertex.pos.to_vec2() * scale).to_pos2();
                    vertex
                });
                canvas.triangle(corners, texture, &clip);
            }
        }
    }
}

impl egui_kittest::TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        // The deltas must be taken out: egui panics when some are dropped unseen.
        for (id, images) in delta.set.drain() {
            for image in images {
                let ImageData::Color(pixels) = &image.image;
                let [width, height] = pixels.size;
                if let Some([left, top]) = image.pos {
                    let texture =
                        self.textures.get_mut(&id).expect("a part of a texture that was never sent whole");
                    for y in 0..height {
                        let to = (top + y) * texture.width + left;
                        texture.pixels[to..to + width]
                            .copy_from_slice(&pixels.pixels[y * width..(y + 1) * width]);
                    }
                } else {
                    let is_linear = image.options.magnification == TextureFilter::Linear;
                    self.textures
                        .insert(id, Texture { width, height, pixels: pixels.pixels.clone(), is_linear });
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<image::RgbaImage, String> {
        let scale = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * scale;
        let (width, height) = (size.x.round() as usize, size.y.round() as usize);
        let mut canvas = Canvas { width, height, pixels: vec![[0.0; 4]; width * height] };
        let primitives = ctx.tessellate(output.shapes.clone(), scale);
        self.paint(&mut canvas, scale, &primitives);
        let bytes = canvas.pixels.iter().flat_map(|p| p.map(|c| c as u8)).collect();
        image::RgbaImage::from_raw(width as u32, height as u32, bytes)
            .ok_or_else(|| format!("no room for a picture of {width} × {height}"))
    }
}
