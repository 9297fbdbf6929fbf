// The shell's grammar, read by recursive descent.
#include "sh.h"

enum {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_NEWLINE,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_APPEND,
    TOKEN_HERE,
    TOKEN_DUPLICATE_OUT,
    TOKEN_DUPLICATE_IN,
};

static struct node *parse_list(struct parser *p, bool one_line);

// Passes over a quoted or bracketed part and returns what follows it; NULL when it never ends.
static const char *skip_part(const char *at)
{
    char open = *at++, close = open == '(' ? ')' : open == '{' ? '}' : open;
    for (; *at != close; at++) {
        if (*at == 0)
            return NULL;
        if (*at == '\\' && open != '\'' && at[1] != 0) {
            at++;
        } else if (open != '\'' && open != '`'
                   && ((*at == '\'' && open != '"') || *at == '`' || (*at == '"' && open != '"')
                       || (*at == '(' && (open == '(' || at[-1] == '$')) || (*at == '{' && at[-1] == '$'))) {
            at = skip_part(at);
            if (at == NULL)
                return NULL;
            at--;
        }
    }
    return at + 1;
}

static const char *skip_word(const char *at)
{
    while (*at != 0 && strchr(" \t\n;&|<>()", *at) == NULL) {
        if (*at == '\\' && at[1] != 0) {
            at += 2;
        } else if (strchr("'\"`", *at) != NULL) {
            at = skip_part(at);
        } else if (*at == '$' && (at[1] == '(' || at[1] == '{')) {
            at = skip_part(at + 1);
        } else {
            at++;
        }
        if (at == NULL)
            return NULL;
    }
    return at;
}

// The text of one here-document, up to its delimiter on a line of its own.
static void read_here(struct parser *p, struct redirect *redirect)
{
    char *delimiter = redirect->target;
    size_t length = strlen(delimiter), kept = 0;
    if (length >= 2 && (*delimiter == '\'' || *delimiter == '"')) {
        redirect->literal = true;
        delimiter = copy_text(delimiter + 1, length -= 2);
    }
    const char *start = p->at;
    for (;;) {
        const char *line = p->at, *end = strchr(line, '\n');
        if (end == NULL && *line == 0) {
            p->incomplete = true;
            return;
        }
        size_t size = end == NULL ? strlen(line) : (size_t)(end - line);
        p->at = line + size + (end != NULL);
        if (size == length && strncmp(line, delimiter, length) == 0)
            break;
        kept += size + 1;
    }
    redirect->target = copy_text(start, kept);
}

static void next_token(struct parser *p)
{
    static const struct {
        const char *text;
        int token;
    } operators[] = {{"&&", TOKEN_AND},   {"||", TOKEN_OR},           {">>", TOKEN_APPEND},
                     {"<<", TOKEN_HERE},  {">&", TOKEN_DUPLICATE_OUT}, {"<&", TOKEN_DUPLICATE_IN}};
    p->last_end = p->at;
    while (*p->at == ' ' || *p->at == '\t' || (*p->at == '\\' && p->at[1] == '\n'))
        p->at += *p->at == '\\' ? 2 : 1;
    if (*p->at == '#')
        while (*p->at != 0 && *p->at != '\n')
            p->at++;
    p->token_start = p->at;
    if (*p->at == 0) {
        p->token = TOKEN_END;
        return;
    }
    if (*p->at == '\n') {
        p->at++;
        p->token = TOKEN_NEWLINE;
        for (int i = 0; i < p->pending_count; i++)
            read_here(p, p->pending[i]);
        p->pending_count = 0;
        return;
    }
    for (size_t i = 0; i < COUNT(operators); i++) {
        if (strncmp(p->at, operators[i].text, 2) == 0) {
            p->at += 2;
            p->token = operators[i].token;
            return;
        }
    }
    if (strchr(";&|<>()", *p->at) != NULL) {
        p->token = *p->at++;
        return;
    }
    const char *end = skip_word(p->at);
    if (end == NULL) {
        p->incomplete = true;
        p->token = TOKEN_END;
        return;
    }
    p->word = copy_text(p->at, (size_t)(end - p->at));
    p->at = end;
    p->token = TOKEN_WORD;
}

static struct node *new_node(struct parser *p, enum node_kind kind, struct node *left, struct node *right)
{
    struct node *node = allocate(sizeof *node);
    memset(node, 0, sizeof *node);
    node->kind = kind;
    node->left = left;
    node->right = right;
    node->start = left != NULL ? left->start : p->token_start;
    node->end = p->last_end;
    return node;
}

static struct node *fail(struct parser *p)
{
    if (p->token == TOKEN_END && p->error == NULL)
        p->incomplete = true;
    else if (p->error == NULL)
        p->error = p->token == TOKEN_WORD ? p->word : p->token == TOKEN_NEWLINE ? "newline" : "operator";
    return NULL;
}

static bool at_word(struct parser *p, const char *word)
{
    return p->token == TOKEN_WORD && equal(p->word, word);
}

static bool expect_word(struct parser *p, const char *word)
{
    if (!at_word(p, word)) {
        fail(p);
        return false;
    }
    next_token(p);
    return true;
}

static void skip_newlines(struct parser *p)
{
    while (p->token == TOKEN_NEWLINE)
        next_token(p);
}

static bool at_closer(struct parser *p)
{
    static const char *const closers[] = {"then", "elif", "else", "fi", "do", "done", "}"};
    for (size_t i = 0; i < COUNT(closers); i++)
        if (at_word(p, closers[i]))
            return true;
    return p->token == ')' || p->token == TOKEN_END;
}

// A redirection, if one stands here; its descriptor may have been read as a word before.
static bool parse_redirect(struct parser *p, struct redirect ***end, int fd)
{
    enum redirect_kind kind;
    switch (p->token) {
    case '<': kind = REDIRECT_IN; break;
    case '>': kind = REDIRECT_OUT; break;
    case TOKEN_APPEND: kind = REDIRECT_APPEND; break;
    case TOKEN_HERE: kind = REDIRECT_HERE; break;
    case TOKEN_DUPLICATE_OUT:
    case TOKEN_DUPLICATE_IN: kind = REDIRECT_DUPLICATE; break;
    default: return false;
    }
    bool input = p->token == '<' || p->token == TOKEN_HERE || p->token == TOKEN_DUPLICATE_IN;
    next_token(p);
    if (p->token != TOKEN_WORD) {
        fail(p);
        return false;
    }
    struct redirect *redirect = allocate(sizeof *redirect);
    *redirect = (struct redirect){kind, fd >= 0 ? fd : input ? 0 : 1, p->word, false, NULL};
    **end = redirect;
    *end = &redirect->next;
    if (kind == REDIRECT_HERE && p->pending_count < (int)COUNT(p->pending))
        p->pending[p->pending_count++] = redirect;
    next_token(p);
    return true;
}

static void parse_redirects(struct parser *p, struct node *node)
{
    struct redirect **end = &node->redirects;
    while (node != NULL && parse_redirect(p, &end, -1)) {
    }
}

static struct node *parse_simple(struct parser *p)
{
    struct node *node = new_node(p, NODE_SIMPLE, NULL, NULL);
    struct word **words = &node->words;
    struct redirect **redirects = &node->redirects;
    for (;;) {
        if (p->token == TOKEN_WORD) {
            // Digits right before < or > are a descriptor.
            if (is_digit(p->word[0]) && p->word[1] == 0 && (*p->at == '<' || *p->at == '>')) {
                int fd = p->word[0] - '0';
                next_token(p);
                if (!parse_redirect(p, &redirects, fd))
                    return NULL;
                continue;
            }
            *words = allocate(sizeof **words);
            **words = (struct word){p->word, NULL};
            words = &(*words)->next;
            next_token(p);
        } else if (!parse_redirect(p, &redirects, -1)) {
            break;
        }
    }
    node->end = p->last_end;
    if (node->words == NULL && node->redirects == NULL)
        return fail(p);
    return p->error == NULL && !p->incomplete ? node : NULL;
}

static struct node *parse_if(struct parser *p)
{
    next_token(p);
    struct node *node = new_node(p, NODE_IF, parse_list(p, false), NULL);
    if (!expect_word(p, "then"))
        return NULL;
    node->right = parse_list(p, false);
    if (at_word(p, "elif")) {
        node->other = parse_if(p);
        return node;
    }
    if (at_word(p, "else")) {
        next_token(p);
        node->other = parse_list(p, false);
    }
    return expect_word(p, "fi") ? node : NULL;
}

static struct node *parse_loop(struct parser *p, enum node_kind kind)
{
    next_token(p);
    struct node *node = new_node(p, kind, NULL, NULL);
    if (kind == NODE_FOR) {
        struct word **words = &node->words;
        while (p->token == TOKEN_WORD && !(node->words != NULL && at_word(p, "do"))) {
            *words = allocate(sizeof **words);
            **words = (struct word){p->word, NULL};
            words = &(*words)->next;
            next_token(p);
        }
        if (node->words == NULL)
            return fail(p);
        while (p->token == ';' || p->token == TOKEN_NEWLINE)
            next_token(p);
    } else {
        node->left = parse_list(p, false);
    }
    if (!expect_word(p, "do"))
        return NULL;
    node->right = parse_list(p, false);
    return expect_word(p, "done") ? node : NULL;
}

static struct node *parse_command(struct parser *p)
{
    struct node *node;
    if (p->token == '(') {
        next_token(p);
        node = new_node(p, NODE_SUBSHELL, parse_list(p, false), NULL);
        if (p->token != ')')
            return fail(p);
        next_token(p);
    } else if (at_word(p, "{")) {
        next_token(p);
        node = new_node(p, NODE_GROUP, parse_list(p, false), NULL);
        if (!expect_word(p, "}"))
            return NULL;
    } else if (at_word(p, "if")) {
        node = parse_if(p);
    } else if (at_word(p, "while") || at_word(p, "until")) {
        node = parse_loop(p, at_word(p, "while") ? NODE_WHILE : NODE_UNTIL);
    } else if (at_word(p, "for")) {
        node = parse_loop(p, NODE_FOR);
    } else {
        return parse_simple(p);
    }
    if (node != NULL)
        parse_redirects(p, node);
    return node;
}

static struct node *parse_pipeline(struct parser *p)
{
    bool negated = at_word(p, "!");
    if (negated)
        next_token(p);
    struct node *node = parse_command(p);
    while (node != NULL && p->token == '|') {
        next_token(p);
        skip_newlines(p);
        struct node *right = parse_command(p);
        if (right == NULL)
            return fail(p);
        node = new_node(p, NODE_PIPE, node, right);
    }
    return negated && node != NULL ? new_node(p, NODE_NOT, node, NULL) : node;
}

static struct node *parse_and_or(struct parser *p)
{
    struct node *node = parse_pipeline(p);
    while (node != NULL && (p->token == TOKEN_AND || p->token == TOKEN_OR)) {
        enum node_kind kind = p->token == TOKEN_AND ? NODE_AND : NODE_OR;
        next_token(p);
        skip_newlines(p);
        struct node *right = parse_pipeline(p);
        if (right == NULL)
            return fail(p);
        node = new_node(p, kind, node, right);
    }
    return node;
}

// Commands up to a closing word, or, for one line, up to its end.
static struct node *parse_list(struct parser *p, bool one_line)
{
    struct node *list = NULL;
    for (;;) {
        if (!one_line)
            skip_newlines(p);
        if (p->token == TOKEN_NEWLINE || at_closer(p))
            break;
        struct node *node = parse_and_or(p);
        if (node == NULL)
            return fail(p);
        if (p->token == '&')
            node = new_node(p, NODE_BACKGROUND, node, NULL);
        list = list == NULL ? node : new_node(p, NODE_SEQUENCE, list, node);
        if (p->token != ';' && p->token != '&' && p->token != TOKEN_NEWLINE)
            break;
        if (p->token != TOKEN_NEWLINE)
            next_token(p);
    }
    return list == NULL && !one_line ? fail(p) : list;
}

void parser_open(struct parser *p, const char *text)
{
    memset(p, 0, sizeof *p);
    p->at = text;
}

struct node *parse_line(struct parser *p)
{
    do
        next_token(p);
    while (p->token == TOKEN_NEWLINE);
    if (p->token == TOKEN_END)
        return NULL;
    struct node *node = parse_list(p, true);
    if (p->token != TOKEN_NEWLINE && p->token != TOKEN_END)
        fail(p);
    return p->error == NULL && !p->incomplete && p->pending_count == 0 ? node : NULL;
}
