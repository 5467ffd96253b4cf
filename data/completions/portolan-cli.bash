# Completion of portolan-cli for bash.

_portolan_cli ()
{
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} options=''

  COMPREPLY=()

  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W 'explain search listeners check free --help --version' -- "$current")
    return
  fi

  case $previous in
    --limit | --count | --from | --to) return ;;
  esac

  case ${COMP_WORDS[1]} in
    explain | check) options='--json --help' ;;
    search) options='--json --limit --help' ;;
    listeners) options='--json --csv --watch --help' ;;
    free) options='--json --count --from --to --help' ;;
  esac

  if [[ $current == --* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
  elif [[ ${COMP_WORDS[1]} == search || ${COMP_WORDS[1]} == listeners ]]; then
    mapfile -t COMPREPLY < <(compgen -W 'tcp udp sctp dccp' -- "$current")
  fi
}

complete -F _portolan_cli portolan-cli
