# What people would use instead, against the packaged program. Part of run.
# Every peer reads tracked_session, deletes each session once, and records PAVE's reply; nginx's log and the table are
# compared after each row. A row has as many sessions as its connections delete in WAIT seconds, at most SESSIONS.
readonly PEERS=$PWD/src/test/bench/peers
readonly WAIT=5
# Below this, the CPU of a session would be the noise of the start.
readonly ENOUGH=300
readonly HEADER='%-36s %8s %7s %7s %8s %6s %7s %7s %6s %6s %6s\n'
readonly START='%-36s %8s %7s %7s\n'

measure_peers() {
  build_peers
  ulimit -Sn 8192
  mkdir "$work/starts" "$work/rows"
  sql 'create schema tutorial; create table session_outcome (
         session_key text not null, http_status int not null, recorded_at timestamptz not null default now())'
  explain_columns
  local delay i
  for ((i = 0; i < ROUNDS; i++)); do each_start; done
  print_starts
  for delay in $DELAYS; do
    rm -f "$work"/rows/*
    names=()
    for ((i = 0; i < ROUNDS; i++)); do each_peer; done
    print_table
  done
}

explain_columns() {
  cat <<TEXT

Peers: Node $(node --version), $(version_of curl --version), $(version_of wrk -v)
Medians of $ROUNDS, in turns. whole: sessions a second of the whole process, with its start. per s: from the first
request to the last reply in PAVE's log. CPU: milliseconds of a session, user and system, of the client alone; whole,
and less those of the same command with nothing to do (- below $ENOUGH sessions). x: ratio to session-cleanup with 64
in flight, whose rate is 20000/s. SQL and WAL: statements and bytes for a session. wrk has no database.
The sequential job has few sessions where PAVE replies slowly, and curl has a fifth: their rates do not change.
TEXT
}

version_of() { "$@" 2>&1 | head -1 | cut -d ' ' -f 1,2; }

each_start() {
  local delay=0
  start_of sweep sweep 64
  start_of tutorial tutorial
  start_of xargs_curl xargs_curl
  start_of node_peer node_peer
}

# Measures a command with nothing to do.
start_of() {
  local name=$1
  shift
  fill 0
  start_pave 0
  "$@"
  stop_pave
  cat "$work/timed" >>"$work/starts/$name"
}

print_starts() {
  local start
  printf "\n$START" "nothing to do" "wall s" "CPU s" MiB
  for start in "session-cleanup:sweep" "tutorial Spring Batch job:tutorial" "psql | xargs -P 16 curl:xargs_curl" \
    "Node, undici and pg:node_peer"; do
    local file=$work/starts/${start#*:}
    printf "$START" "${start%:*}" "$(median "$file" 1)" "$(median "$file" 2)" "$(median "$file" 3)"
  done
}

each_peer() {
  peer "session-cleanup, 64 in flight" "$(sessions_for 64)" sweep 64
  peer "tutorial Spring Batch job" "$(sessions_for 1)" tutorial
  peer "psql | xargs -P 16 curl" "$(sessions_for 16 5)" xargs_curl
  peer "Node, undici and pg, 64 connections" "$(sessions_for 64)" node_peer
  peer "session-cleanup, 16 in flight" "$(sessions_for 16)" sweep 16
  peer "session-cleanup, 256 in flight" "$(sessions_for 256)" sweep 256
  peer "session-cleanup, 1000 in flight" "$(sessions_for 1000)" sweep 1000
  wire 64
  wire 1000
}

# As many as so many connections delete in WAIT seconds, at most SESSIONS or a part of them.
sessions_for() {
  local most=$((SESSIONS / ${2:-1})) fit
  ((delay == 0)) || fit=$(($1 * WAIT * 1000 / delay))
  echo $((delay == 0 || fit > most ? most : fit))
}

sweep() { timed "${packaged[@]}" sweep --quiet --max-share 1 --rate 20000/s --cleanup.max-in-flight="$1"; }
tutorial() {
  timed env SPRING_DATASOURCE_URL="$SPRING_DATASOURCE_URL?currentSchema=tutorial,public" \
    "$java" -jar "$work/tutorial/tutorial.jar"
}
xargs_curl() { timed "$PEERS/xargs-curl"; }
node_peer() { timed node "$work/node/delete.js"; }

# Measures a command on so many sessions. A row: sessions, seconds, CPU, MiB, seconds in PAVE's log, SQL, WAL, start.
peer() {
  local name=$1 sessions=$2 log counts
  shift 2
  fill "$sessions"
  start_pave "$delay"
  count_from_here
  "$@"
  counts=$(counted)
  stop_pave
  log=$(read_log)
  [[ $log == "$sessions $sessions "* && $(recorded) == "$sessions" ]] || fail \
    "$name: of $sessions sessions, PAVE's log has (requests, keys, seconds) $log, and the table $(recorded)."
  list "$name"
  echo "$sessions $(cat "$work/timed") ${log##* } $counts $(median "$work/starts/$1" 2)" >>"$work/rows/$name"
}

# Measures nginx alone: the same request all the time.
wire() {
  local name="wrk, $1 connections" log
  start_pave "$delay"
  timed wrk -t 1 -c "$1" -d 2s -s "$PEERS/delete.lua" "$PAVE_BASE_URL/sessions/K"
  stop_pave
  log=$(read_log)
  list "$name"
  echo "${log%% *} $(cat "$work/timed") ${log##* } 0 0 0" >>"$work/rows/$name"
}

list() { [[ -f "$work/rows/$1" ]] || names+=("$1"); }

# Confirmed requests, their keys, and the seconds from the first one sent to the last one answered.
read_log() {
  awk '$3 == "DELETE" && $4 == 200 {
      requests++
      if (!seen[$5]++) keys++
      if (!first || $1 - $2 < first) first = $1 - $2
      if ($1 > last) last = $1
    }
    END {printf "%d %d %.3f\n", requests, keys, last - first}' "$work/requests"
}

# Sessions of this row whose removal is recorded, by the peer or in the audit.
recorded() {
  sql "select count(distinct session_key) from tracked_session join (
         select session_key from session_outcome where http_status = 200
         union all select session_key from session_audit where outcome = 'removed') removed using (session_key)"
}

print_table() {
  local name first=
  printf "\n$HEADER" "replies after $delay ms" sessions "wall s" whole "per s" x "CPU" whole x SQL WAL
  for name in "${names[@]}"; do row "$name"; done
}

# The first row is that of session-cleanup, and the others are compared with it.
row() {
  local file=$work/rows/$1 column value=()
  for column in 1 2 3 5 6 7 8; do value+=("$(median "$file" "$column")"); done
  local sessions=${value[0]%.*} wall=${value[1]} cpu=${value[2]} span=${value[3]} sql=${value[4]} wal=${value[5]}
  local rate cpu_of_one=- cpu_whole=-
  rate=$(ratio "$sessions" "$span")
  if ((sessions >= ENOUGH)); then
    cpu_of_one=$(awk -v c="$cpu" -v s="${value[6]}" -v n="$sessions" 'BEGIN {printf "%.3f", (c - s) * 1000 / n}')
    cpu_whole=$(awk -v c="$cpu" -v n="$sessions" 'BEGIN {printf "%.3f", c * 1000 / n}')
  fi
  [[ -n $first ]] || first="$rate $cpu_of_one"
  printf "$HEADER" "$1" "$sessions" "$wall" "$(whole "$sessions" "$wall")" "$(whole "$rate" 1)" \
    "$(ratio "$rate" "${first% *}")" "$cpu_of_one" "$cpu_whole" "$(ratio "$cpu_of_one" "${first#* }")" \
    "$(ratio "$sql" "$sessions")" "$(whole "$wal" "$sessions")"
}

# a / b without decimals.
whole() { awk -v a="$1" -v b="$2" 'BEGIN {if (a > 0 && b > 0) printf "%.0f", a / b; else print "-"}'; }

# Builds what needs building, outside the tree.
build_peers() {
  mkdir "$work/node"
  cp "$PEERS/node/"* "$work/node"
  started npm install --prefix "$work/node" --silent --no-audit --no-fund || fail "npm failed: $(cat "$work/err")"
  started mvn -q -B -f "$PEERS/tutorial/pom.xml" package -Dbuild.in="$work/tutorial" ||
    fail "The build of the tutorial's job failed: mvn -f ${PEERS#"$PWD/"}/tutorial/pom.xml package"
}
