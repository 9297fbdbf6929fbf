#!/bin/sh
# Builds the built-in root's programs and archives, the same bytes every time.
#
#   guest/build-root.sh          into guest/src/main/resources
#   guest/build-root.sh DIR      into DIR
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=$here/src/root
resources=${1:-$here/src/main/resources/dev/murre/guest}
cc=${CC:-gcc}
umask 022

# No libc, no build id, no identification, nothing that depends on where or when this runs.
flags="-Os -std=gnu11 -Wall -Wextra -static -nostdlib -ffreestanding -fno-pic -no-pie
    -fno-stack-protector -fno-asynchronous-unwind-tables -fno-ident -mno-red-zone
    -ffunction-sections -fdata-sections -I$source/lib -I$source/box -s
    -Wl,--gc-sections,--build-id=none,-z,norelro,-z,noseparate-code
    -Wl,-z,max-page-size=4096,-z,noexecstack"

# compile BITS OUTPUT SOURCES...
compile() {
    bits=$1
    output=$2
    shift 2
    # shellcheck disable=SC2086
    "$cc" "-m$bits" $flags -o "$output" "$@" "$source"/lib/*.c
    chmod 755 "$output"
}

build_tree() { # BITS DIRECTORY
    tree=$2
    for directory in bin lab dev proc sys tmp root home etc usr var/tmp; do
        mkdir -p "$tree/$directory"
    done
    chmod 1777 "$tree/tmp" "$tree/var/tmp"
    chmod 700 "$tree/root"
    ln -s ../bin "$tree/usr/bin"
    compile "$1" "$tree/bin/box" "$source"/box/*.c
    sed -n 's|^    {"\(.*\)", [a-z]*_main, .*|\1|p' "$source/box/box.c" | while read -r name; do
        ln -s box "$tree/bin/$name"
    done
    for program in "$source"/lab/*.c; do
        name=${program##*/}
        compile "$1" "$tree/lab/${name%.c}" "$program"
    done
    cp "$source/lab/script" "$source/lab/script.sh" "$tree/lab/"
    chmod 755 "$tree/lab/script" "$tree/lab/script.sh"
    printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$tree/etc/passwd"
    printf 'root:x:0:\nnogroup:x:65534:\n' >"$tree/etc/group"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$resources"
for abi in x86_64:64 i386:32; do
    archive=${abi%:*}
    mkdir "$work/$archive"
    build_tree "${abi#*:}" "$work/$archive"
    tar --create --format=ustar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
        --file "$work/$archive.tar" -C "$work/$archive" .
    mv "$work/$archive.tar" "$resources/root-$archive.tar"
done
