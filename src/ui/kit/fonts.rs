//! The bundled fonts: Inter in three weights with tabular digits, and the icons.

use std::sync::{Arc, LazyLock};

use egui::{Context, FontData, FontDefinitions, FontFamily, FontId};

pub use crate::look::Weight;
use crate::look::fonts;

// A family's name is shared text; making it once keeps `FontId`s cheap, as rows make hundreds of them per pass.
static REGULAR: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("regular".into()));
static MEDIUM: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("medium".into()));
static SEMIBOLD: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("semibold".into()));
static ICONS: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("icons".into()));

impl Weight {
    /// The font family of this weight.
    pub fn family(self) -> FontFamily {
        match self {
            Self::Regular => REGULAR.clone(),
            Self::Medium => MEDIUM.clone(),
            Self::SemiBold => SEMIBOLD.clone(),
        }
    }
}

/// The family of the icons.
pub fn icon_family() -> FontFamily {
    ICONS.clone()
}

/// 11 on a line of 16: labels, captions, units, ticks, badges, status bar.
pub fn t11(weight: Weight) -> FontId {
    FontId::new(11.0, weight.family())
}

/// 13 on a line of 20: everything else.
pub fn t13(weight: Weight) -> FontId {
    FontId::new(13.0, weight.family())
}

/// 15 on a line of 20: the name of the selected thing, the first number on a card, dialog titles.
pub fn t15(weight: Weight) -> FontId {
    FontId::new(15.0, weight.family())
}

/// 20 on a line of 28: headline numbers.
pub fn t20(weight: Weight) -> FontId {
    FontId::new(20.0, weight.family())
}

/// 28 on a line of 36: welcome only.
pub fn t28(weight: Weight) -> FontId {
    FontId::new(28.0, weight.family())
}

/// Height of a line in this size, in points.
pub fn line_height(size: f32) -> f32 {
    match size {
        s if s <= 12.0 => 16.0,
        s if s <= 16.0 => 20.0,
        s if s <= 22.0 => 28.0,
        s => (s * 1.28).ceil(),
    }
}

/// Makes the bundled fonts the only ones; whatever else a name needs comes from the system's fonts, if it has them.
pub fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

fn definitions() -> FontDefinitions {
    let files: [(&str, &'static [u8]); 4] = [
        ("inter-regular", fonts::REGULAR),
        ("inter-medium", fonts::MEDIUM),
        ("inter-semibold", fonts::SEMIBOLD),
        ("lucide", include_bytes!("../../../assets/fonts/lucide.ttf")),
    ];
    let mut definitions = FontDefinitions::empty();
    for (name, bytes) in files {
        definitions.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let chain = |first: &str| vec![first.to_owned(), "lucide".to_owned()];
    definitions.families.insert(Weight::Regular.family(), chain("inter-regular"));
    definitions.families.insert(Weight::Medium.family(), chain("inter-medium"));
    definitions.families.insert(Weight::SemiBold.family(), chain("inter-semibold"));
    definitions.families.insert(icon_family(), vec!["lucide".to_owned(), "inter-regular".to_owned()]);
    definitions.families.insert(FontFamily::Proportional, chain("inter-regular"));
    // Digits are tabular, so a separate monospaced cut would only add weight.
    definitions.families.insert(FontFamily::Monospace, chain("inter-regular"));
    definitions
}
