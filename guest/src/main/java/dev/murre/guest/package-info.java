/// Programs that ship with Murre, as resources. Holds no code.
@NullMarked
package dev.murre.guest;

import org.jspecify.annotations.NullMarked;
