// Goes on with interviews that have waited: those of one flow, user and time together, each batch a
// transaction (reference/runtime.md, section 10), with the retries of section 1.
#include "base/limits.hpp"
#include "org/later_batches.hpp"
#include "org/later_work.hpp"
#include "org/scheduler.hpp"
#include "runtime/driver.hpp"
#include "types/convert.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr int64_t hour = 60 * minute_of_scheduler;
constexpr std::string_view user_is_inactive =
    "The interview was not resumed because the user who runs it is inactive.";

class ResumeRun {
public:
    ResumeRun(Org& org, const ResumeKind& kind)
        : org_(org), kind_(kind), later_(*org.state().later) {}

    Status run(std::vector<Resume> items) {
        std::erase_if(items, [&](const Resume& item) { return !begin_resume(org_, item.paused); });
        defer_what_is_too_much(items);
        if (items.empty())
            return Done{};
        const Result<bool> active = is_active_user(org_, kind_.user);
        if (!active)
            return active.error();
        if (!*active) {
            for (const Resume& item : items)
                refuse(item);
            return Done{};
        }
        size_t batch = limits::batch;
        if (kind_.batch > 0)
            batch = std::min<size_t>(batch, kind_.batch);
        return run_in_batches(std::move(items), batch, [&](std::vector<Resume> some) {
            return run_batch(std::move(some));
        });
    }

private:
    /// What one interview has come to.
    struct End {
        Org::RunReport report;
        std::unique_ptr<SavedInterview> waiting;
    };

    /// So many resumes by time an hour; the rest have their turn in the next.
    void defer_what_is_too_much(std::vector<Resume>& items) {
        const OrgSettings& settings = org_.settings();
        if (!kind_.by_time || !settings.limits)
            return;
        const int64_t now_hour = org_.now() / hour;
        if (later_.resume_hour != now_hour)
            later_.resumed = 0;
        later_.resume_hour = now_hour;
        const uint64_t room =
            settings.resumes_an_hour - std::min<uint64_t>(settings.resumes_an_hour, later_.resumed);
        ResumeKind next = kind_;
        next.due = (now_hour + 1) * hour;
        while (items.size() > room) {
            // Taken from the back and put off in their order.
            const size_t first = static_cast<size_t>(room);
            for (size_t index = first; index < items.size(); ++index)
                defer_resume(org_, items[index].paused, next, items[index]);
            items.resize(first);
        }
        later_.resumed += items.size();
    }

    /// It fails before it goes on.
    void refuse(const Resume& item) {
        note_failed(org_, *kind_.flow, {}, user_is_inactive);
        Org::RunReport report;
        Fault fault;
        fault.message = user_is_inactive;
        report.fault = report.arena.make<Fault>(fault);
        end(item, std::move(report), nullptr);
    }

    Status run_batch(std::vector<Resume> items) {
        for (int attempt = 1; !items.empty(); ++attempt) {
            std::vector<End> ends(items.size());
            if (const Status done = attempt_batch(items, ends); !done)
                return done;
            const bool any = std::ranges::any_of(ends, [](const End& one) {
                return one.report.fault != nullptr;
            });
            std::vector<Resume> rest;
            for (size_t index = 0; index < items.size(); ++index) {
                if (!any)
                    end(items[index], std::move(ends[index].report), std::move(ends[index].waiting)
                    );
                else if (ends[index].report.fault != nullptr || attempt == most_attempts)
                    fail(items[index], std::move(ends[index].report));
                else
                    rest.push_back(items[index]);
            }
            items = std::move(rest);
        }
        return Done{};
    }

    Status attempt_batch(std::span<const Resume> items, std::vector<End>& ends) {
        Transaction transaction(
            org_,
            fmt::format("{}, resumed at {}", kind_.flow->name, moment_text(org_.now())),
            kind_.user
        );
        transaction.run_asynchronously();
        bool went_well = transaction.failure() == nullptr;
        if (went_well) {
            Batch batch(*kind_.flow, static_cast<uint32_t>(items.size()), transaction);
            for (uint32_t row = 0; row < items.size(); ++row)
                restore(batch, row, *org_.paused(items[row].paused)->interview, *items[row].wake);
            resume(batch);
            for (uint32_t row = 0; row < items.size(); ++row)
                went_well &= take_end(batch, row, ends[row]);
        }
        return finish(transaction, went_well);
    }

    static bool take_end(Batch& batch, uint32_t row, End& one) {
        const Interview& interview = batch.interview(row);
        const Fault* const fault = interview.fault != nullptr ? interview.fault : interview.refusal;
        if (fault != nullptr) {
            one.report.fault = copy_fault(*fault, one.report.arena);
            return false;
        }
        for (const Variable& variable : batch.flow().variables)
            if (variable.output)
                one.report.outputs.emplace_back(
                    variable.name, copy(batch.slot(variable.slot)[row], one.report.arena)
                );
        if (interview.is_paused)
            one.waiting = save(batch, row);
        return true;
    }

    /// Failed in its transaction: once more later if a time has woken it, until it has failed too
    /// often.
    void fail(const Resume& item, Org::RunReport report) {
        ArmedWait& armed = later_.waits[item.paused];
        if (kind_.by_time && armed.failures < retry_minutes.size()) {
            ResumeKind again = kind_;
            again.due = org_.now() + retry_minutes[armed.failures] * minute_of_scheduler;
            ++armed.failures;
            defer_resume(org_, item.paused, again, item);
            return;
        }
        if (report.fault == nullptr) {
            Fault fault;
            fault.message = "Too many interviews of its batch have failed.";
            report.fault = report.arena.make<Fault>(fault);
        }
        end(item, std::move(report), nullptr);
    }

    /// It has ended, or waits again under another number.
    void end(const Resume& item, Org::RunReport report, std::unique_ptr<SavedInterview> waiting) {
        const std::string label = org_.paused(item.paused)->label;
        disarm(org_, item.paused);
        org_.state().paused.erase(item.paused);
        if (waiting != nullptr) {
            report.paused =
                org_.state().paused.add({std::move(waiting), kind_.user, org_.now(), label});
            arm(org_, *report.paused);
        }
        org_.tell_gone_on(item.paused, report);
    }

    Org& org_;
    const ResumeKind kind_;
    LaterWork& later_;
};

} // namespace

Status run_resumes(Org& org, const ResumeKind& kind, std::vector<Resume> items) {
    return ResumeRun(org, kind).run(std::move(items));
}

} // namespace weir
