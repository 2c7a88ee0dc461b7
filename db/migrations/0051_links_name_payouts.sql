-- A link names its payout, so that a new payout needs no hash of it; links that were sent before are still found by theirs.
DROP INDEX "payouts_link";--> statement-breakpoint
ALTER TABLE "payouts" ALTER COLUMN "link_hash" DROP NOT NULL;--> statement-breakpoint
CREATE INDEX "payouts_link" ON "payouts" USING btree ("link_hash") WHERE "payouts"."link_hash" is not null;
