# A C project built by make: dependencies, a library, parallel jobs, an incremental rebuild, tests.
mkdir -p src include
for n in add sub mul; do
    printf 'int %s(int a, int b);\n' $n > include/$n.h
done
printf '#include "add.h"\nint add(int a, int b) { return a + b; }\n' > src/add.c
printf '#include "sub.h"\nint sub(int a, int b) { return a - b; }\n' > src/sub.c
printf '#include "mul.h"\nint mul(int a, int b) { return a * b; }\n' > src/mul.c
cat > src/main.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <math.h>
#include "add.h"
#include "mul.h"
#include "sub.h"
struct point { double x, y; };
static int by_distance(const void *a, const void *b)
{
    const struct point *p = a, *q = b;
    double d = hypot(p->x, p->y) - hypot(q->x, q->y);
    return (d > 0) - (d < 0);
}
int main(int argc, char **argv)
{
    struct point points[50];
    for (int i = 0; i < 50; i++)
        points[i] = (struct point){cos(i) * (i % 7), sin(i) * (i % 11)};
    qsort(points, 50, sizeof *points, by_distance);
    for (int i = 0; i < 50; i += 10)
        printf("%.12f %.12f\n", points[i].x, points[i].y);
    int n = argc > 1 ? atoi(argv[1]) : 5;
    printf("%d %d %d\n", add(n, 3), sub(n, 3), mul(n, 3));
    return 0;
}
END
cat > Makefile <<'END'
CFLAGS = -O2 -Wall -Iinclude -MMD
objects = build/main.o build/libmath.a
program: $(objects)
	@echo LINK; $(CC) -o $@ build/main.o -Lbuild -lmath -lm
build/libmath.a: build/add.o build/sub.o build/mul.o
	@echo AR; ar rcsD $@ $^
build/%.o: src/%.c | build
	@echo CC $<; $(CC) $(CFLAGS) -c -o $@ $<
build:
	@mkdir -p $@
test: program
	./program 7 | tail -1 | diff - expected && echo passed
clean:
	rm -rf build program
-include $(wildcard build/*.d)
.PHONY: test clean
END
echo '10 4 21' > expected
make -s && ./program
make -q; echo "up to date: $?"
sleep 0.02; touch include/mul.h && make
make test
make clean && make -s -j4 program | sort && ./program 9 | tail -1
nm build/libmath.a | grep ' T '
objdump -d program | grep -c '<main>:'
size program | tail -1 | wc -w
gcc -O3 -Iinclude -S -o - src/mul.c | grep -c imul
echo 'int main(void) { return undefined; }' > bad.c; gcc -c bad.c 2>&1 | grep -o 'undeclared'; echo "gcc: ${PIPESTATUS[0]}"
