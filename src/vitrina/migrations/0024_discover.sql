-- Finding things: words in two languages and as they sound, places of the category tree, hashtags, who waits for what.

-- As a Spanish or English ear spells it: "baso" finds "vaso", "seramica" finds "cerámica", "alebrige" finds "alebrije".
CREATE FUNCTION platform_sounded(words text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$
    SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        replace(replace(public.platform_folded(words), 'ph', 'f'), 'll', 'y'),
        'qu(?=[ei])', 'k', 'g'), 'c(?=[ei])', 's', 'g'), 'g(?=[ei])', 'j', 'g'), '(?<![cs])h', '', 'g'),
        'c(?!h)', 'k', 'g'), '([a-z])\1', '\1', 'g'), '[^[:alnum:]]+', ' ', 'g')
        FROM (SELECT translate(public.platform_folded(words), 'vz', 'bs')) AS once (words)
    $$;

-- Every word of a text as it is, as its English and its Spanish stem, and as it sounds.
CREATE FUNCTION platform_words(words text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$
    SELECT to_tsvector('pg_catalog.simple'::regconfig, w) || to_tsvector('pg_catalog.english'::regconfig, w)
        || to_tsvector('pg_catalog.spanish'::regconfig, w)
        || to_tsvector('pg_catalog.simple'::regconfig, public.platform_sounded(w))
    FROM (SELECT regexp_replace(public.platform_folded(words), '[^[:alnum:]]+', ' ', 'g')) AS plain (w)
    $$;

-- What somebody typed, the last word perhaps unfinished; NULL when there is no word in it. `is_any`: one of the words is enough.
CREATE FUNCTION platform_query(words text, is_any boolean) RETURNS tsquery
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    tokens text[] := (regexp_split_to_array(
        btrim(regexp_replace(public.platform_folded(words), '[^[:alnum:]]+', ' ', 'g')), ' '))[1:8];
    token text;
    stem text;
    one tsquery;
    found tsquery;
    is_stop boolean;
    place integer := 0;
BEGIN
    FOREACH token IN ARRAY tokens LOOP
        place := place + 1;
        CONTINUE WHEN token = '';
        is_stop := ts_lexize('pg_catalog.english_stem', token) = '{}' OR ts_lexize('pg_catalog.spanish_stem', token) = '{}';
        CONTINUE WHEN is_stop AND cardinality(tokens) > 1;
        IF place = cardinality(tokens) THEN
            one := (quote_literal(token) || ':*')::tsquery || (quote_literal(btrim(public.platform_sounded(token))) || ':*')::tsquery;
        ELSE
            one := quote_literal(token)::tsquery || quote_literal(btrim(public.platform_sounded(token)))::tsquery;
        END IF;
        FOREACH stem IN ARRAY ts_lexize('pg_catalog.english_stem', token) || ts_lexize('pg_catalog.spanish_stem', token) LOOP
            one := one || quote_literal(stem)::tsquery;
        END LOOP;
        found := CASE WHEN found IS NULL THEN one WHEN is_any THEN found || one ELSE found && one END;
    END LOOP;
    RETURN found;
END $$;

-- The place in the fixed tree of categories that a seller's own words mean; NULL: none was recognised.
CREATE FUNCTION catalog_aisle(category text, title text, tags text[]) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    said text := ' ' || public.platform_folded(coalesce(category, '')) || ' ';
    named text := ' ' || public.platform_folded(coalesce(title, '') || ' ' || coalesce(array_to_string(tags, ' '), '')) || ' ';
    text_of text;
BEGIN
    -- The title first: it is about the thing itself; then the seller's category, which is often only a department.
    FOREACH text_of IN ARRAY ARRAY[named, said] LOOP
        CASE
            WHEN text_of ~ '\m(earrings?|aretes?|rings?|anillos?|necklaces?|collar(es)?|bracelets?|pulseras?|jewel\w*|joy(as|er\w*)|watch(es)?|relo(j|jes))\M' THEN RETURN 'jewelry';
            WHEN text_of ~ '\m(sneakers?|shoes?|boots?|sandals?|zapat\w+|tenis|botas?|sandalias?|huaraches?|shoe)\M' THEN RETURN 'shoes';
            WHEN text_of ~ '\m(backpacks?|totes?|bags?|purses?|mochilas?|bolsas?|bolsos?|morral(es)?|wallets?|carteras?)\M' AND text_of !~ '\m(coffee|cafe|tea|te)\M' THEN RETURN 'bags';
            WHEN text_of ~ '\m(sunglasses|glasses|lentes|gafas|caps?|hats?|gorras?|sombreros?|belts?|cinturon(es)?|scar(f|ves)|bufandas?|rebozos?|accessor\w+|accesorios?)\M' THEN RETURN 'accessories';
            WHEN text_of ~ '\m(t-?shirts?|tees?|shirts?|hoodies?|dress(es)?|skirts?|jackets?|jeans|pants|sweaters?|socks?|playeras?|camis(as?|etas?)|sudaderas?|vestidos?|faldas?|chamarras?|pantalon(es)?|sueter(es)?|calcetin(es)?|cloth\w*|apparel|ropa|moda|fashion)\M' THEN RETURN 'clothing';
            WHEN text_of ~ '\m(lipsticks?|makeup|mascara|blush|serums?|creams?|soaps?|shampoos?|perfumes?|nail|labial(es)?|maquillaje|cremas?|jabon(es)?|balsam\w*|beauty|belleza|skincare|cosmetic\w*)\M' THEN RETURN 'beauty';
            WHEN text_of ~ '\m(coffee|cafes?|tea|teas|te|cacao|chocolate|matcha)\M' AND text_of !~ '\m(mugs?|tazas?|tables?|mesas?|candles?|velas?)\M' THEN RETURN 'coffee';
            WHEN text_of ~ '\m(sauces?|salsas?|snacks?|honey|miel|spices?|especias?|chips|cookies?|galletas?|pantry|despensa|food|comida|mole|jam|mermeladas?|dulces?|cand(y|ies))\M' THEN RETURN 'pantry';
            WHEN text_of ~ '\m(mugs?|tazas?|cups?|vasos?|plates?|platos?|bowls?|cuencos?|tableware|vajillas?|jarras?|stoneware|pots? and pans|sarten(es)?|ollas?|kitchen|cocina|knives|cuchillos?|aprons?|mandil(es)?)\M' THEN RETURN 'kitchen';
            WHEN text_of ~ '\m(plants?|plantas?|planters?|macetas?|seeds?|semillas?|succulents?|suculentas?|garden\w*|jardin)\M' OR text_of ~ '\mplant pot' THEN RETURN 'plants';
            WHEN text_of ~ '\m(lamps?|lamparas?|candles?|velas?|lights?|lighting|iluminacion|lanterns?|incens\w+)\M' THEN RETURN 'lighting';
            WHEN text_of ~ '\m(blankets?|throws?|cobijas?|mantas?|pillows?|cojin(es)?|almohadas?|towels?|toallas?|rugs?|alfombras?|tapetes?|curtains?|cortinas?|sarapes?|textil\w*|bedding)\M' THEN RETURN 'textiles';
            WHEN text_of ~ '\m(notebooks?|libretas?|cuadernos?|pens?|plumas?|pencils?|lapic\w+|stickers?|calcomanias?|planners?|agendas?|stationery|papeleria|books?|libros?|paper|papel|journals?)\M' THEN RETURN 'stationery';
            WHEN text_of ~ '\m(headphones?|earbuds?|audifonos?|speakers?|bocinas?|phones?|telefonos?|celular(es)?|chargers?|cargador(es)?|cables?|keyboards?|teclados?|cameras?|camaras?|tech\w*|tecnologia|electronic\w*|gadgets?|audio)\M' THEN RETURN 'tech';
            WHEN text_of ~ '\m(guitars?|guitarras?|drums?|tambor(es)?|ukulel\w+|straps?|correas?|music\w*|vinyls?|vinilos?)\M' THEN RETURN 'music';
            WHEN text_of ~ '\m(bottles?|botellas?|yoga|bikes?|bicicletas?|balls?|balon(es)?|pelotas?|camping|tents?|hiking|outdoors?|sports?|deportes?|fitness|gym|dumbbells?|pesas?|skate\w*)\M' THEN RETURN 'sports';
            WHEN text_of ~ '\m(toys?|juguet\w+|plush\w*|peluches?|puzzles?|rompecabezas|board games?|games?|juegos?|dolls?|munec\w+|kites?|loteria)\M' THEN RETURN 'toys';
            WHEN text_of ~ '\m(pets?|mascotas?|dogs?|perros?|cats?|gatos?)\M' AND text_of !~ '\m(alebrijes?)\M' THEN RETURN 'pets';
            WHEN text_of ~ '\m(alebrijes?|crafts?|artesania\w*|handmade|hecho a mano|ceramics?|ceramica|piñatas?|pinatas?|talavera|macrame|embroider\w*|bordad\w+)\M' THEN RETURN 'crafts';
            WHEN text_of ~ '\m(decor\w*|home|hogar|casa|vases?|floreros?|frames?|marcos?|clocks?|furniture|muebles?|mirrors?|espejos?|posters?)\M' THEN RETURN 'decor';
            ELSE NULL;
        END CASE;
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION catalog_words(title text, brand text, category text, tags text[], description text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(platform_words(title), 'A')
        || setweight(platform_words(concat_ws(' ', brand, category, array_to_string(tags, ' '))), 'B')
        || setweight(platform_words(left(description, 1000)), 'D')
    $$;

-- aisle_said: the seller's own choice, which beats the recognised one. min_age: shown only to those known to be that old.
ALTER TABLE catalog_product
    ADD COLUMN min_age smallint CHECK (min_age BETWEEN 13 AND 21),
    ADD COLUMN aisle_said text,
    ADD COLUMN aisle text GENERATED ALWAYS AS (coalesce(aisle_said, catalog_aisle(category, title, tags), 'other')) STORED,
    ADD COLUMN words tsvector GENERATED ALWAYS AS (catalog_words(title, brand, category, tags, description)) STORED,
    ADD COLUMN sounded text GENERATED ALWAYS AS (platform_sounded(title)) STORED;
CREATE INDEX catalog_product_words ON catalog_product USING gin (words);
CREATE INDEX catalog_product_sounded ON catalog_product USING gin (sounded gin_trgm_ops);
CREATE INDEX catalog_product_aisle ON catalog_product (aisle, id DESC) WHERE state = 'published';
-- What was dearer before is looked for by the sale of every page.
CREATE INDEX catalog_price_sale ON catalog_price (currency, variant_id) WHERE compare_at_minor > minor;

-- Products whose title comes close to what was typed. The usual threshold of 0.6 misses two slips in two words
-- ("lampra plisda" is 0.5 from "lámpara plisada"); the nearest are told, however many there are.
CREATE FUNCTION catalog_near(asked text, at_most integer) RETURNS TABLE (product_id uuid, nearness real)
    LANGUAGE sql STABLE SET pg_trgm.word_similarity_threshold = 0.45 AS $$
    SELECT id, word_similarity(platform_sounded(asked), sounded) FROM catalog_product
    WHERE state = 'published' AND platform_sounded(asked) <% sounded ORDER BY 2 DESC, 1 DESC LIMIT at_most
    $$;

ALTER TABLE catalog_shop
    ADD COLUMN IF NOT EXISTS banner_key text,
    ADD COLUMN IF NOT EXISTS handling_days integer NOT NULL DEFAULT 2 CHECK (handling_days BETWEEN 0 AND 30),
    ADD COLUMN followers integer NOT NULL DEFAULT 0 CHECK (followers >= 0),
    ADD COLUMN sounded text GENERATED ALWAYS AS (platform_sounded(name)) STORED;
CREATE INDEX catalog_shop_sounded ON catalog_shop USING gin (sounded gin_trgm_ops);
CREATE INDEX catalog_shop_followers ON catalog_shop (followers DESC, id DESC) WHERE state = 'open';

-- followers of a shop is kept by the statements that follow and unfollow.
CREATE TABLE catalog_follow (
    account_id uuid NOT NULL REFERENCES people_account (id) ON DELETE CASCADE,
    shop_id uuid NOT NULL REFERENCES catalog_shop (id),
    at timestamptz NOT NULL,
    PRIMARY KEY (account_id, shop_id)
);
CREATE INDEX catalog_follow_shop ON catalog_follow (shop_id);

-- Who waits for what. stock: told once, then gone. price: told whenever it falls below what was last seen (seen_minor).
CREATE TABLE catalog_watch (
    account_id uuid NOT NULL REFERENCES people_account (id) ON DELETE CASCADE,
    product_id uuid NOT NULL REFERENCES catalog_product (id),
    kind text NOT NULL CHECK (kind IN ('stock', 'price')),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    seen_minor bigint CHECK (seen_minor > 0),
    at timestamptz NOT NULL,
    PRIMARY KEY (account_id, product_id, kind),
    CHECK ((kind = 'price') = (seen_minor IS NOT NULL))
);
CREATE INDEX catalog_watch_product ON catalog_watch (product_id, kind);

-- Days on the way, Monday to Friday; NULL: the usual ones for a parcel at home or abroad.
ALTER TABLE cart_shipping_rate
    ADD COLUMN IF NOT EXISTS transit_days_min integer CHECK (transit_days_min BETWEEN 0 AND 90),
    ADD COLUMN IF NOT EXISTS transit_days_max integer CHECK (transit_days_max BETWEEN transit_days_min AND 120);

-- The newest videos on which something of a shop, or one product, is shown.
CREATE INDEX affiliate_link_of_shop ON affiliate_link (shop_id, surface, id DESC) WHERE state = 'shown';

-- #Café and #cafe are one: folded, letters and digits.
CREATE FUNCTION video_hashtags(words text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT coalesce(array_agg(DISTINCT m[1]), '{}')
    FROM regexp_matches(public.platform_folded(words), '#([a-z0-9_]{2,40})', 'g') AS m
    $$;

ALTER TABLE video_clip
    ADD COLUMN hashtags text[] GENERATED ALWAYS AS (video_hashtags(title)) STORED,
    ADD COLUMN words tsvector GENERATED ALWAYS AS (platform_words(title)) STORED,
    ADD COLUMN sounded text GENERATED ALWAYS AS (platform_sounded(title)) STORED;
CREATE INDEX video_clip_hashtags ON video_clip USING gin (hashtags) WHERE state = 'ready';
CREATE INDEX video_clip_words ON video_clip USING gin (words);
CREATE INDEX video_clip_sounded ON video_clip USING gin (sounded gin_trgm_ops);

CREATE INDEX people_creator_handle ON people_creator USING gin (handle gin_trgm_ops);
CREATE INDEX people_creator_followers ON people_creator (followers DESC, account_id DESC);
CREATE INDEX people_account_sounded ON people_account USING gin (platform_sounded(name) gin_trgm_ops);
