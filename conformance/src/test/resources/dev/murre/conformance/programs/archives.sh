# Archives and compressors: round trips, listings, damage noticed.
mkdir -p tree/sub/deep && for i in $(seq 1 40); do seq $i $((i * 50)) > tree/sub/f$i; done
ln -s sub/f1 tree/link && ln tree/sub/f2 tree/hard && mkfifo tree/fifo && chmod 600 tree/sub/f3 && touch -d '2001-02-03 04:05:06' tree/sub/f4
tar --sort=name --mtime=@0 --owner=0 --group=0 -cf tree.tar tree && md5sum tree.tar
for tool in gzip bzip2 xz zstd; do
    $tool -kq -c tree.tar > tree.$tool && $tool -dc tree.$tool | cmp - tree.tar && echo $tool same
done
gzip -1 -c tree.tar | wc -c; gzip -9 -n -c tree.tar | md5sum; xz -9 -c tree.tar | md5sum; bzip2 -9 -c tree.tar | md5sum
mkdir out && tar -xpf tree.tar -C out && diff -r --no-dereference tree/sub out/tree/sub && stat -c '%a %Y %h %F' out/tree/sub/f3 out/tree/sub/f4 out/tree/hard out/tree/link
tar -czf - tree | tar -tzf - | sort | tail -3
tar -cJf t.tar.xz tree && tar -xJOf t.tar.xz tree/sub/f5 | tail -1
head -c 500 tree.gzip > cut.gz; gzip -t cut.gz 2>&1; echo $?
printf 'X' | dd of=tree.xz bs=1 seek=200 conv=notrunc status=none; xz -t tree.xz 2>&1 | sed 's/.*: //'; echo ${PIPESTATUS[0]}
find tree -type f | sort | cpio -o -H newc --quiet 2>/dev/null | wc -c
split -b 10000 tree.tar part. && cat part.* | cmp - tree.tar && echo joined
rm -f tree/fifo; du -sb --apparent-size tree/sub/f40; cksum tree.tar; sha256sum tree.tar; b2sum tree/sub/f1
openssl dgst -sha512 tree/sub/f1; openssl enc -aes-256-cbc -pbkdf2 -k secret -S 0102030405060708 -in tree/sub/f1 | openssl enc -d -aes-256-cbc -pbkdf2 -k secret -S 0102030405060708 | cmp - tree/sub/f1 && echo decrypted
