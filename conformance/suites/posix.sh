# Open POSIX Test Suite: one small program for each assertion of an interface.
about="Open POSIX Test Suite 1.5.2: conformance/interfaces"
sources=(posixtestsuite)

build() {
    [ -e tree ] || cp -r src/posixtestsuite tree
    cd tree
    find conformance/interfaces -name '[0-9]*.c' | sort |
        xargs -P 2 -n 8 sh -c 'for file; do
            [ ! -e "${file%.c}.test" ] || continue
            gcc -w -O1 -std=gnu99 -D_GNU_SOURCE -Iinclude -I"${file%/*}" -o "${file%.c}.test" "$file" -lpthread -lrt -lm ||
                echo "not built: $file"
        done; exit 0' sh
}

# The interfaces, a group of them for each start of a machine.
units() {
    interfaces | awk '{ print $1 }' | sort -u
}

# Each interface behind its group.
interfaces() {
    ls "$work/tree/conformance/interfaces" | awk -F _ '{ group = $1 == "pthread" && $2 ~ /^(attr|mutex|cond|rwlock|spin|barrier)/ ? $1 "_" $2 : $1
        sub(/^sig.*/, "sig", group); sub(/^(kill|killpg|raise|fork|getpid)$/, "process", group)
        sub(/^m(un)?(lock|map|lockall|sync|unlock)$|^munlockall$|^shm$/, "memory", group)
        sub(/^(clock|nanosleep|time|timer|strftime|mktime|localtime|gmtime|difftime|ctime|asctime)$/, "time", group)
        print group, $0 }'
}

run_unit() {
    mkdir -p tree/conformance/interfaces
    cd tree || exit 1
    local name directory test
    for name in $(interfaces | awk -v group="$1" '$1 == group { print $2 }'); do
        directory=conformance/interfaces/$name
        cp -r "$work/tree/$directory" conformance/interfaces/
        for test in $(ls "$directory" | grep -E '^[0-9-]+\.(test|sh)$' | sort -V); do
            run_assertion "$directory" "$test"
        done
    done
}

run_assertion() { # DIRECTORY TEST
    local test=${1##*/}/${2%.*} outcome
    begin "$test" || return 0
    echo "== $test"
    case $2 in
        *.sh) timeout -k 5 240 sh "$1/$2" ;;
        *) timeout -k 5 240 "$1/$2" ;;
    esac
    case $? in
        0) outcome=pass ;;
        1) outcome=fail ;;
        2) outcome=unresolved ;;
        4) outcome=unsupported ;;
        5) outcome=untested ;;
        124 | 137) outcome=timeout ;;
        *) outcome=abnormal ;;
    esac
    end "$outcome" "$test"
}
