# CPython's own tests, method by method.
about="CPython 3.11: Lib/test, by test method"
archives=(libpython3.11-testsuite)

build() {
    mkdir -p lib
    cp -r /usr/lib/python3.11/test lib/
    cp -r src/usr/lib/python3.11/test/. lib/test/
}

units() {
    printf 'test_%s\n' fork1 wait3 wait4 pty select poll epoll mmap fcntl os posix signal threading \
        math float struct zlib hashlib socket subprocess selectors fileio tempfile shutil resource time pwd grp ioctl openpty \
        eintr thread posixpath pipes array cmath statistics decimal random re json io largefile tty termios \
        socketserver asyncore sched queue
}

run_unit() {
    PYTHONPATH=$work/lib python3 "$suites/lib/python_methods.py" "$1" "$RESULTS"
}
