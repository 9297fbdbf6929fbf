package dev.murre.machine.memory;

/// The bits of a page's permission byte. {@link #READ}, {@link #WRITE} and {@link #EXEC} are what
/// an access may do now,
/// without a fault; the others say why a permission that the mapping has is withheld. A byte of 0
/// is a page that
/// nobody has touched.
public final class Perm {
    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int EXEC = 4;

    /// What an access may ask for.
    public static final int ACCESS = READ | WRITE | EXEC;

    /// The page's content is in this window.
    public static final int PRESENT = 8;

    /// WRITE is withheld: a child made by fork has not drawn its copy yet.
    public static final int COW = 16;

    /// WRITE is withheld: instructions of this page have been translated.
    public static final int CODE = 32;

    /// The content is to be pulled from the window this one was forked from.
    public static final int INHERIT = 64;

    /// The page is an alias of shared memory: never copied on write.
    public static final int SHARED = 128;

    /// Both: the page of a private mapping still holds what its file does; WRITE is withheld.
    public static final int CLEAN = COW | SHARED;

    private Perm() {}
}
