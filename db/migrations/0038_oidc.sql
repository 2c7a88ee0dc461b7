CREATE TABLE "oidc_sign_ins" (
	"id" uuid PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"next" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "oidc_sign_ins_secret_form" CHECK ("oidc_sign_ins"."secret" ~ '^[A-Za-z0-9_-]{43}$'),
	CONSTRAINT "oidc_sign_ins_next_form" CHECK ("oidc_sign_ins"."next" like '/%' and char_length("oidc_sign_ins"."next") <= 4000)
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "by_oidc" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "oidc_factor" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "oidc_issuer" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "oidc_subject" text;--> statement-breakpoint
CREATE INDEX "oidc_sign_ins_expired" ON "oidc_sign_ins" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_oidc" ON "users" USING btree ("organization_id","oidc_issuer","oidc_subject");--> statement-breakpoint
CREATE INDEX "users_oidc_sign_in" ON "users" USING btree ("oidc_subject","oidc_issuer") WHERE "users"."oidc_subject" is not null;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_oidc_factor" CHECK ("sessions"."by_oidc" or not "sessions"."oidc_factor");--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_invited_without_oidc" CHECK ("users"."state" <> 'invited' or "users"."oidc_subject" is null);--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_oidc_whole" CHECK (("users"."oidc_issuer" is null) = ("users"."oidc_subject" is null));--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_oidc_issuer_length" CHECK (char_length("users"."oidc_issuer") between 1 and 500);--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_oidc_subject_length" CHECK (char_length("users"."oidc_subject") between 1 and 255);