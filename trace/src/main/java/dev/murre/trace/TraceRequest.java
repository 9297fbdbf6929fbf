package dev.murre.trace;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which events are wanted: `CATEGORY[,CATEGORY…][:CONDITION[,CONDITION…]]`, such as
/// `process,sched:comm=bash,prev_state!=R`. `all` stands for every category.
///
/// A condition compares a field with a value by `=`, `!=`, `<`, `<=`, `>` or `>=`; text may hold
/// `*`. `event` is the event's name; `pid` and `comm` also match the acting task, its process and
/// every other task that the event tells of.
public record TraceRequest(Set<Category> categories, List<Condition> conditions) {
    private static final Pattern CONDITION =
            Pattern.compile("([A-Za-z_][A-Za-z_0-9]*)(==|=|!=|<=|<|>=|>)(.*)");

    /// How a field and a value are to compare.
    public enum Comparison {
        EQUAL,
        UNEQUAL,
        LESS,
        AT_MOST,
        GREATER,
        AT_LEAST;

        private static Comparison of(String sign) {
            return switch (sign) {
                case "=", "==" -> EQUAL;
                case "!=" -> UNEQUAL;
                case "<" -> LESS;
                case "<=" -> AT_MOST;
                case ">" -> GREATER;
                default -> AT_LEAST;
            };
        }
    }

    /// One condition; an event without the field does not meet it.
    public record Condition(String field, Comparison comparison, String value) {
        private boolean meets(String text) {
            boolean equal = globMatches(text);
            return comparison == Comparison.EQUAL
                    ? equal
                    : comparison != Comparison.UNEQUAL || !equal;
        }

        private boolean globMatches(String text) {
            if (value.indexOf('*') < 0) {
                return text.equals(value);
            }
            String[] parts = value.split("\\*", -1);
            StringBuilder pattern = new StringBuilder();
            for (int i = 0; i < parts.length; i++) {
                pattern.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
            }
            return text.matches(pattern.toString());
        }

        private boolean meets(long number) {
            long wanted;
            try {
                wanted = Long.decode(value);
            } catch (NumberFormatException e) {
                return comparison == Comparison.UNEQUAL;
            }
            return switch (comparison) {
                case EQUAL -> number == wanted;
                case UNEQUAL -> number != wanted;
                case LESS -> number < wanted;
                case AT_MOST -> number <= wanted;
                case GREATER -> number > wanted;
                case AT_LEAST -> number >= wanted;
            };
        }

        private boolean names(String other) {
            boolean task = field.equals("pid") || field.equals("comm");
            return other.equals(field) || task && other.endsWith("_" + field);
        }
    }

    /// Reads a request as the user writes it.
    ///
    /// @throws IllegalArgumentException with a sentence for the user
    public static TraceRequest parse(String text) {
        int colon = text.indexOf(':');
        String names = colon < 0 ? text : text.substring(0, colon);
        Set<Category> categories = EnumSet.noneOf(Category.class);
        for (String name : names.split(",", -1)) {
            if (name.equals("all") || name.isEmpty() && names.isEmpty()) {
                categories.addAll(EnumSet.allOf(Category.class));
                continue;
            }
            Category category = Category.of(name);
            if (category == null) {
                throw new IllegalArgumentException(
                        "no events are called '"
                                + name
                                + "'; there are process, sched, syscall, signal, fault, kernel, all");
            }
            categories.add(category);
        }
        List<Condition> conditions = new ArrayList<>();
        if (colon >= 0) {
            for (String part : text.substring(colon + 1).split(",|&&", -1)) {
                conditions.add(condition(part.strip()));
            }
        }
        return new TraceRequest(categories, conditions);
    }

    private static Condition condition(String text) {
        Matcher parts = CONDITION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a condition is FIELD=VALUE, as in pid=3 or comm=ba*, not: " + text);
        }
        return new Condition(parts.group(1), Comparison.of(parts.group(2)), parts.group(3).strip());
    }

    /// Whether an event is wanted.
    public boolean matches(TraceEvent event) {
        if (!categories.contains(event.category())) {
            return false;
        }
        for (Condition condition : conditions) {
            if (!meets(event, condition)) {
                return false;
            }
        }
        return true;
    }

    private static boolean meets(TraceEvent event, Condition condition) {
        Meeting meeting = new Meeting(condition);
        meeting.number("pid", event.at().tid());
        meeting.text("comm", event.at().comm());
        meeting.text("event", event.name());
        if (event.at().tgid() != event.at().tid()) {
            meeting.number("tgid", event.at().tgid());
        }
        event.fields(meeting);
        return condition.comparison == Comparison.UNEQUAL
                ? meeting.seen && !meeting.refused
                : meeting.met;
    }

    /// A condition is met if one of the fields it names meets it; `!=` if all do.
    private static final class Meeting implements FieldSink {
        private final Condition condition;
        private boolean seen;
        private boolean met;
        private boolean refused;

        Meeting(Condition condition) {
            this.condition = condition;
        }

        private void note(boolean meets) {
            seen = true;
            met |= meets;
            refused |= !meets;
        }

        @Override
        public void text(String name, String value) {
            if (condition.names(name)) {
                note(condition.meets(value));
            }
        }

        @Override
        public void number(String name, long value) {
            if (condition.names(name)) {
                note(condition.meets(value));
            }
        }

        @Override
        public void hex(String name, long value) {
            number(name, value);
        }
    }
}
