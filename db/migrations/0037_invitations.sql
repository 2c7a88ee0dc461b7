CREATE TYPE "public"."user_link_purpose" AS ENUM('invitation', 'reset');--> statement-breakpoint
CREATE TYPE "public"."user_state" AS ENUM('invited', 'active', 'deactivated');--> statement-breakpoint
ALTER TYPE "public"."email_kind" ADD VALUE 'user_invited';--> statement-breakpoint
ALTER TYPE "public"."email_kind" ADD VALUE 'password_reset';--> statement-breakpoint
ALTER TYPE "public"."email_kind" ADD VALUE 'password_changed';--> statement-breakpoint
CREATE TABLE "user_links" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"purpose" "user_link_purpose" NOT NULL,
	"token_hash" text NOT NULL,
	"made_by" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "user_links_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "user_links_token_form" CHECK ("user_links"."token_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "user_links_end_after_start" CHECK ("user_links"."ends_at" > "user_links"."created_at")
);
--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "password_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "active" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "active" TYPE "public"."user_state" USING (
	CASE WHEN "active" THEN 'active'::"public"."user_state" ELSE 'deactivated'::"public"."user_state" END
);--> statement-breakpoint
ALTER TABLE "users" RENAME COLUMN "active" TO "state";--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "state" SET DEFAULT 'active';--> statement-breakpoint
ALTER TABLE "user_links" ADD CONSTRAINT "user_links_organization_id_user_id_users_organization_id_id_fk" FOREIGN KEY ("organization_id","user_id") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_links" ADD CONSTRAINT "user_links_organization_id_made_by_users_organization_id_id_fk" FOREIGN KEY ("organization_id","made_by") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "user_links_one" ON "user_links" USING btree ("organization_id","user_id","purpose");--> statement-breakpoint
CREATE INDEX "user_links_made_by" ON "user_links" USING btree ("organization_id","made_by");--> statement-breakpoint
CREATE INDEX "user_links_token" ON "user_links" USING btree ("token_hash");--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_invited_without_password" CHECK ("users"."state" <> 'invited' or "users"."password_hash" is null);