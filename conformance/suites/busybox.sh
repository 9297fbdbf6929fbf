# busybox's testsuite, on Debian's static busybox with the settings it was built with.
about="busybox 1.35: testsuite"
sources=(busybox)
archives=(busybox-static)

build() {
    mkdir -p bin
    cp "$(ls -d src/bin/busybox src/usr/bin/busybox 2>/dev/null | head -1)" bin/busybox
    cp src/busybox/debian/config/pkg/static bin/.config
    cp -r src/busybox/testsuite testsuite
}

units() {
    printf '%s\n' a b c-d e-f g-l m-o p-s t-z
}

run_unit() {
    cp -r "$work/testsuite" "$work/bin" "$work/src/busybox/scripts" .
    cd testsuite || exit 1
    export bindir=$place/bin
    local applet
    for applet in $(ls -d -- *.tests */ | sed 's/\.tests$//; s/\/$//' | sort -u | grep "^[$1]"); do
        run_applet "$applet"
    done
}

# One runtest has several tests; each has its own outcome.
run_applet() { # APPLET
    begin "$1" || return 0
    timeout -k 5 300 ./runtest -v "$1" >"$TMPDIR/output" 2>&1 </dev/null
    end "status-$?" "$1"
    cat "$TMPDIR/output"
    sed -nE 's/^(PASS|FAIL|SKIPPED|UNTESTED): /\1 /p' "$TMPDIR/output" |
        awk -v applet="$1" '{ outcome = tolower($1); $1 = ""; gsub(/[^A-Za-z0-9.+-]+/, "_")
            name = applet $0; count[name]++
            print outcome, name (count[name] > 1 ? "#" count[name] : "") }' >>"$RESULTS"
}
