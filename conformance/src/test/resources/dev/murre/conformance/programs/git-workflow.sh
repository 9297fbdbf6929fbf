# A small history: branches, a merge with a conflict, a rebase, a stash, tags, packing and a clone.
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.com
export GIT_AUTHOR_DATE='2020-01-01T00:00:00Z' GIT_COMMITTER_DATE='2020-01-01T00:00:00Z' HOME=$PWD
git config --global init.defaultBranch main
git config --global advice.detachedHead false
git init -q repository && cd repository || exit
seq 1 20 > numbers
git add numbers && git commit -q -m 'Add numbers'
git checkout -q -b feature
sed -i 's/^10$/ten/' numbers && git commit -q -a -m 'Spell ten'
echo new > file && git add file && git commit -q -m 'Add a file'
git checkout -q main
sed -i 's/^10$/TEN/' numbers && git commit -q -a -m 'Shout ten'
git merge feature; echo "merge: $?"
git diff --name-only --diff-filter=U
sed -i -e '/^<<<<<<<\|^=======\|^>>>>>>>/d' -e '/^ten$/d' numbers
git add numbers && git commit -q -m 'Merge feature'
git log --oneline --graph
git checkout -q -b side HEAD~1
echo side > side && git add side && git commit -q -m 'On the side'
git rebase -q main && git log --oneline | cat
echo dirty >> numbers && git stash -q && git status --short && git stash pop -q && git status --short
git checkout -q -- numbers
git tag -a v1 -m 'Version one' && git describe
git gc -q --prune=now && git count-objects -v | grep -E 'count|in-pack|packs'
git fsck --full 2>&1
cd .. && git clone -q repository copy && git -C copy rev-parse HEAD
git -C copy show --stat HEAD | cat
git -C copy blame side | cut -c1-8
git -C copy archive HEAD | tar t
for i in $(seq 30); do echo "$i" > "copy/f$i"; done
git -C copy add -A && git -C copy commit -q -m 'Many files' && git -C copy ls-files | wc -l
git -C copy bundle create -q ../bundle HEAD && git clone -q bundle third && git -C third log --format=%s | cat
