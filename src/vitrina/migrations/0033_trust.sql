-- Reports, the cases they gather in, sanctions and their appeals, copyright notices.

-- What is wrong with one thing. While a case is open, everything that is said about its thing joins it.
CREATE TABLE trust_case (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('video', 'comment', 'product', 'shop', 'account')),
    target_id uuid NOT NULL,
    owner_id uuid,
    severity integer NOT NULL CHECK (severity BETWEEN 1 AND 3),
    reports integer NOT NULL DEFAULT 0 CHECK (reports >= 0),
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'dismissed', 'acted')),
    is_copyright boolean NOT NULL DEFAULT false,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    closed_by uuid,
    CHECK ((state = 'open') = (closed_at IS NULL))
);
CREATE UNIQUE INDEX trust_case_target ON trust_case (kind, target_id) WHERE state = 'open';
CREATE INDEX trust_case_queue ON trust_case (severity DESC, opened_at) WHERE state = 'open';
CREATE INDEX trust_case_owner ON trust_case (owner_id, opened_at DESC);

-- reporter: the account or the guest session; the same one twice in a case is one report.
CREATE TABLE trust_report (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES trust_case (id),
    reporter uuid NOT NULL,
    is_guest boolean NOT NULL,
    reason text NOT NULL,
    words text NOT NULL CHECK (length(words) <= 1000),
    at timestamptz NOT NULL,
    UNIQUE (case_id, reporter)
);

-- What the law asks of a notice of copyright (17 U.S.C. § 512(c)(3)); the counter-notice of § 512(g)(3) stands beside it.
CREATE TABLE trust_notice (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES trust_case (id),
    name text NOT NULL,
    organisation text NOT NULL,
    address text NOT NULL,
    email text NOT NULL,
    phone text NOT NULL,
    work text NOT NULL,
    is_in_good_faith boolean NOT NULL CHECK (is_in_good_faith),
    is_under_perjury boolean NOT NULL CHECK (is_under_perjury),
    signature text NOT NULL,
    at timestamptz NOT NULL,
    counter_by uuid,
    counter_name text,
    counter_address text,
    counter_words text,
    counter_signature text,
    counter_at timestamptz,
    CHECK ((counter_at IS NULL) = (counter_by IS NULL))
);
CREATE INDEX trust_notice_case ON trust_notice (case_id);

-- What was done to whom, by which rule, on what evidence, until when; shown to the person as it stands here.
CREATE TABLE trust_sanction (
    id uuid PRIMARY KEY,
    case_id uuid REFERENCES trust_case (id),
    effect text NOT NULL CHECK (effect IN ('warning', 'takedown', 'suspension')),
    account_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('video', 'comment', 'product', 'shop', 'account')),
    target_id uuid NOT NULL,
    target_title text NOT NULL,
    rule text NOT NULL,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    evidence text NOT NULL CHECK (length(evidence) <= 1000),
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    ends_at timestamptz,
    lifted_at timestamptz,
    lifted_why text CHECK (lifted_why IN ('ended', 'appeal', 'unanswered', 'staff')),
    appeal text CHECK (length(appeal) BETWEEN 1 AND 2000),
    appealed_at timestamptz,
    answer_due timestamptz,
    answer text CHECK (length(answer) BETWEEN 1 AND 2000),
    answered_at timestamptz,
    answered_by uuid,
    CHECK ((lifted_at IS NULL) = (lifted_why IS NULL)),
    CHECK ((appeal IS NULL) = (appealed_at IS NULL)),
    CHECK ((appeal IS NULL) = (answer_due IS NULL)),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX trust_sanction_account ON trust_sanction (account_id, made_at DESC);
CREATE INDEX trust_sanction_target ON trust_sanction (kind, target_id) WHERE lifted_at IS NULL;
CREATE INDEX trust_sanction_case ON trust_sanction (case_id);
CREATE INDEX trust_sanction_ends ON trust_sanction (ends_at) WHERE lifted_at IS NULL AND ends_at IS NOT NULL;
CREATE INDEX trust_sanction_due ON trust_sanction (answer_due) WHERE lifted_at IS NULL AND answer_due IS NOT NULL AND answer IS NULL;
