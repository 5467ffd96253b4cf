# Completion of portolan-cli for fish.

set -l commands explain search listeners check free

complete -c portolan-cli -f
complete -c portolan-cli -n "not __fish_seen_subcommand_from $commands" -a explain -d 'Tell all that is known of a port'
complete -c portolan-cli -n "not __fish_seen_subcommand_from $commands" -a search -d 'Find ports by number, name or product'
complete -c portolan-cli -n "not __fish_seen_subcommand_from $commands" -a listeners -d 'List what listens on this computer'
complete -c portolan-cli -n "not __fish_seen_subcommand_from $commands" -a check -d 'Find out whether you can listen on a port'
complete -c portolan-cli -n "not __fish_seen_subcommand_from $commands" -a free -d 'Suggest ports that are good to pick'
complete -c portolan-cli -n "not __fish_seen_subcommand_from $commands" -l version -d 'Show the version'
complete -c portolan-cli -l help -d 'Show help'
complete -c portolan-cli -n "__fish_seen_subcommand_from $commands" -l json -d 'Print JSON'
complete -c portolan-cli -n '__fish_seen_subcommand_from search' -l limit -x -d 'Print at most so many ports'
complete -c portolan-cli -n '__fish_seen_subcommand_from listeners' -l csv -d 'Print CSV'
complete -c portolan-cli -n '__fish_seen_subcommand_from listeners' -l watch -d 'Print each change'
complete -c portolan-cli -n '__fish_seen_subcommand_from search listeners' -a 'tcp udp sctp dccp is:exposed is:registered is:unassigned is:noted is:starred'
complete -c portolan-cli -n '__fish_seen_subcommand_from free' -l count -x -d 'How many ports'
complete -c portolan-cli -n '__fish_seen_subcommand_from free' -l from -x -d 'The first port'
complete -c portolan-cli -n '__fish_seen_subcommand_from free' -l to -x -d 'The last port'
