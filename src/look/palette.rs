//! The colours of both themes as plain numbers: one row per colour, light beside dark. Windows and pictures share them.
//!
//! The values come from the design tables; the contrast floors are computed in `tests/it/kit.rs` for both themes.

#![expect(clippy::unreadable_literal, reason = "colours are read as six digits, as in every other tool")]

/// An opaque colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// A colour from `0xRRGGBB`.
    pub const fn hex(hex: u32) -> Self {
        let [_, r, g, b] = hex.to_be_bytes();
        Self([r, g, b])
    }
}

/// A colour that can be laid over another.
pub trait Mix: Copy {
    /// `part` of `over` laid over this one, 0–1.
    #[must_use]
    fn mix(self, over: Self, part: f32) -> Self;
}

/// `part` of one channel over another, 0–1.
pub fn mix_channel(under: u8, over: u8, part: f32) -> u8 {
    (f32::from(under) + (f32::from(over) - f32::from(under)) * part).round() as u8
}

impl Mix for Rgb {
    fn mix(self, over: Self, part: f32) -> Self {
        Self(std::array::from_fn(|at| mix_channel(self.0[at], over.0[at], part)))
    }
}

macro_rules! palette {
    (
        { $($(#[$doc:meta])* $name:ident: $light:literal, $dark:literal;)* }
        { $($(#[$docs:meta])* $names:ident[$count:literal]: [$($lights:literal),*], [$($darks:literal),*];)* }
    ) => {
        /// The colours of one theme, as a type of colour that somebody can paint with.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Palette<C> {
            /// Is this the dark theme?
            pub dark: bool,
            $($(#[$doc])* pub $name: C,)*
            $($(#[$docs])* pub $names: [C; $count],)*
        }

        impl<C: Copy> Palette<C> {
            /// The same colours of another type.
            pub fn map<D>(&self, colour: impl Fn(C) -> D + Copy) -> Palette<D> {
                Palette {
                    dark: self.dark,
                    $($name: colour(self.$name),)*
                    $($names: self.$names.map(colour),)*
                }
            }
        }

        /// The light theme.
        pub static LIGHT: Palette<Rgb> = Palette {
            dark: false,
            $($name: Rgb::hex($light),)*
            $($names: [$(Rgb::hex($lights)),*],)*
        };

        /// The dark theme.
        pub static DARK: Palette<Rgb> = Palette {
            dark: true,
            $($name: Rgb::hex($dark),)*
            $($names: [$(Rgb::hex($darks)),*],)*
        };
    };
}

palette! {
{
    // Surfaces, from back to front
    /// Window behind the panels; menu and status bar.
    desk: 0xE9EBF0, 0x0A0C10;
    /// Tiled panels, headline strip.
    panel: 0xFFFFFF, 0x14181E;
    /// Sunken: map ground, roll-up rows, wells, future half of a chart.
    canvas: 0xF5F6F8, 0x0F1317;
    /// Node cards, selected segment.
    card: 0xFFFFFF, 0x1C2128;
    /// Menus, popovers, toasts, dialogs (with `border` and the shadow).
    raised: 0xFFFFFF, 0x232931;
    /// Hovered row, default button, neutral chip.
    hover: 0xF0F2F5, 0x1F242C;
    /// Pressed button, neutral badge.
    pressed: 0xE4E7EC, 0x2A313B;
    /// Selected row, active cell, range fill, accent tint.
    selected: 0xECEBFC, 0x25254A;
    /// Behind a dialog, at 40% (light) or 60% (dark) opacity.
    scrim: 0x14181F, 0x000000;
    // Lines
    /// Quiet rules in tables and between sections, grid lines of plots.
    rule: 0xE4E7EC, 0x232932;
    /// 1 px edge of cards, fields, popovers.
    border: 0xD3D8DF, 0x333B46;
    /// Edges that carry meaning: checkbox, unselected bar, ticks, connectors.
    control: 0x838B98, 0x717B8A;
    // Text
    /// Values, names.
    text1: 0x14181F, 0xECEFF3;
    /// Secondary values, menus.
    text2: 0x454E5B, 0xB4BCC7;
    /// Labels, units, captions, carried figures.
    text3: 0x5F6875, 0x929BA8;
    /// Disabled only (exempt from the floor).
    disabled: 0x9BA3AF, 0x5E6773;
    // Accent: selection, focus, the thing in hand, the one primary button
    /// Fill of the selected, the primary button, series in the hand.
    accent: 0x4F46D6, 0x6C63EE;
    /// The primary button under the pointer.
    accent_hover: 0x4038BD, 0x5D54DC;
    /// Accent as text and icon colour.
    accent_text: 0x4338CA, 0xAAA6FF;
    /// Accent as a faint fill (same as `selected`).
    accent_tint: 0xECEBFC, 0x25254A;
    /// Text on `accent`.
    on_accent: 0xFFFFFF, 0xFFFFFF;
    /// The 2 px focus ring.
    focus: 0x4F46D6, 0x9C97FF;
    /// Slider handle at rest.
    knob: 0xFFFFFF, 0xECEFF3;
    /// Slider: the leader stays.
    leader_zone: 0xDFDEF8, 0x292A50;
    /// Slider: the whole ranking stays.
    rank_zone: 0xB5B1EE, 0x4B469F;
    /// Empty part of bars and sliders.
    track: 0xDCDEE1, 0x373D45;
    // Status
    /// Marks, bars and lines in the meaning `active`.
    active: 0x04986F, 0x009E73;
    /// Text and icons in the meaning `active`.
    active_text: 0x027857, 0x2FB286;
    /// Fill behind the meaning `active`.
    active_tint: 0xDEF2ED, 0x163A37;
    /// Marks, bars and lines in the meaning `expansion`.
    expansion: 0x0072B2, 0x1D7FC0;
    /// Text and icons in the meaning `expansion`.
    expansion_text: 0x006DAB, 0x449EE2;
    /// Fill behind the meaning `expansion`.
    expansion_tint: 0xDEEDF5, 0x163144;
    /// Marks, bars and lines in the meaning `pilot`.
    pilot: 0x2A8EC1, 0x56B4E9;
    /// Text and icons in the meaning `pilot`.
    pilot_text: 0x0271A0, 0x56B4E9;
    /// Fill behind the meaning `pilot`.
    pilot_tint: 0xE9F5FC, 0x283E4F;
    /// Marks, bars and lines in the meaning `open`.
    open: 0x798290, 0x8A93A1;
    /// Text and icons in the meaning `open`.
    open_text: 0x454E5B, 0xB4BCC7;
    /// Fill behind the meaning `open`.
    open_tint: 0xE4E7EC, 0x2A313B;
    /// Marks, bars and lines in the meaning `competitor`.
    competitor: 0xD55E00, 0xD55E00;
    /// Text and icons in the meaning `competitor`.
    competitor_text: 0xAF4C02, 0xF27930;
    /// Fill behind the meaning `competitor`.
    competitor_tint: 0xFAEADE, 0x412D20;
    /// Marks, bars and lines in the meaning `lost`.
    lost: 0xBC6B98, 0xCC79A7;
    /// Text and icons in the meaning `lost`.
    lost_text: 0x9E4F7C, 0xDC88B6;
    /// Fill behind the meaning `lost`.
    lost_tint: 0xF8EEF4, 0x3F3341;
    // Severity
    /// The only solid badge.
    critical_solid: 0xB84300, 0xB84300;
    /// Text on `critical_solid`.
    on_critical: 0xFFFFFF, 0xFFFFFF;
    /// Marks, bars and lines in the meaning `critical`.
    critical: 0xD55E00, 0xD55E00;
    /// Text and icons in the meaning `critical`.
    critical_text: 0xAF4C02, 0xF27930;
    /// Fill behind the meaning `critical`.
    critical_tint: 0xFAEADE, 0x412D20;
    /// Marks, bars and lines in the meaning `high`.
    high: 0xD55E00, 0xD55E00;
    /// Text and icons in the meaning `high`.
    high_text: 0xAF4C02, 0xF27930;
    /// Fill behind the meaning `high`.
    high_tint: 0xFAEADE, 0x412D20;
    /// Marks, bars and lines in the meaning `medium`.
    medium: 0xB37B05, 0xE69F00;
    /// Text and icons in the meaning `medium`.
    medium_text: 0x8F6103, 0xE69F00;
    /// Fill behind the meaning `medium`.
    medium_tint: 0xFCF3DE, 0x443A20;
    /// Marks, bars and lines in the meaning `low`.
    low: 0x798290, 0x8A93A1;
    /// Text and icons in the meaning `low`.
    low_text: 0x454E5B, 0xB4BCC7;
    /// Fill behind the meaning `low`.
    low_tint: 0xE4E7EC, 0x2A313B;
    /// Marks, bars and lines in the meaning `info`.
    info: 0x0072B2, 0x1D7FC0;
    /// Text and icons in the meaning `info`.
    info_text: 0x006DAB, 0x449EE2;
    /// Fill behind the meaning `info`.
    info_tint: 0xDEEDF5, 0x163144;
    // Change
    /// Marks, bars and lines in the meaning `up`.
    up: 0x04986F, 0x009E73;
    /// Text and icons in the meaning `up`.
    up_text: 0x027857, 0x2FB286;
    /// Fill behind the meaning `up`.
    up_tint: 0xDEF2ED, 0x163A37;
    /// Marks, bars and lines in the meaning `down`.
    down: 0xD55E00, 0xD55E00;
    /// Text and icons in the meaning `down`.
    down_text: 0xAF4C02, 0xF27930;
    /// Fill behind the meaning `down`.
    down_tint: 0xFAEADE, 0x412D20;
    // Other
    /// Forecast band.
    band_fill: 0xE5E7E9, 0x282D34;
    /// At 16% opacity.
    shadow: 0x14181F, 0x000000;
}
{
    /// Categories (factors, series), in order: revenue, divisions, users, products, trend, a sixth.
    cat[6]:
        [0x0072B2, 0x029B71, 0xB67D04, 0xC06E9C, 0x2C8FC3, 0xD55E00],
        [0x2686C7, 0x009E73, 0xE69F00, 0xCC79A7, 0x56B4E9, 0xD55E00];
    /// Rates from 0 to 100% in nine even steps of lightness.
    ramp[9]:
        [0xE5F3F8, 0xBADEEF, 0x91C8E7, 0x6DB1DD, 0x4F98D1, 0x397FC1, 0x2C66AD, 0x254E94, 0x203878],
        [0x1E294A, 0x253E69, 0x285587, 0x296DA2, 0x2C87BA, 0x39A2CF, 0x51BCE0, 0x72D6EE, 0x99EEFB];
    /// Ink on each step of `ramp`.
    on_ramp[9]:
        [0x000000, 0x000000, 0x000000, 0x000000, 0x000000, 0x000000, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF],
        [0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0x000000, 0x000000, 0x000000, 0x000000, 0x000000];
    /// Changes from −15 pp over 0 to +15 pp in seven steps.
    div[7]:
        [0xD6650C, 0xDB9158, 0xDFBCA2, 0xE4E7EC, 0x9DC2DA, 0x559EC8, 0x0B78B5],
        [0xCC5C03, 0x954D16, 0x603F29, 0x2A313B, 0x264965, 0x22628E, 0x1E7BB9];
}
}

impl<C: Copy> Palette<C> {
    /// Colour of a category, counted from 0; the seventh starts over.
    pub fn category(&self, index: usize) -> C {
        self.cat[index % self.cat.len()]
    }
}
