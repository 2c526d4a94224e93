"""The portal-user job in Python: records with slots, indexes are dicts. python3 portal.py CONTACTS.tsv [DUMP.tsv]"""
import json
import re
import sys
import time

CHUNK = 200
GUIDE = (". You can look up ExceptionCode values in the <a href='https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/"
         "sforce_api_calls_concepts_core_data_objects.htm#'>SOAP API Developer Guide</a>.")
FAULT = "This error occurred when the flow tried to create records: "
NO_ACCOUNT = FAULT + "FIELD_INTEGRITY_EXCEPTION: the contact of a portal user must belong to an account" + GUIDE
NO_ROLE = FAULT + "UNKNOWN_EXCEPTION: portal account owner must have a role" + GUIDE
TAKEN = FAULT + "DUPLICATE_USERNAME: Duplicate Username." + GUIDE

is_address = re.compile(r"[^@]+@[^@]+\.[^@]+").fullmatch


class Contact:
    __slots__ = ("first", "last", "email", "account", "asks", "status")

    def __init__(self, first, last, email, account):
        self.first = first
        self.last = last
        self.email = email
        self.account = account
        self.asks = False
        self.status = ""


class User:
    __slots__ = ("contact", "account", "first", "last", "email", "username", "alias", "zone", "locale")

    def __init__(self, contact, account, first, last, email, username, alias, zone):
        self.contact = contact
        self.account = account
        self.first = first
        self.last = last
        self.email = email
        self.username = username
        self.alias = alias
        self.zone = zone
        self.locale = "en_US"


class Org:
    def __init__(self):
        self.accounts = []
        self.contacts = []
        self.users = []
        self.logs = []
        self.emails = []
        self.user_of_contact = {}
        self.usernames = set()
        self.requests = []
        self.ready = []
        self.failures = []

    def grant(self, number):
        contact = self.contacts[number]
        if contact.asks:
            return
        contact.asks = True
        if not contact.email:
            return
        contact.status = "Pending"
        if number in self.user_of_contact:
            self.ready.append(number)
        else:
            self.requests.append(number)

    def add_contact(self, row, asks):
        first, last, email, account, _ = row
        if not last or len(last) > 80 or len(first) > 40 or len(email) > 80:
            raise ValueError("contact refused")
        if email and not is_address(email):
            raise ValueError("contact refused")
        if asks and not email and "Robot" in last:
            raise ValueError("contact refused")
        if account > len(self.accounts):
            raise ValueError("contact refused")
        number = len(self.contacts)
        self.contacts.append(Contact(first, last, email, account))
        if asks:
            self.grant(number)
        return number

    def add_user(self, number, first, email, username, alias, zone):
        key = username.lower()
        if key in self.usernames:
            return False
        self.usernames.add(key)
        contact = self.contacts[number]
        self.user_of_contact[number] = len(self.users)
        self.users.append(User(number, contact.account, first, contact.last, email, username, alias, zone))
        return True

    def provision(self, number):
        contact = self.contacts[number]
        if contact.account == 0:
            self.failures.append((number, NO_ACCOUNT))
            return
        if not self.accounts[contact.account - 1][1]:
            self.failures.append((number, NO_ROLE))
            return
        alias = (contact.first[:1] + contact.last[:4]).lower()
        email = contact.email
        username = email + ".portal"
        if not self.add_user(number, contact.first, email, username, alias, "America/Los_Angeles"):
            unique = f"{number:010}.{username}"
            if not self.add_user(number, contact.first, email, unique, alias, "America/Los_Angeles"):
                self.failures.append((number, TAKEN))
                return
        self.ready.append(number)

    def report(self, number, message):
        contact = self.contacts[number]
        self.logs.append((number, message))
        contact.status = "Failed"
        name = contact.first + " " + contact.last
        self.emails.append((
            "portal-admins@example.org",
            "No portal user for " + name,
            f"The portal user of {name} ({contact.email}) could not be created.\nThe portal log of the contact says why.\n",
        ))

    def deliver_events(self):
        request = ready = failure = 0
        while request < len(self.requests) or ready < len(self.ready) or failure < len(self.failures):
            for number in self.requests[request:request + CHUNK]:
                self.provision(number)
            request = min(request + CHUNK, len(self.requests))
            for number in self.ready[ready:ready + CHUNK]:
                self.contacts[number].status = "Provisioned"
            ready = min(ready + CHUNK, len(self.ready))
            for number, message in self.failures[failure:failure + CHUNK]:
                self.report(number, message)
            failure = min(failure + CHUNK, len(self.failures))
        self.requests, self.ready, self.failures = [], [], []


def dump(org, path):
    def account_name(number):
        return org.accounts[number - 1][0] if number else ""

    with open(path, "w", encoding="utf-8") as out:
        def line(*cells):
            out.write("\t".join(cells) + "\n")

        for c in org.contacts:
            line("contact", c.first, c.last, c.email, account_name(c.account), "true" if c.asks else "false", c.status)
        for u in org.users:
            number = f"{u.contact:010}."
            username = "~" + u.username[10:] if u.username.startswith(number) else u.username
            line("user", org.contacts[u.contact].last, u.first, u.last, u.email, username, u.alias, account_name(u.account), u.zone, u.locale)
        for number, message in org.logs:
            line("log", org.contacts[number].last, message)
        for to, subject, _ in org.emails:
            line("email", to, subject)


def main():
    rows = []
    with open(sys.argv[1], encoding="utf-8") as file:
        for text in file:
            first, last, email, account, asks = text.rstrip("\n").split("\t")
            rows.append((first, last, email, int(account), asks))
    org = Org()
    org.accounts = [(f"Account {number}", True) for number in range(1, max(row[3] for row in rows) + 1)]
    for row in rows:
        if row[4] == "2":
            number = org.add_contact(row, False)
            org.add_user(number, "", row[2], "u." + row[2], "old", "GMT")
    old = len(org.contacts)

    begin = time.process_time()
    for row in rows:
        if row[4] != "2":
            org.add_contact(row, row[4] == "1")
    for number in range(old):
        org.grant(number)
    org.deliver_events()
    counts = {"": 0, "Pending": 0, "Provisioned": 0, "Failed": 0}
    for contact in org.contacts:
        counts[contact.status] += 1
    seconds = time.process_time() - begin

    with open("/proc/self/status", encoding="ascii") as status:
        peak = next(int(text.split()[1]) * 1024 for text in status if text.startswith("VmHWM:"))
    print(json.dumps({
        "seconds": seconds, "peak": peak, "contacts": len(org.contacts), "pending": counts["Pending"],
        "provisioned": counts["Provisioned"], "failed": counts["Failed"], "users": len(org.users), "logs": len(org.logs),
    }))
    if len(sys.argv) > 2:
        dump(org, sys.argv[2])


main()
