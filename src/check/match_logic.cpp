// `1 AND (2 OR 3)`: which lines of a matching rule must match.
#include "check/save_rules.hpp"
#include "schema/fold.hpp"

#include <algorithm>

namespace weir {

namespace {

/// Alternatives of a logic with many ORs multiply; Salesforce's rules have ten lines.
constexpr size_t most_alternatives = 1000;
constexpr size_t most_nesting = 50;

using Alternatives = std::vector<std::vector<uint32_t>>;

class MatchLogic {
public:
    MatchLogic(std::string_view text, size_t count) : text_(folded(text)), count_(count) {}

    std::optional<Alternatives> read() {
        Alternatives result = any(0);
        skip_blanks();
        if (is_wrong_ || at_ != text_.size())
            return std::nullopt;
        return result;
    }

private:
    Alternatives any(size_t depth) {
        Alternatives result = all(depth);
        while (!is_wrong_ && take("or")) {
            const Alternatives more = all(depth);
            result.insert(result.end(), more.begin(), more.end());
            is_wrong_ |= result.size() > most_alternatives;
        }
        return result;
    }

    Alternatives all(size_t depth) {
        Alternatives result = one(depth);
        while (!is_wrong_ && take("and")) {
            const Alternatives more = one(depth);
            Alternatives joined;
            is_wrong_ |= result.size() * more.size() > most_alternatives;
            for (size_t left = 0; left < result.size() && !is_wrong_; ++left)
                for (const std::vector<uint32_t>& right : more) {
                    std::vector<uint32_t> both = result[left];
                    both.insert(both.end(), right.begin(), right.end());
                    std::ranges::sort(both);
                    both.erase(std::unique(both.begin(), both.end()), both.end());
                    joined.push_back(std::move(both));
                }
            result = std::move(joined);
        }
        return result;
    }

    Alternatives one(size_t depth) {
        skip_blanks();
        if (depth > most_nesting || at_ >= text_.size())
            return wrong();
        if (text_[at_] == '(') {
            ++at_;
            Alternatives inner = any(depth + 1);
            return take(")") ? inner : wrong();
        }
        size_t number = 0;
        const size_t begin = at_;
        while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' && number <= count_)
            number = number * 10 + static_cast<size_t>(text_[at_++] - '0');
        if (at_ == begin || number == 0 || number > count_)
            return wrong();
        return {{static_cast<uint32_t>(number - 1)}};
    }

    Alternatives wrong() {
        is_wrong_ = true;
        return {};
    }

    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')
        )
            ++at_;
    }

    bool take(std::string_view word) {
        skip_blanks();
        if (!std::string_view(text_).substr(at_).starts_with(word))
            return false;
        at_ += word.size();
        return true;
    }

    std::string text_;
    size_t count_;
    size_t at_ = 0;
    bool is_wrong_ = false;
};

} // namespace

std::optional<Alternatives> parse_match_logic(std::string_view text, size_t count) {
    return MatchLogic(text, count).read();
}

} // namespace weir
