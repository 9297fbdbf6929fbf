// The shell: text becomes nodes (sh_parse), words become fields (sh_expand), nodes run (sh_run).
#ifndef MURRE_ROOT_SH_H
#define MURRE_ROOT_SH_H

#include "box.h"

struct word {
    char *text; // as written, quotes and all
    struct word *next;
};

enum redirect_kind { REDIRECT_IN, REDIRECT_OUT, REDIRECT_APPEND, REDIRECT_DUPLICATE, REDIRECT_HERE };

struct redirect {
    enum redirect_kind kind;
    int fd;
    char *target; // a word; the text itself for a here-document
    bool literal; // a here-document whose delimiter was quoted
    struct redirect *next;
};

enum node_kind {
    NODE_SIMPLE,   // words, redirects
    NODE_PIPE,     // left | right
    NODE_NOT,      // ! left
    NODE_AND,      // left && right
    NODE_OR,       // left || right
    NODE_SEQUENCE, // left; right
    NODE_BACKGROUND, // left &
    NODE_GROUP,    // { left; }
    NODE_SUBSHELL, // ( left )
    NODE_IF,       // if left; then right; else other; fi
    NODE_WHILE,    // while left; do right; done
    NODE_UNTIL,    // until left; do right; done
    NODE_FOR,      // for words[0] in words[1..]; do right; done
};

struct node {
    enum node_kind kind;
    struct node *left, *right, *other;
    struct word *words;
    struct redirect *redirects;
    const char *start, *end; // where it stands in the text
};

struct parser {
    const char *at;
    bool incomplete;   // the text ended where more must follow
    const char *error; // what is wrong with it, or NULL
    int token;
    char *word;
    const char *token_start, *last_end;
    struct redirect *pending[8]; // here-documents whose text comes after this line
    int pending_count;
};

void parser_open(struct parser *parser, const char *text);
// The next command line, or NULL at the end or on an error.
struct node *parse_line(struct parser *parser);

// Fields after all expansions, ending with NULL.
char **expand_words(struct word *words, size_t *count);
// One word as a single field, not split.
char *expand_text(const char *text);
// A here-document's text: variables and commands, no quotes.
char *expand_here(const char *text);

const char *get_variable(const char *name);
void set_variable(const char *name, const char *value, bool exported);
void unset_variable(const char *name);
char **exported_environment(void);
// The length of a variable name at the start of the text.
size_t name_length(const char *text);

struct shell {
    int status; // $?
    long pid;   // $$
    long background; // $!
    int argc;   // $0 and the positional parameters
    char **argv;
    bool interactive; // prompts and job control
    bool child;       // a forked copy: it may replace itself by exec
    bool exit_on_error;
    int leaving; // loops still to leave for break and continue
    bool continuing;
    int loops;
    bool returning;
};
extern struct shell shell;

int run_node(struct node *node);
int run_text(const char *text);
char *output_of(const char *text);
bool apply_redirects(struct redirect *redirects);

typedef int builtin_main(int argc, char **argv);
builtin_main *find_builtin(const char *name);

// Jobs: what was started and not yet waited for.
void job_add(long group, const long *pids, int count, const char *text, bool foreground);
int job_wait_foreground(void);
void job_notice(void);
void terminal_to(long group);
builtin_main jobs_builtin, fg_builtin, bg_builtin, wait_builtin;
#endif
