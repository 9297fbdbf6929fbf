package dev.murre.trace.story;

import dev.murre.trace.story.Story.Block;
import dev.murre.trace.story.Story.PageState;
import dev.murre.trace.story.Story.Slot;
import dev.murre.trace.story.Story.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A story as one page that needs nothing else: its style and drawings are in it.
public final class StoryHtml {
    /// A small heading, or nothing.
    private record Heading(String text) {}

    /// Text with code between backquotes.
    private record Code(String text) {}

    private final StringBuilder out = new StringBuilder();

    private StoryHtml() {}

    /// The whole page.
    public static String of(Story story) {
        var page = new StoryHtml();
        page.tell(story);
        return page.out.toString();
    }

    private static String style() {
        try (InputStream in = StoryHtml.class.getResourceAsStream("story.css")) {
            if (in == null) {
                throw new IllegalStateException("resource missing: story.css");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /// Writes a template with its `{}` filled in, in order.
    private void put(String template, Object... values) {
        int at = 0;
        for (Object value : values) {
            int hole = template.indexOf("{}", at);
            out.append(template, at, hole);
            out.append(
                    switch (value) {
                        case String text -> escape(text);
                        case Code code ->
                                escape(code.text).replaceAll("`(.*?)`", "<code>$1</code>");
                        case Heading none when none.text.isEmpty() -> "";
                        case Heading heading -> "<h3>" + escape(heading.text) + "</h3>";
                        case Double number -> Double.toString(Math.round(number * 10) / 10.0);
                        default -> value.toString();
                    });
            at = hole + 2;
        }
        out.append(template, at, template.length());
    }

    private void tell(Story story) {
        put("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        put("<title>{}</title><style>\n", story.title());
        out.append(style());
        put("</style></head><body><main><h1>{}</h1>\n", story.title());
        put("<p class=\"summary\">{}</p>\n", story.summary());
        for (var section : story.sections()) {
            put("<section><h2>{}</h2>\n", section.heading());
            section.blocks().forEach(this::block);
            put("</section>\n");
        }
        put(
                "<footer>Read from the machine while it happened. Murre.</footer></main></body></html>\n");
    }

    private void block(Block block) {
        switch (block) {
            case Story.Text text -> put("<p>{}</p>\n", text.text());
            case Story.Facts facts -> facts(facts);
            case Story.Calls calls -> calls(calls);
            case Story.Stacks stacks -> stacks(stacks);
            case Story.Table table -> table(table);
            case Story.Steps steps -> steps(steps);
            case Story.Pages pages -> pages(pages);
        }
    }

    private void facts(Story.Facts facts) {
        put("<div class=\"card\"><dl>");
        for (var fact : facts.facts()) {
            put("<dt>{}</dt><dd>{}</dd>", fact.name(), fact.value());
        }
        put("</dl></div>\n");
    }

    private void calls(Story.Calls calls) {
        put("<div class=\"card calls\">");
        for (var call : calls.calls()) {
            int open = call.text().indexOf('(');
            put(
                    "<div class=\"call\"><span class=\"who\">{}</span><span class=\"code\""
                            + " style=\"margin-left:{}rem\"><b>{}</b>{}</span><span class=\"took\">{}</span></div>\n",
                    call.who(),
                    call.depth() * 1.3,
                    call.text().substring(0, open),
                    call.text().substring(open),
                    call.took());
        }
        put("</div>\n");
    }

    private void stacks(Story.Stacks stacks) {
        put("<div class=\"stacks\">");
        for (var stack : stacks.stacks()) {
            put("<div class=\"stack card\"><h3>{}</h3><table>\n", stack.title());
            Story.Area area = null;
            for (var slot : stack.slots()) {
                if (slot.area() != area) {
                    area = slot.area();
                    put(
                            "<tr class=\"area {}\"><td colspan=\"4\">{}</td></tr>\n",
                            area.name(),
                            StoryText.areaName(area));
                }
                slot(slot);
            }
            put("</table></div>\n");
        }
        put("</div>\n");
    }

    private void slot(Slot slot) {
        put(
                "<tr class=\"slot {}\"><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                slot.area().name(),
                slot.address(),
                slot.name(),
                slot.value(),
                slot.note());
    }

    private void table(Story.Table table) {
        put("<div class=\"card\">{}<table><tr>", new Heading(table.title()));
        table.columns().forEach(column -> put("<th>{}</th>", column));
        put("</tr>\n");
        for (var row : table.rows()) {
            put("<tr class=\"{}\">", row.mark() == Story.Mark.CHANGED ? "changed" : "plain");
            row.cells().forEach(cell -> put("<td>{}</td>", cell));
            put("</tr>\n");
        }
        put("</table></div>\n");
    }

    /// A path from lane to lane, a dot for each step, and what happens beside it.
    private void steps(Story.Steps steps) {
        int lanes = steps.lanes().size();
        put(
                "<div class=\"card\"><div class=\"step\"><div class=\"lanes\" style=\"grid-template-columns:");
        put("repeat({},1fr)\">", lanes);
        for (int i = 0; i < lanes; i++) {
            put(
                    "<span class=\"lane-name lane{}\" style=\"text-align:center\">{}</span>",
                    i,
                    steps.lanes().get(i));
        }
        put("</div><div></div></div>\n");
        List<Step> all = steps.steps();
        for (int i = 0; i < all.size(); i++) {
            step(all, i, lanes);
        }
        put("</div>\n");
    }

    private static double middle(int lane, int lanes) {
        return (lane + 0.5) * 100 / lanes;
    }

    private void step(List<Step> all, int i, int lanes) {
        Step step = all.get(i);
        double x = middle(step.lane(), lanes);
        put(
                "<div class=\"step lane{}\"><div class=\"track\"><svg viewBox=\"0 0 100 100\"",
                step.lane());
        put(" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        for (int lane = 0; lane < lanes; lane++) {
            double at = middle(lane, lanes);
            put("<line x1=\"{}\" y1=\"0\" x2=\"{}\" y2=\"100\"/>", at, at);
        }
        if (i > 0) {
            double from = (middle(all.get(i - 1).lane(), lanes) + x) / 2;
            put("<path d=\"M {} 0 L {} 50\"/>", from, x);
        }
        if (i + 1 < all.size()) {
            double to = (middle(all.get(i + 1).lane(), lanes) + x) / 2;
            put("<path d=\"M {} 50 L {} 100\"/>", x, to);
        }
        put("</svg><span class=\"dot\" style=\"left:{}%\">{}</span></div>", x, i + 1);
        put(
                "<div class=\"told\"><p><b>{}</b></p><p>{}</p></div></div>\n",
                step.title(),
                new Code(step.detail()));
    }

    private void pages(Story.Pages pages) {
        put("<div class=\"card\"><h3>{}</h3><table>", pages.title());
        put("<tr><th>range</th><th></th><th>mapping</th><th>pages</th><th></th></tr>\n");
        for (var region : pages.regions()) {
            put(
                    "<tr><td>{}</td><td>{}</td><td>{}</td><td>",
                    region.range(),
                    region.protection(),
                    region.name());
            long total = region.counts().stream().mapToLong(Story.Count::pages).sum();
            var text = new StringBuilder();
            put("<div class=\"bar\">");
            for (var count : region.counts()) {
                put(
                        "<i class=\"{}\" style=\"width:{}%\"></i>",
                        count.state().name(), 100.0 * count.pages() / total);
                text.append(text.isEmpty() ? "" : " + ").append(count.pages());
            }
            put("</div></td><td>{}</td></tr>\n", text.toString());
        }
        put("</table><p class=\"legend\">");
        for (PageState state : PageState.values()) {
            boolean used =
                    pages.regions().stream()
                            .flatMap(r -> r.counts().stream())
                            .anyMatch(c -> c.state() == state && c.pages() > 0);
            if (used) {
                put("<span><i class=\"{}\"></i>{}</span>", state.name(), state.meaning());
            }
        }
        put("</p></div>\n");
    }
}
