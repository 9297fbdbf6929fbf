# Makes a // line that follows a /// line part of the Markdown comment again: google-java-format 1.28 leaves such
# halves behind when it breaks a long /// line.
{
    if (previous ~ /^ *\/\/\// && $0 ~ /^ *\/\/ / && $0 !~ /^ *\/\/\//) {
        sub(/\/\/ /, "/// ")
    }
    print
    previous = $0
}
