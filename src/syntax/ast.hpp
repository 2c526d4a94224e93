// What a .flow or XML file says, as written: immutable after the parse, arena-allocated, spans on
// everything. Broken pieces stay in it (Element::broken, ExprKind::error), so that readers can go on.
#pragma once

#include "base/arena.hpp"
#include "base/span.hpp"
#include "syntax/ast_expressions.hpp"
#include "syntax/shape.hpp"

#include <cstdint>
#include <string_view>
#include <variant>

namespace weir {

// --------------------------------------------------------------------------------- clause values

struct TypeRef {
    Name name;                     // Text, Number, Lookup, Contact; two words become one name: none do
    List<const Expr*> arguments;   // Number(16, 2), Picklist("A", "B"), Lookup(Contact), Text(80)
    bool collection = false;       // Contact[]
    Span span;
};

struct OrderKey {
    Path field;
    bool descending = false;
    bool nulls_last = false;
    Span span;
};

/// A custom error's text and the field it stands at (empty: the page).
struct Message {
    const Formula* text = nullptr;
    Name field;
    Span span;
};

enum class AssignOperator : uint8_t {
    assign,          // =
    add,             // +=   (numbers, dates, text, one more item or collection)
    subtract,        // -=
    add_item,        // add  (multi-select: one more value)
    add_first,       // add first
    remove_first,    // remove first
    remove_all,      // remove all
    remove_at,       // remove at
    remove_before,   // remove before
    remove_after,    // remove after
    remove_uncommon, // remove uncommon
    assign_count,    // = count of
};

struct Assignment {
    Path target;
    AssignOperator op = AssignOperator::assign;
    Span op_span;
    const Formula* value = nullptr;
    Trivia trivia;
    Span span;
};

struct Block;
struct Element;

enum class TargetKind : uint8_t {
    none,  // goes on behind the element (an outcome without a body)
    go_to, // -> Name
    block, // { … }
};
struct Target {
    TargetKind kind = TargetKind::none;
    Name name;                    // go_to
    const Block* block = nullptr; // block
    Span span;
};

/// An outcome of a decision; `condition` is null for `otherwise`, whose name is empty.
struct Outcome {
    Name name;
    const TextLiteral* label = nullptr;
    const Condition* condition = nullptr;
    bool only_when_changed = false; // `only when changed to meet the conditions`
    Target target;
    Trivia trivia;
    Span span;
    Span key_span; // `when` or `otherwise`
};

enum class TriggerKind : uint8_t { record_before_save, record_after_save, record_before_delete, event };

/// `on Contact after create or update`, `on Contact before delete`, `on event X__e`. Entry
/// conditions and the order are clauses of the flow.
struct Trigger {
    TriggerKind kind = TriggerKind::record_after_save;
    Name object;
    bool on_create = false;
    bool on_update = false;
    Span span;
};

// --------------------------------------------------------------------------------------- tests

enum class TestStepKind : uint8_t {
    create,    // create [N] Object [alias] [as each] { … }
    update,    // update alias { … } | update Object where … { … }
    erase,     // delete alias | delete Object where …
    load,      // load "file.csv" into Object, load "plan.json"
    run,       // run Flow [as alias] { input = formula … }
    deliver,   // deliver events
    org,       // org { … }: settings from here on
    mock,      // mock action type [detail] [{ input = value … }] [returns { output = value … } | faults "CODE: text"]
    advance,   // advance N days
    at,        // at 2026-03-01T09:00:00Z
    as_user,   // as user alias|"username" { steps }
    answer,    // answer Screen [of alias] [{ Field = value … }] [back | pause]
    resume,    // resume alias
    approve,   // approve alias [comment "…"]
    reject,    // reject alias [comment "…"]
    recall,    // recall alias [comment "…"]
    complete,  // complete step Name [of alias] [{ output = value … }]
    locked,    // locked alias { steps }
    expect_records,   // expect N|no [more|fewer] Object [where …] [{ Field = value … }]
    expect_refused,   // expect refused CODE ["text"] { steps }
    expect_runs,      // expect Flow ran N times [, took A, B]
    expect_fault,     // expect fault ["text"] in Flow [at Element] [handled by Element | unhandled]
    expect_value,     // expect condition      (aliases and outputs: `expect result.Total = 3`)
    expect_limit,     // expect limits soql <= 3
    expect_action,    // expect action type [detail] called N times [{ input = value … }]
    expect_screen,    // expect screen Name [of alias] [{ Field = value … }] | expect no screen [of alias]
};

/// How a count is compared: `3`, `no` (= 0), `at least 3`, `at most 3`.
enum class CountForm : uint8_t { exactly, at_least, at_most };

struct TestStep {
    TestStepKind kind = TestStepKind::deliver;
    Span span;
    Trivia trivia;
    Name object;                               // object, event, `email`, or flow; the alias of update, delete, resume, approve,
                                               // reject, locked, as user; the type of an action; a screen; a step
    Name alias;                                // create, run; answer, complete, expect screen: of alias; empty if none
    Path detail;                               // of an action: `Contact.Portal_User_Failed`; empty if none
    bool each = false;                         // create N … as each
    NumberLiteral count;                       // create N, expect N, ran N times, limits; empty if none
    CountForm count_form = CountForm::exactly;
    const Condition* condition = nullptr;      // where …, or the expected condition
    List<Assignment> assignments;              // { … }: values to write, or expected
    List<Assignment> returned;                 // mock: returns { … }
    TextLiteral text;                          // file, or the expected message; of a flow test's record the JSON; what a mock faults
                                               // with; a comment; the username of as user; empty span if none
    Name code;                                 // refused CODE; the limit's name; the unit of advance; the moment of at; the
                                               // button of answer; run: `by apex with sharing`
    List<Name> elements;                       // took A, B
    Name at;                                   // fault: at Element; create of a flow test: the draft it is of
    Name handled_by;                           // fault: handled by Element
    bool unhandled = false;                    // fault: unhandled
    List<TestStep> steps;                      // refused, as user, locked { … }
    List<Comment> dangling;                    // comments at the end of `steps` or `assignments`
    List<Comment> returned_dangling;           // comments at the end of `returned`
    const Element* settings = nullptr;         // org { … }
    bool one_line = false;                     // braces that open and close on one line
    bool returned_one_line = false;            // those of `returned`
};

// --------------------------------------------------------------------------------------- elements

using ClauseValue = std::variant<
    std::monostate, const Formula*, const Condition*, Path, List<Path>, std::string_view, TextLiteral,
    List<TextLiteral>, NumberLiteral, TypeRef, List<OrderKey>, Message, Target, Trigger,
    List<Assignment>, List<Outcome>, const Block*, List<TestStep>>;

struct Clause {
    const ClauseShape* shape = nullptr;
    Span key_span;
    ClauseValue value;
    Span span;
    Trivia trivia;          // comments between clauses
    List<Comment> dangling; // comments at the end of the braces, for a block value
    bool own_line = false;  // begins a line; the formatter then keeps one clause a line
    bool one_line = false;  // braces that open and close on one line
};

/// After the colon: `Contact`, `Number(2)`, `emailAlert Contact.Portal_User_Failed`.
struct Subject {
    TypeRef type; // the first word; empty name if there is no subject
    Path detail;  // the second word of an action; else empty
    Span span;

    [[nodiscard]] bool empty() const { return type.name.text.empty(); }
};

/// Anything with a keyword: declaration, member, resource or element, as its shape says. A field
/// has no keyword and its type is the subject: `Email__c Email "E-mail" required`.
struct Element {
    const Shape* shape = nullptr;
    Span keyword_span;
    Name name;                          // empty for NameForm::none
    const TextLiteral* label = nullptr; // for NameForm::title the title
    Subject subject;
    List<Clause> clauses;               // in the order written; the block last
    Trivia trivia;
    Span span;
    Span header;         // keyword to the end of the subject: what diagnostics underline
    bool broken = false; // a syntax error was reported inside; what is missing is not news

    [[nodiscard]] const Clause* clause(std::string_view key) const {
        for (const Clause& candidate : clauses)
            if (candidate.shape->key == key) return &candidate;
        return nullptr;
    }
    template<class T>
    [[nodiscard]] const T* value(std::string_view key) const {
        const Clause* const found = clause(key);
        return found ? std::get_if<T>(&found->value) : nullptr;
    }
    [[nodiscard]] bool has(std::string_view key) const { return clause(key) != nullptr; }
};

enum class StatementKind : uint8_t { element, go_to, end };

/// In a block: an element, `-> Name`, or `end`.
struct Statement {
    StatementKind kind = StatementKind::element;
    const Element* element = nullptr; // element (trivia is the element's own)
    Name target;                      // go_to
    Span span;
    Trivia trivia;                    // go_to, end
};

struct Block {
    List<Statement> statements;
    List<Comment> dangling; // comments behind the last statement
    Span open;
    Span close;
};

/// One parsed file. The arena owns everything; views into the source text live as long as its SourceMap.
struct SyntaxTree {
    Arena arena;
    List<const Element*> declarations;
    List<Comment> dangling; // comments at the end of the file
    Span span;
};

} // namespace weir
