-- Outcomes by day (UTC) and account, newest first.
-- account  only this account
-- from     this day or later
-- to       before this day
--
-- psql -f daily.sql -v account=acme -v from=2026-11-01 -v to=2026-12-01
\if :{?account} \else \set account '' \endif
\if :{?from} \else \set from '' \endif
\if :{?to} \else \set to '' \endif
select day, account, sessions, removed, started, missing, not_idle, held, failed, inferred, attempts
from report_daily
where (nullif(:'account', '') is null or account = nullif(:'account', ''))
  and (cast(nullif(:'from', '') as date) is null or day >= cast(nullif(:'from', '') as date))
  and (cast(nullif(:'to', '') as date) is null or day < cast(nullif(:'to', '') as date))
order by day desc, account;
