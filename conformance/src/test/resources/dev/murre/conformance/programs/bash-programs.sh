# Longer bash: functions, arrays, traps, job control, co-processes, here-documents, arithmetic.
hanoi() { if (($1 > 0)); then hanoi $(($1 - 1)) $2 $4 $3; moves=$((moves + 1)); hanoi $(($1 - 1)) $4 $3 $2; fi; }
moves=0; hanoi 8 a b c; echo $moves
declare -A count; while read -r -n1 c; do [[ $c ]] && ((count[$c]++)); done <<< "mississippi"; for k in $(echo "${!count[@]}" | tr ' ' '\n' | sort); do echo -n "$k${count[$k]} "; done; echo
fibonacci() { local a=0 b=1 i; for ((i = 0; i < $1; i++)); do printf '%d ' $a; ((b = a + b, a = b - a)); done; echo; }; fibonacci 20
quick() { (($# <= 1)) && { echo -n "$* "; return; }; local p=$1 l=() g=(); shift; for x; do ((x < p)) && l+=($x) || g+=($x); done; quick "${l[@]}"; echo -n "$p "; quick "${g[@]}"; }; quick 5 3 9 1 7 2 8; echo
trap 'echo "leaving with $?"' EXIT
trap 'echo "caught USR1"' USR1; (sleep 0.1; kill -USR1 $$) & sleep 0.5; wait
set -o pipefail; false | true; echo "pipefail $?"; set +o pipefail
coproc UP { tr a-z A-Z; }; echo "through a coprocess" >&${UP[1]}; exec {UP[1]}>&-; cat <&${UP[0]}; wait
exec 7<> file; echo line >&7; cat file; exec 7>&-
for i in 1 2 3; do (sleep 0.$((4 - i)); echo "job $i") & done; wait
mapfile -t lines < <(printf '%s\n' one two three); echo "${#lines[@]} ${lines[-1]} ${lines[@]^^}"
x=hello.tar.gz; echo ${x%.*} ${x%%.*} ${x#*.} ${x/l/L} ${x//l/L} ${x:2:3} ${#x} ${x@Q}
[[ 2024-05-06 =~ ^([0-9]+)-([0-9]+) ]] && echo ${BASH_REMATCH[1]} ${BASH_REMATCH[2]}
printf '%s\n' {a..e}{1,2} | paste -sd' '; echo $((0x1f + 010 + 2#101)) $((7 / 2)) $((-7 / 2)) $((2 ** 62)) $((1 << 63))
f() { local -n ref=$1; ref=changed; }; v=before; f v; echo $v
cat <<-END | sed 's/^/> /'
	indented $(echo substitution)
	END
diff <(seq 5) <(seq 2 6); echo "diff $?"
time_limit() { timeout 0.2 "$@"; echo "status $?"; }; time_limit sleep 3; time_limit true
(ulimit -v 200000; bash -c 'x=$(head -c 300000000 /dev/zero | tr "\0" x)' > /dev/null 2>&1; echo "limited: $(($? != 0))")
bash -c 'kill -STOP $$; echo continued' & p=$!; sleep 0.2; kill -CONT $p; wait $p
echo "$(< /proc/self/comm)" $BASHPID | cut -d' ' -f1
select_menu() { select o in red green; do echo "chose $o"; break; done <<< 2; }; select_menu 2> /dev/null
read -r -t 1 a b <<< "first second third"; echo "$b"; getopts "ab:" o -b value; echo "$o $OPTARG"
exit 5
