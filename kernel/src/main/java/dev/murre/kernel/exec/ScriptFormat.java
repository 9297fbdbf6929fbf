package dev.murre.kernel.exec;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.trace.KernelSymbol;
import java.nio.charset.StandardCharsets;

/// Scripts that name their interpreter after `#!`, execve(2), "Interpreter scripts".
public final class ScriptFormat implements BinaryFormat {
    private final Opener opener;

    /// Opens an interpreter as exec does.
    public interface Opener {
        OpenFile open(BinPrm prm, String name, int walkFlags);
    }

    public ScriptFormat(Opener opener) {
        this.opener = opener;
    }

    @Override
    public KernelSymbol symbol() {
        return KernelSymbol.LOAD_SCRIPT;
    }

    @Override
    public Outcome load(BinPrm prm) {
        if (prm.head[0] != '#' || prm.head[1] != '!') {
            return NOT_MINE;
        }
        String line = firstLine(prm);
        int nameEnd = wordEnd(line, 0);
        if (nameEnd == 0) {
            throw Errno.ENOEXEC.exception();
        }
        if (prm.pathInaccessible) {
            throw Errno.ENOENT.exception();
        }
        String name = line.substring(0, nameEnd);
        String argument = trim(line.substring(nameEnd));
        if (!prm.arguments.isEmpty()) {
            prm.arguments.removeFirst();
        }
        prm.arguments.addFirst(prm.interpreter);
        if (!argument.isEmpty()) {
            prm.arguments.addFirst(argument);
        }
        prm.arguments.addFirst(name);
        prm.checkSize();
        prm.replaceFile(opener.open(prm, name, PathWalk.FOLLOW), name);
        return REWRITTEN;
    }

    /// What stands after `#!` up to the newline, without blanks around it. A line that the head
    /// cuts off counts as long as the interpreter's name is whole.
    private static String firstLine(BinPrm prm) {
        String head = new String(prm.head, StandardCharsets.ISO_8859_1).substring(2);
        int newline = head.indexOf('\n');
        boolean cut = newline < 0;
        String line = cut ? head : head.substring(0, newline);
        int zero = line.indexOf('\0');
        if (zero >= 0) {
            line = line.substring(0, zero);
            cut = false;
        }
        if (cut) {
            String name = line.stripLeading();
            if (wordEnd(name, 0) == name.length()) {
                throw Errno.ENOEXEC.exception();
            }
        }
        return trim(line);
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }

    private static int wordEnd(String text, int from) {
        int i = from;
        while (i < text.length() && !blank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && blank(text.charAt(start))) {
            start++;
        }
        while (end > start && blank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }
}
