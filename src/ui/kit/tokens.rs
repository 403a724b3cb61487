//! Every colour, size, distance and duration of the window, in one place; nothing else invents one.
//!
//! The values come from the design tables; the contrast floors are computed in `tests/it/kit.rs` for both themes.

#![expect(clippy::unreadable_literal, reason = "colours are read as six digits, as in every other tool")]

use egui::{Color32, Context, Theme};

/// The colours of one theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// Is this the dark theme?
    pub dark: bool,
    // Surfaces, from back to front
    /// Window behind the panels; menu and status bar.
    pub desk: Color32,
    /// Tiled panels, headline strip.
    pub panel: Color32,
    /// Sunken: map ground, roll-up rows, wells, future half of a chart.
    pub canvas: Color32,
    /// Node cards, selected segment.
    pub card: Color32,
    /// Menus, popovers, toasts, dialogs (with `border` and the shadow).
    pub raised: Color32,
    /// Hovered row, default button, neutral chip.
    pub hover: Color32,
    /// Pressed button, neutral badge.
    pub pressed: Color32,
    /// Selected row, active cell, range fill, accent tint.
    pub selected: Color32,
    /// Behind a dialog, at 40% (light) or 60% (dark) opacity.
    pub scrim: Color32,
    // Lines
    /// Quiet rules in tables and between sections, grid lines of plots.
    pub rule: Color32,
    /// 1 px edge of cards, fields, popovers.
    pub border: Color32,
    /// Edges that carry meaning: checkbox, unselected bar, ticks, connectors.
    pub control: Color32,
    // Text
    /// Values, names.
    pub text1: Color32,
    /// Secondary values, menus.
    pub text2: Color32,
    /// Labels, units, captions, carried figures.
    pub text3: Color32,
    /// Disabled only (exempt from the floor).
    pub disabled: Color32,
    // Accent: selection, focus, the thing in hand, the one primary button
    /// Fill of the selected, the primary button, series in the hand.
    pub accent: Color32,
    /// The primary button under the pointer.
    pub accent_hover: Color32,
    /// Accent as text and icon colour.
    pub accent_text: Color32,
    /// Accent as a faint fill (same as `selected`).
    pub accent_tint: Color32,
    /// Text on `accent`.
    pub on_accent: Color32,
    /// The 2 px focus ring.
    pub focus: Color32,
    /// Slider handle at rest.
    pub knob: Color32,
    /// Slider: the leader stays.
    pub leader_zone: Color32,
    /// Slider: the whole ranking stays.
    pub rank_zone: Color32,
    /// Empty part of bars and sliders.
    pub track: Color32,
    // Status
    /// Marks, bars and lines in the meaning `active`.
    pub active: Color32,
    /// Text and icons in the meaning `active`.
    pub active_text: Color32,
    /// Fill behind the meaning `active`.
    pub active_tint: Color32,
    /// Marks, bars and lines in the meaning `expansion`.
    pub expansion: Color32,
    /// Text and icons in the meaning `expansion`.
    pub expansion_text: Color32,
    /// Fill behind the meaning `expansion`.
    pub expansion_tint: Color32,
    /// Marks, bars and lines in the meaning `pilot`.
    pub pilot: Color32,
    /// Text and icons in the meaning `pilot`.
    pub pilot_text: Color32,
    /// Fill behind the meaning `pilot`.
    pub pilot_tint: Color32,
    /// Marks, bars and lines in the meaning `open`.
    pub open: Color32,
    /// Text and icons in the meaning `open`.
    pub open_text: Color32,
    /// Fill behind the meaning `open`.
    pub open_tint: Color32,
    /// Marks, bars and lines in the meaning `competitor`.
    pub competitor: Color32,
    /// Text and icons in the meaning `competitor`.
    pub competitor_text: Color32,
    /// Fill behind the meaning `competitor`.
    pub competitor_tint: Color32,
    /// Marks, bars and lines in the meaning `lost`.
    pub lost: Color32,
    /// Text and icons in the meaning `lost`.
    pub lost_text: Color32,
    /// Fill behind the meaning `lost`.
    pub lost_tint: Color32,
    // Severity
    /// The only solid badge.
    pub critical_solid: Color32,
    /// Text on `critical_solid`.
    pub on_critical: Color32,
    /// Marks, bars and lines in the meaning `critical`.
    pub critical: Color32,
    /// Text and icons in the meaning `critical`.
    pub critical_text: Color32,
    /// Fill behind the meaning `critical`.
    pub critical_tint: Color32,
    /// Marks, bars and lines in the meaning `high`.
    pub high: Color32,
    /// Text and icons in the meaning `high`.
    pub high_text: Color32,
    /// Fill behind the meaning `high`.
    pub high_tint: Color32,
    /// Marks, bars and lines in the meaning `medium`.
    pub medium: Color32,
    /// Text and icons in the meaning `medium`.
    pub medium_text: Color32,
    /// Fill behind the meaning `medium`.
    pub medium_tint: Color32,
    /// Marks, bars and lines in the meaning `low`.
    pub low: Color32,
    /// Text and icons in the meaning `low`.
    pub low_text: Color32,
    /// Fill behind the meaning `low`.
    pub low_tint: Color32,
    /// Marks, bars and lines in the meaning `info`.
    pub info: Color32,
    /// Text and icons in the meaning `info`.
    pub info_text: Color32,
    /// Fill behind the meaning `info`.
    pub info_tint: Color32,
    // Change
    /// Marks, bars and lines in the meaning `up`.
    pub up: Color32,
    /// Text and icons in the meaning `up`.
    pub up_text: Color32,
    /// Fill behind the meaning `up`.
    pub up_tint: Color32,
    /// Marks, bars and lines in the meaning `down`.
    pub down: Color32,
    /// Text and icons in the meaning `down`.
    pub down_text: Color32,
    /// Fill behind the meaning `down`.
    pub down_tint: Color32,
    // Other
    /// Forecast band.
    pub band_fill: Color32,
    /// At 16% opacity.
    pub shadow: Color32,
    // Categories and ramps
    /// Categories (factors, series), in order: revenue, divisions, users, products, trend, a sixth.
    pub cat: [Color32; 6],
    /// Rates from 0 to 100% in nine even steps of lightness.
    pub ramp: [Color32; 9],
    /// Ink on each step of `ramp`.
    pub on_ramp: [Color32; 9],
    /// Changes from −15 pp over 0 to +15 pp in seven steps.
    pub div: [Color32; 7],
}

/// A colour from `0xRRGGBB`.
const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

const LIGHT: Tokens = Tokens {
    dark: false,
    desk: rgb(0xE9EBF0),
    panel: rgb(0xFFFFFF),
    canvas: rgb(0xF5F6F8),
    card: rgb(0xFFFFFF),
    raised: rgb(0xFFFFFF),
    hover: rgb(0xF0F2F5),
    pressed: rgb(0xE4E7EC),
    selected: rgb(0xECEBFC),
    scrim: rgb(0x14181F),
    rule: rgb(0xE4E7EC),
    border: rgb(0xD3D8DF),
    control: rgb(0x838B98),
    text1: rgb(0x14181F),
    text2: rgb(0x454E5B),
    text3: rgb(0x5F6875),
    disabled: rgb(0x9BA3AF),
    accent: rgb(0x4F46D6),
    accent_hover: rgb(0x4038BD),
    accent_text: rgb(0x4338CA),
    accent_tint: rgb(0xECEBFC),
    on_accent: rgb(0xFFFFFF),
    focus: rgb(0x4F46D6),
    knob: rgb(0xFFFFFF),
    leader_zone: rgb(0xDFDEF8),
    rank_zone: rgb(0xB5B1EE),
    track: rgb(0xDCDEE1),
    active: rgb(0x04986F),
    active_text: rgb(0x027857),
    active_tint: rgb(0xDEF2ED),
    expansion: rgb(0x0072B2),
    expansion_text: rgb(0x006DAB),
    expansion_tint: rgb(0xDEEDF5),
    pilot: rgb(0x2A8EC1),
    pilot_text: rgb(0x0271A0),
    pilot_tint: rgb(0xE9F5FC),
    open: rgb(0x798290),
    open_text: rgb(0x454E5B),
    open_tint: rgb(0xE4E7EC),
    competitor: rgb(0xD55E00),
    competitor_text: rgb(0xAF4C02),
    competitor_tint: rgb(0xFAEADE),
    lost: rgb(0xBC6B98),
    lost_text: rgb(0x9E4F7C),
    lost_tint: rgb(0xF8EEF4),
    critical_solid: rgb(0xB84300),
    on_critical: rgb(0xFFFFFF),
    critical: rgb(0xD55E00),
    critical_text: rgb(0xAF4C02),
    critical_tint: rgb(0xFAEADE),
    high: rgb(0xD55E00),
    high_text: rgb(0xAF4C02),
    high_tint: rgb(0xFAEADE),
    medium: rgb(0xB37B05),
    medium_text: rgb(0x8F6103),
    medium_tint: rgb(0xFCF3DE),
    low: rgb(0x798290),
    low_text: rgb(0x454E5B),
    low_tint: rgb(0xE4E7EC),
    info: rgb(0x0072B2),
    info_text: rgb(0x006DAB),
    info_tint: rgb(0xDEEDF5),
    up: rgb(0x04986F),
    up_text: rgb(0x027857),
    up_tint: rgb(0xDEF2ED),
    down: rgb(0xD55E00),
    down_text: rgb(0xAF4C02),
    down_tint: rgb(0xFAEADE),
    band_fill: rgb(0xE5E7E9),
    shadow: rgb(0x14181F),
    cat: [rgb(0x0072B2), rgb(0x029B71), rgb(0xB67D04), rgb(0xC06E9C), rgb(0x2C8FC3), rgb(0xD55E00)],
    ramp: [
        rgb(0xE5F3F8),
        rgb(0xBADEEF),
        rgb(0x91C8E7),
        rgb(0x6DB1DD),
        rgb(0x4F98D1),
        rgb(0x397FC1),
        rgb(0x2C66AD),
        rgb(0x254E94),
        rgb(0x203878),
    ],
    on_ramp: [
        rgb(0x000000),
        rgb(0x000000),
        rgb(0x000000),
        rgb(0x000000),
        rgb(0x000000),
        rgb(0x000000),
        rgb(0xFFFFFF),
        rgb(0xFFFFFF),
        rgb(0xFFFFFF),
    ],
    div: [
        rgb(0xD6650C),
        rgb(0xDB9158),
        rgb(0xDFBCA2),
        rgb(0xE4E7EC),
        rgb(0x9DC2DA),
        rgb(0x559EC8),
        rgb(0x0B78B5),
    ],
};

const DARK: Tokens = Tokens {
    dark: true,
    desk: rgb(0x0A0C10),
    panel: rgb(0x14181E),
    canvas: rgb(0x0F1317),
    card: rgb(0x1C2128),
    raised: rgb(0x232931),
    hover: rgb(0x1F242C),
    pressed: rgb(0x2A313B),
    selected: rgb(0x25254A),
    scrim: rgb(0x000000),
    rule: rgb(0x232932),
    border: rgb(0x333B46),
    control: rgb(0x717B8A),
    text1: rgb(0xECEFF3),
    text2: rgb(0xB4BCC7),
    text3: rgb(0x929BA8),
    disabled: rgb(0x5E6773),
    accent: rgb(0x6C63EE),
    accent_hover: rgb(0x5D54DC),
    accent_text: rgb(0xAAA6FF),
    accent_tint: rgb(0x25254A),
    on_accent: rgb(0xFFFFFF),
    focus: rgb(0x9C97FF),
    knob: rgb(0xECEFF3),
    leader_zone: rgb(0x292A50),
    rank_zone: rgb(0x4B469F),
    track: rgb(0x373D45),
    active: rgb(0x009E73),
    active_text: rgb(0x2FB286),
    active_tint: rgb(0x163A37),
    expansion: rgb(0x1D7FC0),
    expansion_text: rgb(0x449EE2),
    expansion_tint: rgb(0x163144),
    pilot: rgb(0x56B4E9),
    pilot_text: rgb(0x56B4E9),
    pilot_tint: rgb(0x283E4F),
    open: rgb(0x8A93A1),
    open_text: rgb(0xB4BCC7),
    open_tint: rgb(0x2A313B),
    competitor: rgb(0xD55E00),
    competitor_text: rgb(0xF27930),
    competitor_tint: rgb(0x412D20),
    lost: rgb(0xCC79A7),
    lost_text: rgb(0xDC88B6),
    lost_tint: rgb(0x3F3341),
    critical_solid: rgb(0xB84300),
    on_critical: rgb(0xFFFFFF),
    critical: rgb(0xD55E00),
    critical_text: rgb(0xF27930),
    critical_tint: rgb(0x412D20),
    high: rgb(0xD55E00),
    high_text: rgb(0xF27930),
    high_tint: rgb(0x412D20),
    medium: rgb(0xE69F00),
    medium_text: rgb(0xE69F00),
    medium_tint: rgb(0x443A20),
    low: rgb(0x8A93A1),
    low_text: rgb(0xB4BCC7),
    low_tint: rgb(0x2A313B),
    info: rgb(0x1D7FC0),
    info_text: rgb(0x449EE2),
    info_tint: rgb(0x163144),
    up: rgb(0x009E73),
    up_text: rgb(0x2FB286),
    up_tint: rgb(0x163A37),
    down: rgb(0xD55E00),
    down_text: rgb(0xF27930),
    down_tint: rgb(0x412D20),
    band_fill: rgb(0x282D34),
    shadow: rgb(0x000000),
    cat: [rgb(0x2686C7), rgb(0x009E73), rgb(0xE69F00), rgb(0xCC79A7), rgb(0x56B4E9), rgb(0xD55E00)],
    ramp: [
        rgb(0x1E294A),
        rgb(0x253E69),
        rgb(0x285587),
        rgb(0x296DA2),
        rgb(0x2C87BA),
        rgb(0x39A2CF),
        rgb(0x51BCE0),
        rgb(0x72D6EE),
        rgb(0x99EEFB),
    ],
    on_ramp: [
        rgb(0xFFFFFF),
        rgb(0xFFFFFF),
        rgb(0xFFFFFF),
        rgb(0xFFFFFF),
        rgb(0x000000),
        rgb(0x000000),
        rgb(0x000000),
        rgb(0x000000),
        rgb(0x000000),
    ],
    div: [
        rgb(0xCC5C03),
        rgb(0x954D16),
        rgb(0x603F29),
        rgb(0x2A313B),
        rgb(0x264965),
        rgb(0x22628E),
        rgb(0x1E7BB9),
    ],
};

impl Tokens {
    /// The light theme.
    pub const fn light() -> &'static Self {
        &LIGHT
    }

    /// The dark theme.
    pub const fn dark() -> &'static Self {
        &DARK
    }

    /// The tokens of the given theme.
    pub const fn of_theme(theme: Theme) -> &'static Self {
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

    /// Colour of a category, counted from 0; the seventh starts over.
    pub fn category(&self, index: usize) -> Color32 {
        self.cat[index % self.cat.len()]
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
