package dev.murre.trace.story;

import dev.murre.trace.story.Story.Block;
import dev.murre.trace.story.Story.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A story for a terminal.
public final class StoryText {
    private static final int WIDTH = 100;

    private final StringBuilder out = new StringBuilder();

    private StoryText() {}

    /// The whole text.
    public static String of(Story story) {
        var text = new StoryText();
        text.tell(story);
        return text.out.toString();
    }

    private void tell(Story story) {
        line(story.title());
        line("═".repeat(story.title().length()));
        paragraph(story.summary());
        for (var section : story.sections()) {
            line("");
            line(section.heading());
            line("─".repeat(section.heading().length()));
            section.blocks().forEach(this::block);
        }
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }

    private void block(Block block) {
        switch (block) {
            case Story.Text text -> paragraph(text.text());
            case Story.Facts facts -> facts(facts);
            case Story.Calls calls -> calls(calls);
            case Story.Stacks stacks -> stacks(stacks);
            case Story.Table table -> table(table);
            case Story.Steps steps -> steps(steps);
            case Story.Pages pages -> pages(pages);
        }
    }

    private void paragraph(String text) {
        wrap(text, "").forEach(this::line);
    }

    private static List<String> wrap(String text, String indent) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder(indent);
        for (String word : text.split(" ")) {
            if (line.length() + word.length() + 1 > WIDTH && line.length() > indent.length()) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
            }
            line.append(line.length() > indent.length() ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private void facts(Story.Facts facts) {
        int width = facts.facts().stream().mapToInt(f -> f.name().length()).max().orElse(0);
        for (var fact : facts.facts()) {
            line("  " + pad(fact.name(), width) + "  " + fact.value());
        }
    }

    private void calls(Story.Calls calls) {
        int width = calls.calls().stream().mapToInt(c -> c.who().length()).max().orElse(0);
        for (var call : calls.calls()) {
            String text = "  ".repeat(call.depth()) + call.text();
            line("  " + pad(call.who(), width) + " │ " + pad(text, 66) + " " + call.took());
        }
    }

    private void stacks(Story.Stacks stacks) {
        List<List<String>> columns = stacks.stacks().stream().map(StoryText::stack).toList();
        int height = columns.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < height; i++) {
            var row = new StringBuilder("  ");
            for (int c = 0; c < columns.size(); c++) {
                List<String> column = columns.get(c);
                String cell = i < column.size() ? column.get(i) : "";
                int width = column.stream().mapToInt(String::length).max().orElse(0);
                row.append(c + 1 < columns.size() ? pad(cell, width) + "   " : cell);
            }
            line(row.toString());
        }
    }

    private static List<String> stack(Story.Stack stack) {
        var lines = new ArrayList<String>();
        lines.add(stack.title());
        List<Slot> slots = stack.slots();
        int address = widest(slots, 0);
        int name = widest(slots, 1);
        int value = widest(slots, 2);
        int note = widest(slots, 3);
        int inner = address + name + value + note + 6;
        Story.Area area = null;
        for (var slot : slots) {
            if (slot.area() != area) {
                String title = " " + areaName(slot.area()) + " ";
                String left = area == null ? "┌─" : "├─";
                String right = area == null ? "┐" : "┤";
                lines.add(
                        left + title + "─".repeat(Math.max(0, inner + 1 - title.length())) + right);
                area = slot.area();
            }
            lines.add(
                    "│ "
                            + pad(slot.address(), address)
                            + "  "
                            + pad(slot.name(), name)
                            + "  "
                            + pad(slot.value(), value)
                            + "  "
                            + pad(slot.note(), note)
                            + " │");
        }
        lines.add("└" + "─".repeat(inner + 2) + "┘");
        return lines;
    }

    private static int widest(List<Slot> slots, int field) {
        int width = 0;
        for (var slot : slots) {
            String text =
                    switch (field) {
                        case 0 -> slot.address();
                        case 1 -> slot.name();
                        case 2 -> slot.value();
                        default -> slot.note();
                    };
            width = Math.max(width, text.length());
        }
        return width;
    }

    static String areaName(Story.Area area) {
        return switch (area) {
            case REGISTERS -> "pt_regs: the user's registers";
            case SWITCH_FRAME -> "switch frame";
            case END_MAGIC -> "the end";
            case UNUSED -> "unused";
            case POINTERS -> "argc, argv, envp";
            case AUXILIARY -> "auxiliary vector";
            case STRINGS -> "strings";
            case FRAME -> "signal frame";
        };
    }

    private void table(Story.Table table) {
        if (!table.title().isEmpty()) {
            line("  " + table.title());
        }
        int columns = table.columns().size();
        int[] widths = new int[columns];
        for (int c = 0; c < columns; c++) {
            int column = c;
            int cells =
                    table.rows().stream()
                            .mapToInt(r -> r.cells().get(column).length())
                            .max()
                            .orElse(0);
            widths[c] = Math.max(table.columns().get(c).length(), cells);
        }
        line("    " + row(table.columns(), widths));
        for (var row : table.rows()) {
            String mark = row.mark() == Story.Mark.CHANGED ? "  * " : "    ";
            line(mark + row(row.cells(), widths));
        }
    }

    private static String row(List<String> cells, int[] widths) {
        var text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            text.append(i == 0 ? "" : "  ").append(pad(cells.get(i), widths[i]));
        }
        return text.toString();
    }

    private void steps(Story.Steps steps) {
        int number = 1;
        for (var step : steps.steps()) {
            String lane = steps.lanes().get(step.lane());
            line("  (" + number++ + ") " + step.title() + "   [" + lane + "]");
            wrap(step.detail(), "      ").forEach(this::line);
        }
    }

    private void pages(Story.Pages pages) {
        line("  " + pages.title());
        int range = pages.regions().stream().mapToInt(r -> r.range().length()).max().orElse(0);
        int name = pages.regions().stream().mapToInt(r -> r.name().length()).max().orElse(0);
        for (var region : pages.regions()) {
            String counts =
                    region.counts().stream()
                            .filter(c -> c.pages() > 0)
                            .map(c -> c.pages() + " " + letter(c.state()))
                            .collect(Collectors.joining(", "));
            line(
                    "    "
                            + pad(region.range(), range)
                            + "  "
                            + region.protection()
                            + "  "
                            + pad(region.name(), name)
                            + "  "
                            + counts);
        }
        pages.regions().stream()
                .flatMap(r -> r.counts().stream())
                .filter(c -> c.pages() > 0)
                .map(Story.Count::state)
                .distinct()
                .sorted()
                .forEach(s -> line("      " + letter(s) + ": " + s.meaning()));
    }

    private static String letter(Story.PageState state) {
        return switch (state) {
            case SHARED_UNTIL_WRITTEN -> "cow";
            case SHARED -> "shared";
            case COPIED -> "copied";
            case OWN -> "present";
            case UNTOUCHED -> "untouched";
        };
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
