// map: recommendations from the records of a collection.
#include "check/flow_checker.hpp"
#include "check/reports.hpp"
#include "elements/clauses.hpp"
#include "elements/collections.hpp"
#include "elements/kinds.hpp"
#include "elements/values.hpp"
#include "formula/compile_value.hpp"
#include "org/transaction.hpp"

#include <fmt/format.h>

#include <vector>

namespace weir {

namespace {

constexpr ClauseShape clauses[] = {
    {.key = "over",
     .value = ValueKind::path,
     .xml = "collectionReference",
     .required = true,
     .doc = "The collection."},
    {.key = "into",
     .value = ValueKind::path,
     .xml = "assignNextValueToReference",
     .required = true,
     .doc = "The variable that holds each item while its record is made."},
    elements::description_clause,
    {.key = "",
     .value = ValueKind::assignments,
     .xml = "mapItems",
     .doc = "`{ Field = value }`: the fields of the new record.",
     .form = XmlForm::mapped},
};

constexpr XmlImplied implied[] = {
    {.tag = "elementSubtype", .value = "RecommendationMapCollectionProcessor"},
};

constexpr Shape shape{
    .keyword = "map",
    .category = Category::element,
    .xml = "collectionProcessors",
    .subject = SubjectForm::name,
    .subject_required = true,
    .clauses = clauses,
    .doc = "Recommendation Map: a record for each item of a collection, `map Offers: "
           "Recommendation over Found into item { Name = item.Name }`.",
    .implied = implied,
    .xml_kind = {"collectionProcessorType", "RecommendationMapCollectionProcessor"},
    .xml_subject = "outputSObjectType",
};

using namespace elements;

struct MappedField {
    uint32_t cell = 0;
    Expression value;
};

class MapStep final : public Step {
public:
    MapStep(Expression collection, Destination item, ObjectId object, uint32_t slot)
        : collection_(collection), item_(std::move(item)), object_(object), slot_(slot) {}

    std::vector<MappedField> fields;

    void run(Group& group) const override {
        const std::span<const Value> collections = group.evaluate(collection_);
        const Rows all = group.rows();
        std::vector<std::vector<Value>> made(group.batch().size());
        const std::span<uint32_t> making = group.arena().make_array<uint32_t>(all.size());
        // Item k of all interviews is made at once.
        for (size_t position = 0;; ++position) {
            size_t count = 0;
            for (const uint32_t row : group.rows()) {
                const Value collection = collections[row];
                if (collection.tag() != Tag::collection || position >= collection.items().size())
                    continue;
                item_.write(group, row, collection.items()[position]);
                making[count++] = row;
            }
            if (count == 0)
                break;
            make_records(group, making.first(count), made);
        }
        const std::span<Value> slot = group.slot(slot_);
        for (const uint32_t row : group.rows())
            slot[row] = make_collection(made[row], group.arena());
    }

private:
    void make_records(Group& group, Rows rows, std::vector<std::vector<Value>>& made) const {
        const Layout& layout = group.transaction().program().layouts->of(object_);
        std::vector<Row*> records(group.batch().size());
        for (const uint32_t row : rows)
            records[row] = make_row(&layout, layout.size(), group.arena());
        const std::span<Value> column = group.scratch();
        for (const MappedField& field : fields) {
            evaluate(field.value, group.batch().frame(), rows, column.data());
            for (const uint32_t row : rows) {
                if (column[row].is_fault())
                    group.fault(row, &column[row].as_fault());
                else
                    records[row]->cells()[field.cell] = given(share(column[row]));
            }
        }
        for (const uint32_t row : rows) {
            records[row]->shared = true;
            made[row].push_back(Value::record(records[row]));
        }
    }

    Expression collection_;
    Destination item_;
    ObjectId object_;
    uint32_t slot_;
};

void declare(const Element& element, FlowChecker& checker) {
    const Object* const object = checker.schema().find(element.subject.type.name.text);
    const Type type = object == nullptr ? Type{} : Type::record_of(object->id).collection_of();
    checker.declare(element.name, type, NameOrigin::element_result);
}

std::vector<MappedField>
read_fields(const Element& element, const Object& object, FlowChecker& checker) {
    std::vector<MappedField> fields;
    const auto* const list = element.value<List<Assignment>>("");
    for (const Assignment& assignment : list == nullptr ? List<Assignment>{} : *list) {
        if (assignment.value == nullptr || assignment.target.empty())
            continue;
        const Expression value =
            compile_value(*assignment.value, checker.scope(), checker.compile_context());
        const Name& name = assignment.target.parts.back();
        const auto field = object.find_field(name.text);
        if (!field) {
            if (object.is_open)
                report_believed_field(object, name, checker.out());
            else
                report_unknown_field(object, name, checker.out());
            continue;
        }
        fields.push_back(
            {checker.layouts().of(object.id).cell(*field),
             coerce(
                 value,
                 object.field(*field).type(),
                 assignment.value->span,
                 fmt::format("`{}`", name.text),
                 checker.compile_context()
             )}
        );
    }
    return fields;
}

std::unique_ptr<Step> check(const Element& element, FlowChecker& checker) {
    const auto collection = read_collection(element, checker);
    const Object* const object = checker.object(element);
    if (!collection || object == nullptr)
        return broken_step();
    const auto walk = read_item_walk(element, checker);
    if (!walk)
        return broken_step();
    auto step = std::make_unique<MapStep>(*collection, walk->item, object->id, walk->slot);
    step->fields = read_fields(element, *object, checker);
    return step;
}

} // namespace

const ElementKind kinds::map_collection{.shape = &shape, .declare = declare, .check = check};

} // namespace weir
