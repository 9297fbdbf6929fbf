# The controllers of cgroup v2 as Linux's Documentation/admin-guide/cgroup-v2.rst describes them.
import errno, mmap, os, signal, time

top = "/sys/fs/cgroup"


def get(group, name):
    with open(f"{top}/{group}/{name}") as file:
        return file.read().strip()


def field(group, name, key):
    return int(dict(line.split() for line in get(group, name).splitlines())[key])


def put(group, name, value):
    try:
        with open(f"{top}/{group}/{name}", "w") as file:
            file.write(str(value))
        return "ok"
    except OSError as error:
        return errno.errorcode[error.errno]


def make(group):
    os.mkdir(f"{top}/{group}")
    return group


def child(group, work):
    pid = os.fork()
    if pid == 0:
        put(group, "cgroup.procs", 0)
        try:
            os._exit(work() or 0)
        except OSError as error:
            os._exit(error.errno)
    return pid


def end(pid):
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return "killed by " + signal.Signals(os.WTERMSIG(status)).name
    return f"exited {os.WEXITSTATUS(status)}"


def spin(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


def use(megabytes, then=lambda: None):
    memory = mmap.mmap(-1, megabytes << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for at in range(0, megabytes << 20, 4096):
        memory[at] = 1
    return then()


def files():
    print("controllers:", get(".", "cgroup.controllers"))
    make("plain")
    print("not distributed:", sorted(n for n in os.listdir(f"{top}/plain") if n.startswith(("memory", "pids"))))
    print("distribute:", put(".", "cgroup.subtree_control", "+cpu +memory +pids"))
    names = os.listdir(f"{top}/plain")
    for name in "cpu.max cpu.weight memory.max memory.high memory.current memory.events pids.max pids.events".split():
        print(" ", name, name in names, get("plain", name).replace("\n", ";") if name != "memory.current" else "")
    make("plain/inner")
    print("not further down:", os.path.exists(f"{top}/plain/inner/pids.max"))
    print("with members:", end(child("plain", lambda: 0 if put("plain", "cgroup.subtree_control", "+pids") == "EBUSY" else 1)))
    print("further down:", put("plain", "cgroup.subtree_control", "+pids"), os.path.exists(f"{top}/plain/inner/pids.max"))
    print("no members then:", end(child(".", lambda: 0 if put("plain", "cgroup.procs", 0) == "EBUSY" else 1)))
    print("still in use:", put(".", "cgroup.subtree_control", "-pids"))
    for name, value in [("cpu.max", "x"), ("cpu.max", "100 10"), ("cpu.max", "50000 100000"), ("cpu.weight", "0"),
                        ("cpu.weight", "10001"), ("cpu.weight", "200"), ("memory.max", "x"), ("memory.max", "4M"),
                        ("memory.high", "max"), ("pids.max", "-1"), ("pids.max", "7"), ("pids.current", "1")]:
        try:
            print(" ", name, value, put("plain", name, value), get("plain", name))
        except OSError:
            print(" ", name, value, "unreadable")
    os.rmdir(f"{top}/plain/inner")
    os.rmdir(f"{top}/plain")


def pids():
    make("few")
    make("few/inner")
    put("few", "pids.max", 3)

    def births():
        held = []
        while len(held) < 10:
            pid = os.fork()
            if pid == 0:
                signal.pause()
            held.append(pid)
        return 0

    member = child("few/inner", births)
    print("births end with:", end(member) == f"exited {errno.EAGAIN}")
    print("current:", get("few", "pids.current"))
    print("refused:", field("few", "pids.events", "max") > 0)
    print("kill:", put("few", "cgroup.kill", 1))
    while field("few", "cgroup.events", "populated"):
        time.sleep(0.01)
    print("room again:", end(child("few", lambda: os.waitpid(os.fork() or os._exit(0), 0) and 0)))
    put("few", "pids.max", 0)
    print("moving in is not refused:", end(child("few", lambda: 0)))
    os.rmdir(f"{top}/few/inner")
    os.rmdir(f"{top}/few")


def memory():
    make("small")
    make("small/inner")
    print("limit:", put("small", "memory.max", "16M"), get("small", "memory.max"))
    print("below it:", end(child("small/inner", lambda: use(4))))
    before = int(get("small", "memory.current"))
    print("given back:", before < 4 << 20)
    print("above it:", end(child("small/inner", lambda: use(64))))
    print("events:", [field("small", "memory.events", key) > 0 for key in ("max", "oom", "oom_kill")])
    print("killed:", field("small", "memory.events", "oom_kill"))
    read, write = os.pipe()
    large = child("small", lambda: use(9, lambda: os.write(write, b"x") and signal.pause()))
    os.read(read, 1)
    print("current:", int(get("small", "memory.current")) > 9 << 20)
    little = child("small/inner", lambda: use(12))
    print("the largest is killed:", end(large), "or", end(little) in ("exited 0", "killed by SIGKILL"))
    put("small", "memory.oom.group", 1)
    quiet = child("small", lambda: os.write(write, b"x") and signal.pause())
    os.read(read, 1)
    print("all are killed:", end(child("small", lambda: use(64))), end(quiet))
    put("small", "memory.oom.group", 0)
    put("small", "memory.max", "max")
    put("small", "memory.high", "8M")
    print("high:", end(child("small", lambda: use(12))), field("small", "memory.events", "high") > 0)
    os.rmdir(f"{top}/small/inner")
    os.rmdir(f"{top}/small")


def cpu():
    make("slow")
    put("slow", "cpu.max", "10000 50000")
    begin = time.monotonic()
    print("limited:", end(child("slow", lambda: spin(1.0))))
    passed = time.monotonic() - begin
    used = field("slow", "cpu.stat", "usage_usec") / 1e6
    print("a fifth of the time:", used < 0.45 * passed)
    print("throttled:", field("slow", "cpu.stat", "nr_throttled") > 0, field("slow", "cpu.stat", "throttled_usec") > 0)
    print("periods:", field("slow", "cpu.stat", "nr_periods") >= field("slow", "cpu.stat", "nr_throttled"))
    os.rmdir(f"{top}/slow")
    make("light")
    make("heavy")
    put("light", "cpu.weight", 100)
    put("heavy", "cpu.weight", 400)
    os.sched_setaffinity(0, {0})
    both = [child("light", lambda: spin(2.0)), child("heavy", lambda: spin(2.0))]
    for pid in both:
        end(pid)
    ratio = field("heavy", "cpu.stat", "usage_usec") / field("light", "cpu.stat", "usage_usec")
    print("four times as much, more or less:", 2 < ratio < 6)
    os.rmdir(f"{top}/light")
    os.rmdir(f"{top}/heavy")


def namespace():
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    make("seen")
    make("seen/below")

    def look():
        print("before:", open("/proc/self/cgroup").read().strip())
        libc.unshare(0x02000000)
        print("inside:", open("/proc/self/cgroup").read().strip())
        put("seen/below", "cgroup.procs", 0)
        print("moved:", open("/proc/self/cgroup").read().strip())
        put(".", "cgroup.procs", 0)
        print("above:", open("/proc/self/cgroup").read().strip())
        libc.unshare(0x00020000)
        put("seen", "cgroup.procs", 0)
        libc.mount(b"none", b"/", None, 1 << 18 | 1 << 14, None)
        os.makedirs("/tmp/groups", exist_ok=True)
        print("mount:", libc.mount(b"none", b"/tmp/groups", b"cgroup2", 0, None))
        print("its root:", sorted(n for n in os.listdir("/tmp/groups") if "." not in n))

    print("end:", end(child("seen", lambda: print(end="", flush=True) or look() or print(end="", flush=True))))
    os.rmdir(f"{top}/seen/below")
    os.rmdir(f"{top}/seen")


for part in (files, pids, memory, cpu, namespace):
    print(f"== {part.__name__}", flush=True)
    part()
