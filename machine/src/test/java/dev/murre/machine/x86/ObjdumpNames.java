package dev.murre.machine.x86;

import java.util.Map;
import java.util.Set;

/// How objdump's Intel mnemonics relate to ours.
final class ObjdumpNames {
    private static final Set<String> CONDITIONS =
            Set.of(("o no b ae e ne be a s ns p np l ge le g").split(" "));

    private static final Map<String, X86Op> ALIASES =
            Map.ofEntries(
                    Map.entry("cwde", X86Op.CBW),
                    Map.entry("cdqe", X86Op.CBW),
                    Map.entry("cdq", X86Op.CWD),
                    Map.entry("cqo", X86Op.CWD),
                    Map.entry("movabs", X86Op.MOV),
                    Map.entry("xlatb", X86Op.XLAT),
                    Map.entry("jrcxz", X86Op.JCXZ),
                    Map.entry("jecxz", X86Op.JCXZ),
                    Map.entry("cmpxchg16b", X86Op.CMPXCHG8B),
                    Map.entry("fstcw", X86Op.FNSTCW),
                    Map.entry("fwait", X86Op.FWAIT),
                    Map.entry("prefetchw", X86Op.PREFETCH),
                    Map.entry("pextrq", X86Op.PEXTRD),
                    Map.entry("pinsrq", X86Op.PINSRD),
                    Map.entry("fxsave64", X86Op.FXSAVE),
                    Map.entry("fxrstor64", X86Op.FXRSTOR),
                    Map.entry("callf", X86Op.CALLF),
                    Map.entry("icebp", X86Op.INT1),
                    Map.entry("leavew", X86Op.LEAVE),
                    Map.entry("pushal", X86Op.PUSHA),
                    Map.entry("popal", X86Op.POPA));

    private ObjdumpNames() {}

    /// True when `name` may be how objdump calls the decoded instruction.
    static boolean matches(String name, X86Insn insn) {
        String ours = insn.op.name().toLowerCase(java.util.Locale.ROOT);
        if (name.equals(ours) || ALIASES.get(name) == insn.op) {
            return true;
        }
        return switch (insn.op) {
            case JCC -> name.startsWith("j") && CONDITIONS.contains(name.substring(1));
            case SETCC -> name.startsWith("set") && CONDITIONS.contains(name.substring(3));
            case CMOVCC -> name.startsWith("cmov") && CONDITIONS.contains(name.substring(4));
            case MOVD -> name.equals("movq");
            case CMPPS, CMPPD, CMPSS, CMPSD -> name.startsWith("cmp");
            case PREFETCH -> name.startsWith("prefetch");
            case NOP -> name.equals("xchg") || name.startsWith("nop") || name.startsWith("rdssp");
            case SYSENTER, SYSCALL, SYSRET, IRET, RETF, PUSHF, POPF, PUSHA, POPA, PUSH, POP ->
                    name.startsWith(ours) || name.equals("ret" + "f");
            default -> isStringForm(ours, name) || (name.startsWith(ours) && ours.startsWith("f"));
        };
    }

    private static boolean isStringForm(String ours, String name) {
        return name.length() == ours.length() + 1
                && name.startsWith(ours)
                && "bwdqlx".indexOf(name.charAt(ours.length())) >= 0;
    }
}
