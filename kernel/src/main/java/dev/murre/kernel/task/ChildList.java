package dev.murre.kernel.task;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The children of a process, oldest first; a child is on one list at most.
final class ChildList implements Iterable<Task> {
    private @Nullable Links first;
    private @Nullable Links last;

    /// A child's place in the list.
    static final class Links {
        final Task task;
        @Nullable ChildList list;
        @Nullable Links previous;
        @Nullable Links next;

        Links(Task task) {
            this.task = task;
        }
    }

    boolean isEmpty() {
        return first == null;
    }

    void add(Task child) {
        Links links = child.siblings;
        links.list = this;
        links.previous = last;
        links.next = null;
        if (last != null) {
            last.next = links;
        } else {
            first = links;
        }
        last = links;
    }

    static void remove(Task child) {
        Links links = child.siblings;
        ChildList list = links.list;
        if (list == null) {
            return;
        }
        if (links.previous != null) {
            links.previous.next = links.next;
        } else {
            list.first = links.next;
        }
        if (links.next != null) {
            links.next.previous = links.previous;
        } else {
            list.last = links.previous;
        }
        links.list = null;
    }

    /// Goes through the list; the child last returned may be removed meanwhile.
    @Override
    public Iterator<Task> iterator() {
        return new Iterator<>() {
            private @Nullable Links at = first;

            @Override
            public boolean hasNext() {
                return at != null;
            }

            @Override
            public Task next() {
                Links links = at;
                if (links == null) {
                    throw new NoSuchElementException();
                }
                at = links.next;
                return links.task;
            }
        };
    }
}
