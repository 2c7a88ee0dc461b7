-- All payouts of one address in the order of their last change. The index holds what a list and the totals of a recipient
-- ask, the address itself among it: only so is an index on an expression read without the table.
DROP INDEX "payouts_email_prefix";--> statement-breakpoint
CREATE INDEX "payouts_recipient" ON "payouts" USING btree ("organization_id",lower("recipient_email") text_pattern_ops,"status_changed_at","id") INCLUDE ("recipient_email","status","currency","archived_at","expires_at","created_at","amount_minor");
