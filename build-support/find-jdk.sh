# Sourced. Sets JAVA_HOME to a JDK of at least version 25, or says in one line how to get one.

jdk_version() { # JDK_DIR -> major version, or nothing
    local line
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    while IFS= read -r line; do
        case $line in
            JAVA_VERSION=*)
                line=${line#JAVA_VERSION=\"}
                line=${line%%[!0-9]*}
                echo "$line"
                return 0
                ;;
        esac
    done <"$1/release"
}

find_jdk() {
    local candidate version on_path
    on_path=$(command -v javac || true)
    [ -n "$on_path" ] && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/javac}
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
        /opt/java/* /opt/jdk*; do
        [ -n "$candidate" ] || continue
        version=$(jdk_version "$candidate")
        if [ -n "$version" ] && [ "$version" -ge 25 ]; then
            JAVA_HOME=$candidate
            export JAVA_HOME
            return 0
        fi
    done
    echo "murre: needs a JDK 25 or newer and found none: install one (Debian: temurin-25-jdk or openjdk-25-jdk) or set JAVA_HOME" >&2
    return 1
}
