# Sourced by murre and dev, after find-jdk.sh. Sets jvm_flags, the flags that Murre is started with, and keeps the
# JDK's ahead-of-time cache (JEP 514), which halves the start-up time. JVM warnings never reach the guest's output.

# There is one C2 thread, and compiled guest code waits behind whatever else it compiles: the largest method of what writes
# class files takes it a third of a second. C1's code does until that has run for long. What the interpreter does rarely
# stays a call. Compiled guest code comes to run with counters only when it is hot: a third of the usual count tells enough.
# Huge pages where the host has them for whoever asks: a tenth less time, start included. Small first allocation buffers
# keep threads that hardly run from taking one each.
# Compiled guest code has a hundred ways out of each loop: to make a loop anew for each condition that stays the same in it
# took C2 ten times as long as all else, for code that is half as fast.
# The export: docs/adr/0011-raw-memory-access.md. The white box, which has much to say when it opens:
# docs/adr/0012-commanding-hotspot.md.
jvm_flags=(--enable-native-access=ALL-UNNAMED --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED -XX:+UseSerialGC
    -XX:+UnlockDiagnosticVMOptions -XX:+WhiteBoxAPI -XX:-DisplayVMOutput -Dmurre.hotspot=true
    -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr -XX:+UseTransparentHugePages
    -XX:-LoopUnswitching -XX:-PartialPeelLoop -XX:TLABSize=128k -XX:CompileCommand=quiet
    -XX:CompileCommand=dontinline,dev.murre.machine.interp.Translation::*
    -XX:CompileCommand=dontinline,dev.murre.machine.ir.CC::test
    -XX:CompileCommand=inline,dev.murre.machine.interp.Interpreter::mayFollow
    -XX:CompileCommand=CompileThresholdScaling,dev.murre.machine.jit.Compiled*::run,0.3
    -XX:CompileCommand=CompileThresholdScaling,jdk.internal.classfile.impl.StackCounter::*,100.0)

aot_directory=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/murre

# Names the cache for this jar and this JDK in aot_cache; fails when the jar has no identity beside it.
name_aot_cache() { # JAR
    local id
    [ -r "$1.id" ] && IFS= read -r id <"$1.id" || return 1
    aot_cache=$aot_directory/$id-$jdk_build.aot
}

# Takes the cache when there is one. When there is none, has one made in the background for the next time.
use_aot_cache() { # JAR
    name_aot_cache "$1" || return 0
    if [ -r "$aot_cache" ]; then
        jvm_flags+=("-XX:AOTCache=$aot_cache")
    else
        (make_aot_cache "$1" </dev/null >/dev/null 2>&1 &)
    fi
}

# Whatever fails here costs speed only, so all of it is silent.
make_aot_cache() { # JAR
    local made
    name_aot_cache "$1" || return 0
    mkdir -p "$aot_directory" || return 0
    find "$aot_directory" -name '*.lock' -mmin +5 -exec rmdir {} +
    mkdir "$aot_cache.lock" || return 0
    made=$aot_cache.new.$$
    "$JAVA_HOME/bin/java" "${jvm_flags[@]}" "-XX:AOTCacheOutput=$made" -cp "$1" dev.murre.cli.Main warm-up || true
    [ ! -s "$made" ] || mv "$made" "$aot_cache"
    rm -f "$made" "$made.config"
    rmdir "$aot_cache.lock"
    ls -t "$aot_directory"/*.aot 2>/dev/null | tail -n +6 | while IFS= read -r made; do
        rm -f "$made"
    done
    find "$aot_directory" -name '*.aot.new*' -mmin +60 -delete
}
