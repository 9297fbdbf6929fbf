# Perl at work: text, hashes, sorting, sub-processes, formats, regular expressions.
seq 1 3000 | perl -ne 'chomp; $s{$_ % 13} += $_ ** 2; END { printf "%d %d\n", $_, $s{$_} for sort { $a <=> $b } keys %s }'
perl -e 'use strict; my @m = map { [map { ($_[0] // 0) + $_ } 1..3] } 1..3; print join("|", map { join ",", @$_ } @m), "\n";'
perl -e 'local $/; $_ = "The year 1999 and 2024, 12:34"; my @n = /(\d+)/g; s/(\w+)/\u\L$1/g; print "@n\n$_\n"'
perl -MList::Util=sum,max,shuffle -MPOSIX=floor,strftime -e 'srand(3); my @a = map { int(rand(100)) } 1..10; print sum(@a) > 0 ? "ok\n" : "no\n", floor(-2.5), " ", strftime("%Y-%m-%d", gmtime(86400 * 365)), "\n"'
perl -MDigest::MD5=md5_hex -MDigest::SHA=sha1_hex -MMIME::Base64 -e 'print md5_hex("x" x 1000), " ", sha1_hex("abc"), " ", encode_base64("hello")'
perl -MData::Dumper -e '$Data::Dumper::Sortkeys = 1; $Data::Dumper::Indent = 1; print Dumper({a => [1, 2, {b => undef}], c => \"x"})'
perl -e 'for my $i (1..3) { my $p = fork // die; if (!$p) { exit $i } } my %r; while ((my $p = wait) > 0) { $r{$? >> 8}++ } print join(",", sort keys %r), "\n"'
perl -e 'open my $p, "|-", "sort -r" or die; print $p "$_\n" for qw(b a c); close $p; print "status $?\n"; my $o = `echo back; exit 3`; print $o, $? >> 8, "\n"'
perl -e '$SIG{ALRM} = sub { print "alarm\n" }; alarm 1; select undef, undef, undef, 3; $SIG{CHLD} = "IGNORE"; system "true"; print "done\n"'
perl -MTime::HiRes=sleep,time -e 'my $t = time; sleep 0.05; print time - $t >= 0.05 ? "slept\n" : "short\n"'
perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1") or die; my $port = $s->sockport; if (!fork) { my $c = IO::Socket::INET->new("127.0.0.1:$port"); print $c "hi\n"; exit } my $c = $s->accept; print scalar <$c>; wait'
perl -e 'my $x = "a" x 100000; $x =~ s/a{10}/b/g; print length $x, "\n"; print join ",", (sort { $b cmp $a } map { sprintf "%03d", $_ * 7 % 101 } 1..20)[0..4]; print "\n"'
perl -e 'use threads; my @t = map { my $n = $_; threads->create(sub { $n * 2 }) } 1..4; print join(",", map { $_->join } @t), "\n"' 2>&1
perl -Mbigint -e 'print 2 ** 200, "\n"' 
perl -e 'die "with a message\n"'; echo $?
perl -c -e 'print 1 +' 2>&1 | tail -1
