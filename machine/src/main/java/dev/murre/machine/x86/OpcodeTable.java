package dev.murre.machine.x86;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The opcode map of one mode, indexed for decoding: an opcode and its mandatory prefix lead either
/// straight to a row or to a group of rows told apart by the ModRM byte. Read in plain loops: this
/// is part of every start.
final class OpcodeTable {
    private static final String RESOURCE = "opcodes.txt";

    /// Map (2 bits), opcode (8), prefix (2).
    private static final int NODES = 4 * 256 * 4;

    private static final int PREFIXES = 4;

    /// Memory forms by reg, then register forms by reg and rm.
    private static final int GROUP_SIZE = 8 + 64;

    private static final @Nullable OpcodeRow[] NO_GROUP = {};
    private static final OperandSpec[] NO_OPERANDS = {};

    private final X86Mode mode;
    private final @Nullable OpcodeRow[] direct = new OpcodeRow[NODES];
    private final @Nullable OpcodeRow[][] groups = new OpcodeRow[NODES][];
    private final boolean[] needsModRm = new boolean[4 * 256];

    private OpcodeTable(X86Mode mode) {
        this.mode = mode;
        Arrays.fill(groups, NO_GROUP);
        String text = read();
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            if (end > at && text.charAt(at) != '#') {
                addLine(text.substring(at, end));
            }
            at = end + 1;
        }
    }

    private static String read() {
        try (InputStream stream = OpcodeTable.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new AssertionError("missing resource " + RESOURCE);
            }
            return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Table32 {
        static final OpcodeTable INSTANCE = new OpcodeTable(X86Mode.BITS32);
    }

    private static final class Table64 {
        static final OpcodeTable INSTANCE = new OpcodeTable(X86Mode.BITS64);
    }

    static OpcodeTable of(X86Mode mode) {
        return mode.is64() ? Table64.INSTANCE : Table32.INSTANCE;
    }

    /// The words of a line, one after the other.
    private static final class Words {
        private final String line;
        private int at;

        Words(String line) {
            this.line = line;
        }

        /// The next word, empty at the end.
        String next() {
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
            int start = at;
            while (at < line.length() && line.charAt(at) != ' ') {
                at++;
            }
            return line.substring(start, at);
        }
    }

    private void addLine(String line) {
        Words words = new Words(line);
        String encoding = words.next();
        X86Op op = X86Op.valueOf(words.next());
        String operands = words.next();
        int flags = 0;
        for (String flag = words.next(); !flag.isEmpty(); flag = words.next()) {
            flags |= OpcodeRow.flag(flag);
        }
        if ((flags & (mode.is64() ? OpcodeRow.ONLY_32 : OpcodeRow.ONLY_64)) != 0) {
            return;
        }
        OpcodePath path = OpcodePath.parse(encoding);
        add(path, path.prefix(), new OpcodeRow(op, operandsOf(operands), flags));
        if (encoding.startsWith("MX.")) {
            OpcodeRow wide = new OpcodeRow(op, operandsOf(onXmm(operands)), flags);
            add(path, OpcodePath.PREFIX_66, wide);
        }
    }

    private static String onXmm(String operands) {
        return operands.replace("Pq", "Vx").replace("Qq", "Wx").replace("Nq", "Ux");
    }

    private static OperandSpec[] operandsOf(String column) {
        if (column.isEmpty() || column.equals("-")) {
            return NO_OPERANDS;
        }
        OperandSpec[] specs = new OperandSpec[X86Insn.MAX_OPERANDS];
        int count = 0;
        int at = 0;
        while (at <= column.length()) {
            int comma = column.indexOf(',', at);
            int end = comma < 0 ? column.length() : comma;
            specs[count++] = OperandSpec.parse(column.substring(at, end));
            at = end + 1;
        }
        return Arrays.copyOf(specs, count);
    }

    private void add(OpcodePath path, int prefix, OpcodeRow row) {
        for (int i = 0; i < path.count(); i++) {
            int key = path.map() << 8 | (path.opcode() + i);
            needsModRm[key] |= row.usesModRm || path.looksAtModRm();
            if (prefix != OpcodePath.ANY) {
                addNode(path, key << 2 | prefix, row);
                continue;
            }
            for (int each = 0; each < PREFIXES; each++) {
                addNode(path, key << 2 | each, row);
            }
        }
    }

    private void addNode(OpcodePath path, int node, OpcodeRow row) {
        if (!path.looksAtModRm()) {
            direct[node] = row;
            groups[node] = NO_GROUP;
            return;
        }
        @Nullable OpcodeRow[] group = groups[node];
        if (group.length == 0) {
            group = new OpcodeRow[GROUP_SIZE];
            Arrays.fill(group, direct[node]);
            groups[node] = group;
        }
        int firstReg = path.reg() == OpcodePath.ANY ? 0 : path.reg();
        int lastReg = path.reg() == OpcodePath.ANY ? 7 : path.reg();
        for (int reg = firstReg; reg <= lastReg; reg++) {
            if (path.form() != OpcodePath.REGISTER_FORM) {
                group[reg] = row;
            }
            if (path.form() != OpcodePath.MEMORY_FORM) {
                fillRegisterForms(group, reg, path.rm(), row);
            }
        }
    }

    private static void fillRegisterForms(
            @Nullable OpcodeRow[] group, int reg, int rm, OpcodeRow row) {
        int base = 8 + 8 * reg;
        if (rm != OpcodePath.ANY) {
            group[base + rm] = row;
        } else {
            Arrays.fill(group, base, base + 8, row);
        }
    }

    /// Whether a ModRM byte follows the opcode `map << 8 | opcode`.
    boolean needsModRm(int key) {
        return needsModRm[key];
    }

    /// The row for an encoding, null where there is no such instruction.
    @Nullable OpcodeRow find(int key, int prefix, int modRm) {
        int node = key << 2 | prefix;
        @Nullable OpcodeRow[] group = groups[node];
        if (group.length == 0) {
            return direct[node];
        }
        return group[modRm < 0xc0 ? modRm >> 3 & 7 : 8 + (modRm & 63)];
    }
}
