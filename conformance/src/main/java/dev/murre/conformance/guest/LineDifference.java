package dev.murre.conformance.guest;

import java.io.PrintStream;

/// The lines in which two texts differ, by their longest common subsequence.
final class LineDifference {
    /// A program that runs wild prints more than anyone reads.
    private static final int MOST_LINES = 1000;

    private static final int MOST_SHOWN = 30;

    private LineDifference() {}

    /// Prints `-` before lines only expected and `+` before lines only there.
    static void print(PrintStream out, String expected, String actual) {
        var left = expected.lines().limit(MOST_LINES).toList();
        var right = actual.lines().limit(MOST_LINES).toList();
        var common = new int[left.size() + 1][right.size() + 1];
        for (int i = left.size() - 1; i >= 0; i--) {
            for (int j = right.size() - 1; j >= 0; j--) {
                common[i][j] =
                        left.get(i).equals(right.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        int shown = 0;
        while ((i < left.size() || j < right.size()) && shown < MOST_SHOWN) {
            shown++;
            if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
                i++;
                j++;
                shown--;
            } else if (j == right.size()
                    || (i < left.size() && common[i + 1][j] >= common[i][j + 1])) {
                out.println("    - " + left.get(i++));
            } else {
                out.println("    + " + right.get(j++));
            }
        }
    }
}
