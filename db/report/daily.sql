-- Outcomes by day (UTC) and account, newest first.
-- account  only this account
-- from     this day or later
-- to       before this day
--
-- psql -f daily.sql -v account="'acme'" -v from="'2026-11-01'" -v to="'2026-12-01'"
\if :{?account} \else \set account null \endif
\if :{?from} \else \set from null \endif
\if :{?to} \else \set to null \endif
select day, account, sessions, removed, started, missing, not_idle, held, failed, inferred, attempts
from report_daily
where (cast(:account as text) is null or account = cast(:account as text))
  and (cast(:from as date) is null or day >= cast(:from as date))
  and (cast(:to as date) is null or day < cast(:to as date))
order by day desc, account;
