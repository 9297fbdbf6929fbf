# bash's own tests: each run-* of its tests directory, which compares a script's output with what is right.
about="bash 5.2: tests/run-*"
sources=(bash)

build() {
    cp -r src/bash/tests tests
    local tool
    for tool in recho zecho printenv xcase; do
        gcc -w -std=gnu89 -Isrc/bash/include -Isrc/bash -DHAVE_STRING_H -DHAVE_STDLIB_H -DHAVE_UNISTD_H \
            -o "tests/$tool" "src/bash/support/$tool.c"
    done
    mkdir -p tests/bin
    ln -sf /bin/bash tests/bin/bash
}

# Named by their first letters, so that each start of a machine serves several.
units() {
    (cd "$work/tests" && ls run-* | grep -vE '^run-(all|minimal|gprof)$' | cut -c5 | sort -u)
}

run_unit() {
    cp -r "$work/tests" tests
    cd tests || exit 1
    export THIS_SH=/bin/bash BUILD_DIR=$work/src/bash BASH_TSTOUT=$TMPDIR/bashtst PATH=.:$PATH
    local test
    for test in run-"$1"*; do
        case $test in run-all | run-minimal | run-gprof) continue ;; esac
        check "$test" sh "./$test"
        rm -f "$BASH_TSTOUT"
    done
}
