package dev.murre.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.murre.runtime.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Births that fail at each step in turn (`/proc/PID/fail-nth`) leave nothing behind: no task, no
/// kernel stack, no descriptor, no memory.
@Tag("slow")
class FaultInjectionTest {
    private static final String SCRIPT =
            """
            import os, ctypes
            libc = ctypes.CDLL(None, use_errno=True)
            def counts():
                mem = {l.split(':')[0]: int(l.split()[1]) for l in open('/proc/meminfo')}
                tasks = len([p for p in os.listdir('/proc') if p.isdigit()])
                return tasks, mem['KernelStack'], len(os.listdir('/proc/self/fd')), mem['MemFree']
            def choose(n):
                with open('/proc/self/fail-nth', 'w') as f: f.write(str(n))
            namespaces = 0x20000 | 0x04000000 | 0x08000000 | 0x40000000 | 0x20000000 | 0x10000000
            for flags in (17, 17 | 0x400 | 0x200, 17 | namespaces, 17 | 0x1000, 17 | 0x4000):
                fd = ctypes.c_int(0)
                before = None
                n = 0
                while True:
                    n += 1
                    choose(n)
                    pid = libc.syscall(56, flags, 0, ctypes.byref(fd), 0, 0)
                    if pid == 0: os._exit(0)
                    if pid > 0: break
                    assert ctypes.get_errno() == 12
                    now = counts()
                    before = before or now
                    assert now[:3] == before[:3] and before[3] - now[3] < 400, (hex(flags), n, before, now)
                choose(0)
                os.waitpid(pid, 0)
                if flags & 0x1000: os.close(fd.value)
                print(n > 12)
            """;

    @Test
    void nothingIsLeftBehind() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "no python3");
        try (var machine = Machine.builder().build()) {
            var process = machine.process("python3", "-c", SCRIPT).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
            process.waitFor(60, TimeUnit.SECONDS);
            assertEquals("True\n".repeat(5), output);
            assertEquals(0, process.exitValue());
        }
    }
}
