// Deletes stale sessions over 64 connections, and inserts the outcomes in batches. It records no intent, and cannot
// restart where it ended. The database comes from the variables that pg reads: PGHOST, PGPORT, PGUSER, PGDATABASE.
import pg from 'pg';
import { Pool } from 'undici';

const CONNECTIONS = 64;
const PAGE = 5000;
const BATCH = 500;

const database = new pg.Pool({ max: 2 });
const base = new URL(process.env.PAVE_BASE_URL);
const pave = new Pool(base.origin, { connections: CONNECTIONS });

await eachPage(async (keys) => {
  const outcomes = [];
  const inserts = [];
  await Promise.all(Array.from({ length: CONNECTIONS }, () => worker(keys, outcomes, inserts)));
  inserts.push(insert(outcomes));
  await Promise.all(inserts);
});
await pave.close();
await database.end();

async function eachPage(work) {
  let last = '';
  for (;;) {
    const { rows } = await database.query(
      `select session_key from tracked_session
       where status = 'IDLE' and created_at < now() - interval '7 days' and session_key > $1
       order by session_key limit $2`, [last, PAGE]);
    if (rows.length === 0) return;
    last = rows.at(-1).session_key;
    await work(rows.map((row) => row.session_key));
  }
}

async function worker(keys, outcomes, inserts) {
  for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
    outcomes.push({ key, status: await remove(key) });
    if (outcomes.length >= BATCH) inserts.push(insert(outcomes.splice(0)));
  }
}

async function remove(key) {
  const reply = await pave.request({
    method: 'DELETE',
    path: `${base.pathname}/sessions/${encodeURIComponent(key)}`,
    headers: { 'api-key': 'bench' },
  });
  await reply.body.text();
  return reply.statusCode;
}

async function insert(outcomes) {
  if (outcomes.length === 0) return;
  await database.query(
    'insert into session_outcome (session_key, http_status) select * from unnest($1::text[], $2::int[])',
    [outcomes.map((outcome) => outcome.key), outcomes.map((outcome) => outcome.status)]);
}
