DROP INDEX "batches_due";--> statement-breakpoint
DROP INDEX "emails_due";--> statement-breakpoint
DROP INDEX "emails_due_of_kind";--> statement-breakpoint
DROP INDEX "payout_attempts_due";--> statement-breakpoint
CREATE INDEX "batches_due_in_turn" ON "batches" USING btree ("organization_id","next_attempt_at") WHERE "batches"."status" in ('uploading', 'received', 'validating', 'processing');--> statement-breakpoint
CREATE INDEX "emails_due_in_turn" ON "emails" USING btree ("organization_id","next_attempt_at") WHERE "emails"."status" = 'queued' and "emails"."kind" = 'payout_sent';--> statement-breakpoint
CREATE INDEX "emails_due_of_kind_in_turn" ON "emails" USING btree ("kind","organization_id","next_attempt_at") WHERE "emails"."status" = 'queued' and "emails"."kind" <> 'payout_sent';--> statement-breakpoint
CREATE INDEX "payout_attempts_to_hand_over" ON "payout_attempts" USING btree ("organization_id","next_attempt_at") WHERE "payout_attempts"."status" = 'queued';--> statement-breakpoint
CREATE INDEX "payout_attempts_to_ask_for" ON "payout_attempts" USING btree ("next_attempt_at") WHERE "payout_attempts"."status" = 'sent';