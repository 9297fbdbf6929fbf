// Extended attributes in the user namespace.
#include "guest.h"
#include <sys/xattr.h>

int main(void)
{
    char text[256];
    write_file("a", "x", 0644);
    show("set", setxattr("a", "user.one", "value", 5, 0));
    show("create again", setxattr("a", "user.one", "v", 1, XATTR_CREATE));
    show("replace missing", setxattr("a", "user.two", "v", 1, XATTR_REPLACE));
    show("set two", setxattr("a", "user.two", "second", 6, XATTR_CREATE));
    show("size", getxattr("a", "user.one", NULL, 0));
    show("get", getxattr("a", "user.one", text, sizeof text));
    printf("%.5s\n", text);
    show("small buffer", getxattr("a", "user.one", text, 2));
    show("missing", getxattr("a", "user.none", text, sizeof text));
    ssize_t length = listxattr("a", text, sizeof text);
    show("list", length);
    int one = 0, two = 0;
    for (char *name = text; name < text + length; name += strlen(name) + 1) {
        one += strcmp(name, "user.one") == 0;
        two += strcmp(name, "user.two") == 0;
    }
    printf("names %d %d\n", one, two);
    show("list small", listxattr("a", text, 3));
    show("remove", removexattr("a", "user.one"));
    show("remove again", removexattr("a", "user.one"));
    show("no namespace", setxattr("a", "plain", "v", 1, 0));
    show("empty name", setxattr("a", "", "v", 1, 0));
    symlink("a", "s");
    show("on a link", lsetxattr("s", "user.x", "v", 1, 0));
    show("through a link", getxattr("s", "user.two", text, sizeof text));
    show("by descriptor", fgetxattr(open("a", O_RDONLY), "user.two", text, sizeof text));
    show("bad flags", setxattr("a", "user.x", "v", 1, 7));
    return 0;
}
