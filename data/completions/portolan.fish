# Completion of portolan for fish.

complete -c portolan -f
complete -c portolan -s l -l listening -d 'Show the ports on which something listens'
complete -c portolan -s v -l version -d 'Show the version'
complete -c portolan -s h -l help -d 'Show help'
complete -c portolan -a 'tcp udp sctp dccp is:listening is:exposed is:registered is:unassigned is:noted is:starred'
