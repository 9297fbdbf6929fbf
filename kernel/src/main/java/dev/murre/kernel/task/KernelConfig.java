package dev.murre.kernel.task;

import dev.murre.abi.Abi;
import dev.murre.kernel.base.Entropy;
import dev.murre.kernel.base.HostClock;
import dev.murre.kernel.base.KernelLog;

/// What a machine is made of.
///
/// @param abi of the first program
/// @param cpus how many virtual processors
/// @param memoryBytes limit for all processes and files, 0 for none
/// @param maximumThreads limit for tasks, `/proc/sys/kernel/threads-max`
/// @param hostName as uname(2) reports it
public record KernelConfig(
        Abi abi,
        int cpus,
        long memoryBytes,
        int maximumThreads,
        String hostName,
        HostClock clock,
        Entropy entropy,
        KernelLog log,
        GuestEngine engine) {}
