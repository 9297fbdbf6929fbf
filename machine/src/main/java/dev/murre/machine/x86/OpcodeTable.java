package dev.murre.machine.x86;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The opcode map of one mode, indexed for decoding: an opcode leads either straight to its row or
/// to a group of rows told apart by mandatory prefix and ModRM byte.
final class OpcodeTable {
    private static final String RESOURCE = "opcodes.txt";
    private static final int OPCODES = 4 * 256;
    /// Prefix (2 bits), register form (1), reg (3), rm (3).
    private static final int GROUP_SIZE = 512;
    private static final @Nullable OpcodeRow[] NO_GROUP = {};

    private static final OpcodeTable TABLE_32 = new OpcodeTable(X86Mode.BITS32);
    private static final OpcodeTable TABLE_64 = new OpcodeTable(X86Mode.BITS64);

    private final X86Mode mode;
    private final @Nullable OpcodeRow[] direct = new OpcodeRow[OPCODES];
    private final @Nullable OpcodeRow[][] groups = new OpcodeRow[OPCODES][];
    private final boolean[] needsModRm = new boolean[OPCODES];

    private OpcodeTable(X86Mode mode) {
        this.mode = mode;
        Arrays.fill(groups, NO_GROUP);
        try (InputStream stream = OpcodeTable.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new AssertionError("missing resource " + RESOURCE);
            }
            var reader =
                    new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII));
            reader.lines()
                    .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                    .forEach(this::addLine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OpcodeTable of(X86Mode mode) {
        return mode.is64() ? TABLE_64 : TABLE_32;
    }

    private void addLine(String line) {
        String[] columns = line.trim().split("\\s+");
        Set<String> flags =
                Set.of(Arrays.copyOfRange(columns, Math.min(3, columns.length), columns.length));
        if (flags.contains(mode.is64() ? "i64" : "o64")) {
            return;
        }
        X86Op op = X86Op.valueOf(columns[1]);
        OpcodePath path = OpcodePath.parse(columns[0]);
        String operands = columns.length > 2 ? columns[2] : "-";
        add(path, new OpcodeRow(op, operandsOf(operands), flags));
        if (columns[0].startsWith("MX.")) {
            OpcodePath wide =
                    new OpcodePath(
                            path.map(),
                            path.opcode(),
                            path.count(),
                            OpcodePath.PREFIX_66,
                            path.form(),
                            path.reg(),
                            path.rm());
            add(wide, new OpcodeRow(op, operandsOf(onXmm(operands)), flags));
        }
    }

    private static String onXmm(String operands) {
        return operands.replace("Pq", "Vx").replace("Qq", "Wx").replace("Nq", "Ux");
    }

    private static List<OperandSpec> operandsOf(String column) {
        List<OperandSpec> specs = new ArrayList<>();
        if (!column.equals("-")) {
            for (String operand : column.split(",")) {
                specs.add(OperandSpec.parse(operand));
            }
        }
        return specs;
    }

    private void add(OpcodePath path, OpcodeRow row) {
        for (int i = 0; i < path.count(); i++) {
            int key = path.map() << 8 | (path.opcode() + i);
            needsModRm[key] |= row.usesModRm || path.looksAtModRm();
            if (path.unconditional() && groups[key].length == 0) {
                direct[key] = row;
            } else {
                fill(groupFor(key), path, row);
            }
        }
    }

    private @Nullable OpcodeRow[] groupFor(int key) {
        @Nullable OpcodeRow[] group = groups[key];
        if (group.length == 0) {
            group = new OpcodeRow[GROUP_SIZE];
            Arrays.fill(group, direct[key]);
            groups[key] = group;
        }
        return group;
    }

    private static void fill(@Nullable OpcodeRow[] group, OpcodePath path, OpcodeRow row) {
        for (int i = 0; i < GROUP_SIZE; i++) {
            if (matches(path.prefix(), i >> 7)
                    && matches(path.form(), i >> 6 & 1)
                    && matches(path.reg(), i >> 3 & 7)
                    && matches(path.rm(), i & 7)) {
                group[i] = row;
            }
        }
    }

    private static boolean matches(int wanted, int actual) {
        return wanted == OpcodePath.ANY || wanted == actual;
    }

    /// Whether a ModRM byte follows the opcode `map << 8 | opcode`.
    boolean needsModRm(int key) {
        return needsModRm[key];
    }

    /// The row for an encoding, null where there is no such instruction.
    @Nullable OpcodeRow find(int key, int prefix, int modRm) {
        @Nullable OpcodeRow[] group = groups[key];
        if (group.length == 0) {
            return direct[key];
        }
        int place = prefix << 7 | (modRm & 0x38);
        if (modRm >= 0xc0) {
            place |= 64 | (modRm & 7);
        }
        return group[place];
    }
}
