// Random flows as text, and without one of their elements.
#include "laws/random_flow.hpp"

#include <cstddef>

namespace {

void print(const std::vector<FlowPiece>& pieces, const std::string& indent, std::string& out);

void print_part(const FlowPiece::Part& part, const std::string& indent, std::string& out) {
    out += part.head + " {\n";
    print(part.pieces, indent + "  ", out);
    out += indent + "}\n";
}

void print(const std::vector<FlowPiece>& pieces, const std::string& indent, std::string& out) {
    for (const FlowPiece& piece : pieces) {
        out += indent + piece.head;
        if (piece.is_decision) {
            out += " {\n";
            for (const FlowPiece::Part& part : piece.parts) {
                out += indent + "  ";
                print_part(part, indent + "  ", out);
            }
            out += indent + "}\n";
        } else if (!piece.parts.empty()) {
            print_part(piece.parts.front(), indent, out);
        } else {
            out += "\n";
        }
        if (piece.has_fault_path) {
            out += indent + "fault {\n";
            print(piece.fault_path, indent + "  ", out);
            out += indent + "}\n";
        }
    }
}

size_t count(const std::vector<FlowPiece>& pieces) {
    size_t size = 0;
    for (const FlowPiece& piece : pieces) {
        size += 1 + count(piece.fault_path);
        for (const FlowPiece::Part& part : piece.parts)
            size += count(part.pieces);
    }
    return size;
}

/// True once the element was found and taken out.
bool take_out(std::vector<FlowPiece>& pieces, size_t& index) {
    for (size_t place = 0; place < pieces.size(); ++place) {
        if (index == 0) {
            pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(place));
            return true;
        }
        --index;
        if (take_out(pieces[place].fault_path, index))
            return true;
        for (FlowPiece::Part& part : pieces[place].parts)
            if (take_out(part.pieces, index))
                return true;
    }
    return false;
}

} // namespace

std::string RandomFlow::text() const {
    std::string out =
        "object " + object() +
        " \"Thing\" {\n"
        "  Key__c Number(10, 0)\n  Amount__c Number(16, 2)\n  Note__c Text(20)\n"
        "  Kind__c Picklist(\"Small\", \"Large\")\n  Flag__c Checkbox\n  Done__c Checkbox\n}\n\n"
        "flow " +
        name() + " {\n  api 62.0\n";
    if (kind != Kind::autolaunched) {
        out += "  on " + object() +
               (kind == Kind::before_save ? " before create" : " after create") +
               (on_update ? " or update\n" : "\n");
        if (is_guarded)
            out += "    when Done__c = FALSE\n";
    } else {
        out += "  var In_Key: Number input\n  var In_Amount: Number(2) input\n  var In_Note: Text "
               "input\n"
               "  var In_Kind: Text input\n  var In_Flag: Boolean input\n";
    }
    out += "  var N1: Number(2) output\n  var N2: Number(2) = 3 output\n  var T1: Text output\n"
           "  var T2: Text = \"t\" output\n  var B1: Boolean output\n  var Ts: Text[] output\n"
           "  var Rs: Log__c[]\n  var R: Log__c\n  var M: Log__c\n";
    print(pieces, "  ", out);
    return out + "}\n";
}

size_t RandomFlow::size() const {
    return count(pieces);
}

std::string shared_world() {
    return R"(
object Log__c "Log" {
  Key__c     Number(10, 0)
  Note__c    Text(20)
  Amount__c  Number(16, 2)

  rule Not_Negative when Amount__c < 0 error "An amount is not negative"
}

flow Guard_Log {
  api 62.0
  on Log__c before create or update
  decision Which {
    Large when $Record.Amount__c > 4 { assign Cap { $Record.Amount__c = 4 } }
    Refused when $Record.Note__c = "Ada" and $Record.Amount__c = 2 {
      error Refuse { message "Not this one." }
    }
  }
}

flow Shared_Sub {
  api 62.0
  var Given_Key: Number input
  var Given: Number(2) input
  var Answer: Number(2) output
  get Own: Log__c where Key__c = Given_Key
  loop Each over Own { assign Add { Answer += Each.Amount__c } }
  decision Many {
    Yes when Answer > 3 { create Note_It: Log__c { Key__c = Given_Key  Note__c = "sub"  Amount__c = 1 } }
    otherwise { assign Plain { Answer += Given } }
  }
}
)";
}

RandomFlow without(const RandomFlow& flow, size_t index) {
    RandomFlow smaller = flow;
    static_cast<void>(take_out(smaller.pieces, index));
    return smaller;
}
