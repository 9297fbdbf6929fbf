#!/bin/sh
# Runs one guest program natively, as the conformance tests do, and prints its output and exit status.
#
#   guest/native.sh [i386/]subsystem/name    run it
#   guest/native.sh --record [name ...]      write the .expected files (all without a name)
#
# What an i386 program prints is kept apart, in .i386.expected, only where it differs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tests=$here/src/tests
out=${GUESTS_OUT:-$here/../build/guests}

# A fresh working directory, no input, a known environment; 128 + signal for a program that was killed.
run_one() {
    work=$(mktemp -d /tmp/guest.XXXXXX)
    binary=$(cd "$out" && pwd)/$1
    status=0
    (cd "$work" && umask 022 && exec env -i PATH=/usr/bin:/bin HOME=/ timeout -s KILL 30 \
        "$binary" </dev/null 2>/dev/null) || status=$?
    echo "exit status $status"
    chmod -R u+rwx "$work" && rm -rf "$work"
}

# Through a pipe, as in the tests: some programs limit or look at their output file.
record() {
    case $1 in
        i386/*)
            common=$tests/${1#i386/}.expected
            own=$tests/${1#i386/}.i386.expected
            if grep -q '^// widths: 32$' "$tests/${1#i386/}.c"; then
                own=$common
            fi
            run_one "$1" | cat >"$own"
            if [ "$own" != "$common" ] && cmp -s "$common" "$own"; then
                rm "$own"
            fi
            ;;
        *) run_one "$1" | cat >"$tests/$1.expected" ;;
    esac
}

record=
if [ "${1:-}" = --record ]; then
    record=yes
    shift
    if [ $# -eq 0 ]; then
        set -- $(cd "$tests" && ls */*.c | sed 's/\.c$//')
        set -- "$@" $(cd "$out" && ls -d i386/*/*)
    fi
fi
for name; do
    if [ -n "$record" ]; then
        record "$name"
    else
        run_one "$name"
    fi
done
