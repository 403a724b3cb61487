#!/bin/sh
# Makes the four font files beside this script. Run it only to change them; the results are committed.
#
#   sh make.sh INTER_DIRECTORY LUCIDE_DIRECTORY
#
# INTER_DIRECTORY  holds Inter-{Regular,Medium,SemiBold}.otf, version 3.19 (Debian's package fonts-inter puts them
#                  into /usr/share/fonts/opentype/inter; licence OFL-1.1, text in LICENSE-inter.txt).
# LUCIDE_DIRECTORY holds lucide.ttf and codepoints.json of Lucide's static font, version 1.62 (the directory `font`
#                  of lucide-static; licence ISC, text in LICENSE-lucide.txt).
#
# Needs python3 with the packages fonttools and opentype-feature-freezer.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
inter=${1:-/usr/share/fonts/opentype/inter}
lucide=${2:?directory of lucide.ttf}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Inter. egui applies no OpenType features, so the tabular digits and signs (tnum) become the default glyphs: columns of
# numbers line up. Then only the scripts and signs that the program writes itself stay: names in other scripts come
# from the system's fonts.
text='U+0020-024F,U+0259,U+02B0-036F,U+0370-03FF,U+0400-04FF,U+1E00-1EFF,U+2000-206F,U+2070-209F,U+20A0-20BF,U+2100-214F,U+2150-218F,U+2190-21FF,U+2200-22FF,U+2300-23FF,U+2460-24FF,U+25A0-25FF,U+2600-26FF,U+2700-27BF,U+2B00-2BFF,U+FFFD'
for cut in Regular Medium SemiBold; do
    pyftfeatfreeze -f tnum -S -U '' "$inter/Inter-$cut.otf" "$work/$cut.otf"
    # kern stays; the alternates and ligatures that nothing can reach go.
    pyftsubset "$work/$cut.otf" --unicodes="$text" --layout-features=kern,mark,mkmk,ccmp --no-hinting \
        --desubroutinize --notdef-outline --name-IDs='*' --output-file="$here/Inter-$cut.otf"
done

# Lucide: the icons in icons.txt only; their code points go into src/ui/kit/icons.rs.
codes=$(python3 - "$lucide/codepoints.json" "$here/icons.txt" <<'PY'
import json, sys
table = json.load(open(sys.argv[1]))
print(",".join(f"U+{table[name]:04X}" for name in open(sys.argv[2]).read().split()))
PY
)
pyftsubset "$lucide/lucide.ttf" --unicodes="$codes" --layout-features= --no-hinting --name-IDs='*' \
    --output-file="$here/lucide.ttf"

# The list of icons for src/ui/kit/icons.rs, to be pasted between its markers.
python3 - "$lucide/codepoints.json" "$here/icons.txt" <<'PY'
import json, sys
table = json.load(open(sys.argv[1]))
for name in open(sys.argv[2]).read().split():
    const = name.replace("-", "_").upper()
    print(f"    {const} = '\\u{{{table[name]:04X}}}', \"{name}\";")
PY
