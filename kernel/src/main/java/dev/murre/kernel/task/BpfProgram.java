package dev.murre.kernel.task;

import dev.murre.abi.Errno;

/// A classic BPF program that decides about system calls, seccomp(2). It reads a `seccomp_data` of
/// 64
/// bytes in words and returns an action.
final class BpfProgram {
    static final int MAX_LENGTH = 4096;
    private static final int DATA_BYTES = 64;
    private static final int SCRATCH = 16;

    // The classes of instructions, in bits 0 to 2.
    private static final int LD = 0;
    private static final int LDX = 1;
    private static final int ST = 2;
    private static final int STX = 3;
    private static final int ALU = 4;
    private static final int JMP = 5;
    private static final int RET = 6;

    private static final int LD_ABS = 0x20;
    private static final int LD_IMM = 0x00;
    private static final int LD_MEM = 0x60;
    private static final int LD_LEN = 0x80;
    private static final int SOURCE_X = 8;
    private static final int TXA = 0x87;
    private static final int TAX = 0x07;

    private final int[] codes;
    private final int[] jumps;
    private final int[] constants;

    /// @param code raw instructions of eight bytes
    /// @throws dev.murre.abi.ErrnoException EINVAL if the program could do wrong
    BpfProgram(long[] code) {
        int n = code.length;
        codes = new int[n];
        jumps = new int[n];
        constants = new int[n];
        for (int i = 0; i < n; i++) {
            codes[i] = (int) code[i] & 0xffff;
            jumps[i] = (int) (code[i] >>> 16) & 0xffff;
            constants[i] = (int) (code[i] >>> 32);
            check(i, n);
        }
        if ((codes[n - 1] & 7) != RET) {
            throw Errno.EINVAL.exception();
        }
    }

    private void check(int i, int n) {
        int code = codes[i];
        int k = constants[i];
        boolean valid =
                switch (code & 7) {
                    case LD, LDX -> validLoad(code, k);
                    case ST, STX -> code <= STX && k >= 0 && k < SCRATCH;
                    case ALU -> validArithmetic(code, k);
                    case JMP -> validJump(i, n, code, k);
                    case RET -> code == RET || code == (RET | 0x10);
                    default -> code == TAX || code == TXA;
                };
        if (!valid) {
            throw Errno.EINVAL.exception();
        }
    }

    private static boolean validLoad(int code, int k) {
        return switch (code & 0xf8) {
            case LD_ABS -> (code & 7) == LD && k >= 0 && k < DATA_BYTES && (k & 3) == 0;
            case LD_IMM, LD_LEN -> true;
            case LD_MEM -> k >= 0 && k < SCRATCH;
            default -> false;
        };
    }

    private static boolean validArithmetic(int code, int k) {
        int operation = code & 0xf0;
        boolean constant = (code & SOURCE_X) == 0;
        boolean divides = operation == 0x30 || operation == 0x90;
        boolean shifts = operation == 0x60 || operation == 0x70;
        if (constant && (divides && k == 0 || shifts && (k < 0 || k > 31))) {
            return false;
        }
        return operation <= 0xa0;
    }

    private boolean validJump(int i, int n, int code, int k) {
        if ((code & 0xf0) == 0) {
            return code == JMP && k >= 0 && k < n - i - 1;
        }
        int furthest = Math.max(jumps[i] & 0xff, jumps[i] >>> 8);
        return (code & 0xf0) <= 0x40 && furthest < n - i - 1;
    }

    int length() {
        return codes.length;
    }

    /// Runs the program.
    ///
    /// @param data the 16 words of `seccomp_data`
    int run(int[] data) {
        int[] memory = new int[SCRATCH];
        int a = 0;
        int x = 0;
        int pc = 0;
        while (true) {
            int code = codes[pc];
            int k = constants[pc];
            switch (code & 7) {
                case LD -> a = load(code, k, data, memory);
                case LDX -> x = load(code, k, data, memory);
                case ST -> memory[k] = a;
                case STX -> memory[k] = x;
                case ALU -> {
                    int operand = (code & SOURCE_X) != 0 ? x : k;
                    if (operand == 0 && ((code & 0xf0) == 0x30 || (code & 0xf0) == 0x90)) {
                        return 0;
                    }
                    a = arithmetic(code & 0xf0, a, operand);
                }
                case JMP -> pc += jump(code, k, a, x, jumps[pc]);
                case RET -> {
                    return (code & 0x10) != 0 ? a : k;
                }
                default -> {
                    if (code == TAX) {
                        x = a;
                    } else {
                        a = x;
                    }
                }
            }
            pc++;
        }
    }

    private static int load(int code, int k, int[] data, int[] memory) {
        return switch (code & 0xf8) {
            case LD_ABS -> data[k >> 2];
            case LD_MEM -> memory[k];
            case LD_LEN -> DATA_BYTES;
            default -> k;
        };
    }

    private static int arithmetic(int operation, int a, int operand) {
        return switch (operation) {
            case 0x00 -> a + operand;
            case 0x10 -> a - operand;
            case 0x20 -> a * operand;
            case 0x30 -> Integer.divideUnsigned(a, operand);
            case 0x40 -> a | operand;
            case 0x50 -> a & operand;
            case 0x60 -> operand > 31 ? 0 : a << operand;
            case 0x70 -> operand > 31 ? 0 : a >>> operand;
            case 0x80 -> -a;
            case 0x90 -> Integer.remainderUnsigned(a, operand);
            default -> a ^ operand;
        };
    }

    private static int jump(int code, int k, int a, int x, int targets) {
        int operand = (code & SOURCE_X) != 0 ? x : k;
        boolean holds;
        switch (code & 0xf0) {
            case 0x00 -> {
                return k;
            }
            case 0x10 -> holds = a == operand;
            case 0x20 -> holds = Integer.compareUnsigned(a, operand) > 0;
            case 0x30 -> holds = Integer.compareUnsigned(a, operand) >= 0;
            default -> holds = (a & operand) != 0;
        }
        return holds ? targets & 0xff : targets >>> 8;
    }
}
