ALTER TABLE "payout_attempts" ADD COLUMN "unreached" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sandbox_payments" ADD COLUMN "reference" text NOT NULL;--> statement-breakpoint
CREATE INDEX "sandbox_payments_reference" ON "sandbox_payments" USING btree ("organization_id","reference");