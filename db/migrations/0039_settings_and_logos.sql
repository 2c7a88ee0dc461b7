ALTER TYPE "public"."email_kind" ADD VALUE 'settings_test';--> statement-breakpoint
CREATE TABLE "logos" (
	"organization_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"png" "bytea" NOT NULL,
	"width" smallint NOT NULL,
	"height" smallint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "logos_organization_id_hash_pk" PRIMARY KEY("organization_id","hash"),
	CONSTRAINT "logos_hash_form" CHECK ("logos"."hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "logos_size" CHECK ("logos"."width" between 1 and 480 and "logos"."height" between 1 and 96)
);
--> statement-breakpoint
ALTER TABLE "payouts" DROP CONSTRAINT "payouts_resend_limit";--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "reply_to" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "logo_hash" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "resend_limit" smallint DEFAULT 5 NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "resend_wait_minutes" smallint DEFAULT 10 NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "settings_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "settings_changed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "settings_changed_by" uuid;--> statement-breakpoint
ALTER TABLE "logos" ADD CONSTRAINT "logos_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_resends" CHECK ("organizations"."resend_limit" between 1 and 20 and "organizations"."resend_wait_minutes" between 1 and 1440);--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_reply_to_length" CHECK (char_length("organizations"."reply_to") between 3 and 254);--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_logo_hash_form" CHECK ("organizations"."logo_hash" ~ '^[0-9a-f]{64}$');--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_resend_limit" CHECK ("payouts"."resend_count" between 0 and 20);