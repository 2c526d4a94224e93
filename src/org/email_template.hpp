// E-mail templates that are records (EmailTemplate): their texts with merge fields of the recipient
// and a related record.
#pragma once

#include "org/transaction.hpp"

#include <span>
#include <string>
#include <vector>

namespace weir {

struct MergedTemplate {
    bool found = false; // there is a template, and these are its texts
    std::string subject;
    std::string body;
    bool is_rich = false; // the body is HTML
};

/// `{!Contact.FirstName}` and `{{{Recipient.FirstName}}}` are merged from the record of that object
/// (or by its part: Recipient, RelatedTo); what is unknown is blank. Row by row with the ids; a
/// zero template id finds nothing.
const Fault* merge_templates(
    Transaction& transaction,
    std::span<const Id> templates,
    std::span<const Id> recipients,
    std::span<const Id> related,
    std::vector<MergedTemplate>& merged
);

} // namespace weir
