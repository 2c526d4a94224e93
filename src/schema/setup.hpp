// What a world holds besides objects and records, as formulas and flows ask for it by name: labels,
// permissions, actions, sets of values.
#pragma once

#include "base/span.hpp"
#include "schema/access.hpp"
#include "schema/fold.hpp"
#include "types/type.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir {

/// A text of the org: `$Label.Name`.
struct CustomLabel {
    std::string name; // with its namespace, "ns__Name"
    std::string text;
    Span span;
};

/// `$Permission.Name`: true for users of these profiles and permission sets.
struct CustomPermission {
    std::string name;
    std::vector<std::string> profiles;        // by Profile.Name
    std::vector<std::string> permission_sets; // by PermissionSet.Name
    Span span;
};

/// Values that several picklists share.
struct ValueSet {
    std::string name;
    std::vector<std::string> values;
    std::string default_value; // empty: none
    Span span;
};

struct ApexParameter {
    std::string name;
    std::string type_name; // as written: an object, a class, "Text"
    bool collection = false;
    bool required = false;
    Type type; // error where the type is a class
    Span span;
};

/// `action apex Class_Name { input … output … }`.
struct ApexAction {
    std::string name;
    std::vector<ApexParameter> inputs;
    std::vector<ApexParameter> outputs;
    bool calls_out = false; // to another system
    Span span;
};

/// `quickAction Case.Close`, or a global one.
struct QuickAction {
    std::string name;                 // "Case.Close"
    std::string kind;                 // "create", "update" …; empty if not said
    ObjectId object = ObjectId::none; // where it stands; none: everywhere
    ObjectId makes = ObjectId::none;  // of the record that it creates
    std::string flow;
    Span span;
};

/// Things by name, without case, in the order declared.
template<class T>
class Named {
public:
    /// False if the name is taken.
    bool add(T item) {
        if (!index_.try_emplace(folded(item.name), items_.size()).second)
            return false;
        items_.push_back(std::move(item));
        return true;
    }
    [[nodiscard]] const T* find(std::string_view name) const {
        const auto found = index_.find(folded(name));
        return found == index_.end() ? nullptr : &items_[found->second];
    }
    [[nodiscard]] T* find(std::string_view name) {
        return const_cast<T*>(static_cast<const Named&>(*this).find(name));
    }
    [[nodiscard]] const std::vector<T>& all() const { return items_; }
    [[nodiscard]] std::vector<std::string_view> names() const {
        std::vector<std::string_view> result;
        result.reserve(items_.size());
        for (const T& item : items_)
            result.push_back(item.name);
        return result;
    }

private:
    std::vector<T> items_;
    std::unordered_map<std::string, size_t> index_;
};

struct Setup {
    Named<CustomLabel> labels;
    Named<CustomPermission> permissions;
    Named<ValueSet> value_sets;
    Named<ApexAction> apex_actions;
    Named<QuickAction> quick_actions;
    /// Apex classes and flows that profiles and permission sets give; what nobody names is free.
    Named<CustomPermission> classes;
    Named<CustomPermission> flows;
    Named<SharingSet> sharing_sets;
    Named<SiteSetup> sites;
    /// The org holds more than is declared: what is named and not there is believed, with a
    /// warning.
    bool is_open = false;
    /// Visitors of sites are users, whose sharing and ownership have rules of their own.
    bool has_guests = false;
    /// Accounts may be persons: `org { person accounts on }`.
    bool has_person_accounts = false;
};

} // namespace weir
