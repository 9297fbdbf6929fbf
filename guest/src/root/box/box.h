// The programs in the one binary, and what the shell needs of them.
#ifndef MURRE_ROOT_BOX_H
#define MURRE_ROOT_BOX_H

#include "lib.h"

typedef int applet_main(int argc, char **argv);

struct applet {
    const char *name;
    applet_main *main;
    // Quick and without side effects on the caller: the shell may call it without a fork.
    bool harmless;
};
extern const struct applet applets[];
extern const size_t applet_count;
const struct applet *find_applet(const char *name);

applet_main sh_main;
applet_main ls_main, cat_main, head_main, tail_main, wc_main, tee_main, grep_main, sort_main;
applet_main echo_main, printf_main, seq_main, yes_main, test_main, true_main, false_main;
applet_main mkdir_main, rmdir_main, rm_main, cp_main, mv_main, ln_main, chmod_main, touch_main;
applet_main ps_main, pwd_main, env_main, sleep_main, kill_main, uname_main, id_main, hostname_main;
applet_main date_main, uptime_main, free_main, tty_main, clear_main, basename_main, dirname_main;

// A signal's number from its name or digits, or -1; and its name.
int signal_number(const char *name);
const char *signal_name(int number);
// Splits off leading options made of the given letters into found[letter]; returns the first operand's
// index, or -1 after complaining.
int take_options(int argc, char **argv, const char *letters, bool found[128]);
#endif
