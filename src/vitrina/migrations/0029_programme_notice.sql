-- Who decided a programme's version and when: a cut begins two days after its notice.
ALTER TABLE affiliate_programme ADD COLUMN by_account uuid, ADD COLUMN at timestamptz;
CREATE INDEX affiliate_commission_shop ON affiliate_commission (shop_id, creator_id);
