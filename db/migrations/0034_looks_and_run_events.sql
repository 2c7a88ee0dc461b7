CREATE TABLE "payout_list_looks" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"hidden" text[] NOT NULL,
	"compact" boolean NOT NULL,
	CONSTRAINT "payout_list_looks_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "payout_list_looks_hidden" CHECK (cardinality("payout_list_looks"."hidden") <= 20)
);
--> statement-breakpoint
ALTER TABLE "payout_list_looks" ADD CONSTRAINT "payout_list_looks_organization_id_user_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payout_list_looks_user" ON "payout_list_looks" USING btree ("organization_id","user_id");--> statement-breakpoint
CREATE INDEX "events_in_log" ON "events" USING btree ("organization_id","occurred_at","id") WHERE (events.name = 'payout.created' and events.batch_id is not null) is not true and (events.name = 'email.sent' and events.data @> '{"kind": "payout_sent", "ordinal": 0}') is not true and (events.request_id like 'run-%' and events.payout_id is not null) is not true;--> statement-breakpoint
CREATE INDEX "events_in_log_user" ON "events" USING btree ("organization_id","actor_user_id","occurred_at","id") WHERE "events"."actor_user_id" is not null and (events.name = 'payout.created' and events.batch_id is not null) is not true and (events.name = 'email.sent' and events.data @> '{"kind": "payout_sent", "ordinal": 0}') is not true and (events.request_id like 'run-%' and events.payout_id is not null) is not true;--> statement-breakpoint
CREATE INDEX "events_of_run" ON "events" USING btree ("organization_id","request_id","occurred_at","id") WHERE (events.request_id like 'run-%' and events.payout_id is not null);