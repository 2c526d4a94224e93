// The check of a Wait: its events, what they are given and what they give.
#include "check/reports.hpp"
#include "elements/wait_step.hpp"
#include "formula/compile_value.hpp"
#include "types/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace weir::elements {

namespace {

using Kind = WaitEventPlan::Kind;

int32_t number_of(std::string_view digits) {
    int32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} && end == digits.data() + digits.size() ? value : 0;
}

/// The one name that stands on a side of a line; empty for anything else.
Name name_of(const Path& path) {
    return path.parts.size() == 1 ? path.parts[0] : Name{};
}

class EventReader {
public:
    EventReader(const Element& wait, const Element& event, FlowChecker& checker)
        : wait_(wait), event_(event), checker_(checker) {}

    WaitEventPlan read() {
        plan_.name = event_.name.text;
        if (const auto* const when = event_.value<const Condition*>("when");
            when != nullptr && *when != nullptr)
            plan_.when = checker_.condition(**when);
        if (const auto* const size = event_.value<NumberLiteral>("batches of"))
            plan_.batch = static_cast<uint32_t>(std::max(0, number_of(size->digits)));
        read_kind();
        read_clauses();
        read_inputs();
        read_outputs();
        return std::move(plan_);
    }

private:
    void read_kind() {
        const Name& type = event_.subject.type.name;
        if (event_.has("of")) {
            plan_.kind = Kind::record;
            read_records();
        } else if (event_.subject.empty()) {
            const bool has_date = event_.has("date") || event_.has("on date");
            plan_.kind = has_date ? Kind::date : Kind::duration;
        } else if (equal_ignoring_case(type.text, "AlarmEvent")) {
            plan_.kind = Kind::alarm;
        } else if (equal_ignoring_case(type.text, "DateRefAlarmEvent")) {
            plan_.kind = Kind::record_date;
        } else {
            plan_.kind = Kind::message;
            object_ = checker_.object(event_);
            if (object_ != nullptr && object_->kind != ObjectKind::event && !object_->is_named_only)
                checker_.out()
                    .report(Code::W0512, type.span, "`{}` is no platform event", object_->name)
                    .here("nothing publishes it");
            plan_.object = object_ == nullptr ? ObjectId::none : object_->id;
            read_filter();
        }
    }

    void read_records() {
        const auto* const path = event_.value<Path>("of");
        if (path == nullptr || path->empty())
            return;
        object_ = checker_.schema().find(path->parts.front().text);
        if (object_ == nullptr)
            report_unknown_object(checker_.schema(), path->parts.front(), checker_.out());
        else
            plan_.object = object_->id;
        read_filter();
    }

    void read_filter() {
        const auto* const where = event_.value<const Condition*>("where");
        if (where == nullptr || *where == nullptr || object_ == nullptr)
            return;
        Filter filter = checker_.filter(**where, *object_);
        plan_.filter = std::make_unique<Query>();
        plan_.filter->object = object_->id;
        plan_.filter->filter = std::move(filter.nodes);
        for (const FilterNode& node : plan_.filter->filter)
            if (node.kind == FilterNode::Kind::comparison)
                static_cast<void>(checker_.layouts().of(object_->id).cell(node.field));
        plan_.filter->parameter_count = static_cast<uint32_t>(filter.parameters.size());
        plan_.parameters = std::move(filter.parameters);
    }

    void read_clauses() {
        constexpr std::array keys{"minutes", "hours", "days", "weeks", "months"};
        for (const std::string_view key : keys) {
            const auto* const number = event_.value<NumberLiteral>(key);
            if (number == nullptr)
                continue;
            plan_.fixed_unit = *unit_of(key);
            plan_.fixed_offset = number_of(number->digits);
        }
        if (const auto* const time = event_.value<TextLiteral>("time")) {
            plan_.time_of_day = parse_time(time->value);
            if (!plan_.time_of_day)
                report_no_time(*time, "time of the day", "23:59:00.000Z");
        }
        if (const auto* const date = event_.value<TextLiteral>("date")) {
            const auto days = parse_date(date->value);
            if (days)
                plan_.moment = constant(
                    Value::date(*days), Type::of(TypeKind::date), checker_.compile_context().arena
                );
            else
                report_no_time(*date, "date", "2026-03-01");
        }
        if (const auto* const path = event_.value<Path>("on date");
            path != nullptr && !path->empty())
            plan_.moment = as_moment(checker_.reference(*path), path->span, "date");
    }

    void report_no_time(const TextLiteral& text, std::string_view what, std::string_view example) {
        checker_.out()
            .report(Code::W0824, text.span, "`{}` is no {}", text.value, what)
            .here(fmt::format("no {}", what))
            .help(fmt::format("write it as `\"{}\"`", example));
    }

    /// Dates stay dates, so that the time of the day can be added to them; a text is read as a
    /// date-time.
    Expression as_moment(Expression value, Span span, std::string_view what) {
        if (!value || value.type.is_error() || value.type.kind == TypeKind::date ||
            value.type.kind == TypeKind::date_time || value.type.kind == TypeKind::any)
            return value;
        return coerce(value, Type::of(TypeKind::date_time), span, what, checker_.compile_context());
    }

    void read_inputs() {
        const auto* const list = event_.value<List<Assignment>>("");
        for (const Assignment& input : list == nullptr ? List<Assignment>{} : *list) {
            const Name name = name_of(input.target);
            if (input.value == nullptr)
                continue;
            Expression value =
                compile_value(*input.value, checker_.scope(), checker_.compile_context());
            if (name.text.empty() || input.op != AssignOperator::assign) {
                checker_.out()
                    .report(Code::W0816, input.target.span, "this is not a line of an event")
                    .help("write `input = value`");
                continue;
            }
            if (plan_.kind == Kind::message)
                read_field(name, value, *input.value);
            else
                read_input(name, value, *input.value);
        }
    }

    /// A field of the message, and the value that it must have.
    void read_field(const Name& name, Expression value, const Formula& formula) {
        if (object_ == nullptr)
            return;
        const auto field = object_->find_field(name.text);
        if (!field) {
            if (object_->is_open)
                report_believed_field(*object_, name, checker_.out());
            else
                report_unknown_field(*object_, name, checker_.out());
            return;
        }
        static_cast<void>(checker_.layouts().of(object_->id).cell(*field));
        plan_.equal.emplace_back(
            *field,
            coerce(
                value,
                object_->field(*field).type(),
                formula.span,
                fmt::format("`{}`", name.text),
                checker_.compile_context()
            )
        );
    }

    void read_input(const Name& name, Expression value, const Formula& formula) {
        const auto is = [&](std::string_view wanted) {
            return equal_ignoring_case(name.text, wanted);
        };
        const auto as = [&](Type type) {
            return coerce(value, type, formula.span, name.text, checker_.compile_context());
        };
        if (is("AlarmTime"))
            plan_.moment = as_moment(value, formula.span, name.text);
        else if (is("TimeOffset"))
            plan_.offset = as(Type::of(TypeKind::number));
        else if (is("TimeOffsetUnit"))
            plan_.unit = as(Type::of(TypeKind::text));
        else if (is("TimeTableColumnEnumOrId"))
            plan_.table = as(Type::of(TypeKind::text));
        else if (is("TimeFieldColumnEnumOrId"))
            plan_.column = as(Type::of(TypeKind::text));
        else if (is("EntityObjectId"))
            plan_.record = as(Type::of(TypeKind::text));
        else
            checker_.out()
                .report(Code::W0810, name.span, "the event has no input `{}`", name.text)
                .here("no such input")
                .note("an alarm has `AlarmTime`, `TimeOffset` and `TimeOffsetUnit`; one on a date "
                      "of a record has `TimeTableColumnEnumOrId`, `TimeFieldColumnEnumOrId` and "
                      "`EntityObjectId` as well");
    }

    void read_outputs() {
        const auto* const list = event_.value<List<Assignment>>("returns");
        for (const Assignment& output : list == nullptr ? List<Assignment>{} : *list) {
            const Expr* const root = output.value == nullptr ? nullptr : output.value->root;
            if (root == nullptr || root->kind != ExprKind::reference || output.target.empty())
                continue;
            const Path& path = static_cast<const ReferenceExpr*>(root)->path;
            const auto to = destination(checker_, output.target);
            checker_.assigns(wait_, output.target.parts.front().text, false);
            const auto what = output_of(name_of(path), path.span);
            if (!what || !to)
                continue;
            plan_.outputs.push_back(
                {what->first,
                 delivery(
                     checker_, *to, what->second, output.value->span, "the variable of the event"
                 )}
            );
        }
    }

    std::optional<std::pair<WaitOutput::What, Type>> output_of(const Name& name, Span span) {
        const auto is = [&](std::string_view wanted) {
            return equal_ignoring_case(name.text, wanted);
        };
        const bool has_message = plan_.kind == Kind::message || plan_.kind == Kind::record;
        if (has_message && object_ != nullptr && is(object_->name))
            return {{WaitOutput::What::message, Type::record_of(object_->id)}};
        if (!has_message && (is("Base Time") || is("BaseTime")))
            return {{WaitOutput::What::base_time, Type::of(TypeKind::date_time)}};
        if (!has_message && (is("Event Delivery Status") || is("EventDeliveryStatus")))
            return {{WaitOutput::What::status, Type::of(TypeKind::text)}};
        if (has_message && object_ == nullptr)
            return std::nullopt;
        checker_.out()
            .report(Code::W0811, span, "the event has no output `{}`", name.text)
            .here("no such output")
            .note(
                has_message ? fmt::format("it gives the record: `{}`", object_->name)
                            : "it gives `Base Time` and `Event Delivery Status`"
            );
        return std::nullopt;
    }

    const Element& wait_;
    const Element& event_;
    FlowChecker& checker_;
    const Object* object_ = nullptr;
    WaitEventPlan plan_;
};

void check_place(const Element& element, FlowChecker& checker) {
    const FlowProgram& flow = checker.flow();
    const bool is_in_a_save = flow.start == FlowStart::record_before_save ||
                              flow.start == FlowStart::record_after_save ||
                              flow.start == FlowStart::record_before_delete;
    if (!is_in_a_save && !flow.is_screen_flow)
        return;
    checker.out()
        .report(
            Code::W0825,
            element.header,
            "{} cannot wait",
            is_in_a_save ? "a flow that runs with the save of a record" : "a flow with screens"
        )
        .here("does not pause")
        .note("only autolaunched flows without screens wait")
        .help(
            is_in_a_save ? "use a path: `path Later days 3 { … }`"
                         : "move it to a flow without screens"
        );
}

} // namespace

WaitPlan read_wait(const Element& element, FlowChecker& checker) {
    WaitPlan plan;
    if (const auto* const zone = element.value<TextLiteral>("time zone")) {
        plan.zone = TimeZone::find(zone->value);
        if (!plan.zone)
            checker.out()
                .report(Code::W0824, zone->span, "there is no time zone `{}`", zone->value)
                .here("no time zone")
                .help("time zones are named as in \"Europe/Paris\"");
    }
    // The targets of the step stand in the order of the clauses.
    size_t targets = 0;
    for (const Clause& clause : element.clauses) {
        if (std::holds_alternative<Target>(clause.value) && clause.shape->key != "fault") {
            plan.otherwise = targets++;
            continue;
        }
        const auto* const block = std::get_if<const Block*>(&clause.value);
        if (block == nullptr || *block == nullptr)
            continue;
        for (const Statement& statement : (*block)->statements) {
            if (statement.element == nullptr)
                continue;
            plan.events.push_back(EventReader(element, *statement.element, checker).read());
            plan.events.back().target = targets++;
        }
    }
    return plan;
}

std::unique_ptr<Step> check_wait(const Element& element, FlowChecker& checker) {
    check_place(element, checker);
    WaitPlan plan = read_wait(element, checker);
    if (plan.events.empty() && element.broken)
        return broken_step();
    return make_wait_step(std::move(plan));
}

} // namespace weir::elements
