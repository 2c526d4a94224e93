// The files of a world, joined object by object.
#include "metadata/world.hpp"

#include "metadata/world_reader.hpp"
#include "metadata/world_rules.hpp"
#include "syntax/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <unordered_map>
#include <utility>

namespace weir::metadata {

namespace {

/// The kinds of parts an object has, by their tags in its file.
constexpr std::pair<std::string_view, FileKind> part_tags[] = {
    {"fields", FileKind::field},
    {"validationRules", FileKind::validation_rule},
    {"recordTypes", FileKind::record_type},
    {"fieldSets", FileKind::field_set},
};

std::string_view root_of(FileKind kind) {
    switch (kind) {
    case FileKind::object:
        return "CustomObject";
    case FileKind::field:
        return "CustomField";
    case FileKind::validation_rule:
        return "ValidationRule";
    case FileKind::record_type:
        return "RecordType";
    case FileKind::field_set:
        return "FieldSet";
    case FileKind::custom_metadata:
        return "CustomMetadata";
    case FileKind::labels:
        return "CustomLabels";
    case FileKind::workflow:
        return "Workflow";
    case FileKind::matching_rules:
        return "MatchingRules";
    case FileKind::duplicate_rule:
        return "DuplicateRule";
    case FileKind::approval_process:
        return "ApprovalProcess";
    case FileKind::assignment_rules:
        return "AssignmentRules";
    case FileKind::auto_response_rules:
        return "AutoResponseRules";
    case FileKind::flow_definition:
        return "FlowDefinition";
    case FileKind::sharing_rules:
        return "SharingRules";
    default:
        return {};
    }
}

/// Only an org with person accounts has this object.
bool is_about_persons(const ProjectFile& file) {
    return file.kind == FileKind::object ? folded(file.name) == "personaccount"
                                         : folded(file.parent) == "personaccount";
}

bool declares(const XmlNode& object, std::string_view name) {
    const bool is_ours = ends_with_folded(name, "__c") || ends_with_folded(name, "__e") ||
                         ends_with_folded(name, "__mdt");
    return is_ours &&
           (object.has("label") || object.has("nameField") || object.has("customSettingsType"));
}

class WorldReader {
public:
    WorldReader(SourceMap& sources, Diagnostics& out)
        : sources_(sources),
          out_(out),
          tree_(std::make_unique<SyntaxTree>()),
          make_(tree_->arena, out) {}

    World read(const ProjectFiles& files) {
        open_org(std::any_of(files.world.begin(), files.world.end(), is_about_persons));
        for (const ProjectFile& file : files.world)
            read_file(file);
        for (const std::string& key : order_)
            declarations_.push_back(
                metadata::read_object(objects_.at(key), fields_, records_, make_)
            );
        tree_->declarations = tree_->arena.copy(declarations_);
        world_.tree = std::move(tree_);
        return std::move(world_);
    }

private:
    /// A project is a part of an org.
    void open_org(bool has_person_accounts) {
        ElementMaker made(shapes::org, {}, {}, make_);
        made.words("objects", "open", {});
        if (has_person_accounts)
            made.words("person accounts", "on", {});
        made.braces();
        declarations_.push_back(made.finish());
    }

    const XmlNode* parse(const ProjectFile& file) {
        const Result<const SourceFile*> source = sources_.read(file.path);
        if (!source) {
            out_.report(Code::W0001, {}, "{}", source.error().message);
            return nullptr;
        }
        const XmlNode* const root = parse_xml(**source, tree_->arena, out_);
        const std::string_view wanted = root_of(file.kind);
        if (root == nullptr || wanted.empty() || root->name == wanted)
            return root;
        report_root(*root, wanted);
        return nullptr;
    }

    void report_root(const XmlNode& root, std::string_view wanted) {
        out_.report(
                Code::W0007,
                root.span,
                "`{}` stands in a file that is called like a `{}`",
                root.name,
                wanted
        )
            .note("the file is passed over");
    }

    void read_file(const ProjectFile& file) {
        const XmlNode* const root = parse(file);
        if (root == nullptr)
            return;
        switch (file.kind) {
        case FileKind::object:
            read_object(file, *root);
            return;
        case FileKind::field:
        case FileKind::validation_rule:
        case FileKind::record_type:
        case FileKind::field_set:
            add_part(file.kind, file.parent, *root, name_of(*root, file.name, make_));
            return;
        case FileKind::custom_metadata:
            read_record(file, *root);
            return;
        case FileKind::labels:
            for (const XmlNode* const label : root->children)
                if (label->name == "labels")
                    read_label(*label);
            return;
        case FileKind::workflow:
            for (const XmlNode* const alert : root->children)
                if (alert->name == "alerts")
                    parts_of(file.name, root->span)
                        .add(FileKind::workflow, alert, name_of(*alert, {}, make_));
                else if (alert->name == "fieldUpdates" || alert->name == "outboundMessages")
                    parts_of(file.name, root->span)
                        .add(
                            alert->name == "fieldUpdates" ? FileKind::field_update
                                                          : FileKind::outbound_message,
                            alert,
                            name_of(*alert, {}, make_)
                        );
            if (root->has("rules"))
                add_workflow_rules(*root, parts_of(file.name, root->span), make_);
            return;
        case FileKind::matching_rules:
            add_matching_rules(*root, parts_of(file.name, root->span), make_);
            return;
        case FileKind::assignment_rules:
        case FileKind::auto_response_rules:
            add_entry_rules(file.kind, *root, parts_of(file.name, root->span), make_);
            return;
        case FileKind::duplicate_rule:
        case FileKind::approval_process:
            read_part_file(file, *root);
            return;
        case FileKind::flow_definition:
            read_definition(file, *root);
            return;
        case FileKind::sharing_rules:
            for (const XmlNode* const rule : root->children)
                if (rule->name == "sharingCriteriaRules" || rule->name == "sharingOwnerRules" ||
                    rule->name == "sharingGuestRules")
                    parts_of(file.name, root->span)
                        .add(FileKind::sharing_rules, rule, name_of(*rule, {}, make_));
            return;
        default:
            read_other(file, *root);
        }
    }

    ObjectParts& parts_of(std::string_view name, Span place) {
        // Record types of person accounts are those of accounts.
        const std::string_view real = folded(name) == "personaccount" ? "Account" : name;
        const std::string key = folded(real);
        const auto [found, is_new] = objects_.try_emplace(key);
        if (is_new) {
            found->second.name = real;
            found->second.place = place;
            order_.push_back(key);
        }
        return found->second;
    }

    void read_object(const ProjectFile& file, const XmlNode& root) {
        const std::string name(name_of(root, file.name, make_).text);
        if (folded(name) == "personaccount") {
            read_parts(name, root);
            return;
        }
        ObjectParts& object = parts_of(name, root.span);
        if (object.definition == nullptr && declares(root, name))
            object.definition = &root;
        if (object.sharing == nullptr && root.has("sharingModel"))
            object.sharing = &root;
        read_parts(name, root);
    }

    void read_parts(std::string_view name, const XmlNode& root) {
        for (const XmlNode* const child : root.children)
            for (const auto& [tag, kind] : part_tags)
                if (child->name == tag)
                    add_part(kind, name, *child, name_of(*child, {}, make_));
    }

    void add_part(FileKind kind, std::string_view object, const XmlNode& node, Name name) {
        // Salesforce keeps the record types of persons under a name of their own.
        if (folded(object) == "personaccount") {
            if (kind != FileKind::record_type)
                return;
            XmlNode* const of_persons = make_.arena().make<XmlNode>(node);
            of_persons->name = person_record_type;
            add_part(kind, "Account", *of_persons, name);
            return;
        }
        // Fields of activities are fields of tasks and of events.
        if (folded(object) == "activity") {
            add_part(kind, "Task", node, name);
            add_part(kind, "Event", node, name);
            return;
        }
        ObjectParts& parts = parts_of(object, node.span);
        parts.add(kind, &node, name);
        if (kind == FileKind::field)
            fields_.try_emplace(folded(parts.name) + "." + folded(name.text), &node);
    }

    /// `Type.Record`: the type without its ending.
    void read_record(const ProjectFile& file, const XmlNode& root) {
        const size_t dot = file.name.find('.');
        if (dot == std::string::npos)
            return;
        std::string type = file.name.substr(0, dot);
        if (!ends_with_folded(type, "__mdt"))
            type += "__mdt";
        const Name name{tree_->arena.copy(std::string_view(file.name).substr(dot + 1)), root.span};
        parts_of(type, root.span).add(FileKind::custom_metadata, &root, name);
        records_.insert(folded(type + "." + std::string(name.text)));
    }

    /// `Object.Rule`: a file of its own for a part of the object.
    void read_part_file(const ProjectFile& file, const XmlNode& root) {
        const size_t dot = file.name.find('.');
        if (dot == std::string::npos)
            return;
        const Name name{tree_->arena.copy(std::string_view(file.name).substr(dot + 1)), root.span};
        parts_of(std::string_view(file.name).substr(0, dot), root.span).add(file.kind, &root, name);
    }

    void read_label(const XmlNode& node) {
        const Name name = name_of(node, {}, make_);
        const XmlNode* const value = node.child("value");
        if (!is_first(FileKind::labels, name))
            return;
        ElementMaker made(shapes::label, name, name.span, make_);
        made.label(node.child("shortDescription"));
        made.add(
            "=",
            value != nullptr ? *make_.literal(*value) : TextLiteral{"", node.span, false},
            node.span
        );
        made.text("language", node.child("language"));
        made.text("categories", node.child("categories"));
        if (node.is_true("protected"))
            made.flag("protected", node.child("protected")->text_span);
        declarations_.push_back(made.finish());
    }

    void read_definition(const ProjectFile& file, const XmlNode& root) {
        const XmlNode* const number = root.child("activeVersionNumber");
        ActiveVersion version{file.name, 0, number != nullptr ? number->text_span : root.span};
        if (number != nullptr)
            std::from_chars(
                number->text.data(), number->text.data() + number->text.size(), version.version
            );
        world_.active_versions.push_back(std::move(version));
    }

    void read_other(const ProjectFile& file, const XmlNode& root) {
        const auto [body, span] = body_of(file);
        const Element* const element = read_setup(file, root, body, span, make_);
        if (element == nullptr) {
            report_root(root, "." + file.path.substr(file.path.rfind('/') + 1));
            return;
        }
        Name key = element->name;
        if (file.kind == FileKind::quick_action || file.kind == FileKind::email_template)
            key.text = tree_->arena.copy(std::string_view(file.parent + "/" + file.name));
        if (is_first(file.kind, key))
            declarations_.push_back(element);
    }

    /// The text of an e-mail template stands in a file beside its description.
    std::pair<std::string_view, Span> body_of(const ProjectFile& file) {
        constexpr std::string_view ending = "-meta.xml";
        if (file.kind != FileKind::email_template || !file.path.ends_with(ending))
            return {};
        const std::string path = file.path.substr(0, file.path.size() - ending.size());
        std::error_code failed;
        if (!std::filesystem::is_regular_file(path, failed))
            return {};
        const Result<const SourceFile*> source = sources_.read(path);
        if (!source) {
            out_.report(Code::W0001, {}, "{}", source.error().message);
            return {};
        }
        const size_t valid = syntax::find_invalid_utf8((*source)->text);
        if (valid < (*source)->text.size()) {
            const auto at = static_cast<uint32_t>((*source)->begin + valid);
            out_.report(Code::W0002, {at, at + 1}, "the file is not UTF-8");
            return {};
        }
        return {(*source)->text, (*source)->span()};
    }

    bool is_first(FileKind kind, const Name& name) {
        return !name.text.empty() && seen_.emplace(kind, folded(name.text)).second;
    }

    SourceMap& sources_;
    Diagnostics& out_;
    World world_;
    std::unique_ptr<SyntaxTree> tree_;
    Maker make_;
    std::vector<const Element*> declarations_;
    std::unordered_map<std::string, ObjectParts> objects_; // by small name
    std::vector<std::string> order_;
    FieldIndex fields_;
    RecordIndex records_;
    std::set<std::pair<FileKind, std::string>> seen_; // declarations of their own, by small name
};

} // namespace

World read_world(const ProjectFiles& files, SourceMap& sources, Diagnostics& out) {
    return WorldReader(sources, out).read(files);
}

} // namespace weir::metadata
