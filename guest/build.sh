#!/bin/sh
# Builds the guest programs under src/tests into build/guests, one at a time, only those that changed.
#
#   guest/build.sh [subsystem/name ...]
#
# A line "// flags: ..." in a program adds compiler flags; "// link: dynamic" drops -static.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tests=$here/src/tests
out=${GUESTS_OUT:-$here/../build/guests}
cc=${CC:-gcc}

build_one() {
    source=$1
    name=${source#"$tests"/}
    binary=$out/${name%.c}
    if [ -e "$binary" ] && [ -z "$(find "$source" "$tests/guest.h" -newer "$binary")" ]; then
        return 0
    fi
    mkdir -p "$(dirname "$binary")"
    flags=$(sed -n 's|^// flags: ||p' "$source")
    link=-static
    if grep -q '^// link: dynamic' "$source"; then
        link=
    fi
    # shellcheck disable=SC2086
    "$cc" -O1 -g0 -s -std=gnu11 -Wall -Wextra -Wno-unused-result -Wno-nonnull \
        -Wno-stringop-overread -Wno-stringop-overflow -I"$tests" $flags $link \
        -o "$binary" "$source" $(sed -n 's|^// libs: ||p' "$source")
}

if [ $# -gt 0 ]; then
    for name; do
        build_one "$tests/$name.c"
    done
else
    for source in "$tests"/*/*.c; do
        build_one "$source"
    done
fi
