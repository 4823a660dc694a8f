#!/usr/bin/env bash
# Makes the prompts that ship with the proxy anew from texts.tsv: 16 kHz, mono, Opus of 32 kbit/s in Ogg.
# Needs espeak-ng, sox and an ffmpeg with libopus (FFMPEG names another one). See docs/announcements.md.
set -euo pipefail
cd "$(dirname "$0")"
out=../resources/prompts
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
declare -A voice=([en]=en-gb-x-rp [de]=de [fr]=fr [es]=es [uk]=uk [vi]=vi)
while IFS=$'\t' read -r language name text; do
    espeak-ng -v "${voice[$language]}+f3" -s 145 -g 3 -w "$work/spoken.wav" -- "$text"
    # a moment of silence before and after, so that no phone swallows the first or the last sound
    sox "$work/spoken.wav" -r 16000 -c 1 -b 16 "$work/ready.wav" gain -6 highpass 100 norm -5 pad 0.15 0.25
    mkdir -p "$out/$language"
    "${FFMPEG:-ffmpeg}" -nostdin -v error -y -i "$work/ready.wav" -c:a libopus -b:a 32k -application voip \
        -frame_duration 20 -map_metadata -1 -fflags +bitexact -flags:a +bitexact "$out/$language/$name.opus"
done < texts.tsv
