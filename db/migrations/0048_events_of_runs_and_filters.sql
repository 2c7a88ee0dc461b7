-- What one run did, narrowed by what happened or by who did it, and emails of one batch, are read by an index alone. Filters by extra columns, which
-- an erasure looks for, are found among all events, also in the archive.
DROP INDEX "events_batch_what";--> statement-breakpoint
CREATE INDEX "events_of_run_what" ON "events" USING btree ("organization_id","request_id","name","occurred_at","id") WHERE (events.request_id like 'run-%' and events.payout_id is not null);--> statement-breakpoint
CREATE INDEX "events_of_run_who" ON "events" USING btree ("organization_id","request_id","actor_type","actor_user_id","occurred_at","id") WHERE (events.request_id like 'run-%' and events.payout_id is not null);--> statement-breakpoint
CREATE INDEX "events_of_extra_filters" ON "events" USING btree ("organization_id","id") WHERE (events.data::text like '%?x.%' or events.data::text like '%&x.%');--> statement-breakpoint
CREATE INDEX "events_batch_what" ON "events" USING btree ("organization_id","batch_id","name","occurred_at","id") WHERE "events"."batch_id" is not null and (events.name = 'payout.created' and events.batch_id is not null) is not true;--> statement-breakpoint
CREATE INDEX events_of_extra_filters ON archive.events (organization_id, id) WHERE data::text like '%?x.%' or data::text like '%&x.%';
