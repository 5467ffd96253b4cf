# Completion of portolan for bash.

_portolan ()
{
  local current=${COMP_WORDS[COMP_CWORD]} words='tcp udp sctp dccp'

  [[ $current == -* ]] && words='--listening --help --version'
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _portolan portolan
