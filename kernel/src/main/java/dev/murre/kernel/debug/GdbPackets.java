package dev.murre.kernel.debug;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.kernel.debug.GdbRegisters.KernelFrame;
import dev.murre.kernel.debug.GdbThreads.Action;
import dev.murre.kernel.exec.ExecutableFile;
import dev.murre.kernel.explain.Inspector;
import dev.murre.kernel.fs.PathText;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The answers to gdb's packets: "Debugging with GDB", appendix Remote Protocol.
final class GdbPackets {
    private static final String FEATURES =
            "PacketSize=10000;multiprocess+;swbreak+;fork-events+;vfork-events+;exec-events+;"
                    + "vContSupported+;qXfer:features:read+;qXfer:auxv:read+;qXfer:exec-file:read+;"
                    + "QStartNoAckMode+;QPassSignals+";

    private final Kernel kernel;
    private final GdbServer server;
    private final GdbRegisters wide = new GdbRegisters(true);
    private final GdbRegisters narrow = new GdbRegisters(false);
    private final GdbFiles files;
    boolean forkEvents;
    boolean vforkEvents;
    boolean execEvents;

    /// The thread that packets are about.
    @Nullable Task general;

    GdbPackets(Kernel kernel, GdbServer server) {
        this.kernel = kernel;
        this.server = server;
        this.files = new GdbFiles(kernel);
    }

    private GdbRegisters registers(Task t) {
        return t.arch().abi() == Abi.X86_64 ? wide : narrow;
    }

    private Optional<KernelFrame> frame(Task t) {
        return server.frames.of(t);
    }

    /// The answer; null when the machine goes on instead.
    @Nullable String answer(String packet) {
        if (packet.isEmpty()) {
            return "";
        }
        String rest = packet.substring(1);
        return switch (packet.charAt(0)) {
            case 'q', 'Q' -> query(packet);
            case 'v' -> verbose(packet);
            case '?' -> server.lastStop;
            case '!' -> "OK";
            case 'H' -> select(rest);
            case 'T' -> thread(GdbThreads.Id.parse(rest)) == null ? error(Errno.ESRCH) : "OK";
            case 'c' -> simple(Action.CONTINUE);
            case 's' -> simple(Action.STEP);
            case 'D' -> {
                server.release(rest.isEmpty() ? first() : (int) GdbText.number(rest.substring(1)));
                yield "OK";
            }
            case 'k' -> {
                Set.copyOf(server.inferiors).forEach(server::kill);
                yield "OK";
            }
            default -> about(packet.charAt(0), rest);
        };
    }

    private int first() {
        return server.inferiors.iterator().next();
    }

    private static String error(Errno errno) {
        return GdbServer.error(errno);
    }

    private @Nullable Task thread(GdbThreads.Id id) {
        int number = id.thread() > 0 ? id.thread() : id.process();
        Task t = number > 0 ? kernel.pids().task(number) : server.stopped;
        return t == null || t.exited() || !server.isInferior(t) ? null : t;
    }

    private String select(String rest) {
        if (rest.startsWith("c")) {
            return "OK";
        }
        Task t = thread(GdbThreads.Id.parse(rest.substring(1)));
        if (t != null) {
            general = t;
        }
        return t == null ? error(Errno.ESRCH) : "OK";
    }

    /// What concerns one thread and its memory.
    private String about(char what, String rest) {
        Task t = general;
        if (t == null || t.stackOrNull() == null) {
            return error(Errno.ESRCH);
        }
        String[] words = rest.split("[,:;=]", 3);
        return switch (what) {
            case 'g' -> registers(t).read(t, frame(t));
            case 'G' -> {
                registers(t).write(t, rest);
                yield "OK";
            }
            case 'p' -> readOne(t, (int) GdbText.number(rest));
            case 'P' -> {
                registers(t).write(t, (int) GdbText.number(words[0]), words[1]);
                yield "OK";
            }
            case 'm' -> read(t, GdbText.number(words[0]), GdbText.number(words[1]));
            case 'M' -> write(t, GdbText.number(words[0]), GdbText.bytes(words[2]));
            case 'X' -> {
                byte[] bytes = GdbText.unescape(rest.substring(rest.indexOf(':') + 1));
                yield write(t, GdbText.number(words[0]), bytes);
            }
            case 'Z' -> insert(t, words[0], GdbText.number(words[1]), words[2]);
            case 'z' -> {
                if (words[0].equals("2")) {
                    server.watchpoints.remove(t, GdbText.number(words[1]));
                } else {
                    server.memory.remove(t, GdbText.number(words[1]));
                }
                yield "OK";
            }
            default -> "";
        };
    }

    /// Breakpoints of both kinds and watchpoints on writes.
    private String insert(Task t, String kind, long address, String length) {
        String bytes = length.replaceFirst(";.*", "");
        return switch (kind) {
            case "0", "1" -> server.memory.insert(t, address) ? "OK" : error(Errno.EFAULT);
            case "2" ->
                    server.watchpoints.insert(t, address, (int) GdbText.number(bytes))
                            ? "OK"
                            : error(Errno.EFAULT);
            default -> "";
        };
    }

    private String readOne(Task t, int number) {
        GdbRegisters registers = registers(t);
        return number < registers.count()
                ? registers.read(t, number, frame(t))
                : error(Errno.EINVAL);
    }

    private String read(Task t, long address, long length) {
        byte[] bytes = new byte[(int) Math.min(length, 0x8000)];
        int got = server.memory.read(t, address, bytes);
        return got == 0 && length > 0 ? error(Errno.EFAULT) : GdbText.hex(bytes, 0, got);
    }

    private String write(Task t, long address, byte[] bytes) {
        return server.memory.write(t, address, bytes) ? "OK" : error(Errno.EFAULT);
    }

    // Going on.

    private @Nullable String simple(Action action) {
        Task t = general;
        server.threads.clear(server.inferiors);
        if (action == Action.STEP && t != null) {
            server.threads.order(new GdbThreads.Id(-1, t.id()), action);
        }
        server.threads.order(GdbThreads.Id.ALL, Action.CONTINUE);
        server.resume(action == Action.STEP ? t : null, 0);
        return null;
    }

    private @Nullable String verbose(String packet) {
        if (packet.equals("vCont?")) {
            return "vCont;c;C;s;S";
        }
        if (packet.startsWith("vCont;")) {
            return goOn(packet.substring(6).split(";"));
        }
        if (packet.startsWith("vKill;")) {
            server.kill((int) GdbText.number(packet.substring(6)));
            return "OK";
        }
        Task t = general;
        if (packet.startsWith("vFile:") && t != null) {
            return files.serve(t, packet.substring(6));
        }
        return "";
    }

    private @Nullable String goOn(String[] orders) {
        server.threads.clear(server.inferiors);
        Task steps = null;
        int signal = 0;
        for (String order : orders) {
            int colon = order.indexOf(':');
            String action = colon < 0 ? order : order.substring(0, colon);
            GdbThreads.Id whom =
                    colon < 0 ? GdbThreads.Id.ALL : GdbThreads.Id.parse(order.substring(colon + 1));
            boolean step = action.startsWith("s") || action.startsWith("S");
            server.threads.order(whom, step ? Action.STEP : Action.CONTINUE);
            if (action.length() > 1) {
                signal = GdbText.linuxSignal((int) GdbText.number(action.substring(1)));
            }
            if (step) {
                Task t = thread(whom);
                steps = t == null ? general : t;
            }
        }
        server.resume(steps, signal);
        return null;
    }

    // Questions.

    private String query(String packet) {
        if (packet.startsWith("qSupported")) {
            forkEvents = packet.contains("fork-events+");
            vforkEvents = packet.contains("vfork-events+");
            execEvents = packet.contains("exec-events+");
            return FEATURES;
        }
        if (packet.startsWith("qXfer:")) {
            return transfer(packet.substring(6).split(":"));
        }
        if (packet.startsWith("qThreadExtraInfo,")) {
            Task t = thread(GdbThreads.Id.parse(packet.substring(17)));
            return t == null ? "" : GdbText.hex(t.comm() + " " + t.state().letter);
        }
        if (packet.startsWith("qRcmd,")) {
            return GdbText.hex(monitor(GdbText.text(packet.substring(6))) + "\n");
        }
        if (packet.startsWith("QPassSignals:")) {
            Set<Integer> signals = new HashSet<>();
            for (String number : packet.substring(13).split(";")) {
                signals.add((int) GdbText.number(number));
            }
            server.pass(signals);
            return "OK";
        }
        if (packet.startsWith("qAttached")) {
            return "0";
        }
        return switch (packet) {
            case "QStartNoAckMode" -> "OK";
            case "qC" -> general == null ? "" : "QC" + GdbThreads.Id.of(general);
            case "qfThreadInfo" -> threadList();
            case "qsThreadInfo" -> "l";
            default -> "";
        };
    }

    private String threadList() {
        var list = new StringBuilder("m");
        for (Task t = kernel.pids().nextTask(1);
                t != null;
                t = kernel.pids().nextTask(t.id() + 1)) {
            if (server.isInferior(t) && !t.exited() && !t.exiting()) {
                list.append(list.length() > 1 ? "," : "").append(GdbThreads.Id.of(t));
            }
        }
        return list.length() > 1 ? list.toString() : "l";
    }

    private String transfer(String[] words) {
        Task t = general;
        if (t == null || words.length < 3 || !words[1].equals("read")) {
            return "";
        }
        String[] range = words[words.length - 1].split(",");
        byte[] document =
                switch (words[0]) {
                    case "features" ->
                            registers(t).description().getBytes(StandardCharsets.US_ASCII);
                    case "auxv" -> {
                        Mm mm = t.mmOrNull();
                        yield mm == null ? new byte[0] : mm.auxv();
                    }
                    case "exec-file" -> {
                        Task whose =
                                words[2].isEmpty()
                                        ? t
                                        : thread(
                                                new GdbThreads.Id(
                                                        (int) GdbText.number(words[2]), -1));
                        yield program(whose == null ? t : whose).getBytes(StandardCharsets.UTF_8);
                    }
                    default -> null;
                };
        return document == null
                ? ""
                : GdbText.part(document, GdbText.number(range[0]), GdbText.number(range[1]));
    }

    /// The path of a task's program.
    static String program(Task t) {
        Mm mm = t.mmOrNull();
        return mm != null && mm.executable() instanceof ExecutableFile program
                ? PathText.shown(program.file().path(), t.fs().root())
                : "";
    }

    /// gdb's `monitor` command: looks at the machine as `murre attach` does.
    private String monitor(String command) {
        var inspector = new Inspector(kernel);
        String[] words = command.strip().split(" +");
        Task named =
                words.length > 1 && words[1].matches("\\d+")
                        ? inspector.task(Integer.parseInt(words[1]))
                        : general;
        if (named == null) {
            return "no such task";
        }
        return switch (words[0]) {
            case "ps" -> inspector.ps();
            case "tree" -> inspector.tree();
            case "calls" -> inspector.syscalls();
            case "stack" -> inspector.stack(named);
            case "maps" -> inspector.maps(named);
            case "files" -> inspector.files(named);
            default -> "monitor ps, tree, calls, stack [PID], maps [PID], files [PID]";
        };
    }
}
