// The portal-user job in plain JavaScript: records are objects, indexes are Maps. node portal.js CONTACTS.tsv [DUMP.tsv]
'use strict';
const fs = require('fs');

const CHUNK = 200;
const GUIDE = ". You can look up ExceptionCode values in the <a href='https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm#'>SOAP API Developer Guide</a>.";
const FAULT = 'This error occurred when the flow tried to create records: ';
const NO_ACCOUNT = FAULT + 'FIELD_INTEGRITY_EXCEPTION: the contact of a portal user must belong to an account' + GUIDE;
const NO_ROLE = FAULT + 'UNKNOWN_EXCEPTION: portal account owner must have a role' + GUIDE;
const TAKEN = FAULT + 'DUPLICATE_USERNAME: Duplicate Username.' + GUIDE;

const accounts = [];
const contacts = [];
const users = [];
const logs = [];
const emails = [];
const userOfContact = new Map();
const usernames = new Set();
let requests = [];
let ready = [];
let failures = [];

function grant(id) {
  const contact = contacts[id];
  if (contact.asks) return;
  contact.asks = true;
  if (contact.email === '') return;
  contact.status = 'Pending';
  (userOfContact.has(id) ? ready : requests).push(id);
}

const address = /^[^@]+@[^@]+\.[^@]+$/;

function addContact(given, asks) {
  const { first, last, email, account } = given;
  if (last === '' || last.length > 80 || first.length > 40 || email.length > 80) throw new Error('contact refused');
  if (email !== '' && !address.test(email)) throw new Error('contact refused');
  if (asks && email === '' && last.includes('Robot')) throw new Error('contact refused');
  if (account > accounts.length) throw new Error('contact refused');
  const id = contacts.length;
  contacts.push({ id, first, last, email, account, asks: false, status: '' });
  if (asks) grant(id);
  return id;
}

function addUser(id, first, email, username, alias, zone) {
  const key = username.toLowerCase();
  if (usernames.has(key)) return false;
  usernames.add(key);
  const contact = contacts[id];
  userOfContact.set(id, users.length);
  users.push({ contact: id, account: contact.account, first, last: contact.last, email, username, alias, zone, locale: 'en_US' });
  return true;
}

function provision(id) {
  const contact = contacts[id];
  if (contact.account === 0) {
    failures.push({ id, message: NO_ACCOUNT });
    return;
  }
  if (!accounts[contact.account - 1].ownerHasRole) {
    failures.push({ id, message: NO_ROLE });
    return;
  }
  const alias = (contact.first.slice(0, 1) + contact.last.slice(0, 4)).toLowerCase();
  const username = contact.email + '.portal';
  if (!addUser(id, contact.first, contact.email, username, alias, 'America/Los_Angeles')) {
    const unique = String(id).padStart(10, '0') + '.' + username;
    if (!addUser(id, contact.first, contact.email, unique, alias, 'America/Los_Angeles')) {
      failures.push({ id, message: TAKEN });
      return;
    }
  }
  ready.push(id);
}

function report({ id, message }) {
  const contact = contacts[id];
  logs.push({ contact: id, message });
  contact.status = 'Failed';
  const name = contact.first + ' ' + contact.last;
  emails.push({
    to: 'portal-admins@example.org',
    subject: 'No portal user for ' + name,
    body: `The portal user of ${name} (${contact.email}) could not be created.\nThe portal log of the contact says why.\n`,
  });
}

function deliverEvents() {
  let request = 0;
  let done = 0;
  let failure = 0;
  while (request < requests.length || done < ready.length || failure < failures.length) {
    for (const end = Math.min(request + CHUNK, requests.length); request < end; request++) provision(requests[request]);
    for (const end = Math.min(done + CHUNK, ready.length); done < end; done++) contacts[ready[done]].status = 'Provisioned';
    for (const end = Math.min(failure + CHUNK, failures.length); failure < end; failure++) report(failures[failure]);
  }
  requests = [];
  ready = [];
  failures = [];
}

const rows = fs
  .readFileSync(process.argv[2], 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [first, last, email, account, asks] = line.split('\t');
    return { first, last, email, account: Number(account), asks };
  });
const accountCount = rows.reduce((most, row) => Math.max(most, row.account), 0);
for (let number = 1; number <= accountCount; number++) accounts.push({ name: 'Account ' + number, ownerHasRole: true });
for (const row of rows) {
  if (row.asks !== '2') continue;
  const id = addContact(row, false);
  addUser(id, '', row.email, 'u.' + row.email, 'old', 'GMT');
}
const old = contacts.length;

const begin = process.cpuUsage();
for (const row of rows) if (row.asks !== '2') addContact(row, row.asks === '1');
for (let id = 0; id < old; id++) grant(id);
deliverEvents();
const counts = { '': 0, Pending: 0, Provisioned: 0, Failed: 0 };
for (const contact of contacts) counts[contact.status]++;
const used = process.cpuUsage(begin);
const seconds = (used.user + used.system) / 1e6;

const peak = 1024 * Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);
console.log(JSON.stringify({
  seconds, peak, contacts: contacts.length, pending: counts.Pending, provisioned: counts.Provisioned, failed: counts.Failed,
  users: users.length, logs: logs.length,
}));

if (process.argv[3]) {
  const out = fs.openSync(process.argv[3], 'w');
  let lines = [];
  const line = (...cells) => {
    lines.push(cells.join('\t') + '\n');
    if (lines.length === 10000) flush();
  };
  const flush = () => {
    fs.writeSync(out, lines.join(''));
    lines = [];
  };
  const accountName = (number) => (number === 0 ? '' : accounts[number - 1].name);
  for (const c of contacts) line('contact', c.first, c.last, c.email, accountName(c.account), c.asks, c.status);
  for (const u of users) {
    const number = String(u.contact).padStart(10, '0') + '.';
    const username = u.username.startsWith(number) ? '~' + u.username.slice(10) : u.username;
    line('user', contacts[u.contact].last, u.first, u.last, u.email, username, u.alias, accountName(u.account), u.zone, u.locale);
  }
  for (const l of logs) line('log', contacts[l.contact].last, l.message);
  for (const e of emails) line('email', e.to, e.subject);
  flush();
  fs.closeSync(out);
}
