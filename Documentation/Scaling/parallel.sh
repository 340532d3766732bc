#!/bin/sh
# ./parallel.sh hosts.txt footage ready -Z kopi-senja
#
# A share for each line of hosts.txt, e.g. "4/alpha.example" (jobs at once / host); paths are the same on all of them.
# A share whose host goes away is given to another one.
set -eu
hosts=$1 in=$2 out=$3
shift 3
shards=$(grep -c . "$hosts")
seq "$shards" | parallel --sshloginfile "$hosts" --workdir . --retries 3 --joblog "$out.parallel.log" \
    clipfit batch "$in" -o "$out" --shard "{}/$shards" --manifest "$out.clips.jsonl" --progress none "$@" || true
clipfit merge "$out"
