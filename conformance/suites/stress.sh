# stress-ng's classes that exercise a kernel, a few operations each, checking results.
about="stress-ng 0.15: classes, a few operations each with --verify"
archives=(stress-ng libipsec-mb1 libjudydebian1 libsctp1)

build() {
    true
}

classes() {
    cat <<'END'
access affinity alarm brk cap chdir chmod chown chroot clock
clone close context dentry dev-shm dir dirdeep dup epoll eventfd
exec fallocate fault fcntl fifo flock fork fstat funccall futex
get getdent getrandom inotify itimer kill lease link locka lockf
lockofd longjmp madvise malloc membarrier memfd mincore mknod mlock mmap
mmapfixed mmapfork mmapmany mprotect mq mremap msg msync munmap mutex
nanosleep nice null open pidfd pipe pipeherd poll prctl pthread
ptrace pty rename resched rlimit rmap rseq schedpolicy seal seccomp
seek sem sem-sysv sendfile session set shm shm-sysv sigabrt sigchld
sigfd sigfpe sigio signal signest sigpending sigpipe sigq sigrt sigsegv
sigsuspend sigtrap sleep sock sockfd sockpair spawn splice stack switch
symlink sysinfo tee timer timerfd tmpfs udp unshare utime vfork
vforkmany vm vm-splice wait xattr yield zero zombie
END
}

# A line of classes for each start of a machine.
units() {
    seq "$(classes | wc -l)"
}

run_unit() {
    local class
    export LD_LIBRARY_PATH=$work/src/usr/lib/x86_64-linux-gnu
    for class in $(classes | sed -n "${1}p"); do
        check "$class" "$work/src/usr/bin/stress-ng" "--$class" 1 "--$class-ops" 4 --verify --timeout 60 \
            --temp-path "$place" --no-rand-seed --quiet
    done
}
