#!/bin/sh
# The main job of learnlog, in a throwaway folder: write down, import, find, publish, find as a colleague.
# Every command is printed as a person would type it.
set -eu

docs=$(cd "$(dirname "$0")" && pwd)
place=$(mktemp -d "${TMPDIR:-/tmp}/learnlog-try.XXXXXX")
lessons=$docs/examples/lessons

person() { # all of a person's files live in a home of their own
    HOME=$place/$1
    mkdir -p "$HOME"
    export HOME
    unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME LEARNLOG_JOURNAL LEARNLOG_CONFIG
    cd "$HOME"
    git config --global user.name "$2"
    git config --global user.email "$1@example.org"
    git config --global init.defaultBranch main
    printf '\n# %s\n' "$2"
}

run() {
    printf '\n$ %s\n' "$*"
    "$@"
}

person ann "Ann Lee"
run learnlog add "Undo the last commit but keep the work. git reset --soft HEAD~1 #git #undo"
run learnlog import "$lessons"
run learnlog search how do I undo a commit
run learnlog show 1
run learnlog search my lock file was left behind by a crash

run git init --quiet --bare "$place/team.git"
run learnlog hub add team "$place/team.git"
run learnlog publish 1 --to team --yes

person bob "Bob Ito"
run learnlog hub add team "$place/team.git"
run learnlog hub pull
run learnlog search stale lock

printf '\nAll of this is in %s; look around, then delete it.\n' "$place"
