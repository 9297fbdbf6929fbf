# Python at work: data structures, text, files, processes, threads, sockets, compression, databases.
cat > work.py <<'END'
import collections, concurrent.futures, csv, datetime, decimal, fractions, functools, hashlib, heapq, io
import itertools, json, math, multiprocessing, os, pickle, queue, random, re, shutil, socket, sqlite3, statistics
import string, struct, subprocess, sys, tempfile, textwrap, threading, time, zlib, bz2, lzma, zipfile, unittest

def primes(n):
    sieve = bytearray([1]) * (n + 1)
    for i in range(2, int(n ** 0.5) + 1):
        if sieve[i]:
            sieve[i * i :: i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i in range(2, n + 1) if sieve[i]]

print(len(primes(100000)), primes(100000)[-1])
rng = random.Random(42)
words = ["".join(rng.choices(string.ascii_lowercase, k=rng.randint(3, 8))) for _ in range(3000)]
print(collections.Counter(w[0] for w in words).most_common(3))
text = " ".join(words)
print(hashlib.sha256(text.encode()).hexdigest())
print(hashlib.md5(text.encode()).hexdigest(), hashlib.blake2b(text.encode(), digest_size=8).hexdigest())
for module in (zlib, bz2, lzma):
    packed = module.compress(text.encode())
    print(module.__name__, len(packed), module.decompress(packed) == text.encode())
print(decimal.Decimal(2).sqrt(decimal.Context(prec=50)))
print(sum(fractions.Fraction(1, i) for i in range(1, 30)))
print(statistics.fmean([1.5, 2.5, 4]), statistics.pstdev([1.5, 2.5, 4]), math.comb(50, 25), math.factorial(40))
print(re.findall(r"(\w+)@(\w+)\.com", "a@b.com, c@d.org, e_f@gh.com"))
print(json.loads(json.dumps({"k": [1, 2.5, None, True, "é"]})) == {"k": [1, 2.5, None, True, "é"]})
print(struct.unpack("<ihq", struct.pack("<ihq", -5, 300, 1 << 40)))
print(textwrap.fill("the quick brown fox jumps over the lazy dog " * 3, 40))
db = sqlite3.connect(":memory:")
db.execute("create table t (a integer primary key, b text)")
db.executemany("insert into t (b) values (?)", [(w,) for w in words])
print(db.execute("select count(*), min(b), max(length(b)) from t where b like 'a%'").fetchone())
with tempfile.TemporaryDirectory(dir=".") as d:
    with zipfile.ZipFile(os.path.join(d, "z.zip"), "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("a.txt", text)
    with zipfile.ZipFile(os.path.join(d, "z.zip")) as z:
        print(z.namelist(), z.read("a.txt") == text.encode(), z.testzip())

def square(x):
    return x * x

if __name__ == "__main__":
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        print(sum(pool.map(square, range(1000))))
    with multiprocessing.Pool(3) as pool:
        print(sum(pool.map(square, range(1000))))
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        print(list(pool.map(square, range(5))))
    q = queue.Queue()
    threads = [threading.Thread(target=lambda i=i: q.put(i)) for i in range(20)]
    for t in threads: t.start()
    for t in threads: t.join()
    print(sorted(q.queue) == list(range(20)))
    server = socket.create_server(("127.0.0.1", 0))
    def serve():
        c, _ = server.accept()
        with c:
            while data := c.recv(100):
                c.sendall(data.upper())
    t = threading.Thread(target=serve); t.start()
    with socket.create_connection(server.getsockname()) as c:
        c.sendall(b"hello"); print(c.recv(100))
    t.join()
    print(subprocess.run(["sh", "-c", "cat; echo err >&2; exit 4"], input=b"in", capture_output=True))
    print(subprocess.check_output("seq 5 | tac", shell=True))
    class T(unittest.TestCase):
        def test_sorted(self): self.assertEqual(sorted([3, 1, 2]), [1, 2, 3])
        def test_raises(self):
            with self.assertRaises(ZeroDivisionError): 1 / 0
    result = unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
    print(result)
    print(pickle.loads(pickle.dumps({"a": (1, 2)})), functools.reduce(lambda a, b: a * b, range(1, 15)))
    try:
        os.kill(os.getpid(), 0); os.stat("/no/such")
    except OSError as e:
        print(e)
END
/usr/bin/python3 work.py
/usr/bin/python3 -c 'import asyncio
async def f(n):
    await asyncio.sleep(0.01 * n); return n
async def main():
    print(await asyncio.gather(*(f(i) for i in range(5))))
    p = await asyncio.create_subprocess_exec("echo", "from a child", stdout=asyncio.subprocess.PIPE)
    print((await p.communicate())[0], p.returncode)
asyncio.run(main())'
/usr/bin/python3 -m json.tool <<< '{"b": [1, {"c": null}]}'
/usr/bin/python3 -c 'raise SystemExit(7)'; echo $?
/usr/bin/python3 -c 'import os; os.abort()' 2> /dev/null; echo $?
