#!/usr/bin/env bash
# Makes the icon's pictures from inroads.svg: PNG files for Linux, one ICO for Windows. Needs ImageMagick.
# usage: assets/icon/make.sh
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Drawn four times too large and made smaller, so that the edges of the smallest are clean.
for size in 16 24 32 48 64 128 256 512; do
  convert -background none -density $((96 * size * 4 / 512)) inroads.svg -resize "${size}x$size" -strip \
    -define png:exclude-chunks=date,time "PNG32:$scratch/inroads-$size.png"
done
convert "$scratch"/inroads-{16,24,32,48,64,128,256}.png inroads.ico
for size in 16 32 48 64 128 256 512; do
  cp "$scratch/inroads-$size.png" .
done
