# ed, sed, awk, diff, patch, sort, join and friends on a larger text.
seq 1 2000 | awk '{ print ($1 * 7919) % 1009, "word" $1 % 17, $1 / 8 }' > data
sort -k2,2 -k1,1n data | head -3; sort -t' ' -k1,1n -u data | wc -l; sort -R --random-source=/dev/zero data | sort | md5sum
awk '{ sum[$2] += $3; n[$2]++ } END { for (w in sum) printf "%s %.3f %d\n", w, sum[w] / n[w], n[w] }' data | sort | head -4
awk 'BEGIN { FS = "" } { for (i = 1; i <= NF; i++) c[$i]++ } END { print c["1"], c["w"] }' data
awk 'BEGIN { printf "%.15g %d %s %e\n", atan2(0, -1), 2 ^ 53, substr("abcdef", 2, 3), 12345.678; print length("x y"), index("hello", "l"), toupper("abc"), match("foobar", /o+/), RSTART, RLENGTH; n = split("a:b:c", p, ":"); print n, p[3]; "date -u -d @0 +%Y" | getline y; print y }'
sed -n '10,12p;$=' data; sed -e '1~500!d' -e 's/\([0-9]*\) \(word\)/\2-\1/' data; sed 'N;N;s/\n/ | /g;q' data; printf 'a\nb\n' | sed -e '1h;1d' -e '$G' -e 'y/ab/xy/'
printf '%s\n' ',s/word/W/g' '1,5p' 'g/W16/m$' '$p' 'w edited' q | ed -s data; wc -l edited
cp data old && sed -i '100s/.*/changed/; 500d; 1000a inserted' data && diff -u old data | tail -n +3 > change; diff old data; cp old again && patch -s again < change 2>&1; patch again change && cmp again data && echo patched
diff -y --width=40 <(seq 3) <(seq 2 4); diff3 <(seq 3) <(seq 4) <(seq 2 5); comm -3 <(seq 5) <(seq 3 7) | cat -A
grep -c 'word1[0-3] ' data; grep -oE '\b[0-9]{3} word5' data | head -2; grep -vn 'word' data; grep -P '(?<=word)1(?= )' -o data | wc -l; grep -A1 -B1 changed data; egrep -i 'WORD(2|3) 1[.]' data | head -1
tr -cs 'a-z' '\n' < data | sort | uniq -c | sort -rn | head -2; cut -d' ' -f2 data | sort -u | paste -sd, ; rev <<< hello; fold -w 10 <<< 'a long line that is folded'; fmt -w 20 <<< 'words that are to be filled into lines'; nl -ba <(seq 2); column -t <(printf 'a bbb\ncccc d\n'); expand <(printf 'a\tb\n'); tac <(seq 3); pr -h x -l 12 -t -3 <(seq 6); ptx -r <(echo 'one two') | head -1; tsort <<< 'a b b c'; numfmt --to=iec 1048576; od -An -c <<< 'é'; xxd <<< hex | head -1; strings -n 4 /bin/true | head -1 | wc -l; csplit -s data 500 && ls xx*; shuf -i 1-3 -n 3 --random-source=/dev/zero; wc -L data; iconv -f latin1 -t utf8 <<< $'\xe9'; dd if=data bs=100 skip=2 count=1 status=none | wc -c; bc <<< 'scale=20; e(1); s(1); sqrt(2)' -l; dc -e '10 k 2 v p' 2> /dev/null; factor 9999999999; look word /dev/null; cal 2 2024 2> /dev/null | head -2
vim -es -u NONE -c '%s/word/VIM/' -c 'wq! vimmed' data < /dev/null > /dev/null; head -2 vimmed
file -b data /bin/true | cut -c1-20
