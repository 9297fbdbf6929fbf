/// Host directories in the machine: as the lower tree of an overlay, and as binds. The host is
/// reached
/// through [dev.murre.kernel.fs.hostfs.HostFiles] only.
///
/// Every component of a guest path is resolved by Murre; a path given to the host names real
/// directories
/// only, and its last component is never followed when it is a symbolic link.
@NullMarked
package dev.murre.kernel.fs.hostfs;

import org.jspecify.annotations.NullMarked;
