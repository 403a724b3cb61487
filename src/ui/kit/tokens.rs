//! Every colour, size, distance and duration of the window, in one place; nothing else invents one.
//!
//! The colours themselves stand in `look::palette`, as pictures and pages have the same.

use std::sync::LazyLock;

use egui::{Color32, Context, Theme};

use crate::look::{
    Palette,
    palette::{self, Mix, Rgb, mix_channel},
};

/// The colours of one theme.
pub type Tokens = Palette<Color32>;

static LIGHT: LazyLock<Tokens> = LazyLock::new(|| palette::LIGHT.map(colour));
static DARK: LazyLock<Tokens> = LazyLock::new(|| palette::DARK.map(colour));

const fn colour(Rgb([r, g, b]): Rgb) -> Color32 {
    Color32::from_rgb(r, g, b)
}

impl Mix for Color32 {
    fn mix(self, over: Self, part: f32) -> Self {
        let at = |a, b| mix_channel(a, b, part);
        Self::from_rgb(at(self.r(), over.r()), at(self.g(), over.g()), at(self.b(), over.b()))
    }
}

impl Tokens {
    /// The light theme.
    pub fn light() -> &'static Self {
        &LIGHT
    }

    /// The dark theme.
    pub fn dark() -> &'static Self {
        &DARK
    }

    /// The tokens of the given theme.
    pub fn of_theme(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }

    /// The tokens of the theme that is shown now. `&mut Ui` can be passed as it dereferences to its context.
    pub fn of(ctx: &Context) -> &'static Self {
        Self::of_theme(ctx.theme())
    }

    /// Fill for a rate in percent, 0 to 100; values beyond the ends take the end's colour.
    pub fn ramp_colour(&self, rate_percent: f64) -> Color32 {
        self.ramp[ramp_step(rate_percent)]
    }

    /// Ink that is readable on [`Self::ramp_colour`] of the same rate.
    pub fn ramp_ink(&self, rate_percent: f64) -> Color32 {
        self.on_ramp[ramp_step(rate_percent)]
    }

    /// Fill for a change in percentage points; the ends stand for −15 pp and +15 pp and beyond.
    pub fn change_colour(&self, change_pp: f64) -> Color32 {
        let step = if change_pp.is_nan() { 3.0 } else { (change_pp / 5.0).round().clamp(-3.0, 3.0) + 3.0 };
        self.div[step as usize]
    }

    /// `shadow` at the strength popovers use.
    pub fn soft_shadow(&self) -> egui::epaint::Shadow {
        egui::epaint::Shadow { offset: [0, 4], blur: 12, spread: 0, color: self.shadow.gamma_multiply(0.16) }
    }

    /// The colour laid over the window behind a dialog.
    pub fn scrim_fill(&self) -> Color32 {
        self.scrim.gamma_multiply(if self.dark { 0.6 } else { 0.4 })
    }
}

fn ramp_step(rate_percent: f64) -> usize {
    // NaN casts to 0, which is the emptiest step.
    (rate_percent.clamp(0.0, 100.0) / 12.5).round() as usize
}

// --- Distances ---

/// Smallest distance.
pub const S4: f32 = 4.0;
/// Between parts of one thing.
pub const S8: f32 = 8.0;
/// Padding of panels, cells and popovers.
pub const S12: f32 = 12.0;
/// Padding of wide cells and cards.
pub const S16: f32 = 16.0;
/// Between groups.
pub const S24: f32 = 24.0;
/// Between sections.
pub const S32: f32 = 32.0;
/// Inside controls, between mark and word.
pub const S6: f32 = 6.0;
/// Padding inside 28 px controls; nowhere else.
pub const S10: f32 = 10.0;
/// Between tiled panels.
pub const GAP_PANEL: f32 = 6.0;
/// Between panels and the window's edge.
pub const WINDOW_EDGE: f32 = 8.0;

// --- Radii ---

/// Badges, zones, segments.
pub const R4: f32 = 4.0;
/// Buttons, fields, rows.
pub const R6: f32 = 6.0;
/// Panels, cards, popovers.
pub const R8: f32 = 8.0;
/// Dialogs and welcome cards.
pub const R12: f32 = 12.0;

// --- Sizes ---

/// Bar in a list row.
pub const BAR_LIST: f32 = 4.0;
/// Bar on a card.
pub const BAR_CARD: f32 = 6.0;
/// Stacked bar.
pub const BAR_STACKED: f32 = 16.0;
/// Menu bar and panel header.
pub const ROW_MENU: f32 = 40.0;
/// Headline strip.
pub const ROW_STRIP: f32 = 64.0;
/// Status bar.
pub const ROW_STATUS: f32 = 32.0;
/// Header of a grid.
pub const ROW_HEADER: f32 = 28.0;
/// Row of a grid.
pub const ROW_GRID: f32 = 32.0;
/// Row of a ranking.
pub const ROW_RANK: f32 = 36.0;
/// Row of the white space grid.
pub const ROW_WHITE: f32 = 44.0;
/// Two-line row of a list.
pub const ROW_LIST: f32 = 48.0;
/// Button, field, icon button.
pub const CTL: f32 = 28.0;
/// The smallest target anywhere.
pub const CTL_SMALL: f32 = 24.0;
/// The welcome button.
pub const CTL_LARGE: f32 = 40.0;
/// Slider handle at rest.
pub const KNOB: f32 = 14.0;
/// Slider handle in the hand.
pub const KNOB_HELD: f32 = 16.0;
/// Halo of a held handle.
pub const KNOB_HALO: f32 = 24.0;
/// No panel is narrower.
pub const PANEL_MIN: f32 = 200.0;

// --- Strokes ---

/// Edge of cards and fields.
pub const STROKE_EDGE: f32 = 1.0;
/// Connector between cards.
pub const STROKE_CONNECTOR: f32 = 1.25;
/// Ordinary series in a plot.
pub const STROKE_SERIES: f32 = 1.75;
/// The selected series.
pub const STROKE_SERIES_SELECTED: f32 = 2.5;
/// Selection and focus.
pub const STROKE_FOCUS: f32 = 2.0;
/// Room between a control and its focus ring.
pub const FOCUS_GAP: f32 = 2.0;

// --- Motion, in seconds ---

/// Hover and press tones.
pub const M_FAST: f32 = 0.08;
/// Re-ranking, expanding, opening a popover.
pub const M_MOVE: f32 = 0.14;
/// One step of period playback.
pub const M_PLAY: f32 = 0.14;
/// Rest between two steps of playback.
pub const M_PLAY_REST: f32 = 0.46;
/// A toast comes and goes.
pub const M_TOAST: f32 = 0.14;
/// A toast stays.
pub const M_TOAST_STAY: f32 = 6.0;
/// A tooltip waits.
pub const M_TOOLTIP: f32 = 0.4;
