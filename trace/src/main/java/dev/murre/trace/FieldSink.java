package dev.murre.trace;

/// Takes the fields of an event, in the order in which Linux prints them.
public interface FieldSink {
    void text(String name, String value);

    void number(String name, long value);

    /// A number that people read in hexadecimal: an address, a mask.
    void hex(String name, long value);
}
