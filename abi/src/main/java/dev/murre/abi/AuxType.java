package dev.murre.abi;

/// Keys of the auxiliary vector, getauxval(3).
public final class AuxType {
    public static final int AT_NULL = 0;
    public static final int AT_IGNORE = 1;
    public static final int AT_EXECFD = 2;
    public static final int AT_PHDR = 3;
    public static final int AT_PHENT = 4;
    public static final int AT_PHNUM = 5;
    public static final int AT_PAGESZ = 6;
    public static final int AT_BASE = 7;
    public static final int AT_FLAGS = 8;
    public static final int AT_ENTRY = 9;
    public static final int AT_NOTELF = 10;
    public static final int AT_UID = 11;
    public static final int AT_EUID = 12;
    public static final int AT_GID = 13;
    public static final int AT_EGID = 14;
    public static final int AT_PLATFORM = 15;
    public static final int AT_HWCAP = 0x10;
    public static final int AT_CLKTCK = 0x11;
    public static final int AT_SECURE = 0x17;
    public static final int AT_BASE_PLATFORM = 0x18;
    public static final int AT_RANDOM = 0x19;
    public static final int AT_HWCAP2 = 0x1a;
    public static final int AT_EXECFN = 0x1f;
    public static final int AT_SYSINFO = 0x20;
    public static final int AT_SYSINFO_EHDR = 0x21;
    public static final int AT_MINSIGSTKSZ = 0x33;

    private AuxType() {}
}
