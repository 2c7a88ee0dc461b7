CREATE SEQUENCE "public"."event_sequence" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "event_blocks" (
	"organization_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"version" smallint NOT NULL,
	"first_sequence" bigint NOT NULL,
	"last_sequence" bigint NOT NULL,
	"count" integer NOT NULL,
	"sealed_at" timestamp (3) with time zone NOT NULL,
	"previous_hash" "bytea",
	"hash" "bytea" NOT NULL,
	"prints" "bytea" NOT NULL,
	CONSTRAINT "event_blocks_organization_id_number_pk" PRIMARY KEY("organization_id","number"),
	CONSTRAINT "event_blocks_number" CHECK ("event_blocks"."number" >= 1 and ("event_blocks"."number" = 1) = ("event_blocks"."previous_hash" is null)),
	CONSTRAINT "event_blocks_hash" CHECK (octet_length("event_blocks"."hash") = 32),
	CONSTRAINT "event_blocks_count" CHECK ("event_blocks"."count" >= 1 and octet_length("event_blocks"."prints") = 32 * "event_blocks"."count")
);
--> statement-breakpoint
CREATE TABLE "seal_candidates" (
	"organization_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"transaction_id" bigint NOT NULL,
	CONSTRAINT "seal_candidates_organization_id_pk" PRIMARY KEY("organization_id")
);
--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "device" text;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "sequence" bigint;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "salt" uuid;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "content_hash" "bytea";--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE archive.events ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE archive.events ADD COLUMN "device" text;--> statement-breakpoint
ALTER TABLE archive.events ADD COLUMN "sequence" bigint;--> statement-breakpoint
ALTER TABLE archive.events ADD COLUMN "salt" uuid;--> statement-breakpoint
ALTER TABLE archive.events ADD COLUMN "content_hash" "bytea";--> statement-breakpoint
ALTER TABLE archive.events ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "event_blocks" ADD CONSTRAINT "event_blocks_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seal_candidates" ADD CONSTRAINT "seal_candidates_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- What is sealed in the place of what may be personal. The text is JSON without spaces between the two, or the four where an event has an address or a device.
CREATE FUNCTION event_content_hash(salt uuid, reason text, data jsonb, address text, device text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(uuid_send(salt) || convert_to(
    '[' || coalesce(to_json(reason)::text, 'null') || ',' || coalesce(to_json(data::text)::text, 'null')
      || CASE WHEN num_nonnulls(address, device) > 0 THEN ',' || coalesce(to_json(address)::text, 'null') || ',' || coalesce(to_json(device)::text, 'null') ELSE '' END
      || ']', 'UTF8'))
$$;
--> statement-breakpoint
CREATE FUNCTION hash_event_content() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.salt := gen_random_uuid();
  NEW.content_hash := event_content_hash(NEW.salt, NEW.reason, NEW.data, NEW.address, NEW.device);
  RETURN NEW;
END
$$;
--> statement-breakpoint
-- Events are numbered in the order of time, those of the archive first.
DO $$
DECLARE
  organization uuid;
  numbered bigint;
BEGIN
  ALTER TABLE public.events DISABLE TRIGGER events_never_change;
  ALTER TABLE archive.events DISABLE TRIGGER events_append_only;
  FOR organization IN SELECT id FROM public.organizations LOOP
    UPDATE archive.events AS one SET sequence = placed.sequence, salt = placed.salt, content_hash = event_content_hash(placed.salt, one.reason, one.data, null, null)
    FROM (SELECT id, row_number() OVER (ORDER BY occurred_at, id) AS sequence, CASE WHEN num_nonnulls(reason, data) > 0 THEN gen_random_uuid() END AS salt
          FROM archive.events WHERE organization_id = organization) AS placed
    WHERE one.organization_id = organization AND one.id = placed.id;
    GET DIAGNOSTICS numbered = ROW_COUNT;
    UPDATE public.events AS one SET sequence = placed.sequence + numbered, salt = placed.salt, content_hash = event_content_hash(placed.salt, one.reason, one.data, null, null)
    FROM (SELECT id, row_number() OVER (ORDER BY occurred_at, id) AS sequence, CASE WHEN num_nonnulls(reason, data) > 0 THEN gen_random_uuid() END AS salt
          FROM public.events WHERE organization_id = organization) AS placed
    WHERE one.organization_id = organization AND one.id = placed.id;
  END LOOP;
  ALTER TABLE public.events ENABLE TRIGGER events_never_change;
  ALTER TABLE archive.events ENABLE TRIGGER events_append_only;
  PERFORM setval('public.event_sequence', 1 + greatest((SELECT max(sequence) FROM public.events), (SELECT max(sequence) FROM archive.events), 0), false);
END
$$;
--> statement-breakpoint
ALTER TABLE "events" ALTER COLUMN "sequence" SET NOT NULL;--> statement-breakpoint
ALTER TABLE archive.events ALTER COLUMN "sequence" SET NOT NULL;--> statement-breakpoint
-- A transaction has its number before its events have their places: lib/audit/chain/sealing.ts builds on that.
ALTER TABLE "events" ALTER COLUMN "sequence" SET DEFAULT case when pg_current_xact_id() is not null then nextval('event_sequence'::regclass) end;--> statement-breakpoint
CREATE UNIQUE INDEX "events_sequence" ON "events" USING btree ("organization_id","sequence");--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_content_hashed" CHECK (("events"."content_hash" is null) = (num_nonnulls("events"."reason", "events"."data", "events"."address", "events"."device", "events"."erased_at") = 0));--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_erased_whole" CHECK (case when "events"."erased_at" is null then ("events"."salt" is null) = ("events"."content_hash" is null)
        else num_nonnulls("events"."reason", "events"."data", "events"."address", "events"."device", "events"."salt") = 0 end);--> statement-breakpoint
CREATE INDEX "events_refused" ON "events" USING btree ("organization_id","occurred_at","id") WHERE events.name in ('user.denied', 'user.sign_in_limited', 'user.sign_in_refused');--> statement-breakpoint
CREATE INDEX "events_about_user" ON "events" USING btree ("organization_id","user_id","occurred_at","id") WHERE "events"."user_id" is not null;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_address_length" CHECK (char_length("events"."address") between 1 and 64);--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_device_length" CHECK (char_length("events"."device") between 1 and 100);--> statement-breakpoint
CREATE UNIQUE INDEX events_sequence ON archive.events (organization_id, sequence);
--> statement-breakpoint
ALTER TABLE "event_blocks" ALTER COLUMN "prints" SET STORAGE EXTERNAL;
--> statement-breakpoint
CREATE TRIGGER events_content BEFORE INSERT ON public.events FOR EACH ROW
  WHEN (NEW.content_hash IS NULL AND NEW.erased_at IS NULL AND num_nonnulls(NEW.reason, NEW.data, NEW.address, NEW.device) > 0) EXECUTE FUNCTION hash_event_content();
--> statement-breakpoint
ALTER TABLE public.events ENABLE ALWAYS TRIGGER events_content;
--> statement-breakpoint
-- An erasure is the only change of an event: it takes away what may be personal and the salt, and nothing else.
CREATE OR REPLACE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  personal CONSTANT text[] := array['reason', 'data', 'address', 'device', 'salt', 'erased_at'];
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.content_hash IS NOT NULL AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
      AND num_nonnulls(NEW.reason, NEW.data, NEW.address, NEW.device, NEW.salt) = 0
      AND to_jsonb(NEW) - personal = to_jsonb(OLD) - personal THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'events are append-only';
END
$$;
--> statement-breakpoint
CREATE FUNCTION refuse_block_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the blocks of events are append-only';
END
$$;
--> statement-breakpoint
CREATE TRIGGER event_blocks_append_only BEFORE UPDATE OR DELETE ON public.event_blocks FOR EACH ROW EXECUTE FUNCTION refuse_block_change();
--> statement-breakpoint
-- As before, and the copy has the event's place and hash. The payout of an event, and its copy, are asked for as the first of a stretch in the order of the key, so that no plan
-- can read other rows: decision 013. Such a search ends at once only if the row is there.
CREATE OR REPLACE FUNCTION archive.refuse_lost_events() RETURNS trigger LANGUAGE plpgsql SET enable_sort = off SET enable_incremental_sort = off AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT gone.*, archive.cutoff(organization_id) AS before FROM gone) AS gone
    WHERE (gone.occurred_at < gone.before) IS NOT TRUE OR archive.stays(gone.name)
      OR gone.payout_id IS NOT NULL AND (SELECT archive.is_closed(payouts.status, payouts.status_changed_at, payouts.archived_at, gone.before) FROM public.payouts
          WHERE (payouts.organization_id, payouts.id) >= (gone.organization_id, gone.payout_id)
            AND (payouts.organization_id, payouts.id) <= (gone.organization_id, gone.payout_id)
          ORDER BY payouts.organization_id, payouts.id LIMIT 1) IS FALSE
      OR (SELECT (kept.occurred_at, kept.name, kept.payout_id, kept.batch_id, kept.sequence, kept.salt, kept.content_hash, kept.erased_at)
            IS NOT DISTINCT FROM (gone.occurred_at, gone.name, gone.payout_id, gone.batch_id, gone.sequence, gone.salt, gone.content_hash, gone.erased_at)
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
-- Takes events to the archive in the name of their owner, for a role that may not delete them. Which may go is checked by the trigger of every delete.
CREATE FUNCTION archive.move_events(of_organization uuid, places tid[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  moved integer;
BEGIN
  WITH gone AS (DELETE FROM public.events WHERE organization_id = of_organization AND ctid = ANY(places) RETURNING *)
  INSERT INTO archive.events SELECT * FROM gone;
  GET DIAGNOSTICS moved = ROW_COUNT;
  RETURN moved;
END
$$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION archive.move_events(uuid, tid[]) FROM PUBLIC;
