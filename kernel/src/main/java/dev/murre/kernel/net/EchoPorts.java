package dev.murre.kernel.net;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who sent which ICMP echo identifier: what a ping socket has for a port; icmp(7).
final class EchoPorts {
    private static final int IDENTIFIERS = 1 << 16;

    private final Map<Integer, PingSock> byIdentifier = new HashMap<>();
    private int next = 1;

    /// Gives a socket an identifier; 0 asks for any free one.
    ///
    /// @return the identifier, or 0 when it is taken
    int bind(PingSock sock, int wanted) {
        if (wanted != 0) {
            return byIdentifier.putIfAbsent(wanted, sock) == null ? wanted : 0;
        }
        for (int i = 0; i < IDENTIFIERS; i++) {
            int identifier = next++ & IDENTIFIERS - 1;
            if (identifier != 0 && byIdentifier.putIfAbsent(identifier, sock) == null) {
                return identifier;
            }
        }
        return 0;
    }

    @Nullable PingSock find(int identifier) {
        return byIdentifier.get(identifier);
    }

    void release(PingSock sock, int identifier) {
        byIdentifier.remove(identifier, sock);
    }
}
