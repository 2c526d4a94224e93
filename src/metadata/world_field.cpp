// Custom fields: type, what a value must be, formula.
#include "metadata/world_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace weir::metadata {

namespace {

enum class Arguments : uint8_t { none, length, digits, values, target, metadata };

struct FieldType {
    std::string_view xml;
    std::string_view name;
    Arguments arguments = Arguments::none;
};
constexpr FieldType field_types[] = {
    {"AutoNumber", "AutoNumber"},
    {"Checkbox", "Checkbox"},
    {"Currency", "Currency", Arguments::digits},
    {"Date", "Date"},
    {"DateTime", "DateTime"},
    {"Email", "Email"},
    {"EncryptedText", "EncryptedText", Arguments::length},
    {"Hierarchy", "Hierarchy"},
    {"Html", "RichTextArea", Arguments::length},
    {"Location", "Location"},
    {"LongTextArea", "LongTextArea", Arguments::length},
    {"Lookup", "Lookup", Arguments::target},
    {"MasterDetail", "MasterDetail", Arguments::target},
    {"MetadataRelationship", "MetadataRelationship", Arguments::metadata},
    {"MultiselectPicklist", "MultiPicklist", Arguments::values},
    {"Number", "Number", Arguments::digits},
    {"Percent", "Percent", Arguments::digits},
    {"Phone", "Phone"},
    {"Picklist", "Picklist", Arguments::values},
    {"Text", "Text", Arguments::length},
    {"TextArea", "TextArea"},
    {"Time", "Time"},
    {"Url", "Url"},
};

const FieldType* find_type(std::string_view xml) {
    const auto* const found =
        std::find_if(std::begin(field_types), std::end(field_types), [&](const FieldType& type) {
            return type.xml == xml;
        });
    return found == std::end(field_types) ? nullptr : found;
}

/// Reads one field.
class FieldReader {
public:
    FieldReader(const XmlNode& node, Name name, const FieldIndex& fields, Maker& make)
        : node_(node), fields_(fields), make_(make), made_(shapes::field, name, name.span, make) {}

    const Element* read() {
        const XmlNode* const type = node_.child("type");
        if (type == nullptr || type->text.empty())
            return nullptr;
        made_.label(node_.child("label"));
        is_summary_ = type->text == "Summary";
        is_formula_ = node_.has("formula");
        if (is_summary_)
            read_summary(node_, fields_, made_, make_);
        else
            read_type(*type);
        if (is_formula_)
            read_formula();
        else if (!is_summary_)
            read_stored();
        made_.text("help", node_.child("inlineHelpText"));
        made_.text("description", node_.child("description"));
        return made_.finish();
    }

private:
    void read_type(const XmlNode& type) {
        const FieldType* known = find_type(type.text);
        // Only custom fields make details and hierarchies; standard ones of these types are
        // lookups.
        const bool is_ours = ends_with_folded(made_.name(), "__c");
        if (known != nullptr && !is_ours &&
            (known->name == "MasterDetail" || known->name == "Hierarchy"))
            known = find_type("Lookup");
        // Addresses, files, references to other systems: flows see their text.
        type_ = known != nullptr                                                 ? known->name
                : type.text == "IndirectLookup" || type.text == "ExternalLookup" ? "Text"
                                                                                 : "LongTextArea";
        made_.type(
            type_,
            type.text_span,
            known == nullptr ? std::vector<const Expr*>{} : arguments(*known, type.text_span)
        );
    }

    std::vector<const Expr*> arguments(const FieldType& type, Span span) {
        switch (type.arguments) {
        case Arguments::none:
            return {};
        case Arguments::length: {
            const XmlNode* const length = node_.child("length");
            if (length == nullptr || number_of(length->text) <= 0 || is_formula_)
                return {};
            return {number_argument(length->text, length->text_span, make_)};
        }
        case Arguments::digits:
            return digit_arguments(node_, span, make_);
        case Arguments::values:
            return values();
        case Arguments::target:
        case Arguments::metadata: {
            const XmlNode* const target = node_.child("referenceTo");
            if (target == nullptr || target->text.empty())
                return {};
            return {name_argument(*target, make_)};
        }
        }
        return {};
    }

    std::vector<const Expr*> values() {
        std::vector<const Expr*> result;
        std::set<std::string> seen;
        const auto add = [&](const XmlNode& value) {
            const XmlNode* const name = value.child("fullName");
            if (name == nullptr || name->text.empty() || value.child_text("isActive") == "false" ||
                !seen.insert(folded(name->text)).second)
                return;
            result.push_back(text_argument(*name, make_));
            if (value.is_true("default"))
                default_value_ = name;
        };
        if (const XmlNode* const set = node_.child("valueSet")) {
            if (const XmlNode* const name = set->child("valueSetName");
                name != nullptr && !name->text.empty())
                return {name_argument(*name, make_)};
            if (const XmlNode* const definition = set->child("valueSetDefinition"))
                for (const XmlNode* const value : definition->children)
                    if (value->name == "value")
                        add(*value);
        } else if (const XmlNode* const old = node_.child("picklist")) {
            for (const XmlNode* const value : old->children)
                if (value->name == "picklistValues")
                    add(*value);
        }
        return result;
    }

    void read_formula() {
        const XmlNode& formula = *node_.child("formula");
        made_.add("formula", make_.formula(formula), formula.text_span);
        if (node_.child_text("formulaTreatBlanksAs") == "BlankAsBlank")
            made_.flag("blank as blank", node_.child("formulaTreatBlanksAs")->text_span);
    }

    [[nodiscard]] bool is_type(std::initializer_list<std::string_view> names) const {
        return std::find(names.begin(), names.end(), type_) != names.end();
    }

    void flag(std::string_view key, std::string_view tag) {
        made_.flag(key, node_.child(tag)->text_span);
    }

    void read_stored() {
        if (node_.is_true("required") && !is_type({"Checkbox", "MasterDetail", "AutoNumber"}))
            flag("required", "required");
        const bool is_unique = node_.is_true("unique") && is_type({"Text", "Email", "Number"});
        if (is_unique)
            flag("unique", "unique");
        if (is_unique && type_ == "Text" && node_.is_true("caseSensitive"))
            flag("case sensitive", "caseSensitive");
        if (node_.is_true("externalId") && is_type({"Text", "Email", "Number", "AutoNumber"}))
            flag("external id", "externalId");
        if (is_type({"Picklist", "MultiPicklist"}))
            read_picklist();
        if (is_type({"Lookup", "MasterDetail", "Hierarchy", "MetadataRelationship"}))
            read_reference();
        if (type_ == "AutoNumber")
            read_auto_number();
        read_default();
    }

    void read_picklist() {
        const XmlNode* const set = node_.child("valueSet");
        const bool is_restricted =
            set != nullptr
                ? set->is_true("restricted")
                : node_.has("picklist") && node_.child("picklist")->is_true("restrictedPicklist");
        if (!is_restricted)
            made_.flag("unrestricted", node_.span);
        if (default_value_ != nullptr)
            made_.add(
                "default",
                make_.text(default_value_->text, default_value_->text_span),
                default_value_->text_span
            );
    }

    void read_reference() {
        made_.path("relationship", node_.child("relationshipName"));
        read_lookup_filter(node_, fields_, made_, make_);
        if (type_ == "MasterDetail" && node_.is_true("reparentableMasterDetail"))
            flag("reparentable", "reparentableMasterDetail");
        const XmlNode* const rule = node_.child("deleteConstraint");
        if (type_ != "Lookup" || rule == nullptr)
            return;
        if (rule->text == "Cascade")
            made_.words("on delete", "cascade", rule->text_span);
        else if (rule->text == "Restrict")
            made_.words("on delete", "restrict", rule->text_span);
        else if (rule->text == "SetNull" && !made_.has("required"))
            made_.words("on delete", "clear", rule->text_span);
    }

    void read_auto_number() {
        made_.text("format", node_.child("displayFormat"));
        const XmlNode* const start = node_.child("startingNumber");
        if (start != nullptr && number_of(start->text) >= 0)
            made_.add("starting", NumberLiteral{start->text, start->text_span}, start->text_span);
    }

    void read_default() {
        const XmlNode* const value = node_.child("defaultValue");
        if (value == nullptr || value->text.empty() || made_.has("default") ||
            is_type(
                {"Lookup",
                 "MasterDetail",
                 "Hierarchy",
                 "EncryptedText",
                 "AutoNumber",
                 "Location",
                 "MetadataRelationship"}
            ))
            return;
        // A checkbox is false unless something else is said.
        if (type_ == "Checkbox" && value->text == "false")
            return;
        made_.add("default", make_.formula(*value), value->text_span);
    }

    const XmlNode& node_;
    const FieldIndex& fields_;
    Maker& make_;
    ElementMaker made_;
    std::string_view type_;
    const XmlNode* default_value_ = nullptr;
    bool is_summary_ = false;
    bool is_formula_ = false;
};

} // namespace

int number_of(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() ? value : -1;
}

std::vector<const Expr*> digit_arguments(const XmlNode& node, Span span, Maker& make) {
    const int precision = number_of(node.child_text("precision"));
    const int scale = number_of(node.child_text("scale"));
    if (precision <= 0 || scale < 0 || scale > precision)
        return {};
    return {
        number_argument(fmt::format("{}", precision - scale), span, make),
        number_argument(fmt::format("{}", scale), span, make)};
}

const Element* read_field(const XmlNode& node, Name name, const FieldIndex& fields, Maker& make) {
    return FieldReader(node, name, fields, make).read();
}

std::string_view field_type_of(const XmlNode& node) {
    const FieldType* const known = find_type(node.child_text("type"));
    return known == nullptr ? std::string_view{} : known->name;
}

} // namespace weir::metadata
