/// A single event of a run told as a story: what a kernel found when it looked, and how to show it
/// on a terminal or a page.
@NullMarked
package dev.murre.trace.story;

import org.jspecify.annotations.NullMarked;
