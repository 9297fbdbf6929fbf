# libuv's tests of its own event loop, each in a process of its own with its helpers.
about="libuv 1.44: uv_run_tests"
sources=(libuv1)

build() {
    cmake -S src/libuv1 -B made -DBUILD_TESTING=ON -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS=-w
    cmake --build made --target uv_run_tests -j 2
    UV_RUN_AS_ROOT=1 made/uv_run_tests --list | awk '{ print $1 }' | sort -u >list
}

# By the first letters, so that each start of a machine serves several.
units() {
    cut -c1 "$work/list" | sort -u
}

run_unit() {
    local test
    export UV_RUN_AS_ROOT=1 UV_TEST_TIMEOUT_MULTIPLIER=20
    cp -r "$work/src/libuv1/test" .
    for test in $(grep "^$1" "$work/list"); do
        check "$test" "$work/made/uv_run_tests" "$test"
    done
}
