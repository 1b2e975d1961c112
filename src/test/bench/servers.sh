# The database, PAVE, and the commands that run against them; each ends with the benchmark. Part of run.
readonly DB_PORT=5497 PAVE_PORT=8097
readonly ECHO_MODULE=/usr/lib/nginx/modules/ngx_http_echo_module.so
bin=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -1)
nginx=
group=
cgroup=

# Whether anything listens at a port of loopback.
listens() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start_database() {
  chown postgres "$work"
  su postgres -c "$bin/initdb -D $work/data -A trust -U postgres" >/dev/null
  su postgres -c "$bin/pg_ctl -D $work/data -w -l $work/postgres.log \
    -o '-p $DB_PORT -k $work -c listen_addresses=127.0.0.1 \
        -c shared_preload_libraries=pg_stat_statements' start" >/dev/null
  export PGHOST=127.0.0.1 PGPORT=$DB_PORT PGUSER=postgres PGDATABASE=bench
  createdb bench
  psql -qX -d postgres -c 'create extension pg_stat_statements'
}

sql() { psql -qAtX -c "$1"; }

# Counts from now on: checkpoint first, since the first change of a page after one writes the whole page.
count_from_here() {
  psql -qAtX -d postgres -c 'checkpoint' -c 'select pg_stat_statements_reset()' >/dev/null
  wal=$(psql -qAtX -d postgres -c 'select pg_current_wal_lsn()')
}

# Statements that clients sent, and bytes of WAL.
counted() {
  psql -qAtX -F ' ' -d postgres -c "select coalesce(sum(calls), 0), pg_current_wal_lsn() - '$wal'::pg_lsn
    from pg_stat_statements join pg_database on pg_database.oid = dbid where datname = 'bench'"
}

# PAVE, which replies after so many milliseconds. Its log has each request once stop_pave has returned.
start_pave() {
  local module= reply='return 200 $message'
  if (($1 > 0)); then
    module="load_module $ECHO_MODULE;"
    reply="echo_sleep $(awk -v ms="$1" 'BEGIN {print ms / 1000}'); echo -n \$message"
  fi
  cat >"$work/nginx.conf" <<CONF
daemon off; pid $work/nginx.pid; error_log $work/nginx.log; worker_processes 1; worker_rlimit_nofile 10000; $module
events { worker_connections 8192; }
http { keepalive_requests 100000000; default_type application/json;
  log_format requests '\$msec \$request_time \$request_method \$status \$uri';
  server { listen 127.0.0.1:$PAVE_PORT backlog=4096;
    access_log $work/requests requests buffer=1m;
    location ~ ^/v1/sessions/(?<key>.+)\$ {
      set \$message '{"message":"Session \$key has been successfully removed."}'; $reply; }
    location / { access_log off; return 200 '{"data":[]}'; } } }
CONF
  rm -f "$work/requests"
  nginx -c "$work/nginx.conf" &
  nginx=$!
  until listens "$PAVE_PORT"; do
    kill -0 "$nginx" 2>/dev/null || fail "nginx did not start: $(tail -1 "$work/nginx.log")"
    sleep 0.02
  done
}

stop_pave() {
  kill -QUIT "$nginx"
  wait "$nginx" || fail "nginx failed: $(tail -1 "$work/nginx.log")"
  nginx=
}

# Runs a command in a process group of its own, so that an interrupted benchmark can end all of it.
started() {
  setsid "$@" >/dev/null 2>"$work/err" &
  group=$!
  local code=0
  wait "$group" || code=$?
  group=
  return "$code"
}

clean_up() {
  local code=$?
  [[ -n $group ]] && kill -- "-$group" 2>/dev/null
  [[ -n $nginx ]] && kill "$nginx" 2>/dev/null
  [[ -d $work/data ]] && su postgres -c "$bin/pg_ctl -D $work/data -m fast stop" >/dev/null || true
  [[ -n $cgroup ]] && rmdir "$cgroup"
  rm -rf "$work"
  exit "$code"
}
