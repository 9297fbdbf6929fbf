package dev.murre.machine.x86;

/// Decodes x86 instructions of one mode, by table. Rules are those of Intel SDM vol. 2 chapter 2,
/// and where the makers differ (operand-size prefix on near branches in 64-bit mode) those of AMD
/// APM vol. 3.
///
/// Not thread-safe: one decoder a thread.
public final class X86Decoder {
    /// The longest legal instruction.
    public static final int MAX_LENGTH = 15;

    private static final int FETCH_FAILED = -1;
    private static final int TOO_LONG = -2;

    private final X86Mode mode;
    private final OpcodeTable table;
    private final OperandDecoder operands;

    private CodeWindow window = new CodeWindow();
    private int first;
    private int at;
    private int end;
    private X86Insn insn = new X86Insn();

    private boolean operandSizePrefix;
    private boolean addressSizePrefix;
    private boolean lockPrefix;
    private int repeatPrefix;
    private int segmentPrefix;
    private int rex;

    /// Makes a decoder for one mode.
    public X86Decoder(X86Mode mode) {
        this.mode = mode;
        this.table = OpcodeTable.of(mode);
        this.operands = new OperandDecoder(this, mode);
    }

    /// Decodes the instruction at `address`, which lies in `from`, into `into`; its `status` says
    /// how that went.
    public DecodeStatus decode(CodeWindow from, long address, X86Insn into) {
        window = from;
        insn = into;
        first = (int) (address - from.start);
        at = first;
        end = from.size;
        insn.reset(address & mode.addressMask());
        int failure = decodeAll();
        insn.length = at - first;
        if (failure == FETCH_FAILED) {
            insn.status = DecodeStatus.FETCH_FAULT;
            insn.faultAddress = (insn.address + insn.length) & mode.addressMask();
        } else if (failure == TOO_LONG) {
            insn.status = DecodeStatus.TOO_LONG;
        }
        return insn.status;
    }

    /// The next byte, or a negative failure.
    int fetch() {
        int i = at;
        if (i - first >= MAX_LENGTH) {
            return TOO_LONG;
        }
        if (i >= end) {
            return FETCH_FAILED;
        }
        at = i + 1;
        return window.bytes[i] & 0xff;
    }

    private int decodeAll() {
        int opcode = decodePrefixes();
        int map = 0;
        if (opcode == 0x0f) {
            map = 1;
            opcode = fetch();
            if (opcode == 0x38 || opcode == 0x3a) {
                map = opcode == 0x38 ? 2 : 3;
                opcode = fetch();
            }
        }
        if (opcode < 0) {
            return opcode;
        }
        int key = map << 8 | opcode;
        int modRm = 0;
        if (table.needsModRm(key)) {
            modRm = fetch();
            if (modRm < 0) {
                return modRm;
            }
        }
        OpcodeRow row = table.find(key, mandatoryPrefix(), modRm);
        return row == null ? undefined() : decodeRow(row, key, modRm);
    }

    private int decodeRow(OpcodeRow row, int key, int modRm) {
        insn.op = row.op;
        insn.opcode = key & 0xff;
        insn.modRm = modRm;
        insn.privileged = row.privileged;
        insn.condition = key & 15;
        insn.rexW = (rex & 8) != 0;
        insn.repeat =
                switch (repeatPrefix) {
                    case 0xf3 -> RepeatPrefix.REPE;
                    case 0xf2 -> RepeatPrefix.REPNE;
                    default -> RepeatPrefix.NONE;
                };
        insn.operandSize = operandSize(row);
        insn.addressSize = addressSize();
        if (segmentPrefix >= 0) {
            insn.segment = segmentPrefix;
        }
        if (key == 0x90 && (rex & 1) == 0) {
            insn.op = repeatPrefix == 0xf3 ? X86Op.PAUSE : X86Op.NOP;
            return lockPrefix ? undefined() : 0;
        }
        int failure = operands.decode(insn, row, rex, key & 0xff, modRm, segmentPrefix);
        if (failure < 0) {
            return failure;
        }
        if (lockPrefix && !(row.lockable && insn.isMemory(0))) {
            return undefined();
        }
        insn.lock = lockPrefix;
        return 0;
    }

    private int undefined() {
        insn.status = DecodeStatus.UNDEFINED;
        return 0;
    }

    /// Reads prefixes; gives the first opcode byte, or a failure.
    private int decodePrefixes() {
        operandSizePrefix = false;
        addressSizePrefix = false;
        lockPrefix = false;
        repeatPrefix = 0;
        segmentPrefix = -1;
        rex = 0;
        while (true) {
            int value = fetch();
            if (mode.is64() && (value & 0xf0) == 0x40) {
                rex = value;
                continue;
            }
            if (value < 0 || !takePrefix(value)) {
                return value;
            }
            rex = 0;
        }
    }

    private boolean takePrefix(int value) {
        switch (value) {
            case 0x66 -> operandSizePrefix = true;
            case 0x67 -> addressSizePrefix = true;
            case 0xf0 -> lockPrefix = true;
            case 0xf2, 0xf3 -> repeatPrefix = value;
            case 0x26, 0x2e, 0x36, 0x3e -> {
                if (!mode.is64()) {
                    segmentPrefix = value >> 3 & 3;
                }
            }
            case 0x64, 0x65 -> segmentPrefix = value & 7;
            default -> {
                return false;
            }
        }
        return true;
    }

    private int mandatoryPrefix() {
        if (repeatPrefix != 0) {
            return repeatPrefix == 0xf3 ? OpcodePath.PREFIX_F3 : OpcodePath.PREFIX_F2;
        }
        return operandSizePrefix ? OpcodePath.PREFIX_66 : OpcodePath.PREFIX_NONE;
    }

    private int operandSize(OpcodeRow row) {
        if (row.byteSized) {
            return 1;
        }
        if ((rex & 8) != 0) {
            return 8;
        }
        if (operandSizePrefix) {
            return 2;
        }
        return row.stackSized && mode.is64() ? 8 : 4;
    }

    private int addressSize() {
        if (mode.is64()) {
            return addressSizePrefix ? 4 : 8;
        }
        return addressSizePrefix ? 2 : 4;
    }
}
