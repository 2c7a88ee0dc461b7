CREATE TABLE "default_views" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"view_id" uuid NOT NULL,
	CONSTRAINT "default_views_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_id" uuid,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "saved_views_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "saved_views_name_length" CHECK (char_length("saved_views"."name") between 1 and 80),
	CONSTRAINT "saved_views_query_form" CHECK ("saved_views"."query" like '?_%' and char_length("saved_views"."query") <= 4000)
);
--> statement-breakpoint
ALTER TABLE "default_views" ADD CONSTRAINT "default_views_organization_id_user_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "default_views" ADD CONSTRAINT "default_views_organization_id_view_id_saved_views_organization_id_id_fk" FOREIGN KEY ("organization_id","view_id") REFERENCES "public"."saved_views"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_organization_id_owner_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","owner_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "default_views_user" ON "default_views" USING btree ("organization_id","user_id");--> statement-breakpoint
CREATE INDEX "default_views_view" ON "default_views" USING btree ("organization_id","view_id");--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_own_name" ON "saved_views" USING btree ("organization_id","owner_id",lower("name")) WHERE "saved_views"."owner_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_shared_name" ON "saved_views" USING btree ("organization_id",lower("name")) WHERE "saved_views"."owner_id" is null;--> statement-breakpoint
-- Whole days of what has changed are kept for 402 days, the smaller pieces for 33. Days before this one have no smaller pieces.
CREATE FUNCTION payout_counts_first_day(zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT date_trunc('day', now() - interval '32 days', zone)
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION recount_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM public.payout_counts WHERE organization_id = NEW.id AND grain = 'day';
  INSERT INTO public.payout_counts (organization_id, axis, grain, at, status, replaced, currency, count, amount_minor)
  SELECT NEW.id, axis, 'day', date_trunc('day', at, NEW.time_zone), status, replaced, currency, sum(count), sum(amount_minor)
  FROM public.payout_counts WHERE organization_id = NEW.id AND grain = 'quarter_hour'
    AND (axis <> 'changed' OR at >= public.payout_counts_first_day(NEW.time_zone)) GROUP BY 2, 4, 5, 6, 7;
  -- Older days from the payouts themselves, without what is not folded yet: that will be added.
  INSERT INTO public.payout_counts (organization_id, axis, grain, at, status, replaced, currency, count, amount_minor)
  SELECT NEW.id, 'changed', 'day', date_trunc('day', at, NEW.time_zone), status, replaced, currency, sum(count), sum(amount_minor) FROM (
    SELECT status_changed_at AS at, status, archived_at IS NOT NULL AS replaced, currency, 1 AS count, amount_minor::numeric FROM public.payouts WHERE organization_id = NEW.id
    UNION ALL
    SELECT at, status, replaced, currency, -count, -amount_minor FROM public.payout_deltas WHERE organization_id = NEW.id AND axis = 'changed'
  ) AS counted
  WHERE at >= now() - interval '402 days' AND at < public.payout_counts_first_day(NEW.time_zone)
  GROUP BY 4, 5, 6, 7 HAVING sum(count) <> 0 OR sum(amount_minor) <> 0;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- The days before, of the payouts that there are.
INSERT INTO payout_counts (organization_id, axis, grain, at, status, replaced, currency, count, amount_minor)
SELECT counted.organization_id, 'changed', 'day', date_trunc('day', counted.at, o.time_zone), status, replaced, currency, sum(count), sum(amount_minor) FROM (
  SELECT organization_id, status_changed_at AS at, status, archived_at IS NOT NULL AS replaced, currency, 1 AS count, amount_minor::numeric FROM payouts
  UNION ALL
  SELECT organization_id, at, status, replaced, currency, -count, -amount_minor FROM payout_deltas WHERE axis = 'changed'
) AS counted JOIN organizations AS o ON o.id = counted.organization_id
WHERE counted.at >= now() - interval '402 days' AND counted.at < payout_counts_first_day(o.time_zone)
GROUP BY 1, 4, 5, 6, 7 HAVING sum(count) <> 0 OR sum(amount_minor) <> 0
ON CONFLICT (organization_id, axis, grain, at, status, replaced, currency) DO UPDATE SET count = excluded.count, amount_minor = excluded.amount_minor;
