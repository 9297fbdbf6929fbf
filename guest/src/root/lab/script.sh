#!/bin/sh
# A script for the shell: the kernel starts /bin/sh, and the shell reads this file.
echo "I am $0, run by process $$, with $# arguments: $*"
for word in fork exec wait; do
    echo "  $word"
done
