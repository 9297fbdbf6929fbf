# Sourced. find_jdk sets JAVA_HOME to a JDK of at least version 25 and jdk_build to its full version,
# or says in one line how to get one. No subprocess on the usual way: this runs at every start.

read_jdk_release() { # JDK_DIR; sets jdk_major and jdk_build
    local line
    jdk_major=0
    jdk_build=
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    while IFS= read -r line; do
        case $line in
            JAVA_VERSION=*)
                line=${line#JAVA_VERSION=\"}
                jdk_major=${line%%[!0-9]*}
                ;;
            JAVA_RUNTIME_VERSION=*)
                line=${line#JAVA_RUNTIME_VERSION=\"}
                jdk_build=${line%\"}
                ;;
        esac
    done <"$1/release"
    : "${jdk_build:=$jdk_major}"
}

accept_jdk() { # JDK_DIR
    read_jdk_release "$1"
    [ "${jdk_major:-0}" -ge 25 ] || return 1
    JAVA_HOME=$1
    export JAVA_HOME
}

find_jdk() {
    local candidate on_path
    [ -z "${JAVA_HOME:-}" ] || ! accept_jdk "$JAVA_HOME" || return 0
    for candidate in /usr/lib/jvm/*; do
        accept_jdk "$candidate" && return 0
    done
    on_path=$(command -v javac || true)
    if [ -n "$on_path" ]; then
        on_path=$(readlink -f "$on_path")
        accept_jdk "${on_path%/bin/javac}" && return 0
    fi
    for candidate in "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* /opt/java/* /opt/jdk*; do
        accept_jdk "$candidate" && return 0
    done
    echo "murre: no JDK 25 or newer found: install one (such as temurin-25-jdk or openjdk-25-jdk) or set JAVA_HOME" >&2
    return 1
}
