#include "elements/screen_row.hpp"

#include "elements/screen_values.hpp"
#include "org/transaction.hpp"
#include "types/convert.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir::elements {

Value ScreenRow::evaluate(const Expression& expression) {
    if (!expression || has_failed)
        return Value::null();
    const uint32_t rows[] = {row};
    const Value value = group.evaluate(expression, rows)[row];
    has_failed = value.is_fault();
    return has_failed || value.is_unset() ? Value::null() : value;
}

std::string ScreenRow::text(const Expression& expression) {
    return std::string(to_text(evaluate(expression), group.arena()));
}

bool ScreenRow::is_true(const Expression& expression, bool otherwise) {
    if (!expression)
        return otherwise;
    const Value value = evaluate(expression);
    if (value.tag() == Tag::text)
        return equal_ignoring_case(value.as_text(), "true");
    return value.is_true();
}

const TimeZone& ScreenRow::zone() const {
    return group.transaction().surroundings().zone;
}

Value stored_value(
    const ScreenRow& row,
    const ScreenPlan& screen,
    const ScreenFieldPlan& plan,
    const ScreenField& field
) {
    Arena& arena = row.group.arena();
    if (field.takes_choices)
        return copy(selected_value(field, row.zone(), arena), arena);
    const auto fit = fitted(field.value, plan.type, row.zone(), arena);
    if (fit && !fit->is_null())
        return copy(*fit, arena);
    if (plan.type.kind == TypeKind::boolean && !plan.type.collection)
        return Value::boolean(false); // a checkbox that is not checked
    const bool is_empty_text =
        screen.blank_is_empty && plan.type.kind == TypeKind::text && !plan.type.collection && fit;
    return is_empty_text ? Value::text("") : Value::null();
}

// -------------------------------------------------------------------------------------- choices

namespace {

class ChoiceList {
public:
    ChoiceList(ScreenRow& row, std::vector<ScreenChoice>& choices, Arena& arena)
        : row_(row), choices_(choices), arena_(arena) {}

    void add(const ChoiceSource& source, uint32_t index) {
        source_ = index;
        if (source.choice != nullptr)
            add_choice(*source.choice);
        else if (source.set->finder != nullptr)
            add_found(*source.set);
        else if (source.set->collection)
            add_collection(*source.set);
        else
            add_picklist(*source.set);
    }

private:
    void add_choice(const ChoicePlan& plan) {
        ScreenChoice& choice = append(plan.name);
        choice.label = row_.text(plan.label);
        if (choice.label.empty())
            choice.label = plan.name;
        choice.value = copy(row_.evaluate(plan.value), arena_);
        if (plan.asks)
            choice.asks = row_.text(plan.asks);
        choice.asks_required = plan.asks_required;
    }

    void add_found(const ChoiceSetPlan& plan) {
        Group& group = row_.group;
        QueryResult found;
        if (!plan.finder->find(group, Attempt::look_up, found)) {
            row_.has_failed = true;
            return;
        }
        const Rows rows = group.rows();
        const auto own = std::ranges::find(rows, row_.row);
        if (own == rows.end()) {
            row_.has_failed = true;
            return;
        }
        const auto place = static_cast<size_t>(own - rows.begin());
        const Program& program = group.transaction().program();
        const RowMaker maker(
            found.records, program.layouts->of(plan.finder->object()), group.arena()
        );
        for (uint32_t record = found.begin[place]; record < found.begin[place + 1]; ++record)
            add_record(plan, maker.make(record));
    }

    void add_collection(const ChoiceSetPlan& plan) {
        const Value collection = row_.evaluate(plan.collection);
        if (collection.tag() != Tag::collection)
            return;
        uint32_t count = 0;
        for (const Value item : collection.items())
            if (count++ < plan.limit)
                add_record(plan, item);
    }

    void add_record(const ChoiceSetPlan& plan, Value record) {
        const auto cell = [&](std::optional<uint32_t> wanted) {
            const bool has = record.tag() == Tag::record && record.row() != nullptr && wanted &&
                             *wanted < record.row()->size;
            return has ? record.row()->cells()[*wanted] : Value::null();
        };
        const Value shown = record.tag() == Tag::record ? cell(plan.show) : record;
        Value value = record.tag() == Tag::record ? cell(plan.value) : record;
        if (!plan.value)
            value = shown;
        ScreenChoice& choice = append(fmt::format("{}.{}", plan.name, next_ + 1));
        ++next_;
        choice.label = to_text(shown, arena_);
        choice.value = copy(given(value), arena_);
        choice.record = copy(record, arena_);
    }

    void add_picklist(const ChoiceSetPlan& plan) {
        for (const std::string& value : plan.picklist) {
            ScreenChoice& choice = append(fmt::format("{}.{}", plan.name, value));
            choice.label = value;
            choice.value = Value::text(arena_.copy(std::string_view(value)));
        }
    }

    ScreenChoice& append(std::string name) {
        ScreenChoice& choice = choices_.emplace_back();
        choice.name = std::move(name);
        choice.source = source_;
        choice.value = Value::null();
        choice.record = Value::null();
        choice.input = Value::null();
        return choice;
    }

    ScreenRow& row_;
    std::vector<ScreenChoice>& choices_;
    Arena& arena_;
    uint32_t source_ = 0;
    uint32_t next_ = 0; // among the records of all sets
};

std::string table_label(Value record, std::span<const std::string_view> columns, ScreenRow& row) {
    const Row* const data = record.tag() == Tag::record ? record.row() : nullptr;
    if (data == nullptr || data->layout == nullptr)
        return std::string(to_text(record, row.group.arena()));
    const Object& object = row.group.transaction().schema().object(data->layout->object());
    std::string label;
    const auto add = [&](std::optional<FieldId> field) {
        const auto cell = field ? data->layout->find(*field) : std::nullopt;
        if (!cell || *cell >= data->size || data->cells()[*cell].is_null())
            return;
        if (!label.empty())
            label += ", ";
        label += to_text(data->cells()[*cell], row.group.arena());
    };
    for (const std::string_view column : columns)
        add(object.find_field(column));
    if (label.empty())
        add(object.name_field());
    if (label.empty())
        add(object.id_field());
    return label;
}

/// The rows of a data table, to be taken by their place, what they show, or their ids.
void list_table(
    ScreenRow& row,
    const ScreenFieldPlan& component,
    std::vector<ScreenChoice>& choices,
    Arena& arena
) {
    const ComponentInput* const data = component.input("tableData");
    const Value table = data == nullptr ? Value::null() : row.evaluate(data->value);
    if (table.tag() != Tag::collection)
        return;
    const ComponentInput* const columns = component.input("columns");
    const std::string shown = columns == nullptr ? std::string() : row.text(columns->value);
    const std::vector<std::string_view> names = shown_columns(shown);
    for (const Value item : table.items()) {
        ScreenChoice& choice = choices.emplace_back();
        choice.name = std::to_string(choices.size());
        choice.label = table_label(item, names, row);
        choice.record = copy(item, arena);
        choice.input = Value::null();
        const bool has_id =
            item.tag() == Tag::record && item.row() != nullptr && item.row()->size > 0;
        choice.value = has_id ? copy(given(item.row()->cells()[0]), arena) : Value::null();
    }
}

} // namespace

void list_choices(
    ScreenRow& row, const ScreenFieldPlan& plan, std::vector<ScreenChoice>& choices, Arena& arena
) {
    using Role = StandardComponent::Role;
    if (plan.standard != nullptr && plan.standard->role == Role::data_table) {
        list_table(row, plan, choices, arena);
        return;
    }
    ChoiceList list(row, choices, arena);
    for (size_t index = 0; index < plan.choices.size() && !row.has_failed; ++index)
        list.add(plan.choices[index], static_cast<uint32_t>(index));
    for (const std::string& value : plan.values) {
        ScreenChoice& choice = choices.emplace_back();
        choice.name = value;
        choice.label = value;
        choice.value = Value::text(arena.copy(std::string_view(value)));
        choice.record = Value::null();
        choice.input = Value::null();
    }
}

std::vector<ObjectId>
lookup_targets(ScreenRow& row, const ScreenFieldPlan& component, const Schema& schema) {
    const auto text_of = [&](std::string_view input) {
        const ComponentInput* const found = component.input(input);
        return found == nullptr ? std::string() : row.text(found->value);
    };
    const Object* const object = schema.find(text_of("objectApiName"));
    const auto field =
        object == nullptr ? std::nullopt : object->find_field(text_of("fieldApiName"));
    return field ? object->field(*field).refers_to : std::vector<ObjectId>{};
}

Id find_record(ScreenRow& row, const ScreenFieldPlan& lookup, std::string_view name) {
    Transaction& transaction = row.group.transaction();
    const Schema& schema = transaction.schema();
    const std::vector<ObjectId> targets =
        lookup.standard != nullptr ? lookup_targets(row, lookup, schema) : lookup.refers_to;
    for (const ObjectId target : targets) {
        const auto field = schema.object(target).name_field();
        const Id found = field ? transaction.find(target, *field, name) : Id{};
        if (found != Id{})
            return found;
    }
    return {};
}

} // namespace weir::elements
