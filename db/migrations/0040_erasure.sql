CREATE TABLE "erasures" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_hash" text NOT NULL,
	"address" text,
	"pattern" text,
	"payout_count" integer NOT NULL,
	"record_count" integer DEFAULT 0 NOT NULL,
	"steps_done" smallint DEFAULT 0 NOT NULL,
	"requested_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"leased_until" timestamp (3) with time zone,
	"fence" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "erasures_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "erasures_forget_at_the_end" CHECK (num_nonnulls("erasures"."address", "erasures"."pattern") = case when "erasures"."ended_at" is null then 2 else 0 end),
	CONSTRAINT "erasures_person_hash_form" CHECK ("erasures"."person_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "file_removed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "erasure_wait_days" smallint DEFAULT 30 NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "file_days" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "erasure_id" uuid;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_organization_id_requested_by_users_organization_id_id_fk" FOREIGN KEY ("organization_id","requested_by") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "erasures_one_at_once" ON "erasures" USING btree ("organization_id","person_hash") WHERE "erasures"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "erasures_created" ON "erasures" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "erasures_due_in_turn" ON "erasures" USING btree ("organization_id","next_attempt_at") WHERE "erasures"."ended_at" is null;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_organization_id_erasure_id_erasures_organization_id_id_fk" FOREIGN KEY ("organization_id","erasure_id") REFERENCES "public"."erasures"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payouts_erased" ON "payouts" USING btree ("organization_id","erasure_id") WHERE "payouts"."erasure_id" is not null;--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_erasure_wait" CHECK ("organizations"."erasure_wait_days" between 0 and 3650);--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_file_days" CHECK ("organizations"."file_days" between 0 and 3650);--> statement-breakpoint
-- Takes what may be personal away from the events that tell of a person whose erasure is under way, also in the archive: those of their payouts in which they or staff wrote or did something, and every other one that names them. A function of the owner, because the
-- application's role may not change an event. The trigger still lets nothing else be changed.
CREATE FUNCTION archive.erase_events(of_organization uuid, of_erasure uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  named text;
  ids uuid[];
  here integer;
  archived integer;
BEGIN
  SELECT pattern INTO named FROM public.erasures WHERE organization_id = of_organization AND id = of_erasure AND ended_at IS NULL;
  IF named IS NULL THEN
    RAISE EXCEPTION 'no such erasure is under way';
  END IF;
  ids := array(SELECT id FROM public.payouts WHERE organization_id = of_organization AND erasure_id = of_erasure);
  UPDATE public.events SET reason = NULL, data = NULL, address = NULL, device = NULL, salt = NULL, erased_at = now()
  WHERE organization_id = of_organization AND content_hash IS NOT NULL AND erased_at IS NULL
    AND (reason ~* named OR data::text ~* named OR (payout_id = ANY (ids) AND (actor_type = 'recipient' OR (actor_type = 'user' AND reason IS NOT NULL))));
  GET DIAGNOSTICS here = ROW_COUNT;
  UPDATE archive.events SET reason = NULL, data = NULL, address = NULL, device = NULL, salt = NULL, erased_at = now()
  WHERE organization_id = of_organization AND content_hash IS NOT NULL AND erased_at IS NULL
    AND (reason ~* named OR data::text ~* named OR (payout_id = ANY (ids) AND (actor_type = 'recipient' OR (actor_type = 'user' AND reason IS NOT NULL))));
  GET DIAGNOSTICS archived = ROW_COUNT;
  RETURN here + archived;
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION archive.erase_events(uuid, uuid) FROM PUBLIC;
