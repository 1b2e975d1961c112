# The packaged program with less than a core, as Kubernetes limits it, and at the default pace. Part of run.
readonly LIMITED_SECONDS=20 SLOW_SESSIONS=300

# How much of its ceiling a run keeps under a CPU limit, once started: from a fifth of its requests to the last one.
measure_limits() {
  local cpu rate
  make_cgroup
  printf '\n%-24s %10s %14s %18s\n' "replies after 20 ms" "ceiling" "kept of it" "to the first DELETE"
  for cpu in 20 30 50; do
    limit_cpu "$cpu"
    for rate in 20 50 200; do limited "$cpu" "$rate"; done
  done
}

limited() {
  local cpu=$1 rate=$2 begun
  fill $((rate * LIMITED_SECONDS))
  start_pave 20
  begun=$(date +%s.%N)
  timed bash -c 'echo $$ >"$0/cgroup.procs"; exec "$@"' "$cgroup" \
    "${packaged[@]}" sweep --quiet --max-share 1 --rate "$rate/s"
  stop_pave
  awk '$3 == "DELETE" && $4 == 200 {printf "%.3f\n", $1 - $2}' "$work/requests" | sort -n |
    awk -v rate="$rate" -v begun="$begun" -v cpu="0.$cpu CPU" '
      {at[++n] = $1}
      END {
        from = int(n / 5) + 1
        printf "%-24s %8s/s %13.1f%% %16.1f s\n",
          cpu, rate, 100 * (n - from) / (at[n] - at[from]) / rate, at[1] - begun
      }'
}

# Version 2 of cgroups has one tree; version 1 has one for CPU.
make_cgroup() {
  local root=/sys/fs/cgroup
  [[ -f $root/cgroup.controllers ]] || root=$root/cpu
  cgroup=$root/session-cleanup-bench.$$
  mkdir "$cgroup" || fail "A group for a CPU limit cannot be created in $root."
}

limit_cpu() {
  if [[ -f $cgroup/cpu.max ]]; then
    echo "$(($1 * 1000)) 100000" >"$cgroup/cpu.max"
  else
    echo 100000 >"$cgroup/cpu.cfs_period_us"
    echo $(($1 * 1000)) >"$cgroup/cpu.cfs_quota_us"
  fi
}

# The CPU time of the default pace, without that of a run with nothing to do.
measure_slow() {
  start_pave 20
  fill 0
  timed "${packaged[@]}" sweep --quiet
  local start
  start=$(cut -d ' ' -f 2 "$work/timed")
  fill "$SLOW_SESSIONS"
  timed "${packaged[@]}" sweep --quiet --max-share 1 --rate 5/s
  stop_pave
  awk -v start="$start" -v seconds=$((SLOW_SESSIONS / 5)) \
    '{printf "\nat 5/s for %d s: %.1f%% of a core\n", seconds, 100 * ($2 - start) / seconds}' "$work/timed"
}
