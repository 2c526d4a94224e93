#include "check/world_formulas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace weir {

namespace {

using FieldKey = std::pair<ObjectId, FieldId>;

/// "Owner:User" is the relationship `Owner`.
std::string_view relationship_of(std::string_view part) {
    return part.substr(0, part.find(':'));
}

void collect_path(
    const Path& path, ObjectId start, const Schema& schema, std::vector<FieldKey>& fields
) {
    std::vector<ObjectId> objects{start};
    for (size_t part = 0; part + 1 < path.parts.size(); ++part) {
        std::vector<ObjectId> next;
        for (const ObjectId id : objects) {
            const Object& object = schema.object(id);
            const auto lookup = object.find_relationship(relationship_of(path.parts[part].text));
            if (!lookup)
                continue;
            const Field& field = object.field(*lookup);
            next.insert(next.end(), field.refers_to.begin(), field.refers_to.end());
        }
        std::sort(next.begin(), next.end());
        next.erase(std::unique(next.begin(), next.end()), next.end());
        objects = std::move(next);
    }
    for (const ObjectId id : objects)
        if (const auto field = schema.object(id).find_field(path.parts.back().text))
            fields.emplace_back(id, *field);
}

/// The fields that a formula of `object` reads, over relationships too.
std::vector<FieldKey> fields_read(const Formula& formula, ObjectId object, const Schema& schema) {
    std::vector<FieldKey> fields;
    std::vector<const Expr*> open{formula.root};
    const auto push = [&](List<const Expr*> items) {
        open.insert(open.end(), items.begin(), items.end());
    };
    while (!open.empty()) {
        const Expr* const expr = open.back();
        open.pop_back();
        if (expr == nullptr)
            continue;
        switch (expr->kind) {
        case ExprKind::error:
        case ExprKind::number:
        case ExprKind::text:
        case ExprKind::boolean:
        case ExprKind::null:
            break;
        case ExprKind::reference: {
            const Path& path = static_cast<const ReferenceExpr*>(expr)->path;
            if (!path.empty())
                collect_path(path, object, schema, fields);
            break;
        }
        case ExprKind::call:
            push(static_cast<const CallExpr*>(expr)->arguments);
            break;
        case ExprKind::unary:
            open.push_back(static_cast<const UnaryExpr*>(expr)->operand);
            break;
        case ExprKind::chain:
            push(static_cast<const ChainExpr*>(expr)->operands);
            break;
        }
    }
    return fields;
}

/// Depth first without recursion: formulas may stand in a row as long as an object has fields.
class FormulaOrder {
public:
    FormulaOrder(std::span<const FieldFormula> formulas, const Schema& schema, Diagnostics& out)
        : formulas_(formulas),
          schema_(schema),
          out_(out),
          states_(formulas.size(), State::waiting) {
        for (size_t index = 0; index < formulas.size(); ++index)
            index_[{formulas[index].object, formulas[index].field}] = index;
        reads_.resize(formulas.size());
        for (size_t index = 0; index < formulas.size(); ++index) {
            if (formulas[index].formula == nullptr)
                continue;
            for (const FieldKey& key :
                 fields_read(*formulas[index].formula, formulas[index].object, schema))
                if (const auto found = index_.find(key); found != index_.end())
                    reads_[index].push_back(found->second);
        }
    }

    std::vector<FieldFormula> run() {
        for (size_t index = 0; index < formulas_.size(); ++index)
            visit(index);
        return std::move(result_);
    }

private:
    enum class State : uint8_t { waiting, open, done };
    struct Frame {
        size_t formula;
        size_t next = 0;
    };

    void visit(size_t start) {
        if (states_[start] != State::waiting)
            return;
        stack_.push_back({start});
        states_[start] = State::open;
        while (!stack_.empty()) {
            Frame& frame = stack_.back();
            if (frame.next == reads_[frame.formula].size()) {
                states_[frame.formula] = State::done;
                if (formulas_[frame.formula].formula != nullptr)
                    result_.push_back(formulas_[frame.formula]);
                stack_.pop_back();
                continue;
            }
            const size_t read = reads_[frame.formula][frame.next++];
            if (states_[read] == State::open)
                report(read);
            if (states_[read] != State::waiting)
                continue;
            states_[read] = State::open;
            stack_.push_back({read});
        }
    }

    void report(size_t first) {
        const auto name = [&](size_t index) {
            const Object& object = schema_.object(formulas_[index].object);
            return fmt::format("`{}.{}`", object.name, object.field(formulas_[index].field).name);
        };
        std::string circle;
        const auto begin = std::find_if(stack_.begin(), stack_.end(), [&](const Frame& frame) {
            return frame.formula == first;
        });
        for (auto frame = begin; frame != stack_.end(); ++frame)
            circle += name(frame->formula) + " reads ";
        const FieldFormula& last = formulas_[stack_.back().formula];
        auto report = out_.report(
            Code::W0340,
            formulas_[first].formula->span,
            "the formula of {} depends on itself",
            name(first)
        );
        report.here(
            stack_.back().formula == first ? "it reads its own field"
                                           : "leads back to its own field"
        );
        if (stack_.back().formula != first) {
            report.label(last.formula->span, fmt::format("reads {} again", name(first)));
            report.note(circle + name(first));
        }
    }

    std::span<const FieldFormula> formulas_;
    const Schema& schema_;
    Diagnostics& out_;
    std::map<FieldKey, size_t> index_;
    std::vector<std::vector<size_t>> reads_;
    std::vector<State> states_;
    std::vector<Frame> stack_;
    std::vector<FieldFormula> result_;
};

} // namespace

std::vector<FieldFormula>
order_formulas(std::span<const FieldFormula> formulas, const Schema& schema, Diagnostics& out) {
    return FormulaOrder(formulas, schema, out).run();
}

} // namespace weir
