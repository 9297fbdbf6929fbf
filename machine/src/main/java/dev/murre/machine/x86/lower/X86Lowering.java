package dev.murre.machine.x86.lower;

import dev.murre.machine.ir.Trap;
import dev.murre.machine.x86.DecodeStatus;

/// Says which family an instruction belongs to.
final class X86Lowering {
    private final X86Emitter e;
    private final AluLowering alu;
    private final ShiftLowering shift;
    private final MultiplyLowering multiply;
    private final BitLowering bit;
    private final MoveLowering move;
    private final ExchangeLowering exchange;
    private final StackLowering stack;
    private final ControlLowering control;
    private final FlagLowering flag;
    private final StringLowering string;
    private final SystemLowering system;
    private final SseMoveLowering sseMove;
    private final SsePackedLowering ssePacked;
    private final SseFloatLowering sseFloat;
    private final SseShuffleLowering sseShuffle;
    private final SseSystemLowering sseSystem;
    private final X87Lowering x87;

    X86Lowering(X86Emitter e) {
        this.e = e;
        alu = new AluLowering(e);
        shift = new ShiftLowering(e);
        multiply = new MultiplyLowering(e);
        bit = new BitLowering(e);
        move = new MoveLowering(e);
        exchange = new ExchangeLowering(e);
        stack = new StackLowering(e);
        control = new ControlLowering(e);
        flag = new FlagLowering(e);
        string = new StringLowering(e);
        system = new SystemLowering(e);
        SseOperands operands = new SseOperands(e);
        sseMove = new SseMoveLowering(operands);
        ssePacked = new SsePackedLowering(operands);
        sseFloat = new SseFloatLowering(operands);
        sseShuffle = new SseShuffleLowering(operands);
        sseSystem = new SseSystemLowering(operands);
        x87 = new X87Lowering(e);
    }

    /// Emits the instruction in `e.insn`.
    void lower() {
        if (e.insn.status == DecodeStatus.TOO_LONG) {
            e.fault(Trap.GENERAL_PROTECTION);
        } else if (e.insn.status != DecodeStatus.OK) {
            e.undefined();
        } else if (e.insn.privileged) {
            e.fault(Trap.GENERAL_PROTECTION);
        } else {
            lowerValid();
        }
    }

    private void lowerValid() {
        switch (e.insn.op) {
            case ADD, OR, ADC, SBB, AND, SUB, XOR -> alu.binary();
            case CMP -> alu.compare();
            case TEST -> alu.test();
            case INC, DEC -> alu.increment();
            case NEG -> alu.negate();
            case NOT -> alu.not();
            case SHL, SHR, SAR -> shift.shift();
            case ROL, ROR -> shift.rotate();
            case RCL, RCR -> shift.rotateThroughCarry();
            case SHLD, SHRD -> shift.doubleShift();
            case MUL, IMUL -> multiply.multiply();
            case DIV, IDIV -> multiply.divide();
            case AAA, AAS, AAD, AAM, DAA, DAS -> multiply.decimal();
            case BT, BTS, BTR, BTC -> bit.test();
            case BSF, BSR -> bit.scan();
            case POPCNT -> bit.count();
            case CRC32 -> bit.checksum();
            case BSWAP -> bit.swapBytes();
            case MOV -> move.move();
            case MOVNTI -> move.move();
            case MOVZX -> move.zeroExtend();
            case MOVSX, MOVSXD -> move.signExtend();
            case CMOVCC -> move.conditional();
            case SETCC -> move.setCondition();
            case LEA -> move.loadAddress();
            case XLAT -> move.translate();
            case CBW, CWD -> move.convert();
            case XCHG -> exchange.exchange();
            case XADD -> exchange.exchangeAdd();
            case CMPXCHG -> exchange.compareExchange();
            case CMPXCHG8B -> exchange.compareExchangeWide();
            case LDS, LES, LFS, LGS, LSS -> system.loadFarPointer();
            default -> lowerStackOrControl();
        }
    }

    private void lowerStackOrControl() {
        switch (e.insn.op) {
            case PUSH -> stack.push();
            case POP -> stack.pop();
            case PUSHA -> stack.pushAll();
            case POPA -> stack.popAll();
            case PUSHF -> stack.pushFlags();
            case POPF -> stack.popFlags();
            case ENTER -> stack.enter();
            case LEAVE -> stack.leave();
            case JCC -> control.conditional();
            case JMP -> control.jump();
            case CALL -> control.call();
            case RET -> control.ret();
            case LOOP, LOOPE, LOOPNE, JCXZ -> control.loop();
            case CALLF -> control.callFar();
            case JMPF -> control.jumpFar();
            case RETF -> control.retFar();
            case IRET -> control.interruptReturn();
            case INT3, INT, INT1, INTO -> control.interrupt();
            case SYSCALL, SYSENTER -> control.systemCall();
            case CLC, STC, CMC -> flag.carry();
            case CLD, STD -> flag.direction();
            case LAHF -> flag.load();
            case SAHF -> flag.store();
            case SALC -> flag.setAl();
            case MOVS, CMPS, STOS, LODS, SCAS -> string.string();
            default -> lowerSystem();
        }
    }

    private void lowerSystem() {
        switch (e.insn.op) {
            case NOP, PAUSE, ENDBR32, ENDBR64, PREFETCH, LFENCE, MFENCE, SFENCE -> {}
            case CLFLUSH -> system.flushLine();
            case CPUID -> system.cpuid();
            case RDTSC, RDTSCP -> system.readTime();
            case VERR, VERW, LAR, LSL -> system.inspectSelector();
            case ARPL -> system.adjustPrivilege();
            case BOUND -> system.bound();
            default -> lowerVector();
        }
    }

    private void lowerVector() {
        boolean known =
                sseMove.lower()
                        || ssePacked.lower()
                        || sseFloat.lower()
                        || sseShuffle.lower()
                        || sseSystem.lower()
                        || x87.lower();
        if (!known) {
            e.undefined();
        }
    }
}
