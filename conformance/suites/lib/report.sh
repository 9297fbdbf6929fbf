# Writes what a suite showed into scores.txt and docs/conformance.md: report.sh SUITES BUILD NAME ABOUT.
# Fails when a test differs that known-differences.txt does not name, or one named there agrees.
set -euo pipefail
suites=$1
work=$2/$3
name=$3
known=$suites/known-differences.txt
touch "$suites/scores.txt"

total=$(wc -l <"$work/outcomes")
differ=$(wc -l <"$work/differing")
{
    grep -v "^$name	" "$suites/scores.txt" || true
    printf '%s\t%d\t%d\t%d\t%s\n' "$name" $((total - differ)) "$total" "$(wc -l <"$work/unsteady")" "$4"
} | sort >"$work/scores"
cat "$work/scores" >"$suites/scores.txt"

status=0
awk -v name="$name" '
    FNR == NR { if ($1 == name) known[$2, $3] = 1; next }
    FILENAME ~ /differing$/ { differs[$1, $2] = 1; if (!(($1, $2) in known)) { print "NEW", $0; bad = 1 }; next }
    (($1, $2) in known) && !(($1, $2) in differs) { print "AGREES NOW", $1, $2; bad = 1 }
    END { exit bad }' "$known" "$work/differing" "$work/outcomes" || status=1
echo "$name: $((total - differ)) of $total agree with native"

{
    cat "$suites/lib/intro.md"
    echo
    echo '| suite | agrees with native | of | |'
    echo '|---|---:|---:|---|'
    awk -F '\t' '{ printf "| %s | %d (%.1f %%) | %d | %s%s |\n", $1, $2, $3 ? 100 * $2 / $3 : 0, $3, $5,
        $4 ? "; " $4 " tests left out whose native outcome changes" : "" }' "$suites/scores.txt"
    echo
    echo '## Known differences'
    echo
    awk '/^#/ || NF < 3 { next }
        $1 != last { if (last) print ""; print "**" $1 "**"; print ""; last = $1 }
        { line = "- `" $2 (($3 == $2) ? "" : " " $3) "`:"; for (i = 4; i <= NF; i++) line = line " " $i; print line }' "$known"
} >"$suites/../../docs/conformance.md"
exit $status
