# Sourced by `./dev suites`. Gets Debian packages without installing them: sources and archives of the suite.

# apt with this machine's own sources, as source packages too, and lists of our own.
private_apt() {
    local apt=$build/apt file
    if [ ! -e "$apt/ready" ]; then
        rm -rf "$apt"
        mkdir -p "$apt/lists/partial" "$apt/parts"
        for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
            [ ! -e "$file" ] || sed -n 'p; s/^deb /deb-src /p' "$file" >"$apt/parts/${file##*/}"
        done
        [ ! -e "$apt/parts/sources.list" ] || mv "$apt/parts/sources.list" "$apt/parts/main.list"
        for file in /etc/apt/sources.list.d/*.sources; do
            [ ! -e "$file" ] || sed 's/^Types:.*/Types: deb deb-src/' "$file" >"$apt/parts/${file##*/}"
        done
        apt_get update -qq >&2
        touch "$apt/ready"
    fi
    apt_get "$@"
}

apt_get() {
    apt-get -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$build/apt/parts" \
        -o "Dir::State::lists=$build/apt/lists" -o APT::Sandbox::User=root "$@"
}

# Unpacks each source package into DIRECTORY/PACKAGE, and each archive into DIRECTORY.
fetch_into() { # DIRECTORY
    local package
    rm -rf "$1"
    mkdir -p "$1/download"
    for package in "${sources[@]}"; do
        (cd "$1/download" && private_apt source --download-only -qq "$package" >&2)
        dpkg-source -q --no-check -x "$1/download/$package"_*.dsc "$1/$package" >/dev/null
    done
    for package in "${archives[@]}"; do
        (cd "$1/download" && private_apt download -qq "$package" >&2)
        dpkg-deb -x "$1/download/$package"_*.deb "$1"
    done
}
