// Random statements, each also done to a model that is copied whole for every savepoint.
#include "contract/model.hpp"
#include "contract/world.hpp"
#include "types/compare.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <random>
#include <string>

namespace weir::contract {

namespace {

class Trial {
public:
    Trial(const StoreFactory& factory, uint64_t seed) : desk_(factory), random_(seed) {
        const World& world = desk_.world;
        fields_ = {
            world.name,
            world.email,
            world.code,
            world.amount,
            world.flag,
            world.parent,
            world.status};
    }

    void transaction() {
        const Model before = model_;
        desk_.begin();
        savepoints_.clear();
        for (uint64_t statements = below(40); statements > 0; --statements)
            statement();
        compare_everything();
        if (below(3) == 0) {
            desk_.rollback();
            model_ = before;
        } else {
            desk_.commit();
        }
        compare_everything();
    }

private:
    uint64_t below(uint64_t end) { return random_() % end; }

    std::string random_text() {
        static constexpr std::string_view letters = "aAbBzZ 1_";
        std::string result;
        for (uint64_t length = 1 + below(below(8) == 0 ? 24 : 3); length > 0; --length)
            result.push_back(letters[below(letters.size())]);
        return result;
    }

    Id random_id() {
        if (model_.empty() || below(8) == 0)
            return Id{below(40), static_cast<uint32_t>(below(3))};
        return model_[below(model_.size())].id;
    }

    Cell random_cell(FieldId field) {
        const World& world = desk_.world;
        if (below(5) == 0)
            return {};
        if (field == world.amount)
            return static_cast<int64_t>(below(12)) - 6;
        if (field == world.flag)
            return below(2) == 0;
        if (field == world.parent || field == world.id)
            return random_id();
        if (field == world.status)
            return std::string(below(2) == 0 ? "Open" : "CLOSED");
        return random_text();
    }

    void statement() {
        switch (below(12)) {
        case 0:
        case 1:
        case 2:
            insert();
            break;
        case 3:
        case 4:
        case 5:
            update();
            break;
        case 6:
            erase();
            break;
        case 7:
            savepoints_.emplace_back(desk_.store->savepoint(), model_);
            break;
        case 8:
            roll_back_to();
            break;
        case 9:
            find_by_value();
            break;
        default:
            query();
            break;
        }
    }

    void insert() {
        RecordBatch batch(
            desk_.world.thing, static_cast<uint32_t>(below(model_.empty() ? 300 : 6))
        );
        REQUIRE(desk_.store->allocate_ids(batch.object(), batch.ids()));
        if (batch.size() > 0 && below(10) == 0) {
            const Id foreign{below(1000), 77}; // as data from an org has
            const auto has_it = [&](const Record& record) { return record.id == foreign; };
            if (std::none_of(model_.begin(), model_.end(), has_it))
                batch.ids()[batch.size() - 1] = foreign;
        }
        const size_t first = model_.size();
        for (const Id id : batch.ids())
            model_.push_back({id, {}});
        for (const FieldId field : fields_)
            fill(batch, field, [&](uint32_t row) { return first + row; });
        REQUIRE(desk_.store->insert(batch));
    }

    void update() {
        if (model_.empty())
            return;
        std::vector<size_t> rows;
        for (uint64_t count = 1 + below(8); count > 0; --count)
            rows.push_back(below(model_.size()));
        RecordBatch batch(desk_.world.thing, static_cast<uint32_t>(rows.size()));
        for (uint32_t row = 0; row < batch.size(); ++row)
            batch.ids()[row] = model_[rows[row]].id;
        for (const FieldId field : fields_)
            if (below(2) == 0)
                fill(batch, field, [&](uint32_t row) { return rows[row]; });
        REQUIRE(desk_.store->update(batch));
    }

    /// Random cells, some left unset, in a column and in the model.
    template<class RecordOf>
    void fill(RecordBatch& batch, FieldId field, RecordOf record_of) {
        if (below(6) == 0)
            return;
        (void)batch.column(field);
        for (uint32_t row = 0; row < batch.size(); ++row) {
            if (below(5) == 0)
                continue;
            Cell& cell = texts_.emplace_back(random_cell(field)
            ); // texts must live until the statement is done
            model_[record_of(row)].cells[field] = cell;
            batch.column(field)[row] = value_of(cell);
        }
    }

    void erase() {
        std::vector<Id> ids;
        for (uint64_t count = below(model_.size() > 300 ? 300 : 4); count > 0 && !model_.empty();
             --count) {
            const auto victim = model_.begin() + static_cast<std::ptrdiff_t>(below(model_.size()));
            ids.push_back(victim->id);
            model_.erase(victim);
        }
        REQUIRE(desk_.store->erase(desk_.world.thing, ids));
    }

    void roll_back_to() {
        if (savepoints_.empty())
            return;
        savepoints_.resize(1 + below(savepoints_.size()));
        REQUIRE(desk_.store->rollback_to(savepoints_.back().first));
        model_ = savepoints_.back().second;
    }

    void find_by_value() {
        const FieldId field = fields_[below(3)];
        const Cell wanted = random_cell(field);
        const Value value = value_of(wanted);
        auto found = desk_.store->find_by_value(desk_.world.thing, field, {&value, 1});
        REQUIRE(found);
        const auto has_value = [&](const Record& record) {
            const auto cell = record.cells.find(field);
            return wanted.index() != 0 && cell != record.cells.end() && cell->second.index() != 0 &&
                   compare_cells(cell->second, wanted, field == desk_.world.code) == 0;
        };
        const Id id = found->front();
        if (id == Id{})
            CHECK(std::none_of(model_.begin(), model_.end(), has_value));
        else
            CHECK(std::any_of(model_.begin(), model_.end(), [&](const Record& record) {
                return record.id == id && has_value(record);
            }));
    }

    FilterOperator random_operator(FieldId field) {
        using enum FilterOperator;
        static constexpr std::array any{equal, equal, equal, not_equal, is_null, is_not_null};
        static constexpr std::array ordered{less, greater, less_equal, greater_equal};
        static constexpr std::array like{starts_with, ends_with, contains};
        const World& world = desk_.world;
        const bool is_text = field == world.name || field == world.email || field == world.code;
        const uint64_t choice = below(5);
        if (choice == 0 && field != world.flag)
            return ordered[below(ordered.size())];
        if (choice == 1 && is_text)
            return like[below(like.size())];
        return any[below(any.size())];
    }

    /// Adds a node and what is under it; returns its number.
    uint32_t add_node(Asked& asked, uint64_t rows, int depth) {
        const auto index = static_cast<uint32_t>(asked.query.filter.size());
        asked.query.filter.emplace_back();
        FilterNode node;
        const uint64_t choice = depth == 3 ? 9 : below(10);
        if (choice < 5) {
            node.kind = choice < 3 ? FilterNode::Kind::all : FilterNode::Kind::any;
            for (uint64_t children = 1 + below(3); children > 0; --children)
                node.children.push_back(add_node(asked, rows, depth + 1));
        } else if (choice == 5) {
            node.kind = FilterNode::Kind::negation;
            node.children.push_back(add_node(asked, rows, depth + 1));
        } else {
            node.field = below(10) == 0 ? desk_.world.id : fields_[below(fields_.size())];
            node.op = random_operator(node.field);
            node.parameter = static_cast<uint32_t>(asked.parameters.size());
            std::vector<Cell>& column = asked.parameters.emplace_back();
            for (uint64_t row = 0; row < rows; ++row)
                column.push_back(
                    row > 0 && below(3) == 0 ? column[row - 1] : random_cell(node.field)
                );
        }
        asked.query.filter[index] = node;
        return index;
    }

    void query() {
        Asked asked;
        asked.query.object = desk_.world.thing;
        asked.exact = desk_.world.code;
        const uint64_t rows = 1 + below(4);
        if (below(10) != 0)
            add_node(asked, rows, 0);
        for (uint64_t keys = below(3); keys > 0; --keys)
            asked.query.order.push_back(
                {fields_[below(fields_.size())], below(2) == 0, below(2) == 0}
            );
        if (below(3) == 0)
            asked.query.limit = static_cast<uint32_t>(below(5));
        asked.query.fields = fields_;
        asked.query.parameter_count = static_cast<uint32_t>(asked.parameters.size());
        std::vector<std::vector<Value>> values;
        for (const auto& column : asked.parameters) {
            std::vector<Value>& made = values.emplace_back();
            for (const Cell& cell : column)
                made.push_back(value_of(cell));
        }
        // An `=` may as well be an `in` of one.
        Arena arena;
        for (FilterNode& node : asked.query.filter) {
            const bool is_equality =
                node.op == FilterOperator::equal || node.op == FilterOperator::not_equal;
            if (node.kind != FilterNode::Kind::comparison || !is_equality || below(3) != 0)
                continue;
            node.op =
                node.op == FilterOperator::equal ? FilterOperator::in : FilterOperator::not_in;
            for (Value& value : values[node.parameter])
                value = make_collection({&value, 1}, arena);
        }
        const std::vector<std::span<const Value>> columns(values.begin(), values.end());
        auto prepared = desk_.store->prepare(asked.query);
        REQUIRE(prepared);
        auto result = desk_.store->run(**prepared, columns, static_cast<uint32_t>(rows));
        REQUIRE(result);
        REQUIRE(result->begin.size() == rows + 1);
        for (size_t row = 0; row < rows; ++row) {
            const std::vector<Record> wanted = expected(model_, asked, row);
            REQUIRE(result->begin[row + 1] - result->begin[row] == wanted.size());
            for (uint32_t index = 0; index < wanted.size(); ++index)
                compare_record(result->records, result->begin[row] + index, wanted[index]);
        }
    }

    void compare_record(const RecordBatch& batch, uint32_t row, const Record& wanted) const {
        bool is_right = batch.ids()[row] == wanted.id;
        for (const FieldId field : fields_)
            is_right =
                is_right && equal_exactly(batch.find(field)[row], value_of(cell_of(wanted, field)));
        if (!is_right)
            CHECK(is_right); // a million assertions that hold are not worth their time
    }

    void compare_everything() {
        std::vector<Id> ids;
        for (const Record& record : model_)
            ids.push_back(record.id);
        std::vector<bool> found;
        auto batch = desk_.store->fetch(desk_.world.thing, ids, fields_, found);
        REQUIRE(batch);
        CHECK(
            std::count(found.begin(), found.end(), true) == static_cast<std::ptrdiff_t>(ids.size())
        );
        for (uint32_t row = 0; row < ids.size(); ++row)
            compare_record(*batch, row, model_[row]);
        CHECK(desk_.store->count(desk_.world.thing) == model_.size());
        texts_.clear();
    }

    Desk desk_;
    std::mt19937_64 random_;
    std::vector<FieldId> fields_;
    Model model_;
    std::vector<std::pair<Savepoint, Model>> savepoints_;
    std::deque<Cell> texts_;
};

} // namespace

void check_at_random(const StoreFactory& factory, uint64_t seed, int rounds) {
    INFO("seed " << seed);
    Trial trial(factory, seed);
    for (int round = 0; round < rounds; ++round)
        trial.transaction();
}

} // namespace weir::contract
