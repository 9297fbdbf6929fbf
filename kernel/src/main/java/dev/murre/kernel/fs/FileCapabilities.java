package dev.murre.kernel.fs;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.UserNamespace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Capabilities that a file gives whoever executes it, capabilities(7), "File capabilities":
/// `struct vfs_cap_data` and `vfs_ns_cap_data`.
///
/// @param effective whether what is gained is in effect at once
/// @param root the machine's id of the superuser in whose namespaces they hold
public record FileCapabilities(boolean effective, long permitted, long inheritable, int root) {
    /// The attribute that holds them.
    public static final String ATTRIBUTE = "security.capability";

    private static final int REVISION_MASK = 0xff000000;
    private static final int REVISION_1 = 0x01000000;
    private static final int REVISION_2 = 0x02000000;
    private static final int REVISION_3 = 0x03000000;
    private static final int EFFECTIVE = 1;
    private static final int BYTES_1 = 12;
    private static final int BYTES_2 = 20;
    private static final int BYTES_3 = 24;

    /// Those of a file as they hold in a user namespace; null where there are none.
    public static @Nullable FileCapabilities of(Inode inode, UserNamespace user) {
        byte[] value = inode.isRegular() ? inode.capabilities() : null;
        if (value == null || value.length < BYTES_1) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        int magic = in.getInt(0);
        int revision = magic & REVISION_MASK;
        boolean fits =
                revision == REVISION_1 && value.length == BYTES_1
                        || revision == REVISION_2 && value.length == BYTES_2
                        || revision == REVISION_3 && value.length == BYTES_3;
        if (!fits) {
            throw Errno.EINVAL.exception();
        }
        long permitted = in.getInt(4) & 0xffffffffL;
        long inheritable = in.getInt(8) & 0xffffffffL;
        if (revision != REVISION_1) {
            permitted |= (long) in.getInt(12) << 32;
            inheritable |= (long) in.getInt(16) << 32;
        }
        int root = revision == REVISION_3 ? in.getInt(20) : 0;
        if (!ownsNamespace(root, user)) {
            return null;
        }
        return new FileCapabilities(
                (magic & EFFECTIVE) != 0,
                permitted & Capability.ALL,
                inheritable & Capability.ALL,
                root);
    }

    /// Whether an id is the superuser's in a namespace or one above it.
    private static boolean ownsNamespace(int root, UserNamespace user) {
        for (UserNamespace ns = user; ns != null; ns = ns.parent()) {
            if (ns.users().fromKernel(root) == 0) {
                return true;
            }
        }
        return false;
    }

    /// What is stored when somebody sets the attribute: checked, and with the superuser of the
    /// setter's namespace if that is not the machine's. Linux: cap_convert_nscap.
    ///
    /// @throws dev.murre.abi.ErrnoException EINVAL, EPERM
    public static byte[] toStore(byte[] value, Inode inode, Credentials who) {
        boolean second = value.length == BYTES_2 && revision(value) == REVISION_2;
        boolean third = value.length == BYTES_3 && revision(value) == REVISION_3;
        if (!second && !third) {
            throw Errno.EINVAL.exception();
        }
        if (!who.capableOver(inode.uid(), inode.gid(), Capability.SETFCAP)) {
            throw Errno.EPERM.exception();
        }
        if (second && who.capable(Capability.SETFCAP)) {
            return value;
        }
        byte[] stored = Arrays.copyOf(value, BYTES_3);
        ByteBuffer out = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
        int root = who.user().users().toKernel(third ? out.getInt(20) : 0);
        if (root == -1) {
            throw Errno.EINVAL.exception();
        }
        out.putInt(0, REVISION_3 | out.getInt(0) & EFFECTIVE);
        out.putInt(20, root);
        return stored;
    }

    /// The attribute as a namespace sees it: without the superuser's id where that is its own.
    /// Linux: cap_inode_getsecurity.
    ///
    /// @throws dev.murre.abi.ErrnoException EOVERFLOW for a superuser who has no id there
    public static byte[] shown(byte[] value, UserNamespace user) {
        if (value.length != BYTES_2 && value.length != BYTES_3) {
            return value;
        }
        boolean third = value.length == BYTES_3;
        int root = third ? ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt(20) : 0;
        int own = user.users().fromKernel(root);
        if (own != 0 && own != -1) {
            byte[] seen = Arrays.copyOf(value, BYTES_3);
            ByteBuffer out = ByteBuffer.wrap(seen).order(ByteOrder.LITTLE_ENDIAN);
            out.putInt(0, REVISION_3 | out.getInt(0) & EFFECTIVE);
            out.putInt(20, own);
            return seen;
        }
        if (!ownsNamespace(root, user)) {
            throw Errno.EOVERFLOW.exception();
        }
        byte[] seen = Arrays.copyOf(value, BYTES_2);
        ByteBuffer out = ByteBuffer.wrap(seen).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, REVISION_2 | out.getInt(0) & EFFECTIVE);
        return seen;
    }

    private static int revision(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt(0) & REVISION_MASK;
    }

    /// A file was written to or got another owner: it gives nothing any more.
    static void drop(Inode inode) {
        if (inode.isRegular() && inode.capabilities() != null) {
            inode.removeXattr(ATTRIBUTE);
        }
    }
}
