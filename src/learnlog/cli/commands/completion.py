"""`learnlog completion`: what makes the shell offer commands, options and entries at TAB."""

import click
from click.shell_completion import get_completion_class

from learnlog.cli.app import App

# Click's own script for bash shows no titles. This one asks in the form meant for fish (lines of the form
# `plain,VALUE<TAB>HELP`) and gives bash what it can replace: the part behind its last word break.
_BASH = r"""
_learnlog_completion() {
    local line=${COMP_LINE:0:COMP_POINT} item value told
    local partial=${line##*[[:space:]]}
    local breaks=${COMP_WORDBREAKS//[@\$]/}  # bash replaces these two together with what follows
    local kept=${partial%"${partial##*["$breaks"]}"}
    COMPREPLY=()
    while IFS= read -r item; do
        case $item in
            dir,*) compopt -o dirnames ;;
            file,*) compopt -o default ;;
            plain,*)
                item=${item#plain,} told=
                [[ $item == *$'\t'* ]] && told=${item#*$'\t'}
                printf -v value %q "${item%%$'\t'*}"
                COMPREPLY+=("${value#"$kept"}"$'\t'"$told") ;;
        esac
    done < <(COMP_WORDS=$line COMP_CWORD=$partial _LEARNLOG_COMPLETE=fish_complete "$1" 2>/dev/null)
    if (( ${#COMPREPLY[@]} == 1 || COMP_TYPE == 37 || COMP_TYPE == 42 )); then
        COMPREPLY=("${COMPREPLY[@]%%$'\t'*}")  # what is put on the line has no title
    else
        COMPREPLY=("${COMPREPLY[@]/%$'\t'/}")
        COMPREPLY=("${COMPREPLY[@]/$'\t'/  }")
    fi
}

complete -o nosort -F _learnlog_completion learnlog
"""


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    At TAB it offers commands, options, entries with their titles, tags, kinds, projects, hubs and templates.
    Where the script goes:

    \b
      bash  learnlog completion bash > ~/.local/share/bash-completion/completions/learnlog
      zsh   learnlog completion zsh > ~/.zfunc/_learnlog
            and in ~/.zshrc, before compinit: fpath+=~/.zfunc
      fish  learnlog completion fish > ~/.config/fish/completions/learnlog.fish

    Or for one session of bash:

    \b
      eval "$(learnlog completion bash)"
    """
    completion = get_completion_class(shell)
    source = _BASH
    if shell != "bash" and completion is not None:
        source = completion(context.find_root().command, {}, "learnlog", "_LEARNLOG_COMPLETE").source()
    context.ensure_object(App).output.line(source.strip("\n"))
