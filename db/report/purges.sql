-- What was purged of the audit, when and by whom, newest first.
-- since  begun at this time or later
-- until  begun before this time
-- limit  at most this number of rows
--
-- psql -f purges.sql -v since=2026-01-01
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
select purge_id, started_at, finished_at, purged_by, purged_before, purged_rows
from report_purge
where started_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and started_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
order by purge_id desc
limit cast(nullif(:'limit', '') as bigint);
