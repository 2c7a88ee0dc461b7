CREATE TYPE "public"."retention_stage" AS ENUM('events', 'emails', 'batches');--> statement-breakpoint
CREATE TABLE "retentions" (
	"organization_id" uuid NOT NULL,
	"stage" "retention_stage" DEFAULT 'events' NOT NULL,
	"reached_at" timestamp (3) with time zone,
	"reached_id" uuid,
	"batch_id" uuid,
	"due_at" timestamp (3) with time zone,
	"moved_before" timestamp (3) with time zone,
	"moved_at" timestamp (3) with time zone,
	CONSTRAINT "retentions_organization_id_pk" PRIMARY KEY("organization_id"),
	CONSTRAINT "retentions_reached_whole" CHECK (num_nonnulls("retentions"."reached_at", "retentions"."reached_id") in (0, 2)),
	CONSTRAINT "retentions_moved_whole" CHECK (num_nonnulls("retentions"."moved_before", "retentions"."moved_at") in (0, 2))
);
--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "records_moved_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "retention_months" smallint;--> statement-breakpoint
ALTER TABLE "retentions" ADD CONSTRAINT "retentions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "retentions_due" ON "retentions" USING btree ("due_at") WHERE "retentions"."due_at" is not null;--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_retention" CHECK ("organizations"."retention_months" between 3 and 1200);--> statement-breakpoint
-- Old records move from the product's tables to tables of this schema. See docs/developing/decisions/020-retention.md
CREATE SCHEMA archive;
--> statement-breakpoint
-- What is older than this may move; null while the organization keeps everything.
CREATE FUNCTION archive.cutoff(of_organization uuid) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT date_trunc('milliseconds', now() - make_interval(months => retention_months)) FROM public.organizations WHERE id = of_organization
$$;
--> statement-breakpoint
-- Whether nothing but a replacement can happen to a payout any more, and nothing has since a moment.
CREATE FUNCTION archive.is_closed(status public.payout_status, status_changed_at timestamptz, archived_at timestamptz, before timestamptz)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT greatest(status_changed_at, archived_at) < before
    AND (archived_at IS NOT NULL OR status NOT IN ('pending', 'submitted', 'failed_to_send'))
$$;
--> statement-breakpoint
-- Events that tell more than the past: who canceled a payout and why, that its payment is in doubt, which of its links
-- are old.
CREATE FUNCTION archive.stays(event_name text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT event_name IN ('payout.canceled', 'payout.report_ignored', 'payout.readdressed')
$$;
--> statement-breakpoint
CREATE TABLE archive.events (LIKE public.events, PRIMARY KEY (organization_id, id));
--> statement-breakpoint
CREATE TABLE archive.emails (LIKE public.emails, PRIMARY KEY (organization_id, id));
--> statement-breakpoint
CREATE TABLE archive.ingest_errors (LIKE public.ingest_errors, PRIMARY KEY (organization_id, id));
--> statement-breakpoint
CREATE TABLE archive.refused_rows (LIKE public.refused_rows, PRIMARY KEY (organization_id, id));
--> statement-breakpoint
CREATE TABLE archive.batch_file_chunks (LIKE public.batch_file_chunks, PRIMARY KEY (organization_id, batch_id, seq));
--> statement-breakpoint
-- The payout of an event, and its copy, are asked for as the first of a stretch in the order of the key, so that no plan
-- can read other rows: decision 013. Such a search ends at once only if the row is there.
CREATE FUNCTION archive.refuse_lost_events() RETURNS trigger LANGUAGE plpgsql SET enable_sort = off SET enable_incremental_sort = off AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT gone.*, archive.cutoff(organization_id) AS before FROM gone) AS gone
    WHERE (gone.occurred_at < gone.before) IS NOT TRUE OR archive.stays(gone.name)
      OR gone.payout_id IS NOT NULL AND (SELECT archive.is_closed(payouts.status, payouts.status_changed_at, payouts.archived_at, gone.before) FROM public.payouts
          WHERE (payouts.organization_id, payouts.id) >= (gone.organization_id, gone.payout_id)
            AND (payouts.organization_id, payouts.id) <= (gone.organization_id, gone.payout_id)
          ORDER BY payouts.organization_id, payouts.id LIMIT 1) IS FALSE
      OR (SELECT (kept.occurred_at, kept.name, kept.payout_id, kept.batch_id) IS NOT DISTINCT FROM (gone.occurred_at, gone.name, gone.payout_id, gone.batch_id)
          FROM archive.events AS kept
          WHERE (kept.organization_id, kept.id) >= (gone.organization_id, gone.id) AND (kept.organization_id, kept.id) <= (gone.organization_id, gone.id)
          ORDER BY kept.organization_id, kept.id LIMIT 1) IS NOT TRUE
  ) THEN
    RAISE EXCEPTION 'events are append-only: one leaves only to the archive, when the retention of its organization is over and its payout is closed';
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
DROP TRIGGER events_append_only ON public.events;
--> statement-breakpoint
CREATE TRIGGER events_never_change BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION refuse_event_change();
--> statement-breakpoint
CREATE TRIGGER events_leave_to_archive AFTER DELETE ON public.events REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION archive.refuse_lost_events();
--> statement-breakpoint
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON archive.events FOR EACH ROW EXECUTE FUNCTION refuse_event_change();
