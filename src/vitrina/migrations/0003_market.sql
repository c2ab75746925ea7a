-- Countries served, with their currency, clock, tax habit and return window (rules.md §4), and the platform's fee in versions.

CREATE TABLE market_country (
    code text PRIMARY KEY CHECK (code ~ '^[A-Z]{2}$'),
    name_en text NOT NULL,
    name_es text NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    zone text NOT NULL,
    is_tax_included boolean NOT NULL,
    return_days integer NOT NULL CHECK (return_days BETWEEN 0 AND 365),
    is_return_business_days boolean NOT NULL,
    shipping_minor bigint NOT NULL CHECK (shipping_minor >= 0),
    free_shipping_from_minor bigint CHECK (free_shipping_from_minor > 0),
    is_served boolean NOT NULL DEFAULT true
);

INSERT INTO market_country VALUES
    ('US', 'United States', 'Estados Unidos', 'USD', 'America/New_York', false, 30, false, 499, 5000, true),
    ('MX', 'Mexico', 'México', 'MXN', 'America/Mexico_City', true, 5, true, 8900, 79900, true),
    ('CO', 'Colombia', 'Colombia', 'COP', 'America/Bogota', true, 5, true, 1200000, 15000000, true),
    ('CL', 'Chile', 'Chile', 'CLP', 'America/Santiago', true, 10, false, 3990, 39990, true),
    ('AR', 'Argentina', 'Argentina', 'ARS', 'America/Argentina/Buenos_Aires', true, 10, false, 450000, 6000000, true),
    ('BR', 'Brazil', 'Brasil', 'BRL', 'America/Sao_Paulo', true, 7, false, 1990, 19900, true),
    ('ES', 'Spain', 'España', 'EUR', 'Europe/Madrid', true, 14, false, 399, 4000, true);

-- Never edited: a change is a new version that starts at its instant.
CREATE TABLE market_fee (
    version integer PRIMARY KEY,
    platform_bps integer NOT NULL CHECK (platform_bps BETWEEN 0 AND 2000),
    house_bps integer NOT NULL CHECK (house_bps BETWEEN 0 AND platform_bps),
    starts_at timestamptz NOT NULL
);
INSERT INTO market_fee VALUES (1, 600, 200, '2000-01-01T00:00:00Z');
