#include "elements/transform_values.hpp"

#include "check/reports.hpp"
#include "elements/record_forms.hpp"
#include "schema/fold.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir::elements {

namespace {

constexpr std::string_view item_prefix = "$eachitem.";

class TransformReader {
public:
    TransformReader(Type target, FlowChecker& checker) : checker_(checker) {
        plan_.target = target;
    }

    TransformPlan read(const Element& element) {
        const auto* const block = element.value<const Block*>("");
        if (block != nullptr && *block != nullptr)
            for (const Statement& statement : (*block)->statements)
                if (statement.element != nullptr)
                    read_value(*statement.element);
        return std::move(plan_);
    }

private:
    void read_value(const Element& member) {
        const std::string_view kind = member.shape->xml_kind.value;
        if (kind == "InnerJoin") {
            read_join(member);
            return;
        }
        if (kind == "GetItemByIndex") { // Salesforce has reserved it
            plan_.is_unread = true;
            return;
        }
        TransformValue value;
        if (!find_place(member.name, value))
            return;
        if (kind == "Map") {
            value.value = mapped(member, value.type);
        } else {
            value.kind = kind == "Sum" ? TransformValue::Kind::sum : TransformValue::Kind::count;
            if (!read_aggregate(member, value))
                return;
        }
        plan_.values.push_back(std::move(value));
    }

    /// The cell of a field of the target, or the target itself for a member without a name.
    bool find_place(const Name& name, TransformValue& value) {
        const Type item = plan_.target.item();
        value.type = item;
        if (name.text.empty())
            return true;
        if (item.is_error())
            return false;
        if (item.kind == TypeKind::any) {
            value.cell = checker_.layouts().member(name.text);
            return true;
        }
        if (item.kind != TypeKind::record || item.object == ObjectId::none) {
            checker_.out()
                .report(
                    Code::W0456, name.span, "{} has no fields", describe(item, checker_.schema())
                )
                .here("made field by field")
                .help("`set item = value` makes all of it");
            return false;
        }
        const Object& object = checker_.schema().object(item.object);
        const auto field = object.find_field(name.text);
        if (!field) {
            if (object.is_open)
                report_believed_field(object, name, checker_.out());
            else
                report_unknown_field(object, name, checker_.out());
            return false;
        }
        value.cell = checker_.layouts().of(object.id).cell(*field);
        value.type = object.field(*field).type();
        return true;
    }

    Expression mapped(const Element& member, Type type) {
        const auto* const formula = member.value<const Formula*>("=");
        if (formula == nullptr || *formula == nullptr)
            return {};
        return as_value(**formula, type, member.name.text);
    }

    Expression as_value(const Formula& formula, Type type, std::string_view name) {
        ItemScope scope(checker_, plan_.items);
        const Expression value = compile(formula, scope, checker_.compile_context());
        const std::string what = name.empty() ? "the target" : fmt::format("`{}`", name);
        return coerce(value, type, formula.span, what, checker_.compile_context());
    }

    /// `{ aggregationValues = Found  aggregationField = "Amount" }`
    bool read_aggregate(const Element& member, TransformValue& value) {
        const Formula* values = nullptr;
        std::string_view field;
        Span field_span = member.header;
        if (const auto* const list = member.value<List<Assignment>>(""))
            for (const Assignment& assignment : *list) {
                if (assignment.target.empty() || assignment.value == nullptr)
                    continue;
                const std::string name = folded(assignment.target.parts.front().text);
                if (name == "aggregationvalues")
                    values = assignment.value;
                else if (name == "aggregationfield" && assignment.value->root != nullptr &&
                         assignment.value->root->kind == ExprKind::text) {
                    field = static_cast<const TextExpr*>(assignment.value->root)->value;
                    field_span = assignment.value->span;
                }
            }
        if (values == nullptr)
            values = value_of(member);
        if (values == nullptr || values->root == nullptr ||
            values->root->kind != ExprKind::reference) {
            missing_values(member);
            return false;
        }
        const Path& path = static_cast<const ReferenceExpr*>(values->root)->path;
        const Path collection = collection_path(path, checker_);
        value.value = checker_.reference(collection);
        if (value.value.type.is_error())
            return false;
        if (field.empty() && path.parts.size() > collection.parts.size())
            field = path.parts.back().text;
        if (folded(field).starts_with(item_prefix))
            field.remove_prefix(item_prefix.size());
        return value.kind == TransformValue::Kind::count || find_summed(field, field_span, value);
    }

    static const Formula* value_of(const Element& member) {
        const auto* const formula = member.value<const Formula*>("=");
        return formula == nullptr ? nullptr : *formula;
    }

    void missing_values(const Element& member) {
        if (member.broken)
            return;
        checker_.out()
            .report(
                Code::W0814,
                member.header,
                "`{}` needs the input `aggregationValues`",
                member.shape->keyword
            )
            .here("of what?")
            .help("name a collection: `{ aggregationValues = Found }`");
    }

    bool find_summed(std::string_view field, Span span, TransformValue& value) {
        const Type item = value.value.type.item();
        if (field.empty() || item.is_error())
            return true; // the items themselves
        if (item.kind == TypeKind::any) {
            value.summed = checker_.layouts().member(field);
            value.sums_member = true;
            return true;
        }
        if (item.kind != TypeKind::record || item.object == ObjectId::none)
            return true;
        const Object& object = checker_.schema().object(item.object);
        const auto found = object.find_field(field);
        if (!found) {
            if (object.is_open)
                report_believed_field(object, {field, span}, checker_.out());
            else
                report_unknown_field(object, {field, span}, checker_.out());
            return false;
        }
        value.summed = checker_.layouts().of(object.id).cell(*found);
        return true;
    }

    /// `join items { left = Contacts  right = Accounts  leftKey = "AccountId"  rightKey = "Id"
    /// Name = Accounts[$EachItem].Name }`. What a file of Salesforce has instead, a definition in
    /// a format that nobody describes, is kept and not read.
    void read_join(const Element& member) {
        const auto* const list = member.value<List<Assignment>>("");
        const Formula* const left = find(list, "left");
        const Formula* const right = find(list, "right");
        const Formula* const left_key = find(list, "leftkey");
        const Formula* const right_key = find(list, "rightkey");
        if (left == nullptr || right == nullptr || left_key == nullptr || right_key == nullptr ||
            plan_.join) {
            plan_.is_unread = true;
            return;
        }
        TransformJoin join;
        if (!read_side(*left, *left_key, join.left, join.left_slot, join.left_key) ||
            !read_side(*right, *right_key, join.right, join.right_slot, join.right_key))
            return;
        for (const Assignment& assignment : *list) {
            if (assignment.target.empty() || assignment.value == nullptr ||
                is_join_word(assignment))
                continue;
            TransformValue value;
            const Name& name = assignment.target.parts.front();
            if (!find_place(name, value))
                continue;
            value.value = as_value(*assignment.value, value.type, name.text);
            join.values.push_back(std::move(value));
        }
        plan_.join = std::move(join);
    }

    static bool is_join_word(const Assignment& assignment) {
        const std::string name = folded(assignment.target.parts.front().text);
        return name == "left" || name == "right" || name == "leftkey" || name == "rightkey";
    }

    static const Formula* find(const List<Assignment>* list, std::string_view name) {
        if (list != nullptr)
            for (const Assignment& assignment : *list)
                if (!assignment.target.empty() &&
                    folded(assignment.target.parts.front().text) == name)
                    return assignment.value;
        return nullptr;
    }

    /// One collection of a join, the slot of its item, and its key, which is the text of a field's
    /// name.
    bool read_side(
        const Formula& collection,
        const Formula& key,
        Expression& to,
        uint32_t& slot,
        Expression& by
    ) {
        if (collection.root == nullptr || collection.root->kind != ExprKind::reference) {
            plan_.is_unread = true;
            return false;
        }
        Arena& arena = checker_.compile_context().arena;
        const Path& named = static_cast<const ReferenceExpr*>(collection.root)->path;
        const Path path = collection_path(named, checker_);
        std::vector<Name> parts(path.parts.begin(), path.parts.end());
        const std::string last = fmt::format("{}[$EachItem]", parts.back().text);
        parts.back().text = arena.copy(std::string_view(last));
        const size_t item_parts = parts.size();
        if (key.root != nullptr && key.root->kind == ExprKind::text)
            parts.push_back({static_cast<const TextExpr*>(key.root)->value, key.span});
        const Path item_path{arena.copy(parts), collection.span};
        ItemScope scope(checker_, plan_.items);
        const Resolution item = scope.resolve(item_path);
        if (item.kind != Resolution::Kind::slot)
            return false;
        slot = item.slot;
        const auto known = std::ranges::find(plan_.items, item.slot, &EachItem::slot);
        to = known->collection;
        if (parts.size() == item_parts) {
            by = slot_value(slot, item.type, arena); // a collection of keys
            return true;
        }
        auto* const reference = arena.make<ReferenceExpr>();
        reference->kind = ExprKind::reference;
        reference->span = key.span;
        reference->path = item_path;
        Formula formula = key;
        formula.root = reference;
        by = compile(formula, scope, checker_.compile_context());
        return !by.type.is_error();
    }

    FlowChecker& checker_;
    TransformPlan plan_;
};

} // namespace

TransformPlan read_transform(const Element& element, Type target, FlowChecker& checker) {
    return TransformReader(target, checker).read(element);
}

} // namespace weir::elements
