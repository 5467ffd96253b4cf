# shellcheck shell=bash
# How run and test speak: what they do and what went wrong goes to stderr, so that stdout is the program's alone.

say () {
  printf '%s\n' "$*" >&2
}

# fail SENTENCE: what went wrong and what to do about it, in one sentence.
fail () {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# fail_with_log LOG SENTENCE: the same, below the end of what the failed command said.
fail_with_log () {
  local log=$1
  shift
  tail -n "${LOG_LINES:-25}" "$log" >&2
  fail "$* (all of its output is in $log)"
}
