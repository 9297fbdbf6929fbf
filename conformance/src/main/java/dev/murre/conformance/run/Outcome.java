package dev.murre.conformance.run;

/// What a run left behind: both outputs as Latin-1 text, and the exit status as a shell sees it.
public record Outcome(String output, String errors, int status) {}
