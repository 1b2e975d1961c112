-- Every change of a hold: added, changed, removed, by whom and when, newest first.
-- session  only this session
-- limit    at most this number of rows
--
-- psql -f hold-history.sql -v session=XXX-ABCDE12345
\if :{?session} \else \set session '' \endif
\if :{?limit} \else \set limit '' \endif
select changed_at, change, session_key, changed_by, database_user, reason, expires_at, held_by, held_at
from session_hold_history
where (nullif(:'session', '') is null or session_key = nullif(:'session', ''))
order by history_id desc
limit cast(nullif(:'limit', '') as bigint);
