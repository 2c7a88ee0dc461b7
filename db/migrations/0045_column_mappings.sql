ALTER TYPE "public"."batch_status" ADD VALUE 'awaiting_columns' BEFORE 'awaiting_file_check';--> statement-breakpoint
CREATE TABLE "column_mappings" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"header_set" text NOT NULL,
	"mapping" jsonb NOT NULL,
	"saved_by" uuid,
	"saved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "column_mappings_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "column_mappings_name_length" CHECK (char_length("column_mappings"."name") between 1 and 80)
);
--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "columns_read" jsonb;--> statement-breakpoint
ALTER TABLE "column_mappings" ADD CONSTRAINT "column_mappings_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "column_mappings" ADD CONSTRAINT "column_mappings_organization_id_saved_by_users_organization_id_id_fk" FOREIGN KEY ("organization_id","saved_by") REFERENCES "public"."users"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "column_mappings_header" ON "column_mappings" USING btree ("organization_id","header_set");--> statement-breakpoint
CREATE UNIQUE INDEX "column_mappings_name" ON "column_mappings" USING btree ("organization_id",lower("name"));