# Writes what a suite showed into scores.txt and docs/conformance.md: report.sh SUITES BUILD NAME PARTS ABOUT.
# scores.txt keeps a line for each part of a suite that was run: suite, part, tests that agree, tests, tests left out.
# A part * is a suite as it was counted before its parts were; it stands until its parts have as many tests.
# abouts.txt keeps how many parts a suite has and what it is.
# Fails when a test differs that known-differences.txt does not name, or one named there agrees.
set -euo pipefail
suites=$1
work=$2/$3
name=$3
known=$suites/known-differences.txt
touch "$suites/scores.txt" "$suites/abouts.txt"

total=$(wc -l <"$work/outcomes")
differ=$(wc -l <"$work/differing")
# The parts run here replace what was known of them; the others stay.
awk -v name="$name" -v OFS='\t' '
    FILENAME ~ /outcomes$/ { split($0, word, " "); part = word[1]; of[part]++; agree[part] += word[3] == word[4]; next }
    FILENAME ~ /unsteady$/ { split($0, word, " "); out[word[1]]++; of[word[1]] += 0; next }
    !($1 == name && $2 in of)
    END { for (part in of) print name, part, agree[part] + 0, of[part], out[part] + 0 }' \
    "$work/outcomes" "$work/unsteady" FS='\t' "$suites/scores.txt" | sort >"$work/scores"
cat "$work/scores" >"$suites/scores.txt"
{
    grep -v "^$name	" "$suites/abouts.txt" || true
    printf '%s\t%d\t%s\n' "$name" "$4" "$5"
} | sort >"$work/abouts"
cat "$work/abouts" >"$suites/abouts.txt"

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
    awk -F '\t' '
        FILENAME ~ /scores/ && $2 == "*" { whole[$1] = $0; wholeOf[$1] = $4; next }
        FILENAME ~ /scores/ { ran[$1]++; agree[$1] += $3; of[$1] += $4; out[$1] += $5; next }
        wholeOf[$1] > of[$1] { split(whole[$1], row); agree[$1] = row[3]; of[$1] = row[4]; out[$1] = row[5]; ran[$1] = row[6] }
        of[$1] { printf "| %s | %d (%.1f %%) | %d | %s%s%s |\n", $1, agree[$1], 100 * agree[$1] / of[$1], of[$1], $3,
            ran[$1] < $2 ? "; " ran[$1] " of " $2 " parts run so far" : "",
            out[$1] ? "; " out[$1] " tests left out whose native outcome changes" : "" }' \
        "$suites/scores.txt" "$suites/abouts.txt"
    echo
    echo '## Known differences'
    echo
    awk '/^#/ || NF < 3 { next }
        $1 != last { if (last) print ""; print "**" $1 "**"; print ""; last = $1 }
        { line = "- `" $2 (($3 == $2) ? "" : " " $3) "`:"; for (i = 4; i <= NF; i++) line = line " " $i; print line }' "$known"
} >"$suites/../../docs/conformance.md"
exit $status
