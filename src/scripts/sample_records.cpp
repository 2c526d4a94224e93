#include "scripts/sample_records.hpp"

#include "store/query.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

/// Parents of parents.
constexpr uint32_t deepest = 4;
constexpr int64_t some_day = 20'513; // 2026-03-01
constexpr int64_t some_time = some_day * 86'400'000;

/// The field that a side of a comparison names: `Email`, `$Record.Email`.
std::optional<FieldId> field_of(const Formula* side, const Object& object) {
    if (side == nullptr || side->root == nullptr || side->root->kind != ExprKind::reference)
        return std::nullopt;
    const Path& path = static_cast<const ReferenceExpr*>(side->root)->path;
    if (path.parts.size() == 1)
        return object.find_field(path.parts[0].text);
    if (path.parts.size() == 2 && path.parts[0].text == "$Record")
        return object.find_field(path.parts[1].text);
    return std::nullopt;
}

/// What is written out on the other side; unset if that is no constant.
Value literal(const Formula* side, Arena& arena) {
    if (side == nullptr || side->root == nullptr)
        return {};
    switch (side->root->kind) {
    case ExprKind::text:
        return Value::text(static_cast<const TextExpr*>(side->root)->value);
    case ExprKind::boolean:
        return Value::boolean(static_cast<const BooleanExpr*>(side->root)->value);
    case ExprKind::number:
        if (const auto number = parse_decimal(static_cast<const NumberExpr*>(side->root)->digits))
            return Value::number(*number, arena);
        return {};
    case ExprKind::reference: {
        const Path& path = static_cast<const ReferenceExpr*>(side->root)->path;
        if (path.parts.size() != 2 || path.parts[0].text != "$GlobalConstant")
            return {};
        return Value::boolean(path.parts[1].text == "True");
    }
    case ExprKind::null:
        return Value::null();
    case ExprKind::error:
    case ExprKind::unary:
    case ExprKind::chain:
    case ExprKind::call:
        return {};
    }
    return {};
}

bool must_be_given(const Field& field) {
    return field.required && field.createable && !field.has_default && !field.is_system &&
           !field.has_formula && field.kind != FieldKind::checkbox &&
           field.kind != FieldKind::auto_number;
}

} // namespace

SampleRecords::Cells SampleRecords::meeting(const Condition* condition, const Object& object) {
    Cells cells;
    std::vector<const Condition*> open{condition};
    while (!open.empty()) {
        const Condition* const next = open.back();
        open.pop_back();
        if (next == nullptr)
            continue;
        if (next->kind == ConditionKind::all)
            open.insert(open.end(), next->operands.begin(), next->operands.end());
        else if (next->kind == ConditionKind::any && !next->operands.empty())
            open.push_back(next->operands.front());
        else if (next->kind == ConditionKind::comparison)
            add_comparison(*next, object, cells);
    }
    return cells;
}

void SampleRecords::add_comparison(const Condition& condition, const Object& object, Cells& cells) {
    const auto field = field_of(condition.left, object);
    if (!field || object.field(*field).has_formula || !object.field(*field).createable)
        return;
    const Value written = literal(condition.right, arena_);
    switch (condition.op) {
    case ConditionOperator::equal:
        // Of several conditions on a field this one leaves no choice.
        if (!written.is_unset())
            cells.insert_or_assign(*field, written);
        break;
    case ConditionOperator::less_equal:
    case ConditionOperator::greater_equal:
    case ConditionOperator::starts_with:
    case ConditionOperator::ends_with:
    case ConditionOperator::contains:
        if (!written.is_unset())
            cells.emplace(*field, written);
        break;
    case ConditionOperator::not_equal:
    case ConditionOperator::is_not_null:
    case ConditionOperator::is_not_blank:
    case ConditionOperator::is_changed:
    case ConditionOperator::was_set:
        cells.emplace(
            *field,
            written.tag() == Tag::boolean ? Value::boolean(!written.is_true())
                                          : sample(object.field(*field), 0)
        );
        break;
    case ConditionOperator::less:
    case ConditionOperator::greater:
        if (written.is_number()) {
            const bool is_more = condition.op == ConditionOperator::greater;
            const Decimal beyond = weir::add(written.decimal(), Decimal::of(is_more ? 1 : -1));
            cells.emplace(*field, Value::number(beyond, arena_));
            break;
        }
        cells.emplace(
            *field,
            written.tag() == Tag::boolean ? Value::boolean(!written.is_true())
                                          : sample(object.field(*field), 0)
        );
        break;
    case ConditionOperator::in:
    case ConditionOperator::not_in:
    case ConditionOperator::is_null:
    case ConditionOperator::is_blank:
    case ConditionOperator::is_empty:
    case ConditionOperator::is_not_empty:
    case ConditionOperator::is_not_changed:
    case ConditionOperator::was_not_set:
    case ConditionOperator::was_visited:
    case ConditionOperator::was_not_visited:
    case ConditionOperator::was_selected:
    case ConditionOperator::was_not_selected:
    case ConditionOperator::has_error:
    case ConditionOperator::has_no_error:
        break;
    }
}

Value SampleRecords::sample(const Field& field, uint32_t depth) {
    if (!field.values.empty())
        return Value::text(field.values.front().value);
    const auto text = [&](std::string_view sample) {
        const std::string spelled = fmt::format("{} {}", sample, ++serial_);
        if (field.name == "Username")
            return Value::text(
                arena_.copy(std::string_view(fmt::format("sample{}@example.com", serial_)))
            );
        const size_t length = std::min<size_t>(spelled.size(), std::max(field.length, 1U));
        return Value::text(arena_.copy(std::string_view(spelled).substr(0, length)));
    };
    switch (field.kind) {
    case FieldKind::email:
        return Value::text(
            arena_.copy(std::string_view(fmt::format("sample{}@example.com", ++serial_)))
        );
    case FieldKind::phone:
        return Value::text("+1 555 0100");
    case FieldKind::url:
        return Value::text("https://example.com");
    case FieldKind::checkbox:
        return Value::boolean(true);
    case FieldKind::number:
    case FieldKind::currency:
    case FieldKind::percent:
        return Value::number(1);
    case FieldKind::date:
        return Value::date(some_day);
    case FieldKind::date_time:
        return Value::date_time(some_time);
    case FieldKind::time:
        return Value::time(0);
    case FieldKind::lookup:
    case FieldKind::master_detail:
        for (const ObjectId parent : field.refers_to)
            if (const Id id = any_record(org_.program().schema->object(parent), depth + 1);
                id != Id{})
                return Value::id(id);
        return Value::null();
    case FieldKind::id:
    case FieldKind::auto_number:
    case FieldKind::location:
        return Value::null();
    case FieldKind::text:
    case FieldKind::text_area:
    case FieldKind::long_text_area:
    case FieldKind::rich_text_area:
    case FieldKind::encrypted_text:
    case FieldKind::picklist:
    case FieldKind::multi_picklist:
        return text("Sample");
    }
    return Value::null();
}

/// One that is there, or a new one.
Id SampleRecords::any_record(const Object& object, uint32_t depth) {
    Query query;
    query.object = object.id;
    query.limit = 1;
    const Result<QueryResult> found = org_.query(query, {}, 1);
    if (found && (*found).records.size() > 0)
        return (*found).records.ids()[0];
    return depth > deepest ? Id{} : create(object, {}, depth);
}

SampleRecords::Cells
SampleRecords::everything(const Object& object, const Cells& cells, bool is_checked) {
    Cells all = cells;
    for (size_t index = 0; index < object.fields.size(); ++index) {
        const Field& field = object.fields[index];
        if (!field.updateable || field.is_system || field.has_formula || field.is_reference() ||
            field.kind == FieldKind::auto_number)
            continue;
        const Value made =
            field.kind == FieldKind::checkbox ? Value::boolean(is_checked) : sample(field, 0);
        if (!made.is_null())
            all.emplace(static_cast<FieldId>(index), made);
    }
    return all;
}

Id SampleRecords::create(const Object& object, const Cells& cells, uint32_t depth) {
    RecordBatch batch(object.id, 1);
    fill(batch, 0, object, cells, depth);
    save(Operation::create, batch);
    return batch.ids()[0];
}

void SampleRecords::fill(
    RecordBatch& batch, uint32_t row, const Object& object, const Cells& cells, uint32_t depth
) {
    for (size_t index = 0; index < object.fields.size(); ++index) {
        const auto field = static_cast<FieldId>(index);
        if (must_be_given(object.fields[index]) && !cells.contains(field)) {
            const Value made = sample(object.fields[index], depth);
            batch.column(field)[row] = made;
        }
    }
    add_length(batch, row, object, cells);
    // What no two records may share, only the first one has.
    for (const auto& [field, value] : cells)
        batch.column(field)[row] =
            object.field(field).unique && row > 0 ? sample(object.field(field), depth) : value;
}

/// An event is of a time and of a length, of which no field is required by itself.
void SampleRecords::add_length(
    RecordBatch& batch, uint32_t row, const Object& object, const Cells& cells
) {
    if (object.name != "Event")
        return;
    constexpr int64_t an_hour = 60; // minutes
    for (const auto& [name, value] :
         {std::pair("ActivityDateTime", Value::date_time(some_time)),
          std::pair("DurationInMinutes", Value::number(an_hour))})
        if (const auto field = object.find_field(name); field && !cells.contains(*field))
            batch.column(*field)[row] = value;
}

void SampleRecords::update(const Object& object, Id id, const Cells& cells) {
    RecordBatch batch(object.id, 1);
    batch.ids()[0] = id;
    for (const auto& [field, value] : cells)
        batch.column(field)[0] = value;
    save(Operation::update, batch);
}

void SampleRecords::erase(const Object& object, Id id) {
    RecordBatch batch(object.id, 1);
    batch.ids()[0] = id;
    save(Operation::erase, batch);
}

void SampleRecords::save(Operation operation, RecordBatch& batch) {
    const Result<SaveReport> report = org_.save(operation, batch);
    if (!report)
        failures_.push_back(report.error().message);
    else
        for (const Refusal& refusal : (*report).refused)
            last_refusal_ = fmt::format(
                "{}: {}: {}",
                org_.program().schema->object(batch.object()).name,
                refusal.fault->code,
                refusal.fault->message
            );
}

Value SampleRecords::value(Type type, uint32_t depth) {
    if (type.collection) {
        const Value item = value(type.item(), depth);
        return make_collection(std::span<const Value>(&item, 1), arena_);
    }
    switch (type.kind) {
    case TypeKind::number:
    case TypeKind::currency:
    case TypeKind::percent:
        return Value::number(1);
    case TypeKind::boolean:
        return Value::boolean(true);
    case TypeKind::date:
        return Value::date(some_day);
    case TypeKind::date_time:
        return Value::date_time(some_time);
    case TypeKind::time:
        return Value::time(0);
    case TypeKind::id:
    case TypeKind::record: {
        if (type.object == ObjectId::none)
            return Value::null();
        const Id id = any_record(org_.program().schema->object(type.object), depth);
        if (id == Id{})
            return Value::null();
        if (type.kind == TypeKind::id)
            return Value::id(id);
        const Layout& layout = org_.program().layouts->of(type.object);
        Row* const row = make_row(&layout, layout.size(), arena_);
        row->cells()[0] = Value::id(id);
        return Value::record(row);
    }
    case TypeKind::text:
    case TypeKind::picklist:
    case TypeKind::multi_picklist:
        return Value::text("Sample");
    case TypeKind::any:
    case TypeKind::error:
    case TypeKind::null:
    case TypeKind::location:
        return Value::null();
    }
    return Value::null();
}

} // namespace weir
