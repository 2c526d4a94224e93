-- The portal-user job with PL/pgSQL triggers: events are rows of a queue, delivering one is deleting it, and the triggers of the queues do the work.
-- psql -v contacts=CONTACTS.tsv -v dump=DUMP.tsv -f portal.sql
\set ON_ERROR_STOP on
\set QUIET on
\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;

CREATE UNLOGGED TABLE given (number serial PRIMARY KEY, first text, last text, email text, account int, asks int);
CREATE UNLOGGED TABLE account (id int PRIMARY KEY, name text NOT NULL, owner_has_role boolean NOT NULL DEFAULT true);
CREATE UNLOGGED TABLE contact (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first varchar(40),
    last varchar(80) NOT NULL,
    email varchar(80) CHECK (email ~ '^[^@]+@[^@]+\.[^@]+$'),
    account int REFERENCES account (id),
    portal_access boolean NOT NULL DEFAULT false,
    portal_status text CHECK (portal_status IN ('Pending', 'Provisioned', 'Failed')),
    CHECK (NOT (portal_access AND email IS NULL AND last LIKE '%Robot%'))
) WITH (fillfactor = 70);
CREATE UNLOGGED TABLE portal_user (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contact int NOT NULL UNIQUE REFERENCES contact (id),
    account int,
    first text,
    last text NOT NULL,
    email text NOT NULL,
    username text NOT NULL,
    alias text NOT NULL,
    zone text NOT NULL,
    locale text NOT NULL
);
CREATE UNIQUE INDEX ON portal_user (lower(username));
CREATE UNLOGGED TABLE log (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, contact int NOT NULL, message text NOT NULL);
CREATE UNLOGGED TABLE email (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, recipient text NOT NULL, subject text NOT NULL, body text NOT NULL);
CREATE UNLOGGED TABLE request (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, contact int NOT NULL);
CREATE UNLOGGED TABLE ready (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, contact int NOT NULL);
CREATE UNLOGGED TABLE failure (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, contact int NOT NULL, message text NOT NULL);

CREATE FUNCTION mark_pending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.portal_access AND new.email IS NOT NULL AND (TG_OP = 'INSERT' OR NOT old.portal_access) THEN
        new.portal_status := 'Pending';
    END IF;
    RETURN new;
END $$;
CREATE TRIGGER mark_pending BEFORE INSERT OR UPDATE OF portal_access ON contact FOR EACH ROW EXECUTE FUNCTION mark_pending();

CREATE FUNCTION ask_for_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.portal_access AND new.email IS NOT NULL AND (TG_OP = 'INSERT' OR NOT old.portal_access) THEN
        PERFORM 1 FROM portal_user WHERE contact = new.id;
        IF FOUND THEN
            INSERT INTO ready (contact) VALUES (new.id);
        ELSE
            INSERT INTO request (contact) VALUES (new.id);
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ask_for_user AFTER INSERT OR UPDATE OF portal_access ON contact FOR EACH ROW EXECUTE FUNCTION ask_for_user();

CREATE FUNCTION provision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    guide constant text := '. You can look up ExceptionCode values in the <a href=''https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm#''>SOAP API Developer Guide</a>.';
    fault constant text := 'This error occurred when the flow tried to create records: ';
    asker contact%ROWTYPE;
    has_role boolean;
    short_name text;
BEGIN
    SELECT * INTO asker FROM contact WHERE id = old.contact;
    IF asker.account IS NULL THEN
        INSERT INTO failure (contact, message)
            VALUES (old.contact, fault || 'FIELD_INTEGRITY_EXCEPTION: the contact of a portal user must belong to an account' || guide);
        RETURN NULL;
    END IF;
    SELECT owner_has_role INTO has_role FROM account WHERE id = asker.account;
    IF NOT has_role THEN
        INSERT INTO failure (contact, message) VALUES (old.contact, fault || 'UNKNOWN_EXCEPTION: portal account owner must have a role' || guide);
        RETURN NULL;
    END IF;
    short_name := lower(left(asker.first, 1) || left(asker.last, 4));
    INSERT INTO portal_user (contact, account, first, last, email, username, alias, zone, locale)
        VALUES (asker.id, asker.account, asker.first, asker.last, asker.email, asker.email || '.portal', short_name, 'America/Los_Angeles', 'en_US')
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        INSERT INTO portal_user (contact, account, first, last, email, username, alias, zone, locale)
            VALUES (asker.id, asker.account, asker.first, asker.last, asker.email, lpad(asker.id::text, 10, '0') || '.' || asker.email || '.portal',
                    short_name, 'America/Los_Angeles', 'en_US')
            ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            INSERT INTO failure (contact, message) VALUES (old.contact, fault || 'DUPLICATE_USERNAME: Duplicate Username.' || guide);
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO ready (contact) VALUES (asker.id);
    RETURN NULL;
END $$;
CREATE TRIGGER provision AFTER DELETE ON request FOR EACH ROW EXECUTE FUNCTION provision();

CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE contact SET portal_status = 'Provisioned' WHERE id = old.contact;
    RETURN NULL;
END $$;
CREATE TRIGGER note AFTER DELETE ON ready FOR EACH ROW EXECUTE FUNCTION note();

CREATE FUNCTION report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asker contact%ROWTYPE;
BEGIN
    INSERT INTO log (contact, message) VALUES (old.contact, old.message);
    UPDATE contact SET portal_status = 'Failed' WHERE id = old.contact RETURNING * INTO asker;
    INSERT INTO email (recipient, subject, body)
        VALUES ('portal-admins@example.org', format('No portal user for %s %s', asker.first, asker.last),
                format(E'The portal user of %s %s (%s) could not be created.\nThe portal log of the contact says why.\n', asker.first, asker.last, asker.email));
    RETURN NULL;
END $$;
CREATE TRIGGER report AFTER DELETE ON failure FOR EACH ROW EXECUTE FUNCTION report();

-- A transaction for each 200 rows: of contacts, of grants, and of each queue in turn.
CREATE PROCEDURE do_job() LANGUAGE plpgsql AS $$
DECLARE
    most int;
    queue text;
    delivered int;
    any_left boolean;
BEGIN
    SELECT max(number) INTO most FROM given;
    FOR start IN 1 .. most BY 200 LOOP
        INSERT INTO contact (first, last, email, account, portal_access)
            SELECT first, last, email, account, asks = 1 FROM given
            WHERE number BETWEEN start AND start + 199 AND asks <> 2 ORDER BY number;
        COMMIT;
    END LOOP;
    SELECT max(contact) INTO most FROM portal_user;
    FOR start IN 1 .. most BY 200 LOOP
        UPDATE contact SET portal_access = true WHERE id BETWEEN start AND least(start + 199, most);
        COMMIT;
    END LOOP;
    LOOP
        any_left := false;
        FOREACH queue IN ARRAY ARRAY['request', 'ready', 'failure'] LOOP
            EXECUTE format('DELETE FROM %1$I WHERE id <= (SELECT max(id) FROM (SELECT id FROM %1$I ORDER BY id LIMIT 200) AS first)', queue);
            GET DIAGNOSTICS delivered = ROW_COUNT;
            IF delivered > 0 THEN
                COMMIT;
                any_left := true;
            END IF;
        END LOOP;
        EXIT WHEN NOT any_left;
    END LOOP;
END $$;

\set copy_given '\\copy given (first, last, email, account, asks) FROM ' :'contacts'
:copy_given
UPDATE given SET account = nullif(account, 0), email = nullif(email, '');
INSERT INTO account (id, name) SELECT number, 'Account ' || number FROM generate_series(1, (SELECT max(account) FROM given)) AS number;
INSERT INTO contact (first, last, email, account) SELECT first, last, email, account FROM given WHERE asks = 2 ORDER BY number;
INSERT INTO portal_user (contact, account, last, email, username, alias, zone, locale)
    SELECT id, account, last, email, 'u.' || email, 'old', 'GMT', 'en_US' FROM contact ORDER BY id;
VACUUM ANALYZE;

SELECT clock_timestamp() AS begin \gset
CALL do_job();
SELECT count(*) AS contacts, count(*) FILTER (WHERE portal_status = 'Pending') AS pending,
       count(*) FILTER (WHERE portal_status = 'Provisioned') AS provisioned, count(*) FILTER (WHERE portal_status = 'Failed') AS failed,
       (SELECT count(*) FROM portal_user) AS users, (SELECT count(*) FROM log) AS logs FROM contact \gset
SELECT json_build_object('seconds', extract(epoch FROM clock_timestamp() - :'begin'::timestamptz), 'peak', 0, 'contacts', :contacts, 'pending', :pending,
                         'provisioned', :provisioned, 'failed', :failed, 'users', :users, 'logs', :logs);

\if :{?dump}
\o :dump
\pset fieldsep '\t'
SELECT 'contact', c.first, c.last, c.email, a.name, c.portal_access::text, c.portal_status FROM contact c LEFT JOIN account a ON a.id = c.account;
SELECT 'user', c.last, u.first, u.last, u.email,
       CASE WHEN u.username LIKE lpad(u.contact::text, 10, '0') || '.%' THEN '~' || substr(u.username, 11) ELSE u.username END,
       u.alias, a.name, u.zone, u.locale
    FROM portal_user u JOIN contact c ON c.id = u.contact LEFT JOIN account a ON a.id = u.account;
SELECT 'log', c.last, l.message FROM log l JOIN contact c ON c.id = l.contact;
SELECT 'email', recipient, subject FROM email;
\o
\endif
