package dev.murre.kernel.exec;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.ByteIoBuf;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.Rlimits;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.mm.Mm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An exec in progress: Linux's `linux_binprm`. Everything in it can be thrown away until the point
/// of no return.
public final class BinPrm {
    /// How much of the file formats get to see, as since Linux 5.1.
    public static final int HEAD_BYTES = 256;

    private static final int MAX_STRING = 32 * 4096;
    private static final long ARGUMENT_SPACE_MAX = 6L << 20;
    private static final long ARGUMENT_SPACE_MIN = 128L << 10;

    /// Makes address spaces.
    public interface SpaceMaker {
        /// An empty address space for programs of an ABI; ENOEXEC if the machine does not run them.
        Mm newSpace(Abi abi);

        /// How far the program break starts behind the program, whole pages.
        long brkShift();

        /// How far the stack pointer is moved down, a multiple of 16.
        long stackShift();

        /// The system's shared object: maps it and returns its address, 0 if there is none.
        long mapVdso(Mm mm, Abi abi);

        /// Address of the code in it that makes system calls (AT_SYSINFO), 0 if there is none.
        long sysinfo(long vdso, Abi abi);

        /// Sixteen random bytes and more.
        void random(byte[] target);
    }

    final FsSubject who;
    final SpaceMaker spaces;

    /// The path given to exec: AT_EXECFN.
    final String fileName;

    /// What the next format is to open: the script's own path, then its interpreter's.
    String interpreter;

    OpenFile file;
    final byte[] head = new byte[HEAD_BYTES];
    int headLength;
    final List<String> arguments;
    final List<String> environment;
    private final long spaceLimit;
    int depth;

    /// The path cannot be opened by the interpreter: it names a close-on-exec descriptor.
    boolean pathInaccessible;

    /// The file whose set-user-ID bits count.
    OpenFile credentialsFile;

    /// The program itself, where its interpreter gets it as a descriptor.
    private @Nullable OpenFile descriptorFile;

    boolean noNewPrivileges;

    /// New rights could fall into wrong hands: those of a tracer, of who shares its directories.
    boolean unsafe;

    private ExecCredentials.@Nullable Result result;

    /// Set by a format when a failure can no longer be reported to the caller.
    boolean committed;

    BinPrm(
            FsSubject who,
            SpaceMaker spaces,
            String fileName,
            OpenFile file,
            List<String> arguments,
            List<String> environment) {
        this.who = who;
        this.spaces = spaces;
        this.fileName = fileName;
        this.interpreter = fileName;
        this.file = file;
        this.credentialsFile = file;
        this.arguments = new ArrayList<>(arguments);
        this.environment = environment;
        this.spaceLimit = spaceLimit(who.limits());
    }

    private static long spaceLimit(Rlimits limits) {
        long quarter = limits.soft(dev.murre.abi.Rlimit.STACK) >>> 2;
        return Math.max(Math.min(ARGUMENT_SPACE_MAX, quarter), ARGUMENT_SPACE_MIN);
    }

    /// Whom the program will act as; asked for when the file that decides it is known.
    ExecCredentials.Result result(Credentials old) {
        ExecCredentials.Result known = result;
        if (known == null) {
            known = ExecCredentials.of(this, old);
            result = known;
        }
        return known;
    }

    /// Checks the size of everything that goes on the new stack.
    ///
    /// @throws dev.murre.abi.ErrnoException E2BIG
    void checkSize() {
        long pointers = (arguments.size() + (long) environment.size()) * 8;
        long room = spaceLimit - pointers - fileName.length() - 1;
        for (String text : arguments) {
            room -= sizeOf(text);
        }
        for (String text : environment) {
            room -= sizeOf(text);
        }
        if (room < 0) {
            throw Errno.E2BIG.exception();
        }
    }

    private static int sizeOf(String text) {
        if (text.length() >= MAX_STRING) {
            throw Errno.E2BIG.exception();
        }
        return text.length() + 1;
    }

    /// Reads the beginning of the file.
    void readHead() {
        java.util.Arrays.fill(head, (byte) 0);
        long got = read(file, who, 0, head, HEAD_BYTES);
        headLength = (int) got;
    }

    /// Reads from a file as the kernel, whatever its position; returns how many bytes there were.
    static int read(OpenFile from, FsSubject who, long at, byte[] target, int length) {
        ByteIoBuf buffer = new ByteIoBuf(target, 0, length);
        while (buffer.remaining() > 0) {
            long n = from.read(who, buffer, at + buffer.done());
            if (n < 0) {
                throw dev.murre.kernel.fs.Vfs.exception((int) n);
            }
            if (n == 0) {
                break;
            }
        }
        return (int) buffer.done();
    }

    /// Goes on with another file: a script's interpreter. The one before is let go.
    void replaceFile(OpenFile other, @Nullable String name) {
        ExecutableFile.letGo(file);
        file = other;
        credentialsFile = other;
        if (name != null) {
            interpreter = name;
        }
    }

    /// Goes on with an interpreter that may get the program as a descriptor and may act with the
    /// program's credentials.
    void interpretBy(OpenFile other, String name, boolean asDescriptor, boolean ownCredentials) {
        OpenFile program = file;
        file = other;
        interpreter = name;
        if (asDescriptor) {
            program.inode().allowWrite();
            OpenFile before = descriptorFile;
            descriptorFile = program;
            if (before != null) {
                before.put();
            }
        } else {
            ExecutableFile.letGo(program);
        }
        if (!ownCredentials) {
            credentialsFile = other;
        }
    }

    /// The number the program's descriptor will have: the lowest that is free after exec, or -1
    /// for none.
    int descriptor() {
        if (descriptorFile == null) {
            return -1;
        }
        FdTable files = who.files();
        int fd = 0;
        while (files.get(fd) != null && !files.isCloseOnExec(fd)) {
            fd++;
        }
        return fd;
    }

    /// Gives the new program its descriptor.
    void installDescriptor(FsSubject task) {
        OpenFile program = descriptorFile;
        if (program != null) {
            descriptorFile = null;
            task.files().install(program, 0, Long.MAX_VALUE, FdTable.CloseOnExec.NO);
        }
    }

    /// The exec fails: all files are let go.
    void letGo() {
        ExecutableFile.letGo(file);
        if (descriptorFile != null) {
            descriptorFile.put();
            descriptorFile = null;
        }
    }
}
