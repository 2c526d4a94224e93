// The portal-user job with triggers in SQLite, in memory: events are rows of a queue, delivering
// one is deleting it, and the triggers of the queues do the work.
//
//     portal_sqlite CONTACTS.tsv [DUMP.tsv]
#include "job.hpp"

#include <cstdio>
#include <sqlite3.h>
#include <string>
#include <vector>

namespace {

using portal::Asks;

constexpr const char* schema = R"sql(
CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL, owner_has_role INTEGER NOT NULL DEFAULT 1);
CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    first TEXT CHECK (length(first) <= 40),
    last TEXT NOT NULL CHECK (length(last) <= 80),
    email TEXT CHECK (length(email) <= 80 AND email LIKE '%_@_%._%'),
    account INTEGER REFERENCES account (id),
    portal_access INTEGER NOT NULL DEFAULT 0,
    portal_status TEXT CHECK (portal_status IN ('Pending', 'Provisioned', 'Failed')),
    CHECK (NOT (portal_access AND email IS NULL AND last LIKE '%Robot%'))
);
CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL UNIQUE REFERENCES contact (id),
    account INTEGER,
    first TEXT,
    last TEXT NOT NULL,
    email TEXT NOT NULL,
    username TEXT NOT NULL COLLATE NOCASE UNIQUE,
    alias TEXT NOT NULL,
    zone TEXT NOT NULL,
    locale TEXT NOT NULL
);
CREATE TABLE log (id INTEGER PRIMARY KEY, contact INTEGER NOT NULL, message TEXT NOT NULL);
CREATE TABLE email (id INTEGER PRIMARY KEY, recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE request (id INTEGER PRIMARY KEY, contact INTEGER NOT NULL);
CREATE TABLE ready (id INTEGER PRIMARY KEY, contact INTEGER NOT NULL);
CREATE TABLE failure (id INTEGER PRIMARY KEY, contact INTEGER NOT NULL, message TEXT NOT NULL);

CREATE TRIGGER contact_created AFTER INSERT ON contact WHEN new.portal_access AND new.email IS NOT NULL BEGIN
    UPDATE contact SET portal_status = 'Pending' WHERE id = new.id;
    INSERT INTO request (contact) VALUES (new.id);
END;

CREATE TRIGGER contact_granted AFTER UPDATE OF portal_access ON contact
WHEN new.portal_access AND NOT old.portal_access AND new.email IS NOT NULL BEGIN
    UPDATE contact SET portal_status = 'Pending' WHERE id = new.id;
    INSERT INTO ready (contact) SELECT contact FROM user WHERE contact = new.id;
    INSERT INTO request (contact) SELECT new.id WHERE NOT EXISTS (SELECT 1 FROM user WHERE contact = new.id);
END;

CREATE TRIGGER provision AFTER DELETE ON request BEGIN
    INSERT OR IGNORE INTO user (contact, account, first, last, email, username, alias, zone, locale)
        SELECT c.id, c.account, c.first, c.last, c.email, c.email || '.portal', lower(substr(c.first, 1, 1) || substr(c.last, 1, 4)),
               'America/Los_Angeles', 'en_US'
        FROM contact c JOIN account a ON a.id = c.account WHERE c.id = old.contact AND a.owner_has_role;
    INSERT OR IGNORE INTO user (contact, account, first, last, email, username, alias, zone, locale)
        SELECT c.id, c.account, c.first, c.last, c.email, printf('%010d.', c.id) || c.email || '.portal',
               lower(substr(c.first, 1, 1) || substr(c.last, 1, 4)), 'America/Los_Angeles', 'en_US'
        FROM contact c JOIN account a ON a.id = c.account
        WHERE c.id = old.contact AND a.owner_has_role AND NOT EXISTS (SELECT 1 FROM user WHERE contact = old.contact);
    INSERT INTO ready (contact) SELECT contact FROM user WHERE contact = old.contact;
    INSERT INTO failure (contact, message)
        SELECT c.id, 'This error occurred when the flow tried to create records: ' || CASE
            WHEN c.account IS NULL THEN 'FIELD_INTEGRITY_EXCEPTION: the contact of a portal user must belong to an account'
            WHEN NOT (SELECT owner_has_role FROM account WHERE id = c.account) THEN 'UNKNOWN_EXCEPTION: portal account owner must have a role'
            ELSE 'DUPLICATE_USERNAME: Duplicate Username.' END
            || '. You can look up ExceptionCode values in the <a href=''https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm#''>SOAP API Developer Guide</a>.'
        FROM contact c WHERE c.id = old.contact AND NOT EXISTS (SELECT 1 FROM user WHERE contact = old.contact);
END;

CREATE TRIGGER note AFTER DELETE ON ready BEGIN
    UPDATE contact SET portal_status = 'Provisioned' WHERE id = old.contact;
END;

CREATE TRIGGER report AFTER DELETE ON failure BEGIN
    INSERT INTO log (contact, message) VALUES (old.contact, old.message);
    UPDATE contact SET portal_status = 'Failed' WHERE id = old.contact;
    INSERT INTO email (recipient, subject, body)
        SELECT 'portal-admins@example.org', 'No portal user for ' || first || ' ' || last,
               'The portal user of ' || first || ' ' || last || ' (' || email || ') could not be created.' || char(10)
               || 'The portal log of the contact says why.' || char(10)
        FROM contact WHERE id = old.contact;
END;
)sql";

class Statement {
public:
    Statement(sqlite3* database, const char* sql);
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement() { sqlite3_finalize(statement_); }

    Statement& text(int place, std::string_view text) {
        sqlite3_bind_text(
            statement_, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC
        );
        return *this;
    }
    Statement& number(int place, int64_t number) {
        sqlite3_bind_int64(statement_, place, number);
        return *this;
    }
    Statement& null(int place) {
        sqlite3_bind_null(statement_, place);
        return *this;
    }
    /// True if there is a row.
    bool step() {
        const int result = sqlite3_step(statement_);
        if (result != SQLITE_ROW && result != SQLITE_DONE)
            portal::stop(sqlite3_errmsg(sqlite3_db_handle(statement_)));
        return result == SQLITE_ROW;
    }
    void run() {
        step();
        sqlite3_reset(statement_);
    }
    /// The number of the only row; 0 if it is null.
    int64_t only_number() {
        step();
        const int64_t number = sqlite3_column_int64(statement_, 0);
        sqlite3_reset(statement_);
        return number;
    }
    [[nodiscard]] std::string_view cell(int column) {
        const void* const bytes = sqlite3_column_blob(statement_, column);
        return {
            static_cast<const char*>(bytes),
            static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
    }

private:
    sqlite3_stmt* statement_ = nullptr;
};

Statement::Statement(sqlite3* database, const char* sql) {
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) !=
        SQLITE_OK)
        portal::stop(sqlite3_errmsg(database));
}

class Database {
public:
    Database() {
        if (sqlite3_open(":memory:", &database_) != SQLITE_OK)
            portal::stop("SQLite does not open");
        execute("PRAGMA foreign_keys = ON");
        execute(schema);
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database() { sqlite3_close(database_); }

    void execute(const char* sql) {
        if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            portal::stop(sqlite3_errmsg(database_));
    }
    [[nodiscard]] sqlite3* get() const { return database_; }
    int64_t number(const char* sql) { return Statement(database_, sql).only_number(); }

private:
    sqlite3* database_ = nullptr;
};

/// One queue: its first 200 events in a transaction. False if it was empty.
class Queue {
public:
    Queue(Database& database, const std::string& name)
        : database_(database),
          last_(
              database.get(),
              ("SELECT max(id) FROM (SELECT id FROM " + name + " ORDER BY id LIMIT 200)").c_str()
          ),
          consume_(database.get(), ("DELETE FROM " + name + " WHERE id <= ?").c_str()) {}

    bool deliver() {
        const int64_t last = last_.only_number();
        if (last == 0)
            return false;
        database_.execute("BEGIN");
        consume_.number(1, last).run();
        database_.execute("COMMIT");
        return true;
    }

private:
    Database& database_;
    Statement last_;
    Statement consume_;
};

class Job {
public:
    explicit Job(const portal::Contacts& contacts)
        : contacts_(contacts),
          insert_contact_(
              database_.get(),
              "INSERT INTO contact (first, last, email, account, portal_access) VALUES (?, ?, ?, "
              "?, ?)"
          ) {}

    void prepare() {
        database_.execute("BEGIN");
        Statement account(database_.get(), "INSERT INTO account (id, name) VALUES (?, ?)");
        for (uint32_t number = 1; number <= contacts_.accounts; ++number) {
            const std::string name = "Account " + std::to_string(number);
            account.number(1, number).text(2, name).run();
        }
        Statement user(
            database_.get(),
            "INSERT INTO user (contact, account, last, email, username, alias, zone, locale) "
            "VALUES (?, ?, ?, ?, ?, 'old', 'GMT', 'en_US')"
        );
        for (const portal::Contact& contact : contacts_.rows) {
            if (contact.asks != Asks::later)
                continue;
            add(contact);
            ++old_;
            const std::string username = "u." + std::string(contact.email);
            user.number(1, old_)
                .text(3, contact.last_name)
                .text(4, contact.email)
                .text(5, username);
            contact.account == 0 ? user.null(2) : user.number(2, contact.account);
            user.run();
        }
        database_.execute("COMMIT");
    }

    portal::Counts run() {
        Chunks chunks(database_);
        for (const portal::Contact& contact : contacts_.rows) {
            if (contact.asks == Asks::later)
                continue;
            chunks.next();
            add(contact);
        }
        chunks.end();
        Statement grant(database_.get(), "UPDATE contact SET portal_access = 1 WHERE id = ?");
        for (int64_t id = 1; id <= old_; ++id) {
            chunks.next();
            grant.number(1, id).run();
        }
        chunks.end();
        Queue request(database_, "request");
        Queue ready(database_, "ready");
        Queue failure(database_, "failure");
        for (bool any = true; any;) {
            any = request.deliver();
            any |= ready.deliver();
            any |= failure.deliver();
        }
        const auto with = [&](const char* status) {
            Statement count(
                database_.get(), "SELECT count(*) FROM contact WHERE portal_status = ?"
            );
            return static_cast<uint64_t>(count.text(1, status).only_number());
        };
        const auto all = [&](const char* sql) {
            return static_cast<uint64_t>(database_.number(sql));
        };
        return {
            all("SELECT count(*) FROM contact"),
            with("Pending"),
            with("Provisioned"),
            with("Failed"),
            all("SELECT count(*) FROM user"),
            all("SELECT count(*) FROM log"),
        };
    }

    void dump(const char* path) {
        portal::Dump dump(path);
        if (!dump.is_wanted())
            return;
        write(
            dump,
            7,
            "SELECT 'contact', c.first, c.last, c.email, a.name, CASE portal_access WHEN 1 THEN "
            "'true' ELSE 'false' END, portal_status "
            "FROM contact c LEFT JOIN account a ON a.id = c.account"
        );
        write(
            dump,
            10,
            "SELECT 'user', c.last, u.first, u.last, u.email, CASE WHEN u.username LIKE "
            "printf('%010d.', u.contact) || '%' "
            "THEN '~' || substr(u.username, 11) ELSE u.username END, u.alias, a.name, u.zone, "
            "u.locale "
            "FROM user u JOIN contact c ON c.id = u.contact LEFT JOIN account a ON a.id = u.account"
        );
        write(
            dump, 3, "SELECT 'log', c.last, l.message FROM log l JOIN contact c ON c.id = l.contact"
        );
        write(dump, 3, "SELECT 'email', recipient, subject FROM email");
    }

private:
    /// Transactions of 200 statements.
    class Chunks {
    public:
        explicit Chunks(Database& database) : database_(database) {}
        void next() {
            if (count_ == portal::chunk)
                end();
            if (count_++ == 0)
                database_.execute("BEGIN");
        }
        void end() {
            if (count_ > 0)
                database_.execute("COMMIT");
            count_ = 0;
        }

    private:
        Database& database_;
        uint32_t count_ = 0;
    };

    void add(const portal::Contact& contact) {
        insert_contact_.text(1, contact.first_name).text(2, contact.last_name);
        contact.email.empty() ? insert_contact_.null(3) : insert_contact_.text(3, contact.email);
        contact.account == 0 ? insert_contact_.null(4) : insert_contact_.number(4, contact.account);
        insert_contact_.number(5, contact.asks == Asks::at_once ? 1 : 0).run();
    }

    void write(portal::Dump& dump, int columns, const char* sql) {
        Statement statement(database_.get(), sql);
        while (statement.step()) {
            std::string line;
            for (int column = 0; column < columns; ++column) {
                if (column > 0)
                    line += '\t';
                line += statement.cell(column);
            }
            dump.line({line});
        }
    }

    Database database_;
    const portal::Contacts& contacts_;
    Statement insert_contact_;
    int64_t old_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    if (argc < 2)
        portal::stop("usage: portal_sqlite CONTACTS.tsv [DUMP.tsv]");
    const portal::Contacts contacts = portal::read_contacts(argv[1]);
    Job job(contacts);
    job.prepare();
    const portal::Clock clock;
    const portal::Counts counts = job.run();
    const double seconds = clock.seconds();
    portal::tell(counts, seconds, portal::peak_memory());
    job.dump(argc > 2 ? argv[2] : nullptr);
    return 0;
}
