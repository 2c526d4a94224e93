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
    flag,      // nothing: the key alone                                 [std::monostate]
    formula,   // a Salesforce formula                                   [const Formula*]
    condition, // Flow conditions joined by and/or/not                   [const Condition*]
    path,      // one dotted name: `Get_Contacts`, `$Record.AccountId`   [Path]
    paths,     // dotted names separated by commas                       [List<Path>]
    words,  // one of ClauseShape::choices (each one or more words)   [std::string_view, the choice]
    text,   // "text" (also """ multi-line """)                       [TextLiteral]
    texts,  // "text", "text"                                         [List<TextLiteral>]
    number, // digits, kept as written: `62.0`                        [NumberLiteral]
    type,   // Text, Number(2), Contact[]                             [TypeRef]
    order,  // Name desc nulls last, Id                               [List<OrderKey>]
    message,     // formula, then `on Field` or nothing                    [Message]
    target,      // `-> Name` or `{ elements }`                            [Target]
    trigger,     // what starts a flow: `Contact after create or update`   [Trigger]
    assignments, // { Target = formula … }                                 [List<Assignment>]
    outcomes,    // { Name "Label"? when condition target … otherwise … }  [List<Outcome>]
    elements,    // { elements }                                           [const Block*]
    test_steps,  // { statements of tests and scripts }                    [List<TestStep>]
};

struct Shape;

/// A tag and the text that it holds; no tag: none.
struct XmlPair {
    std::string_view tag = {};
    std::string_view value = {};
};

/// How a value stands in metadata XML where its kind leaves a choice.
enum class XmlForm : uint8_t {
    usual,
    expression, // formula: its text, as of a formula resource; usually a value with its kind
    fields,     // assignments: `field` and `value`
    parameters, // assignments: `name` and `value`
    outputs,    // assignments: `assignToReference` and `name`
    stored,     // assignments: `assignToReference` and `field`
    items,      // assignments: `assignToReference`, `operator` and `value`
    filters,    // condition: `filterLogic` and filters by `field`
    mappings,   // assignments: `typeName` and `typeValue`
    mapped,     // assignments: `assignToFieldReference`, `operator` and `value`
    sorted,     // order: an item for each key
    parameter,  // number, formula: an item with the `name` of ClauseShape::xml_name and a `value`
    none,       // stands nowhere, or whoever reads the element reads it too
};

struct ClauseShape {
    /// One or more words, matched as words: "order by", "only when changed to meet the conditions".
    /// "=" is the key of a resource's value. The key of a block clause is empty: its brace says it.
    std::string_view key = {};
    ValueKind value = ValueKind::flag;
    /// The tag; with the tags around it where it stands deeper: `validationRule/errorMessage`.
    std::string_view xml = {};
    bool required = false;
    bool repeatable = false;
    /// Of a declaration: stands inside its braces, before the statements, on a line of its own.
    bool inside = false;
    std::span<const std::string_view> choices = {};
    std::string_view doc = {};
    /// Of a block of elements: all that may stand in it. Empty means what a flow holds: elements,
    /// and directly in the flow resources too. A child with an empty keyword is what starts with a
    /// name.
    std::span<const Shape* const> children = {};
    /// Of a clause inside: printed behind the statements instead of before them.
    bool at_end = false;
    /// Of a clause inside: says more about the clause before it and is indented deeper.
    bool nested = false;
    XmlForm form = XmlForm::usual;
    /// Of a flag: the text of its tag when it is written.
    std::string_view xml_set = "true";
    /// Of words: what XML calls the choices, in their order.
    std::span<const std::string_view> xml_words = {};
    /// Stands beside the tag, and tells this clause from others with the same tag.
    XmlPair xml_beside = {};
    /// Of XmlForm::parameter: the name of the parameter.
    std::string_view xml_name = {};
    /// Of a condition that is one formula: the tag of its text.
    std::string_view xml_formula = {};
};

/// A tag that XML has although the language leaves it out.
struct XmlImplied {
    std::string_view tag;
    std::string_view value;
    /// Not beside these clauses; the empty key is the block.
    std::span<const std::string_view> unless = {};
    /// From this API version on.
    double since = 0;
    /// Only beside this clause; empty: always.
    std::string_view beside = {};
    /// Whether the element must have a label, or none.
    enum class Label : uint8_t { any, with, without } label = Label::any;
    /// Written as `xsi:nil="true"`.
    bool nil = false;
    /// Only if something in the flow reads a value of the element.
    bool if_read = false;
};

enum class Category : uint8_t {
    declaration, // object, event, flow, test: stands in a file
    member,      // field, rule, record: stands in a declaration of the world
    resource,    // var, const, formula, template: stands in a flow
    element,     // get, decision, loop: stands in a flow and is connected
    path,        // after commit: stands in a flow, a way into its elements besides the start
};

enum class NameForm : uint8_t { none, name, title }; // title: `test "a sentence" { … }`

/// What stands after the colon.
enum class SubjectForm : uint8_t {
    none,
    type,   // var Total: Number(2)
    object, // get Requester: Contact
    flow,   // subflow Check: Check_Credit
    action, // action Tell_Admin: emailAlert Contact.Portal_User_Failed
    name,   // component Map: c:map (whatever Shape::xml_subject names)
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
    std::span<const XmlImplied> implied = {};
    /// Of two shapes with one tag: this one where the object ends so.
    std::string_view xml_subject_suffix = {};
    /// The tag of the connector to the next element; empty where there is none. With a tag around
    /// it, it is the connector of the first of its members: what stands behind goes on from there.
    std::string_view xml_next = "connector";
    /// Of shapes with one tag: this one where the element holds the pair.
    XmlPair xml_kind = {};
    /// The tag of the name and of the label; no label tag is `label` for an element, else none.
    std::string_view xml_name = "name";
    std::string_view xml_label = {};
    /// Without a label in the text XML has none either; otherwise it has the name with blanks.
    bool label_optional = false;
    /// The tag of a SubjectForm::name.
    std::string_view xml_subject = {};

    [[nodiscard]] const ClauseShape* clause(std::string_view key) const {
        for (const ClauseShape& candidate : clauses)
            if (candidate.key == key)
                return &candidate;
        return nullptr;
    }
    /// The clause that the braces are: its key is empty. Null when the kind takes no block.
    [[nodiscard]] const ClauseShape* block() const { return clause({}); }
};

/// The shapes that a parser accepts: those of declarations and members (syntax/declarations.hpp)
/// and the elements and resources that the caller brings (elements/catalogue.hpp).
using Shapes = std::span<const Shape* const>;

} // namespace weir
