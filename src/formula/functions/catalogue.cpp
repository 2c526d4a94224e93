// The one list of all functions.

#include "formula/functions/parts.hpp"

#include <algorithm>
#include <vector>

namespace weir {

namespace {

char upper(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - ('a' - 'A')) : letter;
}

// Order of a name without case against one in capitals.
int compare_name(std::string_view name, std::string_view capitals) {
    const size_t shorter = std::min(name.size(), capitals.size());
    for (size_t index = 0; index < shorter; ++index) {
        const char letter = upper(name[index]);
        if (letter != capitals[index])
            return letter < capitals[index] ? -1 : 1;
    }
    return name.size() == capitals.size() ? 0 : (name.size() < capitals.size() ? -1 : 1);
}

std::vector<const Function*> collect() {
    std::vector<const Function*> all;
    for (const auto list : {
             functions::logic(),
             functions::text(),
             functions::text_search(),
             functions::encodings(),
             functions::conversions(),
             functions::math(),
             functions::trigonometry(),
             functions::dates(),
             functions::times(),
             functions::picklists(),
             functions::formats(),
             functions::json(),
             functions::places(),
         })
        for (const Function& function : list)
            all.push_back(&function);
    std::sort(all.begin(), all.end(), [](const Function* left, const Function* right) {
        return left->name < right->name;
    });
    return all;
}

} // namespace

std::span<const Function* const> all_functions() {
    static const std::vector<const Function*> all = collect();
    return all;
}

const Function* find_function(std::string_view name) {
    const auto all = all_functions();
    const auto found = std::lower_bound(
        all.begin(),
        all.end(),
        name,
        [](const Function* function, std::string_view wanted) {
            return compare_name(wanted, function->name) > 0;
        }
    );
    return found != all.end() && compare_name(name, (*found)->name) == 0 ? *found : nullptr;
}

} // namespace weir
