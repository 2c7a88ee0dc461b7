CREATE TYPE "public"."digest_rhythm" AS ENUM('morning', 'monday');--> statement-breakpoint
ALTER TYPE "public"."email_kind" ADD VALUE 'view_digest';--> statement-breakpoint
CREATE TABLE "digests" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"view_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"rhythm" "digest_rhythm" NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"stop_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "digests_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "emails" ALTER COLUMN "payout_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "user_id" uuid;--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "about_id" uuid;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_organization_id_user_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_organization_id_view_id_saved_views_organization_id_id_fk" FOREIGN KEY ("organization_id","view_id") REFERENCES "public"."saved_views"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "digests_once" ON "digests" USING btree ("organization_id","user_id","view_id");--> statement-breakpoint
CREATE INDEX "digests_view" ON "digests" USING btree ("organization_id","view_id");--> statement-breakpoint
CREATE INDEX "digests_due" ON "digests" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "digests_stop_hash" ON "digests" USING btree ("stop_hash");--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_organization_id_user_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "emails_once_to_user" ON "emails" USING btree ("organization_id","user_id","kind","about_id","ordinal") WHERE "emails"."user_id" is not null;--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_one_recipient" CHECK (num_nonnulls("emails"."payout_id", "emails"."user_id") = 1 and ("emails"."user_id" is null) = ("emails"."about_id" is null));--> statement-breakpoint
ALTER TABLE archive.emails ALTER COLUMN "payout_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE archive.emails ADD COLUMN "user_id" uuid;--> statement-breakpoint
ALTER TABLE archive.emails ADD COLUMN "about_id" uuid;
