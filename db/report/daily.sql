-- Outcomes by day (UTC) and account, newest first.
-- account  only this account
-- run      only this run
-- since    recorded at this time or later
-- until    recorded before this time
-- limit    at most this number of rows
--
-- psql -f daily.sql -v account=acme -v since=2026-11-01 -v until=2026-12-01
\if :{?account} \else \set account '' \endif
\if :{?run} \else \set run '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
select day, account, sum(rows)::bigint as sessions,
       coalesce(sum(rows) filter (where outcome = 'removed'), 0)::bigint as removed,
       coalesce(sum(rows) filter (where outcome = 'started'), 0)::bigint as started,
       coalesce(sum(rows) filter (where outcome = 'missing'), 0)::bigint as missing,
       coalesce(sum(rows) filter (where outcome = 'not_idle'), 0)::bigint as not_idle,
       coalesce(sum(rows) filter (where outcome = 'held'), 0)::bigint as held,
       coalesce(sum(rows) filter (where outcome = 'failed'), 0)::bigint as failed,
       coalesce(sum(rows) filter (where evidence = 'inferred'), 0)::bigint as inferred,
       sum(attempts)::bigint as attempts
from outcome_counts(utc_instant(nullif(:'since', '')), utc_instant(nullif(:'until', '')), nullif(:'account', ''),
                    cast(nullif(:'run', '') as bigint))
group by day, account
order by day desc, account
limit cast(nullif(:'limit', '') as bigint);
