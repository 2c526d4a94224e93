#include "laws/random_flow.hpp"

namespace {

constexpr uint32_t deepest = 3;

/// Makes the elements of one flow. What an interview reads and writes are records with its own key.
class FlowMaker {
public:
    FlowMaker(RandomFlow& flow, Dice& dice) : flow_(flow), dice_(dice) {}

    void make() {
        budget_ = 3 + dice_.below(12);
        flow_.pieces = block(0);
    }

private:
    [[nodiscard]] bool is_before() const { return flow_.kind == RandomFlow::Kind::before_save; }
    [[nodiscard]] bool is_run() const { return flow_.kind == RandomFlow::Kind::autolaunched; }
    [[nodiscard]] std::string field(const std::string& name) const {
        return is_run() ? "In_" + name : "$Record." + name + "__c";
    }
    [[nodiscard]] std::string fresh(const std::string& kind) {
        return kind + "_" + std::to_string(++count_);
    }

    std::vector<FlowPiece> block(uint32_t depth) {
        std::vector<FlowPiece> pieces;
        const uint32_t count = 1 + dice_.below(4);
        for (uint32_t index = 0; index < count && budget_ > 0; ++index)
            pieces.push_back(piece(depth));
        return pieces;
    }

    FlowPiece piece(uint32_t depth) {
        --budget_;
        const uint32_t choice = dice_.below(100);
        if (depth < deepest && choice < 22)
            return decision(depth);
        if (depth < deepest && loops_ < 2 && choice < 34)
            return loop(depth);
        if (choice < 40)
            return sort_or_filter();
        if (choice < 45 && !is_before())
            return subflow();
        if (choice < 58)
            return get(depth);
        if (choice < 88 && !is_before())
            return write(depth);
        return assign();
    }

    // ---------------------------------------------------------------------------------- values

    std::string number() {
        static const char* const forms[] = {
            "N1",
            "N2",
            "0",
            "1",
            "2.5",
            "-3",
            "N1 + 1",
            "N2 - N1",
            "BLANKVALUE(N1, 0) * 2",
            "LEN(T1)",
            "BLANKVALUE(AMOUNT, 1)",
            "AMOUNT",
            "IF(B1 = TRUE, N1, N2)",
            "ROUND(BLANKVALUE(N2, 7) / 3, 2)",
            "NULL",
            "MAX(N1, 4)",
            "10 / N2"};
        // The last one divides by zero now and then: a fault that no path takes.
        const uint32_t choice = dice_.below(dice_.chance(8) ? 17 : 16);
        std::string text = forms[choice];
        const size_t at = text.find("AMOUNT");
        if (at != std::string::npos)
            text.replace(at, 6, field("Amount"));
        return text;
    }

    std::string words() {
        static const char* const forms[] = {
            "T1",
            "T2",
            "\"a\"",
            "\"Ada\"",
            "\"\"",
            "NULL",
            "LEFT(T1 & \"x\", 12)",
            "NOTE",
            "UPPER(BLANKVALUE(T2, \"q\"))",
            "TEXT(N1)",
            "BLANKVALUE(NOTE, \"none\")",
            "LEFT(T2 & NOTE, 10)",
            "IF(B1 = TRUE, T1, \"no\")"};
        std::string text = dice_.one_of(forms);
        const size_t at = text.find("NOTE");
        if (at != std::string::npos)
            text.replace(at, 4, field("Note"));
        return text;
    }

    std::string comparison() {
        static const char* const signs[] = {" = ", " != ", " < ", " > ", " <= ", " >= "};
        switch (dice_.below(9)) {
        case 0:
            return number_name() + dice_.one_of(signs) + std::to_string(dice_.below(6));
        case 1:
            return text_name() + (dice_.chance(50) ? " = \"ADA\"" : " != \"a\"");
        case 2:
            return text_name() + (dice_.chance(50) ? " contains \"a\"" : " starts with \"x\"");
        case 3:
            return number_name() + (dice_.chance(50) ? " is null" : " is not null");
        case 4:
            return dice_.chance(50) ? "B1 = TRUE" : "B1 is null";
        case 5:
            return field("Kind") + (dice_.chance(50) ? " = \"Small\"" : " is null");
        case 6:
            return field("Flag") + " = " + (dice_.chance(50) ? "TRUE" : "FALSE");
        case 7:
            return dice_.chance(50) ? "Ts is empty" : "T1 in Ts";
        default:
            return text_name() + (dice_.chance(50) ? " is blank" : " is not blank");
        }
    }
    std::string condition() {
        std::string text = comparison();
        if (dice_.chance(30))
            text += (dice_.chance(50) ? " and " : " or ") + comparison();
        return dice_.chance(10) ? "not (" + text + ")" : text;
    }
    std::string number_name() {
        const uint32_t choice = dice_.below(3);
        return choice == 0 ? "N1" : choice == 1 ? "N2" : field("Amount");
    }
    std::string text_name() {
        const uint32_t choice = dice_.below(3);
        return choice == 0 ? "T1" : choice == 1 ? "T2" : field("Note");
    }

    // -------------------------------------------------------------------------------- elements

    FlowPiece assign() {
        FlowPiece made;
        made.head = "assign " + fresh("Set") + " { ";
        const uint32_t count = 1 + dice_.below(3);
        for (uint32_t index = 0; index < count; ++index)
            made.head += assignment() + "  ";
        made.head += "}";
        return made;
    }

    /// Inside of loops nothing grows that loops go over: that would double with each round.
    std::string assignment() {
        const bool is_first = dice_.chance(50);
        uint32_t choice = dice_.below(is_before() ? 12 : 9);
        if (loops_ > 0 && (choice == 5 || choice == 8))
            choice = 2;
        switch (choice) {
        case 0:
        case 1:
            return (is_first ? "N1 = " : "N2 = ") + number();
        case 2:
            return std::string(is_first ? "N1" : "N2") + (dice_.chance(50) ? " += " : " -= ") +
                   number();
        case 3:
        case 4:
            return (is_first ? "T1 = " : "T2 = ") + words();
        case 5:
            return is_first ? "Ts += " + words() : "Ts add first " + words();
        case 6:
            return is_first ? "Ts remove first \"a\"" : "Ts remove all \"Ada\"";
        case 7:
            return is_first ? "N1 = count of Ts" : "N2 = count of Rs";
        case 8:
            return dice_.chance(50) ? "B1 = " + std::string(is_first ? "TRUE" : "FALSE")
                                    : "R.Note__c = LEFT(" + words() + ", 20)  Rs += R";
        case 9:
            return "$Record.Amount__c = " + number();
        case 10:
            return "$Record.Note__c = LEFT(" + words() + ", 20)";
        default:
            return is_first ? "$Record.Kind__c = \"Large\"" : "$Record.Flag__c = TRUE";
        }
    }

    FlowPiece decision(uint32_t depth) {
        FlowPiece made;
        made.is_decision = true;
        made.head = "decision " + fresh("If");
        const uint32_t outcomes = 1 + dice_.below(2);
        for (uint32_t index = 0; index < outcomes; ++index)
            made.parts.push_back({fresh("Out") + " when " + condition(), block(depth + 1)});
        if (dice_.chance(50))
            made.parts.push_back({"otherwise", block(depth + 1)});
        return made;
    }

    FlowPiece loop(uint32_t depth) {
        FlowPiece made;
        ++loops_;
        const bool is_texts = dice_.chance(50);
        const std::string name = fresh("Each");
        made.head = "loop " + name + " over " + (is_texts ? "Ts" : "Rs") +
                    (dice_.chance(20) ? " reversed" : "");
        std::vector<FlowPiece> body = block(depth + 1);
        FlowPiece use;
        use.head = "assign " + fresh("Use") + " { T2 = LEFT(T2 & " +
                   (is_texts ? name : name + ".Note__c") + ", 15)  N1 += 1 }";
        body.insert(body.begin(), std::move(use));
        made.parts.push_back({"", std::move(body)});
        --loops_;
        return made;
    }

    FlowPiece sort_or_filter() {
        FlowPiece made;
        if (dice_.chance(50))
            made.head = "sort " + fresh("Sort") +
                        (dice_.chance(50) ? " over Ts by $Item"
                                          : " over Rs by Note__c desc nulls last, Amount__c") +
                        (dice_.chance(30) ? " limit 3" : "");
        else
            made.head = "filter " + fresh("Filter") + " over Rs into R when R.Note__c is not null";
        return made;
    }

    FlowPiece subflow() {
        FlowPiece made;
        made.head = "subflow " + fresh("Call") + ": Shared_Sub { Given_Key = " + field("Key") +
                    "  Given = " + (dice_.chance(50) ? "N1" : "2") + " } returns { N2 = Answer }";
        return made;
    }

    /// Guarded nearly always: a field of what is not there is a fault that no path takes.
    FlowPiece get(uint32_t depth) {
        FlowPiece made;
        made.is_decision = true;
        const std::string name = fresh("Get");
        const std::string where = " where Key__c = " + field("Key") +
                                  (dice_.chance(40) ? " and Note__c = " + text_name() : "");
        if (loops_ == 0 && dice_.chance(40)) {
            made.is_decision = false;
            made.head = "get " + name + ": Log__c" + where +
                        " order by Note__c, Amount__c into Rs" +
                        (dice_.chance(30) ? " null when nothing is found" : "");
            return made;
        }
        made.head = "get " + name + ": Log__c" + where +
                    " order by Note__c, Amount__c first\ndecision " + fresh("Found");
        FlowPiece read;
        read.head = "assign " + fresh("Read") + " { T1 = " + name + ".Note__c  N1 = " + name +
                    ".Amount__c }";
        std::vector<FlowPiece> body = depth < deepest ? block(depth + 1) : std::vector<FlowPiece>{};
        body.insert(body.begin(), std::move(read));
        const std::string guard = dice_.chance(12) ? "N1 is null" : name + " is not null";
        made.parts.push_back({fresh("Out") + " when " + guard, std::move(body)});
        return made;
    }

    FlowPiece write(uint32_t depth) {
        FlowPiece made;
        made.can_fault = true;
        const std::string key = field("Key");
        const bool is_wild = dice_.chance(40); // may be refused by the rule or for its length
        const std::string note =
            is_wild ? words() + " & \"01234567890123456\"" : "LEFT(" + words() + ", 20)";
        const std::string amount = is_wild ? number() : "ABS(" + number() + ")";
        switch (dice_.below(10)) {
        case 0:
        case 1:
        case 2:
        case 3:
            made.head = "create " + fresh("New") + ": Log__c { Key__c = " + key +
                        "  Note__c = " + note + "  Amount__c = " + amount + " }";
            break;
        case 4:
            made.head = "update " + fresh("Up") + ": Log__c where Key__c = " + key +
                        (dice_.chance(50) ? " and Amount__c > 1" : "") + " { Note__c = " + note +
                        " }";
            break;
        case 5:
            made.head = "update " + fresh("Sum") + ": Log__c where Key__c = " + key +
                        " { Amount__c = " + amount + " }";
            break;
        case 6:
            made.head = "delete " + fresh("Del") + ": Log__c where Key__c = " + key +
                        " and Note__c = " + text_name();
            break;
        case 7:
            made.head = "assign " + fresh("Fill") + " { M.Key__c = " + key +
                        "  M.Note__c = " + note + "  M.Amount__c = " + amount + " }\ncreate " +
                        fresh("Rec") + " from M";
            break;
        case 8:
            made.head = "update " + fresh("All") + " from Rs";
            break;
        default:
            made.head = flow_.is_guarded
                            ? "update " + fresh("Own") + ": " + flow_.object() +
                                  " where Key__c = " + key + " { Done__c = TRUE  Note__c = LEFT(" +
                                  words() + ", 20) }"
                            : "delete " + fresh("Gone") + ": Log__c where Key__c = " + key +
                                  " and Amount__c = 0";
            break;
        }
        made.has_fault_path = dice_.chance(60);
        if (made.has_fault_path && depth < deepest && dice_.chance(60))
            made.fault_path = block(depth + 1);
        return made;
    }

    RandomFlow& flow_;
    Dice& dice_;
    uint32_t budget_ = 0;
    uint32_t count_ = 0;
    uint32_t loops_ = 0;
};

} // namespace

RandomFlow random_flow(uint64_t seed, uint32_t number) {
    Dice dice(seed);
    RandomFlow flow;
    flow.seed = seed;
    flow.number = number;
    const uint32_t kind = dice.below(10);
    flow.kind = kind < 2   ? RandomFlow::Kind::before_save
                : kind < 7 ? RandomFlow::Kind::after_save
                           : RandomFlow::Kind::autolaunched;
    flow.on_update = dice.chance(40);
    flow.is_guarded = flow.kind == RandomFlow::Kind::after_save && dice.chance(40);
    FlowMaker(flow, dice).make();
    return flow;
}

RandomRecord random_record(Dice& dice) {
    static const char* const notes[] = {"a", "Ada", "x", "ada", "other", "longer than most"};
    RandomRecord record;
    record.has_amount = dice.chance(85);
    record.amount = static_cast<int64_t>(dice.below(900)) - 200;
    record.has_note = dice.chance(80);
    record.note = dice.one_of(notes);
    record.kind = dice.below(3);
    record.flag = dice.chance(50);
    return record;
}
