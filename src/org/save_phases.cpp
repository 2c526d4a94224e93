// The order of execution: what happens to a chunk, phase by phase (reference/runtime.md, section
// 3).
#include "org/access.hpp"
#include "org/approvals.hpp"
#include "org/guests.hpp"
#include "org/paused_records.hpp"
#include "org/person_accounts.hpp"
#include "org/save_later.hpp"
#include "org/save_steps.hpp"
#include "org/sites.hpp"
#include "org/standard_checks.hpp"
#include "org/standard_rules.hpp"
#include "org/triggers.hpp"
#include "org/users.hpp"

namespace weir {

namespace {

void allocate_ids(SaveChunk& chunk) {
    if (!chunk.creates())
        return;
    const Status done = chunk.transaction.org().store().allocate_ids(chunk.object().id, chunk.ids);
    if (!done)
        chunk.fatal = chunk.transaction.fail(done.error());
}

} // namespace

void run_save_phases(SaveChunk& chunk) {
    using Phase = void (*)(SaveChunk&);
    static constexpr Phase phases[] = {
        load_old_records,
        check_locks,
        check_approval_locks,
        drop_read_only_cells,
        check_formats,
        default_users,
        default_standard_fields,
        mark_person_accounts,
        apply_defaults,
        check_references,
        allocate_ids,
        start_summaries,
        stamp,
        compose_names,
        compose_person_names,
        derive_fields,
        derive_standard_fields,
        derive_user_fields,
        run_before_save,
        run_before_triggers,
        check_formats,
        check_references,
        compose_names_again,
        compose_person_names,
        derive_fields_again,
        derive_standard_fields,
        check_required,
        check_users,
        check_guest_owners,
        check_assignments,
        check_unique,
        check_pairs,
        check_standard_rules,
        check_lookup_filters,
        check_rules,
        check_duplicates,
        claim_for_users,
        check_portal_moves,
        claim_person_contacts,
        write,
        keep_persons_in_step,
        finish_users,
        move_portal_users,
        join_sites,
        run_after_triggers,
        assign_owners,
        run_workflow,
        run_processes,
        run_after_save,
        run_after_save_late,
        roll_up,
        follow_later_work,
    };
    const CriteriaHold hold(chunk);
    for (const Phase phase : phases) {
        phase(chunk);
        if (chunk.stops())
            return;
    }
}

void run_erase_phases(SaveChunk& chunk) {
    using Phase = void (*)(SaveChunk&);
    static constexpr Phase phases[] = {
        load_old_records,
        check_locks,
        run_before_delete,
        run_before_triggers,
        check_standard_deletes,
        keep_person_contacts,
        cancel_deleted_interviews,
        erase_records,
        run_after_triggers,
        roll_up,
    };
    for (const Phase phase : phases) {
        phase(chunk);
        if (chunk.stops())
            return;
    }
}

} // namespace weir
