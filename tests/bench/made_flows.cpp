#include "bench/made_flows.hpp"

namespace weir::bench {

namespace {

/// Every `#` of the pattern becomes the number, every `@` the name of the object.
std::string numbered(std::string_view pattern, uint32_t number, uint32_t object = 0) {
    const std::string digits = std::to_string(number);
    const std::string name = object == 0 ? "Case__c" : "Case_" + std::to_string(object) + "__c";
    std::string text;
    text.reserve(pattern.size() + 64);
    for (const char character : pattern) {
        if (character == '#')
            text += digits;
        else if (character == '@')
            text += name;
        else
            text += character;
    }
    return text;
}

} // namespace

std::string made_world(uint32_t objects) {
    std::string text;
    for (uint32_t object = 0; object < objects; ++object)
        text += numbered(
            R"(
object @ "Case" {
  name "C-{000000}"
  Subject__c  Text(120)
  Amount__c   Number(16, 2)
  Stage__c    Picklist("New", "Open", "Waiting", "Closed")
  Closed__c   Checkbox
  Parent__c   Lookup(@)
}
)",
            0,
            object
        );
    return text;
}

std::string typical_flow(uint32_t number, uint32_t object) {
    return numbered(
        R"(
// Keeps the case in step with what is asked of it.
flow Case_Flow_# "Case Flow #" {
  description "Looks for other cases of the same subject, sums them up and writes down what it found."
  api 62.0
  on @ after create or update
    when Amount__c > 100 and Stage__c != "Closed"
    only when changed to meet the conditions

  const Least_Amount: Number(2) = 250
  var Total: Number(2) = 0
  var Found_Subject: Text
  formula Is_Large: Boolean = AND($Record.Amount__c > Least_Amount, NOT(ISBLANK($Record.Subject__c)))
  formula Summary: Text = "Case " & $Record.Name & ": " & TEXT(ROUND($Record.Amount__c * 1.2, 2))

  get Others: @ where Subject__c = $Record.Subject__c and Id != $Record.Id
  decision Any_Others {
    Many when Is_Large = true and Others is not null {
      loop Other over Others {
        decision Counts {
          Counted when Other.Closed__c = false {
            assign Add_Amount {
              Total += Other.Amount__c
              Found_Subject = Other.Subject__c
            }
          }
        }
      }
    }
    None when $Record.Parent__c is null {
      create New_Parent: @ {
        Subject__c = Summary
        Amount__c  = 0
        Stage__c   = "New"
      }
      assign Remember { Found_Subject = Summary }
    }
  }
  decision Worth_Writing {
    Yes when Total > 0 {
      update Write_Parent: @ where Id = $Record.Parent__c {
        Amount__c = Total
        Stage__c  = "Open"
      }
      fault {
        assign Forget { Found_Subject = $Flow.FaultMessage }
      }
    }
  }
  assign Finish { Found_Subject = Summary & " " & Found_Subject }
}
)",
        number,
        object
    );
}

std::string long_flow(uint32_t elements) {
    std::string text = "flow Long \"Long\" {\n  api 62.0\n  var Total: Number(0) = 0 output\n";
    for (uint32_t element = 1; element <= elements; ++element)
        text += numbered("  assign Step_# { Total += 1 }\n", element);
    return text + "}\n";
}

std::string wide_decision(uint32_t outcomes) {
    std::string text = "flow Wide \"Wide\" {\n  api 62.0\n  var Given: Number(0) input\n  var "
                       "Taken: Number(0) = 0 output\n  decision Which {\n";
    for (uint32_t outcome = 1; outcome <= outcomes; ++outcome)
        text += numbered("    Outcome_# when Given = # { assign Take_# { Taken = # } }\n", outcome);
    return text + "  }\n}\n";
}

std::string loop_flow() {
    return R"(flow Sum_Up "Sum Up" {
  api 62.0
  var Total: Number(2) = 0 output
  get Cases: Case__c
  loop One over Cases {
    assign Add { Total += One.Amount__c }
  }
}
)";
}

std::string bulk_create_flow() {
    return R"(flow Make_Cases "Make Cases" {
  api 62.0
  var Count: Number(0) input
  var Made: Number(0) = 0
  var One: Case__c
  var Cases: Case__c[]
  decision Enough {
    No when Made < Count {
      assign Fill {
        One = null
        One.Subject__c = "Made"
        One.Amount__c = Made
      }
      assign Collect {
        Cases += One
        Made += 1
      }
      -> Enough
    }
  }
  create Save_All from Cases
}
)";
}

} // namespace weir::bench
