#!/bin/sh
# ./parallel.sh hosts.txt footage ready -Z kopi-senja
#
# hosts.txt names a host a line (":" is this machine); paths are the same on all of them. There are four shares a host, one at a
# time on each: one whose host goes away is given to another one, and so is one that is worth another try.
set -eu
hosts=$1 in=${2%/} out=${3%/}
shift 3
# Names that begin with a dash are no options.
case $in in -*) in=./$in ;; esac
case $out in -*) out=./$out ;; esac
shards=$((4 * $(grep -cv '^[[:space:]]*\(#\|$\)' "$hosts")))

# GNU parallel hands lines to shells: each word is quoted, whatever is in it.
quote() { printf '%s\n' "$1" | LC_ALL=C sed "s/'/'\\\\''/g; 1s/^/'/; \$s/\$/'/"; }
words=
for word in "$@"; do words="$words $(quote "$word")"; done

for shard in $(seq "$shards"); do
    # 1: single clips failed, and would fail again. 75: worth another try, a little later.
    printf '%s\0' "clipfit batch $(quote "$in") -o $(quote "$out") --shard $shard/$shards --manifest $(quote "$out.clips.jsonl") \
--progress none$words; code=\$?; [ \$code -eq 1 ] && code=0; [ \$code -eq 75 ] && sleep 10; exit \$code"
done | parallel -0 --jobs 1 --sshloginfile "$hosts" --workdir . --retries 5 --joblog "$out.parallel.log" || true
clipfit merge "$out"
