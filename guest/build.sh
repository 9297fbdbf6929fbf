#!/bin/sh
# Builds the guest programs under src/tests into build/guests, one at a time, only those that changed.
#
#   guest/build.sh [[i386/]subsystem/name ...]
#
# Every program is built for x86-64 and, under i386/, for i386; a line "// widths: 64" or "// widths: 32"
# names the one it is for. "// flags: ..." adds compiler flags; "// link: dynamic" drops -static.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tests=$here/src/tests
out=${GUESTS_OUT:-$here/../build/guests}
cc=${CC:-gcc}

has32=
if [ -n "$(find /usr/lib32 -name crt1.o 2>/dev/null)" ]; then
    has32=yes
fi

# build_one WIDTH NAME
build_one() {
    source=$tests/$2.c
    prefix=
    if [ "$1" = 32 ]; then
        prefix=i386/
        [ -n "$has32" ] || return 0
    fi
    binary=$out/$prefix$2
    if [ -e "$binary" ] && [ -z "$(find "$source" "$tests"/*.h -newer "$binary")" ]; then
        return 0
    fi
    widths=$(sed -n 's|^// widths: ||p' "$source")
    case ${widths:-$1} in *$1*) ;; *) return 0 ;; esac
    mkdir -p "$(dirname "$binary")"
    flags=$(sed -n 's|^// flags: ||p' "$source")
    link=-static
    if grep -q '^// link: dynamic' "$source"; then
        link=
    fi
    # shellcheck disable=SC2086
    "$cc" "-m$1" -O1 -g0 -s -std=gnu11 -Wall -Wextra -Wno-unused-result -Wno-nonnull \
        -Wno-stringop-overread -Wno-stringop-overflow -I"$tests" $flags $link \
        -o "$binary" "$source" $(sed -n 's|^// libs: ||p' "$source")
}

if [ $# -gt 0 ]; then
    for name; do
        case $name in
            i386/*) build_one 32 "${name#i386/}" ;;
            *) build_one 64 "$name" ;;
        esac
    done
else
    for source in "$tests"/*/*.c; do
        name=${source#"$tests"/}
        build_one 64 "${name%.c}"
        build_one 32 "${name%.c}"
    done
fi
