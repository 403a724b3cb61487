//! Pictures that are kept in `tests/pictures` and compared with what a harness shows.
//!
//! `INROADS_UPDATE_PICTURES=1` writes them anew; look at each before it is committed. A picture that differs is written to
//! `target/pictures`, with another in which what differs is red.

use std::path::{Path, PathBuf};

use egui_kittest::Harness;
use image::{
    ImageEncoder as _, RgbImage, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};

/// Largest difference of a colour channel, of 255, that is none: fonts and curves are laid out in fractions of a pixel, and
/// the last bit of a sine may differ between machines.
const CHANNEL: u8 = 2;
/// One pixel in this many may differ by more, for an edge that falls on the other side of a pixel's middle.
const STRAY: usize = 10_000;

/// Compares pictures and reports all that differ at the end, so that one run shows everything.
#[derive(Default)]
#[must_use = "call `finish`"]
pub struct Kept {
    faults: Vec<String>,
}

impl Kept {
    /// Compares what a harness shows with the kept picture of this name.
    pub fn compare<S>(&mut self, harness: &mut Harness<'_, S>, name: &str) {
        let seen = opaque(&harness.render().expect("the picture can be painted"));
        let path = root().join("tests/pictures").join(format!("{name}.png"));
        if std::env::var_os("INROADS_UPDATE_PICTURES").is_some_and(|set| set == "1") {
            return write(&path, &seen);
        }
        let kept = image::open(&path).map(image::DynamicImage::into_rgb8);
        let fault = match &kept {
            Err(error) => Some(format!("{name}: no picture is kept ({error})")),
            Ok(kept) if kept.dimensions() != seen.dimensions() => {
                Some(format!("{name}: is {:?}, was {:?}", seen.dimensions(), kept.dimensions()))
            }
            Ok(kept) => {
                let (strays, difference) = difference(kept, &seen);
                let allowed = (seen.width() * seen.height()) as usize / STRAY;
                (strays > allowed).then(|| {
                    write(&out(name, "difference"), &difference);
                    format!("{name}: {strays} pixels differ, {allowed} may")
                })
            }
        };
        if let Some(fault) = fault {
            write(&out(name, "seen"), &seen);
            self.faults.push(fault);
        }
    }

    /// Fails if any picture differed.
    pub fn finish(self) {
        assert!(
            self.faults.is_empty(),
            "{}\nsee target/pictures; INROADS_UPDATE_PICTURES=1 keeps the new ones",
            self.faults.join("\n")
        );
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn out(name: &str, what: &str) -> PathBuf {
    root().join("target/pictures").join(format!("{name}.{what}.png"))
}

/// The window has no holes; without the alpha channel the files are smaller.
fn opaque(picture: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [r, g, b, _] = picture.get_pixel(x, y).0;
        image::Rgb([r, g, b])
    })
}

/// How many pixels differ, and where: red on the kept picture, which is faded.
fn difference(kept: &RgbImage, seen: &RgbImage) -> (usize, RgbImage) {
    let mut strays = 0;
    let picture = RgbImage::from_fn(kept.width(), kept.height(), |x, y| {
        let (old, new) = (kept.get_pixel(x, y).0, seen.get_pixel(x, y).0);
        if old.iter().zip(new).all(|(old, new)| old.abs_diff(new) <= CHANNEL) {
            return image::Rgb(old.map(|channel| 160 + channel / 4));
        }
        strays += 1;
        image::Rgb([220, 0, 0])
    });
    (strays, picture)
}

fn write(path: &Path, picture: &RgbImage) {
    let folder = path.parent().expect("a file lies in a folder");
    std::fs::create_dir_all(folder).expect("the folder for pictures can be made");
    let file = std::io::BufWriter::new(std::fs::File::create(path).expect("the picture can be written"));
    PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::Adaptive)
        .write_image(picture.as_raw(), picture.width(), picture.height(), image::ExtendedColorType::Rgb8)
        .expect("the picture can be written");
}

#[test]
fn a_shifted_line_is_seen_and_a_trembling_bit_is_not() {
    let plain = RgbImage::from_pixel(100, 100, image::Rgb([200, 200, 200]));
    let mut other = plain.clone();
    other.put_pixel(5, 5, image::Rgb([202, 198, 200]));
    assert_eq!(difference(&plain, &other).0, 0);
    (0..100).for_each(|y| other.put_pixel(50, y, image::Rgb([197, 200, 200])));
    let (strays, picture) = difference(&plain, &other);
    assert_eq!((strays, picture.get_pixel(50, 50).0), (100, [220, 0, 0]));
}
