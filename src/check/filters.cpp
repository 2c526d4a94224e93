// `where` on an object: a tree of comparisons that the store evaluates, and the formulas of its
// right sides.
#include "check/filters.hpp"

#include "base/limits.hpp"
#include "check/reports.hpp"
#include "formula/compile_value.hpp"
#include "schema/fold.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

std::optional<FilterOperator> filter_operator(ConditionOperator op) {
    switch (op) {
    case ConditionOperator::equal:
        return FilterOperator::equal;
    case ConditionOperator::not_equal:
        return FilterOperator::not_equal;
    case ConditionOperator::less:
        return FilterOperator::less;
    case ConditionOperator::greater:
        return FilterOperator::greater;
    case ConditionOperator::less_equal:
        return FilterOperator::less_equal;
    case ConditionOperator::greater_equal:
        return FilterOperator::greater_equal;
    case ConditionOperator::starts_with:
        return FilterOperator::starts_with;
    case ConditionOperator::ends_with:
        return FilterOperator::ends_with;
    case ConditionOperator::contains:
        return FilterOperator::contains;
    case ConditionOperator::in:
        return FilterOperator::in;
    case ConditionOperator::not_in:
        return FilterOperator::not_in;
    // A store keeps no empty texts, so blank is null there.
    case ConditionOperator::is_null:
    case ConditionOperator::is_blank:
        return FilterOperator::is_null;
    case ConditionOperator::is_not_null:
    case ConditionOperator::is_not_blank:
        return FilterOperator::is_not_null;
    case ConditionOperator::is_empty:
    case ConditionOperator::is_not_empty:
    case ConditionOperator::is_changed:
    case ConditionOperator::is_not_changed:
    case ConditionOperator::was_set:
    case ConditionOperator::was_not_set:
    case ConditionOperator::was_visited:
    case ConditionOperator::was_not_visited:
    case ConditionOperator::was_selected:
    case ConditionOperator::was_not_selected:
    case ConditionOperator::has_error:
    case ConditionOperator::has_no_error:
        return std::nullopt;
    }
    return std::nullopt;
}

bool is_ordering(FilterOperator op) {
    return op == FilterOperator::less || op == FilterOperator::greater ||
           op == FilterOperator::less_equal || op == FilterOperator::greater_equal;
}

bool is_text_search(FilterOperator op) {
    return op == FilterOperator::starts_with || op == FilterOperator::ends_with ||
           op == FilterOperator::contains;
}

/// Whether a filter may ask this of a field of that type.
bool is_defined(FilterOperator op, Type type) {
    if (type.kind == TypeKind::any || type.is_error())
        return true;
    if (is_text_search(op))
        return type.is_textual();
    if (is_ordering(op))
        return type.kind != TypeKind::boolean && type.kind != TypeKind::location;
    if (type.kind == TypeKind::location)
        return op == FilterOperator::is_null || op == FilterOperator::is_not_null;
    if (op == FilterOperator::in || op == FilterOperator::not_in)
        return type.kind != TypeKind::boolean;
    return true;
}

bool is_stored_long(FieldKind kind) {
    return kind == FieldKind::long_text_area || kind == FieldKind::rich_text_area ||
           kind == FieldKind::encrypted_text;
}

bool names_field(const Formula* formula, const Object& object) {
    if (formula == nullptr || formula->root == nullptr ||
        formula->root->kind != ExprKind::reference)
        return false;
    const Path& path = static_cast<const ReferenceExpr*>(formula->root)->path;
    return path.parts.size() == 1 && object.find_field(path.parts.front().text);
}

void make_constant_filter(Filter& filter, uint32_t node) {
    // After a mistake: a tree that is whole and finds everything.
    filter.nodes[node].kind = FilterNode::Kind::all;
}

class FilterCompiler {
public:
    FilterCompiler(
        const Object& object, Scope& scope, CompileContext& context, FilterReader reader
    )
        : object_(object), scope_(scope), context_(context), reader_(reader) {}

    uint32_t add(const Condition& condition, uint32_t depth);

    Filter filter;

private:
    void add_comparison(const Condition& condition, uint32_t node);
    void add_checkbox(const Condition& condition, uint32_t node);
    [[nodiscard]] std::optional<FieldId> field_of(const Formula& left);

    const Object& object_;
    Scope& scope_;
    CompileContext& context_;
    FilterReader reader_;
};

uint32_t FilterCompiler::add(const Condition& condition, uint32_t depth) {
    const auto node = static_cast<uint32_t>(filter.nodes.size());
    filter.nodes.emplace_back();
    if (depth > limits::nesting) {
        make_constant_filter(filter, node);
        return node;
    }
    switch (condition.kind) {
    case ConditionKind::error:
        make_constant_filter(filter, node);
        break;
    case ConditionKind::all:
    case ConditionKind::any:
    case ConditionKind::negation: {
        std::vector<uint32_t> children;
        for (const Condition* const operand : condition.operands)
            if (operand != nullptr)
                children.push_back(add(*operand, depth + 1));
        filter.nodes[node].kind = condition.kind == ConditionKind::all ? FilterNode::Kind::all
                                  : condition.kind == ConditionKind::any
                                      ? FilterNode::Kind::any
                                      : FilterNode::Kind::negation;
        filter.nodes[node].children = std::move(children);
        break;
    }
    case ConditionKind::comparison:
        add_comparison(condition, node);
        break;
    case ConditionKind::formula:
        add_checkbox(condition, node);
        break;
    }
    return node;
}

/// `where IsActive`: a checkbox alone is a comparison with true.
void FilterCompiler::add_checkbox(const Condition& condition, uint32_t node) {
    make_constant_filter(filter, node);
    if (condition.left == nullptr)
        return;
    const auto field = field_of(*condition.left);
    if (!field)
        return;
    const Type type = object_.field(*field).type();
    if (type.kind != TypeKind::boolean && type.kind != TypeKind::any) {
        context_.out
            .report(
                Code::W0451,
                condition.span,
                "`{}.{}` is {} and not a condition on its own",
                object_.name,
                object_.field(*field).name,
                name(type.kind)
            )
            .help(fmt::format("compare it: `{} = …`", object_.field(*field).name));
        return;
    }
    FilterNode& comparison = filter.nodes[node];
    comparison.kind = FilterNode::Kind::comparison;
    comparison.field = *field;
    comparison.op = FilterOperator::equal;
    comparison.parameter = static_cast<uint32_t>(filter.parameters.size());
    filter.parameters.push_back(
        constant(Value::boolean(true), Type::of(TypeKind::boolean), context_.arena)
    );
}

void FilterCompiler::add_comparison(const Condition& condition, uint32_t node) {
    make_constant_filter(filter, node);
    if (condition.left == nullptr)
        return;
    const auto id = field_of(*condition.left);
    // The right side is checked either way: what is wrong there is another mistake, unless the
    // sides are swapped.
    Expression value;
    const bool is_swapped = !id && names_field(condition.right, object_);
    if (condition.right != nullptr && !is_swapped)
        value = compile_value(*condition.right, scope_, context_);
    if (!id)
        return;
    const Field& field = object_.field(*id);
    const Type type = field.type();
    const auto op = filter_operator(condition.op);
    if (!op) {
        context_.out.report(Code::W0451, condition.op_span, "a filter has no such operator")
            .here("only for conditions of the flow itself")
            .help("filter the records by what they hold: `=`, `!=`, `<`, `>`, `<=`, `>=`, `starts "
                  "with`, `ends with`, "
                  "`contains`, `in`, `not in`, `is null`, `is not null`");
        return;
    }
    if (reader_ == FilterReader::salesforce && is_stored_long(field.kind) && *op != FilterOperator::is_null &&
        *op != FilterOperator::is_not_null) {
        context_.out
            .report(
                Code::W0453,
                condition.left->span,
                "`{}.{}` cannot be filtered by",
                object_.name,
                field.name
            )
            .note("Salesforce filters by no long, rich or encrypted text")
            .help("get the records, and compare the field in a decision");
        return;
    }
    if (!is_defined(*op, type)) {
        context_.out
            .report(
                Code::W0451,
                condition.op_span,
                "this comparison is not defined for {}",
                name(type.kind)
            )
            .label(condition.left->span, fmt::format("`{}` is {}", field.name, name(type.kind)));
        return;
    }
    FilterNode comparison;
    comparison.field = *id;
    comparison.op = *op;
    if (takes_right_side(condition.op)) {
        if (condition.right == nullptr)
            return;
        Type target = is_text_search(*op) ? Type::of(TypeKind::text) : type;
        if (*op == FilterOperator::in || *op == FilterOperator::not_in)
            target = type.collection_of();
        comparison.parameter = static_cast<uint32_t>(filter.parameters.size());
        const std::string what = fmt::format("`{}`", field.name);
        filter.parameters.push_back(coerce(value, target, condition.right->span, what, context_));
    }
    filter.nodes[node] = std::move(comparison);
}

std::optional<FieldId> FilterCompiler::field_of(const Formula& left) {
    if (left.root == nullptr || left.root->kind == ExprKind::error)
        return std::nullopt;
    if (left.root->kind != ExprKind::reference) {
        context_.out
            .report(
                Code::W0452,
                left.span,
                "the left side of a filter is not a field of `{}`",
                object_.name
            )
            .help(fmt::format("write the field of `{}` first: `Name = …`", object_.name));
        return std::nullopt;
    }
    const Path& path = static_cast<const ReferenceExpr*>(left.root)->path;
    return own_field(path, object_, left.span, scope_, context_.out);
}

} // namespace

Filter compile_filter(
    const Condition& condition,
    const Object& object,
    Scope& scope,
    CompileContext& context,
    FilterReader reader
) {
    FilterCompiler compiler(object, scope, context, reader);
    compiler.add(condition, 0);
    return std::move(compiler.filter);
}

std::optional<FieldId>
own_field(const Path& path, const Object& object, Span span, Scope& scope, Diagnostics& out) {
    if (path.empty())
        return std::nullopt;
    const Name& first = path.parts.front();
    const auto field = object.find_field(first.text);
    if (path.parts.size() == 1) {
        if (field)
            return field;
        if (object.is_open) {
            report_believed_field(object, first, out);
            return std::nullopt;
        }
        const std::vector<std::string_view> known = scope.names();
        const bool is_resource =
            std::any_of(known.begin(), known.end(), [&](std::string_view name) {
                return folded(name) == folded(first.text);
            });
        if (!is_resource) {
            report_unknown_field(object, first, out);
            return std::nullopt;
        }
        scope.use(path, scope.resolve(path), FieldId::none); // it was meant to be read
        out.report(Code::W0452, span, "the field of `{}` is not on this side", object.name)
            .here("a name of the flow")
            .help(fmt::format("write the field of `{}` first", object.name));
        return std::nullopt;
    }
    if (object.is_open)
        return std::nullopt;
    if (!object.find_relationship(first.text) && first.text.substr(0, 1) != "$") {
        report_unknown_field(object, first, out);
        return std::nullopt;
    }
    out.report(Code::W0452, span, "this is not a field of `{}` itself", object.name)
        .here("reaches into another record")
        .help("get the other record first, and compare with its Id");
    return std::nullopt;
}

} // namespace weir
