CREATE TYPE "public"."recipient_language" AS ENUM('en', 'es', 'fr', 'de', 'pt', 'ar');--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "default_language" "recipient_language" DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "subject_en" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "greeting_en" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "subject_es" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "greeting_es" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "subject_fr" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "greeting_fr" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "subject_de" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "greeting_de" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "subject_pt" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "greeting_pt" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "subject_ar" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "greeting_ar" text;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "language" "recipient_language";--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_own_words_length" CHECK (greatest(char_length("organizations"."subject_en"), char_length("organizations"."greeting_en"), char_length("organizations"."subject_es"), char_length("organizations"."greeting_es"), char_length("organizations"."subject_fr"), char_length("organizations"."greeting_fr"), char_length("organizations"."subject_de"), char_length("organizations"."greeting_de"), char_length("organizations"."subject_pt"), char_length("organizations"."greeting_pt"), char_length("organizations"."subject_ar"), char_length("organizations"."greeting_ar")) <= 150);