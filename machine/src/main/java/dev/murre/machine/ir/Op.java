package dev.murre.machine.ir;

/// The operations. An operation is one `long`: opcode in bits 0–8, then three 7-bit fields `d`
/// (9–15), `a` (16–22) and
/// `b` (23–29) that mostly name slots, and an immediate: 34 signed bits (30–63), or for
/// operations with a memory operand
/// a scale (30–31) and a 32-bit displacement (32–63), where the address is
/// `(a + (b << scale) + displacement) & addressMask`.
///
/// 32-bit operations zero-extend their result to 64 bits. "With condition codes" writes {@link
/// Slots#CC_KIND} and its
/// operands as {@link CC} describes.
public final class Op {
    /// Does nothing.
    public static final int NOP = 0;

    /// `d = a`
    public static final int MOV = 1;

    /// `d = a & 0xffffffff`
    public static final int MOV32 = 2;

    /// `d = imm` (34 bits, signed)
    public static final int LI = 3;

    /// `d = constants[imm]`
    public static final int LIW = 4;

    /// `d = (byte) a`
    public static final int SX8 = 5;

    /// `d = (short) a`
    public static final int SX16 = 6;

    /// `d = (int) a`
    public static final int SX32 = 7;

    /// `d = a & 0xff`
    public static final int ZX8 = 8;

    /// `d = a & 0xffff`
    public static final int ZX16 = 9;

    /// `d = (byte) a & 0xffffffff`
    public static final int SX8W32 = 10;

    /// `d = (short) a & 0xffffffff`
    public static final int SX16W32 = 11;

    /// `d = a >> 8 & 0xff`
    public static final int EXT8H = 12;

    /// the low byte of `d` becomes that of `a`
    public static final int DEP8 = 13;

    /// byte 1 of `d` becomes the low byte of `a`
    public static final int DEP8H = 14;

    /// the low 16 bits of `d` become those of `a`
    public static final int DEP16 = 15;

    /// `d` = the 4 low bytes of `a` reversed
    public static final int BSWAP32 = 16;

    /// `d` = the bytes of `a` reversed
    public static final int BSWAP64 = 17;

    /// `d = address`
    public static final int LEA = 18;

    /// `d = address & 0xffffffff`
    public static final int LEA32 = 19;

    /// `d = a + b`
    public static final int ADD64 = 20;

    /// `d = a - b`
    public static final int SUB64 = 21;

    /// `d = a & b`
    public static final int AND64 = 22;

    /// `d = a | b`
    public static final int OR64 = 23;

    /// `d = a ^ b`
    public static final int XOR64 = 24;

    /// `d = a + imm`
    public static final int ADDI64 = 25;

    /// `d = a & imm`
    public static final int ANDI64 = 26;

    /// `d = a | imm`
    public static final int ORI64 = 27;

    /// `d = a ^ imm`
    public static final int XORI64 = 28;

    /// 32-bit sum, zero-extended; likewise below
    public static final int ADD32 = 29;

    public static final int SUB32 = 30;

    public static final int AND32 = 31;

    public static final int OR32 = 32;

    public static final int XOR32 = 33;

    public static final int ADDI32 = 34;

    public static final int ANDI32 = 35;

    public static final int ORI32 = 36;

    public static final int XORI32 = 37;

    /// `d = a << (b & 63)`
    public static final int SHL64 = 38;

    /// `d = a >>> (b & 63)`
    public static final int SHR64 = 39;

    /// `d = a >> (b & 63)`
    public static final int SAR64 = 40;

    /// rotate left by `b & 63`
    public static final int ROL64 = 41;

    /// rotate right by `b & 63`
    public static final int ROR64 = 42;

    /// `d = (a << (b & 31)) & 0xffffffff`; likewise below
    public static final int SHL32 = 43;

    public static final int SHR32 = 44;

    public static final int SAR32 = 45;

    public static final int ROL32 = 46;

    public static final int ROR32 = 47;

    public static final int SHLI64 = 48;

    public static final int SHRI64 = 49;

    public static final int SARI64 = 50;

    public static final int ROLI64 = 51;

    public static final int SHLI32 = 52;

    public static final int SHRI32 = 53;

    public static final int SARI32 = 54;

    public static final int ROLI32 = 55;

    /// low 64 bits of the product
    public static final int MUL64 = 56;

    /// low 32 bits of the product, zero-extended
    public static final int MUL32 = 57;

    /// high 64 bits of the unsigned product
    public static final int MULHU64 = 58;

    /// high 64 bits of the signed product
    public static final int MULHS64 = 59;

    /// like ADD64, setting condition codes; likewise below
    public static final int ADDF64 = 60;

    public static final int SUBF64 = 61;

    public static final int ANDF64 = 62;

    public static final int ORF64 = 63;

    public static final int XORF64 = 64;

    public static final int ADDFI64 = 65;

    /// `d = a - imm` with condition codes
    public static final int SUBFI64 = 66;

    public static final int ANDFI64 = 67;

    public static final int ADDF32 = 68;

    public static final int SUBF32 = 69;

    public static final int ANDF32 = 70;

    public static final int ORF32 = 71;

    public static final int XORF32 = 72;

    public static final int ADDFI32 = 73;

    public static final int SUBFI32 = 74;

    public static final int ANDFI32 = 75;

    /// shift by `imm` (1 to 63; 1 to 31 below) with condition codes
    public static final int SHLFI64 = 76;

    public static final int SHRFI64 = 77;

    public static final int SARFI64 = 78;

    public static final int SHLFI32 = 79;

    public static final int SHRFI32 = 80;

    public static final int SARFI32 = 81;

    /// signed product; CF = OF = it does not fit in 64 bits
    public static final int MULF64 = 82;

    /// signed product; CF = OF = it does not fit in 32 bits
    public static final int MULF32 = 83;

    /// `d = a + 1`, CF kept
    public static final int INCF64 = 84;

    public static final int INCF32 = 85;

    /// `d = a - 1`, CF kept
    public static final int DECF64 = 86;

    public static final int DECF32 = 87;

    /// condition codes of `a - b`
    public static final int CMP64 = 88;

    public static final int CMP32 = 89;

    /// condition codes of `a - imm`
    public static final int CMPI64 = 90;

    public static final int CMPI32 = 91;

    public static final int CMPI8 = 92;

    /// condition codes of `a & b`
    public static final int TEST64 = 93;

    public static final int TEST32 = 94;

    /// condition codes become (kind `imm`, `a`, `b`)
    public static final int SETCC_KIND = 95;

    /// `d` = CF, 0 or 1
    public static final int GETCF = 96;

    /// `d` = condition `imm` holds, 0 or 1
    public static final int SETCOND = 97;

    /// if condition `imm` holds, `d = a`
    public static final int CMOV64 = 98;

    /// if condition `imm` holds, `d = a & 0xffffffff`, else `d = d & 0xffffffff`
    public static final int CMOV32 = 99;

    /// `d` = the six flags in their EFLAGS positions, or'ed with FLAGS_REST
    public static final int GETFLAGS = 100;

    /// `d` = zero-extended byte at the address; likewise below
    public static final int LD8U = 101;

    /// `d` = byte, sign-extended to 64 bits
    public static final int LD8S = 102;

    public static final int LD16U = 103;

    public static final int LD16S = 104;

    public static final int LD32U = 105;

    public static final int LD32S = 106;

    public static final int LD64 = 107;

    /// slots `d` and `d + 1` = 16 bytes
    public static final int LD128 = 108;

    /// the byte at the address = low byte of `d`; likewise below
    public static final int ST8 = 109;

    public static final int ST16 = 110;

    public static final int ST32 = 111;

    public static final int ST64 = 112;

    /// 16 bytes = slots `d` and `d + 1`
    public static final int ST128 = 113;

    /// store `a` at `rsp - 8`, then `rsp -= 8`
    public static final int PUSH64 = 114;

    /// `d` = the 8 bytes at `rsp`, after `rsp += 8`
    public static final int POP64 = 115;

    /// store `a` at `esp - 4`, then `esp -= 4` (32-bit code)
    public static final int PUSH32 = 116;

    public static final int POP32 = 117;

    /// general-protection trap unless `a & imm` is 0
    public static final int ALIGN = 118;

    /// page fault unless `d` (the field, not a slot) bytes at the address can be written
    public static final int PROBEW = 119;

    /// atomically replace the value at address `a` by a function ({@link Amo}) of it and `b`; `d` =
    /// old value
    public static final int AMO = 120;

    /// atomically compare the value (width `1 << imm`) at address `a` with `d`; if equal store `b`;
    /// `d` = old value
    public static final int CAS = 121;

    /// call helper `imm & 0xfff` with (`d`, `a`, `b`, `imm >> 12`): see {@link Helpers}
    public static final int HELPER = 122;

    /// if condition `d` (the field) does not hold, skip the next `imm` operations
    public static final int SKIP = 123;

    /// if `a` is 0, skip the next `imm` operations
    public static final int SKIPZ = 124;

    /// if `a` is not 0, skip the next `imm` operations
    public static final int SKIPNZ = 125;

    /// leave by exit 0
    public static final int JMP = 126;

    /// as JMP; the block ends in a call whose return address has been pushed
    public static final int CALL = 127;

    /// exit 1 if condition `imm` holds, else exit 0
    public static final int BRANCH = 128;

    /// exit 1 if `a` is 0
    public static final int BRANCHZ = 129;

    /// exit 1 if `a` is not 0
    public static final int BRANCHNZ = 130;

    /// compare `a` with `b`, then exit 1 if condition `d` (the field) holds
    public static final int CMPBR64 = 131;

    public static final int CMPBR32 = 132;

    /// compare `a` with `imm`
    public static final int CMPBRI64 = 133;

    public static final int CMPBRI32 = 134;

    /// the same for the condition codes of `a & b`
    public static final int TESTBR64 = 135;

    public static final int TESTBR32 = 136;

    /// go to `a`
    public static final int JMPI = 137;

    /// as JMPI, ending in a call
    public static final int CALLI = 138;

    /// as JMPI, ending in a return
    public static final int RET = 139;

    /// stop with trap `imm` ({@link Trap}), PC at this instruction if `d` (the field) is 0, at the
    /// next one if 1
    public static final int TRAP = 140;

    /// `d = a + b + CF` with condition codes; likewise below
    public static final int ADCF64 = 141;

    public static final int ADCF32 = 142;

    /// `d = a - b - CF` with condition codes
    public static final int SBBF64 = 143;

    public static final int SBBF32 = 144;

    /// shift by `b & 63` (`b & 31` below) with condition codes, which a count of 0 leaves alone
    public static final int SHLF64 = 145;

    public static final int SHRF64 = 146;

    public static final int SARF64 = 147;

    public static final int SHLF32 = 148;

    public static final int SHRF32 = 149;

    public static final int SARF32 = 150;

    /// CF and OF as after a rotation to the left that gave `a`, of width `1 << (imm & 3)` bytes,
    /// the other flags stay; nothing if slot `b` is 0
    public static final int ROLCC = 151;

    /// the same to the right
    public static final int RORCC = 152;

    /// CF becomes the lowest bit of `a`, the other flags stay
    public static final int SETCF = 153;

    /// if `a` is not 0, `d` = number of its lowest set bit
    public static final int BSF64 = 154;

    /// if `a` is not 0, `d` = number of its highest set bit
    public static final int BSR64 = 155;

    /// `d` = how many bits of `a` are set
    public static final int POPCNT64 = 156;

    /// `d` = lane function `imm & 0xfff` ({@link dev.murre.machine.lanes.LaneOp}) of `a`, `b` and
    /// `imm >> 12`
    public static final int LANE = 157;

    /// the same for both halves of vector registers: `d` of (`a`, `b`), `d + 1` of
    /// (`a + 1`, `b + 1`)
    public static final int LANES = 158;

    /// as LD8U, of memory about to be written: a refusal of either is a write fault; likewise below
    public static final int LDM8 = 159;

    public static final int LDM16 = 160;

    public static final int LDM32 = 161;

    public static final int LDM64 = 162;

    public static final int COUNT = 163;

    /// What an operation reads, writes and may do, one line each: `d` writes slot d, `D` reads slot
    /// d, `p`/`P` the pair d, d+1,
    /// `a`, `b` read slots, `m` memory operand (reads a and b), `i` immediate, `c` writes condition
    /// codes, `C` reads them,
    /// `f` may trap, `s` uses the stack pointer, `h` helper, `t` ends the block, `v` slots a and b
    /// are pairs as
    /// well.
    private static final String[] SHAPES = {
        "NOP -",
        "MOV da",
        "MOV32 da",
        "LI di",
        "LIW di",
        "SX8 da",
        "SX16 da",
        "SX32 da",
        "ZX8 da",
        "ZX16 da",
        "SX8W32 da",
        "SX16W32 da",
        "EXT8H da",
        "DEP8 dDa",
        "DEP8H dDa",
        "DEP16 dDa",
        "BSWAP32 da",
        "BSWAP64 da",
        "LEA dm",
        "LEA32 dm",
        "ADD64 dab",
        "SUB64 dab",
        "AND64 dab",
        "OR64 dab",
        "XOR64 dab",
        "ADDI64 dai",
        "ANDI64 dai",
        "ORI64 dai",
        "XORI64 dai",
        "ADD32 dab",
        "SUB32 dab",
        "AND32 dab",
        "OR32 dab",
        "XOR32 dab",
        "ADDI32 dai",
        "ANDI32 dai",
        "ORI32 dai",
        "XORI32 dai",
        "SHL64 dab",
        "SHR64 dab",
        "SAR64 dab",
        "ROL64 dab",
        "ROR64 dab",
        "SHL32 dab",
        "SHR32 dab",
        "SAR32 dab",
        "ROL32 dab",
        "ROR32 dab",
        "SHLI64 dai",
        "SHRI64 dai",
        "SARI64 dai",
        "ROLI64 dai",
        "SHLI32 dai",
        "SHRI32 dai",
        "SARI32 dai",
        "ROLI32 dai",
        "MUL64 dab",
        "MUL32 dab",
        "MULHU64 dab",
        "MULHS64 dab",
        "ADDF64 dabc",
        "SUBF64 dabc",
        "ANDF64 dabc",
        "ORF64 dabc",
        "XORF64 dabc",
        "ADDFI64 daic",
        "SUBFI64 daic",
        "ANDFI64 daic",
        "ADDF32 dabc",
        "SUBF32 dabc",
        "ANDF32 dabc",
        "ORF32 dabc",
        "XORF32 dabc",
        "ADDFI32 daic",
        "SUBFI32 daic",
        "ANDFI32 daic",
        "SHLFI64 daic",
        "SHRFI64 daic",
        "SARFI64 daic",
        "SHLFI32 daic",
        "SHRFI32 daic",
        "SARFI32 daic",
        "MULF64 dabc",
        "MULF32 dabc",
        "INCF64 dacC",
        "INCF32 dacC",
        "DECF64 dacC",
        "DECF32 dacC",
        "CMP64 abc",
        "CMP32 abc",
        "CMPI64 aic",
        "CMPI32 aic",
        "CMPI8 aic",
        "TEST64 abc",
        "TEST32 abc",
        "SETCC_KIND abic",
        "GETCF dC",
        "SETCOND diC",
        "CMOV64 dDaiC",
        "CMOV32 dDaiC",
        "GETFLAGS dC",
        "LD8U dmf",
        "LD8S dmf",
        "LD16U dmf",
        "LD16S dmf",
        "LD32U dmf",
        "LD32S dmf",
        "LD64 dmf",
        "LD128 pmf",
        "ST8 Dmf",
        "ST16 Dmf",
        "ST32 Dmf",
        "ST64 Dmf",
        "ST128 Pmf",
        "PUSH64 afs",
        "POP64 dfs",
        "PUSH32 afs",
        "POP32 dfs",
        "ALIGN aif",
        "PROBEW mDf",
        "AMO dabif",
        "CAS dDabif",
        "HELPER h",
        "SKIP iC",
        "SKIPZ ai",
        "SKIPNZ ai",
        "JMP t",
        "CALL t",
        "BRANCH iCt",
        "BRANCHZ at",
        "BRANCHNZ at",
        "CMPBR64 Dabct",
        "CMPBR32 Dabct",
        "CMPBRI64 Daict",
        "CMPBRI32 Daict",
        "TESTBR64 Dabct",
        "TESTBR32 Dabct",
        "JMPI at",
        "CALLI at",
        "RET at",
        "TRAP it",
        "ADCF64 dabcC",
        "ADCF32 dabcC",
        "SBBF64 dabcC",
        "SBBF32 dabcC",
        "SHLF64 dabcC",
        "SHRF64 dabcC",
        "SARF64 dabcC",
        "SHLF32 dabcC",
        "SHRF32 dabcC",
        "SARF32 dabcC",
        "ROLCC abicC",
        "RORCC abicC",
        "SETCF acC",
        "BSF64 dDa",
        "BSR64 dDa",
        "POPCNT64 da",
        "LANE dabi",
        "LANES pabiv",
        "LDM8 dmf",
        "LDM16 dmf",
        "LDM32 dmf",
        "LDM64 dmf",
    };

    private Op() {}

    public static String name(int opcode) {
        String shape = SHAPES[opcode];
        return shape.substring(0, shape.indexOf(' '));
    }

    /// Whether the operation's description (see above) has `letter`.
    public static boolean has(int opcode, char letter) {
        String shape = SHAPES[opcode];
        return shape.indexOf(letter, shape.indexOf(' ') + 1) >= 0;
    }

    public static int opcode(long word) {
        return (int) word & 0x1ff;
    }

    public static int d(long word) {
        return (int) (word >>> 9) & 0x7f;
    }

    public static int a(long word) {
        return (int) (word >>> 16) & 0x7f;
    }

    public static int b(long word) {
        return (int) (word >>> 23) & 0x7f;
    }

    /// The 34-bit immediate.
    public static long imm(long word) {
        return word >> 30;
    }

    public static int scale(long word) {
        return (int) (word >>> 30) & 3;
    }

    public static int displacement(long word) {
        return (int) (word >> 32);
    }

    /// An operation with an immediate.
    public static long pack(int opcode, int d, int a, int b, long imm) {
        assert imm >= -(1L << 33) && imm < 1L << 33 : "immediate out of range";
        return opcode | (long) d << 9 | (long) a << 16 | (long) b << 23 | imm << 30;
    }

    /// An operation with a memory operand.
    public static long packMemory(
            int opcode, int d, int base, int index, int scale, int displacement) {
        return opcode
                | (long) d << 9
                | (long) base << 16
                | (long) index << 23
                | (long) scale << 30
                | (long) displacement << 32;
    }
}
