package dev.murre.kernel.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.base.UserNamespace;
import org.junit.jupiter.api.Test;

class PidNamespaceTest {
    private final PidNamespace outer = new PidNamespace(null, UserNamespace.INITIAL);
    private final PidNamespace inner = new PidNamespace(outer, UserNamespace.INITIAL);

    @Test
    void aPidHasANumberInEveryNamespaceAboveIt() {
        outer.allocate();
        Pid pid = inner.allocate();
        assertEquals(2, pid.numberIn(outer));
        assertEquals(1, pid.numberIn(inner));
        assertEquals(1, pid.ownNumber());
        assertEquals(0, outer.allocate().numberIn(inner));
        assertEquals(pid, outer.find(2));
    }

    @Test
    void numbersComeAgainOnlyAfterAllOthers() {
        outer.setMaximum(400);
        Pid first = outer.allocate();
        first.setTask(null);
        assertNull(outer.find(1));
        assertEquals(2, outer.allocate().number());
        for (int i = 3; i < 400; i++) {
            outer.allocate();
        }
        ErrnoException full = assertThrows(ErrnoException.class, outer::allocate);
        assertEquals(Errno.EAGAIN, full.errno);
    }
}
