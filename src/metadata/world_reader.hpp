// Readers of the parts of a world; each makes one element of one XML element. Shared by the
// world_*.cpp alone.
#pragma once

#include "metadata/project.hpp"
#include "metadata/world_maker.hpp"

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weir::metadata {

/// Fields of the project by "object.field" in small letters: roll-ups name fields of other objects.
using FieldIndex = std::unordered_map<std::string, const XmlNode*>;

/// Records of custom metadata by "type.record" in small letters: records name one another.
using RecordIndex = std::set<std::string>;

/// `fields`: a custom field, or what a project says of a standard one. Null for a field of which
/// only its presence is said.
[[nodiscard]] const Element*
read_field(const XmlNode& node, Name name, const FieldIndex& fields, Maker& make);

/// Of a field of the type `Summary`: its type in the language, and its clauses.
void read_summary(const XmlNode& node, const FieldIndex& fields, ElementMaker& made, Maker& make);

/// The conditions of the items with this tag, as roll-ups and sharing rules have them; null if there
/// are none. Items name fields of `object` alone, or with their object.
[[nodiscard]] const Condition* read_filter_items(
    const XmlNode& node,
    std::string_view tag,
    std::string_view object,
    const FieldIndex& fields,
    Maker& make
);

/// Of a lookup: which records it takes.
void read_lookup_filter(
    const XmlNode& node, const FieldIndex& fields, ElementMaker& made, Maker& make
);

/// `sharingCriteriaRules`, `sharingGuestRules` or `sharingOwnerRules`. Null for a rule that weir cannot follow: its
/// records are given to nobody here.
[[nodiscard]] const Element* read_sharing_rule(
    const XmlNode& node, Name name, std::string_view object, const FieldIndex& fields, Maker& make
);
/// What a profile or permission set says of objects, fields, classes, flows and users.
void read_access(const XmlNode& root, ElementMaker& made, Maker& make);
/// Who is in a queue.
void read_queue_members(const XmlNode& root, ElementMaker& made, Maker& make);
void read_sharing_set(const XmlNode& root, ElementMaker& made, Maker& make);
void read_site(const XmlNode& root, ElementMaker& made, Maker& make);
/// The org-wide defaults of an object.
void read_sharing_models(const XmlNode& root, ElementMaker& made);

[[nodiscard]] const Element* read_validation_rule(const XmlNode& node, Name name, Maker& make);
/// What the root of a record type is called here whose accounts are persons.
inline constexpr std::string_view person_record_type = "personRecordTypes";
/// `object` tells which of its picklists take several values.
[[nodiscard]] const Element* read_record_type(
    const XmlNode& node, Name name, std::string_view object, const FieldIndex& fields, Maker& make
);
[[nodiscard]] const Element* read_field_set(const XmlNode& node, Name name, Maker& make);
[[nodiscard]] const Element* read_alert(const XmlNode& node, Name name, Maker& make);
/// `type` is the type of the record, with its ending.
[[nodiscard]] const Element* read_metadata_record(
    const XmlNode& node,
    Name name,
    std::string_view type,
    const FieldIndex& fields,
    const RecordIndex& records,
    Maker& make
);

/// All that a project says of one object.
struct ObjectParts {
    std::string name;
    const XmlNode* definition = nullptr; // a file that declares it, not only adds to it
    const XmlNode* sharing = nullptr;    // a file that says its org-wide default, maybe the same
    Span place;                          // where it is named first
    struct Part {
        FileKind kind;
        const XmlNode* node;
        Name name;
    };
    std::vector<Part> parts;
    std::set<std::pair<FileKind, std::string>> seen;

    void add(FileKind kind, const XmlNode* node, Name part) {
        if (!part.text.empty() && seen.emplace(kind, folded(part.text)).second)
            parts.push_back({kind, node, part});
    }
};

/// The declaration of an object, or an `extend` of one that the project does not declare.
[[nodiscard]] const Element* read_object(
    const ObjectParts& object, const FieldIndex& fields, const RecordIndex& records, Maker& make
);

/// A value set, profile, role, queue …: what a file of its own holds. Null if the root is not what
/// the file's name says.
[[nodiscard]] const Element* read_setup(
    const ProjectFile& file, const XmlNode& root, std::string_view body, Span body_span, Maker& make
);

/// The type of a field as weir calls it: "Number", "MultiPicklist"; empty if it has none.
[[nodiscard]] std::string_view field_type_of(const XmlNode& node);

/// A whole number that is not negative, or -1.
[[nodiscard]] int number_of(std::string_view text);
/// `Number(16, 2)`: of the field's `precision`, which counts all digits, and its `scale`.
[[nodiscard]] std::vector<const Expr*> digit_arguments(const XmlNode& node, Span span, Maker& make);

/// A constant of a type of the language ("Checkbox", "Number", "Date", "DateTime"; all else is a
/// text). Null if the text is none.
[[nodiscard]] const Formula*
constant(std::string_view type, std::string_view text, Span span, Maker& make);

/// Names in XML: the full name of a part, else what the file is called.
[[nodiscard]] Name name_of(const XmlNode& node, std::string_view otherwise, Maker& make);

} // namespace weir::metadata
