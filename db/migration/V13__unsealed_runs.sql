-- Runs that have ended and have no seal: the sealing failed, was stopped, or the run is older than the seals.
-- seal_next_run takes the same runs, once their process is dead or is its own.
create view unsealed_run as
select r.run_id, r.account, r.state, r.finished_at, r.process_id,
       r.process_id in (select p.process_id from live_process p) as process_alive
from cleanup_run r
where r.seal is null and not r.dry_run
  and r.state in ('complete', 'partial', 'aborted', 'cancelled')
  and not exists (select from run_seal s where s.run_id = r.run_id);

comment on view unsealed_run is 'Runs that have ended and are not sealed. The next sweep of the account seals them.';
comment on column unsealed_run.process_alive is 'True: the process of the run lives, and seals it itself.';

-- This migration only adds.
insert into schema_compatibility values (13, 9);
