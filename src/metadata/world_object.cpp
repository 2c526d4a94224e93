// Objects: what one file or a folder of files says, as one declaration.
#include "metadata/world_approvals.hpp"
#include "metadata/world_reader.hpp"
#include "metadata/world_rules.hpp"

namespace weir::metadata {

namespace {

bool is_custom(std::string_view name) {
    return ends_with_folded(name, "__c");
}

class ObjectReader {
public:
    ObjectReader(const FieldIndex& fields, const RecordIndex& records, Maker& make)
        : fields_(fields), records_(records), make_(make) {}

    const Element* read(const ObjectParts& object) {
        const Name name{make_.arena().copy(std::string_view(object.name)), object.place};
        ElementMaker made(shape_of(object), name, object.place, make_);
        if (object.definition != nullptr)
            settings(*object.definition, made);
        if (object.sharing != nullptr &&
            (made.shape() == &shapes::object || made.shape() == &shapes::extend))
            read_sharing_models(*object.sharing, made);
        made.members(members(object));
        return made.finish();
    }

private:
    static const Shape& shape_of(const ObjectParts& object) {
        if (object.definition == nullptr)
            return shapes::extend;
        if (ends_with_folded(object.name, "__e"))
            return shapes::event;
        if (ends_with_folded(object.name, "__mdt"))
            return shapes::custom_metadata;
        return object.definition->has("customSettingsType") ? shapes::custom_setting
                                                            : shapes::object;
    }

    void settings(const XmlNode& node, ElementMaker& made) {
        made.label(node.child("label"));
        const Shape* const shape = made.shape();
        if (shape == &shapes::object)
            object_settings(node, made);
        if (shape != &shapes::custom_setting)
            made.text("plural", node.child("pluralLabel"));
        if (const XmlNode* const type = node.child("customSettingsType");
            type != nullptr && shape == &shapes::custom_setting)
            made.words("type", type->text == "List" ? "list" : "hierarchy", type->text_span);
        if (const XmlNode* const publish = node.child("publishBehavior");
            publish != nullptr && shape == &shapes::event)
            made.words(
                "publish",
                publish->text == "PublishAfterCommit" ? "after commit" : "immediately",
                publish->text_span
            );
        made.text("description", node.child("description"));
    }

    void object_settings(const XmlNode& node, ElementMaker& made) {
        if (const XmlNode* const field = node.child("nameField"))
            made.text(
                "name",
                field->child_text("type") == "AutoNumber" && field->has("displayFormat")
                    ? field->child("displayFormat")
                    : field->child("label")
            );
    }

    std::vector<const Element*> members(const ObjectParts& object) {
        std::vector<const Element*> result;
        const auto add = [&](const Element* element) {
            if (element != nullptr)
                result.push_back(element);
        };
        for (const ObjectParts::Part& part : object.parts) {
            switch (part.kind) {
            case FileKind::field:
                // What all custom objects have needs no word.
                if (is_custom(part.name.text) || object.definition == nullptr)
                    add(read_field(*part.node, part.name, fields_, make_));
                break;
            case FileKind::validation_rule:
                add(read_validation_rule(*part.node, part.name, make_));
                break;
            case FileKind::record_type:
                add(read_record_type(*part.node, part.name, object.name, fields_, make_));
                break;
            case FileKind::field_set:
                add(read_field_set(*part.node, part.name, make_));
                break;
            case FileKind::sharing_rules:
                add(read_sharing_rule(*part.node, part.name, object.name, fields_, make_));
                break;
            case FileKind::workflow:
                add(read_alert(*part.node, part.name, make_));
                break;
            case FileKind::workflow_rule:
                add(read_workflow_rule(*part.node, part.name, object.name, fields_, make_));
                break;
            case FileKind::matching_rules:
                add(read_matching_rule(*part.node, part.name, make_));
                break;
            case FileKind::duplicate_rule:
                add(read_duplicate_rule(*part.node, part.name, object.name, make_));
                break;
            case FileKind::approval_process:
                add(read_approval_process(*part.node, part.name, object, fields_, make_));
                break;
            case FileKind::outbound_message:
                add(read_outbound_message(*part.node, part.name, make_));
                break;
            case FileKind::assignment_rules:
                add(read_assignment_rule(*part.node, part.name, make_));
                break;
            case FileKind::auto_response_rules:
                add(read_response_rule(*part.node, part.name, make_));
                break;
            case FileKind::custom_metadata:
                add(read_metadata_record(
                    *part.node, part.name, object.name, fields_, records_, make_
                ));
                break;
            default:
                break;
            }
        }
        if (object.definition == nullptr && ends_with_folded(object.name, "__mdt"))
            believe_fields(object, result);
        return result;
    }

    /// The records of a type of a package tell which fields it has.
    void believe_fields(const ObjectParts& object, std::vector<const Element*>& result) {
        std::set<std::string> known;
        for (const ObjectParts::Part& part : object.parts)
            if (part.kind == FileKind::field)
                known.insert(folded(part.name.text));
        for (const ObjectParts::Part& part : object.parts) {
            if (part.kind != FileKind::custom_metadata)
                continue;
            for (const XmlNode* const value : part.node->children) {
                const XmlNode* const field =
                    value->name == "values" ? value->child("field") : nullptr;
                const XmlNode* const given = value->child("value");
                if (field == nullptr || given == nullptr || given->is_nil ||
                    !is_custom(field->text) || !known.insert(folded(field->text)).second)
                    continue;
                ElementMaker made(shapes::field, Maker::name(*field), field->text_span, make_);
                const std::string_view type = given->type;
                const Span span = field->text_span;
                if (type.ends_with(":double") || type.ends_with(":int"))
                    made.type(
                        "Number",
                        span,
                        {number_argument("12", span, make_), number_argument("6", span, make_)}
                    );
                else if (type.ends_with(":boolean"))
                    made.type("Checkbox", span);
                else if (type.ends_with(":date"))
                    made.type("Date", span);
                else if (type.ends_with(":dateTime"))
                    made.type("DateTime", span);
                else
                    made.type("LongTextArea", span, {number_argument("131072", span, make_)});
                result.push_back(made.finish());
            }
        }
    }

    const FieldIndex& fields_;
    const RecordIndex& records_;
    Maker& make_;
};

} // namespace

const Element* read_object(
    const ObjectParts& object, const FieldIndex& fields, const RecordIndex& records, Maker& make
) {
    return ObjectReader(fields, records, make).read(object);
}

} // namespace weir::metadata
