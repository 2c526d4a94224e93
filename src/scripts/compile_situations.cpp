// advance, at, as user, locked, approve, reject: when, by whom and beside whom something happens.
#include "base/limits.hpp"
#include "schema/fold.hpp"
#include "scripts/step_compiler.hpp"
#include "types/date_time.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace weir {

namespace {

constexpr uint64_t most_units = 100'000'000;
constexpr int64_t milliseconds_of_a_day = 86'400'000;

constexpr std::array<std::pair<std::string_view, AdvanceTime::Unit>, 6> units = {{
    {"second", AdvanceTime::Unit::seconds},
    {"minute", AdvanceTime::Unit::minutes},
    {"hour", AdvanceTime::Unit::hours},
    {"day", AdvanceTime::Unit::days},
    {"week", AdvanceTime::Unit::weeks},
    {"month", AdvanceTime::Unit::months},
}};

/// `2026-03-01`, `2026-03-01T09:00:00` without a zone, or with one.
[[nodiscard]] std::optional<SetTime> parse_moment(std::string_view text) {
    if (const auto exact = parse_date_time(text))
        return SetTime{*exact, false};
    constexpr size_t date_size = 10;
    const auto day = parse_date(text.substr(0, date_size));
    if (!day)
        return std::nullopt;
    if (text.size() == date_size)
        return SetTime{*day * milliseconds_of_a_day, true};
    const auto time = text[date_size] == 'T' && text.back() != 'Z'
                          ? parse_time(text.substr(date_size + 1))
                          : std::nullopt;
    if (!time)
        return std::nullopt;
    return SetTime{*day * milliseconds_of_a_day + *time, true};
}

} // namespace

std::optional<StepCompiler::What> StepCompiler::advance(const TestStep& step) {
    if (!step.object.text.empty())
        return advance_to_path(step);
    const auto count = whole(step.count, most_units);
    if (!count || step.code.text.empty())
        return std::nullopt;
    for (const auto& [name, unit] : units)
        if (step.code.text == name || (step.code.text.ends_with('s') &&
                                       step.code.text.substr(0, step.code.text.size() - 1) == name))
            return AdvanceTime{*count, unit};
    constexpr std::string_view names[] = {"seconds", "minutes", "hours", "days", "weeks", "months"};
    out_.report(Code::W0920, step.code.span, "there is no unit of time `{}`", step.code.text)
        .here("no such unit")
        .help_nearest(step.code.text, names, "did you mean `{}`?")
        .note("units are seconds, minutes, hours, days, weeks and months");
    return std::nullopt;
}

/// A flow test names a path; the asynchronous one has no name of its own.
std::optional<StepCompiler::What> StepCompiler::advance_to_path(const TestStep& step) {
    const FlowProgram* const found = flow(step.object);
    if (!found)
        return std::nullopt;
    AdvanceTime advance;
    advance.flow = found;
    const std::string wanted = folded(step.code.text);
    std::vector<std::string_view> names;
    for (size_t index = 0; index < found->paths.size(); ++index) {
        const FlowPath& path = found->paths[index];
        names.push_back(path.name);
        if (folded(path.name) != wanted && !(path.after_commit && found->paths.size() == 1))
            continue;
        advance.path = index;
        return advance;
    }
    out_.report(
            Code::W0904,
            step.code.span,
            "the flow `{}` has no path `{}`",
            found->name,
            step.code.text
    )
        .help_nearest(step.code.text, names, "a path with a similar name exists: `{}`");
    return std::nullopt;
}

std::optional<StepCompiler::What> StepCompiler::set_time(const TestStep& step) {
    if (step.code.text.empty())
        return std::nullopt;
    if (const std::optional<SetTime> time = parse_moment(step.code.text))
        return *time;
    out_.report(Code::W0920, step.code.span, "`{}` is no date and time", step.code.text)
        .help("write it as in `at 2026-03-01T09:00:00Z`")
        .note("without `Z` it is the time on a clock in the org's time zone");
    return std::nullopt;
}

std::optional<StepCompiler::RecordAlias>
StepCompiler::record_alias(const Name& name, std::optional<Operation> operation) {
    if (name.text.empty())
        return std::nullopt;
    const Alias* const alias = scope_.find(name.text);
    // Many records may be changed together; everything else is about one.
    const bool is_meant = alias && alias->slot && alias->type.kind == TypeKind::record &&
                          (operation || !alias->type.collection);
    if (is_meant)
        return RecordAlias{*alias->slot, &context_.schema.object(alias->type.object)};
    if (alias && alias->type.is_error() && alias->slot)
        return std::nullopt; // reported where it was made
    if (context_.schema.find(name.text)) {
        auto report = out_.report(
            Code::W0901, name.span, "`{}` is an object, not a record of this test", name.text
        );
        if (operation)
            report.help(fmt::format(
                "say which records: `{} {} where ...`",
                *operation == Operation::update ? "update" : "delete",
                name.text
            ));
        return std::nullopt;
    }
    if (alias) {
        out_.report(Code::W0901, name.span, "`{}` is not one record", name.text)
            .label(alias->span, "made here");
        return std::nullopt;
    }
    const std::vector<std::string_view> names = scope_.alias_names();
    out_.report(Code::W0901, name.span, "there is no record called `{}` here", name.text)
        .here("no such record")
        .help_nearest(name.text, names, "a record with a similar name exists: `{}`");
    return std::nullopt;
}

std::optional<StepCompiler::What> StepCompiler::as_user(const TestStep& step) {
    AsUser result;
    bool is_known = true;
    if (!step.text.span.is_nowhere()) {
        result.username = step.text.value;
    } else {
        const std::optional<RecordAlias> user = record_alias(step.object);
        is_known = user.has_value();
        if (user && folded(user->object->name) != "user") {
            out_.report(
                    Code::W0901,
                    step.object.span,
                    "`{}` is a record of `{}`, not a user",
                    step.object.text,
                    user->object->name
            )
                .help("name a record of `User`, or a username in quotes");
            is_known = false;
        }
        if (user)
            result.alias = user->slot;
    }
    if (in_refused_ && !check_refusable(step.steps))
        return std::nullopt;
    result.steps = compile(step.steps);
    return is_known ? std::optional<What>(std::move(result)) : std::nullopt;
}

std::optional<StepCompiler::What> StepCompiler::locked(const TestStep& step) {
    const std::optional<RecordAlias> record = record_alias(step.object);
    if (in_refused_ && !check_refusable(step.steps))
        return std::nullopt;
    LockedRecord result;
    result.steps = compile(step.steps);
    if (!record)
        return std::nullopt;
    result.alias = record->slot;
    result.object = record->object;
    return result;
}

std::optional<StepCompiler::What> StepCompiler::decide(const TestStep& step) {
    const std::optional<RecordAlias> record = record_alias(step.object);
    if (!record)
        return std::nullopt;
    DecideApproval result;
    result.approves = step.kind == TestStepKind::approve;
    result.recalls = step.kind == TestStepKind::recall;
    result.alias = record->slot;
    result.object = record->object;
    result.comment = step.text.value;
    return result;
}

} // namespace weir
