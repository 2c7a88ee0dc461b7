CREATE FUNCTION refuse_second_live_payout() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF EXISTS (SELECT 1 FROM payouts WHERE organization_id = OLD.organization_id AND reissue_of = OLD.id) THEN
      RAISE EXCEPTION 'a payout that was replaced stays archived';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM 1 FROM payouts WHERE organization_id = NEW.organization_id AND id = NEW.reissue_of AND archived_at IS NOT NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only an archived payout can be replaced';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER payouts_replace_archived AFTER INSERT ON "payouts" FOR EACH ROW WHEN (NEW.reissue_of IS NOT NULL) EXECUTE FUNCTION refuse_second_live_payout();
--> statement-breakpoint
CREATE TRIGGER payouts_stay_archived BEFORE UPDATE OF archived_at ON "payouts" FOR EACH ROW WHEN (OLD.archived_at IS NOT NULL AND NEW.archived_at IS NULL) EXECUTE FUNCTION refuse_second_live_payout();
