package dev.murre.trace.story;

import java.util.List;

/// What happened, in the order in which it is told.
///
/// @param title one line
/// @param summary one or two sentences
public record Story(String title, String summary, List<Section> sections) {
    /// A part with a heading.
    public record Section(String heading, List<Block> blocks) {}

    /// A piece of a section.
    public sealed interface Block {}

    /// A paragraph.
    public record Text(String text) implements Block {}

    /// Things and their values.
    public record Facts(List<Fact> facts) implements Block {}

    /// One thing and its value.
    public record Fact(String name, String value) {}

    /// Functions that were called, outermost first.
    public record Calls(List<Call> calls) implements Block {}

    /// One call.
    ///
    /// @param who the task in whose name it ran
    /// @param took how long, or empty
    public record Call(int depth, String who, String text, String took) {}

    /// Stacks to be seen side by side, highest address first.
    public record Stacks(List<Stack> stacks) implements Block {}

    /// One stack.
    public record Stack(String title, List<Slot> slots) {}

    /// A word on a stack, or a range of them.
    public record Slot(Area area, String address, String name, String value, String note) {}

    /// What a part of a stack is for.
    public enum Area {
        /// Saved user registers.
        REGISTERS,
        /// What a switch has left, and what decides where the task goes on.
        SWITCH_FRAME,
        /// The number at the end that shows overflows.
        END_MAGIC,
        /// Nothing, or remains.
        UNUSED,
        /// A program's argument count and pointers.
        POINTERS,
        /// The auxiliary vector.
        AUXILIARY,
        /// Strings.
        STRINGS,
        /// A signal frame.
        FRAME
    }

    /// A table; marked rows stand out.
    public record Table(String title, List<String> columns, List<Row> rows) implements Block {}

    /// A row of a table.
    public record Row(Mark mark, List<String> cells) {}

    /// How a row stands out.
    public enum Mark {
        PLAIN,
        CHANGED
    }

    /// Numbered steps, each in one of some lanes.
    public record Steps(List<String> lanes, List<Step> steps) implements Block {}

    /// One step.
    public record Step(int lane, String title, String detail) {}

    /// Address ranges and the state of their pages.
    public record Pages(String title, List<Region> regions) implements Block {}

    /// One mapping.
    public record Region(String range, String protection, String name, List<Count> counts) {}

    /// How many pages are in a state.
    public record Count(PageState state, long pages) {}

    /// How a page stands after a fork, or in general.
    public enum PageState {
        /// One page for both, until somebody writes.
        SHARED_UNTIL_WRITTEN("one page for both, copied at the first touch"),
        /// One page for good.
        SHARED("one page for both for good"),
        /// The two have their own.
        COPIED("one page each"),
        /// Only one has it.
        OWN("there, in this one only"),
        /// Nobody has touched it.
        UNTOUCHED("never touched");

        private final String meaning;

        PageState(String meaning) {
            this.meaning = meaning;
        }

        /// For a legend.
        public String meaning() {
            return meaning;
        }
    }
}
