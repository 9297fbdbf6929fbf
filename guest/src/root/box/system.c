// Programs about the machine and its processes: ps, kill, id, uname, date and others.
#include "box.h"

static const char *const signal_names[] = {
    "0",    "HUP",  "INT",  "QUIT", "ILL",  "TRAP", "ABRT", "BUS",  "FPE",  "KILL",   "USR1",
    "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN",
    "TTOU", "URG",  "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "POLL", "PWR", "SYS"};

const char *signal_name(int number)
{
    return number >= 0 && (size_t)number < COUNT(signal_names) ? signal_names[number] : "?";
}

int signal_number(const char *name)
{
    if (strncmp(name, "SIG", 3) == 0)
        name += 3;
    for (size_t i = 1; i < COUNT(signal_names); i++)
        if (equal(signal_names[i], name))
            return (int)i;
    return (int)parse_number(name);
}

int kill_main(int argc, char **argv)
{
    int signal = SIGTERM, first = 1, status = 0;
    if (argc > 1 && equal(argv[1], "-l")) {
        for (size_t i = 1; i < COUNT(signal_names); i++)
            put("%s%c", signal_names[i], i + 1 < COUNT(signal_names) ? ' ' : '\n');
        return 0;
    }
    if (argc > 1 && argv[1][0] == '-') {
        bool separate = equal(argv[1], "-s") && argc > 2;
        signal = signal_number(separate ? argv[2] : argv[1] + 1);
        first = separate ? 3 : 2;
    }
    if (signal < 0 || first >= argc) {
        put_error("usage: kill [-SIGNAL] PID...\n");
        return 1;
    }
    for (int i = first; i < argc; i++) {
        bool group = argv[i][0] == '-';
        long pid = parse_number(argv[i] + group);
        long error = pid < 0 ? -EINVAL : SYS2(__NR_kill, group ? -pid : pid, signal);
        if (error < 0)
            status = complain(argv[i], error);
    }
    return status;
}

// The n-th field of a line of words, in new memory.
static char *field(const char *line, int n)
{
    for (; n > 0 && *line != 0; line++)
        n -= *line == ' ';
    size_t length = 0;
    while (line[length] != 0 && line[length] != ' ' && line[length] != '\n')
        length++;
    return copy_text(line, length);
}

static void show_process(const char *pid)
{
    size_t length;
    char *stat = read_file(format_new("/proc/%s/stat", pid), NULL);
    char *command = read_file(format_new("/proc/%s/cmdline", pid), &length);
    char *name = stat == NULL ? NULL : strchr(stat, '('), *end = stat == NULL ? NULL : strrchr(stat, ')');
    if (name == NULL || end == NULL || command == NULL)
        return;
    for (size_t i = 0; i + 1 < length; i++)
        if (command[i] == 0)
            command[i] = ' ';
    // After the name: state, parent, group, session, terminal.
    long tty = parse_number(field(end + 2, 4));
    char *tty_name = tty > 0 && tty >> 8 == 136 ? format_new("pts/%ld", tty & 255) : "?";
    put("%5s %5s %-6s %-2s ", pid, field(end + 2, 1), tty_name, field(end + 2, 0));
    if (length > 0)
        put("%s\n", command);
    else
        put("[%s]\n", copy_text(name + 1, (size_t)(end - name - 1)));
}

int ps_main(int argc, char **argv)
{
    char buffer[4096];
    long pids[1024], got;
    size_t count = 0;
    (void)argc;
    (void)argv;
    long fd = open_file("/proc", O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0)
        return complain("/proc", fd);
    while ((got = SYS3(__NR_getdents64, fd, buffer, sizeof buffer)) > 0) {
        for (long at = 0; at < got; at += *(unsigned short *)(buffer + at + 16)) {
            long pid = parse_number(buffer + at + 19);
            if (pid > 0 && count < COUNT(pids))
                pids[count++] = pid;
        }
    }
    put("  PID  PPID TTY    S  COMMAND\n");
    for (size_t i = 0; i < count; i++) {
        void *mark = memory_mark();
        show_process(format_new("%ld", pids[i]));
        memory_release(mark);
    }
    return 0;
}

int pwd_main(int argc, char **argv)
{
    char path[4096];
    (void)argc;
    (void)argv;
    long length = SYS2(__NR_getcwd, path, sizeof path);
    if (length < 0)
        return complain(".", length);
    put("%s\n", path);
    return 0;
}

int env_main(int argc, char **argv)
{
    int i = 1;
    size_t count = 0;
    while (environment[count] != NULL)
        count++;
    char **extended = allocate((count + (size_t)argc + 1) * sizeof *extended);
    memcpy(extended, environment, count * sizeof *extended);
    if (argc > 1 && equal(argv[1], "-i")) {
        count = 0;
        i++;
    }
    for (; i < argc && strchr(argv[i], '=') != NULL; i++)
        extended[count++] = argv[i];
    extended[count] = NULL;
    environment = extended;
    if (i < argc) {
        long error = exec_search(argv[i], argv + i, environment);
        complain(argv[i], error);
        return error == -ENOENT ? 127 : 126;
    }
    for (size_t n = 0; n < count; n++)
        put("%s\n", environment[n]);
    return 0;
}

int sleep_main(int argc, char **argv)
{
    struct {
        long seconds, nanos;
    } time = {0, 0};
    char *point = argc > 1 ? strchr(argv[1], '.') : NULL;
    if (point != NULL) {
        *point = 0;
        long unit = 100000000;
        for (char *digit = point + 1; is_digit(*digit); digit++, unit /= 10)
            time.nanos += (*digit - '0') * unit;
    }
    time.seconds = argc > 1 && argv[1][0] != 0 ? parse_number(argv[1]) : point != NULL ? 0 : -1;
    if (time.seconds < 0) {
        put_error("usage: sleep SECONDS\n");
        return 1;
    }
    while (SYS2(__NR_nanosleep, &time, &time) == -EINTR) {
    }
    return 0;
}

int uname_main(int argc, char **argv)
{
    bool options[128];
    struct new_utsname name;
    if (take_options(argc, argv, "asnrvmo", options) < 0)
        return 1;
    SYS1(__NR_uname, &name);
    const char *values[] = {name.sysname, name.nodename, name.release, name.version, name.machine,
                            "GNU/Linux"};
    static const char letters[] = "snrvmo";
    const char *blank = "";
    for (int i = 0; i < 6; i++) {
        if (options['a'] || options[(int)letters[i]] || (argc < 2 && i == 0)) {
            put("%s%s", blank, values[i]);
            blank = " ";
        }
    }
    put_char('\n');
    return 0;
}

int id_main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    put("uid=%ld gid=%ld euid=%ld egid=%ld\n", SYS0(__NR_getuid), SYS0(__NR_getgid),
        SYS0(__NR_geteuid), SYS0(__NR_getegid));
    return 0;
}

int hostname_main(int argc, char **argv)
{
    struct new_utsname name;
    if (argc > 1) {
        long error = SYS2(__NR_sethostname, argv[1], strlen(argv[1]));
        return error < 0 ? complain(argv[1], error) : 0;
    }
    SYS1(__NR_uname, &name);
    put("%s\n", name.nodename);
    return 0;
}

int date_main(int argc, char **argv)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    long time[2] = {0, 0};
    (void)argc;
    (void)argv;
    SYS2(__NR_clock_gettime, 0, time);
    long days = time[0] / 86400, seconds = time[0] % 86400, year = 1970;
    int month = 0;
    for (;; year++) {
        long length = 365 + ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0);
        if (days < length)
            break;
        days -= length;
    }
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    while (days >= lengths[month] + (month == 1 && leap)) {
        days -= lengths[month] + (month == 1 && leap);
        month++;
    }
    put("%04ld-%02d-%02ld %02ld:%02ld:%02ld UTC\n", year, month + 1, days + 1, seconds / 3600,
        seconds / 60 % 60, seconds % 60);
    return 0;
}

int uptime_main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    char *uptime = read_file("/proc/uptime", NULL), *load = read_file("/proc/loadavg", NULL);
    if (uptime == NULL || load == NULL)
        return complain("/proc", -ENOENT);
    put("up %s s, load %s %s %s\n", field(uptime, 0), field(load, 0), field(load, 1), field(load, 2));
    return 0;
}

int free_main(int argc, char **argv)
{
    struct reader reader;
    size_t length;
    (void)argc;
    (void)argv;
    long fd = open_file("/proc/meminfo", O_RDONLY, 0);
    if (fd < 0)
        return complain("/proc/meminfo", fd);
    reader_open(&reader, fd);
    for (int i = 0; i < 3; i++) {
        char *line = read_line(&reader, &length);
        if (line != NULL)
            put_bytes(line, length);
    }
    return 0;
}

int tty_main(int argc, char **argv)
{
    char path[256], modes[256];
    (void)argc;
    (void)argv;
    long length = SYS4(__NR_readlinkat, AT_CWD, "/proc/self/fd/0", path, sizeof path - 1);
    if (SYS3(__NR_ioctl, 0, TCGETS, modes) < 0 || length < 0) {
        put("not a tty\n");
        return 1;
    }
    path[length] = 0;
    put("%s\n", path);
    return 0;
}

int clear_main(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    put("\033[H\033[2J");
    return 0;
}
