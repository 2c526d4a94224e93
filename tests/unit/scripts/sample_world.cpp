#include "scripts/sample_world.hpp"

#include <catch2/catch.hpp>

namespace {

constexpr const char* text = R"(
event Note__e "Note" publish after commit {
  Text__c    Text(80)
  Number__c  Number(4, 0)
}

object Visit__c "Visit" {
  name "V-{0000}"
  Number__c   Text(20)  unique
  Contact__c  Lookup(Contact)
  Day__c      Date
  At__c       DateTime
  Start__c    Time
  Cost__c     Currency(10, 2)
  Share__c    Percent(3, 1)
  Done__c     Checkbox
  Kind__c     Picklist("First", "Next") restricted
  Double__c   Number(10, 2) formula Cost__c * 2
  rule Cost_Is_Positive when Cost__c < 0 error "Cost must not be negative" on Cost__c
}

flow Note_Visit {
  on Visit__c after create
    when Cost__c > 100

  publish Tell: Note__e { Text__c = $Record.Kind__c  Number__c = $Record.Cost__c }
}

flow Mail_Note {
  on event Note__e

  action Send: emailSimple {
    emailAddresses = "desk@acme.example"
    emailSubject   = "Expensive"
    emailBody      = $Record.Text__c
  }
}

flow Sum_Up {
  var Wanted: Text input
  var Given: Visit__c input
  var Total: Number output
  var First: Visit__c output

  get Visits: Visit__c where Kind__c = Wanted
  assign Count {
    Total = count of Visits
    First = Given
  }
}

flow Count_Given {
  var Given: Visit__c[] input
  var Total: Number output

  assign Count { Total = count of Given }
}

flow Break_Off {
  get One: Visit__c where Number__c = "none" first
  create Copy: Visit__c { Number__c = "1"  Cost__c = -1 }
  fault {
    create Other: Visit__c { Number__c = "2"  Cost__c = -2 }
  }
}

setup {
  create Contact ada { FirstName = "Ada"  LastName = "Lovelace"  Email = "ada@acme.example" }
  create Visit__c { Cost__c = 500  Kind__c = "First" }
}

test "records are as they are now" {
  expect ada.Email = "ada@acme.example"
  update ada { Email = "ada@new.example" }
  expect ada.Email = "ada@new.example" and ada.LastName = "Lovelace"
  create Visit__c visit { Contact__c = ada.Id  Cost__c = 12.5 }
  expect visit.Double__c = 25
  expect visit.Contact__r.Email = "ada@new.example"
  update Visit__c where Contact__c = ada.Id { Cost__c = 2 }
  expect visit.Double__c = 4
  delete visit
  expect no Visit__c where Id = visit.Id
  expect 1 Visit__c
}

test "many records" {
  create 450 Visit__c visits as each { Number__c = "N" & TEXT(each.Index)  Cost__c = each.Index }
  expect 1 Visit__c where Number__c = "N450" { Cost__c = 450 }
  expect at least 450 Visit__c
  expect at most 451 Visit__c
  expect Note_Visit ran 350 times, took Tell
  delete visits
  expect 1 Visit__c
}

test "figures begin with the test" {
  expect no Note__e
  expect Note_Visit ran 0 times
  expect limits dml <= 0
  create Visit__c { Cost__c = 101  Kind__c = "Next" }
  expect 1 Note__e where Text__c = "next" { Number__c = 101 }
  deliver events
  expect 2 email { To = "desk@acme.example"  Subject = "Expensive" }
  expect 1 email where Body contains "Next" { Source = "emailSimple" }
  expect limits soql = 0
}

test "refusals that are expected" {
  expect refused FIELD_CUSTOM_VALIDATION_EXCEPTION "Cost must not be negative" {
    create Visit__c { Cost__c = -1 }
  }
  expect refused FIELD_CUSTOM_VALIDATION_EXCEPTION "Cost * negative" {
    create 250 Visit__c as each { Cost__c = IF(MOD(each.Index, 50) = 0, -1, 1) }
  }
  expect refused REQUIRED_FIELD_MISSING {
    create Contact { FirstName = "Ada" }
  }
  expect 246 Visit__c
}

test "flows with inputs and outputs" {
  create Visit__c one { Kind__c = "Next"  Cost__c = 7 }
  run Sum_Up as result { Wanted = "Next"  Given = one }
  expect result.Total = 1
  expect result.First.Cost__c = 7
  run Sum_Up as none { Wanted = "Other" }
  expect none.Total = 0
}

test "faults" {
  expect refused FIELD_CUSTOM_VALIDATION_EXCEPTION { run Break_Off }
  expect fault "*Cost must not be negative*" in Break_Off at Copy handled by Other
  expect fault in Break_Off at Other unhandled
}

test "settings" {
  org { now "2026-03-01T09:00:00Z" }
  create Visit__c today { Day__c = TODAY() }
  expect today.Day__c = DATE(2026, 3, 1)
}

test "lists of records are inputs, and events are published in bulk" {
  create 3 Visit__c visits as each { Cost__c = each.Index }
  run Count_Given as counted { Given = visits }
  expect counted.Total = 3
  update visits { Kind__c = "Next" }
  expect 3 Visit__c where Kind__c = "Next"
  create 0 Visit__c nothing as each { Cost__c = 1 }
  delete nothing
  create 5 Note__e as each { Number__c = each.Index  Text__c = "n" & TEXT(each.Index) }
  expect 5 Note__e where Text__c starts with "N"
  expect at least 2 Note__e where Number__c > 3
  deliver events
  expect 6 email
}

test "records that were refused have no id" {
  expect refused FIELD_CUSTOM_VALIDATION_EXCEPTION { create Visit__c wrong { Cost__c = -1 } }
  expect wrong.Id is null
  expect wrong.Cost__c is null
}

test "formulas that fail end a test" {
  create Visit__c { Cost__c = 1 / (2 - 2) }
  expect 7 Contact
}

test "many slices" {
  create 10300 Contact as each { LastName = TEXT(each.Index) }
  expect 1 Contact where LastName = "10300"
  expect 10301 Contact
}

test "wrong messages" {
  create 2 Note__e as each { Number__c = each.Index  Text__c = "x" }
  expect 2 Note__e { Number__c = 1 }
  expect 1 Note__e where Number__c > 0
}

test "wrong flows" {
  create Visit__c { Cost__c = 500  Kind__c = "Next" }
  expect Note_Visit ran at least 2 times
  expect no Note__e
  expect fault "nothing" in Note_Visit at Tell
  expect refused REQUIRED_FIELD_MISSING { run Break_Off }
  expect fault in Break_Off at Copy unhandled
}

test "wrong count" {
  create Visit__c { Number__c = "A"  Cost__c = 1 }
  expect no Visit__c where Cost__c < 100
  expect 1 Visit__c where Number__c = "B"
  expect 3 Contact where LastName = "Nobody"
  expect 1 Visit__c where Number__c = "A" { Cost__c = 2  Kind__c = "Next" }
}

test "wrong everything" {
  expect Note_Visit ran 2 times
  expect 1 Note__e
  expect 2 email where Subject = "x"
  expect ada.LastName = "Byron" or ada.FirstName is null
  create 3 Visit__c as each { Cost__c = 500  Kind__c = "Next" }
  expect limits dml >= 6
}

test "a refusal ends a test" {
  create Visit__c { Cost__c = -5 }
  expect 7 Contact
}

test "many refusals" {
  create 30 Visit__c as each { Cost__c = IF(each.Index > 15, -1, 1) }
}

test "other refusals" {
  expect refused DUPLICATE_VALUE { create Visit__c { Cost__c = -5 } }
  expect refused DUPLICATE_VALUE { create Visit__c { Cost__c = 5 } }
}

test "a flow that fails" {
  run Break_Off
}

test "no such file" {
  load "missing.csv" into Contact
}

script Fill {
  create 300 Contact as each { LastName = "Row " & TEXT(each.Index) }
}
)";

} // namespace

const World& sample_world() {
    static const World world(text);
    static const std::string messages = world.messages();
    INFO(messages);
    REQUIRE(messages.empty());
    return world;
}
