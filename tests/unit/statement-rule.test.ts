import { expect, test } from "vitest";
import { faultOf } from "@/tests/support/statements/rule";

test.each([
  ["a write without an organization", "update payouts set line = 1 where id = $1", "UpdateStmt of payouts"],
  ["a deletion without an organization", "delete from emails where id = $1", "DeleteStmt of emails"],
  [
    "a queue of all organizations",
    "select id from emails where status = 'queued' for update skip locked",
    "locks emails",
  ],
  [
    "a write to what was locked of all organizations",
    "with due as (select organization_id, id from emails limit 1) update emails e set attempts = 1 from due where e.organization_id = due.organization_id",
    "UpdateStmt of emails",
  ],
  [
    "a write to several organizations that are read from their table",
    "update payouts p set line = 1 from organizations o where p.organization_id = o.id",
    "UpdateStmt of payouts",
  ],
  [
    "an insertion of all organizations",
    "insert into events (organization_id, id) select organization_id, id from payouts",
    "inserts into events",
  ],
  [
    "a join of all organizations",
    "select 1 from payouts p join emails e on e.organization_id = p.organization_id",
    "reads several tables",
  ],
  [
    "tables joined otherwise than by organization",
    "select 1 from payouts p join emails e on e.payout_id = p.id where p.organization_id = $1",
    "reads several tables",
  ],
  [
    "a limit for each organization",
    "select due.id from organizations o cross join lateral (select id from payouts p where p.organization_id = o.id limit 5) due",
    "a lateral LIMIT",
  ],
  [
    "a correlated subquery beside rows made of nothing",
    "select (select count(*) from payouts p where p.organization_id = $1 and p.batch_id = t.id) from (select 1 as id) t",
    "a correlated subquery",
  ],
])("%s is refused", (_, text, fault) => {
  expect(faultOf(text)).toContain(fault);
});

test.each([
  ["select id from emails where organization_id = $1 for update skip locked"],
  [
    "update payouts p set line = 1 from batches b where p.organization_id = $1 and b.organization_id = p.organization_id and b.id = p.batch_id",
  ],
  [
    "with gone as (delete from emails where organization_id = $1 returning *) insert into events (organization_id, id) select organization_id, id from gone",
  ],
  ["insert into events (organization_id, id) values ($1, $2), ($1, $3)"],
  ["select organization_id, id from emails where next_attempt_at <= now() order by next_attempt_at limit 20"],
  ["update organizations set name = $1 where id = $2"],
  [
    "select 1 from payouts p where p.organization_id = $1 and exists (select 1 from emails e where e.organization_id = p.organization_id)",
  ],
  ["begin"],
])("%s is not", (text) => {
  expect(faultOf(text)).toBeNull();
});
