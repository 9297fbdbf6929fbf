# Breaks Markdown comment lines (///) longer than 100 columns at a blank. google-java-format 1.28 would go on with //
# instead, which cuts the comment in two.
{
    while (length($0) > 100 && match($0, /^ *\/\/\/ +/)) {
        start = substr($0, 1, RLENGTH)
        at = 100
        while (at > RLENGTH && substr($0, at + 1, 1) != " ") {
            at--
        }
        if (at <= RLENGTH) {
            break
        }
        print substr($0, 1, at)
        $0 = start substr($0, at + 2)
    }
    print
}
