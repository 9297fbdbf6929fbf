# Runs one unit of a suite, on either side: driver.sh NAME UNIT PLACE RESULTS BUILD.
# The results file gets "start TEST" and "OUTCOME TEST" lines; a test that has one is not run again, so that a unit
# which had to be ended can be taken up behind the test that hung.
name=$1
unit=$2
place=$3
RESULTS=$4
work=$5/$name
suites=${BASH_SOURCE[0]%/lib/*}
export RESULTS
mkdir -p "$place/tmp"
cd "$place" || exit 1

begin() { # TEST; fails when it is done
    [[ $done_tests != *" $1 "* ]] || return 1
    echo "start $1" >>"$RESULTS"
}

end() { # OUTCOME TEST
    echo "$1 $2" >>"$RESULTS"
}

# Runs a command as a test; its exit status is told as pass or fail.
check() { # TEST COMMAND…
    local test=$1
    shift
    begin "$test" || return 0
    echo "== $test"
    if timeout -k 5 300 "$@"; then end pass "$test"; else end fail "$test"; fi
}

# Tests see numbers of descriptors: only the standard streams are open.
for descriptor in /proc/self/fd/*; do
    descriptor=${descriptor##*/}
    case $descriptor in [012] | 255) ;; *) eval "exec $descriptor>&-" ;; esac
done

done_tests=$(sed -n 's/^start \(.*\)/ \1 /p' "$RESULTS")
source "$suites/$name.sh"
run_unit "$unit"
exit 0
