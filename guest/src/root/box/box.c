// One binary, many names: what it does depends on the name it was called by.
#include "box.h"

const struct applet applets[] = {
    {"[", test_main, true},
    {"basename", basename_main, true},
    {"cat", cat_main, false},
    {"chmod", chmod_main, false},
    {"clear", clear_main, true},
    {"cp", cp_main, false},
    {"date", date_main, false},
    {"dirname", dirname_main, true},
    {"echo", echo_main, true},
    {"env", env_main, false},
    {"false", false_main, true},
    {"free", free_main, false},
    {"grep", grep_main, false},
    {"head", head_main, false},
    {"hostname", hostname_main, false},
    {"id", id_main, false},
    {"kill", kill_main, true},
    {"ln", ln_main, false},
    {"ls", ls_main, false},
    {"mkdir", mkdir_main, false},
    {"mv", mv_main, false},
    {"printf", printf_main, true},
    {"ps", ps_main, false},
    {"pwd", pwd_main, true},
    {"rm", rm_main, false},
    {"rmdir", rmdir_main, false},
    {"seq", seq_main, false},
    {"sh", sh_main, false},
    {"sleep", sleep_main, false},
    {"sort", sort_main, false},
    {"tail", tail_main, false},
    {"tee", tee_main, false},
    {"test", test_main, true},
    {"touch", touch_main, false},
    {"true", true_main, true},
    {"tty", tty_main, false},
    {"uname", uname_main, false},
    {"uptime", uptime_main, false},
    {"wc", wc_main, false},
    {"yes", yes_main, false},
};
const size_t applet_count = COUNT(applets);

const struct applet *find_applet(const char *name)
{
    for (size_t i = 0; i < applet_count; i++)
        if (equal(applets[i].name, name))
            return &applets[i];
    return NULL;
}

static int list(void)
{
    put("The programs in this binary:\n");
    for (size_t i = 0; i < applet_count; i++)
        put("%s%c", applets[i].name, i + 1 < applet_count ? ' ' : '\n');
    return 0;
}

int main(int argc, char **argv)
{
    if (*program == '-')
        program++;
    if (equal(program, "box")) {
        if (argc < 2)
            return list();
        argc--;
        argv++;
        program = base_name(argv[0]);
    }
    const struct applet *applet = find_applet(program);
    if (applet == NULL) {
        put_error("box: no program named %s\n", program);
        return 127;
    }
    return applet->main(argc, argv);
}

int take_options(int argc, char **argv, const char *letters, bool found[128])
{
    memset(found, 0, 128);
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-' || argv[i][1] == 0)
            return i;
        if (equal(argv[i], "--"))
            return i + 1;
        for (const char *letter = argv[i] + 1; *letter != 0; letter++) {
            if (strchr(letters, *letter) == NULL) {
                put_error("%s: unknown option -%c\n", program, *letter);
                return -1;
            }
            found[(unsigned char)*letter & 127] = true;
        }
    }
    return argc;
}
