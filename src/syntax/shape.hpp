// The one sentence form of the language as data. Everything in a .flow file that has a keyword (a
// declaration, a resource, an element, a member of an object) is
//
//     keyword Name "Label"? : Subject? clauses block?
//
// and a Shape says which of these a keyword takes. Parser, formatter, XML reader and writer,
// completion and reference read shapes; none of them knows a kind by name.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace weir {

/// What follows the key of a clause. In brackets: the member of ClauseValue that holds it.
enum class ValueKind : uint8_t {
    flag,        // nothing: the key alone                                 [std::monostate]
    formula,     // a Salesforce formula                                   [const Formula*]
    condition,   // Flow conditions joined by and/or/not                   [const Condition*]
    path,        // one dotted name: `Get_Contacts`, `$Record.AccountId`   [Path]
    paths,       // dotted names separated by commas                       [List<Path>]
    words,       // one of ClauseShape::choices (each one or more words)   [std::string_view, the choice]
    text,        // "text" (also """ multi-line """)                       [TextLiteral]
    texts,       // "text", "text"                                         [List<TextLiteral>]
    number,      // digits, kept as written: `62.0`                        [NumberLiteral]
    type,        // Text, Number(2), Contact[]                             [TypeRef]
    order,       // Name desc nulls last, Id                               [List<OrderKey>]
    message,     // formula, then `on Field` or nothing                    [Message]
    target,      // `-> Name` or `{ elements }`                            [Target]
    trigger,     // what starts a flow: `Contact after create or update`   [Trigger]
    assignments, // { Target = formula … }                                 [List<Assignment>]
    outcomes,    // { Name "Label"? when condition target … otherwise … }  [List<Outcome>]
    elements,    // { elements }                                           [const Block*]
    test_steps,  // { statements of tests and scripts }                    [List<TestStep>]
};

struct Shape;

struct ClauseShape {
    /// One or more words, matched as words: "order by", "only when changed to meet the conditions".
    /// "=" is the key of a resource's value. The key of a block clause is empty: its brace says it.
    std::string_view key = {};
    ValueKind value = ValueKind::flag;
    std::string_view xml = {};
    bool required = false;
    bool repeatable = false;
    /// Of a declaration: stands inside its braces, before the statements, on a line of its own.
    bool inside = false;
    std::span<const std::string_view> choices = {};
    std::string_view doc = {};
    /// Of a block of elements: all that may stand in it. Empty means what a flow holds: elements, and
    /// directly in the flow resources too. A child with an empty keyword is what starts with a name.
    std::span<const Shape* const> children = {};
    /// Of a clause inside: printed behind the statements instead of before them.
    bool at_end = false;
    /// Of a clause inside: says more about the clause before it and is indented deeper.
    bool nested = false;
};

enum class Category : uint8_t {
    declaration, // object, event, flow, test: stands in a file
    member,      // field, rule, record: stands in a declaration of the world
    resource,    // var, const, formula, template: stands in a flow
    element,     // get, decision, loop: stands in a flow and is connected
};

enum class NameForm : uint8_t { none, name, title }; // title: `test "a sentence" { … }`

/// What stands after the colon.
enum class SubjectForm : uint8_t {
    none,
    type,   // var Total: Number(2)
    object, // get Requester: Contact
    flow,   // subflow Check: Check_Credit
    action, // action Tell_Admin: emailAlert Contact.Portal_User_Failed
};

struct Shape {
    std::string_view keyword = {}; // one or more words: "custom metadata"; empty for a field
    Category category = Category::element;
    std::string_view xml = {};
    NameForm name = NameForm::name;
    SubjectForm subject = SubjectForm::none;
    bool subject_required = false;
    bool can_fault = false;      // may have a fault path
    bool in_before_save = false; // a before-save flow may hold it
    std::span<const ClauseShape> clauses = {};
    std::string_view doc = {};

    [[nodiscard]] const ClauseShape* clause(std::string_view key) const {
        for (const ClauseShape& candidate : clauses)
            if (candidate.key == key) return &candidate;
        return nullptr;
    }
    /// The clause that the braces are: its key is empty. Null when the kind takes no block.
    [[nodiscard]] const ClauseShape* block() const { return clause({}); }
};

/// The shapes that a parser accepts: those of declarations and members (syntax/declarations.hpp) and
/// the elements and resources that the caller brings (elements/catalogue.hpp).
using Shapes = std::span<const Shape* const>;

} // namespace weir
