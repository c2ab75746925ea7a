-- What moderators take down vanishes by its ordinary state; `taken_from` keeps the state it goes back to.
-- taken_by: the case of the thing itself, or its owner's (a suspended account, a shop that was taken down).

ALTER TABLE video_clip ADD COLUMN taken_from text;
ALTER TABLE video_clip ADD COLUMN taken_by text CHECK (taken_by IN ('case', 'owner'));
ALTER TABLE video_clip ADD CHECK ((taken_from IS NULL) = (taken_by IS NULL));
CREATE INDEX video_clip_taken ON video_clip (creator_id) WHERE taken_from IS NOT NULL;

ALTER TABLE catalog_shop ADD COLUMN taken_from text;
ALTER TABLE catalog_shop ADD COLUMN taken_by text CHECK (taken_by IN ('case', 'owner'));
ALTER TABLE catalog_shop ADD CHECK ((taken_from IS NULL) = (taken_by IS NULL));

ALTER TABLE catalog_product ADD COLUMN taken_from text;
ALTER TABLE catalog_product ADD COLUMN taken_by text CHECK (taken_by IN ('case', 'owner'));
ALTER TABLE catalog_product ADD CHECK ((taken_from IS NULL) = (taken_by IS NULL));
CREATE INDEX catalog_product_taken ON catalog_product (shop_id) WHERE taken_from IS NOT NULL;

-- Whatever its owner changes meanwhile (an import, a console, an edit) is the state it goes back to, never the one it has.
CREATE FUNCTION video_stays_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.taken_from := NEW.state;
    NEW.state := OLD.state;
    RETURN NEW;
END $$;
CREATE TRIGGER video_stays_taken BEFORE UPDATE OF state ON video_clip FOR EACH ROW
    WHEN (OLD.taken_from IS NOT NULL AND NEW.taken_from IS NOT NULL AND NEW.state <> OLD.state)
    EXECUTE FUNCTION video_stays_taken();

CREATE FUNCTION catalog_stays_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.taken_from := NEW.state;
    NEW.state := OLD.state;
    RETURN NEW;
END $$;
CREATE TRIGGER catalog_shop_stays_taken BEFORE UPDATE OF state ON catalog_shop FOR EACH ROW
    WHEN (OLD.taken_from IS NOT NULL AND NEW.taken_from IS NOT NULL AND NEW.state <> OLD.state)
    EXECUTE FUNCTION catalog_stays_taken();
CREATE TRIGGER catalog_product_stays_taken BEFORE UPDATE OF state ON catalog_product FOR EACH ROW
    WHEN (OLD.taken_from IS NOT NULL AND NEW.taken_from IS NOT NULL AND NEW.state <> OLD.state)
    EXECUTE FUNCTION catalog_stays_taken();

-- What a shop that was taken down puts on sale meanwhile waits with it.
CREATE FUNCTION catalog_waits_with_shop() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM catalog_shop WHERE id = NEW.shop_id AND taken_from IS NOT NULL) THEN
        NEW.taken_from := NEW.state;
        NEW.taken_by := 'owner';
        NEW.state := 'gone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER catalog_product_waits BEFORE INSERT OR UPDATE OF state ON catalog_product FOR EACH ROW
    WHEN (NEW.state = 'published' AND NEW.taken_from IS NULL)
    EXECUTE FUNCTION catalog_waits_with_shop();
