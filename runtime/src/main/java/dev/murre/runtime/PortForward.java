package dev.murre.runtime;

/// Connections to `hostPort` on the host's loopback arrive at `guestPort` in the machine.
public record PortForward(int hostPort, int guestPort) {}
