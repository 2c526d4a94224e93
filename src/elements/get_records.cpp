// get: finds records, and keeps them under its own name or in variables.
#include "check/flow_checker.hpp"
#include "check/reports.hpp"
#include "elements/clauses.hpp"
#include "elements/finder.hpp"
#include "elements/get_storage.hpp"
#include "elements/kinds.hpp"
#include "elements/record_forms.hpp"
#include "elements/values.hpp"
#include "org/transaction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "where",
     .value = ValueKind::condition,
     .xml = "filters",
     .doc = "Which records: left of each comparison stands a field of the object. Without it, all.",
     .form = XmlForm::filters},
    {.key = "order by",
     .value = ValueKind::order,
     .xml = "sortField",
     .doc = "Their order. Without it the first record is any of them."},
    {.key = "limit",
     .value = ValueKind::number,
     .xml = "limit",
     .doc = "At most so many records; 2 to 20,000."},
    {.key = "first",
     .value = ValueKind::flag,
     .xml = "getFirstRecordOnly",
     .doc = "Only the first: the result is a record, not a collection."},
    {.key = "fields",
     .value = ValueKind::paths,
     .xml = "queriedFields",
     .doc = "Read only these fields, and the Id. Without it, all that the flow names."},
    {.key = "into",
     .value = ValueKind::path,
     .xml = "outputReference",
     .doc = "Keep the result in this record variable or collection instead of under the name of "
            "the element."},
    {.key = "null when nothing is found",
     .value = ValueKind::flag,
     .xml = "assignNullValuesIfNoRecordsFound",
     .doc = "Variables that the result goes into become null when there is no record; without it "
            "they keep their values."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "outputAssignments",
     .doc = "`{ Variable = Field }`: fields of the first record, each into a variable.",
     .form = XmlForm::stored},
    elements::fault_clause,
};

constexpr std::string_view unless_storeOutputAutomatically[] = {"into", ""};
constexpr std::string_view unless_getFirstRecordOnly[] = {"into", "", "first"};
constexpr std::string_view unless_assignNullValuesIfNoRecordsFound[] = {
    "null when nothing is found"};
constexpr XmlImplied implied[] = {
    {.tag = "storeOutputAutomatically", .value = "true", .unless = unless_storeOutputAutomatically},
    {.tag = "getFirstRecordOnly", .value = "false", .unless = unless_getFirstRecordOnly},
    {.tag = "assignNullValuesIfNoRecordsFound",
     .value = "false",
     .unless = unless_assignNullValuesIfNoRecordsFound},
};

constexpr Shape shape{
    .keyword = "get",
    .category = Category::element,
    .xml = "recordLookups",
    .subject = SubjectForm::object,
    .subject_required = true,
    .can_fault = true,
    .in_before_save = true,
    .clauses = clauses,
    .doc = "Get Records: the records of an object that meet conditions. Nothing found is no fault: "
           "the result is null.",
    .implied = implied,
};

using namespace elements;

class GetRecords final : public Step {
public:
    GetRecords(Query query, Filter filter, Storage storage)
        : finder_(std::move(query), std::move(filter)), storage_(std::move(storage)) {}

    [[nodiscard]] Finder& finder() { return finder_; }

    void run(Group& group) const override {
        QueryResult found;
        if (!finder_.find(group, Attempt::look_up, found))
            return;
        const Rows rows = group.rows();
        if (stays_in_columns(group, rows, found)) {
            store_columns(group, std::move(found));
            return;
        }
        if (storage_.whole)
            store_whole(group, rows, found);
        for (const StoredField& stored : storage_.fields)
            store_field(group, rows, found, stored);
    }

private:
    /// Whether each interview of the batch gets a record into a variable: then nobody may need it
    /// as a row.
    [[nodiscard]] bool stays_in_columns(Group& group, Rows rows, const QueryResult& found) const {
        return storage_.whole && storage_.is_first && !storage_.whole->cell &&
               storage_.fields.empty() && rows.size() == group.batch().size() &&
               std::ranges::adjacent_find(found.begin, std::ranges::greater_equal()) ==
                   found.begin.end();
    }

    void store_columns(Group& group, QueryResult found) const {
        Arena& arena = group.arena();
        const Layout& layout = group.transaction().program().layouts->of(finder_.object());
        const std::span<const Value*> cells = arena.make_array<const Value*>(layout.size());
        for (uint32_t cell = 1; cell < layout.size(); ++cell)
            cells[cell] = std::as_const(found.records).find(layout.fields()[cell]).data();
        const std::span<Id> ids = arena.make_array<Id>(found.records.size());
        std::ranges::copy(std::as_const(found.records).ids(), ids.begin());
        const Rows places =
            arena.copy(std::span<const uint32_t>(found.begin)).first(found.begin.size() - 1);
        const RecordSource source{&layout, cells, ids};
        group.batch().keep(std::move(found.records));
        group.batch().set_records(
            storage_.whole->slot, *arena.make<RecordColumns>(source, places, arena)
        );
    }

    void store_whole(Group& group, Rows rows, const QueryResult& found) const {
        const RowMaker maker(
            found.records,
            group.transaction().program().layouts->of(finder_.object()),
            group.arena()
        );
        for (size_t index = 0; index < rows.size(); ++index) {
            const uint32_t begin = found.begin[index];
            const uint32_t count = found.begin[index + 1] - begin;
            if (count == 0) {
                if (!storage_.keeps_old)
                    storage_.whole->write(group, rows[index], Value::null());
            } else if (storage_.is_first) {
                // Nobody else holds the new row, so it stays free to be changed in place.
                const Value record = maker.make(begin);
                if (storage_.whole->cell)
                    storage_.whole->write(group, rows[index], record);
                else
                    group.slot(storage_.whole->slot)[rows[index]] = record;
            } else {
                const std::span<Value> items = group.arena().make_array<Value>(count);
                for (uint32_t item = 0; item < count; ++item)
                    items[item] = maker.make(begin + item);
                storage_.whole->write(group, rows[index], collection_of(items, group.arena()));
            }
        }
    }

    void store_field(Group& group, Rows rows, const QueryResult& found, const StoredField& stored)
        const {
        const std::span<Value> slot = group.slot(stored.delivery.slot);
        const std::span<const Value> column = found.records.find(stored.field);
        const bool is_id = stored.field == FieldId{0};
        const std::span<uint32_t> filled = group.arena().make_array<uint32_t>(rows.size());
        size_t count = 0;
        for (size_t index = 0; index < rows.size(); ++index) {
            const uint32_t record = found.begin[index];
            const bool is_found = record < found.begin[index + 1];
            if (!is_found && storage_.keeps_old)
                continue;
            Value value = Value::null();
            if (is_found && is_id)
                value = Value::id(found.records.ids()[record]);
            else if (is_found && !column.empty())
                value = column[record];
            slot[rows[index]] = value;
            filled[count++] = rows[index];
        }
        stored.delivery.deliver(group, filled.first(count));
    }

    Finder finder_;
    Storage storage_;
};

void declare(const Element& element, FlowChecker& checker) {
    if (stores_elsewhere(element))
        return;
    const Object* const object = checker.object(element);
    Type type;
    if (object != nullptr)
        type = Type::record_of(object->id);
    if (object != nullptr && !element.has("first"))
        type = type.collection_of();
    checker.declare(element.name, type, NameOrigin::get_result);
}

/// 2 to 20,000, as Salesforce takes it.
uint32_t read_limit(const Element& element, FlowChecker& checker) {
    constexpr uint32_t none = std::numeric_limits<uint32_t>::max();
    const auto* const number = element.value<NumberLiteral>("limit");
    if (number == nullptr)
        return none;
    uint32_t limit = 0;
    const std::string_view digits = number->digits;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), limit);
    if (error == std::errc{} && end == digits.data() + digits.size() && limit >= 2 &&
        limit <= 20'000)
        return limit;
    auto report =
        checker.out().report(Code::W0807, number->span, "`limit {}` is out of range", digits);
    report.here("2 to 20000");
    if (limit == 1)
        report.help("for one record write `first`", Edit{element.clause("limit")->span, "first"});
    return none;
}

std::vector<FieldId> read_fields(List<Path> paths, const Object& object, FlowChecker& checker) {
    std::vector<FieldId> fields;
    for (const Path& path : paths) {
        if (path.empty())
            continue;
        const auto field =
            path.parts.size() == 1 ? object.find_field(path.parts[0].text) : std::nullopt;
        if (field) {
            fields.push_back(*field);
            continue;
        }
        if (path.parts.size() == 1 && object.is_open) {
            report_believed_field(object, path.parts[0], checker.out());
            continue;
        }
        const std::string_view spelling = spell(path, checker.compile_context().arena);
        checker.out()
            .report(Code::W0312, path.span, "`{}` has no field `{}`", object.name, spelling)
            .here("no such field")
            .help_nearest(
                spelling, object.field_names(), "a field with a similar name exists: `{}`"
            );
    }
    return fields;
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    const Object* const object = checker.object(element);
    if (object == nullptr)
        return broken_step();
    if (object->kind == ObjectKind::event) {
        checker.out()
            .report(
                Code::W0806, element.subject.span, "a flow cannot get records of `{}`", object->name
            )
            .here("a platform event")
            .note("messages are not kept as records; a flow with `on event` receives them");
        return broken_step();
    }
    Filter filter;
    if (const auto* const where = element.value<const Condition*>("where");
        where != nullptr && *where != nullptr)
        filter = checker.filter(**where, *object);
    Query query;
    query.object = object->id;
    if (const auto* const keys = element.value<List<OrderKey>>("order by"))
        query.order = checker.order(*keys, *object);
    query.limit = read_limit(element, checker);
    Storage storage = read_storage(element, *object, checker);
    if (storage.is_first)
        query.limit = 1;
    std::vector<FieldId> listed;
    for (const StoredField& stored : storage.fields)
        listed.push_back(stored.field);
    const auto* const fields = element.value<List<Path>>("fields");
    if (fields != nullptr) {
        const std::vector<FieldId> named = read_fields(*fields, *object, checker);
        listed.insert(listed.end(), named.begin(), named.end());
    }
    const bool fetches_all = fields == nullptr && storage.whole.has_value();
    auto step =
        std::make_unique<GetRecords>(std::move(query), std::move(filter), std::move(storage));
    if (fetches_all)
        step->finder().fetch_all_fields();
    else
        step->finder().fetch_fields(std::move(listed));
    return step;
}

} // namespace

const ElementKind kinds::get_records{.shape = &shape, .declare = declare, .check = check};

} // namespace weir
