-- The portal-user job in Lua: records are tables, the org's indexes are tables by key. lua5.4 portal.lua CONTACTS.tsv [DUMP.tsv]
local CHUNK = 200
local GUIDE = ". You can look up ExceptionCode values in the <a href='https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_concepts_core_data_objects.htm#'>SOAP API Developer Guide</a>."
local FAULT = "This error occurred when the flow tried to create records: "
local NO_ACCOUNT = FAULT .. "FIELD_INTEGRITY_EXCEPTION: the contact of a portal user must belong to an account" .. GUIDE
local NO_ROLE = FAULT .. "UNKNOWN_EXCEPTION: portal account owner must have a role" .. GUIDE
local TAKEN = FAULT .. "DUPLICATE_USERNAME: Duplicate Username." .. GUIDE

local format, lower, sub, find = string.format, string.lower, string.sub, string.find

local accounts, contacts, users, logs, emails = {}, {}, {}, {}, {}
local user_of_contact, username_taken = {}, {}
local requests, ready, failures = {}, {}, {}

local function grant(id)
  local contact = contacts[id]
  if contact.asks then return end
  contact.asks = true
  if contact.email == "" then return end
  contact.status = "Pending"
  if user_of_contact[id] then ready[#ready + 1] = id else requests[#requests + 1] = id end
end

local function add_contact(given, asks)
  local last, email, account = given.last, given.email, given.account
  if last == "" or #last > 80 or #given.first > 40 or #email > 80 then error("contact refused") end
  if email ~= "" and not find(email, "^[^@]+@[^@]+%.[^@]+$") then error("contact refused") end
  if asks and email == "" and find(last, "Robot", 1, true) then error("contact refused") end
  if account ~= 0 and not accounts[account] then error("contact refused") end
  local id = #contacts + 1
  contacts[id] = { first = given.first, last = last, email = email, account = account, asks = false, status = "" }
  if asks then grant(id) end
  return id
end

local function add_user(id, user)
  local key = lower(user.username)
  if username_taken[key] then return false end
  local number = #users + 1
  user.contact = id
  user.account = contacts[id].account
  users[number] = user
  username_taken[key] = number
  user_of_contact[id] = number
  return true
end

local function provision(id)
  local contact = contacts[id]
  local account = accounts[contact.account]
  if not account then
    failures[#failures + 1] = { id, NO_ACCOUNT }
    return
  end
  if not account.owner_has_role then
    failures[#failures + 1] = { id, NO_ROLE }
    return
  end
  local user = {
    first = contact.first, last = contact.last, email = contact.email,
    username = contact.email .. ".portal",
    alias = lower(sub(contact.first, 1, 1) .. sub(contact.last, 1, 4)),
    zone = "America/Los_Angeles", locale = "en_US",
  }
  if not add_user(id, user) then
    user.username = format("%010d.", id) .. contact.email .. ".portal"
    if not add_user(id, user) then
      failures[#failures + 1] = { id, TAKEN }
      return
    end
  end
  ready[#ready + 1] = id
end

local function report(failure)
  local contact = contacts[failure[1]]
  logs[#logs + 1] = { contact = failure[1], message = failure[2] }
  contact.status = "Failed"
  local name = contact.first .. " " .. contact.last
  emails[#emails + 1] = {
    to = "portal-admins@example.org",
    subject = "No portal user for " .. name,
    body = "The portal user of " .. name .. " (" .. contact.email .. ") could not be created.\nThe portal log of the contact says why.\n",
  }
end

local function deliver_events()
  local request, done, failure = 1, 1, 1
  while request <= #requests or done <= #ready or failure <= #failures do
    for index = request, math.min(request + CHUNK - 1, #requests) do provision(requests[index]) end
    request = math.min(request + CHUNK, #requests + 1)
    for index = done, math.min(done + CHUNK - 1, #ready) do contacts[ready[index]].status = "Provisioned" end
    done = math.min(done + CHUNK, #ready + 1)
    for index = failure, math.min(failure + CHUNK - 1, #failures) do report(failures[index]) end
    failure = math.min(failure + CHUNK, #failures + 1)
  end
  requests, ready, failures = {}, {}, {}
end

local rows, account_count = {}, 0
for line in io.lines(arg[1]) do
  local first, last, email, account, asks = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)$")
  account = tonumber(account)
  rows[#rows + 1] = { first = first, last = last, email = email, account = account, asks = asks }
  if account > account_count then account_count = account end
end
for number = 1, account_count do accounts[number] = { name = "Account " .. number, owner_has_role = true } end
for _, row in ipairs(rows) do
  if row.asks == "2" then
    local id = add_contact(row, false)
    add_user(id, { first = "", last = row.last, email = row.email, username = "u." .. row.email, alias = "old", zone = "GMT", locale = "en_US" })
  end
end
local old = #contacts
collectgarbage()

local begin = os.clock()
for _, row in ipairs(rows) do
  if row.asks ~= "2" then add_contact(row, row.asks == "1") end
end
for id = 1, old do grant(id) end
deliver_events()
local counts = { [""] = 0, Pending = 0, Provisioned = 0, Failed = 0 }
for _, contact in ipairs(contacts) do counts[contact.status] = counts[contact.status] + 1 end
local seconds = os.clock() - begin

local peak = 0
for line in io.lines("/proc/self/status") do
  local kilobytes = line:match("^VmHWM:%s+(%d+)")
  if kilobytes then peak = math.tointeger(kilobytes) * 1024 end
end
print(format('{"seconds": %.6f, "peak": %d, "contacts": %d, "pending": %d, "provisioned": %d, "failed": %d, "users": %d, "logs": %d}',
  seconds, peak, #contacts, counts.Pending, counts.Provisioned, counts.Failed, #users, #logs))

if arg[2] then
  local out = assert(io.open(arg[2], "wb"))
  local function line(...) out:write(table.concat({ ... }, "\t"), "\n") end
  local function account_name(number) return number == 0 and "" or accounts[number].name end
  for _, c in ipairs(contacts) do
    line("contact", c.first, c.last, c.email, account_name(c.account), c.asks and "true" or "false", c.status)
  end
  for _, u in ipairs(users) do
    local number = format("%010d", u.contact)
    local username = sub(u.username, 1, 11) == number .. "." and "~" .. sub(u.username, 11) or u.username
    line("user", contacts[u.contact].last, u.first, u.last, u.email, username, u.alias, account_name(u.account), u.zone, u.locale)
  end
  for _, l in ipairs(logs) do line("log", contacts[l.contact].last, l.message) end
  for _, e in ipairs(emails) do line("email", e.to, e.subject) end
  out:close()
end
