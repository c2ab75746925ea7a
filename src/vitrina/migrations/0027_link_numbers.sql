-- How often the links of a video were tapped, and what they sold.
CREATE INDEX affiliate_touch_surface ON affiliate_touch (surface_id);
CREATE INDEX affiliate_commission_touch ON affiliate_commission (touch_id);
